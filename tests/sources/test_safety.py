"""What strangers' archives may do: nothing outside their place, nothing without bound."""

import contextlib
import inspect
import json
import lzma
import stat
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spe.errors import SourceError
from spe.posts import as_text, read_posts, write_posts
from spe.project import Project
from spe.sources import SOURCES, DatesUnclear, ReadOptions, Store, gather, read_sources
from spe.sources._json import entries
from spe.sources._source import digest
from spe.sources._tree import Archive, Folder, read, safe
from tests.sources import made_exports, made_records
from tests.sources.made_exports import (
    MEDIUM,
    as_json,
    instagram,
    instaloader,
    lay_out,
    photo,
    stamp,
    zipped,
)


def one_post(uri):
    return as_json([{"media": [{"uri": uri, "creation_timestamp": stamp(0), "title": "x"}]}])


@pytest.mark.parametrize(
    "name",
    ["../a.jpg", "/etc/passwd", "a/../../b", "C:\\a.jpg", "c:/a", "https://x.y/a.jpg", "a\0b", " "],
)
def test_names_that_lead_out_are_no_names(name):
    assert safe(name) is None


@pytest.mark.parametrize(
    "uri",
    ["../outside.jpg", "/{root}/outside.jpg", "media/../../outside.jpg", "file:///outside.jpg"],
)
def test_a_uri_that_leads_out_of_the_export_finds_nothing(reading, tmp_path, uri):
    (tmp_path / "outside.jpg").write_bytes(photo(1))
    files = {"content/posts_1.json": one_post(uri.format(root=tmp_path)), "media/a.txt": b"x"}

    result = reading(files)

    assert result.found == []
    assert result.left_out["posts whose photo is not there"] == 1


def test_links_out_of_an_export_are_not_followed(reading, tmp_path):
    (tmp_path / "outside.jpg").write_bytes(photo(1))
    folder = lay_out({"content/posts_1.json": one_post("media/posts/a.jpg")}, tmp_path / "export")
    (folder / "media/posts").mkdir(parents=True)
    (folder / "media/posts/a.jpg").symlink_to(tmp_path / "outside.jpg")
    (folder / "media/all").symlink_to(tmp_path)

    assert reading(folder).found == []


def test_a_link_that_goes_round_in_circles_ends(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "a.jpg").write_bytes(photo(1))

    assert Folder(tmp_path).names == ("a.jpg",)


def test_zip_entries_that_slip_out_or_are_links_are_not_there(tmp_path):
    path = tmp_path / "slip.zip"
    link = zipfile.ZipInfo("media/link.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil.jpg", photo(1))
        archive.writestr("/abs.jpg", photo(1))
        archive.writestr("..\\win.jpg", photo(1))
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.jpg", photo(1))

    assert Archive(path).names == ("good.jpg",)


def test_an_archive_with_backslashes_is_read_and_leads_nowhere(tmp_path, reading):
    path = tmp_path / "windows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in instagram().items():
            archive.writestr(name.replace("/", "\\"), data)
        for name in ("..\\..\\evil.jpg", "C:\\evil.jpg", "\\evil.jpg", "media\\posts\\"):
            archive.writestr(name, photo(1))

    assert not any("evil" in name or "\\" in name for name in Archive(path).names)
    assert len(reading(path).found) == len(reading(instagram()).found)


def test_a_file_that_unpacks_without_end_is_stopped(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", bytes(20 * 2**20))

    with pytest.raises(SourceError, match="larger than"):
        read(Archive(path), "a.json", most=2**20)


def test_an_archive_of_many_bombs_is_stopped_as_a_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("spe.sources._tree.ALLOWED", 10 * 2**20)
    files = {f"{number}.json": bytes(4 * 2**20) for number in range(10)}
    archive = Archive(zipped(files, tmp_path / "bombs.zip"))

    with pytest.raises(SourceError, match=r"bombs\.zip: unpacks to far more"):
        sum(len(read(archive, name)) for name in archive.names)


def test_a_packed_record_that_unpacks_without_end_costs_itself_only(reading):
    files = instaloader()
    bomb = lzma.compress(b" " * 20_000_000)
    files["2024-01-01_00-00-00_UTC.json.xz"] = bomb

    result = reading(files)

    assert len(result.found) == len(reading(instaloader()).found)
    assert any("far more than a post" in problem for problem in result.problems)


def test_a_list_of_nothing_without_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("spe.sources._json.MOST_ENTRIES", 1000)
    tree = Folder(lay_out({"posts_1.json": b"[{}" + b",{}" * 2000 + b"]"}, tmp_path / "x"))

    with pytest.raises(SourceError, match="more than 1,000 entries"):
        list(entries(tree, "posts_1.json"))


def test_a_locked_archive_is_a_sentence(tmp_path):
    path = zipped({"content/posts_1.json": b"[]"}, tmp_path / "locked.zip")
    data = bytearray(path.read_bytes())
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(start)
        data[at + (6 if start.endswith(b"\x04") else 8)] |= 1
    path.write_bytes(bytes(data))

    with pytest.raises(SourceError, match="password"):
        read(Archive(path), "content/posts_1.json")


@pytest.mark.parametrize(
    "data",
    [
        b'[{"media":' + b"[" * 200_000,
        b'{"a":' * 100_000,
        b"[" + b"1" * 100_000 + b"]",
        b'[{"media": [{"uri": "\xff"}]}]',
        b'[{"media": 1}, {"media"',
        b"window.YTD.tweets.part0 = nothing",
    ],
)
def test_absurd_json_is_a_sentence(tmp_path, data):
    tree = Folder(lay_out({"posts_1.json": data}, tmp_path / "x"))

    with pytest.raises(SourceError, match="cut off or damaged"):
        list(entries(tree, "posts_1.json"))


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none())))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_list_read_piece_by_piece_is_the_list(tmp_path, monkeypatch, values):
    monkeypatch.setattr("spe.sources._json._PIECE", 7)
    path = tmp_path / "list.json"
    path.write_bytes(json.dumps(values).encode())

    assert list(entries(Folder(tmp_path), "list.json")) == values


def test_a_hundred_thousand_posts_are_read_in_bounded_memory(tmp_path):
    row = {"media": [{"uri": "", "creation_timestamp": 0, "title": "words " * 100}]}
    path = tmp_path / "export.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("content/posts_1.json", "w", force_zip64=True) as file,
    ):
        file.write(b"[")
        for number in range(100_000):
            row["media"][0]["uri"] = f"media/posts/{MEDIUM + number}.jpg"
            file.write(b"," * (number > 0) + as_json(row))
        file.write(b"]")
    tracemalloc.start()

    count = sum(1 for _ in entries(Archive(path), "content/posts_1.json"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 100_000
    assert peak < 8 * 2**20


def test_captions_that_are_formulas_are_not_formulas_in_the_table(table, tmp_path):
    caption = '=HYPERLINK("http://x.example","y")'
    files = instagram(posts=1)
    name = "your_instagram_activity/media/posts_1.json"
    value = json.loads(files[name])
    value[0]["media"][0]["title"] = caption
    files[name] = as_json(value)
    result = table(zipped(files, tmp_path / "e.zip"))

    write_posts(tmp_path / "posts.csv", result.posts)

    assert "\"'=HYPERLINK" in (tmp_path / "posts.csv").read_text()
    assert caption in {post.caption for post in read_posts(tmp_path / "posts.csv")}


# Whatever is done to an export: posts, or one sentence.


EXPORTS = {
    name: make()
    for module in (made_exports, made_records)
    for name, make in vars(module).items()
    if inspect.isfunction(make)
    and not name.startswith("_")
    and make.__module__ == module.__name__
    and all(part.default is not part.empty for part in inspect.signature(make).parameters.values())
}


def leaves(value, path=()):
    yield path
    parts = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, part in parts:
        yield from leaves(part, (*path, key))


class Files(dict):
    """Files whose contents need not be shown where a test fails."""

    def __repr__(self):
        return f"Files({sorted(self)})"


ODD = st.sampled_from(
    [None, True, -1, 0, 3.5, 1e308, 10**30, "", "x", "\ud800", "\0", "../../x", [], {}, [[]],
     [None], {"a": []},
     "99999999999999999999", "2024-99-99", "Thu Foo 99 99:99:99 +0000 2022", float("inf")]
)  # fmt: skip


@st.composite
def mangled(draw, files):
    """An export with bytes flipped, cut or added in one file, or values of its JSON replaced."""
    files = Files(files)
    name = draw(st.sampled_from(sorted(files)))
    data = files[name]
    how = draw(
        st.sampled_from(["flip", "cut", "insert", "swap", "drop", "value", "value", "value"])
    )
    if how == "value":
        named = [other for other in sorted(files) if other.endswith((".json", ".js"))]
        if named:
            name = draw(st.sampled_from(named))
            data = files[name]
            start = data.find(b"= ") + 2 if name.endswith(".js") and b"= " in data else 0
            value = json.loads(data[start:])
            for _ in range(draw(st.integers(1, 3))):
                path = draw(st.sampled_from(list(leaves(value))))
                value = replaced(value, path, draw(ODD))
            files[name] = data[:start] + json.dumps(value).encode()
            return files
        how = "flip"
    at = draw(st.integers(0, len(data)))
    if how == "flip":
        for _ in range(draw(st.integers(1, 8))):
            spot = draw(st.integers(0, max(0, len(data) - 1)))
            data = data[:spot] + bytes([draw(st.integers(0, 255))]) + data[spot + 1 :]
    elif how == "cut":
        data = data[:at]
    elif how == "insert":
        data = data[:at] + draw(st.binary(max_size=40)) + data[at:]
    elif how == "swap":
        data = files[draw(st.sampled_from(sorted(files)))]
    files[name] = data
    if how == "drop":
        del files[name]
    return files


def replaced(value, path, odd):
    if not path:
        return odd
    key, *rest = path
    value = dict(value) if isinstance(value, dict) else list(value)
    value[key] = replaced(value[key], rest, odd)
    return value


# A reader's own fault comes as a sentence, too; here it is looked for.
OWN_FAULT = "a fault of spe"


def import_whole(path, project):
    """What `spe import` does: read, gather, place; only foreseen errors may come out."""
    try:
        readings, failed = read_sources([path], ReadOptions())
    except DatesUnclear:
        return
    assert all(isinstance(error, SourceError) for error in failed)
    assert not any(OWN_FAULT in str(error) for error in failed)
    assert not any(OWN_FAULT in problem for one in readings for problem in one.problems)
    result = gather([], readings, Store(project))
    for post in result.posts:
        assert post.image
        assert post.posted_at is None or post.posted_at.tzinfo is not None
        assert post.likes is None or post.likes >= 0
        post.caption.encode()
        post.id.encode()
    write_posts(project.posts, result.posts)
    assert as_text(read_posts(project.posts)) == as_text(result.posts)


@pytest.mark.parametrize(
    "source", [one for one in SOURCES if one.label], ids=lambda source: source.name
)
def test_every_source_has_a_made_up_export_of_its_kind(tmp_path, source):
    """Where this fails, a source is new: add what it reads to `made_exports`."""
    trees = [Folder(lay_out(files, tmp_path / kind)) for kind, files in EXPORTS.items()]

    read_by = [next(one for one in SOURCES if one.recognise(tree)) for tree in trees]

    assert source in read_by


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_any_source_takes_any_mangled_export_for_posts_or_a_source_error(tmp_path_factory, source):
    @given(st.sampled_from(sorted(EXPORTS)).flatmap(lambda kind: mangled(EXPORTS[kind])))
    @settings(max_examples=40, deadline=None, derandomize=True)
    def holds(files):
        tree = Folder(lay_out(files, tmp_path_factory.mktemp("mangled")))
        source.recognise(tree)
        with contextlib.suppress(SourceError):
            assert source.read(tree, ReadOptions()).source

    holds()


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_any_mangled_export_gives_posts_or_a_source_error(tmp_path_factory, kind):
    @given(mangled(EXPORTS[kind]), st.booleans())
    @settings(max_examples=40, deadline=None, derandomize=True)
    def holds(files, packed):
        folder = tmp_path_factory.mktemp("mangled")
        path = zipped(files, folder / "e.zip") if packed else lay_out(files, folder / "e")
        import_whole(path if files else folder, Project(folder / "project"))

    holds()


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_any_mangled_archive_gives_posts_or_a_source_error(tmp_path_factory, kind):
    @given(st.data())
    @settings(max_examples=15, deadline=None, derandomize=True)
    def holds(data):
        folder = tmp_path_factory.mktemp("mangled")
        whole = bytearray(zipped(EXPORTS[kind], folder / "e.zip").read_bytes())
        for _ in range(data.draw(st.integers(1, 20))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        (folder / "e.zip").write_bytes(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
        import_whole(folder / "e.zip", Project(folder / "project"))

    holds()


def locked(path, names):
    """The zip with members of these names marked as encrypted, as a password marks them."""
    data = bytearray(path.read_bytes())
    for sign, flags, length in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        at = data.find(sign)
        while at >= 0:
            if any(data[at + length :].startswith(name.encode()) for name in names):
                data[at + flags] |= 1
            at = data.find(sign, at + 4)
    path.write_bytes(data)
    return path


def test_a_zip_that_wants_a_password_says_so(tmp_path):
    files = instagram()
    path = locked(zipped(files, tmp_path / "e.zip"), files)

    readings, (error,) = read_sources([path], ReadOptions())

    assert readings == []
    assert str(error).startswith("e.zip: the archive wants a password. Unpack it")


def test_one_file_that_wants_a_password_costs_itself(tmp_path):
    files = {"a.txt": b"open", "b.txt": b"locked"}
    archive = Archive(locked(zipped(files, tmp_path / "e.zip"), ["b.txt"]))

    assert read(archive, "a.txt") == b"open"
    with pytest.raises(SourceError, match=r"b\.txt in e\.zip: it wants a password"):
        read(archive, "b.txt")


@pytest.mark.parametrize(("size", "taken"), [(300, True), (301, False)])
def test_a_photo_may_be_as_large_as_the_bound_and_no_larger(tmp_path, monkeypatch, size, taken):
    monkeypatch.setattr("spe.sources._source.LARGEST_PHOTO", 300)
    (tmp_path / "a.bin").write_bytes(b"x" * size)

    if taken:
        assert digest(Folder(tmp_path), "a.bin")
    else:
        with pytest.raises(SourceError, match="far too large"):
            digest(Folder(tmp_path), "a.bin")


@pytest.mark.parametrize(("count", "whole"), [(3, True), (4, False)])
@pytest.mark.parametrize("start", ["", "["])
def test_a_file_holds_as_many_entries_as_the_bound_and_no_more(
    tmp_path, monkeypatch, start, count, whole
):
    monkeypatch.setattr("spe.sources._json.MOST_ENTRIES", 3)
    text = "[" + ",".join(["{}"] * count) + "]" if start else "{}\n" * count
    tree = Folder(lay_out({"posts_1.json": text.encode()}, tmp_path / "x"))

    if whole:
        assert len(list(entries(tree, "posts_1.json"))) == count
    else:
        with pytest.raises(SourceError, match="more than 3 entries"):
            list(entries(tree, "posts_1.json"))
