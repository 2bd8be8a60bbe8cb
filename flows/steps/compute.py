"""Compute: read the staged rows of the current batches, and count every indicator for every quarter they reach."""

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from flows.cores import cores
from flows.ready import beside, may_have_processes
from flows.steps.context import RunContext
from flows.steps.plan import Plan, PlannedSupply
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from flows.warehouse.tables import read_core, read_frame
from transforms.compute import compute, together
from transforms.coverage import MISSING, REJECTED, SliceState, without_gaps
from transforms.differences import with_differences
from transforms.extracts import EXTRACTS
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Indicator, Staged
from transforms.quarter_life import due_day
from transforms.quarters import Quarter, quarter_range
from transforms.returned import returned_figures, with_returned, with_status
from transforms.schools import with_present_numbers
from transforms.sentences import day_text

_NOT_INGESTED = "received, but not yet loaded: run it again"


def read_and_compute(
    run: RunContext, connection: Connection, batch_ids: Sequence[int], slices: Sequence[SliceState]
) -> tuple[Staged, pd.DataFrame]:
    """The rows of some batches, and the figures of the run's quarter and of each earlier one that the batches reach.

    Figures are ``FIGURE_COLUMNS``. Gaps are left out; where no extract is sent, what officers returned stands. Tables
    of a great many rows, of which nothing but indicators is made, are counted in a process beside this one, and are
    then not among the rows.
    """
    quarters = quarter_range(_first_quarter(slices, run.quarter), run.quarter)
    if not _is_worth_a_process(run, slices):
        staged = read_staged(run, connection, batch_ids)
        return staged, _figures(run, staged, compute(staged, INDICATORS, quarters), slices)
    with _counted_beside(run, batch_ids, quarters) as counted:
        staged = read_staged(run, connection, batch_ids, without=_MANY_ROWS)
        here = compute(staged, [each for each in INDICATORS if each not in _OF_MANY_ROWS], quarters)
        return staged, _figures(run, staged, together([here, counted()], INDICATORS), slices)


def _figures(run: RunContext, staged: Staged, counted: pd.DataFrame, slices: Sequence[SliceState]) -> pd.DataFrame:
    values = without_gaps(counted, INDICATORS, slices, run.council)
    figures = with_returned(values, read_returned(run, staged), INDICATORS, slices)
    return with_differences(with_status(figures, staged, INDICATORS), INDICATORS)


def _is_worth_a_process(run: RunContext, slices: Sequence[SliceState]) -> bool:
    if run.settings.processes == 1 or cores() == 1 or not may_have_processes():
        return False
    return sum(each.rows_loaded for each in slices if each.extract in _EXTRACTS_OF_MANY_ROWS) >= _WORTH_A_PROCESS


@contextmanager
def _counted_beside(
    run: RunContext, batch_ids: Sequence[int], quarters: Sequence[Quarter]
) -> Iterator[Callable[[], pd.DataFrame]]:
    """What gives the counts of ``_OF_MANY_ROWS``, read and computed in a process beside this one.

    It reads the same rows as this one would: those of a batch that is loaded change no more.
    """
    there = RunContext(run.settings, run.folder, run.council, run.quarter)  # without the key, which it does not need
    with beside(count_many_rows, there, tuple(batch_ids), tuple(quarters)) as counted:
        yield counted


def count_many_rows(run: RunContext, batch_ids: Sequence[int], quarters: Sequence[Quarter]) -> pd.DataFrame:
    """In a process of its own: counts of the indicators that rest on tables of a great many rows."""
    others = {each for indicator in _OF_MANY_ROWS for each in indicator.extracts}
    needed = {table for extract in EXTRACTS if extract.id in others for table in extract.core_tables}
    with transaction(run.engine) as connection:
        staged = read_staged(run, connection, batch_ids, without=[each for each in CORE_TABLES if each not in needed])
    return compute(staged, _OF_MANY_ROWS, quarters)


def read_returned(run: RunContext, staged: Staged) -> pd.DataFrame:
    """What officers returned for quarters up to the run's."""
    names = {officer.initials: officer.name for officer in run.council.officers}
    return returned_figures(staged, INDICATORS, run.quarter, lambda initials: names.get(initials, initials))


def read_staged(
    run: RunContext, connection: Connection, batch_ids: Sequence[int], *, without: Container[str] = ()
) -> Staged:
    """The rows of some batches, by core table. Schools have their numbers of today. Some tables may be left out."""
    batches = read_frame(connection, statement("staged_batches"), {"batches": list(batch_ids)})
    sent = set(batches["extract"])
    tables = [table for table in CORE_TABLES if table not in without]
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


CORE_TABLES = tuple(dict.fromkeys(table for extract in EXTRACTS for table in extract.core_tables))
_MANY_ROWS = ("core.attendance_count", "core.attendance_possible")  # millions: what their batches are is in ``batches``
_EXTRACTS_OF_MANY_ROWS = [extract.id for extract in EXTRACTS if not set(_MANY_ROWS).isdisjoint(extract.core_tables)]
_OF_MANY_ROWS: list[Indicator] = [
    indicator for indicator in INDICATORS if not set(_EXTRACTS_OF_MANY_ROWS).isdisjoint(indicator.extracts)
]
_WORTH_A_PROCESS = 2_000_000  # sessions sent, which take some seconds of a core once counted; a process takes two
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
