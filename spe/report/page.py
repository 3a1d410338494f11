"""How the facts look: one HTML file that needs nothing else.

Jinja escapes everything; style and script stand in the page under their hashes, so the
security policy can forbid all others. No clock and no random names: the same facts and
pictures give the same bytes.
"""

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from spe.drafts.forecast_log import ENOUGH
from spe.printable import in_page, printable
from spe.report import charts
from spe.report.facts import Facts
from spe.report.palettes import OwnColour
from spe.report.photos import Picture
from spe.report.plots import diagnostic_plots
from spe.report.words.en import ENGLISH
from spe.report.words.protocol import Words

# The sections in order, as their templates are called: what is told, then chapters for those who
# want more. Where no effect is named, the photos and what could be tried come before how far a
# model is to be trusted.
SECTIONS = (
    "answer", "trust", "effects", "subjects", "posts", "experiment", "next",
    "twins", "expected", "forecasts", "timeline", "when", "look", "card", "appendix",
)  # fmt: skip
UNNAMED = (
    "answer", "experiment", "posts", "effects", "subjects", "next", "trust", "expected",
    "forecasts", "timeline", "when", "look", "card", "appendix",
)  # fmt: skip

# Sections that are read by their headlines, and open where the reader wants more.
CHAPTERS = frozenset(
    {"twins", "expected", "forecasts", "timeline", "when", "look", "card", "appendix"}
)

# Photos in the band below the answer, and the best that stand open where each has its reasons.
STRIP, BEST = 10, 3

# Rows of a long table that stand open, and how many more make it worth closing the rest.
ROWS, WORTH_CLOSING = 12, 4


def render(
    facts: Facts,
    pictures: Mapping[int, Picture],
    words: Words = ENGLISH,
    *,
    colours: Mapping[str, tuple[OwnColour, ...]] = MappingProxyType({}),
    full: bool = False,
) -> str:
    """The page as HTML.

    Args:
        facts: what the page says.
        pictures: the photos by post number; a post without one gets a grey tile.
        words: the language.
        colours: the photos' own colours by palette; without them, the histograms stand for them.
        full: whether all that is folded away stands open, as for paper.
    """
    environment = _environment()
    style, script = _source(environment, "style.css"), _source(environment, "script.js")
    sections = sections_of(facts)
    places = {name: place for place, name in enumerate(sections)}
    plots = diagnostic_plots(
        facts, words.appendix.PLOT_AXES, words.appendix.PLOTS, words.numbers.DECIMAL
    )
    return environment.get_template("page.html").render(
        f=facts,
        w=words,
        sections=sections,
        colours=colours,
        opened=frozenset(sections) if full else open_of(facts, sections),
        full=full,
        links=sorted(words.frame.navigation(facts), key=lambda link: places.get(link[0], 0)),
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704  (our own file, under its hash)
        script=Markup(script),  # noqa: S704  (the same)
        pictures=pictures,
        post={post.number: post for post in facts.posts},
        effect={item.name: item for item in facts.effects},
        strip=_strip(facts, pictures),
        best_open=BEST if facts.named else len(facts.best),
        forest=charts.forest(facts.effects),
        subjects=charts.forest([row.effect for row in facts.subjects.rows if row.effect]),
        effects_open=_open_effects(len(facts.effects), len(facts.named)),
        beside=charts.beside(facts.forecasts.shown),
        forecasts_open=_open_rows(len(facts.forecasts.shown)),
        expected=charts.expected_plot(facts),
        timeline=charts.timeline(facts),
        small={ends.name: charts.small(ends) for ends in facts.look.ends},
        plots={name: Markup(svg) for name, svg in plots.items()},  # noqa: S704  (by plots.inline)
    )


def sections_of(facts: Facts) -> tuple[str, ...]:
    """The sections in order: forecasts that came to enough outcomes follow the answer at once."""
    sections = SECTIONS if facts.named else UNNAMED
    if facts.forecasts.settled < ENOUGH:
        return sections
    rest = [name for name in sections if name not in {"answer", "forecasts"}]
    return ("answer", "forecasts", *rest)


def open_of(facts: Facts, sections: tuple[str, ...]) -> frozenset[str]:
    """The sections that stand open: a chapter only where it has something to show for itself."""
    told = {
        "forecasts": facts.forecasts.settled >= ENOUGH,
        "when": facts.when.proof not in {"no", "untested"},
    }
    return frozenset(name for name in sections if told.get(name, name not in CHAPTERS))


@functools.cache
def _environment() -> Environment:
    """The templates, which are compiled once a process."""
    environment = Environment(
        loader=PackageLoader("spe.report"),
        autoescape=True,
        finalize=functools.partial(in_page, lines=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rich"] = rich
    return environment


def policy(style: str, script: str) -> str:
    """The security policy: nothing but pictures inside the file, and these two texts."""
    return (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def rich(text: str) -> Markup:
    """Escaped text with `*emphasis*` and commands between backquotes as elements.

    >>> str(rich("a *b* <c> `d`"))
    'a <em>b</em> &lt;c&gt; <code>d</code>'
    """
    escaped = str(escape(printable(text, lines=True)))
    escaped = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escaped)
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped))  # noqa: S704  (escaped above)


def large_photos(facts: Facts) -> tuple[int, ...]:
    """Numbers of the posts whose photos are shown large."""
    return (*facts.best, *facts.weakest)


def few_photos(facts: Facts) -> tuple[int, ...]:
    """Numbers of the posts whose photos tell most: those shown large, and the ends."""
    ends = [number for item in facts.look.ends for number in (*item.low, *item.high)]
    forecast = [item.number for item in facts.forecasts.shown]
    subjects = [number for row in facts.subjects.rows for number in row.photos]
    twins = [number for one in facts.twins for pair in one.shown for number in pair.posts]
    return tuple(sorted({*large_photos(facts), *ends, *forecast, *subjects, *twins}))


def _open_rows(count: int) -> int:
    """How many of a long table's rows stand open."""
    return ROWS if count >= ROWS + WORTH_CLOSING else count


def _open_effects(count: int, named: int) -> int:
    """How many effects stand open: what is named, and a few others only where they are few."""
    return named if count >= named + WORTH_CLOSING else count


def _source(environment: Environment, name: str) -> str:
    if environment.loader is None:
        raise LookupError(name)
    return environment.loader.get_source(environment, name)[0].strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _strip(facts: Facts, pictures: Mapping[int, Picture]) -> list[int]:
    """Photos for the band: spread evenly over time, those shown large left out if possible."""
    shown = [post.number for post in facts.posts if post.number in pictures]
    rest = [number for number in shown if number not in large_photos(facts)]
    chosen = rest if len(rest) >= STRIP else shown
    if len(chosen) <= STRIP:
        return chosen
    return [chosen[round(place * (len(chosen) - 1) / (STRIP - 1))] for place in range(STRIP)]
