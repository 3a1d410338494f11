"""What a terminal writes when files are pulled onto its window."""

from pathlib import Path

import pytest

from spe.commands._dropped import dropped


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("/home/me/export.zip", ["/home/me/export.zip"]),
        ("  '/home/me/My export.zip' \n", ["/home/me/My export.zip"]),
        (r"/home/me/My\ export\ \(1\).zip ", ["/home/me/My export (1).zip"]),
        ("/a/one.zip '/a/part two.zip'", ["/a/one.zip", "/a/part two.zip"]),
        (r"'/a/Anna'\''s.zip'", ["/a/Anna's.zip"]),
        ("/a/Anna's export.zip", ["/a/Anna's export.zip"]),
        ("file:///home/me/My%20export.zip", ["/home/me/My export.zip"]),
        ("file:///home/me/100%25.zip", ["/home/me/100%.zip"]),
        ("", []),
        ("   ", []),
    ],
)
def test_quotes_and_escapes_are_understood(text, names):
    assert dropped(text, windows=False) == [Path(name) for name in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (r"C:\Users\me\export.zip", [r"C:\Users\me\export.zip"]),
        (r'"C:\Users\me\My export.zip"', [r"C:\Users\me\My export.zip"]),
        (r"& 'C:\Users\me\My export.zip'", [r"C:\Users\me\My export.zip"]),
        (r'C:\a.zip "C:\part two.zip"', [r"C:\a.zip", r"C:\part two.zip"]),
    ],
)
def test_on_windows_a_backslash_parts_folders(text, names):
    assert dropped(text, windows=True) == [Path(name) for name in names]


def test_a_path_that_is_there_is_taken_as_it_stands(tmp_path):
    path = tmp_path / r"it's \ mine, all of it.zip"
    path.write_bytes(b"")

    assert dropped(f"{path}\n", windows=False) == [path]


def test_home_is_where_the_shell_has_it(monkeypatch):
    monkeypatch.setenv("HOME", "/home/anna")

    assert dropped("~/a.zip ~nobody-of-that-name/b.zip", windows=False) == [
        Path("/home/anna/a.zip"),
        Path("~nobody-of-that-name/b.zip"),
    ]


def test_more_zips_than_a_name_is_long_are_taken_one_by_one():
    text = " ".join(f"{'x' * 40}{at}.zip" for at in range(20))

    assert len(dropped(text, windows=False)) == 20
