"""Ages in completed years, for whole columns of dates of birth."""

from datetime import date

import numpy as np
import pandas as pd


def ages_on(births: pd.Series, days: pd.Series | date) -> pd.Series:
    """Completed years on a day, or on each row's own. Whole numbers (``Int64``), missing where a date is.

    Someone born on 29 February has their birthday on 1 March in other years.
    """
    on = days.year * 10_000 + days.month * 100 + days.day if isinstance(days, date) else _as_numbers(days)
    return ((on - _as_numbers(births)) // 10_000).astype("Int64")


def _as_numbers(days: pd.Series) -> pd.Series:
    """Days as numbers that show them, 20050331: two of them differ by 10,000 for every completed year."""
    day = days.to_numpy(dtype="datetime64[D]")
    month = day.astype("datetime64[M]")
    year = month.astype("datetime64[Y]")
    of_month, of_year = (day - month).astype("int64") + 1, (month - year).astype("int64") + 1
    numbers = (year.astype("int64") + 1970) * 10_000 + of_year * 100 + of_month
    return pd.Series(np.where(np.isnat(day), np.nan, numbers), index=days.index)
