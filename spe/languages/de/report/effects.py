"""Was mit Likes einhergeht."""

from collections.abc import Sequence

from spe.features import is_subject, subject_of
from spe.languages.de.numbers import of_posts, posts
from spe.languages.de.report.features import STRAIGHT, companion, label
from spe.model import options
from spe.report.facts import Facts

EFFECTS = "Was mit Likes einhergeht"


def effects_headline(facts: Facts) -> str:
    """The section's title."""
    match facts.state:
        case "few" | "ranking":
            return _TOO_EARLY
        case "closed" | "unproven":
            return "Was noch möglich ist" if facts.effects else _TOO_EARLY
        case "groups" | "whole":
            return "Welche Arten von Merkmalen mit Likes einhergehen"
        case "named":
            return "Jede Wirkung, mit ihrer Unsicherheit"


_TOO_EARLY = "Zu früh für einzelne Wirkungen"


def effects_text(facts: Facts) -> str:
    """How to read the rows."""
    match facts.state:
        case "few" | "ranking":
            return _stages(facts)
        case "closed" | "unproven":
            return _possible_text(facts) if facts.effects else _stages(facts)
        case "groups" | "whole":
            return (
                "Diese Arten von Merkmalen standen vor dem Hinsehen fest. Eine Art gilt als "
                "gefunden, wenn der Zufall allein selten so viel zustande brächte, alle Arten "
                "zusammen bedacht. Das heißt, dass sie mit Likes einhergeht, nicht, wie."
            )
        case "named":
            return (
                "Jede Zeile vergleicht zwei sonst ähnliche Beiträge, die sich so unterscheiden, wie "
                "dort steht. Der Punkt ist die beste Schätzung, der dicke Balken die "
                "wahrscheinlichste Hälfte, die dünne Linie die 90‑%‑Spanne. Eine Linie neben der "
                "Null genügt nicht: Das Urteil in der letzten Spalte bedenkt alle Vergleiche "
                "zusammen. Es sind Muster, kein Beweis für eine Ursache."
                f"{companion([item.group for item in facts.named])}"
            )


READING = "Wie die Linien zu lesen sind"


def reading(facts: Facts) -> str:
    """What else is to be known of the rows; empty where it stands above them already."""
    if facts.state != "named":
        return ""
    return (
        "Kreuzt eine Linie die Null, so kann der wahre Unterschied null sein. Bei "
        f"{_comparisons(len(facts.effects))} {_missed_by_chance(facts, 'Linie')}. {STRAIGHT} {_luck(facts)}"
    )


def _comparisons(n: int) -> str:
    return "1 Vergleich" if n == 1 else f"{n} Vergleichen"


def _possible_text(facts: Facts) -> str:
    n = len(facts.effects)
    together = (
        "alle zusammen sind nicht klarer als der Zufall"
        if facts.state == "closed"
        else "alle zusammen helfen nicht, einen Beitrag zu schätzen, den das Modell nicht kennt"
    )
    return (
        "Jede Linie ist die 90‑%‑Spanne für ein Merkmal, der dicke Teil ihre wahrscheinlichste "
        "Hälfte: Unterschiede zwischen zwei sonst ähnlichen Fotos, die deine Beiträge möglich "
        "lassen. Punkte fehlen, weil keine beste Schätzung es wert ist, gezeigt zu werden. "
        f"Bei {'1 Linie' if n == 1 else f'{n} Linien'} {_missed_by_chance(facts)}, und {together}."
    )


# Of 100 ranges of properties that have no effect, so many miss zero, at most: those of today
# 1 to 4 (docs/statistics.md), those of an older spe's least squares 10.
_MISS_ZERO = {"prediction": 5, "least_squares": 10}


def _missed_by_chance(facts: Facts, line: str = "") -> str:
    """How many ranges of 90 % miss zero where there is nothing, and how many do.

    `line` is what one of them is called, where that was not said just before.
    """
    expected = round(len(facts.effects) * _MISS_ZERO[facts.model.effects_from] / 100)
    missing = sum(item.misses_zero for item in facts.effects)
    start = (
        f"dürfte höchstens etwa {f'eine {line}'.strip()}"
        if expected <= 1
        else f"dürften höchstens etwa {expected}{f' {line}n' if line else ''}"
    )
    return f"{start} die Null durch bloßes Glück verfehlen; hier {_misses(missing)}"


def _luck(facts: Facts) -> str:
    """What choosing the clearest does to their sizes."""
    if facts.model.effects_from == "prediction":
        return (
            "Die klarsten von vielen Unterschieden sind zum Teil Glück. Darum sind alle zur Null "
            "hin gezogen, wie in den Schätzungen des Modells. Der wahre Unterschied kann gut "
            "größer sein: Wie viel, sagt die Spanne."
        )
    return (
        "Die Spitze jeder Liste hat ein wenig Glück gehabt: Rechne damit, dass sie schrumpft, wenn "
        "mehr Beiträge kommen."
    )


def _misses(missing: int) -> str:
    return {0: "tut es keine", 1: "tut es eine"}.get(missing, f"tun es {missing}")


def _stages(facts: Facts) -> str:
    return (
        f"Bei {of_posts(facts.account.posts)} wäre eine echte Wirkung kaum vom Glück zu "
        "unterscheiden. Darum wird keine genannt. Mehr Beiträge, auch ältere, ändern das Schritt "
        "für Schritt:"
    )


STAGES: tuple[tuple[int, str, str], ...] = (
    (
        options.RANKING,
        posts(options.RANKING),
        (
            "Ein erstes Modell. Entwürfe kommen in eine Reihenfolge, wenn sie etwas unterscheidet; "
            "die Spannen sind weit."
        ),
    ),
    (
        options.GROUPS,
        posts(options.GROUPS),
        (
            "Arten von Merkmalen: Licht, Farbe, Details, Bildaufbau, Gesichter, was du dazu "
            "schreibst, Zeit."
        ),
    ),
    (
        options.FEATURES,
        posts(options.FEATURES),
        "Einzelne Merkmale, mit Richtung und Spanne.",
    ),
    (options.FULL, posts(options.FULL), "Die volle Statistik, und kleinere Wirkungen."),
)


REACHED = "erreicht"


def stage_left(posts_: int, needed: int) -> str:
    """How far the next step is."""
    return REACHED if posts_ >= needed else f"noch {posts(needed - posts_)}"


COMPARE, LIKES, EVIDENCE_HEAD, P_HEAD = "Vergleich", "Likes", "Urteil", "p, alle zusammen"


RANGE_HEAD = "Spanne auf einer Skala"


FOREST_CAPTION = "Unterschied in Likes, der mit jedem Merkmal einhergeht, in Prozent"


POINT = "Schätzung"


GROUP_HEADS: tuple[str, ...] = ("Art des Merkmals", "Urteil", "p", "q")


GROUP_FOUND = "Geht mit Likes einher"


GROUP_NOT = "Offen"


def group_members(features: Sequence[str]) -> str:
    """What belongs to a kind of property."""
    # Among themselves, subjects are called by their names alone.
    return ", ".join(subject_of(name) if is_subject(name) else label(name) for name in features)


def more_effects(facts: Facts, n: int) -> str:
    """The rows that are folded away."""
    if facts.state == "named":
        return f"{n} weitere: offen" if n > 1 else "1 weiteres Merkmal: offen"
    return f"Alle {n} Spannen" if n == len(facts.effects) else f"{n} weitere"


def effects_statistics(facts: Facts) -> str:
    """How effects and evidence were computed."""
    if not facts.effects:
        return ""
    sizes = (
        "Größen sind die vorhersagenden Koeffizienten von log(1 + Likes), mit dem Trend des Kontos dekorreliert "
        "(Whitening): ein Mittel aus Regressionen von Ridge bis Spike-and-Slab. Spannen sind die "
        "Vereinigung aus dem Posterior-Intervall der Ridge-Regression und dem t-Intervall der Kleinsten "
        "Quadrate auf denselben Likes, beide zu 90\u00a0% (50\u00a0%); "
        if facts.model.effects_from == "prediction"
        else (
            "Dieses Modell stammt von einer älteren Version: Kleinste Quadrate auf log(1 + Likes) "
            "mit dem Trend des Kontos (eingeschränkter kubischer Spline), HC3-Standardfehler, "
            "90‑%‑ und 50‑%‑t-Intervalle; "
        )
    )
    tested, must = (
        (
            " dieser Kleinsten Quadrate",
            (
                "die Spanne, die auch enthält, was die Ridge-Regression möglich lässt, muss die 0 "
                "ebenfalls ausschließen"
            ),
        )
        if facts.model.effects_from == "prediction"
        else (
            "",
            (
                "die Spanne muss die 0 ebenfalls ausschließen; p permutiert einfache |t|, die "
                "Spanne beruht auf HC3"
            ),
        )
    )
    return (
        f"{sizes}"
        "zwischen den zwei Werten jeder Zeile: denen des Merkmals oder, wo deine Beiträge nicht so "
        "weit reichen, den am weitesten auseinanderliegenden in ihren mittleren 95\u00a0%. Das Urteil gilt für alle "
        f"Vergleiche zusammen, durch Permutation des größten |t|{tested} (Westfall–Young), wo die "
        "Vorprüfung bestanden ist und neue Beiträge besser vorhergesagt wurden: deutlich bei "
        "p < 0,05, Hinweis bei p < 0,20 in einer gefundenen Art. Dieses p entscheidet, und "
        f"{must}; wo beide sich widersprechen, lautet das Urteil „offen“. Die Arten von Merkmalen: "
        "Permutation der Wald-Statistik einer Ridge-Regression, Benjamini–Hochberg q < 0,10."
    )
