"""The council's own returns: what its officers' figures become."""

from datetime import date

import pandas as pd

from tests.factories import broken, context, drawn
from tests.shaping import core_rows
from transforms.extracts import COUNCIL_RETURNS
from transforms.extracts.council_returns import RETURNS

GIVEN = """
    return_id                       | amount   | out_of | officer | given_on   | status
    independent_placements_forecast | 13752955 |        | JW      | 2025-07-04 | estimate
    funded_two_year_olds            | 412      | 400    | SO      | 2025-07-03 | provisional
"""
TAKEN = {"taken_on": date(2025, 7, 14)}


def test_a_figure_is_kept_with_its_officer_day_and_status() -> None:
    core = core_rows(COUNCIL_RETURNS, {"returns": drawn(RETURNS, GIVEN)}, **TAKEN)["core.council_return"]
    assert core["row_number"].tolist() == [2, 3]
    assert core["amount"].tolist() == [13_752_955, 412]
    assert core["out_of"].isna().tolist() == [True, False]
    assert core[["officer", "status"]].to_numpy().tolist() == [["JW", "estimate"], ["SO", "provisional"]]
    assert core["given_on"].tolist() == [pd.Timestamp(2025, 7, 4), pd.Timestamp(2025, 7, 3)]


def test_a_figure_of_another_system_is_held() -> None:
    text = drawn(RETURNS, "return_id | amount\nhouse_prices | 7")
    assert broken(RETURNS, text, context(COUNCIL_RETURNS, **TAKEN)) == {"returns-return-id-unknown-code": (2,)}


def test_two_figures_for_one_thing_are_both_held() -> None:
    twice = drawn(RETURNS, "return_id | amount\nfunded_two_year_olds | 7\nfunded_two_year_olds | 8")
    assert broken(RETURNS, twice) == {"returns-key-repeated": (2, 3)}
