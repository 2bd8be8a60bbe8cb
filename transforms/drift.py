"""A delivery's codes beside those of the year before it: a column whose values are spread as they never were.

An export that lost a filter, or a list of codes that was shifted by one, is valid row by row; only its shares tell. As
seasons differ, nothing is said before deliveries of a whole year are there, and one that is near any of them passes.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

import pandas as pd

from transforms.extracts.extract import Extract
from transforms.history import OTHER_VALUES, TableOfFile, Unusual

_YEAR_BEFORE = timedelta(days=400)  # a year, and the weeks by which a term or a cut may be late
_WHOLE_YEAR = timedelta(days=330)  # and how far back a year's deliveries reach at the least
_LEAST_ROWS = 200  # below these, chance alone may spread values anew
_SHARE = 0.4  # of the rows that would need another code to be spread as before

CODE_COUNT_COLUMNS = ("column", "code", "rows")

_COUNTED = {"core.attendance_count": ("code", "sessions")}  # tables whose rows are counts: of what, and how many


def of_year_before(batches: Mapping[date, int], data_to: date) -> tuple[int, ...]:
    """The batches of the year before a day, by the day that their data ran to; none where they reach less far back."""
    found = {day: batch for day, batch in batches.items() if data_to - _YEAR_BEFORE <= day < data_to}
    if not found or min(found) > data_to - _WHOLE_YEAR:
        return ()
    return tuple(found[day] for day in sorted(found))


def watched(extract: Extract, core_table: str, columns: Collection[str]) -> dict[str, str]:
    """Columns of a core table that hold codes, each with the table of the extract that it comes from."""
    if core_table in _COUNTED:
        return {_COUNTED[core_table][0]: extract.tables[-1].name}
    return {
        column.name: table.name
        for table in reversed(extract.tables)
        for column in table.columns
        if column.codes and column.staged and column.name in columns
    }


def weight_of(core_table: str) -> str:
    """The column that says for how many a row stands; empty where each row stands for one."""
    return _COUNTED[core_table][1] if core_table in _COUNTED else ""


def code_counts(rows: pd.DataFrame, columns: Collection[str], weight: str) -> pd.DataFrame:
    """How many rows hold each code, in small letters: a row per column and code (``CODE_COUNT_COLUMNS``).

    Missing codes are left out.
    """
    counts = []
    for column in columns:
        stands_for = rows.groupby(column)[weight].sum() if weight else rows[column].value_counts()
        codes = stands_for.index.astype("str").str.lower()  # as the database writes flags
        counts.append(pd.DataFrame({"column": column, "code": codes, "rows": stands_for.to_numpy()}))
    return pd.concat(counts, ignore_index=True)


def drifted(
    now: pd.DataFrame, before: pd.DataFrame, columns: Mapping[str, str], tables: Mapping[str, TableOfFile]
) -> Iterator[Unusual]:
    """Columns whose codes are spread unlike in every delivery before.

    ``now`` has ``CODE_COUNT_COLUMNS``, ``before`` ``batch_id`` beside them; ``columns`` names the table that each comes
    from, and ``tables`` has those that were delivered.
    """
    shares = _shares(now, ["column"])
    past = _shares(before, ["batch_id", "column"]).unstack("batch_id")
    every_code = past.index.union(shares.index)
    differences = past.reindex(every_code).fillna(0).sub(shares.reindex(every_code).fillna(0), axis="index").abs()
    # Half of the summed differences of shares: the part of the rows that would have to change.
    apart = differences.groupby(level="column").sum() / 2
    nearest = apart.where(past.notna().groupby(level="column").any()).min(axis="columns").dropna()
    compared = set(shares.index.unique("column"))
    for column, name in columns.items():
        if column in compared and nearest.get(column, 0) >= _SHARE:
            said = (
                f"{column}: {round(nearest[column] * 100)} in 100 rows would need another code to be like the nearest"
                " of them."
            )
            table = tables.get(name) or max(tables.values(), key=lambda each: each.rows)
            yield Unusual(OTHER_VALUES, table, f"{OTHER_VALUES.message} {said}")


def _shares(counts: pd.DataFrame, of: list[str]) -> pd.Series:
    """The share that each code has of its column's rows, where they are enough to say; ``of`` tells columns apart."""
    rows = counts.groupby([*of, "code"])["rows"].sum()
    all_rows = rows.groupby(level=of).transform("sum")
    return (rows / all_rows)[all_rows >= _LEAST_ROWS]
