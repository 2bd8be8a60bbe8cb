"""Rules of exclusions at their edges. What each finds at all is in tests/drawn_rules_education.py."""

from datetime import date
from typing import Any

import pytest

from tests.factories import broken, context, drawn, rows
from transforms.extracts import EXCLUSIONS
from transforms.extracts.census_exclusions import CENSUS_EXCLUSION, CENSUS_LEAVER_EXCLUSION, CENSUS_SCHOOL
from transforms.extracts.exclusions import NOTIFICATIONS
from transforms.extracts.extract import Table

TO_AUGUST = {"data_to": date(2025, 8, 31), "covers_from": date(2024, 9, 1), "covers_to": date(2025, 8, 31)}


def found(picture: str, rule: str, **changes: Any) -> tuple[int, ...]:  # noqa: ANN401 - fields of Context
    return broken(NOTIFICATIONS, drawn(NOTIFICATIONS, picture), context(EXCLUSIONS, **changes)).get(rule, ())


def test_the_academic_year_is_from_1_september_to_31_august() -> None:
    days = "start_date\n2024-08-31\n2024-09-01\n2025-08-31\n2025-09-01"
    assert found(days, "notifications-outside-year", **TO_AUGUST) == (2, 5)


def test_a_file_is_another_years_when_more_than_half_of_it_is() -> None:
    half = "start_date\n2024-06-10\n2025-06-09"
    assert found(half, "notifications-of-another-year") == ()
    assert found(f"{half}\n2024-06-11", "notifications-of-another-year") == (2, 4)


def test_the_old_name_of_a_suspension_tells_the_same_exclusion() -> None:
    told = """
        pupil         | school_urn | category | sessions
        H801200001001 | 900001     | SUSP     | 2
        H801200001001 | 900001     | FIXD     | 2
        H801200001001 | 900001     | SUSP     | 3
    """
    assert found(told, "notifications-notified-again") == (3, 4)


def test_two_rows_of_one_number_are_the_key_rules_business() -> None:
    told = """
        notification_id | pupil         | school_urn | reason
        N1              | H801200001001 | 900001     | DB
        N1              | H801200001001 | 900001     | TH
    """
    assert broken(NOTIFICATIONS, drawn(NOTIFICATIONS, told)) == {"notifications-key-repeated": (2, 3)}


@pytest.mark.parametrize(("sessions", "lines"), [((45, 45), ()), ((45, 46), (3,)), ((91, 1), (2, 3))])
def test_ninety_sessions_are_within_the_law(sessions: tuple[int, int], lines: tuple[int, ...]) -> None:
    first, second = sessions
    pupil = f"""
        pupil         | school_urn | category | start_date | sessions
        H801200001001 | 900001     | SUSP     | 2024-10-07 | {first}
        H801200001001 | 900002     | FIXD     | 2025-02-10 | {second}
    """
    assert found(pupil, "notifications-suspended-too-long") == lines


def test_where_the_schools_are_not_known_none_is_unknown() -> None:
    for table in (NOTIFICATIONS, CENSUS_SCHOOL):
        made = rows(table, 1, school_urn="910001")
        assert broken(table, made, context(EXCLUSIONS, schools=frozenset())) == {}


@pytest.mark.parametrize("table", [CENSUS_EXCLUSION, CENSUS_LEAVER_EXCLUSION], ids=lambda table: table.name)
def test_without_the_pupils_no_exclusion_misses_its_own(table: Table) -> None:
    assert broken(table, rows(table, 2)) == {}


def test_a_code_is_retired_by_the_time_that_the_batch_covers() -> None:
    in_2019 = {"data_to": date(2019, 12, 31), "covers_from": date(2019, 9, 1), "covers_to": date(2019, 12, 31)}
    codes = "category | sessions | start_date | reason\nFIXD | 2 | 2019-10-07 | OT\nSUSP | 2 | 2019-10-07 | OW"
    assert found(codes, "notifications-retired-code", **in_2019) == (3,)
    assert found(codes, "notifications-retired-reason", **in_2019) == (3,)
