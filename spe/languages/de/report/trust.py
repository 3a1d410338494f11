"""Wie weit dem Modell zu trauen ist."""

import math

from spe.languages.de.numbers import in_percent, miss, number, of_posts, p_is, plain, size, sizes
from spe.languages.de.skill import photos_not_shown
from spe.model import options
from spe.model.fitted import Skill
from spe.report.facts import Facts, Trust

TRUST = "Wie weit dem zu trauen ist"


def trust_headline(facts: Facts) -> str:
    """What the model is worth, in one line."""
    if facts.trust.verdict == "no" and facts.trust.smaller:
        return "Nicht nachweislich besser als dein üblicher Wert."
    return {
        "none": "Noch kein Modell, dem zu trauen wäre.",
        "hint": "Ein brauchbarer Hinweis, keine Kristallkugel.",
        "maybe": "Vielleicht ein Hinweis; bewiesen ist er noch nicht.",
        "no": "Nicht besser als dein üblicher Wert.",
    }[facts.trust.verdict]


def trust_text(facts: Facts) -> str:
    """How it was found out, in likes: from the past alone first, where that could be tried."""
    trust = facts.trust
    if trust.skill is None:
        return (
            f"Bei {of_posts(facts.account.posts)} gibt es kein Modell, nur deinen üblichen Wert. Ab "
            f"{of_posts(options.RANKING)} steht hier, wie gut Beiträge geschätzt werden, die das "
            "Modell nicht kennt."
        )
    check = _crossed(facts, trust.skill) if trust.forward is None else _foretold(trust.forward)
    told = trust.told or trust.skill
    if trust.verdict == "no":
        luck = "Kleinere Abweichungen können hier Glück sein. Darum" if trust.smaller else "Darum"
        rest = (
            f"{luck} gibt `spe score` für jeden Entwurf deinen üblichen Wert an, bis sich das "
            "ändert."
        )
    else:
        photos = "" if trust.photos_add else _photos(trust, told)
        rest = (
            f"{_pairs(told)}{photos}Der Rest ist Glück, der Feed, die Laune deiner Freunde und "
            "alles, was niemand gemessen hat."
        )
    return f"{check} {rest}"


CHECKS = "Wie es sonst geprüft wurde"


def checks(facts: Facts) -> str:
    """The checks besides the one that is told first; empty where there are none."""
    trust = facts.trust
    if trust.skill is None:
        return ""
    crossed = "" if trust.forward is None else _crossed(facts, trust.skill)
    apart = trust.verdict != "no" and trust.photos_add
    photos = _photos(trust, trust.told or trust.skill) if apart else ""
    return f"{crossed} {photos}".strip()


def _foretold(skill: Skill) -> str:
    """The check that a forecast has to pass."""
    start = (
        "Dein letzter Beitrag wurde aus früheren Beiträgen allein vorhergesagt."
        if skill.posts == 1
        else (
            f"Deine letzten {number(skill.posts)} Beiträge wurden jeweils aus früheren allein "
            "vorhergesagt."
        )
    )
    return (
        f"{start} Die Schätzung lag im Schnitt um {miss(skill.mae)} Likes daneben; mit dem damals "
        f"üblichen Wert wären es {miss(skill.mae_usual)} gewesen."
    )


def _crossed(facts: Facts, skill: Skill) -> str:
    """The check among all posts, which is no forecast; and which posts are not in it."""
    posts, first = facts.account.posts, facts.account.posts - skill.posts
    were = (
        f"{number(skill.posts)} deiner {number(posts)} Beiträge"
        if first
        else f"alle deine {number(posts)} Beiträge"
    )
    missed = (
        f"im Schnitt um {miss(skill.mae)} Likes daneben, mit dem damals üblichen Wert um "
        f"{miss(skill.mae_usual)}."
    )
    text = (
        f"Aus den jeweils anderen geschätzt, auch aus späteren, lagen {were} {missed} Das ist "
        "leichter als eine Vorhersage."
        if facts.trust.forward is None
        else f"In einer Prüfung unter allen, aus den jeweils anderen und auch aus späteren "
        f"geschätzt, lagen {were} {missed}"
    )
    if first == 1:
        text += " Der erste ist nicht dabei: Vor ihm steht nichts, was sein Übliches verriete."
    elif first:
        text += (
            f" Die ersten {number(first)} sind nicht dabei: Vor ihnen stehen zu wenige, um zu "
            "sagen, was üblich war."
        )
    return text


def _pairs(skill: Skill) -> str:
    if not math.isfinite(skill.pairs):
        return ""
    return (
        f"Von zwei Beiträgen stellte es in {round(100 * skill.pairs)} von 100 Fällen den besseren "
        "nach vorn; eine Münze schafft das in 50. "
    )


def _photos(trust: Trust, told: Skill) -> str:
    """What is left for the photos once the moment of posting is known."""
    if not math.isfinite(told.mae_moment):
        return ""
    known = "Motiv und Zeitpunkt" if trust.subjects else "dem Zeitpunkt"
    text = f"Mit {known} allein hätte die Schätzung um {miss(told.mae_moment)} danebengelegen. "
    return text if trust.photos_add else f"{text}{photos_not_shown(subjects=trust.subjects)} "


GUESS_BAR = "Dein üblicher Wert"


MODEL_BAR = "Dieses Modell"


def bars_label(skill: Skill) -> str:
    """The two bars in words."""
    return (
        f"Mittlere Abweichung in Likes: mit deinem üblichen Wert {miss(skill.mae_usual)}, mit "
        f"diesem Modell {miss(skill.mae)}"
    )


def gain(skill: Skill) -> tuple[str, str]:
    """How much smaller (or larger) the misses are, and the word for it."""
    if round(100 * skill.gain) == 0:
        return size(0), "Unterschied in den Abweichungen"
    return size(100 * skill.gain), (
        "kleinere Abweichungen" if skill.gain > 0 else "größere Abweichungen"
    )


def gain_range(facts: Facts) -> str:
    """What the bars are of, and how far the gain itself is to be trusted."""
    skill = facts.trust.told
    if skill is None:
        return ""
    how = (
        f"bei den letzten {of_posts(skill.posts)}, jeweils aus früheren allein"
        if facts.trust.forward is not None
        else "bei Beiträgen, die aus allen anderen geschätzt wurden"
    )
    start = f"Mittlere Abweichung in Likes {how}."
    if not math.isfinite(skill.gain_low):
        return start
    low, high = 100 * skill.gain_low, 100 * skill.gain_high
    if low > 0:
        text = f"{sizes(low, high)} kleiner"
    elif high < 0:
        text = f"{sizes(high, low)} größer"
    else:
        text = f"zwischen {size(low)} größer und {size(high)} kleiner"
    return f"{start} Plausibel: {text}."


def trust_statistics(facts: Facts) -> str:
    """The figures for those who ask."""
    skill, forward = facts.trust.skill, facts.trust.forward
    if skill is None:
        return ""
    parts = [
        (
            "Wiederholte 5×5-fache Kreuzvalidierung eines Mittels aus Regressionen von Ridge bis "
            "Spike-and-Slab auf log(1 + Likes); Trend, Skalierung und Strafen werden in jeder "
            "Aufteilung gelernt; zum Vergleich dient der Median der 10 Beiträge davor."
        ),
        (
            f"Gewinn {in_percent(number(100 * skill.gain))} (Spanne "
            f"{in_percent(number(100 * skill.gain_low))} bis "
            f"{in_percent(number(100 * skill.gain_high))})."
        ),
        (
            f"Spearman {number(skill.spearman, 2)} ({number(skill.spearman_low, 2)} bis "
            f"{number(skill.spearman_high, 2)}), Paare {in_percent(number(100 * skill.pairs))}, R² "
            f"außerhalb der Stichprobe {number(skill.r2, 2)}."
        ),
    ]
    if forward is not None:
        parts.append(
            f"Vorwärtsprüfung an den letzten {of_posts(forward.posts)}: Abweichung "
            f"{miss(forward.mae)} gegen {miss(forward.mae_usual)}, Gewinn "
            f"{in_percent(number(100 * forward.gain))}, Spearman {number(forward.spearman, 2)}."
        )
    parts.append(
        "Vorprüfung: Freedman–Lane-Permutationstest in Blöcken von 5, "
        f"{p_is(facts.model.gate_p)}, {'bestanden' if facts.model.gate_open else 'nicht bestanden'} "
        f"(Schwelle {plain(options.GATE)})."
    )
    return " ".join(parts)
