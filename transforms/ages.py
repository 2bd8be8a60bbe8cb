"""Ages in completed years, for whole columns of dates of birth."""

from datetime import date

import pandas as pd


def ages_on(births: pd.Series, days: pd.Series | date) -> pd.Series:
    """Completed years on a day, or on each row's own. Whole numbers (``Int64``), missing where a date is.

    Someone born on 29 February has their birthday on 1 March in other years.
    """
    on = days if isinstance(days, date) else days.dt
    before_birthday = (births.dt.month * 100 + births.dt.day) > (on.month * 100 + on.day)
    return (on.year - births.dt.year - before_birthday.astype(int)).astype("Int64")
