"""Wann Beiträge online gingen, und ob es darauf ankam."""

from spe.languages.de.numbers import in_hundred, number, of_posts, p_is, percent, posts, span
from spe.model import options
from spe.report.facts import Facts
from spe.report.posting_times import SLOTS, Cell

WHEN = "Wann posten"


def when_headline(facts: Facts) -> str:
    """What can be said of time."""
    return {
        "untested": "Wann du gepostet hast",
        "no": "Keine beste Zeit, die wir beweisen könnten",
        "some": "Die Zeit geht mit Likes einher, aber keine Stunde ragt heraus",
        "yes": "Manche Zeiten gingen mit mehr Likes einher als andere",
    }[facts.when.proof]


def when_text(facts: Facts) -> str:
    """The test, in words, and how to read the table."""
    when = facts.when
    if when.proof == "untested":
        return (
            "Wie viele Beiträge zu welcher Zeit online gingen. Welche Zeiten besser sind, lässt "
            f"sich an {of_posts(facts.account.posts)} nicht ablesen."
        )
    test = (
        "Zufällig auf deine Beiträge verteilt, bilden Likes "
        f"{in_hundred(when.p)} ein mindestens so ungleichmäßiges Muster."
    )
    if not when.told:
        if facts.state not in {"closed", "unproven"}:
            more = f" Was die Stunden ausmachen, lässt sich ab {of_posts(options.FEATURES)} sagen."
        elif when.p <= 0.1:
            whole = (
                "Weil in deinen Beiträgen insgesamt nichts klarer ist als der Zufall"
                if facts.state == "closed"
                else "Weil bisher nichts Gemessenes hilft, deine Likes zu schätzen"
            )
            more = f" {whole}, zählt auch das als Zufall."
        else:
            more = ""
        return (
            f"{test}{more} Die Tabelle zeigt also nur, wie viele Beiträge wann online gingen: "
            "Poste, wann es dir passt."
        )
    if when.between == 0:
        return (
            f"{test} Die Unterschiede zwischen den Feldern sind nicht größer, als das Glück sie "
            "macht. Darum ist jede Schätzung ganz auf null gezogen."
        )
    return (
        f"{test} Wo du wenige Beiträge hast, sind Schätzungen zur Null hin gezogen; gestreifte "
        "Felder können gut null sein."
    )


WHEN_CAPTION = "Beiträge nach Wochentag und Tageszeit"


WHEN_CAPTION_TOLD = (
    "Geschätzter Unterschied in Likes nach Wochentag und Tageszeit, in Prozent, mit der Zahl der "
    "Beiträge"
)


SLOT_NAMES: tuple[str, ...] = ("Nacht", "Morgen", "Mittag", "Nach\u00admittag", "Abend", "Spät")


def slot_hours(place: int) -> str:
    """The hours of a slot: 06–11."""
    end = (*SLOTS, 24)[place + 1]
    return f"{SLOTS[place]:02}–{end:02}"


def cell_posts(cell: Cell) -> str:
    """1 Beitrag, 3 Beiträge."""
    return posts(cell.posts)


def posts_word(n: int) -> str:
    """Beitrag, or Beiträge, for `n` of them."""
    return "Beitrag" if n == 1 else "Beiträge"


def cell_value(cell: Cell) -> str:
    """A cell's estimate, zero without a sign."""
    return percent(cell.percent) if round(cell.percent) else "0"


def cell_range(cell: Cell) -> str:
    """The cell's range, for those who point at it."""
    return f"{cell_posts(cell)}, 80‑%‑Spanne {span(cell.low, cell.high)}"


def when_statistics(facts: Facts) -> str:
    """How the table was made."""
    when = facts.when
    if when.proof == "untested":
        return ""
    out = (
        " ohne die außerhalb der Stichprobe bestimmten Anteile der Fotomerkmale"
        if facts.model.answer.told_apart
        else ""
    )
    return (
        f"Log-Likes über dem Üblichen{out} je Feld; Standardabweichung zwischen den Feldern "
        f"{number(when.between, 3)} nach der Momentenmethode, Mittelwerte der Felder geschrumpft mit "
        "empirischem Bayes. Permutation von Blöcken aus 5 Beiträgen auf die Quadratsumme zwischen den Feldern, "
        f"1.999 Mischungen, {p_is(when.p)}. Eine beste Zeit wird nur genannt, wo Entwürfe "
        "unterschieden werden, das q der Zeit unter 0,10 liegt und dieses p höchstens 0,05 ist. "
        "Die Stunden sind die der Zeitzone des Kontos."
    )
