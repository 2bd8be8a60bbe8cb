"""What a delivery speaks for, from the date that its data run to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.council_types import HalfTerm
from transforms.errors import CouncilFolderError
from transforms.extracts import ATTENDANCE_REGISTER, CENSUS_SESSIONS, EXTRACTS, SSDA903
from transforms.extracts.extract import Extract
from transforms.slices import Slice, slice_of

HALF_TERMS = tuple(
    HalfTerm("2024/25", number, start, end)
    for number, start, end in (
        (1, date(2024, 9, 3), date(2024, 10, 25)),
        (2, date(2024, 11, 4), date(2024, 12, 20)),
        (3, date(2025, 1, 6), date(2025, 2, 14)),
        (4, date(2025, 2, 24), date(2025, 4, 4)),
        (5, date(2025, 4, 22), date(2025, 5, 23)),
        (6, date(2025, 6, 2), date(2025, 7, 22)),
    )
)


@pytest.mark.parametrize(
    ("extract", "data_to", "covers", "first", "last"),
    [
        (SSDA903, date(2025, 3, 31), "2024-25", date(2024, 4, 1), date(2025, 3, 31)),
        (SSDA903, date(2025, 6, 30), "2025-26", date(2025, 4, 1), date(2025, 6, 30)),
        (SSDA903, date(2025, 4, 1), "2025-26", date(2025, 4, 1), date(2025, 4, 1)),
        (ATTENDANCE_REGISTER, date(2024, 12, 20), "2024/25 autumn", date(2024, 9, 3), date(2024, 12, 20)),
        (ATTENDANCE_REGISTER, date(2025, 4, 4), "2024/25 spring", date(2025, 1, 6), date(2025, 4, 4)),
        (ATTENDANCE_REGISTER, date(2025, 6, 30), "2024/25 summer", date(2025, 4, 22), date(2025, 6, 30)),
        # A cut taken in a holiday is of the term that has just ended.
        (ATTENDANCE_REGISTER, date(2025, 4, 14), "2024/25 spring", date(2025, 1, 6), date(2025, 4, 14)),
        (ATTENDANCE_REGISTER, date(2025, 5, 28), "2024/25 summer", date(2025, 4, 22), date(2025, 5, 28)),
        (CENSUS_SESSIONS, date(2025, 5, 23), "2024/25 HT5", date(2025, 4, 22), date(2025, 5, 23)),
        (CENSUS_SESSIONS, date(2025, 5, 16), "2024/25 HT5", date(2025, 4, 22), date(2025, 5, 16)),
        (CENSUS_SESSIONS, date(2025, 5, 28), "2024/25 HT5", date(2025, 4, 22), date(2025, 5, 23)),
        (CENSUS_SESSIONS, date(2025, 6, 2), "2024/25 HT6", date(2025, 6, 2), date(2025, 6, 2)),
    ],
)
def test_a_delivery_speaks_for_its_span_up_to_its_date(
    extract: Extract, data_to: date, covers: str, first: date, last: date
) -> None:
    assert slice_of(extract, data_to, HALF_TERMS) == Slice(covers, first, last)


def test_a_supplier_may_send_whole_terms_where_half_terms_are_usual() -> None:
    part = slice_of(CENSUS_SESSIONS, date(2025, 4, 11), HALF_TERMS, "term")
    assert part == Slice("2024/25 spring", date(2025, 1, 6), date(2025, 4, 11))


@pytest.mark.parametrize("extract", [ATTENDANCE_REGISTER, CENSUS_SESSIONS], ids=lambda extract: extract.id)
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 9, 2), "2 September 2024"),
        (date(2025, 7, 23), "23 July 2025"),
        (date(2031, 1, 1), "1 January 2031"),
    ],
)
def test_a_date_that_the_half_terms_do_not_reach_is_the_folders_fault(extract: Extract, day: date, said: str) -> None:
    with pytest.raises(CouncilFolderError, match="does not reach") as raised:
        slice_of(extract, day, HALF_TERMS)
    assert f"half_terms.csv does not reach {said}" in raised.value.message


def test_the_return_on_looked_after_children_needs_no_half_terms() -> None:
    assert slice_of(SSDA903, date(2031, 1, 1), ()).covers == "2030-31"


@given(st.sampled_from(EXTRACTS), st.dates(date(2024, 9, 3), date(2025, 7, 22)))
def test_a_slice_never_reaches_beyond_its_data(extract: Extract, data_to: date) -> None:
    part = slice_of(extract, data_to, HALF_TERMS)
    assert part.first <= part.last <= data_to


@given(st.dates(date(2024, 9, 3), date(2025, 7, 22)), st.dates(date(2024, 9, 3), date(2025, 7, 22)))
def test_two_slices_of_one_name_start_on_one_day(one: date, other: date) -> None:
    for extract in EXTRACTS:
        first, second = slice_of(extract, one, HALF_TERMS), slice_of(extract, other, HALF_TERMS)
        assert (first.covers == second.covers) == (first.first == second.first)
