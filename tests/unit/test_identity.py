"""Pseudonyms: the same for a child wherever it appears, different for everyone else and with every other key."""

import hashlib
import hmac

import pandas as pd

from tests.factories import rows, upn
from transforms.extracts.attendance_register import MARKS, ROLL
from transforms.extracts.census_sessions import PUPILS
from transforms.extracts.ssda903 import EPISODES, HEADER
from transforms.identity import pseudonym, pseudonymised, pseudonyms

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


def test_a_pseudonym_is_half_of_an_hmac_over_register_and_identifier() -> None:
    expected = hmac.new(KEY, b"upn:H801200001001", hashlib.sha256).hexdigest()[:32]
    assert pseudonym("H801200001001", "upn", KEY) == expected


def test_it_differs_by_person_by_register_and_by_key() -> None:
    made = {
        pseudonym(*of) for of in (("1", "upn", KEY), ("2", "upn", KEY), ("1", "child", KEY), ("1", "upn", OTHER_KEY))
    }
    assert len(made) == 4


def test_a_pupil_has_one_pseudonym_in_every_extract() -> None:
    of_tables = {
        table.name: pseudonymised(rows(table, 2), table, KEY)[column].tolist()
        for table, column in ((HEADER, "upn"), (ROLL, "pupil"), (MARKS, "pupil"), (PUPILS, "pupil"))
    }
    assert set(map(tuple, of_tables.values())) == {tuple(pseudonym(upn(n), "upn", KEY) for n in (1, 2))}


def test_a_child_has_one_pseudonym_in_every_table() -> None:
    header, episodes = (pseudonymised(rows(table, 2), table, KEY) for table in (HEADER, EPISODES))
    assert header["child"].tolist() == episodes["child"].tolist()
    assert not header["child"].isin(["child-1", "child-2"]).any()


def test_who_has_no_upn_gets_no_pseudonym_from_the_reason() -> None:
    upns = pd.Series(["UN1", "UN5", None, "H801200001001"], dtype="str")
    made = pseudonyms(upns, "upn", KEY)
    assert made.isna().tolist() == [True, True, True, False]


def test_what_is_no_learner_number_links_nobody() -> None:
    numbers = pd.Series(["9999999999", "123", "unknown", None, "9000000001"], dtype="str")
    assert pseudonyms(numbers, "learner_number", KEY).notna().tolist() == [False, False, False, False, True]


def test_a_reason_for_no_upn_is_a_name_like_any_other_in_another_register() -> None:
    made = pseudonyms(pd.Series(["UN1"], dtype="str"), "child", KEY)
    assert made.tolist() == [pseudonym("UN1", "child", KEY)]


def test_a_column_without_anybody_stays_empty() -> None:
    assert pseudonyms(pd.Series([None, None], dtype="str"), "upn", KEY).isna().all()


def test_no_identifier_is_left_in_a_pseudonymised_row() -> None:
    made = pseudonymised(rows(HEADER, 2), HEADER, KEY)
    left = " ".join(str(value) for value in made.to_numpy().ravel())
    assert "child-" not in left
    assert upn(1) not in left
