"""Farben, Töne und die Enden dessen, was gemessen wird."""

from collections.abc import Mapping, Sequence

from spe.languages.de.features import PLAIN, words_of
from spe.languages.de.numbers import capital, in_hundred, in_percent, listed, posts, size
from spe.report.facts import Facts
from spe.report.look import Palette
from spe.report.palettes import OwnColour

LOOK = "Farbe und Aussehen"


def look_headline(facts: Facts) -> str:
    """The section's title."""
    if facts.look.best is None:
        return "Wie deine Fotos aussehen"
    return "Die Farben deines besten und deines schwächsten Viertels"


def look_text(facts: Facts) -> str:
    """What the palettes say, and whether they differ."""
    look = facts.look
    if look.best is None:
        start = "Farben und Töne aller deiner Fotos, nach der Fläche, die sie bedecken."
        if facts.state == "few":
            return start
        why = {
            "closed": "Nichts, was wir gemessen haben, ist klarer als der Zufall.",
            "unproven": "Nichts, was wir gemessen haben, hilft bisher, sie zu schätzen.",
        }.get(facts.state, "Dafür ist es zu früh.")
        return f"{start} Likes spielen hier keine Rolle. {why}"
    test = (
        "Jeder Balken zeigt, wie viel der Fotofläche eine Farbe oder ein Ton bedeckt. Zufällig "
        "zusammengestellte Viertel unterscheiden sich in Farben und Tönen "
        f"{in_hundred(look.p)} mindestens so stark wie diese"
    )
    if look.proven:
        return f"{test}: Das ist mehr, als vom Zufall zu erwarten wäre. {_what_differs(facts)}"
    known = ""
    if look.found:
        names = capital(listed([PLAIN[name] for name in look.found]))
        go = "geht" if len(look.found) == 1 else "gehen"
        known = (
            f" {names} insgesamt {go} trotzdem mit Likes einher; diese Balken müssen nicht zeigen, "
            "wie."
        )
    if look.p > 0.1:
        return f"{test}. Nimm den Unterschied also für Zufall.{known}"
    if look.found:
        return f"{test}. Für sich allein beweist das nichts.{known}"
    return (
        f"{test}. Für sich allein beweist das nichts: Weder Farbe noch Licht insgesamt hebt sich vom "
        "Zufall ab."
    )


def _what_differs(facts: Facts) -> str:
    """Where to read what the difference is, if it can be told."""
    if any(item.group in {"colour", "light"} for item in facts.named):
        return "Was genau anders ist, sagen die Wirkungen oben besser."
    return "Welche Farbe oder welcher Ton es ist, lässt sich nicht sagen."


def palette_name(which: str, palette: Palette) -> str:
    """Bestes Viertel (26 Beiträge)."""
    names = {
        "best": "Bestes Viertel",
        "weakest": "Schwächstes Viertel",
        "everyone": "Alle Beiträge",
    }
    return f"{names[which]} ({posts(palette.posts)})"


COLOUR_NAMES: Mapping[str, str] = {
    "black": "Schwarz",
    "dark_grey": "Dunkelgrau",
    "grey": "Grau",
    "light_grey": "Hellgrau",
    "white": "Weiß",
    "beige": "Beige",
    "brown": "Braun",
    "olive": "Oliv",
    "red": "Rot",
    "orange": "Orange",
    "yellow": "Gelb",
    "green": "Grün",
    "teal": "Türkis",
    "blue": "Blau",
    "purple": "Violett",
    "pink": "Rosa",
}

_TONES: Mapping[str, str] = {"dark": "Dunkel", "plain": "", "light": "Hell"}


def own_colours(colours: Sequence[OwnColour]) -> str:
    """Colours by name, with the share of the area that each stands for."""
    shares: dict[str, float] = {}
    for item in colours:
        tone, name = _TONES[item.tone], COLOUR_NAMES[item.name]
        called = f"{tone}{name.lower()}" if tone else name
        shares[called] = shares.get(called, 0.0) + item.share
    told = sorted(shares.items(), key=lambda one: -one[1])
    return ", ".join(f"{name} {size(100 * share)}" for name, share in told)


NEUTRAL = "Grau, Schwarz und Weiß"


HUE_BAR, TONE_BAR = "Farben", "Töne, dunkel bis hell"


def palette_label(palette: Palette) -> str:
    """A palette in words."""
    share = in_percent(str(round(100 * palette.coloured)))
    return f"{share} der Fläche sind farbig, der Rest ist {NEUTRAL}"


LOW, HIGH, ALL_ELSE_EQUAL, MORE_LIKES, FEWER_LIKES = (
    "wenig",
    "viel",
    "sonst gleich",
    "mehr Likes",
    "weniger",
)


OTHER_ENDS = "Die anderen Merkmale, eins nach dem anderen"


def ends_headline(facts: Facts) -> str:
    """Above the photos at either end."""
    if facts.named:
        return "Ein Merkmal nach dem anderen"
    return "Die Enden dessen, was wir messen"


def ends_text(facts: Facts, *, photos: bool) -> str:
    """What the small figures show."""
    if not photos:
        return "Jeder Punkt ist ein Beitrag: links mit wenig von einem Merkmal, rechts mit viel."
    start = "Links deine Fotos mit dem wenigsten von einem Merkmal, rechts die mit dem meisten."
    if facts.named:
        return f"{start} Jeder Punkt ist ein Beitrag."
    return f"{start} Kein Urteil, nur damit du siehst, was die Wörter meinen."


def end_label(name: str, *, high: bool) -> str:
    """What the photos at one end have in common."""
    said = words_of(name)
    return said.lots if high else said.little
