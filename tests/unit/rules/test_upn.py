"""Unique pupil numbers."""

import pandas as pd
import pytest

from tests import factories
from tests.factories import check, rows
from transforms.extracts.ssda903 import HEADER
from transforms.rules.rule import Severity
from transforms.rules.upn import (
    expected_check_letters,
    has_wrong_check_letter,
    has_wrong_shape,
    is_reason_for_none,
    is_temporary,
)

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def expected_letter(upn: str) -> str:
    return expected_check_letters(pd.Series([upn], dtype="str"))[0]


def judged(upn: str | None) -> tuple[bool, bool, bool]:
    """Whether it is a reason for none, has the wrong shape, has the wrong check letter."""
    upns = pd.Series([upn], dtype="str")
    return bool(is_reason_for_none(upns)[0]), bool(has_wrong_shape(upns)[0]), bool(has_wrong_check_letter(upns)[0])


GOOD = (False, False, False)
REASON = (True, False, False)
WRONG_SHAPE = (False, True, False)
WRONG_LETTER = (False, False, True)


@pytest.mark.parametrize(
    ("upn", "expected"),
    [
        ("H801200001001", GOOD),
        ("A801200001001", WRONG_LETTER),
        ("h801200001001", WRONG_SHAPE),
        ("H80120000100", WRONG_SHAPE),
        ("H8012000010011", WRONG_SHAPE),
        ("I801200001001", WRONG_SHAPE),
        ("H80120000100I", WRONG_SHAPE),
        ("8801200001001", WRONG_SHAPE),
        ("H80120000１001", WRONG_SHAPE),  # noqa: RUF001 - a digit of another script
        ("UN1", REASON),
        ("UN10", REASON),
        ("UN", WRONG_SHAPE),
        (None, GOOD),
    ],
)
def test_a_number_is_good_a_reason_or_wrong_in_one_way(upn: str | None, expected: tuple[bool, bool, bool]) -> None:
    assert judged(upn) == expected


def test_the_check_letter_is_the_weighted_sum_of_the_digits() -> None:
    # 8x2 + 0x3 + 1x4 + 2x5 + 0x6 + 0x7 + 0x8 + 0x9 + 1x10 + 0x11 + 0x12 + 1x13 = 53, and 53 is 7 more than 2 x 23.
    assert expected_letter("?801200001001") == LETTERS[7] == "H"


def test_a_column_of_numbers_has_the_letters_that_each_has_by_itself() -> None:
    numbers = pd.Series([factories.upn(number) for number in range(1, 10**12, 10**9 + 7)], dtype="str")
    assert list(expected_check_letters(numbers)) == list(numbers.str[0])
    assert not has_wrong_check_letter(numbers).any()
    assert has_wrong_check_letter("A" + numbers.str[1:]).sum() == numbers.str[0].ne("A").sum() > 900


def test_a_temporary_number_counts_its_last_letter_by_its_place() -> None:
    # As above, but the last place holds D, the letter at place 3: 40 + 3 x 13 = 79, and 79 is 10 more than 3 x 23.
    assert expected_letter("?80120000100D") == LETTERS[10]
    assert judged("L80120000100D") == GOOD
    assert judged("H80120000100D") == WRONG_LETTER


def test_a_number_that_ends_in_a_letter_is_temporary_and_may_be_used() -> None:
    upns = pd.Series(["L80120000100D", "H801200001001", "UN1", "H80120000100I", None], dtype="str")
    assert list(is_temporary(upns)) == [True, False, False, False, False]
    found = check(HEADER, rows(HEADER, 1, upn="L80120000100D"))
    assert [(each.rule.id, each.rule.severity) for each in found.findings] == [("header-upn-temporary", Severity.FLAG)]
    assert found.rows_loaded == 1
