"""Dates known in part: the days that they can mean."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import partial_dates


def series(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("14/05/2012", "2012-05-14", "2012-05-14"),
        ("zz/02/2012", "2012-02-01", "2012-02-29"),
        ("ZZ/ZZ/2012", "2012-01-01", "2012-12-31"),
        ("14/zz/2012", "2012-01-14", "2012-12-14"),
        ("2012-02-zz", "2012-02-01", "2012-02-29"),
        ("zz/zz/zzzz", None, None),
        ("31/02/2012", None, None),
        ("2012", None, None),
        (None, None, None),
    ],
)
def test_the_first_and_the_last_day_that_a_text_can_mean(text: str | None, first: str | None, last: str | None) -> None:
    days = [found(series(text))[0] for found in (partial_dates.earliest, partial_dates.latest)]
    assert [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in days] == [first, last]


def test_what_is_no_date_in_any_part_is_told_from_what_is_not_known() -> None:
    texts = series("14/05/2012", "zz/zz/zzzz", None, "31/02/2012", "zz/13/2012", "May 2012", "14/5/2012")
    assert partial_dates.is_none(texts).tolist() == [False, False, False, True, True, True, True]


@settings(max_examples=25, deadline=None)
@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31)),
    st.lists(st.booleans(), min_size=2, max_size=2),
    st.booleans(),
)
def test_a_day_lies_between_the_first_and_the_last_that_its_text_can_mean(
    day: date, hidden: list[bool], is_iso: bool
) -> None:
    parts = [f"{day:%d}", f"{day:%m}"]
    shown = ["zz" if hide else part for part, hide in zip(parts, hidden, strict=True)]
    text = f"{day.year}-{shown[1]}-{shown[0]}" if is_iso else f"{shown[0]}/{shown[1]}/{day.year}"
    first, last = partial_dates.earliest(series(text))[0], partial_dates.latest(series(text))[0]
    assert not partial_dates.is_none(series(text))[0]
    if not pd.isna(last) and not pd.isna(first):  # 31/zz can be no day of February
        assert first <= pd.Timestamp(day) <= last
        assert last - first < timedelta(days=366)
