"""The doors: help at once, one line for a foreseen problem, the exit codes as promised."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from spe.cli import COMMANDS, _fitting, cli
from spe.errors import NotReadyError, SpeError
from spe.posts import Post, write_posts
from spe.project import Project

HEAVY = ("numpy", "pandas", "scipy", "sklearn", "statsmodels", "cv2", "mediapipe", "rich", "jinja2")


def command(name):
    return cli.get_command(click.Context(cli), name)


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "spe", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_every_option_too(name):
    made = command(name)

    assert made.help
    assert all(option.help for option in made.params if isinstance(option, click.Option)), name


def test_help_names_every_command_and_imports_nothing_heavy(tmp_path):
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom spe.cli import cli\n"
        "print(CliRunner().invoke(cli, ['--help']).output)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


def test_spe_alone_says_where_you_stand_before_the_help_and_imports_nothing_heavy(tmp_path):
    posts = [Post(f"p{at}", f"{at}.jpg", None, at if at < 21 else None) for at in range(40)]
    write_posts(Project(tmp_path).posts, posts)
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom spe.cli import cli\n"
        "print(CliRunner().invoke(cli, []).output)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("40 posts, 21 with likes. Next: spe likes\n\nUsage: ")
    assert done.stdout.splitlines()[-1] == "[]"


def test_spe_alone_names_the_whole_way_to_whoever_has_nothing_yet(tmp_path):
    result = CliRunner().invoke(cli, ["-C", str(tmp_path)])

    assert result.stdout.startswith("No posts here yet. The whole way: spe start\n\nUsage: ")


def test_a_table_that_can_t_be_read_costs_spe_alone_no_help(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "posts.csv").write_text("image,id,likes\na.jpg,a,many\n")

    result = CliRunner().invoke(cli, ["-C", str(tmp_path)])

    assert result.exit_code == 0
    assert "row 2, likes" in result.output.splitlines()[0]
    assert "Usage: " in result.output


def test_a_refusal_stays_within_the_window_and_behind_its_word(monkeypatch):
    monkeypatch.setattr("spe.commands._window.columns", lambda **_of: 30)

    said = "Error: " + _fitting(
        "No posts in a folder yet.\n       Run spe import with your photos."
    )

    assert said.split("\n") == [
        "Error: No posts in a folder",
        "       yet.",
        "       Run spe import with",
        "       your photos.",
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_s_environment_variable_carries_the_option_s_own_name(name):
    for option in command(name).params:
        long = [said for said in option.opts if said.startswith("--")]
        if long:
            assert option.envvar == f"SPE_{name}_{long[0][2:].replace('-', '_')}".upper()


def test_a_variable_sets_its_option_and_no_other(monkeypatch):
    monkeypatch.setenv("SPE_SCORE_WHEN", "1")
    monkeypatch.setenv("SPE_SCORE_MULTI", "3")
    monkeypatch.setenv("SPE_SCORE_JSON", "1")
    monkeypatch.setenv("SPE_SCORE_N_PHOTOS", "7")

    asked = command("score").make_context("score", ["photo.jpg", "--at", "18:00"]).params

    assert (asked["propose_times"], asked["at"]) == (True, "18:00")
    assert (asked["n_photos"], asked["as_json"], asked["form"]) == (3, True, "table")


def test_the_project_s_folder_may_stand_in_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SPE_PROJECT", str(tmp_path / "elsewhere"))

    result = CliRunner().invoke(cli, ["score", "photo.jpg"])

    assert "elsewhere" in result.output


def test_help_is_a_command_too():
    def said(*words):
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0
        return result.output

    assert said("help") == said("--help")
    assert said("help", "score") == said("score", "--help")
    assert "Did you mean score?" in CliRunner().invoke(cli, ["help", "scroe"]).output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_what_the_page_says_they_do(tmp_path, shell):
    page = (Path(__file__).parents[1] / "docs/cli.md").read_text()

    def told(**more):
        return subprocess.run(
            [sys.executable, "-m", "spe"],
            cwd=tmp_path, env={**os.environ, **more}, capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip

    assert f"_SPE_COMPLETE={shell}_source spe" in page
    assert "_SPE_COMPLETE" in told(_SPE_COMPLETE=f"{shell}_source")
    words = {"COMP_WORDS": "spe sc", "COMP_CWORD": "sc" if shell == "fish" else "1"}
    assert "score" in told(_SPE_COMPLETE=f"{shell}_complete", **words)


def test_a_slip_of_the_finger_gets_a_suggestion():
    result = CliRunner().invoke(cli, ["scroe"])

    assert result.exit_code == 2
    assert "Did you mean score?" in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract"], "spe import"),
        (["fit"], "spe import"),
        (["score", "x.jpg"], "Next: spe import SRC. To see how it goes: spe demo"),
        (["report"], "Next: spe import SRC"),
    ],
)
def test_a_step_too_early_says_which_comes_first(arguments, says, tmp_path):
    result = CliRunner().invoke(cli, ["-C", str(tmp_path), *arguments])

    assert result.exit_code == 4, result.output
    assert says in result.output
    assert "Traceback" not in result.output


def test_the_one_door_gives_a_problem_its_sentence_and_its_code(tmp_path, monkeypatch):
    from spe.commands import features

    def fails(error):
        def callback(**_options):
            raise error

        monkeypatch.setattr(features.command, "callback", callback)
        return CliRunner().invoke(cli, ["-C", str(tmp_path), "features"])

    assert (
        fails(SpeError("Wrong thing.\nDo this.")).output == "Error: Wrong thing.\n       Do this.\n"
    )
    assert fails(SpeError("Wrong.")).exit_code == 2
    assert fails(NotReadyError("Early.")).exit_code == 4
    missing = fails(ImportError("libGL.so.1: cannot open shared object file"))
    assert missing.exit_code == 4
    assert "libGL.so.1 is missing" in missing.output


def test_a_bug_is_one_line_and_a_traceback_only_with_debug(tmp_path):
    code = (
        "import sys\nfrom spe import cli\nfrom spe.commands import features\n"
        "def broken(**options): raise RuntimeError('oops')\n"
        "features.command.callback = broken\n"
        "sys.argv = ['spe', *sys.argv[1:], 'features']\ncli.main()\n"
    )

    def broken(*options):
        return subprocess.run(
            [sys.executable, "-c", code, *options],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    assert broken().returncode == broken("--debug").returncode == 1
    assert "unexpected RuntimeError: oops" in broken().stderr
    assert "Traceback" not in broken().stderr
    assert "Traceback" in broken("--debug").stderr


def test_what_numpy_says_of_itself_is_told_to_nobody_but_who_asks_for_it(tmp_path):
    code = (
        "import sys, warnings\nfrom spe import cli\nfrom spe.commands import features\n"
        "def warns(**options): warnings.warn('overflow', RuntimeWarning)\n"
        "features.command.callback = warns\n"
        "sys.argv = ['spe', *sys.argv[1:], 'features']\ncli.main()\n"
    )

    def said(*options, python=()):
        words = [sys.executable, *python, "-c", code, *options]
        return subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, check=True
        ).stderr

    assert said() == ""
    assert "overflow" in said("--debug")
    assert "overflow" in said(python=["-W", "default"])


def test_a_reader_that_has_had_enough_is_no_error(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "spe", "features"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as listing:
        listing.stdout.close()
        said = listing.stderr.read()

    assert said == ""


def test_features_lists_the_catalogue_for_people_and_scripts(tmp_path):
    import json

    from spe.features import CATALOGUE

    shown = run("features", cwd=tmp_path)
    listed = run("features", "--json", cwd=tmp_path)

    assert all(item.name in shown.stdout for item in CATALOGUE)
    assert [item["name"] for item in json.loads(listed.stdout)] == [item.name for item in CATALOGUE]


def test_extract_shows_single_photos_and_leaves_the_table_alone(tmp_path, encoded):
    import json

    import numpy as np

    (tmp_path / "a.png").write_bytes(encoded(np.full((80, 80, 3), 128, np.uint8)))
    (tmp_path / "b.png").write_text("nothing")

    done = run("extract", "--json", "a.png", "b.png", cwd=tmp_path)

    assert done.returncode == 3
    assert json.loads(done.stdout)["a.png"]["brightness"] == pytest.approx(53.6, abs=0.1)
    assert "b.png: not a photo" in done.stderr
    assert not (tmp_path / "data" / "features.csv").exists()


def test_what_the_machine_refuses_is_a_sentence_and_no_bug(monkeypatch):
    def refused(_start):
        raise OSError(errno.EIO, "Input/output error", "/media/card/a.jpg")

    monkeypatch.setattr("spe.commands.features.echo_json", refused)

    result = CliRunner().invoke(cli, ["features", "--json"])

    assert result.exit_code == 2
    assert result.stderr == "Error: /media/card/a.jpg: Input/output error.\n"
