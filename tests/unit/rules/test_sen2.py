"""Rules of the SEN2 return at their edges. What each finds at all is in tests/drawn_rules_sen2.py."""

import pytest

from tests.factories import broken, context, drawn, rows
from transforms.extracts import SEN2
from transforms.extracts.extract import Table
from transforms.extracts.sen2 import ASSESSMENT, PLACEMENTDETAIL, REQUESTS, SEN2_RETURN
from transforms.staging import typed

MODULES = [table for table in SEN2.tables if table is not SEN2_RETURN]


@pytest.mark.parametrize("table", MODULES, ids=lambda table: table.name)
def test_a_module_that_is_checked_alone_misses_no_other(table: Table) -> None:
    assert broken(table, rows(table, 2), context(SEN2, tables={})) == {}


def test_where_every_request_is_held_every_assessment_is() -> None:
    none = context(SEN2, tables={"requests": typed(rows(REQUESTS, 0), REQUESTS, SEN2.date_formats)})
    assert broken(ASSESSMENT, rows(ASSESSMENT, 2), none) == {"assessment-requests-unknown": (2, 3)}


@pytest.mark.parametrize(
    ("numbers", "rule"),
    [
        ("100000 | 10000000", ""),
        ("999999 | 99999999", ""),
        ("099999 | 10000000", "placementdetail-urn-without-six-digits"),
        ("-100000 | 10000000", "placementdetail-urn-without-six-digits"),
        ("100000 | 100000000", "placementdetail-ukprn-without-eight-digits"),
    ],
)
def test_numbers_of_schools_and_providers_have_six_and_eight_digits(numbers: str, rule: str) -> None:
    placement = drawn(PLACEMENTDETAIL, f"urn | provider_number\n{numbers}")
    assert broken(PLACEMENTDETAIL, placement) == ({rule: (2,)} if rule else {})


def test_one_request_of_the_year_is_news() -> None:
    old = "received_date | request_outcome | request_outcome_date\n2024-10-09 | {outcome} | {told}"
    assert "requests-without-news" in broken(REQUESTS, drawn(REQUESTS, old.format(outcome="A", told="")))
    assert broken(REQUESTS, drawn(REQUESTS, old.format(outcome="Y", told="2025-01-01"))) == {}
