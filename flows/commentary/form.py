"""An officer's workbook as sheets of cells: figures to read, and empty cells to fill.

Headings are what the reader of a workbook that comes back goes by; sheets and columns may lie in any order.
"""

from dataclasses import dataclass

from flows.commentary.basis import Basis
from flows.report.claims import is_stale
from flows.report.model import MeasurePart
from flows.report.wording import counts_text, figure, short_signal
from transforms.council_types import Commentary
from transforms.officers_words import MEASURE, MILESTONE, TITLED, figures_mark, words_mark
from transforms.sentences import day_text

LAYOUT = "1"
ABOUT, FIGURES, BREAKDOWNS, COMMENTARY, MILESTONES, SIGNING = (
    "About",
    "Figures",
    "Breakdowns",
    "Commentary",
    "Milestones",
    "Sign-off",
)
SHEET_OF = {
    MEASURE: COMMENTARY,
    MILESTONE: MILESTONES,
    "introduction": "Introduction",
    "key_developments": "Key developments",
    "emerging_issues": "Emerging issues",
    "school_improvement": "School improvement",
    "equality": "Equality",
    "financial_summary": "Finance",
}
YOUR_WORDS, WRITTEN_BY, WRITTEN_ON, SO_FAR, OF_FIGURES = (
    "Your words",
    "Written by",
    "Written on",
    "Words so far",
    "Of figures",
)
SIGNED_BY, SIGNED_ON = "Signed by", "Signed on"
SECTIONS = 8  # how many sections an officer may write on one sheet
_ENTRIES = frozenset({YOUR_WORDS, WRITTEN_BY, WRITTEN_ON, SIGNED_BY, SIGNED_ON, "Section"})
_LINE = "Line"
_READ_FIRST = (
    "Fill the white cells under Your words, and send this file back to whoever sent it. An empty line in a cell "
    "(Alt+Enter twice) starts a new paragraph. Leave Written by and Written on empty if it was you, today."
)
_NOBODYS_NAME = "Do not name children, and do not write of so few of them that one could be told."


@dataclass(frozen=True)
class FormSheet:
    """A sheet: lines to read, then a table. Cells under ``entries`` are to be filled; others are locked."""

    name: str
    intro: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    entries: frozenset[str] = frozenset()


def form_of(basis: Basis, officer: str) -> tuple[FormSheet, ...]:
    """Every sheet of an officer's workbook, without those that have nothing for them."""
    measures, parts = basis.measures_of(officer), basis.parts_of(officer)
    sheets = [_about(basis, officer)]
    if measures:
        sheets += [_commentary(basis, measures), _figures(basis, measures), _breakdowns(basis, measures)]
    if milestones := basis.milestones_of(officer):
        sheets.append(_milestones(basis, [row["milestone_ref"] for row in milestones]))
    sheets += [_narrative(basis, part) for part in parts]
    if roles := basis.roles_of(officer):
        sheets.append(_signing(basis, officer, roles))
    return tuple(sheet for sheet in sheets if sheet.rows)


def _about(basis: Basis, officer: str) -> FormSheet:
    rows = (
        ("Council", basis.council.slug),
        ("Quarter", str(basis.quarter)),
        ("Publication", str(basis.publication_id)),
        ("Officer", officer),
        ("All words", words_mark(basis.words, str(basis.quarter))),
        ("Layout", LAYOUT),
    )
    title = f"{basis.council.name}, {basis.quarter.title}: the words of {basis.name_of(officer)}"
    return FormSheet(ABOUT, (title, _READ_FIRST, _NOBODYS_NAME), ("What", "Which"), rows)


def _commentary(basis: Basis, measures: tuple[str, ...]) -> FormSheet:
    headings = (
        "Measure",
        "Title",
        "Now",
        "Last quarter's words",
        SO_FAR,
        YOUR_WORDS,
        WRITTEN_BY,
        WRITTEN_ON,
        OF_FIGURES,
    )
    sections = basis.sections
    now, before = _by_measure(basis.words.about(str(basis.quarter))), _by_measure(basis.before.commentary)
    rows = []
    for ref in measures:
        words = now.get((False, ref))
        stale = words is not None and is_stale(words, basis.rows)
        rows.append(
            (
                ref,
                sections[ref].title,
                "\n".join(_in_short(part) for part in sections[ref].parts),
                _text(before.get((False, ref))),
                _so_far(words, is_stale=stale),
                "" if stale else _text(words),
                "",
                "",
                mark_of(basis, ref),
            )
        )
    intro = ("Why are the figures as they are, and what is being done? Every number should be one of the next sheets.",)
    return FormSheet(COMMENTARY, intro, headings, tuple(rows), _ENTRIES)


def mark_of(basis: Basis, ref: str) -> str:
    """The mark of a measure's figures in the workbook's publication."""
    parts = [row for row in basis.rows.performance if row["measure_ref"] == ref]
    return figures_mark(parts, basis.rows.trend, str(basis.quarter))


def _figures(basis: Basis, measures: tuple[str, ...]) -> FormSheet:
    headings = (
        *("Measure", "Title", "Part", "Last year", "Same period last year", "Target", "Now", "Counted"),
        *("Forecast", "Direction of travel", "Progress", "More than chance"),
    )
    sections = basis.sections
    rows = tuple(
        (
            ref,
            sections[ref].title,
            part.title,
            part.last_year.text,
            part.same_period.text,
            part.target.text,
            part.current.text,
            part.counts,
            part.forecast.text,
            part.direction.word,
            part.progress,
            short_signal(part.signal),
        )
        for ref in measures
        for part in sections[ref].parts
    )
    return FormSheet(FIGURES, (f"Figures of publication {basis.publication_id}.",), headings, rows)


def _breakdowns(basis: Basis, measures: tuple[str, ...]) -> FormSheet:
    headings = ("Measure", "Title", "Breakdown", "Item", "Now", "Counted", "Quarter before", "Same quarter last year")
    quarters = [str(each) for each in (basis.quarter, basis.quarter.plus(-1), basis.quarter.same_last_year)]
    found: dict[tuple[int, str, str], dict[str, tuple[str, str]]] = {}
    for row in basis.breakdowns:
        shown = figure(row["value"], row["unit"], row["decimals"], f"[{row['symbol'] or 'x'}]").text
        counted = counts_text(row["numerator"], row["denominator"], row["unit"])
        place = found.setdefault((row["indicator_key"], row["breakdown"], row["item"]), {})
        place[row["quarter"]] = shown, counted
    indicators = {ref: {} for ref in measures}
    for row in basis.rows.performance:
        if row["measure_ref"] in indicators:
            indicators[row["measure_ref"]].setdefault(row["indicator_key"], row["title"])
    rows = []
    for ref, of_measure in indicators.items():
        for (indicator, breakdown, item), values in found.items():
            if indicator in of_measure:
                now, before, last_year = (values.get(quarter, ("–", "")) for quarter in quarters)
                if {now[0], before[0], last_year[0]} <= {"0", "–"}:
                    continue
                rows.append(
                    (
                        ref,
                        of_measure[indicator],
                        _titled(breakdown),
                        item,
                        now[0],
                        "" if now[1] == now[0] else now[1],
                        before[0],
                        last_year[0],
                    )
                )
    intro = ("Small numbers are for your eyes: before they are written about, think whether a child could be told.",)
    return FormSheet(BREAKDOWNS, intro, headings, tuple(rows))


def _titled(breakdown: str) -> str:
    words = breakdown.replace("_", " ")
    return words[:1].upper() + words[1:]


def _milestones(basis: Basis, refs: list[str]) -> FormSheet:
    headings = ("Milestone", "Title", "Due", "Progress", SO_FAR, YOUR_WORDS, WRITTEN_BY, WRITTEN_ON)
    now = _by_measure(basis.words.about(str(basis.quarter)))
    known = {row["milestone_ref"]: row for row in basis.rows.milestones}
    rows = []
    for ref in refs:
        row, words = known[ref], now.get((True, ref))
        due = day_text(row["due_date"]) if row["due_date"] else ""
        said = _text(words) if words else row["comment"] or ""
        rows.append((ref, row["title"], due, row["progress"] or "", said, said, "", ""))
    intro = ("Where each stands. Its progress rating is kept in milestones.csv of the council folder.",)
    return FormSheet(MILESTONES, intro, headings, tuple(rows), _ENTRIES)


def _narrative(basis: Basis, part: str) -> FormSheet:
    """Empty lines to fill, then what is there so far and what was said last quarter."""
    titled = part in TITLED
    headings = (_LINE, *(("Section",) if titled else ()), YOUR_WORDS, WRITTEN_BY, WRITTEN_ON)
    rows = [(str(number), *("",) * (len(headings) - 1)) for number in range(1, SECTIONS + 1 if titled else 2)]
    for label, words in (("so far", basis.words), ("last quarter", basis.before)):
        said = getattr(words.narrative, part)
        if titled:
            rows += [(label, section.title, "\n\n".join(section.paragraphs), "", "") for section in said]
        elif said:
            rows.append((label, "\n\n".join(said), "", ""))
    intro = (
        "What you write stands in the report under your name. A section replaces an earlier one of the same title."
        if titled
        else "What you write takes the place of what is there so far, under your name.",
    )
    return FormSheet(SHEET_OF[part], intro, headings, tuple(rows), _ENTRIES)


def _signing(basis: Basis, officer: str, roles: tuple[str, ...]) -> FormSheet:
    own = {state.step.role: state.step.own for state in basis.states}
    rows = tuple(
        (
            role,
            basis.name_of(officer),
            "The words about my measures and milestones are right and may be published."
            if own[role]
            else f"I have read the report of publication {basis.publication_id}, and it may be issued.",
            "",
            "",
        )
        for role in roles
    )
    headings = ("Step", "Officer", "What is signed", SIGNED_BY, SIGNED_ON)
    intro = ("To sign, write your name under Signed by. Signatures count for this publication and these words alone.",)
    return FormSheet(SIGNING, intro, headings, rows, _ENTRIES)


def _by_measure(commentary: tuple[Commentary, ...]) -> dict[tuple[bool, str], Commentary]:
    """The newest words about each."""
    ordered = sorted(commentary, key=lambda words: words.written_on)
    return {(words.is_milestone, words.measure): words for words in ordered}


def _text(words: Commentary | None) -> str:
    return words.text if words else ""


def _so_far(words: Commentary | None, *, is_stale: bool) -> str:
    if words is None or not is_stale:
        return _text(words)
    return f"[About publication {words.publication}. Figures have changed since: write it anew.]\n\n{words.text}"


def _in_short(part: MeasurePart) -> str:
    return f"{part.title}: {part.current.text}, target {part.target.text}, {part.progress}"
