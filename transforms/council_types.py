"""What a council folder holds, as frozen dataclasses. ``flows.council`` reads it; docs/council-folder.md shows it.

``samples/merebridge`` is a whole one.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from transforms.areas import local_authorities
from transforms.retention import Retention

NO_TARGET, BENCHMARK, CHANGE = "none", "benchmark", "change"  # kinds of target beside level, ceiling and floor
BAND = "band"  # a range that is right: a figure may lie neither below nor above it
UNMEASURED = (NO_TARGET, BENCHMARK)  # against which no figure is measured
WITHOUT_LEVEL = (*UNMEASURED, CHANGE)  # nor against a change, unless last year's figure makes a level of it
_DAYS_TO_WRITE = 5
_PAPERS_PUBLIC = 6
DISCLOSURE_CLASSES = ("none", "1 to 5", "internal")  # the strictest last


@dataclass(frozen=True)
class Officer:
    """A named person. ``initials`` is how measures and commentary refer to them."""

    initials: str
    name: str
    role: str


@dataclass(frozen=True)
class Supply:
    """Where one supplier's files of one extract come from.

    ``path`` is where they lie in the source: for a folder relative to the council folder, with a folder per delivery,
    named by the date that its data run to (``2025-06-30``). ``expected``: a delivery for each quarter is due so many
    working days after the quarter ends. ``place`` holds the settings of its kind of source, as the module in
    ``flows.sources`` declares them; None for a kind that has none. ``covers`` says what its deliveries speak for, where
    that is not what is usual of the extract. ``owner``: initials of the officer who answers for its coming in time.
    """

    extract: str
    supplier: str
    title: str
    source: str
    path: str = ""
    expected: bool = True
    due_working_days: int = 10
    place: object = None
    covers: str = ""
    owner: str = ""


@dataclass(frozen=True)
class OwnWord:
    """A heading or a coded value as the council writes it, and what it means.

    ``table`` is the table's name, or empty for every table that has the column. Without a ``column``, ``given`` is the
    council's heading of the column that ``means`` names; with one, its word for the code that ``means`` is (nothing:
    the word says that nothing is known). ``line`` is where it stands in ``mappings/<extract>.csv``.
    """

    extract: str
    table: str
    column: str
    given: str
    means: str
    line: int

    @property
    def is_heading(self) -> bool:
        return not self.column


@dataclass(frozen=True)
class SchoolBefore:
    """What a school was until a day, that day included: number, name, phase and status."""

    until: date
    urn: str
    name: str
    phase: str
    status: str


@dataclass(frozen=True)
class School:
    """A school of the area. ``phase``: Primary, Secondary, Special or PRU. ``headcount``: at the January census.

    ``formerly``: numbers that it had before, as of the school that became an academy, or of those that it was made of.
    ``status``: what kind of school it is by law, as the national register calls it. ``before``: what it was, the
    earliest first.
    """

    urn: str
    name: str
    phase: str
    headcount: int
    formerly: tuple[str, ...] = ()
    status: str = ""
    before: tuple[SchoolBefore, ...] = ()

    @property
    def every_urn(self) -> tuple[str, ...]:
        return self.urn, *self.formerly


@dataclass(frozen=True)
class HalfTerm:
    """Dates of a half-term, first and last school day. ``number``: 1 and 2 autumn, 3 and 4 spring, 5 and 6 summer."""

    academic_year: str
    number: int
    start: date
    end: date


@dataclass(frozen=True)
class Part:
    """One value of a measure: an indicator at one breakdown item (``Total`` / ``Total`` for all)."""

    title: str
    indicator: str
    breakdown: str = "Total"
    item: str = "Total"


@dataclass(frozen=True)
class Rating:
    """How progress is judged. ``amber_band`` is None for the national default (see ``transforms.performance``)."""

    enabled: bool = True
    amber_band: float | None = None
    forecast: str = "flat"  # one of transforms.forecast.METHODS
    minimum_denominator: int = 20


@dataclass(frozen=True)
class Measure:
    """A line of the report. ``polarity``: overrides the indicator's.

    ``disclosure``: none, 1 to 5, or internal; ``disclosure_approved_by``: initials of the officer who approved that,
    empty where it is left to national practice.

    ``materiality``: the least movement of its figures that a restatement lists, in its unit; None for the council's.
    ``other_officers``: initials of those who answer for it beside ``officer``, who writes and signs.
    """

    ref: str
    objective: str
    title: str
    officer: str
    parts: tuple[Part, ...]
    disclosure: str
    disclosure_approved_by: str
    polarity: str = ""
    rating: Rating = Rating()
    materiality: float | None = None
    other_officers: tuple[str, ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """Initials of everybody who answers for it, the officer who writes and signs first."""
        return (self.officer, *self.other_officers)


@dataclass(frozen=True)
class Objective:
    """A heading of the report that groups measures."""

    ref: str
    title: str


@dataclass(frozen=True)
class Target:
    """A target for a measure's part in one year (``2025-26``, or ``2024/25`` for an academic-year measure).

    ``kind``: level (reach it in the good direction), ceiling (stay at or below), floor (stay at or above), band (stay
    between ``value`` and ``upper``), change (from last year's figure, by ``value``), benchmark (the year that later
    targets are set from) or none.
    A stretch target carries a ``reward`` in pounds; with a ``threshold``, a share, so much of the way from ``baseline``
    to ``value`` earns its share of it. ``said_change``: the change in what is counted that the target is also said to
    be. ``said_year``: the year that stands above it where it was set, if that is another. ``value`` is exact where it
    was worked out from a figure.
    """

    measure: str
    part: str
    year: str
    value: float | Fraction
    kind: str
    set_by: str
    set_on: date
    reward: float | None = None
    baseline: float | None = None
    threshold: float | None = None
    said_change: float | None = None
    said_year: str = ""
    reason: str = ""
    upper: float | None = None


@dataclass(frozen=True)
class SettingReason:
    """Who changed how a measure is judged, when and why. ``setting`` is called as the warehouse lists it."""

    measure: str
    setting: str
    changed_on: date
    by: str
    reason: str


@dataclass(frozen=True)
class Override:
    """An officer's own rating of a measure's part in one quarter, and why; what the rule says is shown beside it."""

    measure: str
    part: str
    quarter: str
    progress: str
    reason: str
    officer: str
    set_on: date


@dataclass(frozen=True)
class SeriesBreak:
    """From ``first_day`` a measure's figures are not like those before. Without a ``measure``, those of all measures.

    ``reason`` is a sentence that readers of the report see.
    """

    measure: str
    first_day: date
    reason: str


@dataclass(frozen=True)
class Population:
    """Children aged 0 to 17, Office for National Statistics mid-year estimate."""

    mid_year: int
    children_0_17: int


@dataclass(frozen=True)
class Milestone:
    """A dated piece of work. ``progress``: On track, Uncertain, Off track, Not rated."""

    objective: str
    ref: str
    title: str
    due: date
    officer: str
    progress: str
    comment: str


@dataclass(frozen=True)
class Commentary:
    """An officer's words about one measure in one quarter, or about a milestone.

    ``figures`` marks the figures that they were written about, of ``publication``; empty for words in the council
    folder, of which nobody knows.
    """

    measure: str
    quarter: str
    officer: str
    written_on: date
    text: str
    is_milestone: bool = False
    publication: int | None = None
    figures: str = ""


@dataclass(frozen=True)
class SignOffStep:
    """A step of the sign-off, after the one before it. ``role`` is how commands and the report call it.

    ``own``: each officer who answers for a measure of the report signs for the words on it. Otherwise ``by`` names who
    may sign, one of them or (``every``) all; with nobody named, any officer who has not signed an earlier step.
    ``due_working_days``: before the committee meets.
    """

    role: str
    by: tuple[str, ...] = ()
    own: bool = False
    every: bool = False
    due_working_days: int = 10


@dataclass(frozen=True)
class Writers:
    """Initials of the officers who write each part of the narrative, and when commentary is due.

    ``due_working_days``: before the committee meets.
    """

    introduction: tuple[str, ...] = ()
    key_developments: tuple[str, ...] = ()
    emerging_issues: tuple[str, ...] = ()
    equality: tuple[str, ...] = ()
    financial_summary: tuple[str, ...] = ()
    school_improvement: tuple[str, ...] = ()
    due_working_days: int = 15


DEFAULT_SIGN_OFF = (
    SignOffStep("officer", own=True, due_working_days=12),
    SignOffStep("head of service", due_working_days=10),
    SignOffStep("director", due_working_days=8),
)


@dataclass(frozen=True)
class Meeting:
    """The day on which a committee reads a quarter's report."""

    quarter: str
    committee: str
    meets_on: date


@dataclass(frozen=True)
class Committee:
    """So many working days before its committee meets, a quarter is frozen and its report issued.

    When not given: frozen five before commentary is due, so that there is time to write; issued six before the meeting,
    which leaves the five clear days that papers must be public, or with the last signature where that is later.
    """

    freeze_working_days: int | None = None
    issue_working_days: int | None = None


@dataclass(frozen=True)
class Section:
    """A part of the report's narrative: a title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Narrative:
    """The council's own words for one quarter. Empty tuples where there is nothing to say."""

    introduction: tuple[str, ...] = ()
    key_developments: tuple[Section, ...] = ()
    emerging_issues: tuple[Section, ...] = ()
    equality: tuple[str, ...] = ()
    financial_summary: tuple[str, ...] = ()
    school_improvement: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Council:
    """A council and everything of its own that a quarter needs, apart from the extracts.

    ``materiality``: by unit, the least movement of a figure that a restatement lists; without one, any that shows.
    ``ambition_year``: by which the report reckons what a place among the best would take.
    ``matching``: by a pair of extracts (``transforms.people.MATCHES``), the least share of people that both must know.
    ``retention``: by extract, or for all others, how long deliveries are kept.
    """

    slug: str
    name: str
    la_code: str
    gss_code: str
    region: str
    synthetic: bool
    minimum_coverage: float
    officers: tuple[Officer, ...]
    supplies: tuple[Supply, ...]
    schools: tuple[School, ...]
    half_terms: tuple[HalfTerm, ...]
    population: tuple[Population, ...]
    objectives: tuple[Objective, ...]
    measures: tuple[Measure, ...]
    targets: tuple[Target, ...]
    milestones: tuple[Milestone, ...]
    materiality: tuple[tuple[str, float], ...] = ()
    matching: tuple[tuple[str, float], ...] = ()
    words: tuple[OwnWord, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    overrides: tuple[Override, ...] = ()
    ambition_year: int | None = None
    setting_reasons: tuple[SettingReason, ...] = ()
    sign_off: tuple[SignOffStep, ...] = DEFAULT_SIGN_OFF
    writers: Writers = Writers()
    meetings: tuple[Meeting, ...] = ()
    retention: Retention = ()
    committee: Committee = Committee()

    @property
    def freeze_working_days(self) -> int:
        """How many working days before the committee meets a publication is to be frozen."""
        given = self.committee.freeze_working_days
        return self.writers.due_working_days + _DAYS_TO_WRITE if given is None else given

    @property
    def issue_working_days(self) -> int:
        """How many working days before the committee meets the report is to be issued."""
        given = self.committee.issue_working_days
        return min([_PAPERS_PUBLIC, *(step.due_working_days for step in self.sign_off)]) if given is None else given

    @property
    def la_names(self) -> tuple[str, ...]:
        """What files may call the council beside its LA code: its name, and every area code that it has had."""
        return tuple(dict.fromkeys((self.name, *self.area_codes)))

    @property
    def area_codes(self) -> tuple[str, ...]:
        """Every nine-character code of the council's area, now and before."""
        known = local_authorities().get(self.la_code)
        return tuple(dict.fromkeys((self.gss_code, *(known.gss_codes if known else ()))))

    @property
    def school_urns(self) -> frozenset[str]:
        """Every number that a school of the council has or had."""
        return frozenset(urn for school in self.schools for urn in school.every_urn)

    def covers_of(self, extract: str, supplier: str) -> str:
        """What a supplier's deliveries speak for, where the council says so; empty for what is usual."""
        return next((s.covers for s in self.supplies if (s.extract, s.supplier) == (extract, supplier)), "")

    def officer(self, initials: str) -> Officer:
        return next(officer for officer in self.officers if officer.initials == initials)

    def owner_of(self, supply: Supply) -> str:
        """Name of the officer who answers for a supply; empty where nobody is named."""
        return self.officer(supply.owner).name if supply.owner else ""
