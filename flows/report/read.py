"""What a report reads from the warehouse: ``mart`` alone, by publication number, a fixed number of queries.

What the public may not see is left out or hidden here, so that no later step can show it by mistake.
Rows come back as mappings, by column name.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from flows.report.model import PUBLIC
from flows.warehouse import publications
from flows.warehouse.disclosure import Control, control_of
from flows.warehouse.statements import statement
from transforms.comparators import AreaKind
from transforms.council_types import DISCLOSURE_CLASSES
from transforms.errors import Refused, UsageError
from transforms.hidden_rows import HiddenFigures, public_point, public_row
from transforms.national_disclosure import INTERNAL, NONE, ONE_TO_FIVE
from transforms.quarters import Quarter

_FIGURES = ("current_value", "numerator", "denominator", "forecast", "same_period_last_year", "last_year_actual")
Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True)
class PublicationRows:
    """Everything of one publication that one audience may read.

    ``beside`` is the publication that a draft or a frozen one is compared with, with its measures and supplies;
    ``before`` is the last report of an earlier quarter, with its measures. ``control`` says what the public does not
    see. Of the public's own rows that is left out already; as it was, it stands in ``hidden_performance``, which has
    figures of measures that the public never sees too, and in ``hidden_points``: words are searched for both. ``noted``
    is what officers' workbooks show beside the breakdowns, so that their words may name it.
    """

    publication: Row
    performance: Rows
    withheld: Rows
    trend: Rows
    milestones: Rows
    supplies: Rows
    findings: Rows
    lineage: Rows
    decisions: Rows = ()
    restatement: Rows = ()
    revisions: Rows = ()
    beside: Row | None = None
    beside_performance: Rows = ()
    beside_supplies: Rows = ()
    comparators: Rows = ()
    breaks: Rows = ()
    schools: Rows = ()
    settings: Rows = ()
    before: Row | None = None
    before_performance: Rows = ()
    control: Control | None = None
    hidden_performance: Rows = ()
    hidden_points: Rows = ()
    noted: Rows = ()


def read_publication(connection: Connection, publication_id: int, audience: str) -> PublicationRows:
    """Read a publication whole. Raises UsageError when there is none of that number, Refused when it was withdrawn."""
    of_one = {"publication_id": publication_id}
    publication = _the_publication(_rows(connection, "report_publication", of_one), publication_id)
    control = control_of(connection, publication) if audience == PUBLIC else None
    found = publications.compared_with(connection, publication["council"], publication_id)
    beside = found.publication_id if found else None
    before = publications.report_before(connection, publication_id)
    read_by = {"everything": audience != PUBLIC, "seen": list(_classes_seen(audience, control))}

    def rows(name: str, of: int = publication_id) -> Rows:
        return _rows(connection, name, {**read_by, "publication_id": of})

    read = PublicationRows(
        publication=publication,
        performance=rows("report_performance"),
        withheld=rows("report_withheld"),
        trend=rows("report_trend"),
        milestones=rows("report_milestones"),
        supplies=rows("report_supplies"),
        findings=rows("report_findings"),
        lineage=rows("report_lineage"),
        decisions=rows("report_decisions"),
        restatement=rows("report_restatement"),
        revisions=rows("report_revisions"),
        beside=rows("report_publication", beside)[0] if beside else None,
        beside_performance=rows("report_performance", beside) if beside else (),
        beside_supplies=rows("report_supplies", beside) if beside else (),
        comparators=rows("report_comparators"),
        breaks=rows("report_breaks"),
        schools=rows("report_schools"),
        settings=rows("report_settings"),
        before=rows("report_publication", before)[0] if before else None,
        before_performance=rows("report_performance", before) if before else (),
        control=control,
    )
    return _as_public(connection, read) if audience == PUBLIC else read


def _as_public(connection: Connection, read: PublicationRows) -> PublicationRows:
    public = public_rows(read)
    internal = {"publication_id": read.publication["publication_id"], "seen": [INTERNAL]}
    unseen = [_figures_of(row) for row in _rows(connection, "report_performance", internal)]
    return replace(
        public,
        before_performance=_public_before(connection, read),
        hidden_performance=[*public.hidden_performance, *unseen],
    )


def _rows(connection: Connection, name: str, parameters: Mapping[str, Any]) -> Rows:
    """The rows of a statement, which takes those of the parameters that it names."""
    query = statement(name)
    found = connection.execute(query, {name: parameters[name] for name in query.compile().params})
    return [dict(zip(found.keys(), row, strict=True)) for row in found]


def _classes_seen(audience: str, control: Control | None) -> tuple[str, ...]:
    """The disclosure classes of measures that an audience sees; of what was issued without control, open ones alone."""
    if audience != PUBLIC:
        return DISCLOSURE_CLASSES
    return (NONE,) if control is None else (NONE, ONE_TO_FIVE)


def public_rows(rows: PublicationRows) -> PublicationRows:
    """The rows with ``c`` in place of each hidden figure, and nothing in place of what rests on one."""
    if rows.control is None:
        return rows
    hidden, quarter = rows.control.figures, Quarter.parse(rows.publication["quarter"])
    series = {(row["indicator_key"], row["quarter"]) for row in rows.trend if _is_hidden(row, hidden)}
    performance = [public_row(row, quarter, hidden) for row in rows.performance]
    return replace(
        rows,
        performance=performance,
        hidden_performance=[_taken_out(*both) for both in zip(rows.performance, performance, strict=True)],
        hidden_points=[row for row in rows.trend if _is_hidden(row, hidden)],
        trend=[public_point(row) if _is_hidden(row, hidden) else row for row in rows.trend],
        comparators=[_public_comparator(row, series) for row in rows.comparators if not _says_the_same(row, series)],
    )


def _public_before(connection: Connection, rows: PublicationRows) -> Rows:
    """The measures of the last report as the public read them there: open ones alone before numbers were hidden."""
    if rows.before is None:
        return ()
    control = control_of(connection, rows.before)
    if control is None:
        return [row for row in rows.before_performance if row["disclosure"] == NONE]
    quarter = Quarter.parse(rows.before["quarter"])
    return [public_row(row, quarter, control.figures) for row in rows.before_performance]


def _is_hidden(row: Row, hidden: HiddenFigures) -> bool:
    return row["quarter"] in hidden.of_series(row)


def _taken_out(row: Row, public: Row) -> Row:
    """Of a measure's part, the figures that the public row does not hold any more."""
    figures = {name: row[name] if public[name] is None else None for name in _FIGURES}
    return {"measure_ref": row["measure_ref"], **figures}


def _figures_of(row: Row) -> Row:
    """Of a measure's part, the figures alone."""
    return {name: row[name] for name in ("measure_ref", *_FIGURES)}


def _says_the_same(comparator: Row, hidden: Collection[tuple[int, str]]) -> bool:
    """What is published elsewhere of the council itself, for a quarter whose own figure is hidden."""
    quarter = str(Quarter.containing(comparator["period_end"]))
    return comparator["area_kind"] == AreaKind.OWN and (comparator["indicator_key"], quarter) in hidden


def _public_comparator(row: Row, hidden: Collection[tuple[int, str]]) -> Row:
    """Without the change from a year of the council's whose own figure is hidden."""
    year_before = str(Quarter.containing(row["period_end"]).same_last_year)
    is_told = row["area_kind"] == AreaKind.OWN and (row["indicator_key"], year_before) in hidden
    return {**row, "change": None} if is_told else row


def _the_publication(found: Rows, publication_id: int) -> Row:
    if not found:
        raise UsageError(
            f"There is no publication {publication_id} in the warehouse.",
            "`cyp status QUARTER` shows the newest of a quarter.",
        )
    if found[0]["status"] == "withdrawn":
        raise Refused(
            f"Publication {publication_id} was withdrawn, so no report of it is made.",
            "Ask for the one that replaced it: `cyp status QUARTER` shows it.",
        )
    return found[0]
