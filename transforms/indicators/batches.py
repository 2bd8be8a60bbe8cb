"""Which delivery a figure rests on: the current batch that speaks for a span of time, and its rows."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from transforms.indicators.indicator import Staged, Window, made_once
from transforms.quarters import financial_year, financial_year_bounds


def batch_reaching(staged: Staged, extract: str, covers: str, day: date) -> int | None:
    """The batch of an extract for a span of time (``2025-26``, ``2025-06``) whose data run to a day or beyond.

    None where there is none: then nobody can say what had happened by that day.
    """
    sent = _sent(staged).get((extract, covers), ())
    return next((batch_id for batch_id, data_to in sent if data_to >= pd.Timestamp(day)), None)


@made_once
def _sent(staged: Staged) -> dict[tuple[str, str], list[tuple[int, pd.Timestamp]]]:
    """The batches of each extract and span of time, with the day that their data run to."""
    found: dict[tuple[str, str], list[tuple[int, pd.Timestamp]]] = {}
    columns = (staged.batches[name] for name in ("extract", "covers", "batch_id", "data_to"))
    for extract, covers, batch_id, data_to in zip(*columns, strict=True):
        found.setdefault((extract, covers), []).append((int(batch_id), data_to))
    return found


@made_once
def rows_of(staged: Staged, table: str, batch_id: int) -> pd.DataFrame:
    """The rows of a core table that came with one batch."""
    rows = staged.rows(table)
    return rows[rows["batch_id"].eq(batch_id)]


def rows_of_year(extract: str, table: str) -> Callable[[Staged, Window], pd.DataFrame | None]:
    """Finds the rows of a core table from the batch of the quarter's financial year; None unless it reaches its end."""

    def find(staged: Staged, window: Window) -> pd.DataFrame | None:
        batch_id = batch_reaching(staged, extract, financial_year(window.end), window.end)
        return None if batch_id is None else rows_of(staged, table, batch_id)

    return find


@made_once
def rows_of_years(staged: Staged, extract: str, table: str, first: date, last: date) -> pd.DataFrame | None:
    """The rows of a core table from the batch of each financial year that a span of days touches.

    None unless every year has one that runs to its end, and the newest to ``last``: of what happened in a year whose
    file stops short, some would be missed.
    """
    batch_ids = []
    for start in range(int(financial_year(first)[:4]), int(financial_year(last)[:4]) + 1):
        year = financial_year(date(start, 4, 1))
        batch_id = batch_reaching(staged, extract, year, min(financial_year_bounds(year)[1], last))
        if batch_id is None:
            return None
        batch_ids.append(batch_id)
    rows = staged.rows(table)
    return rows[rows["batch_id"].isin(batch_ids)]
