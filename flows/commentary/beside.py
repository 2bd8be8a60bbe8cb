"""What officers need beside the figures of a measure when they write about it, and what no report shows.

It goes into their workbooks alone, since it is of few children, and comes from the publication's own batches.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from flows.report.read import Row
from flows.steps.compute import read_staged
from flows.steps.context import RunContext
from flows.warehouse.statements import statement
from flows.warehouse.tables import read_frame
from transforms.excluded_pupils import INDICATORS, by_pupil
from transforms.indicators.exclusions import exclusions_of_year
from transforms.indicators.indicator import Window

BESIDE = "beside it"
_INTERVIEWS = ("return_interviews_72_hours_rate", "return_interviews_held_rate")
_OF_MISSING = "return_interviews_rate", "cla_missing_children", "repeat_missing_children", "missing_children_quarter"


def rows_beside(run: RunContext, connection: Connection, publication_id: int) -> Iterator[Row]:
    """Rows as those of breakdowns: exclusions by sex, key stage and provision, interviews of missing children."""
    shown = connection.execute(statement("commentary_indicators"), {"publication_id": publication_id})
    keys = {row.indicator_id: row.indicator_key for row in shown}
    yield from _interviews(run, connection, publication_id, keys)
    if excluded := {name: key for name, key in keys.items() if name in INDICATORS}:
        yield from _excluded(run, connection, publication_id, excluded)


def _interviews(run: RunContext, connection: Connection, publication_id: int, keys: Mapping[str, int]) -> Iterator[Row]:
    wanted = {"publication_id": publication_id, "beside": list(_INTERVIEWS), **quarters_beside(run)}
    found = [dict(row) for row in connection.execute(statement("commentary_beside"), wanted).mappings()]
    for name in _OF_MISSING:
        if name in keys:
            yield from (row | {"indicator_key": keys[name], "breakdown": BESIDE, "item": row["title"]} for row in found)


def _excluded(run: RunContext, connection: Connection, publication_id: int, keys: Mapping[str, int]) -> Iterator[Row]:
    cited = {"publication_id": publication_id}
    batches = list(connection.execute(statement("commentary_exclusion_batches"), cited).scalars())
    if not batches:
        return
    staged = read_staged(run, connection, batches)
    roll = read_frame(connection, statement("commentary_roll"), cited | {"batches": batches})
    of_quarters = {}
    for quarter in (run.quarter, run.quarter.plus(-1), run.quarter.same_last_year):
        rows = exclusions_of_year(staged, Window(quarter))
        if rows is not None:
            of_quarters[str(quarter)] = rows.assign(academic_year=quarter.academic_year)
    for each in by_pupil(of_quarters, roll):
        if each.indicator in keys:
            yield {
                "indicator_key": keys[each.indicator],
                "unit": "count",
                "decimals": 0,
                "breakdown": each.breakdown,
                "item": each.item,
                "quarter": each.quarter,
                "value": each.count,
                "numerator": each.count,
                "denominator": None,
                "symbol": "",
            }


def quarters_beside(run: RunContext) -> dict[str, str]:
    """The run's quarter and those that it is compared with, as statements ask for them."""
    return {
        "quarter": str(run.quarter),
        "quarter_before": str(run.quarter.plus(-1)),
        "same_last_year": str(run.quarter.same_last_year),
    }
