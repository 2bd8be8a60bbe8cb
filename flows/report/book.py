"""The tables of a report's spreadsheets: what stands on which sheet. The words are the report's own."""

from collections.abc import Iterable, Iterator, Sequence

from flows.report.model import INTERNAL, MeasurePart, MeasureSection, Report
from flows.report.tables import (
    CONFIDENTIAL,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    PROVISIONAL,
    REVISED,
    SHORTHAND,
    Book,
    Cell,
    Link,
    Sheet,
    of_figure,
    of_text,
    said,
    shorthand_used,
    unit_words,
)
from flows.report.wording import DIRECTION_MEANING, PROGRESS_MEANING
from transforms.indicators.indicator import MADE_ONCE_A_YEAR
from transforms.quarters import Quarter

_ONE_TABLE = "This worksheet contains one table."
_SEVERITIES = {"stop": "Delivery rejected", "hold": "Rows held back", "flag": "Pointed out"}
_NOTES = (
    ("Rounding", "Figures are rounded half-up for showing, and compared before rounding."),
    ("Last year", "The figure at the end of the last whole year, as the measure counts its years."),
    (
        "Counted in",
        "What a figure speaks for: a year to date, a day, twelve months. Years differ by measure.",
    ),
    (
        "Significant change",
        "Whether a change is more than chance, judged by the quarters before.",
    ),
    ("Progress", "A measure with several parts takes the rating of its worst rated part."),
)
_OF_PART = ("Objective", "Reference", "Measure", "Part", "Unit")
Rows = Iterable[tuple[Cell, ...]]


def book_of(report: Report) -> Book:
    """Cover, contents, notes, and a sheet for each table that has rows for this audience."""
    tables = tuple(sheet for sheet in _tables(report) if sheet.rows)
    notes = _sheet(report, "Notes", "Notes on the tables", ("Note number", "Term", "Meaning"), _notes())
    listed = ((Link(sheet.name), said(sheet.title)) for sheet in (notes, *tables))
    contents = _sheet(report, "Contents", "Table of contents", ("Sheet name", "Table"), listed)
    return Book(_title(report), tuple(_of_copy(report)), tuple(_about(report)), (contents, notes, *tables))


def _tables(report: Report) -> Iterator[Sheet]:
    yield _summary(report)
    yield _to_ask(report)
    yield _changed_rating(report)
    yield _performance(report)
    yield _basis(report)
    yield _changes(report)
    yield _rewards(report)
    yield _trends(report)
    yield _breaks(report)
    yield _comparators(report)
    yield _not_shown(report)
    yield _schools(report)
    yield _exclusions(report)
    yield _targets_missing(report)
    yield _milestones(report)
    yield _deliveries(report)
    yield _accepted(report)
    yield _moved(report)
    yield _revised(report)
    yield _findings(report)
    yield _remarks(report)
    yield _files(report)
    yield _officers(report)


def _title(report: Report) -> str:
    cover = report.cover
    title = f"{cover.council} children’s services performance, {cover.quarter_title}"
    return f"{cover.mark}: {title}" if cover.mark else title


def _of_copy(report: Report) -> Iterator[str]:
    cover = report.cover
    yield f"{cover.quarter_title}, {cover.period}. Data to {cover.data_to}."
    if cover.mark == "SUPERSEDED":
        yield "Superseded: a later publication has replaced this one. Do not use its figures."
    elif cover.mark:
        yield f"Draft. {cover.decided}. Figures may still change. Do not circulate as the council’s word."
    if cover.audience == INTERNAL:
        yield "Internal: holds exact figures, small numbers included. Not for publication."
    if cover.synthetic:
        yield "Synthetic data: an invented council."


def _about(report: Report) -> Iterator[str]:
    cover = report.cover
    if report.notice:
        yield f"{report.notice.title}."
        yield from report.notice.sentences
    yield f"{report.board.headline} {report.board.withheld_note}".strip()
    yield from report.board.money
    yield from report.board.completeness
    yield f"Publication {cover.publication}, {cover.status}. {cover.decided}. Figures made on {cover.made_on}."
    if cover.signed:
        yield f"{cover.signed}."
    yield f"Fingerprint of the inputs: {cover.fingerprint or 'not recorded'}"
    yield f"Version of the program: {cover.code_version or 'not recorded'}"
    yield "Officers who answer for each measure are on the sheets Basis of figures and Officers."


def _sheet(report: Report, name: str, title: str, columns: Sequence[str], rows: Rows, *notes: str) -> Sheet:
    """A sheet whose title says of when it is and whether it is a draft, and whose shorthand is explained on it."""
    cover = report.cover
    found = tuple(rows)
    opening = f"{cover.mark}: not the council’s agreed report. {_ONE_TABLE}" if cover.mark else _ONE_TABLE
    lines = (opening, *notes, *shorthand_used(found))
    heading = f"{title}, {cover.council}, {cover.quarter_title}"
    return Sheet(name, heading, tuple(line for line in lines if line), tuple(columns), found)


def _notes() -> Iterator[tuple[Cell, ...]]:
    meanings = (
        *_NOTES,
        *((f"Progress: {word}", meaning) for word, meaning in PROGRESS_MEANING.items()),
        *((f"Direction of travel: {word}", meaning) for word, meaning in DIRECTION_MEANING.items()),
        *((mark, f"{meaning[:1].upper()}{meaning[1:]}.") for mark, meaning in SHORTHAND.items()),
    )
    return ((of_text(str(place)), term, meaning) for place, (term, meaning) in enumerate(meanings, start=1))


def _summary(report: Report) -> Sheet:
    rows = ((tile.progress, of_text(str(tile.count)), tile.meaning) for tile in report.board.tiles)
    return _sheet(report, "Summary", "Measures by progress", ("Progress", "Number of measures", "Meaning"), rows)


def _to_ask(report: Report) -> Sheet:
    board = report.board
    lists = (
        ("Ask about", board.ask_about),
        ("Off track as well", board.also_off_track),
        ("No figure this quarter", board.without_figure),
        ("Figure hidden this quarter", board.hidden),
    )
    rows = (
        (said(item.ref), said(item.title), why, item.progress, said(item.text))
        for why, items in lists
        for item in items
    )
    columns = ("Reference", "Measure", "Listed as", "Progress", "What is known")
    return _sheet(report, "What to ask about", "Measures to ask about", columns, rows)


def _changed_rating(report: Report) -> Sheet:
    changed = report.board.rerated
    rows = (
        (said(measure.ref), said(measure.title), measure.rated_before, measure.progress)
        for item in changed.items
        for objective in report.objectives
        for measure in objective.measures
        if measure.ref == item.ref
    )
    columns = ("Reference", "Measure", "Rating then", "Rating now")
    return _sheet(report, "Changed rating", f"Measures rated otherwise than in {changed.since}", columns, rows)


def _parts(report: Report) -> Iterator[tuple[MeasureSection, MeasurePart, tuple[Cell, ...]]]:
    """Each part of each measure, with the cells that name it."""
    for objective in report.objectives:
        for measure in objective.measures:
            for part in measure.parts:
                named = (said(objective.title), said(measure.ref), said(measure.title), said(part.title))
                yield measure, part, (*named, unit_words(part.unit) or NOT_AVAILABLE)


def _performance(report: Report) -> Sheet:
    columns = (
        *_OF_PART, "Counted in", "Last year", "Same period last year", "Target", "Current", "Forecast for the year",
        "Direction of travel", "Significant change", "Progress",
    )  # fmt: skip
    rows = (
        (
            *named,
            said(part.period_kind),
            *map(of_figure, (part.last_year, part.same_period, part.target, part.current, part.forecast)),
            part.direction.word,
            said(part.signal),
            part.progress,
        )
        for _, part, named in _parts(report)
    )
    return _sheet(report, "Performance", "Performance by measure and part", columns, rows)


def _basis(report: Report) -> Sheet:
    columns = (
        *_OF_PART, "Counts", "What is counted", "Out of", "Which way is good", "Coverage", "Status of the figure",
        "Why this rating", "Why there is no figure", "Rated by", "Officer", "What is counted nationally", "Rests on",
    )  # fmt: skip
    rows = (
        (
            *named,
            of_text(part.counts, NOT_APPLICABLE),
            *map(said, (measure.definition.counted, measure.definition.out_of, measure.definition.good)),
            *map(said, (part.coverage, _status(part), part.progress_reason, part.no_figure_reason)),
            *map(said, (part.rated_by, measure.officer, measure.definition.national, " ".join(measure.sources))),
        )
        for measure, part, named in _parts(report)
    )
    return _sheet(report, "Basis of figures", "What each figure and rating rests on", columns, rows)


def _changes(report: Report) -> Sheet:
    columns = (
        *_OF_PART, "From the same period last year", "From the quarter before", "Significant change",
        "Why it is or is not",
    )  # fmt: skip
    rows = (
        (*named, *map(said, (part.since_year, part.since_quarter, part.signal, _why(part))))
        for _, part, named in _parts(report)
    )
    return _sheet(report, "Changes", "How figures changed, and whether by more than chance", columns, rows)


def _why(part: MeasurePart) -> str:
    return "" if part.is_hidden else part.signal_reason


def _rewards(report: Report) -> Sheet:
    columns = (*_OF_PART[:-1], "For meeting the target (pounds)", "On the present forecast (pounds)")
    rows = (
        (*named[:-1], *(of_figure(each) if each else NOT_AVAILABLE for each in (part.reward, part.reward_expected)))
        for _, part, named in _parts(report)
        if part.reward
    )
    return _sheet(report, "Rewards", "What meeting a target earns", columns, rows)


def _breaks(report: Report) -> Sheet:
    rows = (
        (said(objective.title), said(measure.ref), said(measure.title), said(why))
        for objective in report.objectives
        for measure in objective.measures
        for why in measure.breaks
    )
    columns = ("Objective", "Reference", "Measure", "Why figures on both sides are not compared")
    return _sheet(report, "Breaks", "Breaks in the series of figures", columns, rows)


def _status(part: MeasurePart) -> str:
    return f"{PROVISIONAL} {part.data_status}" if part.data_status == "Provisional" else part.data_status


def _trends(report: Report) -> Sheet:
    """A column for each quarter. A figure that is made once a year is not applicable in the other quarters."""
    found = list(_parts(report))
    quarters = sorted({point.quarter for _, part, _ in found for point in part.trend})
    rows = []
    for _, part, named in found:
        figures = {point.quarter: of_figure(point.figure) for point in part.trend}
        if figures:
            missing = NOT_APPLICABLE if part.period_kind in MADE_ONCE_A_YEAR else NOT_AVAILABLE
            every = (figures.get(quarter, missing) for quarter in quarters)
            rows.append((*named, said(part.period_kind), *every))
    columns = (*_OF_PART, "Counted in", *(Quarter.parse(quarter).title for quarter in quarters))
    revised = "Earlier quarters are as they are now; those that were revised are on the sheet Revised."
    return _sheet(report, "Trends", "Figures by quarter", columns, rows, *((revised,) if report.revised else ()))


def _comparators(report: Report) -> Sheet:
    units = {(measure.ref, part.title): unit_words(part.unit) for measure, part, _ in _parts(report)}
    columns = (
        "Reference", "Measure", "Part", "Unit", "Area", "Published for", "Figure", "Change in a year", "Rank or basis",
        "Source",
    )  # fmt: skip
    rows = (
        (
            *(said(text) for text in (measure.ref, measure.title, compared.title)),
            said(units.get((measure.ref, compared.title), "")),
            said(area.area),
            said(area.period),
            of_figure(area.figure),
            of_text(area.change),
            said(area.beside),
            said(compared.source),
        )
        for objective in report.objectives
        for measure in objective.measures
        for compared in measure.compared
        for area in (*compared.areas, *compared.neighbours)
    )
    return _sheet(report, "Comparators", "Newest published figures of other areas", columns, rows)


def _not_shown(report: Report) -> Sheet:
    rows = (
        (said(objective.title), said(measure.ref), said(measure.title), CONFIDENTIAL)
        for objective in report.objectives
        for measure in objective.withheld
    )
    columns = ("Objective", "Reference", "Measure", "Figure")
    return _sheet(report, "Not shown", "Measures that the public report does not show", columns, rows)


def _schools(report: Report) -> Sheet:
    columns = (
        "School", "Phase", "Measure", "Pupils", "Share (per cent)", "Likely between", "All of its phase (per cent)",
        "So it is",
    )  # fmt: skip
    rows = (
        (
            *(said(text) for text in (each.school, each.phase, each.measure, each.counts)),
            of_figure(each.share),
            said(each.between),
            of_figure(each.of_phase),
            said(each.word),
        )
        for each in report.schools
    )
    return _sheet(report, "Schools", "Schools that stand out from their phase", columns, rows)


def _exclusions(report: Report) -> Sheet:
    columns = ("School", "Phase", "Permanent exclusions", "Reasons")
    rows = ((said(e.school), said(e.phase), of_figure(e.number), said(e.reasons)) for e in report.exclusions)
    return _sheet(report, "Exclusions", "Permanent exclusions by school", columns, rows)


def _targets_missing(report: Report) -> Sheet:
    columns = ("School", "Phase", "Not returned", "Due")
    rows = (
        (said(e.school), said(e.phase), of_text(f"{e.missing:,}"), of_text(f"{e.due:,}"))
        for e in report.targets_missing
    )
    return _sheet(report, "Targets owed", "Schools that owe targets of children in care", columns, rows)


def _milestones(report: Report) -> Sheet:
    columns = ("Objective", "Reference", "Milestone", "Due", "Officer", "Progress", "Comment")
    rows = (
        tuple(map(said, (row.objective_ref, row.ref, row.title, row.due, row.officer, row.progress, row.comment)))
        for row in report.milestones
    )
    return _sheet(report, "Milestones", "Milestones", columns, rows)


def _deliveries(report: Report) -> Sheet:
    is_internal = report.cover.audience == INTERNAL
    counts = ("Rows received", "Rows loaded", "Rows held back", "Exact copies") if is_internal else ()
    columns = ("Supplier", "Dataset", "Covers", "Data to", "State", "Reason", *counts)
    rows = (
        (
            *map(said, (row.supplier, row.extract, row.covers, row.data_to, row.state, row.reason)),
            *(of_text(text) for text in (row.received, row.loaded, row.held, row.duplicates) if is_internal),
        )
        for row in report.supplies
    )
    return _sheet(report, "Deliveries", "Deliveries behind the figures", columns, rows)


def _accepted(report: Report) -> Sheet:
    rows = (tuple(map(said, (gap.extract, gap.by, gap.on, gap.reason))) for gap in report.accepted)
    columns = ("Dataset", "Accepted by", "On", "Reason")
    return _sheet(report, "Accepted gaps", "Gaps that were accepted", columns, rows)


def _moved(report: Report) -> Sheet:
    notice, units = report.notice, _units(report)
    columns = ("Reference", "Measure", "Unit", "Then", "Now", "Difference", "What else changed", "Cause")
    rows = (
        (
            said(moved.ref),
            said(moved.title),
            said(units.get((moved.ref, moved.title), "")),
            *(NOT_AVAILABLE if text == "no figure" else of_text(text) for text in (moved.then, moved.now)),
            said(moved.by),
            said("; ".join(moved.beside)),
            said(moved.cause),
        )
        for moved in (notice.moved if notice else ())
    )
    return _sheet(report, "Moved", notice.title if notice else "", columns, rows)


def _revised(report: Report) -> Sheet:
    units = _units(report)
    columns = (
        "Reference", "Measure", "Unit", "Quarter", "As issued", "Now", "Mark", "Counts as issued", "Counts now",
        "Publication",
    )  # fmt: skip
    rows = (
        (
            said(each.ref),
            said(each.title),
            said(units.get((each.ref, each.title), "")),
            said(each.quarter),
            of_figure(each.then),
            of_figure(each.now),
            REVISED,
            said(each.counts_then),
            said(each.counts_now),
            of_text(str(each.publication)),
        )
        for each in report.revised
    )
    return _sheet(report, "Revised", "Figures revised since they were issued", columns, rows)


def _units(report: Report) -> dict[tuple[str, str], str]:
    """The unit of each measure's part by its reference and its name in one: ``Overall attendance, Primary``."""
    found: dict[tuple[str, str], str] = {}
    for measure, part, _ in _parts(report):
        found[measure.ref, f"{measure.title}, {part.title}"] = unit_words(part.unit)
        found.setdefault((measure.ref, measure.title), unit_words(part.unit))
    return found


def _findings(report: Report) -> Sheet:
    columns = ("Finding", "Rule", "Supplier", "Dataset", "Table", "Covers", "Effect", "Rows", "What to do")
    rows = (
        (
            *map(said, (row.message, row.rule, row.supplier, row.extract, row.table, row.covers)),
            said(_SEVERITIES.get(row.severity, row.severity)),
            of_text(row.rows),
            said(row.fix),
        )
        for row in report.findings
    )
    return _sheet(report, "Findings", "What the checks found, by delivery and rule", columns, rows)


def _remarks(report: Report) -> Sheet:
    rows = (tuple(map(said, (remark.ref, remark.officer, remark.text))) for remark in report.remarks)
    columns = ("Reference", "Officer", "Remark")
    return _sheet(report, "Remarks", "Words to look at before this is issued", columns, rows)


def _files(report: Report) -> Sheet:
    columns = ("File", "Supplier", "Dataset", "Covers", "Data to", "Taken on", "SHA-256")
    rows = (
        tuple(map(said, (row.file_name, row.supplier, row.extract, row.covers, row.data_to, row.taken_on, row.sha256)))
        for row in report.lineage
    )
    return _sheet(report, "Files", "Files behind this publication", columns, rows)


def _officers(report: Report) -> Sheet:
    rows = (tuple(map(said, (officer.initials, officer.name, officer.role))) for officer in report.officers)
    return _sheet(report, "Officers", "Key of officers", ("Initials", "Name", "Role"), rows)
