"""The quarterly report as a document: what every writer (HTML today, others later) is given, and nothing else.

No SQL, no pandas, no formatting of its own. Every number that a reader sees is a ``Figure``: the value for writers of
spreadsheets, and the text that all writers print alike.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flows.report.deliveries import FindingRow, LineageRow, SupplyRow
from flows.report.notice import AcceptedGap, Notice

ON_TRACK, UNCERTAIN, OFF_TRACK, NOT_RATED = "On track", "Uncertain", "Off track", "Not rated"
PROGRESS = (OFF_TRACK, UNCERTAIN, ON_TRACK, NOT_RATED)
PUBLIC, INTERNAL = "public", "internal"
WHOLE = "Total"  # the part that is all of a measure


@dataclass(frozen=True)
class Figure:
    """A number as shown. ``value`` is None where ``text`` says why there is none."""

    value: Decimal | None
    text: str


@dataclass(frozen=True)
class Direction:
    """Direction of travel against the same period last year. ``word`` carries the meaning, ``arrow`` the movement."""

    word: str
    arrow: str


@dataclass(frozen=True)
class Reading:
    """The facts of one part of a measure in one quarter, from which words and charts are drafted.

    ``unit``: percent, per 10,000, or count. ``polarity``: higher, lower or neutral. ``period_kind`` as the indicator
    declares it. ``previous`` is the same period last year. Values are unrounded. ``covers``: first and last day of the
    months that the figure counts, where those are not its indicator's. ``is_hidden``: it may not be seen.
    ``target_upper``: the other end of a target that is a band.
    """

    title: str
    unit: str
    decimals: int
    polarity: str
    period_kind: str
    period_end: date
    current: Decimal | None
    previous: Decimal | None
    target: Decimal | None
    target_kind: str
    covers: tuple[date, date] | None = None
    is_hidden: bool = False
    target_upper: Decimal | None = None


@dataclass(frozen=True)
class TrendPoint:
    """One quarter of a trend. ``year`` is the year that the measure counts in: ``2025/26``, academic or financial.

    ``numerator`` and ``denominator`` are what ``counts`` puts into words; posts are counted in hundredths.
    """

    quarter: str
    period_end: date
    year: str
    figure: Figure
    counts: str
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class OtherLine:
    """Published values of another area on a chart: the index of each quarter that has one, and its value."""

    title: str
    points: tuple[tuple[int, Decimal], ...]
    latest: Figure


@dataclass(frozen=True)
class Chart:
    """A trend line. ``resets``: the count starts again each year, so years are never joined by a line.

    ``breaks``: places of the points from which figures are not like those before; no line joins them either.
    ``expected`` is the range that chance explains. ``target_band``: both ends of a target that is one.
    """

    anchor: str
    title: str
    subtitle: str
    alt: str
    unit: str
    decimals: int
    points: tuple[TrendPoint, ...]
    target: Figure | None
    resets: bool
    zero_based: bool
    others: tuple[OtherLine, ...] = ()
    breaks: tuple[int, ...] = ()
    expected: tuple[Decimal, Decimal] | None = None
    target_band: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class MeasurePart:
    """One value of a measure: a row of the objective's table. ``counts`` reads ``64,210 of 69,480``.

    ``finding`` is the drafted sentence without its subject, for places where the measure is named already. ``signal``:
    whether the change is more than chance. ``rated_by``: the officer whose rating stands in place of the rule's.
    ``reward`` is what meeting the target earns, ``reward_expected`` what the forecast would. ``since_year`` and
    ``since_quarter``: the change from the same period last year, and from the quarter before where that is alike.
    ``unit``, ``decimals`` and ``period_kind`` are those of its indicator. ``target_band``: both ends of such a target.
    """

    title: str
    anchor: str
    last_year: Figure
    same_period: Figure
    target: Figure
    current: Figure
    forecast: Figure
    direction: Direction
    progress: str
    progress_reason: str
    no_figure_reason: str
    counts: str
    coverage: str
    data_status: str
    sentence: str
    finding: str
    trend: tuple[TrendPoint, ...]
    chart: Chart | None
    signal: str = ""
    signal_reason: str = ""
    rated_by: str = ""
    reward: Figure | None = None
    reward_expected: Figure | None = None
    since_year: str = ""
    since_quarter: str = ""
    unit: str = ""
    decimals: int = 0
    period_kind: str = ""
    target_band: tuple[Figure, Figure] | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether there is a figure that this audience may not see."""
        return self.current.text == "[c]"

    def at(self, quarter: str) -> Figure:
        """The part's figure in a quarter of its trend, which may reach back less far than another part's."""
        return next((point.figure for point in self.trend if point.quarter == quarter), Figure(None, "[x]"))


@dataclass(frozen=True)
class ComparedArea:
    """A published figure of an area. ``beside``: the council's rank, or how many areas a mean is made of.

    ``kind`` is what the area is to the council, as ``transforms.comparators.AreaKind`` has it.
    """

    area: str
    period: str
    figure: Figure
    beside: str
    change: str = "–"
    kind: str = ""


@dataclass(frozen=True)
class Comparison:
    """What is published of a measure's part elsewhere: the council itself, its neighbours' mean, region, England.

    ``title`` is that of the part, ``neighbours`` are the areas that the mean is made of. ``ways``: what a place among
    the best would take, and whether the trend gets there.
    """

    title: str
    areas: tuple[ComparedArea, ...]
    neighbours: tuple[ComparedArea, ...]
    source: str
    ways: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comment:
    """An officer's words, kept apart from the drafted sentence."""

    officer: str
    written_on: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Definition:
    """What is counted, in words."""

    counted: str
    out_of: str
    period: str
    good: str
    national: str


@dataclass(frozen=True)
class MeasureSection:
    """A measure with all its parts. ``progress`` is that of its worst rated part; ``lead`` is the part shown first.

    ``breaks`` says of each break in the series that its trend shows why figures on its two sides are not compared.
    ``rated_before`` is the rating in the last report; empty where that did not have the measure.
    """

    ref: str
    title: str
    anchor: str
    objective_ref: str
    officer: str
    progress: str
    definition: Definition
    parts: tuple[MeasurePart, ...]
    comments: tuple[Comment, ...]
    sources: tuple[str, ...]
    compared: tuple[Comparison, ...] = ()
    breaks: tuple[str, ...] = ()
    rated_before: str = ""

    @property
    def lead(self) -> MeasurePart:
        return self.parts[0]

    @property
    def others(self) -> tuple[MeasurePart, ...]:
        """The parts beside the leading one."""
        return self.parts[1:]

    def called(self, part: MeasurePart) -> str:
        """What tells a part from the measure; empty for its only one, and for the whole of it."""
        return part.title if self.others and part.title != WHOLE else ""

    @property
    def telling(self) -> MeasurePart:
        """The part that gives the measure its rating."""
        return next((part for part in self.parts if part.progress == self.progress), self.lead)


@dataclass(frozen=True)
class WithheldMeasure:
    """A measure that this audience may know of by title only."""

    ref: str
    title: str


@dataclass(frozen=True)
class ObjectiveSection:
    """An objective, its measures in the report's order, and those that are not shown to this audience."""

    ref: str
    title: str
    anchor: str
    measures: tuple[MeasureSection, ...]
    withheld: tuple[WithheldMeasure, ...]


@dataclass(frozen=True)
class Tile:
    """How many measures have one progress rating."""

    progress: str
    count: int
    meaning: str


@dataclass(frozen=True)
class BoardItem:
    """A measure named on the board's page, with the words that say why."""

    ref: str
    title: str
    anchor: str
    progress: str
    text: str


@dataclass(frozen=True)
class Change:
    """Measures that moved the same way since the same period last year: how many, and the first few by name."""

    direction: Direction
    count: int
    items: tuple[BoardItem, ...]


@dataclass(frozen=True)
class RatingChanges:
    """Measures whose rating is not that of the last report, worse ones first. ``since`` names that report, if any."""

    since: str
    items: tuple[BoardItem, ...]


@dataclass(frozen=True)
class BoardPage:
    """Page one. ``ask_about`` is in order of need, ``also_off_track`` what it has no room for.

    ``completeness`` is sentences; ``hidden`` are measures whose figures the public may not see.
    """

    headline: str
    withheld_note: str
    tiles: tuple[Tile, ...]
    ask_about: tuple[BoardItem, ...]
    also_off_track: tuple[BoardItem, ...]
    changes: tuple[Change, ...]
    without_figure: tuple[BoardItem, ...]
    completeness: tuple[str, ...]
    money: tuple[str, ...] = ()
    rerated: RatingChanges = RatingChanges("", ())
    hidden: tuple[BoardItem, ...] = ()


@dataclass(frozen=True)
class TextSection:
    """A titled piece of the council's narrative."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class MilestoneRow:
    """A dated piece of work."""

    objective_ref: str
    ref: str
    title: str
    due: str
    officer: str
    progress: str
    comment: str


@dataclass(frozen=True)
class RevisedFigure:
    """An earlier quarter's figure, as ``publication`` issued it and as it is now."""

    ref: str
    title: str
    anchor: str
    quarter: str
    publication: int
    then: Figure
    now: Figure
    counts_then: str
    counts_now: str


@dataclass(frozen=True)
class SchoolApart:
    """A school that stands out from the others of its phase by more than chance."""

    measure: str
    school: str
    phase: str
    counts: str
    share: Figure
    between: str
    of_phase: Figure
    word: str


@dataclass(frozen=True)
class SchoolExclusions:
    """A school that excluded pupils permanently this academic year, and for what."""

    school: str
    phase: str
    number: Figure
    reasons: str


@dataclass(frozen=True)
class SchoolTargets:
    """A school that has not returned every target of children in care that is due."""

    school: str
    phase: str
    missing: int
    due: int


@dataclass(frozen=True)
class Remark:
    """What an officer should look at in the words about a measure."""

    ref: str
    officer: str
    text: str


@dataclass(frozen=True)
class OfficerEntry:
    """A line of the officer key."""

    initials: str
    name: str
    role: str


@dataclass(frozen=True)
class Area:
    """The council's area as open data name it: its three-digit and nine-character codes, and its region."""

    la_code: str
    gss_code: str
    region: str


@dataclass(frozen=True)
class Cover:
    """What this copy is: whose, of when, how final, for whom, and how to tell it from another copy."""

    council: str
    quarter: str
    quarter_title: str
    period: str
    status: str
    audience: str
    publication: int
    synthetic: bool
    made_on: str
    decided: str
    data_to: str
    fingerprint: str
    code_version: str
    signed: str = ""

    @property
    def mark(self) -> str:
        """The word that every page of a copy that is not the council's word must carry; empty for an issued one."""
        return {"issued": "", "superseded": "SUPERSEDED"}.get(self.status, "DRAFT")


@dataclass(frozen=True)
class Report:
    """One publication's report for one audience."""

    cover: Cover
    board: BoardPage
    introduction: tuple[str, ...]
    key_developments: tuple[TextSection, ...]
    emerging_issues: tuple[TextSection, ...]
    equality: tuple[str, ...]
    objectives: tuple[ObjectiveSection, ...]
    milestones: tuple[MilestoneRow, ...]
    financial_summary: tuple[str, ...]
    supplies: tuple[SupplyRow, ...]
    findings: tuple[FindingRow, ...]
    lineage: tuple[LineageRow, ...]
    officers: tuple[OfficerEntry, ...]
    notice: Notice | None = None
    accepted: tuple[AcceptedGap, ...] = ()
    revised: tuple[RevisedFigure, ...] = ()
    remarks: tuple[Remark, ...] = ()
    schools: tuple[SchoolApart, ...] = ()
    exclusions: tuple[SchoolExclusions, ...] = ()
    targets_missing: tuple[SchoolTargets, ...] = ()
    area: Area = Area("", "", "")
    school_improvement: tuple[TextSection, ...] = ()
