"""Figures that officers return: where they stand, what they say of themselves, and what they are compared with."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from tests.core_tables import core_tables
from tests.oracle import Town
from tests.staged import drawn, staged_of
from transforms.compute import VALUE_COLUMNS
from transforms.council_types import Part
from transforms.coverage import SliceState
from transforms.indicators import INDICATORS, indicator_by_id
from transforms.quarters import Quarter
from transforms.returned import beside_counted, returned_figures, with_returned, with_status
from transforms.series import COUNTED, FIGURE_COLUMNS, RETURNED, RETURNED_VALUE, Figure, Figures, as_counted
from transforms.spans import unlike_spans

NOW = Quarter(2025, 1)
NAMES = {"JW": "Joanne Whitworth", "RN": "Ruth Nuttall"}
GIVEN = """
    indicator_id     | breakdown | item    | numerator | denominator | value
    neet_rate        | Total     | Total   |           |             | 3.6
    cla_number       | Total     | Total   | 112       |             |
    attendance_rate  | phase     | Primary | 95        | 100         |
"""


def returned(picture: str = GIVEN, quarter: Quarter = NOW, last: Quarter = NOW) -> pd.DataFrame:
    """Figures that an officer returned for a quarter's end."""
    rows = drawn(
        "core.returned_figure", picture, batch_id=1, extract="council_returns", supplier="officers",
        covers=f"{quarter.end:%Y-%m}", data_to=quarter.end,
    )  # fmt: skip
    usual = {"officer": "JW", "given_on": date(2025, 7, 4)}
    town = Town(tables={"core.returned_figure": [usual | row for row in rows]})
    return returned_figures(staged_of(town), INDICATORS, last, lambda initials: NAMES.get(initials, initials))


def counted(*rows: tuple[str, int, int | None]) -> pd.DataFrame:
    """Counts of the whole council in the quarter."""
    return pd.DataFrame(
        [(indicator, str(NOW), "", "Total", "Total", numerator, below) for indicator, numerator, below in rows],
        columns=list(VALUE_COLUMNS),
    ).astype({"numerator": "Int64", "denominator": "Int64"})


def test_what_officers_say_of_how_settled_a_figure_is_goes_with_it() -> None:
    given = """
        indicator_id | breakdown | item  | value | status
        neet_rate    | Total     | Total | 3.6   | final
        cla_rate     | Total     | Total | 90.0  | estimate
        cpp_rate     | Total     | Total | 40.0  |
    """
    assert returned(given)["status"].tolist() == ["final", "provisional", ""]
    row = {"batch_id": 1, "data_to": NOW.end, "return_id": "agency_spend", "status": "final"}
    told = with_status(as_counted(counted(("agency_spend", 9, None), ("agency_spend_rate", 9, 50), ("cla_rate", 1, 9))),
                       staged_of(Town({"core.council_return": [row]})), INDICATORS)  # fmt: skip
    assert told["status"].tolist() == ["final", "final", ""]


def sent(extract: str, state: str = "loaded") -> SliceState:
    return SliceState(extract, "system", "System", "2025-26", NOW.start, NOW.end, state)


def standing(values: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(values[["indicator_id", "item", "basis"]].itertuples(index=False, name=None))


NOTHING = counted()


def test_figures_of_which_no_extract_is_sent_stand_as_they_were_given() -> None:
    values = with_returned(NOTHING, returned(), INDICATORS, [sent("council_returns")])
    assert tuple(values.columns) == FIGURE_COLUMNS
    assert standing(values) == [
        ("neet_rate", "Total", RETURNED_VALUE),
        ("cla_number", "Total", RETURNED),
        ("attendance_rate", "Primary", RETURNED),
    ]


@pytest.mark.parametrize("value", ["3.6", "92.5", "92.4", "641", "0"])
def test_a_returned_value_is_exactly_what_was_written_and_has_no_counts(value: str) -> None:
    rows = returned(f"indicator_id | breakdown | item | value\nneet_rate | Total | Total | {value}")
    figure = Figures(rows).at(indicator_by_id("neet_rate"), NOW, Part("Total", "neet_rate"))
    assert figure is not None
    assert (figure.numerator, figure.denominator, figure.value) == (None, None, Fraction(value))


def test_returned_counts_are_divided_as_others_are() -> None:
    part = Part("Primary", "attendance_rate", "phase", "Primary")
    figure = Figures(returned()).at(indicator_by_id("attendance_rate"), NOW, part)
    assert figure is not None
    assert (figure.numerator, figure.denominator, figure.value, figure.basis) == (95, 100, Fraction(95), RETURNED)


@pytest.mark.parametrize(
    ("slices", "stands"),
    [
        ((), True),
        ((sent("ssda903"),), True),  # of other figures
        ((sent("nccis"),), False),
        ((sent("nccis", "missing"),), False),  # late: the gap stays to be seen
        ((sent("nccis", "rejected"),), False),
    ],
)
def test_an_extract_that_the_council_sends_leaves_no_room(slices: tuple[SliceState, ...], stands: bool) -> None:
    values = with_returned(NOTHING, returned(), [indicator_by_id("neet_rate")], slices)
    assert ("neet_rate" in set(values["indicator_id"])) is stands


def test_a_counted_figure_stands_and_one_that_differs_is_told() -> None:
    ours = counted(("neet_rate", 36, 1000), ("cla_number", 111, None))
    values = with_returned(ours, returned(), INDICATORS, [sent("nccis"), sent("ssda903")])
    assert standing(values)[:2] == [("neet_rate", "Total", COUNTED), ("cla_number", "Total", COUNTED)]
    (found,) = beside_counted(values, returned(), INDICATORS)
    assert (found.id, found.covers, found.differing) == ("figures-returned-and-counted", "2025-06", 1)
    assert found.words == (
        "Returned figures differ from what is counted, and are not used: Number of children looked after."
    ).replace("Number of children looked after", indicator_by_id("cla_number").title)


def test_a_figure_that_an_extract_owes_is_told() -> None:
    values = with_returned(NOTHING, returned(), INDICATORS, [sent("nccis", "missing")])
    (found,) = beside_counted(values, returned(), INDICATORS)
    assert (found.id, found.differing) == ("figures-returned-and-owed", 1)


def test_figures_of_later_quarters_are_left_out() -> None:
    assert returned(quarter=NOW.plus(1)).empty
    assert set(returned(quarter=NOW.plus(-4))["quarter"]) == {"2024-25-Q1"}


def test_who_stands_behind_a_figure_is_said_and_the_evidence_stays_where_it_is() -> None:
    (words,) = returned("""
        indicator_id | breakdown | item  | value | approver | evidence         | covers_from | covers_to
        neet_rate    | Total     | Total | 3.6   | RN       | Tracker, 30 June | 2025-04-01  | 2025-06-30
    """)["words"]
    assert words == (
        "Given by Joanne Whitworth on 4 July 2025, approved by Ruth Nuttall. It covers 1 April 2025 to 30 June 2025."
    )
    assert set(returned()["words"]) == {"Given by Joanne Whitworth on 4 July 2025, not yet approved."}


def figure(first: date | None = None, last: date | None = None) -> Figure:
    return Figure(8, None, Fraction(8), covers=(first, last) if first and last else None)


TWELVE, THREE = (date(2024, 7, 1), date(2025, 6, 30)), (date(2025, 4, 1), date(2025, 6, 30))
A_YEAR_AGO = (date(2023, 7, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (figure(), figure(), ""),
        (figure(*TWELVE), figure(), ""),
        (figure(*TWELVE), figure(*A_YEAR_AGO), ""),
        (
            figure(*THREE),
            figure(),
            "The figure covers April 2025 to June 2025, and last year's July 2023 to June 2024: they are not alike.",
        ),
        (figure(*THREE), None, ""),
    ],
)
def test_a_quarters_count_is_not_compared_with_twelve_months(now: Figure, then: Figure | None, words: str) -> None:
    assert unlike_spans(now, then, indicator_by_id("repeat_missing_children"), NOW) == words


def test_the_frame_of_figures_fits_the_core_table() -> None:
    assert {"numerator", "denominator", "value", "covers_from"} <= set(core_tables()["core.returned_figure"])
    assert replace(figure(), basis=RETURNED).is_returned
