"""Die Seite mit bewerteten Entwürfen auf Deutsch."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from spe.drafts.explain import Contribution, StandKind
from spe.drafts.race import briefly_named, level, names_of, race_of
from spe.drafts.remarks import Remark
from spe.drafts.score import PastPost, Scored
from spe.drafts.suggest import Change
from spe.features import TIME_OF_DAY
from spe.languages.de import features, notices
from spe.languages.de.catalogue import THINGS
from spe.languages.de.comparisons import pause
from spe.languages.de.days import day, day_and_time, weekday
from spe.languages.de.numbers import (
    between,
    capital,
    count,
    in_percent,
    likes,
    listed,
    miss,
    number,
    of_posts,
    percent,
    posts,
    times_in_ten,
)
from spe.languages.de.skill import photos_not_shown
from spe.model.fitted import FittedModel, PostFit
from spe.photo.edits import Edit
from spe.posts import times_usual
from spe.wording.days import clock

__all__ = [
    "ALIKE",
    "ANY",
    "BEST",
    "CHANGES",
    "DOTS",
    "EVIDENCE",
    "FOOT",
    "INVENTED",
    "LANGUAGE",
    "LIKES",
    "MADE_UP",
    "TITLE",
    "becomes",
    "day",
    "draft_alt",
    "got",
    "headlines",
    "how",
    "how_many",
    "key",
    "last_posts",
    "lede",
    "number",
    "percent",
    "post_alt",
    "posting",
    "range_line",
    "reason",
    "reason_said",
    "remark",
    "said_of",
    "share",
    "typical_miss",
    "untested",
    "your_usual",
]

LANGUAGE = "de"

TITLE = "Entwürfe im Vergleich"

MADE_UP, INVENTED = "Ein erfundenes Konto.", "Beiträge und Likes sind ausgedacht."

ANY = "Jeder von ihnen"

LIKES, BEST = "Likes", "Chance auf Platz 1"

CHANGES, ALIKE = "Was etwas ändern würde", "Am ähnlichsten von deinen Beiträgen"

DOTS = "Ein Punkt für jeden, und die Linie deines üblichen Werts"

FOOT: tuple[str, ...] = (
    (
        "Gründe, und was sie ändern würde, sind Muster in früheren Beiträgen, keine Ursachen. Drei "
        "volle Punkte heißen deutlich belegt, zwei heißen Hinweis, keiner heißt: Es lässt sich noch "
        "nicht sagen. Am ähnlichsten ist, was sich beim Messen ähnelt, und was es bekam, ist keine "
        "Vorhersage."
    ),
    (
        "Auf diesem Rechner gemacht mit spe. Diese Seite lädt nichts und verrät niemandem etwas; "
        "ihre Fotos sind kleine Kopien ohne EXIF."
    ),
)

EVIDENCE: Mapping[str, str] = features.EVIDENCE


def share(value: float) -> str:
    """A chance in percent; the smallest is not told as none."""
    return f"unter {in_percent('1')}" if value < 0.01 else in_percent(f"{100 * value:.0f}")


def posting(at: datetime, n_photos: int, *, now: bool) -> str:
    """When and how the drafts are posted, as it was understood."""
    album = f", als Album aus {number(n_photos)} Fotos" if n_photos > 1 else ""
    return f"gepostet wird {'jetzt,' if now else 'am'} {day_and_time(at)}{album}"


def how_many(shown: int, scored: int) -> str:
    """How many drafts the page shows."""
    if shown < scored:
        if shown > 1:
            return f"Die besten {number(shown)} von {number(scored)} Entwürfen"
        return f"Der beste von {number(scored)} Entwürfen"
    return "Ein Entwurf" if scored == 1 else f"{number(scored)} Entwürfe"


def headlines(model: FittedModel, ranked: Sequence[Scored]) -> tuple[str, str]:
    """What may be said of the drafts in a line, and who is behind where that is told apart."""
    if not model.answer.told_apart:
        of_each = "" if len(ranked) == 1 else " für jeden"
        return f"Zu erwarten ist{of_each} das Übliche: {likes(model.usual)}", ""
    if len(ranked) == 1:
        return f"Etwa {likes(ranked[0].expected)}", ""
    race = race_of(briefly_named(ranked))
    if race is None:
        return f"{number(len(ranked))} Entwürfe nebeneinander", ""
    if len(race.close) == 1:
        rest = _named(race.behind, "und") or f"den anderen {number(len(race.behind))}"
        return f"{race.close[0].name} liegt vor {rest}.", ""
    some = f"{number(len(race.close))} von {number(len(ranked))}"
    said = f"{_named(race.close, 'oder') or some}: zu knapp, um es zu sagen."
    if not race.behind:
        return said, ""
    rest = _named(race.behind, "und") or f"Die anderen {number(len(race.behind))}"
    lie = "liegt" if len(race.behind) == 1 else "liegen"
    return said, f"{rest} {lie} hinter Nummer 1."


def _named(drafts: Sequence[Scored], word: str) -> str:
    """A few drafts by their names; empty for more."""
    return listed(names_of(drafts), word)


def lede(model: FittedModel, ranked: Sequence[Scored], posting: str) -> str:
    """When they are posted, the usual, and whether they are too close to call."""
    start = f"{capital(posting)}."
    if not model.answer.told_apart:
        return (
            f"{start} Mit {of_posts(model.n_posts)} lassen sich die Fotos noch nicht "
            "unterscheiden. Die Spanne unten ist also einfach die deiner letzten Beiträge."
        )
    said = f"{start} Dein üblicher Wert liegt zurzeit bei {likes(model.usual)}."
    close = level(ranked)
    if not close:
        return said
    first, second, *_ = close
    return (
        f"{said} Nummer {first.rank} würde Nummer {second.rank} nur "
        f"{times_in_ten(second.p_first)} schlagen. Nimm den, der dir am besten gefällt."
    )


def your_usual(usual: float) -> str:
    """The name of the line of the usual."""
    return f"üblich {number(usual)}"


def _range(one: Scored) -> str:
    """The 80 % range of a draft; a question mark where it has no upper end."""
    return f"{number(one.low)}–{'?' if math.isinf(one.high) else number(one.high)}"


def said_of(one: Scored) -> str:
    """A draft on the axis for those who hear the page."""
    return f"Erwartet {likes(one.expected)}, 80‑%‑Spanne {_range(one)}"


def last_posts(posts: Sequence[PostFit]) -> str:
    """What the dots below the drafts are; empty without any."""
    if not posts:
        return ""
    got = [post.likes for post in posts]
    which = (
        "Dein letzter Beitrag" if len(got) == 1 else f"Deine letzten {number(len(got))} Beiträge"
    )
    return f"{which}: {between(min(got), max(got))} Likes"


def key(*, dots: bool, left_out: int) -> str:
    """How to read the axis."""
    grey = ", jeder graue Punkt ein Beitrag von dir" if dots else ""
    more = ""
    if left_out:
        drafts = count(left_out, "weiterer Entwurf steht", "weitere Entwürfe stehen")
        more = f" {drafts} weiter unten."
    return f"Likes. Der Punkt ist, was ein Entwurf erwarten darf, der Balken seine 80‑%‑Spanne{grey}.{more}"


def draft_alt(one: Scored) -> str:
    """A draft's photo in words."""
    return f"Entwurf {one.rank}: {one.name}"


def range_line(one: Scored) -> str:
    """The 80 % range of a draft, and the usual."""
    return f"80‑%‑Spanne {_range(one)}. Üblich sind {number(one.usual)}."


# Reasons.


def reason(part: Contribution) -> str:
    """The name of a reason."""
    if part.feature != TIME_OF_DAY:
        return features.label(part.feature)
    return "Uhrzeit" if part.at is None else f"{weekday(part.at)} {clock(part.at)}"


# Of the clock, and of what nothing is known of: the same whatever the feature.
_SAID: Mapping[StandKind, str] = {
    "unknown": "unbekannt",
    "as_most": "etwa wie in den meisten deiner Beiträge",
    "time_matters": "die Zeit zählt; was die Stunde allein macht, ist nicht klar",
    "no_hour": "bisher keine klare Wirkung der Stunde",
}

# What a post with more or less is held against.
_THAN: Mapping[StandKind, str] = {
    "having": "",
    "average": " als dein durchschnittlicher Beitrag",
    "all": " als alle deine Beiträge",
    "share": " als {} deiner Beiträge",
}


def reason_said(part: Contribution) -> str:
    """How a draft compares in a feature."""
    stand = part.stand
    if stand.kind in _SAID:
        return _SAID[stand.kind]
    if stand.kind == "hour":
        return (
            f"eine {'bessere' if stand.more else 'schlechtere'} Stunde als deine durchschnittliche"
        )
    if stand.kind == "count":
        one, many = THINGS[part.feature]
        return f"kein {one}" if not stand.amount else count(stand.amount, one, many)
    said = features.words_of(part.feature)
    than = _THAN[stand.kind].format(in_percent(str(stand.amount)))
    return f"{said.more if stand.more else said.less}{than}"


# Changes.


def untested(changes: Sequence[Change]) -> str:
    """What a list of changes has to say of itself; empty for an empty one."""
    if not changes:
        return ""
    if all(change.edit is None for change in changes):
        return (
            "Unerprobt: Deine Alben haben sich von einzelnen Fotos vielleicht in mehr als dem "
            "unterschieden."
        )
    return (
        "Unerprobt: Ein bearbeitetes Foto ist kein anderes Foto, und niemand hat das mit deinen "
        "versucht."
    )


_EDITS: Mapping[str, str] = {
    "left_two_thirds": "die linken zwei Drittel behalten",
    "right_two_thirds": "die rechten zwei Drittel behalten",
    "top_two_thirds": "die oberen zwei Drittel behalten",
    "bottom_two_thirds": "die unteren zwei Drittel behalten",
    "closer": f"näher heran: die mittleren {in_percent('80')} behalten",
    "square": "quadratisch zuschneiden",
    "portrait": "hochkant auf 4:5 zuschneiden",
    "wide": "quer auf 3:2 zuschneiden",
    "black_and_white": "in Schwarz-Weiß",
}

_WAYS: Mapping[str, str] = {
    "brighter": "{} heller (+{}/3 Blende)",
    "darker": "{} dunkler (−{}/3 Blende)",
    "warmer": "{} wärmerer Weißabgleich",
    "cooler": "{} kühlerer Weißabgleich",
}


def how(change: Change) -> str:
    """How to make a change."""
    return "als erstes von mehreren Fotos" if change.edit is None else edit_said(change.edit)


def edit_said(edit: Edit) -> str:
    """How to make an edit."""
    if edit.kind == "level":
        return f"um {number(abs(edit.degrees), 1)}° gerade gerichtet"
    if edit.name in _EDITS:
        return _EDITS[edit.name]
    step = int(edit.name.removeprefix(f"{edit.way}_"))
    return _WAYS[edit.way].format("etwas" if step == 1 else "deutlich", step)


def becomes(change: Change) -> str:
    """What becomes of the draft."""
    said = features.words_of(change.gains)
    return said.more if change.rises else said.less


# Past posts.


def post_alt(post: PastPost) -> str:
    """A past post's photo in words."""
    return f"Dein Beitrag vom {day(post.posted_at)}"


def got(post: PastPost) -> str:
    """What a past post got, against its usual where that is known."""
    ratio = times_usual(post.likes, post.usual)
    return likes(post.likes) if math.isnan(ratio) else f"{number(ratio, 1)}× üblich"


def typical_miss(model: FittedModel) -> str:
    """How far off such guesses are; empty where the model tells no draft from another."""
    skill = model.skill_told
    if skill is None or not model.answer.told_apart:
        return ""
    return (
        f"Aus {of_posts(model.n_posts)}. Übliche Abweichung ±{miss(skill.mae)} Likes; mit dem Median "
        f"deiner letzten Beiträge wären es ±{miss(skill.mae_usual)}."
    )


# What to know.


def remark(remark: Remark) -> str:
    """One thing to know."""
    return _REMARKS[remark.code](remark.values)


def _labels(values: Mapping[str, Any]) -> str:
    return listed(features.labels(values["features"]))


def _posted(values: Mapping[str, Any]) -> str:
    said = f"Dieses Bild hast du am {day(values['at'])} gepostet"
    said += "." if math.isnan(values["likes"]) else f", und es bekam {likes(values['likes'])}."
    if values["learnt"]:
        said += " Das Modell hat daraus gelernt; diese Schätzung ist also keine Probe."
    return said


def _album(values: Mapping[str, Any]) -> str:
    known = values["why"]
    why = (
        "Ob ein Beitrag eines ist, war beim Anpassen noch nicht gemessen."
        if known is None
        else f"Ob ein Beitrag eines ist: {notices.told(known)}."
    )
    return f"Soweit das Modell weiß, macht es keinen Unterschied, ein Album zu sein. {why}"


def _for_the_pause(days: float | None) -> str:
    """Which pause the guess rests on, where it is not the true one."""
    if days is None:
        return ""
    return f" Die Schätzung gilt für einen Beitrag nach deiner üblichen Pause von {pause(days)}."


def _silence(values: Mapping[str, Any]) -> str:
    days = count(values["days"], "Tag", "Tage")
    return (
        f"Der letzte Beitrag, aus dem gelernt wurde, ist vom {day(values['last'])}, {days} davor: "
        f"Dein üblicher Wert kann sich seither verschoben haben.{_for_the_pause(values['pause'])}"
    )


def _since(values: Mapping[str, Any]) -> str:
    n = values["posts"]
    return (
        f"Seit dem letzten Beitrag, aus dem gelernt wurde, {'kam' if n == 1 else 'kamen'} {posts(n)} "
        "dazu, und dein üblicher Wert ist noch der von davor. Ruf wieder spe fit auf, sobald ihre "
        "Likes da sind."
    )


_REMARKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "beyond": lambda values: (
        f"Außerhalb dessen, was du bisher gepostet hast, bei: {_labels(values)}. Die Schätzung "
        "reicht weiter als deine Beiträge."
    ),
    "unlike": lambda _: (
        "Kaum einer deiner Beiträge sieht aus wie dieser: Die Schätzung ist weniger sicher."
    ),
    "unknown": lambda values: (
        f"Hier unbekannt und darum als durchschnittlich angenommen: {_labels(values)}."
    ),
    "posted": _posted,
    "same_picture": lambda values: (
        f"{values['first']} und {values['second']} zeigen dasselbe Bild."
    ),
    "over": lambda values: (
        f"Der {day(values['at'])} ist vorbei: Die Schätzung gilt für deinen üblichen Wert von heute."
    ),
    "long_silence": _silence,
    "photos_not_shown": lambda values: photos_not_shown(subjects=values["subjects"]),
    "usual_pause": lambda values: (
        f"Dein letzter importierter Beitrag ist vom {day(values['last'])}."
        f"{_for_the_pause(values['days'])}"
    ),
    "new_hour": lambda values: (
        f"Um {clock(values['at'])} herum hast du fast nie gepostet. Die Stunde bleibt darum aus der "
        "Schätzung heraus."
    ),
    "album": _album,
    "no_caption": lambda _: (
        "Was du dazu schreibst, ist nicht bekannt und bleibt aus der Schätzung heraus; "
        "--caption TEXT nimmt es hinein."
    ),
    "rare_subject": lambda values: (
        f"Zu wenige der Beiträge, aus denen gelernt wurde, haben das Motiv „{values['subject']}“. "
        "Die Schätzung gilt darum für irgendein Motiv."
    ),
    "no_subject": lambda values: (
        "Was auf dem Bild ist, wurde nicht gesagt und bleibt aus der Schätzung heraus; "
        f"--subject NAME nimmt es hinein: {listed(values['subjects'], 'oder')}."
    ),
    "of_model": lambda values: notices.told(values["notice"]),
    "posts_since": _since,
    "measured_otherwise": lambda _: (
        "Das Modell hat aus Fotos gelernt, die anders gemessen wurden als diese Entwürfe: Ruf "
        "spe extract auf, dann spe fit."
    ),
}
