"""A delivery beside those before it: which are unlike them, and which only look so."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core_tables import core_tables
from transforms.history import (
    TOLD_APART_BY,
    WHOLE_FILE,
    PastDelivery,
    TableOfFile,
    copied,
    may_be_copied,
    of_few_people,
    shared_rows,
    unusual,
)
from transforms.waivers import Standing

YEAR, QUARTER = 365, 91


def past(rows: int, days: int = YEAR, year: int = 2024, sha256: str = "") -> PastDelivery:
    return PastDelivery(date(year, 3, 31), days, (TableOfFile("header", sha256 or f"{year}", rows),))


def found(rows: int, days: int, *before: PastDelivery, sha256: str = "now") -> list[str]:
    return [each.rule.id for each in unusual([TableOfFile("header", sha256, rows)], days, before)]


@pytest.mark.parametrize(
    ("rows", "days", "before", "rule"),
    [
        (300, YEAR, [300], None),
        (30, YEAR, [300], None),
        (29, YEAR, [300], "few"),
        (0, YEAR, [300], "few"),
        (0, YEAR, [49], None),  # a small table may be empty by chance
        (29, YEAR, [300, 290], None),  # the least of those before counts
        (8, QUARTER, [300], None),  # a quarter of the year, so a quarter of the rows
        (7, QUARTER, [300], "few"),
        (3_000, YEAR, [300], None),
        (3_001, YEAR, [300], "many"),
        (499, YEAR, [10], None),
        (500, YEAR, [10], "many"),
        (3_000, YEAR, [300, 100], None),  # and the most
        (29, YEAR, [], None),
        (29, YEAR, [20, 300, 300, 300, 300], "few"),  # the four before
    ],
)
def test_volume_is_compared_with_the_four_deliveries_before(
    rows: int, days: int, before: list[int], rule: str | None
) -> None:
    deliveries = [past(each, year=2010 + place) for place, each in enumerate(before)]
    assert found(rows, days, *deliveries) == ([f"delivery-{rule}-rows"] if rule else [])


def test_a_longer_span_than_before_may_have_as_many_more_rows() -> None:
    assert found(4_000, 2 * QUARTER, past(300, QUARTER)) == []
    assert found(6_001, 2 * QUARTER, past(300, QUARTER)) == ["delivery-many-rows"]


def test_the_files_of_any_earlier_delivery_sent_again_are_told_with_its_date() -> None:
    before = past(300, sha256="now", year=2018), *(past(300, year=year) for year in range(2019, 2025))
    (only,) = unusual([TableOfFile("header", "now", 300)], YEAR, before)
    assert only.rule.id == "delivery-same-files"
    assert only.message.endswith("Its data ran to 31 March 2018.")


def test_one_file_of_several_may_be_the_same_and_empty_files_always_are() -> None:
    header, oc3, reviews = TableOfFile("header", "a", 9), TableOfFile("oc3", "b", 2), TableOfFile("reviews", "c", 2)
    before = PastDelivery(date(2024, 3, 31), YEAR, (header, oc3))
    assert unusual([header, reviews], YEAR, [before]) == ()
    empty = TableOfFile("header", "empty", 0)
    assert unusual([empty], YEAR, [PastDelivery(date(2024, 3, 31), YEAR, (empty,))]) == ()


def test_a_table_that_was_never_there_or_is_not_there_now_is_compared_with_nothing() -> None:
    before = PastDelivery(date(2024, 3, 31), YEAR, (TableOfFile("oc3", "b", 5_000),))
    assert unusual([TableOfFile("header", "a", 5_000)], YEAR, [before]) == ()


def counts(first: int, n: int) -> pd.DataFrame:
    """Sessions of so many pupils, numbered from ``first``."""
    numbers = range(first, first + n)
    return pd.DataFrame(
        {"pupil": [f"pupil-{each}" for each in numbers], "sessions": [20 + each % 7 for each in numbers]}
    )


def test_rows_in_common_are_counted_as_often_as_both_have_them() -> None:
    one, other = pd.concat([counts(1, 3), counts(1, 2)]), pd.concat([counts(2, 2), counts(2, 1), counts(2, 1)])
    assert shared_rows(one, other) == shared_rows(other, one) == 3
    assert shared_rows(one, other.iloc[:0]) == shared_rows(one.iloc[:0], other) == 0


def test_the_type_of_a_column_makes_no_difference() -> None:
    days = pd.Series(["2025-06-09", None])
    one = pd.DataFrame({"day": pd.to_datetime(days).astype("datetime64[s]"), "n": pd.array([1, None], dtype="Int64")})
    other = pd.DataFrame(
        {"day": pd.to_datetime(days).astype("datetime64[us]"), "n": pd.array([1, None], dtype="Int16")}
    )
    assert shared_rows(one, other) == 2


@pytest.mark.parametrize(
    ("now", "before", "waits"),
    [
        (counts(1, 200), counts(1, 200), True),
        (counts(3, 200), counts(1, 200), True),  # 198 of 200
        (counts(4, 200), counts(1, 200), False),
        (counts(1, 200), counts(1, 400), True),  # part of what it was
        (counts(1, 400), counts(1, 200), False),  # that and as much again
        (counts(1, 49), counts(1, 49), False),  # so few may be the same by chance
        (counts(1, 50), counts(1, 50), True),
    ],
)
def test_a_delivery_whose_rows_are_nearly_all_those_of_another_period_is_told(
    now: pd.DataFrame, before: pd.DataFrame, waits: bool
) -> None:
    found = copied(TableOfFile("marks", "now", 5_000), now, before, date(2025, 3, 31))
    assert (found is not None) == waits
    if found:
        assert found.rule.id == "delivery-same-rows"
        assert found.message.endswith("Its data ran to 31 March 2025.")


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), min_size=1, max_size=400),
    st.data(),
)
def test_looking_at_a_few_people_first_misses_no_copy(sessions: list[tuple[int, int]], data: st.DataObject) -> None:
    rows = pd.DataFrame(
        [(f"{pupil}", "900001", "/", count) for pupil, count in sessions],
        columns=["pupil", "school_urn", "code", "sessions"],
    )
    changed = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8))
    before = rows.copy()
    before.loc[changed, "sessions"] = 9
    few = of_few_people(rows)
    near = before[before["pupil"].isin(few["pupil"])]
    is_copied = copied(TableOfFile("marks", "now", len(rows)), rows, before, date(2025, 3, 31)) is not None
    assert may_be_copied(few, near, len(rows)) or not is_copied


def test_a_delivery_of_other_sessions_is_told_by_a_few_people() -> None:
    rows = pd.DataFrame({"pupil": [f"{n}" for n in range(400)], "sessions": 60})
    few = of_few_people(rows)
    assert len(few) == 40
    assert may_be_copied(few, rows, len(rows))
    assert not may_be_copied(few, rows.assign(sessions=61), len(rows))


def test_what_is_compared_are_columns_of_its_table_and_lists_of_who_is_known_are_left_out() -> None:
    for table, columns in TOLD_APART_BY.items():
        assert set(columns) < set(core_tables()[table])
    assert not {"core.enrolment", "core.young_person", "core.cla_episode", "core.ehc_case"} & set(TOLD_APART_BY)


def test_it_is_accepted_for_the_very_file() -> None:
    (few,) = unusual([TableOfFile("header", "now", 2)], YEAR, [past(300)])
    assert not few.is_accepted({})
    assert not few.is_accepted({"header": {few.rule.id: Standing(every=True)}})
    assert few.is_accepted({"header": {few.rule.id: Standing(lines={WHOLE_FILE: True})}})
