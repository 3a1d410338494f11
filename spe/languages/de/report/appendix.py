"""Der Anhang für Leute vom Fach."""

from collections.abc import Mapping

from spe.languages.de.numbers import in_percent, number, of_posts, p_is, posts
from spe.languages.de.report.features import properties
from spe.model import options
from spe.report.facts import Facts
from spe.wording.numbers import UNKNOWN

APPENDIX = "Anhang"


APPENDIX_HEADLINE = "Für Leute vom Fach"


OLS = "Die klassische Tabelle: Kleinste Quadrate in voller Länge"


OLS_NONE = f"Keine Kleinsten Quadrate unter {of_posts(options.GROUPS)}."


OLS_HEADS: tuple[str, ...] = (
    "Merkmal", "Verglichen", "Schritt", "Log-Likes je Schritt", "Standardfehler (HC3)", "t", "p", "q\u00a0(BH)",
    "90‑%‑Spanne", "VIF", "Oben genannt, Log-Likes je Schritt", "p\u00a0(max\u2011T)",
)  # fmt: skip


DIAGNOSTICS = "Diagnose der Residuen"


ALL_POSTS = "Alle Beiträge als Tabelle"


POST_HEADS: tuple[str, ...] = (
    "Gepostet",
    "Foto",
    "Likes",
    "Erwartet",
    "80‑%‑Spanne",
    "× üblich",
    "Cook-Distanz",
    "Stud. Residuum",
)


SORT = "Sortieren nach"


GLOSSARY = "Wörter auf dieser Seite"


_RANGE_TOLD = (
    "Was zwei gegensätzliche Rechenwege zusammen für möglich halten: einer, für den jedes Merkmal "
    "ein wenig zählt, und einer, der jeden Unterschied für bare Münze nimmt. Bei erfundenen "
    "Konten, deren Wahrheit bekannt ist, enthielten etwa neun von zehn Spannen genannter "
    "Wirkungen den wahren Wert."
)


_RANGE_CLASSICAL = (
    "Ein Konfidenzintervall: Ließe sich deine Geschichte viele Male wiederholen, enthielten neun von "
    "zehn solchen Spannen den wahren Wert. Von den wenigen, die klar genug herausragen, um "
    "genannt zu werden, sind es weniger."
)


_WORDS: tuple[tuple[str, str], ...] = (
    (
        "80‑%‑Spanne eines Beitrags",
        (
            "Vier von fünf Beiträgen landen darin. Sie ergibt sich daraus, wie weit Schätzungen "
            "für Beiträge danebenlagen, die das Modell nicht kannte."
        ),
    ),
    (
        "Erwartete Likes",
        (
            "Die Schätzung des Modells, ohne diesen Beitrag zu kennen: Die Hälfte solcher Beiträge "
            "bekommt mehr, die Hälfte weniger."
        ),
    ),
    (
        "Üblich",
        "Was ein typischer Beitrag von dir zu dieser Zeit bekam, egal, was darauf war.",
    ),
    (
        "Deutlich, Hinweis, offen",
        (
            "Alle Vergleiche zusammen bedacht, ergibt der Zufall allein etwas so Klares bei weniger "
            f"als {in_percent('5')} (deutlich) oder {in_percent('20')} (Hinweis) der Konten."
        ),
    ),
    (
        "q",
        "Von Befunden mit q unter 0,10 ist etwa einer von zehn voraussichtlich ein Zufallstreffer.",
    ),
    (
        "Vorprüfung",
        (
            "Sie prüft zuerst, ob Fotos und Zeiten überhaupt etwas über Likes sagen. Ist sie nicht "
            "bestanden, oder werden neue Beiträge nicht besser geschätzt, so wird keine Wirkung "
            "genannt."
        ),
    ),
)


def words(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Words and what they mean here."""
    drawn_in = facts.model.effects_from == "prediction"
    return (("90‑%‑Spanne", _RANGE_TOLD if drawn_in else _RANGE_CLASSICAL), *_WORDS)


def ols_note(facts: Facts) -> str:
    """The fit in one line, and what does not rest on it."""
    parts = _fit_parts(facts)
    fitted = (
        "Kleinste Quadrate auf log(1 + Likes) hinter einem Spline der Zeit, HC3: "
        + ", ".join(parts)
        + "."
    )
    return f"{fitted if parts else ''}{_use(facts)}".strip()


def _fit_parts(facts: Facts) -> list[str]:
    ols, checks = facts.model.ols, facts.model.diagnostics
    parts = []
    if "observations" in ols:
        parts.append(posts(float(ols["observations"])))
    if "regressors" in ols:
        parts.append(properties(round(float(ols["regressors"]))))
    if "trend_columns" in ols:
        parts.append(f"{number(float(ols['trend_columns']))} Spalten für Trend und Konstante")
    for key, name in (
        ("r2", "R²"),
        ("r2_adjusted", "korrigiertes R²"),
        ("residual_sd", "Standardabweichung der Residuen"),
    ):
        if key in ols:
            parts.append(f"{name} {number(float(ols[key]), 2)}")
    if "df_resid" in ols:
        parts.append(f"{number(float(ols['df_resid']))} Freiheitsgrade der Residuen")
    if "ljung_box_p" in checks:
        parts.append(
            f"Ljung–Box bis Verzögerung {checks.get('ljung_box_lags', UNKNOWN)}: "
            f"{p_is(float(checks['ljung_box_p']))}"
        )
    return parts


def _use(facts: Facts) -> str:
    """What the table is for, where no finding rests on it."""
    if facts.state == "closed":
        return (
            " Die Vorprüfung ist nicht bestanden: Diese Zahlen stehen hier zum Nachprüfen. Ein "
            "kleines p darunter ist durch Zufall zu erwarten und kein Befund."
        )
    if facts.state == "unproven":
        return (
            " Neue Beiträge wurden nicht besser vorhergesagt: Diese Zahlen stehen hier zum "
            "Nachprüfen, und kein Befund beruht auf ihnen."
        )
    few = facts.account.posts < options.FULL
    approximate = f" Unter {of_posts(options.FULL)} sind HC3 und q nur ungefähr: keine Sternchen"
    if facts.model.effects_from == "least_squares":
        return f"{approximate}, und kein Befund beruht auf dieser Tabelle." if few else ""
    return (
        " Größen, Spannen und Urteile oben stammen nicht aus dieser Tabelle: Bei Wirkungen, die "
        "ausgewählt wurden, weil sie klar sind, sind ihre Größen zu groß und ihre Spannen zu "
        "selten richtig." + (f"{approximate}." if few else "")
    )


PLOTS: Mapping[str, str] = {
    "residuals": "Studentisierte Residuen über erwarteten Likes",
    "normal": "Normalquantile der studentisierten Residuen",
    "time": "Autokorrelation der Residuen in zeitlicher Folge",
    "influence": "Cook-Distanz je Beitrag",
}


PLOT_AXES: Mapping[str, tuple[str, str]] = {
    "residuals": ("Erwartete Likes", "Studentisiertes Residuum"),
    "normal": ("Normalquantil", "Studentisiertes Residuum"),
    "time": ("Verzögerung in Beiträgen", "Autokorrelation"),
    "influence": ("Beitrag, in zeitlicher Folge", "Cook-Distanz"),
}
