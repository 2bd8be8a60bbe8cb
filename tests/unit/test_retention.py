"""How long deliveries are kept, and how a council says so."""

from datetime import date

import pytest

from flows.council import _retention
from transforms.retention import Keep, is_past, keep_of


@pytest.mark.parametrize(
    ("data_to", "day", "past"),
    [
        (date(2023, 6, 30), date(2025, 6, 30), False),  # its last day
        (date(2023, 6, 30), date(2025, 7, 1), True),
        (date(2024, 2, 29), date(2026, 2, 28), False),
        (date(2024, 2, 29), date(2026, 3, 1), True),
        (date(2023, 6, 30), date(2026, 1, 1), True),
        (date(2025, 6, 30), date(2025, 12, 31), False),
    ],
)
def test_a_delivery_is_kept_for_whole_years(data_to: date, day: date, past: bool) -> None:
    assert is_past(data_to, 2, day) is past


def test_an_extract_is_kept_by_its_own_rule_or_by_that_for_all_others_or_ours() -> None:
    read = _retention({"default": {"landing_years": 3}, "ssda903": {"core_years": 15}})
    assert keep_of("ssda903", read) == Keep(landing_years=3, core_years=15, held_years=2)
    assert keep_of("cin", read) == Keep(landing_years=3)
    assert keep_of("cin", ()) == Keep(2, 6, 2)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"ssda904": {}}, "there is no extract ssda904"),
        ({"cin": {"landing_years": 0}}, "landing_years must be a whole number of years"),
        ({"cin": {"landing_years": "two"}}, "landing_years must be a whole number of years"),
        ({"cin": {"landing": 2}}, "landing"),
        (2, "is no table of settings"),
    ],
)
def test_a_rule_that_is_none_is_told(entry: object, words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        _retention(entry)
