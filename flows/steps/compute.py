"""Compute: read the staged rows of the current batches, and count every indicator for every quarter they reach."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from flows.steps.context import RunContext
from flows.steps.plan import Plan, PlannedSupply
from flows.warehouse.statements import statement
from flows.warehouse.tables import read_core, read_frame
from transforms.compute import compute
from transforms.coverage import MISSING, REJECTED, SliceState, without_gaps
from transforms.differences import with_differences
from transforms.extracts import EXTRACTS
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Staged
from transforms.quarter_life import due_day
from transforms.quarters import Quarter, quarter_range
from transforms.returned import returned_figures, with_returned, with_status
from transforms.schools import with_present_numbers
from transforms.sentences import day_text

_NOT_INGESTED = "received, but not yet loaded: run it again"


def compute_values(run: RunContext, staged: Staged, slices: Sequence[SliceState]) -> pd.DataFrame:
    """Figures of the run's quarter and of each earlier one that the batches reach, as ``FIGURE_COLUMNS``.

    Gaps are left out; where no extract is sent, what officers returned stands.
    """
    first = _first_quarter(slices, run.quarter)
    counted = compute(staged, INDICATORS, quarter_range(first, run.quarter))
    values = without_gaps(counted, INDICATORS, slices, run.council)
    figures = with_returned(values, read_returned(run, staged), INDICATORS, slices)
    return with_differences(with_status(figures, staged, INDICATORS), INDICATORS)


def read_returned(run: RunContext, staged: Staged) -> pd.DataFrame:
    """What officers returned for quarters up to the run's."""
    names = {officer.initials: officer.name for officer in run.council.officers}
    return returned_figures(staged, INDICATORS, run.quarter, lambda initials: names.get(initials, initials))


def read_staged(run: RunContext, connection: Connection, batch_ids: Sequence[int]) -> Staged:
    """The rows of some batches, by core table. Schools have their numbers of today."""
    batches = read_frame(connection, statement("staged_batches"), {"batches": list(batch_ids)})
    sent = set(batches["extract"])
    tables = dict.fromkeys(table for extract in EXTRACTS for table in extract.core_tables)
    filled = {table for extract in EXTRACTS if extract.id in sent for table in extract.core_tables}
    return Staged(
        tables={
            table: with_present_numbers(_read(connection, table, batch_ids), run.council.schools)
            if table in filled
            else _without_rows(connection, table)
            for table in tables
        },
        batches=batches,
        la_code=run.council.la_code,
        area_codes=run.council.area_codes,
        schools=run.council.schools,
        population=run.council.population,
    )


def _read(connection: Connection, table: str, batch_ids: Sequence[int]) -> pd.DataFrame:
    return read_core(connection, table, batch_ids, of_batch=table not in _MANY_ROWS)


_MANY_ROWS = ("core.attendance_count", "core.attendance_possible")  # millions: what their batches are is in ``batches``
_EMPTY: dict[str, pd.DataFrame] = {}


def _without_rows(connection: Connection, table: str) -> pd.DataFrame:
    """The columns of a core table that nothing was sent for: asked for once, since no run changes them."""
    if table not in _EMPTY:
        _EMPTY[table] = _read(connection, table, [])
    return _EMPTY[table]


def slice_states(run: RunContext, connection: Connection, plan: Plan) -> tuple[SliceState, ...]:
    """What became of each delivery that bears on the quarter, and of each that is expected and did not come."""
    totals = {row.batch_id: row for row in connection.execute(statement("batch_totals"), {"council": run.council.slug})}
    states = []
    for supply in plan.supplies:
        for planned in supply.deliveries:
            row = totals.get(planned.batch_id)
            state = {"current": "loaded", "to do": MISSING}.get(planned.state, planned.state)
            states.append(
                SliceState(
                    extract=supply.extract,
                    supplier=supply.supplier,
                    supplier_title=supply.supply.title,
                    covers=planned.slice.covers,
                    first=planned.slice.first,
                    data_to=planned.delivery.data_to,
                    state=state,
                    reason=planned.reason if state == REJECTED else _NOT_INGESTED if state == MISSING else "",
                    batch_id=planned.batch_id,
                    rows_received=row.rows_received if row else 0,
                    rows_loaded=row.rows_loaded if row else 0,
                    rows_held=row.rows_held if row else 0,
                    rows_duplicate=row.rows_duplicate if row else 0,
                    rows_released=row.rows_released if row else 0,
                )
            )
        if supply.is_missing:
            states.append(_missing(run, supply))
    return tuple(states)


def _missing(run: RunContext, supply: PlannedSupply) -> SliceState:
    """Nothing came: why, when it was due and who answers for it, since members read it on the figures that it stops."""
    quarter, owner = run.quarter, run.council.owner_of(supply.supply)
    due = due_day(quarter, supply.supply)
    words = (
        supply.why_missing,
        f"it was due on {day_text(due)}" if due else "",
        f"{owner} answers for it" if owner else "",
    )
    return SliceState(
        supply.extract,
        supply.supplier,
        supply.supply.title,
        str(quarter),
        quarter.start,
        quarter.end,
        MISSING,
        "; ".join(word for word in words if word),
    )


def _first_quarter(slices: Sequence[SliceState], last: Quarter) -> Quarter:
    days: list[date] = [each.first for each in slices]
    return min(Quarter.containing(min(days)), last) if days else last
