"""The page where likes are typed in German: what it shows, answers and refuses."""

import html
import json
import re
import threading

import pytest

from spe.errors import SpeError, TableError, WriteError
from spe.languages import language
from spe.likes import DoubtfulError, LikesServer, NotANumberError, english, form
from spe.likes.session import ALLOWED_FROM, GoneError, Progress
from spe.posts import read_posts
from spe.subjects import SubjectError, chosen
from spe.wording.steps import COMMANDS
from tests.languages.leftovers import Said, left_over
from tests.languages.leftovers import english as in_english
from tests.likes.test_server import ask

GERMAN = language("de").likes


@pytest.fixture
def served(project, session):
    """A function: words -> a server that speaks with them."""
    begun = []

    def serve(words):
        server = LikesServer(
            session, lambda post: project.image(post.image), lambda: "Weiter: spe fit", words=words
        )
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        begun.append((server, thread))
        return server

    yield serve
    for server, thread in begun:
        server.shutdown()
        thread.join()
        server.server_close()


def told(server, method, path, body=None):
    return json.loads(ask(server, method, path, body)[1])


def test_the_page_is_german_and_its_script_has_german_words(served):
    german = ask(served(GERMAN), "GET", "/")[1].decode()
    home = ask(served(english), "GET", "/")[1].decode()

    assert Said(german).language == "de"
    assert left_over(german, home) == []
    words = re.search(r'name="spe-words" content="([^"]*)"', german)[1]
    assert json.loads(html.unescape(words)) == GERMAN.SCRIPT


@pytest.mark.parametrize("part", ["PAGE", "SCRIPT", "FORM"])
def test_both_languages_have_the_same_texts_with_the_same_gaps(part):
    german, home = getattr(GERMAN, part), getattr(english, part)

    assert set(german) == set(home)
    for name, text in german.items():
        assert type(text) is type(home[name])
        if isinstance(text, tuple):
            assert len(text) == len(home[name])
        else:
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", home[name]))
        assert in_english(re.sub(r"{\w+}", "", "".join(text))) == []


def test_what_the_server_says_is_german(served):
    server = served(GERMAN)
    first = told(server, "GET", "/state")

    assert first["post"]["day"] == "23.\u00a0November 2026"
    assert first["post"]["clock"].startswith("Montag, ")
    assert re.match(r"15 mehr, dann kann spe .* \(20 Beiträge\)\.$", first["sentence"])
    saved = told(server, "POST", "/likes", {"id": "p0", "text": "1.024", "sure": True})
    assert saved["said"] == "1.024 Likes gesichert."
    said = told(server, "POST", "/subject", {"id": "p1", "subject": ""})["said"]
    skipped = told(server, "POST", "/skip", {"id": "p1"})["said"]
    back = told(server, "POST", "/undo", {})["said"]
    assert (said, skipped, back) == ("Kein Motiv.", "Übersprungen.", "Zurückgenommen.")
    doubt = told(server, "POST", "/likes", {"id": "p1", "text": "999999"})["doubt"]
    assert doubt.startswith("999.999 ist weit mehr, als die Beiträge ringsum bekamen")
    wrong = told(server, "POST", "/likes", {"id": "p1", "text": "viele"})["error"]
    assert wrong.startswith("„viele“ ist keine Zahl.")


def test_who_comes_from_elsewhere_is_refused_in_german(served):
    server = served(GERMAN)
    path = server.address.removeprefix(f"http://{server.host}")
    assert ask(server, "GET", path, Cookie=None)[0].status == 303

    used = ask(server, "GET", path, Cookie=None)[1].decode()
    elsewhere = ask(server, "GET", "/", Cookie=None)[1].decode()
    refused = ask(server, "POST", "/skip", {"id": "p0"}, X_Spe_Key="wrong")[1].decode()

    assert "Diese Adresse ist verbraucht. Ruf wieder spe likes auf" in used
    assert "Diese Seite ist woanders geöffnet." in elsewhere
    assert "Abgelehnt." in refused


def errors():
    names = ("a", "b", "c", "d", "e", "f")
    for text in ("long" * 7, "seventh"):
        try:
            chosen(text, names)
        except SubjectError as error:
            yield error
    yield from (NotANumberError(), NotANumberError("zwölf"), GoneError(), WriteError("disk"))
    yield from (TableError("row 3"), SpeError("whatever"))


@pytest.mark.parametrize("error", list(errors()), ids=lambda error: str(error)[:20])
def test_every_refusal_has_its_german_sentence(error):
    german = GERMAN.wrong(error)

    assert in_english(german) == []
    assert str(error) not in german
    assert german.endswith(".")


def test_a_number_that_is_far_off_is_asked_about_in_german(session):
    with pytest.raises(DoubtfulError) as doubt:
        session.save("p0", "9999")

    assert GERMAN.wrong(doubt.value).startswith("9.999 ist weit mehr")
    assert english.wrong(doubt.value) == str(doubt.value)


@pytest.mark.parametrize("with_likes", [0, *(stage - 1 for stage, _ in ALLOWED_FROM), 1000])
def test_what_the_next_numbers_are_good_for_is_said_in_german(with_likes):
    done = Progress(0, 3, with_likes)

    german = GERMAN.progress(done)

    assert in_english(german) == []
    assert re.findall(r"\d+", german.replace(".", "")) == re.findall(r"\d+", done.sentence)


@pytest.mark.parametrize("step", sorted(COMMANDS))
def test_the_next_step_is_german_and_ends_with_the_same_command(step):
    german, home = GERMAN.following(step), english.following(step)

    assert in_english(german) == []
    assert german != home
    assert german.rpartition(": ")[2] == home.rpartition(": ")[2] == COMMANDS[step]


@pytest.mark.parametrize(("ended", "whole"), [(False, False), (True, True), (True, False)])
def test_how_the_measuring_goes_is_german(ended, whole):
    german = GERMAN.beside(1034, 1200, ended=ended, whole=whole)

    assert in_english(german) == []
    assert ("1.034 von 1.200" in german) == (not ended)
    assert in_english(GERMAN.goes_on(opens=whole)) == []


def test_the_page_beside_a_sheet_is_german(project, tmp_path):
    posts = read_posts(project.posts)[:3]
    (tmp_path / "lost.jpg").write_text("no photo")
    made = {}
    images = {post.id: project.image(post.image) for post in posts}
    images[posts[-1].id] = tmp_path / "lost.jpg"
    for words in (GERMAN, english):
        path = tmp_path / f"{words.LANGUAGE}.html"
        form.write_page(path, posts, lambda post: images[post.id], words=words)
        made[words.LANGUAGE] = path.read_text("utf-8")

    captions = re.compile(r'<p class="words".*?</p>')
    german, home = (captions.sub("", made[code]) for code in ("de", "en"))
    assert Said(german).language == "de"
    assert "Dieses Foto lässt sich nicht zeigen." in german
    assert left_over(german, home) == []


def test_the_page_in_a_browser_says_nothing_in_english_from_first_to_last(served, browser):
    page = browser.new_page(viewport={"width": 390, "height": 800}, locale="en-GB")
    captions, seen = re.compile(r"Walk <b>number</b> \d+"), []

    def look():
        page.wait_for_timeout(150)
        seen.append(page.inner_text("body"))
        seen.extend(
            page.eval_on_selector_all(
                "[aria-label], [alt], [placeholder], [title]",
                "all => all.flatMap(one => ['aria-label', 'alt', 'placeholder', 'title']"
                ".map(name => one.getAttribute(name) || ''))",
            )
        )

    page.goto(served(GERMAN).address)
    page.wait_for_selector("#work:not([hidden])")
    look()
    for text in ("viele", "9999", "9999"):
        page.fill("#likes", text)
        page.keyboard.press("Enter")
        look()
    page.click("#add")
    page.keyboard.type("Berge")
    page.keyboard.press("Enter")
    look()
    page.fill("#likes", "12")
    page.click("#finish")
    look()
    page.fill("#likes", "")
    while page.is_visible("#work"):
        page.keyboard.press("Escape")
        look()
    page.click("#finish")
    look()
    page.close()

    said = [captions.sub("", text) for text in seen]
    assert [text for text in said if in_english(text)] == []
    text = "\n".join(said)
    for part in ("9.999 ist weit mehr", "„viele“ ist keine Zahl", "Berge zurück", "ist noch nicht"):
        assert part in text
    for part in ("Stimmen diese Zahlen?", "Ändern: 9.999, 23.", "Du kannst diese Seite schließen."):
        assert part in text
