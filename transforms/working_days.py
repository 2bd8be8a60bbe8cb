"""Working days in England: Monday to Friday, without bank holidays.

The bank holidays are a table of their own, whole years at a time; beyond it nothing is guessed.
"""

from datetime import date, timedelta
from functools import cache
from itertools import count, islice

import numpy as np
import pandas as pd

from transforms.codelists import bank_holidays
from transforms.errors import CypError

ADD_A_YEAR = (
    "Take a newer version, or add the year, as gov.uk/bank-holidays has it, to "
    "transforms/codelists/calendar/bank_holidays.csv."
)


@cache
def first_day() -> date:
    """First day that the table of bank holidays covers."""
    return date(min(bank_holidays()).year, 1, 1)


@cache
def last_day() -> date:
    """Last day that the table of bank holidays covers."""
    return date(max(bank_holidays()).year, 12, 31)


def is_working_day(day: date) -> bool:
    """Whether offices work on a day. Raises CypError outside the table of bank holidays."""
    if not first_day() <= day <= last_day():
        raise CypError(
            f"Bank holidays are known from {first_day()} to {last_day()}, so {day} cannot be told.",
            ADD_A_YEAR,
        )
    return day.weekday() < 5 and day not in bank_holidays()


def working_day_after(day: date, number: int) -> date:
    """The working day that comes ``number`` (1 or more) working days after ``day``, which itself is not counted.

    Raises CypError where the table of bank holidays ends before.
    """
    following = (day + timedelta(days=after) for after in count(1))
    return next(islice(filter(is_working_day, following), number - 1, None))


def working_day_before(day: date, number: int) -> date:
    """The working day that comes ``number`` (1 or more) working days before ``day``, which itself is not counted.

    Raises CypError where the table of bank holidays begins after.
    """
    earlier = (day - timedelta(days=before) for before in count(1))
    return next(islice(filter(is_working_day, earlier), number - 1, None))


def working_days_between(starts: pd.Series, ends: pd.Series) -> pd.Series:
    """Working days after each start, up to and including its end. Whole numbers (``Int64``) on the index of ``starts``.

    Negative where the end comes first. Missing where either date is, or lies outside the table of bank holidays.
    """
    table = pd.Timestamp(first_day()), pd.Timestamp(last_day())
    known = starts.between(*table) & ends.between(*table)
    after, until = _days(starts.where(known, table[0])), _days(ends.where(known, table[0]))
    # From the earlier to the later of the two: numpy counts other ends when it counts backwards.
    counted = np.busday_count(np.minimum(after, until) + 1, np.maximum(after, until) + 1, holidays=_holidays())
    return pd.Series(np.where(until < after, -counted, counted), index=starts.index, dtype="Int64").where(known)


def _days(times: pd.Series) -> np.ndarray:
    return times.to_numpy(dtype="datetime64[D]")


@cache
def _holidays() -> np.ndarray:
    return np.array(list(bank_holidays()), dtype="datetime64[D]")
