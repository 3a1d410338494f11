"""A fitted account as a notebook shows it: the answer in words, and the effects."""

from markupsafe import Markup, escape

from spe.printable import in_page
from spe.report.facts import Facts
from spe.report.page import rich
from spe.report.words.en import ENGLISH
from spe.report.words.protocol import Words

_CELL = "padding:2px 14px 2px 0;text-align:left;vertical-align:top"


def summary(facts: Facts, words: Words = ENGLISH) -> str:
    """The answer, and what may be told of effects, as a piece of HTML without style of its own.

    The sentences are those of the report's first screen. Effects are listed with their
    90 % ranges where single ones may be named, kinds of property where only these were
    found, and neither where nothing may be.

    Args:
        facts: what is true of the account.
        words: the language.

    Returns:
        HTML in which all that came from outside is escaped.
    """
    parts = [
        _element("b", rich(words.answer.headline(facts))),
        _element("p", rich(words.answer.subtitle(facts))),
    ]
    if alike := words.answer.alike(facts):
        parts.insert(1, _element("p", escape(alike)))
    if facts.account.made_up:
        parts.insert(0, _element("p", escape(words.frame.MADE_UP_SHORT)))
    if rows := _rows(facts, words):
        parts.append(_element("table", Markup("").join(rows)))
    return str(in_page(Markup('<div class="spe">{}</div>').format(Markup("").join(parts))))


def _rows(facts: Facts, words: Words) -> list[Markup]:
    if facts.state == "named":
        return [
            _row(
                words.features.label(item.name),
                words.features.comparison(item),
                words.numbers.percent(item.percent),
                words.numbers.span(item.low, item.high),
                words.features.EVIDENCE[item.evidence],
            )
            for item in facts.named
        ]
    if facts.state == "groups":
        return [
            _row(words.features.label(group.name), words.effects.GROUP_FOUND)
            for group in facts.groups
            if group.found
        ]
    return []


def _row(*cells: str) -> Markup:
    made = (Markup('<td style="{}">{}</td>').format(_CELL, cell) for cell in cells)
    return _element("tr", Markup("").join(made))


def _element(name: str, inner: Markup) -> Markup:
    return Markup(f"<{name}>{{}}</{name}>").format(inner)  # noqa: S704  (a name from this file)
