"""Of an album, every source hands over the photos that came, the first one first."""

import pytest

from spe.errors import SourceError
from spe.posts import Post, write_posts
from spe.sources import Store
from tests.sources import made_exports as made
from tests.sources import made_records as records
from tests.sources.made_exports import MEDIUM, lay_out, photo, when, zipped


def _instaloader():
    stem = f"{when(2):%Y-%m-%d_%H-%M-%S}_UTC"
    return {**made.instaloader(), f"{stem}_3.jpg": photo(61)}


def _graph_api():
    return {**made.graph_api(), f"{MEDIUM + 91}.jpg": photo(91)}


def _twitter():
    name = f"data/tweets_media/{1_588_000_000_000_000_005}-Pic55.jpg"
    return {**made.twitter(), name: photo(55)}


def _instagram_api():
    files = made.instagram_api()
    part = b'"carousel_media": [{"images": {"standard_resolution": {"url": "https://x/7_n.jpg"}}}, '
    part += b'{"images": {"standard_resolution": {"url": "https://x.example/8_n.jpg"}}}], '
    # The post of which the picture is named by its link.
    cut = files["recent.json"].index(f'"id": "{MEDIUM + 2}_1"'.encode())
    files["recent.json"] = files["recent.json"][:cut] + part + files["recent.json"][cut:]
    return {**files, "7_n.jpg": photo(7), "8_n.jpg": photo(8)}


def _scraper():
    files = records.instagram_scraper()
    name = "made_up/made_up.json"
    more = b'https://x.example/v/43000002_170002_n.jpg?_nc=1", "https://x.example/v/more_n.jpg?a'
    files[name] = files[name].replace(
        b'urls": ["https://x.example/v/43000002_170002_n.jpg?_nc=1', b'urls": ["' + more
    )
    return {**files, "made_up/more_n.jpg": photo(60)}


def _instagrapi():
    return {**records.instagrapi(), f"made_up_{records.LONG + 90}.jpg": photo(90)}


def _apify():
    files = records.apify()
    for old, new in (("1.jpg", "87654321.jpg"), ("2.jpg", "87654322.jpg")):
        files["dataset_instagram.json"] = files["dataset_instagram.json"].replace(
            f"x.example/{old}".encode(), f"x.example/{new}".encode()
        )
    return {**files, "87654322.jpg": photo(62)}


def _pixelfed():
    return {**records.pixelfed(), "another.jpg": photo(63)}


def _table():
    files = {f"{name}.jpg": photo(number) for number, name in enumerate("abc")}
    return {**files, "posts.csv": b'photos,likes\n"b.jpg, a.jpg, c.jpg",5'}


ALBUMS = {
    "instagram": (made.instagram, f"plain_{MEDIUM + 50}", [f"more_{MEDIUM + 51}.webp"]),
    "instagram 2026": (
        made.instagram_2026,
        f"{MEDIUM + 50}.jpg",
        [f"{MEDIUM + 51}.jpg", f"{MEDIUM + 52}.jpg"],
    ),
    "instagram 2018": (made.instagram_2018, f"{2:032d}.jpg", [f"{3:032d}.jpg"]),
    "instagram-html": (made.instagram_html, f"{MEDIUM + 50}.jpg", [f"{MEDIUM + 51}.jpg"]),
    "facebook": (made.facebook, f"50_n_{MEDIUM + 50}.jpg", [f"51_n_{MEDIUM + 51}.jpg"]),
    "graph-api": (_graph_api, f"{MEDIUM + 90}.jpg", [f"{MEDIUM + 91}.jpg"]),
    "instagram-api": (_instagram_api, "2_n.jpg", ["7_n.jpg", "8_n.jpg"]),
    "instaloader": (
        _instaloader,
        f"{when(2):%Y-%m-%d_%H-%M-%S}_UTC_2.jpg",
        [f"{when(2):%Y-%m-%d_%H-%M-%S}_UTC_3.jpg"],
    ),
    "instaloader, no records": (
        records.instaloader_without_records,
        f"made_up_{when(1):%Y-%m-%d_%H-%M-%S}_UTC_1.jpg",
        [f"made_up_{when(1):%Y-%m-%d_%H-%M-%S}_UTC_2.jpg"],
    ),
    "gallery-dl": (
        records.gallery_dl_lines,
        "17900000000000101.jpg",
        ["17900000000000102.jpg"],
    ),
    "instagram-scraper": (_scraper, "43000002_170002_n.jpg", ["more_n.jpg"]),
    "instagrapi": (
        _instagrapi,
        f"made_up_{records.LONG + 1}.jpg",
        [f"made_up_{records.LONG + 90}.jpg"],
    ),
    "apify": (_apify, f"{records.code(1)}.jpg", ["87654322.jpg"]),
    "pixelfed": (_pixelfed, f"{1:012d}.jpg", ["another.jpg"]),
    "twitter": (_twitter, "1588000000000000005-Pic5.jpg", ["1588000000000000005-Pic55.jpg"]),
    "table": (_table, "b.jpg", ["a.jpg", "c.jpg"]),
}


@pytest.mark.parametrize("source", ALBUMS)
def test_a_source_hands_over_all_photos_of_an_album_that_are_there(reading, source):
    files, first, others = ALBUMS[source]

    found = [one for one in reading(files()).found if one.more]

    assert [one.member.rpartition("/")[2] for one in found][-1:] == [first]
    assert [member.rpartition("/")[2] for _, member in found[-1].more] == others


def test_no_photo_out_of_messages_is_one_of_an_album(reading):
    files = made.instagram()
    for name in list(files):
        if name.endswith(".json"):
            files[name] = files[name].replace(b"media/posts/202403/more_", b"messages/inbox/more_")
    files["messages/inbox/more_17900000000000051.webp"] = photo(51)

    found = reading(files).found

    assert not any(one.more for one in found)


# Their places


def test_an_albums_photos_are_unpacked_beside_its_first(table, tmp_path):
    export = zipped(made.instagram_2026(), tmp_path / "export.zip")

    result = table(export)

    album = next(post for post in result.posts if post.more_images)
    stem = album.image.removesuffix(".jpg")
    assert album.more_images == (f"{stem}_2.jpg", f"{stem}_3.jpg")
    assert all((table.project.root / name).is_file() for name in album.more_images)


def test_a_table_of_before_gets_an_albums_photos_when_it_is_imported_again(table, tmp_path):
    export = zipped(made.instagram_2026(), tmp_path / "export.zip")
    known = [Post(**{**vars(post), "more_images": ()}) for post in table(export).posts]

    again = table(export, known=known)

    assert sum(len(post.more_images) for post in again.posts) == 2
    assert (again.added, again.updated) == (0, 1)


def test_an_album_that_lost_a_photo_gets_it_back(table, tmp_path):
    export = zipped(made.instagram_2026(), tmp_path / "export.zip")
    known = table(export).posts
    lost = next(post for post in known if post.more_images).more_images[1]
    (table.project.root / lost).unlink()

    table(export, known=known)

    assert (table.project.root / lost).is_file()


def test_one_bad_photo_of_an_album_costs_itself_alone(table, tmp_path, monkeypatch):
    export = zipped(made.instagram_2026(), tmp_path / "export.zip")
    place_at = Store.place_at

    def refused(self, tree, member, stem):
        if member.endswith(f"{MEDIUM + 51}.jpg"):
            raise SourceError(f"{member}: can't be read.")
        return place_at(self, tree, member, stem)

    monkeypatch.setattr(Store, "place_at", refused)

    result = table(export)

    album = next(post for post in result.posts if post.more_images)
    assert [name[-6:] for name in album.more_images] == ["_3.jpg"]
    assert [said.rpartition("/")[2] for said in result.problems] == [
        f"{MEDIUM + 51}.jpg: can't be read."
    ]


def test_no_more_of_an_album_is_placed_than_a_post_can_hold(table, tmp_path):
    names = [f"{number:03}.jpg" for number in range(25)]
    files = {name: photo(number) for number, name in enumerate(names)}
    files["posts.csv"] = f'photos,likes\n"{", ".join(names)}",5'.encode()

    result = table(lay_out(files, tmp_path / "many"))

    assert [len(post.more_images) for post in result.posts] == [19]


def test_the_project_s_own_table_tells_another_project_of_albums(table, tmp_path):
    files = {f"{name}.jpg": photo(number) for number, name in enumerate("abc")}
    folder = lay_out(files, tmp_path / "other")
    images = [str(folder / name) for name in files]
    write_posts(folder / "posts.csv", [Post("p", images[0], more_images=tuple(images[1:]))])

    result = table(folder / "posts.csv")

    assert [post.more_images for post in result.posts] == [tuple(images[1:])]
