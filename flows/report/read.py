"""What a report reads from the warehouse: ``mart`` alone, by publication number, a fixed number of queries.

A public report's queries leave out what the public may not see, so that no later step can show it by mistake.
Rows come back as mappings, by column name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from flows.report.model import PUBLIC
from transforms.errors import Refused, UsageError

Row = Mapping[str, Any]
Rows = Sequence[Row]

_PUBLICATION = """
select
    publication.*, quarter.title as quarter_title, quarter.start_date, quarter.end_date
from mart.publication as publication
inner join mart.dim_quarter as quarter on publication.quarter = quarter.quarter
where publication.publication_id = :publication_id
"""

_PERFORMANCE = """
select
    fact.*, indicator.indicator_id, indicator.polarity, indicator.period_kind, indicator.numerator_definition,
    indicator.denominator_definition, indicator.national_definition, breakdown.breakdown, breakdown.item
from mart.fact_performance as fact
inner join mart.dim_indicator as indicator on fact.indicator_key = indicator.indicator_key
inner join mart.dim_breakdown as breakdown on fact.breakdown_key = breakdown.breakdown_key
where fact.publication_id = :publication_id and (:everything or fact.disclosure = 'none')
order by fact.position, fact.measure_ref, fact.part
"""

_WITHHELD = """
select distinct measure_ref, objective_ref, objective_title, title
from mart.fact_performance
where publication_id = :publication_id and not (:everything or disclosure = 'none')
order by measure_ref
"""

_TREND = """
select
    fact.indicator_key, fact.breakdown_key, quarter.quarter, fact.value, fact.numerator, fact.denominator, fact.symbol
from mart.fact_indicator_value as fact
inner join mart.dim_quarter as quarter on fact.quarter_key = quarter.quarter_key
where
    fact.publication_id = :publication_id and fact.school_key = -1 and (:everything or fact.disclosure = 'none')
order by fact.indicator_key, fact.breakdown_key, quarter.quarter_key
"""

_MILESTONES = """
select * from mart.fact_milestone
where publication_id = :publication_id
order by objective_ref, milestone_ref
"""

_SUPPLIES = """
select
    quality.*, lineage.data_to
from mart.fact_data_quality as quality
left join (
    select extract, supplier, covers, max(data_to) as data_to
    from mart.fact_lineage
    where publication_id = :publication_id
    group by extract, supplier, covers
) as lineage on
    quality.extract = lineage.extract and quality.supplier = lineage.supplier and quality.covers = lineage.covers
where quality.publication_id = :publication_id
order by quality.extract, quality.supplier_title, quality.supplier, quality.covers
"""

_FINDINGS = """
select * from mart.fact_finding
where publication_id = :publication_id
order by extract, supplier, covers, table_name, severity, rule_id, message
"""

_LINEAGE = """
select * from mart.fact_lineage
where publication_id = :publication_id
order by extract, supplier, covers, table_name, file_name, sha256
"""


@dataclass(frozen=True)
class PublicationRows:
    """Everything of one publication that one audience may read."""

    publication: Row
    performance: Rows
    withheld: Rows
    trend: Rows
    milestones: Rows
    supplies: Rows
    findings: Rows
    lineage: Rows


def read_publication(connection: Connection, publication_id: int, audience: str) -> PublicationRows:
    """Read a publication whole. Raises UsageError when there is none of that number, Refused when it was withdrawn."""
    parameters = {"publication_id": publication_id, "everything": audience != PUBLIC}

    def rows(query: str) -> Rows:
        needed = {name: value for name, value in parameters.items() if f":{name}" in query}
        found = connection.execute(text(query), needed)
        return [dict(zip(found.keys(), row, strict=True)) for row in found]

    return PublicationRows(
        publication=_the_publication(rows(_PUBLICATION), publication_id),
        performance=rows(_PERFORMANCE),
        withheld=rows(_WITHHELD),
        trend=rows(_TREND),
        milestones=rows(_MILESTONES),
        supplies=rows(_SUPPLIES),
        findings=rows(_FINDINGS),
        lineage=rows(_LINEAGE),
    )


def _the_publication(found: Rows, publication_id: int) -> Row:
    if not found:
        raise UsageError(
            f"There is no publication {publication_id} in the warehouse.",
            "`cyp publication list` shows those there are.",
        )
    if found[0]["status"] == "withdrawn":
        raise Refused(
            f"Publication {publication_id} was withdrawn, so no report of it is made.",
            "Ask for the publication that replaced it: `cyp publication list`.",
        )
    return found[0]
