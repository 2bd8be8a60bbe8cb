"""One call counts every indicator and quarter; quarters that nothing reaches have no rows."""

from dataclasses import replace
from datetime import date

import pandas as pd

from tests.staged import SCHOOLS, at_school, looked_after
from transforms.compute import VALUE_COLUMNS, compute, together
from transforms.indicators import INDICATORS, attendance, children_looked_after, indicator_by_id
from transforms.indicators.breakdown import count_rows
from transforms.indicators.indicator import Counts, Staged, Window
from transforms.quarters import Quarter, quarter_range

YEAR = quarter_range(Quarter(2024, 1), Quarter(2025, 1))
CHILDREN = looked_after("child | episode_start\nAnn | 2024-12-01", date(2025, 3, 31), {2023: 9, 2024: 9})
PUPILS = at_school("pupil | code\nAnn | /")
CARE = {name: CHILDREN.rows(name) for name in ("core.cla_child", "core.cla_episode")}
BOTH = replace(PUPILS, tables={**PUPILS.tables, **CARE}, population=CHILDREN.population)
TWO_TOPICS = (*attendance.INDICATORS, *children_looked_after.INDICATORS)
NOTHING = replace(looked_after("child"), schools=PUPILS.schools)


def test_every_indicator_and_quarter_that_the_batches_reach_is_in_one_frame() -> None:
    values = compute(BOTH, TWO_TOPICS, YEAR)
    assert tuple(values.columns) == VALUE_COLUMNS
    quarters = values.groupby("indicator_id")["quarter"].agg(lambda found: sorted(set(found))).to_dict()
    of_pupils = [quarters.pop(indicator.id) for indicator in attendance.INDICATORS]
    assert of_pupils == [["2025-26-Q1"]] * len(attendance.INDICATORS)
    of_care = {indicator.id for indicator in children_looked_after.INDICATORS}
    assert set(quarters) == of_care - {"cla_within_20_miles", "cla_unaccompanied"}  # which need other tables
    assert all(found == ["2024-25-Q1", "2024-25-Q2", "2024-25-Q3", "2024-25-Q4"] for found in quarters.values())


def test_what_was_computed_apart_comes_together_as_if_it_were_asked_for_at_once() -> None:
    of_care = compute(BOTH, children_looked_after.INDICATORS, YEAR)
    of_pupils = compute(BOTH, attendance.INDICATORS, YEAR)
    nothing = compute(NOTHING, attendance.INDICATORS, YEAR)
    pd.testing.assert_frame_equal(together([of_care, of_pupils], TWO_TOPICS), compute(BOTH, TWO_TOPICS, YEAR))
    pd.testing.assert_frame_equal(together([nothing, of_care], TWO_TOPICS), of_care)
    assert tuple(together([nothing, nothing], TWO_TOPICS).columns) == VALUE_COLUMNS


def test_nought_is_a_figure_and_not_reached_is_none() -> None:
    values = compute(BOTH, [indicator_by_id("cla_rate")], YEAR)
    assert values["numerator"].tolist() == [0, 0, 1, 1]  # from December


def test_a_definition_that_holds_no_more_is_counted_in_no_later_quarter() -> None:
    ended = replace(indicator_by_id("cla_number"), until=date(2024, 12, 31), ended_because="It is over.")
    values = compute(BOTH, [ended], YEAR)
    assert sorted(set(values["quarter"])) == ["2024-25-Q1", "2024-25-Q2", "2024-25-Q3"]


def test_nothing_received_gives_the_columns_and_no_rows() -> None:
    values = compute(NOTHING, INDICATORS, YEAR)
    assert tuple(values.columns) == VALUE_COLUMNS
    assert values.empty


def test_values_are_whole_numbers_of_which_some_are_missing() -> None:
    values = compute(BOTH, TWO_TOPICS, YEAR)
    assert set(values.dtypes[["numerator", "denominator"]].astype(str)) == {"Int64"}
    assert values["numerator"].notna().all()


def test_indicators_that_count_the_same_rows_prepare_them_once_for_each_quarter() -> None:
    prepared = []

    def prepare(_: Staged, window: Window) -> pd.DataFrame:
        prepared.append(str(window.quarter))
        return pd.DataFrame({"child": ["Ann"]})

    def count(rows: pd.DataFrame, _: Staged, __: Window) -> Counts:
        return count_rows(rows, {})

    made_up = replace(indicator_by_id("cla_number"), prepare=prepare, count=count)
    compute(NOTHING, [replace(made_up, id="one"), replace(made_up, id="two")], YEAR[:2])
    assert prepared == ["2024-25-Q1", "2024-25-Q2"]


def test_order_of_the_rows_makes_no_difference() -> None:
    drawn = at_school("""
        pupil | school_urn | code | sessions
        Ann   | 900001     | /    | 3
        Bob   | 900002     | I    | 4
        Ann   | 900001     | O    | 5
    """)
    turned = replace(drawn, tables={name: frame[::-1] for name, frame in drawn.tables.items()})
    pd.testing.assert_frame_equal(compute(drawn, INDICATORS, YEAR), compute(turned, INDICATORS, YEAR))


def test_counting_rows_gives_every_item_of_a_breakdown() -> None:
    counts = count_rows(pd.DataFrame({"phase": ["PRU", "PRU"]}), {"phase": tuple(SCHOOLS.values())}, denominator=9)
    found = counts[["breakdown", "item", "numerator", "denominator"]].fillna(-1).values.tolist()
    assert found == [
        ["Total", "Total", 2, 9],
        ["phase", "Primary", 0, -1],
        ["phase", "Secondary", 0, -1],
        ["phase", "Special", 0, -1],
        ["phase", "PRU", 2, -1],
    ]


def test_a_figure_made_once_a_year_has_no_rows_in_other_quarters() -> None:
    in_spring = replace(indicator_by_id("cla_number"), quarters=(4,), breakdowns=())
    assert set(compute(BOTH, [in_spring], YEAR)["quarter"]) == {"2024-25-Q4"}
