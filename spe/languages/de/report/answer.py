"""Die Antwort, und die drei Karten darunter."""

import math
from collections.abc import Sequence

from spe.experiments.plan import asked_as
from spe.features import CATALOGUE, named
from spe.languages.de.features import PLAIN, WITH
from spe.languages.de.notices import told
from spe.languages.de.numbers import (
    between,
    capital,
    count,
    in_hundred,
    in_percent,
    likes,
    listed,
    more_or_fewer,
    of_posts,
    posts,
    sizes,
    span,
)
from spe.languages.de.report.features import (
    FRAGILE,
    STRAIGHT,
    claim,
    companion,
    ends,
    label,
    of_properties,
    straight,
    subject,
)
from spe.languages.de.report.next_steps import about
from spe.model import options
from spe.report.effects import RULED_OUT, Effect
from spe.report.facts import Facts


def headline(facts: Facts) -> str:
    """The answer in one sentence."""
    n = facts.account.posts
    match facts.state:
        case "few":
            return f"*{posts(n)}* bisher: zu wenige, um zu sagen, was deinen Followern gefällt."
        case "closed":
            return "Deine Fotos lassen sich an ihren Likes *nicht unterscheiden*."
        case "unproven":
            return "Vielleicht gibt es ein Muster, aber es *sagt bisher keine Likes voraus*."
        case "groups":
            found = [_with(facts, group.name) for group in facts.groups if group.found]
            return f"Deine Likes gehen mit *{listed(found)}* einher."
        case "ranking" | "whole":
            rest = {
                "ranking": ". Womit, lässt sich noch nicht sagen.",
                "whole": ", aber nichts Einzelnes ragt heraus.",
            }[facts.state]
            return f"Likes *gehen mit etwas einher*, das {_looked_at(facts)} steckt{rest}"
        case "named":
            return claim(facts.lead or facts.named[0])


def alike(facts: Facts) -> str:
    """That faces can't be compared, and what can; said before anything is called unclear."""
    known = [item for item in facts.model.warnings if item.code == "faces_alike"]
    return told(known[0]) if known else ""


def _with(facts: Facts, name: str) -> str:
    """What a kind is called after "mit"."""
    if name != "faces" or not alike(facts):
        return WITH[name]
    return f"der {_how_faces_are(facts)}"


def _kind(facts: Facts, name: str) -> str:
    """What a kind is called; where all posts are alike in faces, only how the faces are differs."""
    return _how_faces_are(facts) if name == "faces" and alike(facts) else PLAIN[name]


def _how_faces_are(facts: Facts) -> str:
    if any(term.name == "three_faces" for term in facts.model.terms):
        return "Zahl und Anordnung der Gesichter"
    return "Anordnung der Gesichter"


_OF_ITS_TIME = (
    "Jeder Beitrag wurde mit anderen aus seiner Zeit verglichen; dass dein Publikum wächst, ist "
    "also berücksichtigt."
)


def subtitle(facts: Facts) -> str:
    """What stands behind the answer, and how sure it is."""
    n = facts.account.posts
    stage = facts.power.stage
    match facts.state:
        case "few" | "closed" | "unproven":
            return _not_yet(facts)
        case "ranking":
            return (
                "Verteilt man deine Likes zufällig, entsteht kaum je ein so klares Muster wie in "
                f"diesen {of_posts(n)}. Das reicht, um Entwürfe in eine Reihenfolge zu bringen, mit weiten "
                f"Spannen. Ab {of_posts(options.GROUPS)} kann diese Seite sagen, welche Art von "
                "Merkmal es ist."
            )
        case "groups" if facts.tier == "groups":
            return (
                f"{posts(n)} reichen, um die Art des Merkmals zu nennen, noch nicht das einzelne "
                f"oder seine Richtung: Dazu braucht es mindestens {posts(options.FEATURES)}. {_no_verdict(facts)}"
                f"{_OF_ITS_TIME}"
            ) + companion(_found(facts))
        case "groups" | "whole":
            return (
                "Alle Merkmale zusammen sagen etwas über Likes; kein einzelnes ist so klar, dass "
                f"man es nennen könnte. {_no_verdict(facts)}{_OF_ITS_TIME}"
                + companion(_found(facts))
                + (f" {_next_stage(stage)}" if stage else "")
            )
        case "named":
            first = facts.lead or facts.named[0]
            return (
                f"{_compared(first)}{_plausible(first)}{companion([first.group])} {_OF_ITS_TIME} "
                "Es ist ein Muster in deinen Beiträgen, kein Beweis für eine Ursache."
                + (f" {FRAGILE}." if first.fragile else "")
            )


def _found(facts: Facts) -> list[str]:
    """The kinds that go with likes."""
    return [group.name for group in facts.groups if group.found]


def _compared(effect: Effect) -> str:
    """What the headline's figure is for, where its words do not say it all."""
    return "" if named(effect.name).binary else f"Verglichen: {ends(effect)}. "


def _not_yet(facts: Facts) -> str:
    """What stands behind an answer that names nothing."""
    n = facts.account.posts
    if facts.state == "few":
        return (
            f"Ein Beitrag von dir bekommt zurzeit etwa {likes(facts.account.usual)}. Ein erstes "
            f"Modell braucht {posts(options.RANKING)} mit Likes, ein brauchbares mindestens "
            f"{options.USEFUL}."
        )
    if facts.state == "closed":
        return (
            f"In {of_posts(n)} gingen Likes weder mit mehr noch mit weniger von irgendetwas "
            f"einher, das wir {_looked_at(facts)} gemessen haben, jedenfalls nicht klarer, als der Zufall es macht: "
            f"Zufällig verteilt sehen die Likes {in_hundred(facts.model.gate_p)} so geordnet "
            "aus wie deine. Das ist eine echte Antwort, und bei einem kleinen Konto eine "
            f"häufige. {straight(facts.model)} {_unseen(facts)}"
        )
    return (
        f"In {of_posts(n)} gehen Likes mit etwas einher, das {_looked_at(facts)} steckt, und zwar "
        "enger, als der Zufall es meist zustande bringt: Er schafft ein solches Muster "
        f"{in_hundred(facts.model.gate_p)}. Aber Beiträge, die das Modell nicht kannte, wurden "
        "damit nicht besser geschätzt. Solange das so ist, wird nichts genannt, und jeder "
        "Entwurf bekommt deinen üblichen Wert."
    )


def _no_verdict(facts: Facts) -> str:
    """The kinds of which nothing can be told."""
    others = [_kind(facts, group.name) for group in facts.groups if not group.found]
    if not others or len(others) == len(facts.groups):
        return ""
    return (
        f"{capital(listed(others))}: Dazu lässt sich nichts sagen, was nicht „ohne Wirkung“ heißt. "
    )


def _plausible(effect: Effect) -> str:
    if effect.misses_zero:
        low, high = sorted((abs(effect.low), abs(effect.high)))
        return f"Plausibel sind {sizes(low, high)} {more_or_fewer(effect.percent)}."
    return f"Plausibel sind {span(effect.low, effect.high)}."


def _looked_at(facts: Facts) -> str:
    groups = {term.group for term in facts.model.terms}
    match "caption" in groups, "time" in groups:
        case True, True:
            return "in deinen Fotos, ihren Texten oder ihrem Zeitpunkt"
        case True, False:
            return "in deinen Fotos oder ihren Texten"
        case False, True:
            return "in deinen Fotos oder ihrem Zeitpunkt"
        case _:
            return "in deinen Fotos"


def _unseen(facts: Facts) -> str:
    if not facts.power.resolutions:
        return "Wirkungen kann es trotzdem geben; nur mehr Beiträge können sie zeigen."
    smallest = facts.power.resolutions[0].percent
    return (
        "Wirkungen kann es trotzdem geben: Bei so vielen Beiträgen würde nur eine von "
        f"{about(smallest)} oder mehr in vier von fünf Fällen auffallen."
    )


def _next_stage(stage: int) -> str:
    return f"Ab {of_posts(stage)} lässt sich mehr sagen."


STRIP = "Einige deiner Fotos, die ältesten zuerst"


MORE_CARD = "Geht mit mehr Likes einher"


FEWER_CARD = "Geht mit weniger Likes einher"


OPEN_CARD = "Offen"


NOTHING_YET = "Noch nichts, wofür wir einstehen können."


NOT_NOTHING = "„Offen“ heißt nicht „ohne Wirkung“: Die Spannen unten zeigen, was noch möglich ist."


def card_claim(effect: Effect) -> str:
    """A named effect in a card."""
    return capital(subject(effect.name, more=True))


def unclear_list(effects: Sequence[Effect]) -> str:
    """The properties nothing can be said of."""
    places = {item.name: place for place, item in enumerate(CATALOGUE)}
    order = sorted(effects, key=lambda item: places.get(item.name, len(places)))
    names = [label(item.name) for item in order]
    if not names:
        return "Zu allem, was wir angesehen haben, ließ sich etwas sagen."
    shown = names[:_MOST_LISTED] if len(names) > _MOST_LISTED + 2 else names
    rest = f" und {len(names) - len(shown)} weitere." if len(shown) < len(names) else "."
    return ", ".join(shown) + rest


# Names in a card before the rest is only counted.
_MOST_LISTED = 9


def plain_cards(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Title and text of the three cards where no single property is named."""
    account = facts.account
    last = (
        "Dein letzter Beitrag bekam"
        if account.recent == 1
        else f"Deine letzten {posts(account.recent)} bekamen"
    )
    usual = (
        "Dein üblicher Wert",
        (
            f"Zurzeit etwa *{likes(account.usual)}*. {last} "
            f"{between(account.recent_low, account.recent_high)}."
        ),
    )
    match facts.state:
        case "few":
            missing = max(0, options.RANKING - account.posts)
            return (
                usual,
                (
                    "Was noch fehlt",
                    (
                        f"*{_more_posts(missing)}* mit Likes für einen ersten Blick, "
                        f"insgesamt mindestens {options.USEFUL} für einen brauchbaren. "
                        "Ältere Beiträge zählen so viel wie neue."
                    ),
                ),
                (
                    "Bis dahin",
                    (
                        "Poste, was dir am Herzen liegt. Wie deine Fotos aussehen, zeigt diese "
                        "Seite schon jetzt."
                    ),
                ),
            )
        case "ranking":
            return (
                usual,
                (
                    "Was wir wissen",
                    (
                        f"Etwas {_looked_at(facts)} geht mit Likes einher: Zufällig verteilt "
                        f"sehen sie *{in_hundred(facts.model.gate_p)}* so geordnet aus wie deine."
                    ),
                ),
                (
                    "Was wir nicht wissen",
                    (
                        f"Welches Merkmal es ist. Bei {of_posts(account.posts)} wäre jeder Name "
                        "geraten. Noch "
                        f"*{_more_posts(max(1, options.GROUPS - account.posts))}*, und Arten von "
                        "Merkmalen lassen sich prüfen."
                    ),
                ),
            )
        case _:
            return (_luck(facts), _ruled_out(facts), *_experiment(facts))


def _more_posts(n: int) -> str:
    return count(n, "weiterer Beitrag", "weitere Beiträge")


def _luck(facts: Facts) -> tuple[str, str]:
    """How far luck, and all that nobody measured, carries a post."""
    off = round(facts.trust.half_off) if math.isfinite(facts.trust.half_off) else 0
    start = (
        f"Die Hälfte deiner Beiträge landete etwa *{in_percent(str(off))}* oder mehr über oder "
        "unter dem, was zu erwarten war. "
    )
    return (
        "Was das Glück macht",
        (
            f"{start}Das machen Glück, der Feed und alles, was niemand gemessen hat. Ein einzelner "
            "Beitrag beweist also nichts."
        )
        if off
        else (
            "Glück, der Feed und alles, was niemand gemessen hat, bewegen jeden Beitrag. Ein "
            "einzelner beweist nichts."
        ),
    )


# Names in a card before the rest is only counted.
_MOST_BOUNDED = 4


def _ruled_out(facts: Facts) -> tuple[str, str]:
    """Which sizes of difference the ranges leave out, direction aside."""
    title, bound = "Was ausgeschlossen ist", facts.bound
    if not facts.effects:
        return title, (
            "Noch nichts: Für die Spanne eines einzelnen Merkmals hast du zu wenige Beiträge."
        )
    if bound is None:
        return title, (
            "Noch wenig: Für die meisten Merkmale lassen deine Beiträge einen Unterschied von mehr "
            f"als {in_percent(str(RULED_OUT[-1]))} zu."
        )
    names = [label(name) for name in bound.names]
    shown = names if len(names) <= _MOST_BOUNDED + 1 else names[:_MOST_BOUNDED]
    rest = len(names) - len(shown)
    told_of = listed([*shown, f"{rest} weitere"]) if rest else listed(shown)
    return title, (
        f"Unterschiede von mehr als *{in_percent(str(bound.percent))}* nach oben oder unten, für "
        f"{len(names)} von {of_properties(bound.of)}: {told_of}. Etwa eine von zehn solchen "
        f"Aussagen kann falsch sein.{'' if facts.state == 'closed' else f' {STRAIGHT}'}"
    )


def _experiment(facts: Facts) -> tuple[tuple[str, str], ...]:
    """What to do about it."""
    planned = facts.planned
    if planned is None:
        return ()
    return (
        (
            "Was sich herausfinden lässt",
            (
                f"`spe try {asked_as(planned.treatment)}` lässt eine Münze entscheiden, wie deine "
                f"nächsten {posts(planned.posts)} aussehen. Was dabei herauskommt, ist eine "
                "Ursache und nicht bloß ein Muster."
            ),
        ),
    )
