import json

import numpy as np
import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.posts import Post, write_posts


@pytest.fixture
def run(tmp_path):
    """Run `spe extract` in a project of two posts, the second without its photo."""
    posts = [Post(id="a", image="a.png"), Post(id="b", image="b.png")]
    write_posts(tmp_path / "data" / "posts.csv", posts)
    return lambda *options: CliRunner().invoke(cli, ["-C", str(tmp_path), "extract", *options])


@pytest.fixture
def photo(tmp_path, encoded):
    pixels = np.random.default_rng(0).integers(0, 256, (80, 100, 3), dtype=np.uint8)
    path = tmp_path / "a.png"
    path.write_bytes(encoded(pixels))
    return path


@pytest.mark.usefixtures("photo")
def test_a_missing_photo_is_named_and_the_rest_is_written(run, tmp_path):
    result = run()

    assert result.exit_code == 3
    assert "b.png: can't be read (no such file)." in result.stderr
    assert "1 photo measured" in result.stderr
    assert len((tmp_path / "data" / "features.csv").read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("with_likes", "says"), [(0, "Next: spe likes"), (19, "Next: spe likes"), (20, "Next: spe fit")]
)
def test_likes_come_next_where_they_are_too_few_for_a_model(run, tmp_path, with_likes, says):
    posts = [Post(f"p{at}", f"{at}.png", likes=at if at < with_likes else None) for at in range(40)]
    write_posts(tmp_path / "data" / "posts.csv", posts)

    assert run().stderr.splitlines()[-1] == f"  {says}"


@pytest.mark.usefixtures("photo")
def test_json_counts_for_scripts(run):
    run()

    result = run("--json")

    counts = json.loads(result.stdout)
    assert (counts["measured"], counts["from_cache"], len(counts["problems"])) == (1, 1, 1)


def test_single_photos_are_shown_by_file_or_address(run, photo):
    result = run("--json", str(photo), photo.as_uri())

    values = json.loads(result.stdout)
    assert values[str(photo)] == values[photo.as_uri()]
    assert "a.png" in run(photo.as_uri()).stdout


@pytest.mark.parametrize(
    "options",
    [
        ("--backend", "dask"),
        ("--scheduler", "tcp://127.0.0.1:9"),
        ("--by", "account", "a.png"),
        ("--store", "parquet", "a.png"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run, options):
    assert run(*options).exit_code == 2


def test_a_photo_further_in_an_album_that_is_gone_is_named_and_faces_are_sought_in_the_others(
    run, photo, tmp_path
):
    posts = [Post("a", "a.png", more_images=("a.png", "gone.png"))]
    write_posts(tmp_path / "data" / "posts.csv", posts)

    result = run()

    assert result.exit_code == 3
    assert "gone.png: can't be read (no such file)." in result.stderr
    assert "Faces were looked for on 1 further photo of albums, too" in result.stderr
    assert photo.exists()


@pytest.mark.usefixtures("photo")
def test_json_counts_an_albums_other_photos_apart(run, tmp_path):
    write_posts(tmp_path / "data" / "posts.csv", [Post("a", "a.png", more_images=("a.png",))])

    counts = json.loads(run("--json").stdout)

    assert (counts["measured"], counts["further"]) == (1, 1)
