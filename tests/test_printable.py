"""Other people's words, wherever spe prints them: nothing in them acts on a terminal or a page."""

import ast
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from spe.cli import cli
from spe.errors import PhotoError
from spe.measure.extract import measure
from spe.measure.table import write_features
from spe.measure.values import Measurement
from spe.photo.decode import decode
from spe.photo.encode import encode
from spe.posts import Post, write_posts
from spe.printable import escaped_json, printable
from spe.project import Project
from tests.commands.test_report import write_project
from tests.conftest import wheel_photograph
from tests.report.account import make_account
from tests.small_model import small_model

COMMANDS = Path(__file__).parents[1] / "spe" / "commands"

# A title set, a screen cleared, a colour hidden in C1, an override, an unclosed isolate,
# a zero-width space, a script, an image, and quotes that end an attribute.
HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj.exe\u2066\u200b"
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>"
)
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@given(st.text())
def test_what_is_printable_has_no_sign_that_acts_and_is_as_long(text):
    shown = printable(text)

    assert not ACTING.search(shown)
    assert len(shown) == len(text)
    assert printable(shown) == shown


@pytest.mark.parametrize("text", ["Zoë’s été 夏 🏖", "שלום עולם", "مرحبا", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "नमस्ते"])
def test_letters_and_emoji_of_every_kind_stay_as_they_are(text):
    assert printable(text) == text


def test_lines_are_kept_where_they_are_asked_for():
    assert printable("a\nb", lines=True) == "a\nb"
    assert printable("a\nb") == "a␊b"


@given(st.text())
def test_json_with_escapes_says_the_same(text):
    made = escaped_json(json.dumps({text: text}, ensure_ascii=False, indent=2))

    assert json.loads(made) == {text: text}
    assert not ACTING.search(made)


def test_commands_print_through_one_door():
    """`_talk` alone calls Click's echo, Rich's console and print."""
    for path in COMMANDS.glob("*.py"):
        if path.name == "_talk.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        named = {ast.unparse(call) for call in calls}

        assert not named & {"click.echo", "click.secho", "print", "Console"}, path.name


def test_the_sentence_about_a_photo_stands_on_one_line():
    with pytest.raises(PhotoError) as caught:
        decode(b"no photo", f"a\nError: {HOSTILE}.jpg")

    assert not ACTING.search(str(caught.value))
    assert "\n" not in str(caught.value)


NAME = HOSTILE.replace("/", "-")


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """An account with a model, whose every word is hostile: captions, ids, names, reasons."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "spe.toml").write_text('timezone = "UTC"\n')
    project = Project(root)
    small_model().write(project.model)
    (root / "drafts").mkdir()
    posts, measured = [], {}
    for fit, name in zip(small_model().posts, ("astronaut", "chelsea", "flower"), strict=False):
        path = root / f"{name}{NAME}.jpg"
        path.write_bytes(encode(wheel_photograph(name), 85))
        caption = HOSTILE + "x" * 10_000
        posts.append(
            Post(fit.id, path.name, fit.posted_at, int(fit.likes), caption, excluded=HOSTILE)
        )
        measured[fit.id] = Measurement(measure(path, None))
    posts.append(Post(HOSTILE, f"gone\n{HOSTILE}.jpg", caption=HOSTILE))
    measured[HOSTILE] = Measurement()
    write_posts(project.posts, posts)
    write_features(project.features, posts, measured, project.zone)
    for name in ("coffee", "china"):
        draft = root / "drafts" / f"{name}\n{NAME}.jpg"
        draft.write_bytes(encode(wheel_photograph(name), 85))
    (root / "drafts" / f"not\na photo{NAME}.jpg").write_text("words")
    return root


@pytest.fixture
def project(account, tmp_path, monkeypatch):
    root = tmp_path / "account"
    shutil.copytree(account, root)
    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: "No face model here.")
    monkeypatch.chdir(root)
    return Project(root)


def said(*words, codes=(0, 3)):
    """Everything a command prints, on both streams, in colour as on a terminal."""
    result = CliRunner().invoke(cli, list(words), color=True, env={"FORCE_COLOR": "1"})
    assert result.exit_code in codes, (result.output, result.exception)
    return result


# Colours of spe's own, and the moves of a progress bar.
OWN = re.compile("\x1b\\[[0-9;?]*[mKAhlGJ]|\r")


def assert_nothing_acts(text):
    rest = OWN.sub("", text)
    assert not ACTING.search(rest), ACTING.search(rest)
    assert "\x1b[2J" not in text
    assert "\x9b31m" not in text


@pytest.mark.parametrize(
    "words",
    [
        ("posts",),
        ("extract", "-j", "1"),
        ("extract", "-j", "1", "drafts/coffee\n{name}.jpg"),
        ("score", "drafts"),
        ("score", "--changes", "--show-features", "drafts/coffee\n{name}.jpg"),
        ("likes", "--sheet", "--all", "--no-open"),
        ("import", "--dry-run", "--yes", "."),
        ("doctor",),
    ],
)
def test_no_command_lets_a_strange_word_act_on_the_terminal(project, words):
    words = [word.format(name=NAME) for word in words]
    result = said(*words, codes=(0, 2, 3, 4))

    assert_nothing_acts(result.stdout)
    assert_nothing_acts(result.stderr)
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    "words",
    [
        ("posts", "--json"),
        ("extract", "-j", "1", "--json"),
        ("score", "--json", "drafts"),
        ("import", "--dry-run", "--json", "--yes", "."),
    ],
)
def test_json_says_strange_words_as_they_are_and_escaped(project, words):
    result = said(*words)

    assert not ACTING.search(result.stdout)
    json.loads(result.stdout)


def test_the_caption_in_json_is_the_caption(project):
    captions = [post["caption"] for post in json.loads(said("posts", "--json").stdout)]

    assert HOSTILE in captions


def test_track_shows_strange_names_harmlessly(project):
    said("score", "--log", "drafts")

    for words in (("track",), ("track", "--json")):
        assert_nothing_acts(said(*words).stdout)


def test_the_report_holds_strange_captions_as_text_alone(tmp_path):
    made = make_account(24)
    made.posts[:] = [replace(post, caption=HOSTILE, excluded="") for post in made.posts]
    root = write_project(tmp_path / "account", made)

    result = said("-C", str(root), "report", "--captions")
    listed = said("-C", str(root), "report", "--captions", "--json")

    text = Project(root).report.read_text(encoding="utf-8")
    assert_nothing_acts(result.stderr)
    assert not ACTING.search(listed.stdout)
    assert not ACTING.search(text)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_pages_hold_strange_words_as_text_alone(project):
    said("score", "--html", "drafts.html", "drafts")
    said("likes", "--sheet", "--all", "--no-open")

    for page in (Path("drafts.html"), project.posts.parent / "likes.html"):
        text = page.read_text(encoding="utf-8")
        assert not ACTING.search(text), page
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert" in text


def test_usage_errors_show_what_was_typed_harmlessly(tmp_path):
    for words in ((f"sc\x1b]0;owned\x07{NAME}",), ("posts", f"--so\x1b]0;owned\x07{NAME}")):
        done = subprocess.run(
            [sys.executable, "-m", "spe", *words], cwd=tmp_path, capture_output=True, check=False
        )

        assert done.returncode == 2
        assert not ACTING.search(done.stderr.decode())


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such names")
def test_a_name_in_no_encoding_is_scored_and_shown(project):
    name = os.fsdecode(b"caf\xe9.jpg")
    Path(name).write_bytes(encode(wheel_photograph("coffee"), 85))

    result = said("score", name)
    listed = json.loads(said("score", "--json", name).stdout)

    assert "caf\ufffd.jpg" in result.stdout
    assert listed["drafts"][0]["file"] == name


def test_columns_stay_aligned_whatever_a_name_holds():
    from rich.text import Text

    from spe.commands._table import columns

    rows = [[Text(name), Text("|")] for name in ("plain", "a\x1b[31mb", "\u202ex\n")]
    places = [line.plain.index("|") for line in columns(rows)]

    assert len(set(places)) == 1


def test_a_warning_of_two_lines_does_not_look_like_two(capsys):
    from spe.commands._talk import warn

    warn("a\n! b")

    assert capsys.readouterr().err.splitlines()[1].startswith("  ")


def test_every_control_and_override_of_unicode_is_covered():
    spared = {"\u200c", "\u200d", "\u200e", "\u200f"}
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    for code in range(0x110000):
        sign = chr(code)
        acts = unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
        if acts or unicodedata.bidirectional(sign) in bidi:
            assert sign not in spared
            assert printable(sign) != sign


def test_a_picture_with_strange_words_in_it_measures_like_any_other(encoded):
    rgb = np.random.default_rng(0).integers(0, 256, (80, 80, 3), dtype=np.uint8)
    plain = decode(encoded(rgb))
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = HOSTILE
    Image.fromarray(rgb).save(file, "PNG", exif=exif)

    assert np.array_equal(decode(file.getvalue()).rgb, plain.rgb)
