"""What a language has to say, section by section: the page asks for nothing else.

A language is a package with a module for each section, and a `Words` of them; mypy holds
the modules against these protocols. Sentences are plain text with two marks that the page
turns into HTML after escaping: `*emphasis*` and, between backquotes, `a command`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from spe.experiments.answer import Standing
from spe.experiments.match import Slot
from spe.model.fitted import Skill
from spe.report.effects import Effect
from spe.report.facts import Facts, PostFact, Reason
from spe.report.forecasts import Remembered
from spe.report.look import Palette
from spe.report.palettes import OwnColour
from spe.report.posting_times import Cell
from spe.report.subjects import SubjectRow
from spe.report.twins import Pair, Twins


class NumbersWords(Protocol):
    """Numbers, ranges and percent."""

    DECIMAL: str

    def number(self, value: float, digits: int = ...) -> str:
        """A number as people read it: 1,234 or −0.5; a dash for unknown."""
        ...

    def percent(self, value: float) -> str:
        """A change in percent, with its sign; 0% has none."""
        ...

    def size(self, value: float) -> str:
        """Percent without its sign; never "0%" for what is not nothing."""
        ...

    def span(self, low: float, high: float) -> str:
        """A range of percent: −2% to +21%."""
        ...

    def between(self, low: float, high: float) -> str:
        """A range of counts: 82–150, or one number where they round to the same."""
        ...

    def miss(self, value: float) -> str:
        """An average error, with two digits that count."""
        ...

    def probability(self, value: float) -> str:
        """A p- or q-value: three digits, or that it is below what they can show."""
        ...


class DaysWords(Protocol):
    """Days and months."""

    DAYS: tuple[str, ...]

    def day(self, at: date) -> str:
        """12 Sep 2026."""
        ...

    def month(self, at: date) -> str:
        """Sep 2026."""
        ...


class FrameWords(Protocol):
    """The page's frame."""

    NAME: str
    NAVIGATION_LABEL: str
    STATISTICS: str
    THEME: str
    SKIP: str
    MADE_UP_SHORT: str
    MADE_UP: str

    def navigation(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """Anchors and names of the sections worth jumping to."""
        ...

    def title(self, facts: Facts) -> str:
        """The document's title: it claims no more than the page."""
        ...

    def meta(self, facts: Facts) -> str:
        """The account in one line."""
        ...

    def footer(self, facts: Facts) -> str:
        """Where the page came from."""
        ...


class FeaturesWords(Protocol):
    """What features, groups and effects are called."""

    FRAGILE: str
    EVIDENCE: Mapping[str, str]

    def label(self, name: str) -> str:
        """What a feature, a group or the rest is called."""
        ...

    def comparison(self, effect: Effect) -> str:
        """The two posts that an effect is told between, and how many posts are of each kind."""
        ...

    def ends(self, effect: Effect) -> str:
        """The two values that an effect is told between."""
        ...


class AnswerWords(Protocol):
    """The answer, and the three cards below it."""

    STRIP: str
    MORE_CARD: str
    FEWER_CARD: str
    OPEN_CARD: str
    NOTHING_YET: str
    NOT_NOTHING: str

    def headline(self, facts: Facts) -> str:
        """The answer in one sentence."""
        ...

    def alike(self, facts: Facts) -> str:
        """That faces can't be compared and what can, plain text; empty where they can."""
        ...

    def subtitle(self, facts: Facts) -> str:
        """What stands behind the answer, and how sure it is."""
        ...

    def card_claim(self, effect: Effect) -> str:
        """A named effect in a card."""
        ...

    def unclear_list(self, effects: Sequence[Effect]) -> str:
        """The properties nothing can be said of."""
        ...

    def plain_cards(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """Title and text of the three cards where no single property is named."""
        ...


class TrustWords(Protocol):
    """How far to trust the model."""

    TRUST: str
    CHECKS: str
    GUESS_BAR: str
    MODEL_BAR: str

    def trust_headline(self, facts: Facts) -> str:
        """What the model is worth, in one line."""
        ...

    def trust_text(self, facts: Facts) -> str:
        """How it was found out, in likes."""
        ...

    def checks(self, facts: Facts) -> str:
        """The checks besides the one that is told first; empty where there are none."""
        ...

    def bars_label(self, skill: Skill) -> str:
        """The two bars in words."""
        ...

    def gain(self, skill: Skill) -> tuple[str, str]:
        """How much smaller (or larger) the misses are, and the word for it."""
        ...

    def gain_range(self, facts: Facts) -> str:
        """How far the gain itself is to be trusted."""
        ...

    def trust_statistics(self, facts: Facts) -> str:
        """The figures for those who ask."""
        ...


class EffectsWords(Protocol):
    """What goes with likes."""

    EFFECTS: str
    READING: str
    STAGES: tuple[tuple[int, str, str], ...]
    COMPARE: str
    LIKES: str
    EVIDENCE_HEAD: str
    P_HEAD: str
    RANGE_HEAD: str
    FOREST_CAPTION: str
    POINT: str
    GROUP_HEADS: tuple[str, ...]
    GROUP_FOUND: str
    GROUP_NOT: str

    def effects_headline(self, facts: Facts) -> str:
        """The section's title."""
        ...

    def effects_text(self, facts: Facts) -> str:
        """How to read the rows."""
        ...

    def reading(self, facts: Facts) -> str:
        """What else is to be known of the rows; empty where there is nothing."""
        ...

    def stage_left(self, posts: int, needed: int) -> str:
        """How far the next step is."""
        ...

    def group_members(self, features: Sequence[str]) -> str:
        """What belongs to a kind of property."""
        ...

    def more_effects(self, facts: Facts, n: int) -> str:
        """The rows that are folded away."""
        ...

    def effects_statistics(self, facts: Facts) -> str:
        """How effects and evidence were computed."""
        ...


class SubjectsWords(Protocol):
    """What is in the pictures."""

    SUBJECTS: str
    SUBJECT_HEAD: str
    RANGE_HEAD: str
    USUAL_HEAD: str
    ROWS_CAPTION: str
    USUAL: str

    def subjects_headline(self, facts: Facts) -> str:
        """The section's title."""
        ...

    def subjects_text(self, facts: Facts) -> str:
        """What is known, how to read the rows, or why there is no figure."""
        ...

    def row_name(self, row: SubjectRow) -> str:
        """A subject as the head of its row."""
        ...

    def row_posts(self, row: SubjectRow) -> str:
        """How many posts are about it."""
        ...

    def times(self, percent: float) -> str:
        """A change in percent as a multiple of the usual."""
        ...

    def row_usual(self, row: SubjectRow) -> tuple[str, str]:
        """What its posts get, and the range of it; both empty where nothing is told."""
        ...

    def row_silent(self, row: SubjectRow) -> str:
        """Why a row among others that have a figure has none."""
        ...

    def subjects_statistics(self, facts: Facts) -> str:
        """How it was reckoned."""
        ...


class TwinsWords(Protocol):
    """Pairs of posts that are alike but for one thing."""

    TWINS: str
    HEADLINE: str
    TEXT: str
    OTHER_WAY: str

    def heads(self, twins: Twins) -> tuple[str, str]:
        """What the post on the left has, and the one on the right."""
        ...

    def tally(self, twins: Twins) -> str:
        """In how many pairs the one on the left got more, and what chance would make."""
        ...

    def pair_label(self, twins: Twins, pair: Pair) -> str:
        """What a pair shows, for those who don't see it."""
        ...


class PostsWords(Protocol):
    """The posts that did well, and those that fell short."""

    POSTS: str
    BEST_LABEL: str
    WEAK_LABEL: str
    FAR: str

    def best_headline(self, facts: Facts) -> str:
        """Above the posts that did well."""
        ...

    def best_text(self, facts: Facts) -> str:
        """How posts are ranked, and whether reasons are given."""
        ...

    def more_posts(self, n: int) -> str:
        """The photos that are folded away, and that `n` more of the best are among them."""
        ...

    def weak_headline(self, facts: Facts) -> str:
        """Above the posts that fell short."""
        ...

    def times_usual(self, post: PostFact) -> str:
        """Likes · 2.3× usual."""
        ...

    def post_line(self, post: PostFact) -> tuple[str, str]:
        """12 Sep 2026, and: expected 85–155, or without a range the usual."""
        ...

    def photo_alt(self, post: PostFact) -> str:
        """A photo in words: nothing is known of it but its date."""
        ...

    def reason(self, item: Reason) -> str:
        """A reason's name, with whether the post had much or little of it."""
        ...


class ExpectedWords(Protocol):
    """Expected and actual likes."""

    EXPECTED: str
    HOW_TO_POINT: str
    ACTUAL_AXIS: str
    EXPECTED_AXIS: str
    INSIDE: str
    OUTSIDE: str
    RANGE_KEY: str

    def expected_headline(self, facts: Facts) -> str:
        """How many posts landed in their range."""
        ...

    def expected_text(self, facts: Facts) -> str:
        """How to read the plot."""
        ...

    def expected_statistics(self, facts: Facts) -> str:
        """How the ranges of past posts were made."""
        ...

    def expected_label(self, facts: Facts) -> str:
        """The plot in words."""
        ...

    def tip(self, post: PostFact) -> tuple[str, str, str]:
        """The three lines beside a photo that is pointed at."""
        ...


class ForecastsWords(Protocol):
    """How good the remembered forecasts were."""

    FORECASTS: str
    GUESSED: str
    GOT: str
    OUTCOME: str
    GUESSED_CAPTION: str
    GUESS_KEY: str
    GOT_INSIDE: str
    GOT_OUTSIDE: str

    def forecasts_headline(self, facts: Facts) -> str:
        """How many remembered forecasts held, and whether that is enough to judge."""
        ...

    def forecasts_text(self, facts: Facts) -> str:
        """What forecasts are, what those so far say, and what they are too few to say."""
        ...

    def forecasts_statistics(self, facts: Facts) -> str:
        """How drafts were found again, and what coverage rests on."""
        ...

    def forecast_line(self, item: Remembered) -> str:
        """Expected 85 (60–130)."""
        ...

    def outcome(self, item: Remembered) -> str:
        """What became of a forecast."""
        ...

    def older_forecasts(self, n: int) -> str:
        """The forecasts that are folded away."""
        ...


class ExperimentWords(Protocol):
    """An experiment by coin."""

    EXPERIMENT: str
    EXPERIMENT_LIST: str
    STRAYED_KEY: str

    def experiment_headline(self, now: Standing) -> str:
        """What the coin decides."""
        ...

    def experiment_text(self, now: Standing) -> tuple[str, ...]:
        """How far it is, and what was found where that may be told: plain text."""
        ...

    def kind_names(self, now: Standing) -> tuple[str, str]:
        """The two kinds of post, the one that is tried first."""
        ...

    def slot_label(self, now: Standing, slot: Slot) -> str:
        """A place of the order for those who hear the page."""
        ...

    def experiment_statistics(self, now: Standing) -> str:
        """The test, for those who know."""
        ...


class TimelineWords(Protocol):
    """Likes over time."""

    TIMELINE: str
    ABOVE: str
    BELOW: str
    USUAL_KEY: str
    BAND_KEY: str

    def timeline_headline(self, facts: Facts) -> str:
        """How the usual changed, and where it stands."""
        ...

    def timeline_text(self, facts: Facts) -> str:
        """What the line is for."""
        ...

    def timeline_statistics(self, facts: Facts) -> str:
        """How the line was made."""
        ...

    def timeline_label(self, facts: Facts) -> str:
        """The plot in words."""
        ...


class WhenWords(Protocol):
    """When posts went out."""

    WHEN: str
    WHEN_CAPTION: str
    WHEN_CAPTION_TOLD: str
    SLOT_NAMES: tuple[str, ...]

    def when_headline(self, facts: Facts) -> str:
        """What can be said of time."""
        ...

    def when_text(self, facts: Facts) -> str:
        """The test, in words, and how to read the table."""
        ...

    def slot_hours(self, place: int) -> str:
        """The hours of a slot: 06–11."""
        ...

    def cell_posts(self, cell: Cell) -> str:
        """1 post, 3 posts."""
        ...

    def posts_word(self, n: int) -> str:
        """Post, or posts, for `n` of them."""
        ...

    def cell_value(self, cell: Cell) -> str:
        """A cell's estimate, zero without a sign."""
        ...

    def cell_range(self, cell: Cell) -> str:
        """The cell's range, for those who point at it."""
        ...

    def when_statistics(self, facts: Facts) -> str:
        """How the table was made."""
        ...


class LookWords(Protocol):
    """Colours, tones and the ends of what is measured."""

    LOOK: str
    NEUTRAL: str
    HUE_BAR: str
    TONE_BAR: str
    LOW: str
    HIGH: str
    ALL_ELSE_EQUAL: str
    MORE_LIKES: str
    OTHER_ENDS: str
    FEWER_LIKES: str

    def look_headline(self, facts: Facts) -> str:
        """The section's title."""
        ...

    def look_text(self, facts: Facts) -> str:
        """What the palettes say, and whether they differ."""
        ...

    def palette_name(self, which: str, palette: Palette) -> str:
        """Best quarter (26 posts)."""
        ...

    def own_colours(self, colours: Sequence[OwnColour]) -> str:
        """Colours by name, with the share of the area that each stands for."""
        ...

    def palette_label(self, palette: Palette) -> str:
        """A palette in words."""
        ...

    def ends_headline(self, facts: Facts) -> str:
        """Above the photos at either end."""
        ...

    def ends_text(self, facts: Facts, *, photos: bool) -> str:
        """What the small figures show."""
        ...

    def end_label(self, name: str, *, high: bool) -> str:
        """What the photos at one end have in common."""
        ...


class NextStepsWords(Protocol):
    """What to try next."""

    NEXT: str
    POWER: str
    RESOLUTION_CAPTION: str
    RESOLUTION_HEADS: tuple[str, ...]
    NOW: str
    TRIAL_CAPTION: str
    TRIAL_HEADS: tuple[str, ...]

    def next_headline(self, facts: Facts) -> str:
        """The section's title."""
        ...

    def experiments(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """Up to three things to do: a short name and a sentence or two."""
        ...

    def forecast_hint(self, facts: Facts) -> str:
        """How to get the section on forecasts, where there is none."""
        ...

    def about(self, percent: float) -> str:
        """About 12%; from 100% on, in tens."""
        ...

    def power_statistics(self, facts: Facts) -> str:
        """The assumptions of the two tables."""
        ...


class CardWords(Protocol):
    """The model card."""

    CARD: str
    CARD_HEADLINE: str
    PRIVACY: str

    def card(self, facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What is told of first, with its lines: plain text, for warnings come from outside."""
        ...

    def more(self, facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rest of the card, folded away; lines on privacy may hold marks."""
        ...


class PostcardWords(Protocol):
    """The picture to send on. Sentences may hold marks of emphasis, and no commands."""

    MADE_UP: str
    OFFLINE: str

    def figure(self, post: PostFact) -> tuple[str, str]:
        """What the best post got, as a large figure and the words below it."""
        ...

    def figure_line(self, post: PostFact) -> str:
        """When the best post went out, and its likes."""
        ...

    def growth(self, facts: Facts) -> str:
        """From 40 to 73 likes a post; where they did not grow, what a post gets now."""
        ...

    def finding(self, facts: Facts) -> str:
        """The one thing that was found, or what was found not to matter."""
        ...

    def evidence(self, effect: Effect) -> tuple[str, str]:
        """How sure the finding is, and its range."""
        ...

    def notes(self, facts: Facts) -> str:
        """What the finding rests on and how far it goes; empty where it says all."""
        ...

    def origin(self, facts: Facts) -> str:
        """What it was learnt from."""
        ...


class AppendixWords(Protocol):
    """The appendix for statisticians."""

    APPENDIX: str
    APPENDIX_HEADLINE: str
    OLS: str
    OLS_NONE: str
    OLS_HEADS: tuple[str, ...]
    DIAGNOSTICS: str
    ALL_POSTS: str
    POST_HEADS: tuple[str, ...]
    SORT: str
    GLOSSARY: str
    PLOTS: Mapping[str, str]
    PLOT_AXES: Mapping[str, tuple[str, str]]

    def words(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        """Words and what they mean here."""

    def ols_note(self, facts: Facts) -> str:
        """The fit in one line."""
        ...


@dataclass(frozen=True)
class Words:
    """A language: its code (BCP 47) and the words of every section."""

    language: str
    numbers: NumbersWords
    days: DaysWords
    frame: FrameWords
    features: FeaturesWords
    answer: AnswerWords
    trust: TrustWords
    effects: EffectsWords
    subjects: SubjectsWords
    twins: TwinsWords
    posts: PostsWords
    expected: ExpectedWords
    forecasts: ForecastsWords
    experiment: ExperimentWords
    timeline: TimelineWords
    when: WhenWords
    look: LookWords
    next_steps: NextStepsWords
    card: CardWords
    postcard: PostcardWords
    appendix: AppendixWords
