"""A delivery's codes beside those of the year before it: a column whose values are spread as they never were.

An export that lost a filter, or a list of codes that was shifted by one, is valid row by row; only its shares tell. As
seasons differ, nothing is said before deliveries of a whole year are there, and one that is near any of them passes.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

import pandas as pd

from transforms.extracts.extract import Extract
from transforms.history import OTHER_VALUES, TableOfFile, Unusual

_YEAR_BEFORE = timedelta(days=400)  # a year, and the weeks by which a term or a cut may be late
_WHOLE_YEAR = timedelta(days=330)  # and how far back a year's deliveries reach at the least
_LEAST_ROWS = 200  # below these, chance alone may spread values anew
_SHARE = 0.4  # of the rows that would need another code to be spread as before

_NOW = 0  # stands for the delivery's own batch, which has no number yet

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
    past = _shares(zip(before["column"], before["batch_id"], before["code"], before["rows"], strict=True))
    shares = _shares((column, _NOW, code, rows) for column, code, rows in now.itertuples(index=False, name=None))
    for column, name in columns.items():
        if column not in shares or column not in past:
            continue
        nearest = min(_apart(shares[column][_NOW], each) for each in past[column].values())
        if nearest >= _SHARE:
            said = (
                f"{column}: {round(nearest * 100)} in 100 rows would need another code to be like the nearest of them."
            )
            table = tables.get(name) or max(tables.values(), key=lambda each: each.rows)
            yield Unusual(OTHER_VALUES, table, f"{OTHER_VALUES.message} {said}")


def _shares(counts: Iterable[tuple[str, int, str, int]]) -> dict[str, dict[int, dict[str, float]]]:
    """The share that each code has of its column's rows, by column and batch, where they are enough to say."""
    rows: dict[tuple[str, int], Counter[str]] = {}
    for column, batch, code, number in counts:
        rows.setdefault((column, batch), Counter())[code] += number
    found: dict[str, dict[int, dict[str, float]]] = {}
    for (column, batch), of_codes in rows.items():
        if (total := of_codes.total()) >= _LEAST_ROWS:
            found.setdefault(column, {})[batch] = {code: number / total for code, number in of_codes.items()}
    return found


def _apart(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Half of the summed differences of shares: the part of the rows that would have to change."""
    return sum(abs(one.get(code, 0) - other.get(code, 0)) for code in {*one, *other}) / 2
