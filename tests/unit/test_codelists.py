"""Code lists: which codes count on which day, what replaced them, and what an attendance code means."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from transforms import codelists

LISTS = sorted(file.stem for file in Path(codelists.__file__).parent.glob("*.csv"))
REGULATIONS = date(2024, 8, 19)
DAY_BEFORE = REGULATIONS - timedelta(days=1)
CLASSES = {"attending", "authorised", "unauthorised", "not counted"}
NEET = {"540", "610", "615", "616", "619", "620", "630", "640", "650", "660", "670", "680"}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_well_formed(name: str) -> None:
    entries = codelists.code_list(name)
    assert entries
    for entry in entries:
        assert entry.code == entry.code.strip() != ""
        assert entry.label
        assert entry.valid_from <= entry.valid_to
        assert entry.canonical in codelists.known(name)


@pytest.mark.parametrize("name", LISTS)
def test_no_code_means_two_things_on_one_day(name: str) -> None:
    entries = codelists.code_list(name)
    for code in codelists.known(name):
        spans = sorted((entry.valid_from, entry.valid_to) for entry in entries if entry.code == code)
        assert all(last < next_first for (_, last), (next_first, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("name", "code", "last_day", "successor"),
    [
        ("placement", "H5", date(2024, 3, 31), "K3"),
        ("sex_903", "1", date(2024, 3, 31), "M"),
        ("attendance_code", "H", date(2024, 8, 18), "C2"),
        ("attendance_code", "Y", date(2024, 8, 18), "Y1"),
        ("reason_ceased", "E43", date(2018, 3, 31), "E45"),
        ("exclusion_category", "FIXD", date(2020, 8, 31), "SUSP"),
        ("exclusion_reason", "OT", date(2020, 8, 31), "OW"),
    ],
)
def test_a_code_ends_on_its_last_day_and_another_begins(name: str, code: str, last_day: date, successor: str) -> None:
    day_after = last_day + timedelta(days=1)
    assert code in codelists.codes(name, last_day)
    assert code not in codelists.codes(name, day_after)
    assert successor not in codelists.codes(name, last_day)
    assert successor in codelists.codes(name, day_after)
    assert {code, successor} <= set(codelists.known(name))


def test_old_codes_are_brought_to_those_that_replaced_them() -> None:
    assert codelists.canonical("sex_903") == {"1": "M", "2": "F", "M": "M", "F": "F", "U": "U"}
    assert codelists.canonical("session") == {"AM": "AM", "PM": "PM"}


def test_every_attendance_code_has_one_class() -> None:
    assert {entry.group for entry in codelists.code_list("attendance_code")} == CLASSES


def test_young_people_do_one_thing_and_most_of_it_is_told() -> None:
    classes = {entry.code: entry.group for entry in codelists.code_list("nccis_activity")}
    assert {code for code, group in classes.items() if group == "neet"} == NEET
    assert {code for code, group in classes.items() if group == "not known"} == {"810", "820", "830"}
    assert {code for code, group in classes.items() if group == "custody"} == {"710"}
    assert all(classes.values())


def test_an_offer_and_a_decision_say_what_they_mean() -> None:
    day = date(2025, 9, 30)
    assert codelists.group_on("guarantee_status", "offer", day) == {"110", "114", "115", "120", "122", "123", "124"}
    assert codelists.group_on("exclusion_decision", "rescinded", day) == {"REINSTATED", "CANCELLED", "QUASHED"}


@pytest.mark.parametrize(
    ("code", "before", "since"),
    [
        ("/", "attending", "attending"),
        ("B", "attending", "attending"),
        ("D", "attending", "not counted"),
        ("I", "authorised", "authorised"),
        ("O", "unauthorised", "unauthorised"),
        ("U", "unauthorised", "unauthorised"),
        ("X", "not counted", "not counted"),
        ("#", "not counted", "not counted"),
        # Used outside its time, a code still means what it meant.
        ("J", "attending", "attending"),
        ("H", "authorised", "authorised"),
        ("C2", "authorised", "authorised"),
        ("K", "attending", "attending"),
    ],
)
def test_the_class_of_an_attendance_code_depends_on_the_day(code: str, before: str, since: str) -> None:
    def classes_on(day: date) -> set[str]:
        return {group for group in CLASSES if code in codelists.group_on("attendance_code", group, day)}

    assert (classes_on(DAY_BEFORE), classes_on(REGULATIONS)) == ({before}, {since})


def test_a_list_that_is_not_there_is_not_taken_for_an_empty_one() -> None:
    with pytest.raises(FileNotFoundError):
        codelists.code_list("no_such_list")
