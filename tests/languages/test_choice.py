"""Which language is meant: an option beats spe.toml, and that beats the system."""

import pytest

from spe.errors import SpeError
from spe.languages import NAMES, chosen, language


@pytest.mark.parametrize(
    ("option", "settings", "environment", "meant"),
    [
        ("de", {}, {}, "de"),
        ("DE", {}, {}, "de"),
        ("en", {"language": "de"}, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"language": "de"}, {"LANG": "en_US.UTF-8"}, "de"),
        (None, {"language": "en"}, {"LC_ALL": "de_CH.UTF-8"}, "en"),
        (None, {}, {"LANG": "de_DE.UTF-8"}, "de"),
        (None, {}, {"LANG": "de_AT@euro"}, "de"),
        (None, {}, {"LANG": "de"}, "de"),
        (None, {}, {"LC_MESSAGES": "de_DE.UTF-8", "LANG": "en_US.UTF-8"}, "de"),
        (None, {}, {"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        (None, {}, {"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "de"),
        (None, {}, {"LANGUAGE": "de", "LANG": "en_US.UTF-8"}, "de"),
        (None, {}, {"LANGUAGE": "fr:de:en", "LANG": "fr_FR.UTF-8"}, "de"),
        (None, {}, {"LANGUAGE": "de", "LANG": "C.UTF-8"}, "en"),
        (None, {}, {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, {}, {"LANG": "den_CA.UTF-8"}, "en"),
        (None, {}, {"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_one_that_was_asked_for(option, settings, environment, meant):
    assert chosen(option, settings, environment) == meant


@pytest.mark.parametrize(("name", "meant"), [("German_Germany", "de"), ("French_France", "en")])
def test_where_no_variable_says_it_the_system_itself_does(monkeypatch, name, meant):
    monkeypatch.setattr("locale.getlocale", lambda: (name, "1252"))

    assert chosen(None, {}, {}) == meant


def test_a_system_whose_language_python_can_t_name_gets_english(monkeypatch):
    def unknown():
        raise ValueError("unknown locale: xx")

    monkeypatch.setattr("locale.getlocale", unknown)

    assert chosen(None, {}, {}) == "en"


@pytest.mark.parametrize(("option", "settings"), [("fr", {}), (None, {"language": "fr"})])
def test_a_language_that_there_is_not_is_refused_with_those_there_are(option, settings):
    with pytest.raises(SpeError) as refused:
        chosen(option, settings, {"LANG": "de_DE.UTF-8"})

    said = str(refused.value)
    assert said.startswith("--lang: " if option else "spe.toml: ")
    assert all(f"{code} ({name})" in said for code, name in NAMES.items())
    assert "\n" not in said


def test_python_refuses_it_alike():
    with pytest.raises(SpeError, match=r"'fr'.*de \(Deutsch\) and en \(English\)"):
        language("fr")


@pytest.mark.parametrize("code", sorted(NAMES))
def test_each_language_knows_its_own_code(code):
    assert (language(code).code, language(code).report.language) == (code, code)
