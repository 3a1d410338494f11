"""Wie gut die gemerkten Vorhersagen waren."""

import math

from spe.drafts.forecast_log import ENOUGH
from spe.languages.de.numbers import (
    between,
    capital,
    count,
    few,
    in_percent,
    miss,
    number,
    plain,
)
from spe.model.options import SETTLED_DAYS
from spe.report.facts import Facts
from spe.report.forecasts import Remembered

FORECASTS = "Wie gut waren die Vorhersagen?"


GUESSED, GOT, OUTCOME = "Gepostet", "Likes", "Ergebnis"


GUESSED_CAPTION = "Vorhersagen, die vor jedem Beitrag gemerkt wurden, und was er bekam"


GUESS_KEY, GOT_INSIDE, GOT_OUTSIDE = "erwartet", "bekommen, in der Spanne", "bekommen, außerhalb"


def forecasts_headline(facts: Facts) -> str:
    """How many remembered forecasts held, and whether that is enough to judge."""
    told = facts.forecasts
    if told.agreement == "none":
        return "Noch keine Likes, an denen sie sich messen lassen"
    if told.settled == 1:
        hit = "landete in seiner Spanne" if told.held else "verfehlte seine Spanne"
        return f"Der erste Beitrag {hit}; einer sagt wenig"
    land = "landete in seiner" if told.held == 1 else "landeten in ihrer"
    start = f"{number(told.held)} von {number(told.settled)} {land} Spanne"
    return f"{start}; zu wenige für ein Urteil" if told.agreement == "few" else start


def forecasts_text(facts: Facts) -> str:
    """What forecasts are, what those so far say, and what they are too few to say."""
    told = facts.forecasts
    parts = [
        (
            "`spe score --log` hat diese Schätzungen aufgeschrieben, bevor die Beiträge online "
            "gingen. Vom Ergebnis kann also nichts hineingeraten sein. Es ist die eine Prüfung, "
            "die nicht schmeicheln kann."
        )
    ]
    if told.agreement != "none":
        parts.append(_coverage(facts))
    if told.agreement in {"agree", "narrow", "wide"}:
        parts.append(_misses_so_far(facts))
    if arriving := sum(item.arriving for item in told.shown):
        parts.append(_arriving(arriving, more=bool(told.settled)))
    if unknown := len(told.shown) - told.settled - arriving:
        parts.append(_unknown(unknown, more=bool(told.settled)))
    if told.waiting == 1:
        parts.append("Ein gemerkter Entwurf ist noch nicht gepostet.")
    elif told.waiting:
        parts.append(f"{capital(few(told.waiting))} gemerkte Entwürfe sind noch nicht gepostet.")
    return " ".join(parts)


def _arriving(n: int, *, more: bool) -> str:
    if n == 1:
        return f"{'Ein weiterer' if more else 'Einer'} ist gepostet, und seine Likes kommen noch."
    return (
        f"{capital(few(n))}{' weitere' if more else ''} sind gepostet, und ihre Likes kommen noch."
    )


def _unknown(n: int, *, more: bool) -> str:
    days = plain(SETTLED_DAYS)
    if n == 1:
        one = "Ein weiterer" if more else "Einer"
        return f"{one} ist gepostet, aber was er nach {days} Tagen hatte, ist nicht bekannt."
    return (
        f"{capital(few(n))}{' weitere' if more else ''} sind gepostet, aber was sie nach {days} "
        "Tagen hatten, ist nicht bekannt."
    )


def _coverage(facts: Facts) -> str:
    """The share of ranges that held, with its bounds, against what was promised."""
    told = facts.forecasts
    should = in_percent(str(round(100 * told.confidence)))
    low, high = str(round(100 * told.held_low)), in_percent(str(round(100 * told.held_high)))
    share = (
        f"Etwa {should} sollten es sein; nach diesen hier liegt der wahre Anteil plausibel bei "
        f"{low} bis {high}"
    )
    match told.agreement:
        case "few":
            going = "dem einen" if told.settled == 1 else f"den {few(told.settled)}"
            return (
                f"Etwa {should} sollten in ihrer Spanne landen; nach {going} bisher kann der wahre "
                f"Anteil irgendwo zwischen {low} und {high} liegen. Ab {ENOUGH} sagt diese Seite, "
                "ob die Spannen halten."
            )
        case "narrow":
            return (
                f"{share}. Die Spannen wirken zu eng: Rechne mit mehr Glück und Pech, als sie es "
                "tun."
            )
        case "wide":
            return f"{share}. Die Spannen wirken weiter als nötig."
        case _:
            return f"{share}, und das passt."


def _misses_so_far(facts: Facts) -> str:
    told = facts.forecasts
    start = f"Die Schätzungen lagen im Schnitt um {miss(told.mae)} Likes daneben"
    if not told.with_skill:
        return (
            f"{start}. Jede war einfach dein damals üblicher Wert, denn das Modell konnte Entwürfe "
            "nicht unterscheiden."
        )
    text = f"{start}; mit dem damals üblichen Wert wären es {miss(told.mae_usual)} gewesen."
    if math.isfinite(told.pairs):
        text += (
            " Von zwei Beiträgen lag der, von dem mehr erwartet wurde, in "
            f"{round(100 * told.pairs)} von 100 Fällen vorn; eine Münze käme auf 50."
        )
    return text


def forecasts_statistics(facts: Facts) -> str:
    """How drafts were found again, and what coverage rests on."""
    told = facts.forecasts
    share = (
        f"Gehalten: {number(told.held)} von {number(told.settled)}, 95‑%‑Wilson-Intervall "
        f"{in_percent(number(100 * told.held_low, 1))} bis "
        f"{in_percent(number(100 * told.held_high, 1))}, versprochen "
        f"{in_percent(number(100 * told.confidence))}. "
        if told.settled
        else ""
    )
    return (
        f"{share}Ein Entwurf wird an einem Fingerabdruck seines Bildes wiedererkannt. Es zählt die "
        "letzte Schätzung vor dem Beitrag, und Likes zählen, wenn sie "
        f"{plain(SETTLED_DAYS)} Tage danach abgelesen sind. Werden nur die Entwürfe gepostet, die am "
        "besten abschnitten, bleiben die Likes etwas hinter den Schätzungen zurück: der Preis des "
        "Auswählens."
    )


def forecast_line(item: Remembered) -> str:
    """Erwartet 85 (60–130)."""
    return f"erwartet {number(item.expected)} ({between(item.low, item.high)})"


def outcome(item: Remembered) -> str:
    """What became of a forecast."""
    if item.held is None:
        return "kommt noch" if item.arriving else "nicht bekannt"
    if item.held:
        return "in der Spanne"
    return "darüber" if item.likes > item.high else "darunter"


def older_forecasts(n: int) -> str:
    """The forecasts that are folded away."""
    return count(n, "ältere Vorhersage", "ältere Vorhersagen")
