"""Hinweise auf Deutsch: warum Beiträge fehlen, und was man wissen sollte."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from spe.languages.de.days import day, month
from spe.languages.de.features import PLAIN, label
from spe.languages.de.numbers import (
    capital,
    in_percent,
    likes,
    listed,
    miss,
    number,
    of_posts,
    plain,
    posts,
)
from spe.notices import Notice

# Reasons: they follow a number of posts, or a feature's name.
_REASONS: Mapping[str, str] = {
    "on_request": "auf Wunsch weggelassen",
    "excluded": "{why}",
    "no_likes": "ohne Zahl der Likes",
    "no_likes_or_comments": "ohne Zahl der Likes oder Kommentare",
    "no_time": "ohne Zeitpunkt",
    "too_young": "jünger als {days} Tage, als die Likes abgelesen wurden",
    "perhaps_young": (
        "vielleicht jünger als {days} Tage, als die Likes abgelesen wurden; das weiß niemand"
    ),
    "not_measured": "noch nicht gemessen",
    "not_measurable": "nicht messbar",
    "same_photo": "mit demselben Foto wie ein früherer Beitrag",
    "same_count": "mit derselben Zahl von Likes über eine ganze Strecke",
    "few_faces": "nur {photos} Fotos mit Gesicht, nötig sind {needed}",
    "few_albums": "nur {albums} Alben, deren übrige Fotos da sind, nötig sind {needed}",
    "few_captions": "{posts} von {of} Beiträgen haben einen Text, nötig ist die Hälfte",
    "mostly_unknown": "für die meisten Beiträge unbekannt",
    "constant": "bei allen Beiträgen gleich",
    "nearly_constant": "bei fast allen Beiträgen gleich",
    "written": "{text}",
}


def told(notice: Notice) -> str:
    """A notice in words: a warning is a sentence, a reason a phrase."""
    if notice.code in _SENTENCES:
        return _SENTENCES[notice.code](notice.values)
    values = {
        name: plain(value) if isinstance(value, int | float) else value
        for name, value in notice.values.items()
    }
    return _REASONS[notice.code].format(**values)


def far_count(count: int, usual: float) -> str:
    """A count that is far from those of the posts around it, without a full stop.

    >>> far_count(450_000, 46)
    '450.000 ist weit mehr, als die Beiträge ringsum bekamen, nämlich etwa 46'
    """
    more = "mehr" if count > usual else "weniger"
    return (
        f"{number(count)} ist weit {more}, als die Beiträge ringsum bekamen, nämlich etwa "
        f"{number(usual)}"
    )


def _fragile(values: Mapping[str, Any]) -> str:
    n = values["posts"]
    without = "den auffälligsten Beitrag" if n == 1 else f"die {n} auffälligsten Beiträge"
    names = listed([label(name) for name in values["features"]])
    return (
        f"Was hier über {names} steht, hängt an wenigen Beiträgen: Ohne {without} wäre es anders."
    )


def _faces_alike(values: Mapping[str, Any]) -> str:
    n, having = values["posts"], values["with_face"]
    if having == n:
        found = f"In allen deinen {of_posts(n)} wurde ein Gesicht gefunden"
    elif having == 0:
        found = f"In keinem deiner {posts(n)} wurde ein Gesicht gefunden"
    else:
        only = "nur " if having < n / 2 else ""
        found = f"In {only}{number(having)} deiner {posts(n)} wurde ein Gesicht gefunden"
    said = f"{found}. Ob Gesichter mit Likes einhergehen, lässt sich daran nicht ablesen."
    differing = [PLAIN.get(name) or label(name) for name in values["differing"]]
    if differing:
        said += f" Worin sich die Beiträge unterscheiden und was sich vergleichen lässt: {listed(differing)}."
    return said


def _hidden_counts(values: Mapping[str, Any]) -> str:
    what = (
        f"{capital(posts(values['posts']))} in Folge, {day(_date(values['first']))} bis "
        f"{day(_date(values['last']))}, haben alle {likes(values['count'])}, wie es vorkommt, "
        "wenn die Zahlen verborgen waren"
    )
    if values["left_out"]:
        return f"{what}. Sie wurden weggelassen."
    return f"{what}. Berichtige sie mit spe likes, oder lass sie mit --leave-out-hidden weg."


def _same_second(values: Mapping[str, Any]) -> str:
    n = values["posts"]
    went = "ging" if n == 1 else "gingen"
    return (
        f"{posts(n)} {went} in derselben Sekunde online wie ein anderer: "
        "Die Reihenfolge ist geraten."
    )


def _many_zeros(values: Mapping[str, Any]) -> str:
    have = "hat" if values["zeros"] == 1 else "haben"
    return (
        f"{number(values['zeros'])} von {of_posts(values['posts'])} {have} 0 Likes. "
        "Unterschiede beruhen auf den übrigen."
    )


def _long_pause(values: Mapping[str, Any]) -> str:
    return (
        f"Von {month(_date(values['first']))} bis {month(_date(values['last']))} kam kein "
        "Beitrag. Deine Follower können sich in der Zeit verändert haben."
    )


def _jump(values: Mapping[str, Any]) -> str:
    return (
        f"Ab dem {day(_date(values['since']))} bekamen Beiträge "
        f"{in_percent(number(round(abs(values['change']) * 100)))} "
        f"{'weniger' if values['change'] < 0 else 'mehr'} Likes als die kurz davor (Mediane). "
        "Dein üblicher Wert zieht mit. Ältere Beiträge werden mit ihrer eigenen Zeit verglichen."
    )


def _recent_jump(values: Mapping[str, Any]) -> str:
    return (
        f"Vor etwa {of_posts(values['posts'])} haben deine Likes das Niveau gewechselt. Bis "
        "seither zehn Beiträge da sind, sind die Spannen breiter."
    )


# Posts that a sentence names before the rest is only counted.
_NAMED = 6


def _far_counts(values: Mapping[str, Any]) -> str:
    rows = list(zip(values["days"], values["likes"], values["usual"], strict=True))
    shown = [
        f"{number(count)} am {day(_date(at))} (ringsum etwa {number(usual)})"
        for at, count, usual in rows[:_NAMED]
    ]
    rest = len(rows) - len(shown)
    text = listed([*shown, f"{rest} weitere"] if rest else shown)
    if len(rows) == 1:
        start = "Ein Beitrag hat weit mehr oder weit weniger Likes als die Beiträge ringsum"
        counts = "er zählt mit"
    else:
        start = f"{posts(len(rows))} haben weit mehr oder weit weniger Likes als die ringsum"
        counts = "sie zählen mit"
    return (
        f"{start}: {text}. So etwas kommt vor, {counts}. Einen Tippfehler berichtigst du mit "
        "spe posts --likes ID N."
    )


def _without_far_counts(values: Mapping[str, Any]) -> str:
    one = values["posts"] == 1
    without = "ohne diesen Beitrag" if one else f"ohne diese {posts(values['posts'])}"
    same = (
        f"Was hier über deine Fotos steht, gilt auch {without}"
        if values["same"]
        else f"Was hier über deine Fotos steht, wäre {without} anders"
    )
    return (
        f"{same}. Bei neuen Beiträgen liegt die Schätzung im Schnitt um {miss(values['mae'])} "
        f"Likes daneben, {without} um {miss(values['mae_without'])}."
    )


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "fragile": _fragile,
    "faces_alike": _faces_alike,
    "hidden_counts": _hidden_counts,
    "same_second": _same_second,
    "many_zeros": _many_zeros,
    "long_pause": _long_pause,
    "jump": _jump,
    "recent_jump": _recent_jump,
    "far_counts": _far_counts,
    "without_far_counts": _without_far_counts,
}


def _date(text: str) -> date:
    return date.fromisoformat(text)
