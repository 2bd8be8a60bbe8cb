"""Rules of the children in need census at their edges. What each finds at all is in tests/drawn_rules_cin*.py."""

from datetime import date

import pytest

from tests.factories import broken, check, context, drawn, rows
from transforms.extracts import CIN
from transforms.extracts.cin import (
    ASSESSMENT_FACTORS,
    ASSESSMENTS,
    CHILDREN,
    PROTECTION_PLANS,
    REFERRALS,
    SECTION47,
)
from transforms.extracts.extract import Table

YEAR_2020 = {"covers_from": date(2020, 4, 1), "covers_to": date(2021, 3, 31)}


@pytest.mark.parametrize("table", CIN.tables, ids=lambda table: table.name)
def test_without_other_tables_nothing_is_missing_from_them(table: Table) -> None:
    assert broken(table, rows(table, 2), context(CIN, tables={})) == {}


@pytest.mark.parametrize(
    ("table", "before", "rule"),
    [
        (REFERRALS, CHILDREN, "referrals-child-unknown"),
        (ASSESSMENTS, REFERRALS, "assessments-referral-unknown"),
        (SECTION47, REFERRALS, "section47-referral-unknown"),
        (PROTECTION_PLANS, REFERRALS, "protection_plans-referral-unknown"),
        (ASSESSMENT_FACTORS, ASSESSMENTS, "assessment_factors-assessment-unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_where_the_table_before_keeps_no_row_everything_is_held(table: Table, before: Table, rule: str) -> None:
    none = check(before, rows(before, 0)).kept
    assert broken(table, rows(table, 2), context(CIN, tables={before.name: none})) == {rule: (2, 3)}


def test_a_date_that_cannot_be_read_is_neither_open_nor_closed() -> None:
    referrals = drawn(REFERRALS, "closure_date | closure_reason\n2025-06-31 | RC8\n2025-06-31 |")
    assert broken(REFERRALS, referrals) == {"referrals-closure-date-not-a-date": (2, 3)}


@pytest.mark.parametrize(("code", "found"), [("18A", {}), ("24A", {"assessment_factors-retired-code": (2,)})])
def test_factors_are_judged_by_the_year_that_the_census_covers(code: str, found: dict) -> None:
    of_2020 = context(CIN, data_to=date(2025, 6, 30), **YEAR_2020)
    assert broken(ASSESSMENT_FACTORS, rows(ASSESSMENT_FACTORS, 1, factor=code), of_2020) == found


def test_bank_holidays_are_no_working_days_of_an_assessment() -> None:
    # From 24 April to 30 June 2025 there are 47 Mondays to Fridays to come, two of them bank holidays.
    text = drawn(ASSESSMENTS, "start_date | authorised_date\n2025-04-24 |\n2025-04-23 |")
    assert broken(ASSESSMENTS, text) == {"assessments-overdue": (3,)}


def test_a_case_that_ends_on_the_day_of_the_next_referral_does_not_overlap_it() -> None:
    text = drawn(
        REFERRALS,
        """
        child | referral_date | closure_date | closure_reason
        Ann   | 2025-06-10    |              |
        Ann   | 2025-04-01    | 2025-06-10   | RC7
        Bob   | 2025-06-10    |              |
        Bob   | 2025-04-01    | 2025-06-11   | RC7
        """,
    )
    assert broken(REFERRALS, text) == {"referrals-overlap": (4,)}


def test_a_file_with_one_event_in_its_year_is_of_its_year() -> None:
    text = drawn(
        REFERRALS,
        """
        child | referral_date | closure_date | closure_reason
        Ann   | 2024-02-01    | 2025-04-01   | RC7
        Bob   | 2024-02-01    |              |
        """,
    )
    assert broken(REFERRALS, text) == {}
