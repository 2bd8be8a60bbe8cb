"""Releases: for which rows one applies, which decision counts, and what that does to rows and totals."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from tests.factories import context, drawn
from transforms.checking import TableCheck, check_table
from transforms.extracts.ssda903 import HEADER, SSDA903
from transforms.staging import typed
from transforms.waivers import Standing, Waiver, described, standings

DAY = date(2025, 7, 20)
SEX = "header-sex-unknown-code"
BIRTH = "header-date-of-birth-not-a-date"
SEEN = Waiver(1, "header", SEX, "a", frozenset({3, 4}), DAY)


def checked(waived: dict[str, Standing] | None = None) -> TableCheck:
    """Line 2 is good; 3 and 4 have a code that is on no list; 4 has no date of birth either, which nobody may waive."""
    text = drawn(HEADER, "sex | date_of_birth\nM | 09/05/2014\nQ | 10/05/2014\nQ | never")
    return check_table(typed(text, HEADER, SSDA903.date_formats), text, HEADER, context(SSDA903), waived)


def standing(*waivers: Waiver, day: date = DAY, hashes: tuple[str, ...] = ("a",)) -> dict[str, Standing]:
    return standings(waivers, hashes, day).get("header", {})


def lines(of: pd.Series) -> dict[int, str]:
    return {int(str(line)): rules for line, rules in of.items()}


def test_a_row_is_released_only_from_all_the_rules_that_hold_it() -> None:
    found = checked(standing(SEEN))
    assert lines(found.released) == {3: SEX}
    assert lines(found.held) == {4: f"{SEX} {BIRTH}"}
    assert list(found.kept.index) == [2, 3]
    assert {finding.rule.id: (finding.rows_failed, finding.rows_released) for finding in found.findings} == {
        SEX: (2, 1),
        BIRTH: (1, 0),
    }
    assert found.rows_received == found.rows_loaded + found.rows_held + found.duplicates


def test_a_rule_that_nobody_may_waive_holds_whatever_is_decided() -> None:
    found = checked({SEX: Standing(every=True), BIRTH: Standing(every=True)})
    assert lines(found.held) == {4: f"{SEX} {BIRTH}"}


def test_a_release_that_has_ended_holds_the_row_again_and_says_so() -> None:
    found = checked(standing(SEEN, day=DAY + timedelta(days=1)))
    assert set(lines(found.held)) == {3, 4}
    assert lines(found.ended) == {3: SEX, 4: SEX}
    assert found.released.empty
    assert checked().ended.empty


def test_of_several_decisions_about_a_row_the_newest_counts() -> None:
    yesterday = DAY - timedelta(days=1)
    taken_back = replace(SEEN, waiver_id=2, lines=frozenset({4}), until=yesterday)
    whole = replace(SEEN, waiver_id=3, sha256="", lines=frozenset(), until=DAY)
    assert standing(taken_back, SEEN)[SEX] == Standing(None, {3: True, 4: False})
    assert standing(SEEN, taken_back, whole)[SEX] == Standing(every=True)
    assert standing(whole, replace(taken_back, waiver_id=4))[SEX] == Standing(True, {4: False})


@pytest.mark.parametrize(
    ("of", "applies", "ended"),
    [
        (Standing(), [False, False, False], [False, False, False]),
        (Standing(None, {3: True, 4: False}), [False, True, False], [False, False, True]),
        (Standing(True, {4: False}), [True, True, False], [False, False, True]),
        (Standing(False, {3: True}), [False, True, False], [True, False, True]),
    ],
)
def test_what_is_said_of_a_line_goes_before_what_is_said_of_all(
    of: Standing, applies: list[bool], ended: list[bool]
) -> None:
    places = pd.Index([2, 3, 4])
    assert list(of.where(places, applies=True)) == applies
    assert list(of.where(places, applies=False)) == ended


def test_a_release_is_for_its_file_and_no_other() -> None:
    assert standing(SEEN, hashes=("b",)) == {}
    assert set(standing(replace(SEEN, sha256="", lines=frozenset()), hashes=("b",))) == {SEX}


def test_a_fingerprint_tells_apart_what_changes_rows_and_nothing_else() -> None:
    told = described(standings([SEEN], ["a"], DAY))
    assert described({}) == ()
    assert told == described(standings([replace(SEEN, until=DAY + timedelta(days=99))], ["a"], DAY))
    assert told == described(standings([SEEN, replace(SEEN, waiver_id=2)], ["a"], DAY)), "prolonged"
    assert told != described(standings([SEEN], ["a"], DAY + timedelta(days=1)))
    assert told != described(standings([replace(SEEN, lines=frozenset({3}))], ["a"], DAY))
