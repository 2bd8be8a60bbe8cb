"""Publications of a made-up council with one and the same number in every figure, written as the line writes them.

No deliveries are behind them, so that one is made within a tenth of a second. A reader that meets two numbers, or other
than ``PARTS`` rows of a publication, has read two publications at once.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Engine, event

from flows.settings import Settings
from flows.steps.compare import Compared
from flows.steps.context import RunContext
from flows.steps.publish import Draft, performance_rows, write_draft
from flows.warehouse import batches, publications, seals
from flows.warehouse.engine import transaction
from tests.unit.report.report_factory import sample_council
from transforms.council_types import Council, Measure, Officer, Part, SignOffStep
from transforms.coverage import LOADED, SliceState
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Unit
from transforms.quarters import Quarter
from transforms.series import as_counted

QUARTER = Quarter(2025, 1)
PARTS = 5
OFFICER = "AT"  # does everything there
_SLICE = "ssda903", "case-system"
_DELIVERIES = itertools.count(1)
COUNTED = [indicator for indicator in INDICATORS if indicator.unit is Unit.COUNT][:PARTS]


def small_run(settings: Settings, folder: Path, quarter: Quarter = QUARTER) -> RunContext:
    """The quarter of a council with five measures, whose folder holds nothing."""
    folder.mkdir(exist_ok=True)
    return RunContext(settings, folder, _council(), quarter)


def publish_number(run: RunContext, number: int, history: dict[Quarter, int] | None = None) -> int:
    """Publish a draft with this number everywhere, and others for earlier quarters. Gives the publication's number."""
    with transaction(run.engine) as connection:
        publications.lock_quarter(connection, run.council.slug, str(run.quarter))
        seals.require_whole(connection, seals.standing(connection, run.council.slug, str(run.quarter)))
        values = _values({**(history or {}), run.quarter: number})
        slices = [_slice(extract, run.quarter) for extract in {name for each in COUNTED for name in each.extracts}]
        draft = Draft(values, performance_rows(run, values, slices), (), (), Compared((), None))
        return write_draft(run, connection, f"{number:064}", draft, slices)


def bring_in(run: RunContext, loaded: int, held: int = 0, duplicates: int = 0) -> int:
    """A delivery of so many rows, as the newest version of the one slice that there is. Gives the batch's number."""
    with transaction(run.engine) as connection:
        batches.lock_slice(connection, run.council.slug, *_SLICE)
        of = run.council.slug, *_SLICE, run.quarter.financial_year
        key = batches.BatchKey(*of, run.quarter.end, run.quarter.end, "0" * 64, f"{next(_DELIVERIES):064}", None)
        totals = batches.Totals(loaded + held + duplicates, loaded, held, duplicates)
        return batches.add(connection, key, batches.CURRENT, totals, [])


class CutError(Exception):
    """The connection was cut."""


@contextmanager
def cut_before(engine: Engine, place: int) -> Iterator[None]:
    """Cut the connection before the statement of this place, as the database sees a process that is killed there.

    Raises CutError from within, or nothing when fewer statements come.
    """
    counted = itertools.count(1)

    def cut(connection: Connection, *_: object) -> None:
        if next(counted) == place:
            connection.invalidate()
            raise CutError

    event.listen(engine, "before_cursor_execute", cut)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", cut)


def _council() -> Council:
    measures = tuple(
        Measure(f"M{place}", "PED01", indicator.title, OFFICER, (Part("Total", indicator.id),), "none", OFFICER)
        for place, indicator in enumerate(COUNTED, start=1)
    )
    officer = Officer(OFFICER, "Aisha Tariq", "Head of Service")
    return replace(
        sample_council(), measures=measures, officers=(officer,), sign_off=(SignOffStep("officer", own=True),)
    )


def _values(numbers: dict[Quarter, int]) -> pd.DataFrame:
    rows = [
        {
            "indicator_id": indicator.id,
            "quarter": str(quarter),
            "school_urn": "",
            "breakdown": "Total",
            "item": "Total",
            "numerator": number,
            "denominator": None,
        }
        for indicator in COUNTED
        for quarter, number in numbers.items()
    ]
    frame = pd.DataFrame(rows).astype({"numerator": "Int64", "denominator": "Int64"})
    return as_counted(frame)


def _slice(extract: str, quarter: Quarter) -> SliceState:
    return SliceState(extract, "case-system", "Case system", quarter.financial_year, quarter.start, quarter.end, LOADED)
