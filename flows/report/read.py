"""What a report reads from the warehouse: ``mart`` alone, by publication number, a fixed number of queries.

A public report's queries leave out what the public may not see, so that no later step can show it by mistake.
Rows come back as mappings, by column name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from flows.report.model import PUBLIC
from flows.warehouse import publications
from flows.warehouse.statements import statement
from transforms.errors import Refused, UsageError

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True)
class PublicationRows:
    """Everything of one publication that one audience may read.

    ``beside`` is the publication that a draft or a frozen one is compared with, with its measures and supplies;
    ``before`` is the last report of an earlier quarter, with its measures.
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


def read_publication(connection: Connection, publication_id: int, audience: str) -> PublicationRows:
    """Read a publication whole. Raises UsageError when there is none of that number, Refused when it was withdrawn."""

    def rows(name: str, of: int = publication_id) -> Rows:
        query = statement(name)
        parameters = {"publication_id": of, "everything": audience != PUBLIC}
        found = connection.execute(query, {name: parameters[name] for name in query.compile().params})
        return [dict(zip(found.keys(), row, strict=True)) for row in found]

    publication = _the_publication(rows("report_publication"), publication_id)
    found = publications.compared_with(connection, publication["council"], publication_id)
    beside = found.publication_id if found else None
    before = publications.report_before(connection, publication_id)
    return PublicationRows(
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
    )


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
