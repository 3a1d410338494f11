"""Der Steckbrief des Modells."""

from collections.abc import Mapping

from spe.languages.de.days import day
from spe.languages.de.notices import told
from spe.languages.de.numbers import count, listed, number, of_posts, posts
from spe.languages.de.report.features import label
from spe.languages.de.report.frame import MADE_UP, meta, plain
from spe.model import options
from spe.report.facts import AccountFacts, Facts
from spe.stats.design import RECENT
from spe.wording.numbers import UNKNOWN

CARD = "Steckbrief"


CARD_HEADLINE = "Woraus das hier gemacht ist"


PRIVACY = "Privatsphäre"


_OLDER = (
    "Größen von Wirkungen und ihre Spannen sind so, wie ein älteres spe sie rechnete: Die "
    "herausragenden sind wohl zu groß. spe fit macht neue."
)


def card(facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is told of first, with its lines: plain text, for warnings come from outside."""
    model, account = facts.model, facts.account
    rows: list[tuple[str, tuple[str, ...]]] = [("Daten", _data_lines(facts))]
    # That all posts have a face in them is said on top.
    notes = [told(item) for item in model.warnings if item.code != "faces_alike"]
    if facts.effects and model.effects_from == "least_squares":
        notes.append(_OLDER)
    if notes:
        rows.append(("Zu beachten", tuple(notes)))
    if account.made_up:
        rows.insert(0, ("Erfunden", (plain(MADE_UP),)))
    return tuple(rows)


def more(facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rest of the card. Only the lines on privacy hold marks."""
    model = facts.model
    rows: list[tuple[str, tuple[str, ...]]] = [("Verfahren", _method_lines(facts))]
    rows.append(
        (
            "Was es nicht sieht",
            (
                (
                    "Wer einen Beitrag sah und wie der Feed ihn einordnete, was Texte bedeuten (nur "
                    "ihre Form wird gezählt), die weiteren Fotos eines Albums, was in den "
                    "Nachrichten war. Muster beschreiben frühere Follower dieses Kontos; sie "
                    "müssen keine Ursachen sein und anderswo nicht gelten."
                ),
            ),
        )
    )
    rows.append(
        (
            "Nicht gemacht für",
            (
                (
                    "Urteile über Menschen oder Gesichter. Gemessen wird nur, dass ein Gesicht da "
                    "ist, wie groß und wo, und wie viel vom Bild Menschen füllen: keine Identität, "
                    "kein Alter, kein Geschlecht, keine Stimmung, keine Schönheit."
                ),
            ),
        )
    )
    rows.append(
        (
            PRIVACY,
            (
                (
                    "Auf diesem Rechner gemacht. Die Seite lädt nichts aus dem Internet, und ihre "
                    "Sicherheitsregeln verbieten es ihr. Fotos sind kleine, neu gespeicherte Kopien: "
                    "ohne EXIF, ohne Ort, ohne Dateinamen. Eine Fassung ohne Fotos: "
                    "`spe report --photos none`; mit verwischten Gesichtern: "
                    "`spe report --blur-faces`."
                ),
            ),
        )
    )
    versions = [
        f"{_PARTS.get(name, name)} {_in_german(version)}"
        for name, version in model.made_with.items()
    ]
    if model.data_hash:
        versions.append(f"Daten {model.data_hash[:12]}")
    versions.append(f"Startwert {model.options.seed}")
    rows.append(("Versionen", (" · ".join(versions) or UNKNOWN,)))
    return tuple(rows)


# Of what versions are told that no package has.
_PARTS: Mapping[str, str] = {
    "definitions": "Messungen:",
    "decoding": "Dekodierung",
    "features": "Merkmale",
    "faces": "Gesichter",
    "people": "Menschen",
}


def _in_german(version: str) -> str:
    """What "features 2, faces 3" says of each."""
    return " ".join(_PARTS.get(word, word) for word in version.split(" "))


def _data_lines(facts: Facts) -> tuple[str, ...]:
    account = facts.account
    lines = [meta(facts) + "."]
    lines += _read_on(account)
    gone = [f"{number(len(item.ids))} {told(item.reason)}" for item in facts.left_out]
    if gone:
        lines.append(f"Weggelassen: {listed(gone)}.")
    unknown = [
        count(n, one, many)
        for n, one, many in (
            (account.undated, "Beitrag ohne Zeitpunkt", "Beiträge ohne Zeitpunkt"),
            (account.unliked, "Beitrag ohne Zahl der Likes", "Beiträge ohne Zahl der Likes"),
        )
        if n and not gone
    ]
    if unknown:
        lines.append(f"Nicht verwendbar: {listed(unknown)}.")
    return tuple(lines)


def _read_on(account: AccountFacts) -> list[str]:
    """When the likes were read, as far as it is known."""
    unknown = account.as_of_unknown
    if account.likes_as_of is None:
        return ["Wann die Likes abgelesen wurden, ist nicht bekannt."] if unknown else []
    line = f"Likes vom {day(account.likes_as_of)}"
    rest = f"; bei {of_posts(unknown)} ist der Tag nicht bekannt" if unknown else ""
    return [f"{line}{rest}".removesuffix(".") + "."]


def _method_lines(facts: Facts) -> tuple[str, ...]:
    model = facts.model
    if facts.state == "few":
        return (
            f"Der Median der letzten {posts(RECENT)}. Kein Modell unter {of_posts(options.RANKING)}.",
        )
    lines = [
        (
            "Erwartete Likes: ein Mittel aus Regressionen von Ridge bis Spike-and-Slab auf "
            "log(1 + Likes), um den eigenen Trend des Kontos. Spannen: aus den Abweichungen bei "
            "Beiträgen, die das Modell nicht kannte."
        ),
        (
            "Was gesagt werden darf: Zuerst kommt ein Permutationstest über alles zusammen, und neue "
            "Beiträge müssen besser geschätzt werden als mit deinem üblichen Wert. Erst dann kommen Arten von "
            f"Merkmalen (ab {of_posts(options.GROUPS)}) und einzelne Merkmale (ab "
            f"{options.FEATURES}), jeweils korrigiert dafür, wie viele angesehen wurden."
        ),
        f"Verwendete Merkmale: {listed([label(term.name) for term in model.terms])}."
        if model.terms
        else "Kein Merkmal schwankte genug, um verwendet zu werden.",
    ]
    if model.dropped:
        by_reason: dict[str, list[str]] = {}
        for name, why in model.dropped.items():
            by_reason.setdefault(told(why), []).append(label(name))
        lines.append(
            "Nicht verwendet: "
            + "; ".join(f"{listed(names)} ({why})" for why, names in by_reason.items())
            + "."
        )
    return tuple(lines)
