"""Ages of whole columns, which are those of one person at a time."""

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from transforms.ages import ages_on
from transforms.quarters import age_on

DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(births=st.lists(DAYS, min_size=1), days=st.data())
def test_each_age_is_that_of_the_person_alone(births: list[date], days: st.DataObject) -> None:
    own = [days.draw(DAYS) for _ in births]
    ages = ages_on(pd.to_datetime(pd.Series(births)), pd.to_datetime(pd.Series(own)))
    assert ages.tolist() == [age_on(birth, day) for birth, day in zip(births, own, strict=True)]


def test_one_day_may_be_everybodys() -> None:
    births = pd.to_datetime(pd.Series(["2008-02-29", "2008-03-01", "2008-03-02"]))
    assert ages_on(births, date(2025, 3, 1)).tolist() == [17, 17, 16]


def test_where_a_date_is_missing_there_is_no_age() -> None:
    births = pd.Series([None, pd.Timestamp(2008, 1, 1)], dtype="datetime64[s]")
    ages = ages_on(births, pd.Series([pd.Timestamp(2025, 1, 1), None], dtype="datetime64[s]"))
    assert ages.isna().all()
    assert ages.dtype == "Int64"
