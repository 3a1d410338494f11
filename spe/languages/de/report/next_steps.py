"""Was du als Nächstes ausprobieren kannst, und wie viele Beiträge es braucht."""

import math

from spe.experiments.plan import Experiment, asked_as
from spe.features import BY_NAME, SUBJECT, named, subject_of
from spe.languages.de.experiments import question, why_so_many
from spe.languages.de.features import words_of
from spe.languages.de.numbers import (
    capital,
    count,
    few,
    in_percent,
    number,
    of_posts,
    posts,
    size,
)
from spe.languages.de.report.features import ends
from spe.model import options
from spe.report.effects import Effect
from spe.report.facts import Facts

NEXT = "Was du als Nächstes ausprobieren kannst"


def next_headline(facts: Facts) -> str:
    """The section's title."""
    if facts.state == "named" or facts.planned:
        return "Ein Experiment, und was sonst hilft"
    return "Wie sich aus deinen nächsten Beiträgen mehr lernen lässt"


def experiments(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Up to three things to do: a short name and a sentence or two."""
    tried: list[tuple[str, str]] = []
    trial = next((item for item in facts.power.trials if item.percent == 30), None)
    cost = (
        f"Etwa {posts(trial.posts)}, zur Hälfte von jeder Art, würden einen Unterschied von "
        f"{in_percent('30')} in vier von fünf Fällen zeigen."
        if trial
        else ""
    )
    if facts.state == "named":
        first = facts.to_try or facts.named[0]
        tried.append(
            (
                _COIN,
                (
                    f"{_drawn(first)}. Die heutige Schätzung beruht auf dem, was du zufällig gepostet "
                    f"hast. {_same_kind(first.group)}{_own_cost(facts)}"
                ),
            )
        )
        tried.append(
            (
                "Vergleiche zwei Entwürfe.",
                (
                    "Leg zwei Fotos in einen Ordner und ruf `spe score drafts/` auf. Es sagt, "
                    "welches wohl besser ankommt, und wann es zu knapp ist, um das zu sagen."
                ),
            )
        )
    elif facts.planned:
        tried.append(_by_coin(facts.planned))
    else:
        tried.append(
            (
                "Bring Abwechslung hinein.",
                (
                    "Lernen lässt sich nur aus Unterschieden. Sind alle Fotos Landschaften, so "
                    f"lässt sich über Porträts nichts sagen. {cost}"
                ),
            )
        )
    if facts.state in {"few", "closed", "unproven", "ranking"}:
        stage = facts.power.stage
        tried.append(
            (
                "Nimm ältere Beiträge dazu.",
                (
                    "Jeder Beitrag mit einer Zahl der Likes hilft, egal, wie alt er ist: "
                    "`spe import` nimmt ganze Archive"
                )
                + (f". Der nächste Schritt liegt bei {of_posts(stage)}." if stage else "."),
            )
        )
        tried.append(
            (
                "Poste, was dir am Herzen liegt.",
                "Es ist zu früh, den Likes zuliebe etwas zu ändern."
                if facts.state == "ranking"
                else "Nichts hier sagt, dass irgendeine Art von Foto dich Likes kostet.",
            )
        )
    elif facts.when.proof in {"no", "untested"}:
        tried.append(
            (
                "Schau nicht auf die Uhr.",
                (
                    "Dass eine Zeit besser ist als eine andere, ist nicht bewiesen. Poste, wann du "
                    "magst, und lass die Daten sich ansammeln."
                ),
            )
        )
    else:
        tried.append(
            (
                "Tausch die Zeiten.",
                (
                    "Poste die Art von Fotos, die du kennst, zu Zeiten, die du selten nutzt. So "
                    "lassen sich Zeit und Foto auseinanderhalten."
                ),
            )
        )
    if facts.power.stage:
        tried.append(
            (
                "Lass Beiträge zusammenkommen.",
                (
                    f"Ab {of_posts(facts.power.stage)} kann diese Seite "
                    f"{_TOLD_FROM[facts.power.stage]} zeigen."
                ),
            )
        )
    return tuple((name, text.strip()) for name, text in tried[:3])


_COIN = "Lass eine Münze entscheiden."


def _by_coin(planned: Experiment) -> tuple[str, str]:
    """An experiment whose order a coin draws."""
    same = _same_kind(BY_NAME[planned.treatment].group) if planned.treatment in BY_NAME else ""
    return (
        _COIN,
        (
            f"`spe try {asked_as(planned.treatment)}` plant deine nächsten "
            f"{posts(planned.posts)}. Wie die Münze fällt, so wird es: {question(planned)}. "
            f"{why_so_many(planned)} {same}Was dabei herauskommt, ist eine Ursache und nicht bloß "
            "ein Muster."
        ),
    )


def _same_kind(group: str) -> str:
    """What to keep alike where a caption is tried, which often goes with the kind of post."""
    if group != "caption":
        return ""
    return "Der Text hängt oft von der Art des Beitrags ab; bleib also bei derselben Art. "


def _values(effect: Effect) -> str:
    """The two values that the estimate is for, where the words do not say them."""
    return "" if named(effect.name).binary else f" ({ends(effect)})"


def _drawn(effect: Effect) -> str:
    """What is typed to try an effect, and what the coin then decides."""
    said = words_of(effect.name)
    if effect.group == SUBJECT:
        subject = subject_of(effect.name)
        return (
            f"`spe try {asked_as(effect.name)}` lost aus, welcher deiner nächsten Beiträge das "
            f"Motiv „{subject}“ zeigt und welcher nicht"
        )
    return (
        f"`spe try {asked_as(effect.name)}` lost bei jedem deiner nächsten Beiträge aus: "
        f"{said.lots} oder {said.little}{_values(effect)}"
    )


def _own_cost(facts: Facts) -> str:
    """What it takes to show the very difference that is told."""
    trial = facts.trial
    if trial is None:
        return ""
    if trial.posts > _MANY:
        return (
            f"Ein so kleiner Unterschied wie {size(trial.percent)} braucht etwa "
            f"{posts(trial.posts)}, um sich zu zeigen. Erwarte also keine schnelle Antwort."
        )
    return (
        f"Ist der Unterschied so groß wie heute geschätzt, nämlich {size(trial.percent)}, dann würden ihn etwa "
        f"{posts(trial.posts)}, zur Hälfte von jeder Art, in vier von fünf Fällen zeigen."
    )


# Posts from which on an experiment is more than most people will make.
_MANY = 200


def forecast_hint(facts: Facts) -> str:
    """How to get the section on forecasts, where there is none."""
    told = facts.forecasts
    if told.shown or facts.state == "few":
        return ""
    if told.waiting:
        drafts = (
            "Ein gemerkter Entwurf wartet"
            if told.waiting == 1
            else f"{capital(few(told.waiting))} gemerkte Entwürfe warten"
        )
        return (
            f"{drafts} auf einen Beitrag. Sobald einer gepostet und importiert ist, zeigt diese "
            "Seite, wie gut die Vorhersage war."
        )
    return (
        "Lass deine Vorhersagen prüfen: `spe score --log` merkt sie sich, und sobald die Fotos "
        "gepostet und importiert sind, zeigt diese Seite, wie gut sie waren."
    )


_TOLD_FROM = {
    options.RANKING: "eine erste Reihenfolge",
    options.GROUPS: "Arten von Merkmalen",
    options.FEATURES: "einzelne Merkmale und ihre Richtung",
    options.FULL: "kleinere Wirkungen",
}


POWER = "Wie viele Beiträge es braucht"


RESOLUTION_CAPTION = "Wie klein eine Wirkung sein darf, um sich zu zeigen"


RESOLUTION_HEADS: tuple[str, ...] = (
    "Bei so vielen Beiträgen",
    "Kleinste Wirkung, die sich in vier von fünf Fällen zeigt",
)


NOW = "jetzt"


TRIAL_CAPTION = "Was ein geplantes Experiment braucht"


TRIAL_HEADS: tuple[str, ...] = (
    "Für einen Unterschied von",
    "Beiträge, zur Hälfte von jeder Art, im Wechsel",
)


def about(percent: float) -> str:
    """Etwa 12 %; from 100 % on, in tens."""
    return f"etwa {size(round(percent, -1) if percent >= 100 else percent)}"


def power_statistics(facts: Facts) -> str:
    """The assumptions of the two tables."""
    power = facts.power
    if not math.isfinite(power.spread):
        return ""
    known = any(term.std_error > 0 for term in facts.model.terms)
    robust = "HC3-" if facts.model.effects_from == "least_squares" else ""
    source = (
        f"der mittlere {robust}Standardfehler der Vergleiche (Median)"
        if known
        else (
            f"die Streuung, Vergleiche {number(power.apart, 2)} Standardabweichungen auseinander "
            "und ein VIF von 2"
        )
    )
    left = (
        f"Kleinste Wirkung: {source}, zweiseitig 0,05, geteilt durch "
        f"{count(power.comparisons, 'Vergleich', 'Vergleiche')} (Bonferroni), Trennschärfe 0,80, "
        "schrumpfend mit √n. "
    )
    return (left if power.resolutions else "") + (
        "Experiment: Vergleich zweier Stichproben von Log-Likes, Standardabweichung "
        f"{number(power.spread, 2)}, zweiseitig 0,05, Trennschärfe 0,80."
    )
