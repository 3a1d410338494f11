"""Eigene Beiträge in Paaren, die sich bis auf eines gleichen."""

from spe.languages.de.features import words_of
from spe.languages.de.numbers import capital, count
from spe.report.twins import Pair, Twins

TWINS = "Zwillinge"


HEADLINE = "Deine eigenen Beiträge, Seite an Seite"


TEXT = (
    "Von zwei Beiträgen eines Paares hat einer das Genannte, der andere nicht. Sie liegen höchstens "
    "ein halbes Jahr auseinander und gleichen sich in allem anderen Gemessenen so sehr, wie deine "
    "Beiträge es hergeben. Was nicht gemessen wurde, kann trotzdem verschieden sein. Ein einzelnes "
    "Paar kann also so oder so ausgehen; darum werden die Paare gezählt."
)


OTHER_WAY = "Bei diesem Paar ist es umgekehrt."


def heads(twins: Twins) -> tuple[str, str]:
    """What the post on the left has, and the one on the right."""
    said = words_of(twins.name)
    more, less = capital(said.lots), capital(said.little)
    return (more, less) if twins.rising else (less, more)


def tally(twins: Twins) -> str:
    """In 27 of 40 such pairs the post on the left got more likes for its time."""
    half, rest = divmod(twins.pairs, 2)
    chance = f"{half} oder {half + 1}" if rest else f"etwa {half}"
    return (
        f"In *{twins.agreeing} von {count(twins.pairs, 'Paar', 'Paaren')}* bekam der Beitrag links "
        "mehr, gemessen an dem, was zu seiner Zeit üblich war. Gefielen beide Arten gleich gut, "
        f"wären es {chance}."
    )


def pair_label(twins: Twins, pair: Pair) -> str:
    """What a pair shows, for those who don't see it."""
    left, right = heads(twins)
    side = "linke" if pair.agrees else "rechte"
    return f"{left}, daneben: {right[:1].lower()}{right[1:]}. Der {side} Beitrag bekam mehr für seine Zeit."
