"""The council's own returns: taken over as they were given, for the quarter that they were given for."""

from datetime import date

import pytest

from tests.oracle import Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")

GIVEN = """
    return_id                       | amount   | out_of | status
    independent_placements_forecast | 13752955 |        | estimate
    sen_placements_forecast         | 9120450  |        | estimate
    early_years_good_or_outstanding | 61       | 65     | final
    funded_two_year_olds            | 412      | 400    | provisional
    placement_quality_visits        | 9        | 16     | final
    agency_spend                    | 1350000  | 7500000 | final
    overspend_forecast              | 2200000  |        | estimate
    placement_costs_avoided         | 1200000  |        | estimate
    multi_agency_plan_children      | 229      |        | provisional
    independent_residential_forecast | 11377280 |       | estimate
    independent_fostering_forecast  | 2375675  |        | estimate
    residential_quality_visits      | 10       | 20     | final
    leaving_care_quality_visits     | 16       | 20     | final
"""


def given(picture: str, covers: str = "2025-06", data_to: date = date(2025, 6, 30)) -> Staged:
    batch = {"batch_id": 1, "extract": "council_returns", "covers": covers, "data_to": data_to}
    usual = {"officer": "JW", "given_on": date(2025, 7, 4)}
    return staged_of(Town({"core.council_return": drawn("core.council_return", picture, **usual | batch)}, [batch]))


@pytest.mark.parametrize(
    ("indicator", "figure"),
    [
        ("independent_placements_forecast", (13_752_955, None)),
        ("sen_placements_forecast", (9_120_450, None)),
        ("placement_quality_visits_rate", (9, 16)),
        ("early_years_good_rate", (61, 65)),
        ("funded_two_year_olds_rate", (412, 400)),
        ("agency_spend", (1_350_000, None)),
        ("agency_spend_rate", (1_350_000, 7_500_000)),
        ("overspend_forecast", (2_200_000, None)),
        ("placement_costs_avoided", (1_200_000, None)),
        ("multi_agency_plan_children", (229, None)),
        ("independent_residential_forecast", (11_377_280, None)),
        ("independent_fostering_forecast", (2_375_675, None)),
        ("residential_quality_visits_rate", (10, 20)),
        ("leaving_care_quality_visits_rate", (16, 20)),
    ],
)
def test_a_figure_is_what_the_officer_gave(indicator: str, figure: tuple[int, int | None]) -> None:
    assert counted(given(GIVEN), indicator) == {WHOLE: figure}


def test_take_up_of_children_of_three_and_four_is_told_once_a_year_after_the_january_census() -> None:
    taken = given(
        "return_id | amount | out_of\nfunded_three_four_year_olds | 2600 | 2550", "2025-03", date(2025, 3, 31)
    )
    assert counted(taken, "funded_three_four_year_olds_rate", "2024-25-Q4") == {WHOLE: (2600, 2550)}
    assert counted(given(GIVEN), "funded_three_four_year_olds_rate") == {}


def test_a_figure_that_was_not_given_is_none() -> None:
    some = given("return_id | amount | out_of\nfunded_two_year_olds | 412 | 400")
    assert counted(some, "early_years_good_rate") == {}
    assert counted(some, "funded_two_year_olds_rate") == {WHOLE: (412, 400)}


def test_a_figure_stands_for_its_own_quarter_alone() -> None:
    assert counted(given(GIVEN), "early_years_good_rate", "2025-26-Q2") == {}
    assert counted(given(GIVEN, "2025-05", date(2025, 5, 31)), "early_years_good_rate") == {}
    assert counted(given(GIVEN, data_to=date(2025, 6, 29)), "early_years_good_rate") == {}
