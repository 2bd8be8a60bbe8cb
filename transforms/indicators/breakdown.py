"""Counting the same rows as a whole and by each breakdown, with zero where there is none."""

from collections.abc import Mapping, Sequence

import pandas as pd

from transforms.indicators.indicator import Counts, Window

TOTAL = "Total"


def count_rows(rows: pd.DataFrame, breakdowns: Mapping[str, Sequence[str]], denominator: int | None = None) -> Counts:
    """Number of rows in all and for every item of each breakdown (a column of ``rows``), items without rows included.

    ``denominator`` goes with the total only: a rate of the whole population says nothing about a part of it.
    """
    counted: list[tuple[str, str, str, int, int | None]] = [("", TOTAL, TOTAL, len(rows), denominator)]
    for breakdown, items in breakdowns.items():
        found = rows[breakdown].value_counts()
        counted.extend(("", breakdown, item, int(found.get(item, 0)), None) for item in items)
    return as_counts(counted)


def share_of(is_counted: pd.Series) -> Counts:
    """How many are counted, of all that there are."""
    return as_counts([("", TOTAL, TOTAL, int(is_counted.sum()), len(is_counted))])


def in_year_so_far(days: pd.Series, window: Window) -> pd.Series:
    """True from 1 April of the quarter's financial year to the quarter's end."""
    return days.between(pd.Timestamp(window.financial_year_start), pd.Timestamp(window.end))


def open_on(starts: pd.Series, ends: pd.Series, days: pd.Series | pd.Timestamp) -> pd.Series:
    """True where a span has begun by the end of a day and has not ended on it."""
    return (starts <= days) & (ends.isna() | (ends > days))


def as_counts(rows: Sequence[tuple[str, str, str, int, int | None]]) -> Counts:
    """A counts frame from plain tuples in the order of ``COUNT_COLUMNS``."""
    school_urn, breakdown, item, numerator, denominator = ([row[place] for row in rows] for place in range(5))
    # An array for each kind, cut up: a series for each column takes three times as long, a thousand times a draft.
    size = len(rows)
    texts = pd.Series([*school_urn, *breakdown, *item], dtype="str").array
    numbers = pd.Series([*numerator, *denominator], dtype="Int64").array
    return pd.DataFrame(
        {
            "school_urn": texts[:size],
            "breakdown": texts[size : 2 * size],
            "item": texts[2 * size :],
            "numerator": numbers[:size],
            "denominator": numbers[size:],
        },
        copy=False,
    )
