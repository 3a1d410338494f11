"""What people see stays within their window, and what they copy stays whole."""

import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.text import Text

from spe.cli import COMMANDS, cli
from spe.commands import _score_many, _score_one, _window, features, fit, posts, track, try_
from spe.commands._score_many import show_changes, show_many
from spe.commands._score_one import show_one
from spe.commands._table import fitting
from spe.commands._talk import say_marked, say_raw, warn
from spe.drafts.forecast_log import Forecast, Guess, Track
from spe.drafts.gather import DraftFile
from spe.drafts.pipeline import MeasuredFile, ScoredDrafts
from spe.drafts.posting_time import Slot
from spe.drafts.remarks import Remark
from spe.drafts.score import score
from spe.drafts.suggest import Change
from spe.experiments.answer import standings
from spe.model.fitted import LeftOut
from spe.notices import Notice
from spe.posts import Post
from tests.experiments.made import LATER, own_words
from tests.small_model import average, small_model

ROOMS = (60, 80)
SENTENCE = "Far from the posts around it, which got about as many as ever: look at it again. "
NOON = datetime(2026, 7, 24, 12, tzinfo=UTC)
LONG = "a very long name of a photo that was taken high in the mountains {}.jpg"


@pytest.fixture(params=ROOMS)
def room(request, monkeypatch):
    """A window of so many columns."""
    monkeypatch.setattr(_window, "columns", lambda **_of: request.param)
    monkeypatch.setenv("COLUMNS", str(request.param))
    return request.param


def beyond(text, room):
    """The lines wider than the window, but for commands to copy."""
    wide = [line for line in text.splitlines() if cell_len(line) > room]
    return [line for line in wide if not line.startswith("  spe score 'a very long name")]


@pytest.mark.parametrize("room", [20, 40, 60, 80])
@pytest.mark.parametrize("start", ["", "  ", "  · ", "! ", "  ✓ "])
def test_a_long_line_is_broken_between_words_and_none_is_lost(room, start):
    text = start + 4 * SENTENCE.strip()

    lines = _window.wrapped(text, room).split("\n")

    assert max(map(len, lines)) <= room
    assert " ".join(line.strip() for line in lines) == text.strip()
    assert all(line.startswith(" " * len(start)) for line in lines[1:])
    assert not any(line[len(start) :].startswith(" ") for line in lines[1:])


def test_a_line_that_just_fits_stays_one_and_a_column_less_breaks_it():
    text = "  seven letters of an alphabet"

    assert _window.wrapped(text, len(text)) == text
    assert _window.wrapped(text, len(text) - 1) == "  seven letters of an\n  alphabet"
    assert _window.wrapped(text, None) == text


def test_letters_are_as_wide_as_they_are_seen():
    text = "写真 写真 写真 写真"

    assert _window.wrapped(text, 14) == "写真 写真 写真\n写真"


def test_a_command_to_copy_stays_in_one_piece_where_it_fits():
    text = "! Not so many as usual. If it is a slip: spe posts --likes abc N. Then: spe fit"

    assert _window.wrapped(text, 40).split("\n") == [
        "! Not so many as usual. If it is a slip:",
        "  spe posts --likes abc N. Then: spe fit",
    ]
    assert "is a slip:\n  spe posts --likes abc N.\n" in _window.wrapped(text, 30)
    assert "slip:\n  spe posts --likes abc N.\n  Then:\n  spe fit" in _window.wrapped(text, 12)


def test_an_address_is_never_broken():
    address = "http://127.0.0.1:1234/" + "k" * 60

    assert f"\n  {address}\n" in _window.wrapped(f"  Open {address} in a browser, now", 40)


def test_colours_stay_with_their_words():
    line = Text.assemble("  ", ("One two three", "bold"), (" four five six", "dim"))

    parts = fitting(line, 14)

    assert [part.plain for part in parts] == ["  One two", "  three four", "  five six"]
    assert [str(span.style) for span in parts[1].spans] == ["bold", "dim"]


def test_a_pipe_gets_whole_lines_and_a_window_its_columns(monkeypatch):
    class Shown:
        def __init__(self, tty):
            self.isatty = lambda: tty

        def fileno(self):
            raise OSError

    monkeypatch.setenv("COLUMNS", "72")
    monkeypatch.setattr("sys.stdout", Shown(False))
    monkeypatch.setattr("sys.stderr", Shown(True))
    assert (_window.columns(), _window.columns(err=True)) == (None, 72)
    monkeypatch.setenv("COLUMNS", "wide")
    assert _window.columns(err=True) == 80


def test_warnings_and_findings_stay_below_their_first_word(room, capsys):
    warn(2 * SENTENCE)
    say_marked(f"{'Python':<22} {2 * SENTENCE}", "✓", "green", hang=25)

    told = capsys.readouterr()
    assert not beyond(told.err + told.out, room)
    assert all(line.startswith("  ") for line in told.err.splitlines()[1:])
    assert all(line.startswith(" " * 25) for line in told.out.splitlines()[1:])


def test_what_a_spreadsheet_reads_is_never_broken(room, capsys):
    say_raw(10 * "one,two three," + "\n")

    assert len(capsys.readouterr().out.splitlines()[0]) > room


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_stays_within_the_window(room, name):
    shown = CliRunner().invoke(cli, [*filter(None, [name]), "--help"], terminal_width=room)

    assert shown.exit_code == 0
    assert not beyond(shown.output, room)


# What commands show, of large accounts and with names as long as names are.

LARGE = small_model(baseline=math.log1p(23456))


def scored(model, number):
    """So many drafts, scored, with everything that can be said of them."""
    values = {LONG.format(at): average(busyness=at / 9) for at in range(number)}
    past = {f"post{at}": average(busyness=at / 40) for at in range(6)}
    changes = (Change(None, "album", True, 23456.0, 0.2, 0.2, ("album",)),)
    ranked = tuple(
        replace(one, changes=changes, remarks=(Remark("rare_subject", {"subject": 2 * SENTENCE}),))
        for one in score(model, values, past)
    )
    return ScoredDrafts(
        model=model,
        scored_at=NOON,
        at=NOON,
        at_now=False,
        n_photos=4,
        since=0,
        ranked=ranked,
        shown=ranked,
        edits_tried=True,
        slots=(Slot(NOON, 12345.0, 0.1),),
        remarks=(),
        files={
            one.name: MeasuredFile(DraftFile(Path(one.name), one.name, one.name), {}, ())
            for one in ranked
        },
        skipped={},
    )


def guessed(likes):
    """A forecast of a draft with a long name, and what its post got."""
    guess = Guess(LONG, NOON, NOON, 23456.0, 12345.0, 34567.0, 0.8, 23000.0, 0.6, True, "m", ())
    return Forecast(guess, "post", NOON, likes)


def odd_post(likes):
    return Post(
        "an id as long as that of a table that somebody made by hand",
        LONG,
        NOON,
        likes,
        caption=SENTENCE,
        excluded=SENTENCE,
        pictures=4,
    )


SHOWN = {
    "score one": lambda: show_one(scored(LARGE, 1), 3),
    "score many": lambda: show_many(scored(LARGE, 5)),
    "score changes": lambda: show_changes(scored(LARGE, 2).ranked, LARGE),
    "score without skill": lambda: show_many(scored(small_model(has_skill=False), 5)),
    "fit": lambda: fit._show(
        replace(LARGE, left_out=(LeftOut(Notice("written", {"text": SENTENCE}), ("a", "b")),))
    ),
    "fit without skill": lambda: fit._show(small_model(has_skill=False)),
    "features": lambda: features.command.callback(as_json=False),
    "posts": lambda: posts._show([odd_post(12345)], {}),
    "track": lambda: track._show(
        Track((guessed(23456), guessed(None)), (), 0.8, 1, 1, 0.1, 0.9, 4000.0, 5000.0, 0.6),
        everything=True,
    ),
    "try": lambda: try_._show(
        standings([replace(own_words(), words=2 * SENTENCE)], [], {}, LATER)[0], new=True
    ),
}


@pytest.mark.parametrize("columns", [38, 44, 60, 80, 200])
def test_the_bar_of_a_range_is_as_long_as_there_is_room_for(columns):
    (one,) = scored(LARGE, 1).ranked

    assert max(line.cell_len for line in _score_one._bar(one, columns)) <= columns
    assert not _score_one._bar(one, 37)
    assert _score_one._bar(one, None) == _score_one._bar(one, 200)


def test_a_ranking_gives_up_its_reasons_before_its_rows_break(room):
    lines = _score_many._ranking(scored(LARGE, 5).ranked)

    assert len(lines) == 7
    assert max(line.cell_len for line in lines) <= room
    assert ("Main reasons" in lines[0].plain) is (room == 80)


def test_a_race_has_short_names_in_a_window_and_whole_ones_in_a_pipe(monkeypatch, capsys):
    show_many(scored(LARGE, 5))
    piped = capsys.readouterr().out
    monkeypatch.setattr(_window, "columns", lambda **_of: 80)
    show_many(scored(LARGE, 5))

    assert f"  {LONG.format(0)} or {LONG.format(1)}: too close to call. " in piped
    assert "  a very lo…ains 0.jpg or a very lo…ains 1.jpg: too" in capsys.readouterr().out


@pytest.mark.parametrize("what", SHOWN)
def test_no_line_of_what_a_command_shows_is_wider_than_the_window(what, room, capsys):
    SHOWN[what]()

    told = capsys.readouterr()
    assert len(told.out.splitlines()) > 3
    assert not beyond(told.out + told.err, room)


@pytest.mark.parametrize("what", SHOWN)
def test_in_a_pipe_no_line_ends_in_spaces_however_wide_the_window_is_said_to_be(
    what, monkeypatch, capsys
):
    monkeypatch.delenv("COLUMNS", raising=False)
    SHOWN[what]()
    told = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "40")
    SHOWN[what]()

    assert capsys.readouterr().out == told
    assert not [line for line in told.splitlines() if line != line.rstrip()]


def test_in_a_pipe_a_table_is_as_wide_as_it_takes_and_whole(capsys):
    post = odd_post(12345)
    posts._show([post], {})

    *_, row = filter(None, capsys.readouterr().out.splitlines())
    assert post.id in row
    assert row.endswith(SENTENCE[:60].rstrip())
