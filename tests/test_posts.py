"""The post table: read and written as it was, kept before it changes, never run as formulas."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe.cells import LONGEST_CELL
from spe.errors import NotReadyError, TableError
from spe.posts import (
    BACKUPS,
    COLUMNS,
    Post,
    backups,
    escaped,
    keep_backup,
    kept_until,
    merged,
    ratios,
    read_posts,
    unescaped,
    write_posts,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data/posts.csv"


def post(number=0, **values):
    return Post(**{"id": f"p{number}", "image": f"{number}.jpg", **values})


# Texts that can be written: no lone surrogates, no NUL; other line breaks become a newline.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40)
TIMES = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001  (the zone comes below)
    datetime(2200, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC]),
).map(lambda when: when.replace(microsecond=0))
COUNTS = st.none() | st.integers(0, 10**9)
SEVERAL = st.none() | st.integers(1, 20)
PATHS = TEXTS.filter(lambda path: path.strip() and "\n" not in path)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Post,
            id=TEXTS.filter(bool),
            image=TEXTS,
            posted_at=st.none() | TIMES,
            likes=COUNTS,
            caption=TEXTS,
            comments=COUNTS,
            followers=COUNTS,
            source=TEXTS,
            likes_from=TEXTS,
            likes_as_of=st.none() | TIMES,
            excluded=TEXTS,
            pictures=SEVERAL,
            more_images=st.lists(PATHS, max_size=3).map(tuple),
        ),
        unique_by=lambda post: post.id,
        max_size=5,
    )
)
def test_what_is_written_is_read_back(tmp_path_factory, posts):
    path = tmp_path_factory.mktemp("table") / "posts.csv"

    write_posts(path, posts)

    assert sorted(read_posts(path), key=lambda post: post.id) == sorted(
        posts, key=lambda post: post.id
    )


@pytest.mark.parametrize("written", ["a\rb", "a\r\nb", "\ra", "a\r"])
def test_every_line_break_is_one_kind(path, written):
    write_posts(path, [post(caption=written)])

    assert read_posts(path)[0].caption == written.replace("\r\n", "\n").replace("\r", "\n")


@settings(deadline=None)
@given(TEXTS)
def test_escaping_is_undone_and_leaves_no_formula(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_without_a_table_it_says_what_to_do(path):
    with pytest.raises(NotReadyError, match="spe import"):
        read_posts(path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a.jpg,x,many", "'many' is not a whole number"),
        ("a.jpg,x,1.5", "not a whole number"),
        ("a.jpg,,1", "the id is empty"),
        ("a\0.jpg,x,1", "no file has a NUL in its name"),
    ],
)
def test_a_bad_cell_is_named_by_row(path, row, said):
    path.parent.mkdir()
    path.write_text(f"image,id,likes\nb.jpg,b,1\n{row}\n")

    with pytest.raises(TableError, match=said) as error:
        read_posts(path)

    assert "row 3" in str(error.value)


@pytest.mark.parametrize("time", ["yesterday", "2026-11-24T12:00"])
def test_a_time_needs_a_zone(path, time):
    path.parent.mkdir()
    path.write_text(f"image,id,posted_at\na.jpg,a,{time}\n")

    with pytest.raises(TableError, match="row 2, posted_at"):
        read_posts(path)


def test_an_absurdly_long_cell_is_a_table_error(path):
    path.parent.mkdir()
    path.write_text("image,id\na.jpg," + "x" * 10_000_001)

    with pytest.raises(TableError, match="not a table"):
        read_posts(path)


def test_a_caption_of_140_000_characters_is_read_back(path):
    write_posts(path, [post(caption="words " * 23_400)])

    assert len(read_posts(path)[0].caption) == 140_400


def test_negative_likes_are_unknown(path):
    path.parent.mkdir()
    path.write_text("image,id,likes\na.jpg,a,-1\n")

    assert read_posts(path)[0].likes is None


def test_every_column_is_described_in_the_page_on_the_table():
    from pathlib import Path

    page = (Path(__file__).parents[1] / "data/README.md").read_text()

    assert [name for name in COLUMNS if f"`{name}`" not in page] == []


def test_a_backup_is_the_table_as_it_was(path, tmp_path):
    write_posts(path, [post(likes=3)])
    before = path.read_bytes()

    kept = keep_backup(path, tmp_path / "backups", NOW)

    assert kept.read_bytes() == before
    assert kept_until(kept) == NOW


def test_the_last_twenty_backups_are_kept(path, tmp_path):
    for number in range(BACKUPS + 5):
        write_posts(path, [post(likes=number)])
        keep_backup(path, tmp_path / "backups", NOW + timedelta(minutes=number))

    kept = backups(tmp_path / "backups")
    assert len(kept) == BACKUPS == 20
    assert read_posts(kept[0])[0].likes == BACKUPS + 4
    assert read_posts(kept[-1])[0].likes == 5


def test_a_table_that_did_not_change_is_kept_once(path, tmp_path):
    write_posts(path, [post()])
    keep_backup(path, tmp_path / "backups", NOW)

    keep_backup(path, tmp_path / "backups", NOW + timedelta(minutes=1))

    assert len(backups(tmp_path / "backups")) == 1


def test_without_a_table_there_is_nothing_to_keep(path, tmp_path):
    assert keep_backup(path, tmp_path / "backups", NOW) is None


def test_the_time_of_taking_gives_way_to_the_time_of_posting_and_not_back():
    taken = post(posted_at=NOW - timedelta(days=3), source="photos")
    posted = post(posted_at=NOW, source="table")

    assert merged(taken, posted).posted_at == NOW
    assert merged(taken, posted).source == "table"
    assert merged(posted, taken) == posted


def test_a_correction_from_the_same_source_is_taken():
    old = post(posted_at=NOW, caption="tpyo", source="table")
    new = replace(old, posted_at=NOW + timedelta(hours=1), caption="typo")

    assert merged(old, new) == new


def test_ratios_are_to_the_median_of_the_ten_nearest():
    posts = [post(n, posted_at=NOW + timedelta(days=n), likes=10) for n in range(11)]
    posts[5] = replace(posts[5], likes=25)

    found = ratios(posts)

    assert found["p5"] == 2.5
    assert found["p0"] == 1


def test_ratios_are_missing_where_too_little_is_known():
    few = [post(n, posted_at=NOW + timedelta(days=n), likes=10) for n in range(10)]
    silent = [post(n, posted_at=NOW + timedelta(days=n), likes=0) for n in range(20)]

    assert ratios(few) == {}
    assert ratios(silent) == {}


def test_excluded_posts_are_nobodys_usual():
    posts = [post(n, posted_at=NOW + timedelta(days=n), likes=10) for n in range(12)]
    posts[1] = replace(posts[1], likes=10_000, excluded="a giveaway")

    assert ratios(posts)["p0"] == 1


def test_a_table_from_before_pictures_were_counted_is_read(path):
    path.parent.mkdir()
    path.write_text("image,id,likes\na.jpg,a,1\n")

    assert read_posts(path)[0].pictures is None


def test_an_albums_other_photos_are_read_back_whatever_a_spreadsheet_made_of_the_lines(path):
    path.parent.mkdir()
    path.write_bytes(b'image,id,more_images\na.jpg,a,"b.jpg\r\n=c.jpg"\nd.jpg,d,\n')

    assert [post.more_images for post in read_posts(path)] == [("b.jpg", "=c.jpg"), ()]


def test_no_photo_of_an_album_has_a_nul_in_its_name(path):
    path.parent.mkdir()
    path.write_bytes(b"image,id,more_images\na.jpg,a,b\0.jpg\n")

    with pytest.raises(TableError, match="row 2"):
        read_posts(path)


def test_a_post_of_no_pictures_is_one_of_unknown_size(path):
    path.parent.mkdir()
    path.write_text("image,id,pictures\na.jpg,a,0\nb.jpg,b,3\n")

    assert [post.pictures for post in read_posts(path)] == [None, 3]


def test_a_clock_put_back_costs_no_table_of_before(path, tmp_path):
    for number in range(BACKUPS):
        write_posts(path, [Post("a", "a.jpg", likes=number)])
        keep_backup(path, tmp_path / "backups", NOW + timedelta(minutes=number))
    write_posts(path, [Post("a", "a.jpg", likes=99)])

    kept = keep_backup(path, tmp_path / "backups", NOW - timedelta(days=400))

    assert backups(tmp_path / "backups")[0] == kept
    assert read_posts(kept)[0].likes == 99


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"likes": 10**11 + 1}, "likes: '100000000001' is more than anything is liked"),
        ({"likes": 10**400}, "likes: a number of more than 40 digits is more than anything"),
        ({"followers": -1}, "followers: '-1' is less than nothing"),
        ({"posted_at": datetime(1, 1, 1, tzinfo=UTC)}, "posted_at: '0001-01-01T00:00:00"),
        ({"likes_as_of": datetime(1899, 12, 31, tzinfo=UTC)}, "likes_as_of: '1899-12-31"),
        ({"likes_read_after": datetime(2201, 1, 1, tzinfo=UTC)}, "likes_read_after: '2201-01-01"),
        ({"posted_at": datetime(2024, 1, 1)}, "posted_at: '2024-01-01T00:00:00' has no time zone"),  # noqa: DTZ001
        ({"caption": "x" * LONGEST_CELL}, "caption: longer than a table's cell may be"),
    ],
    ids=lambda item: str(item)[:40],
)
def test_what_would_be_refused_is_not_written(path, values, said):
    write_posts(path, [post(1)])
    before = path.read_bytes()

    with pytest.raises(TableError) as error:
        write_posts(path, [post(0), post(1, **values)])

    assert str(error.value).startswith(f"the post {post(1).id!r}, {said}")
    assert path.read_bytes() == before


def test_what_is_just_allowed_is_written_and_read_back(path):
    ends = post(
        likes=10**11,
        followers=0,
        posted_at=datetime(1900, 1, 1, tzinfo=UTC),
        likes_as_of=datetime(2200, 12, 31, tzinfo=UTC),
    )
    write_posts(path, [ends])

    assert read_posts(path) == [ends]
