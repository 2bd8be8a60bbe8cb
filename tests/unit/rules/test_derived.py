"""Rules that follow from a declaration: which there are, what they say, and what they tell apart."""

import pytest

from tests.factories import broken, check, drawn, rows
from transforms.extracts.extract import Column, Kind, Table
from transforms.extracts.ssda903 import EPISODES, HEADER
from transforms.rules.derived import all_rules, derived_rules
from transforms.rules.rule import Check, Severity

VISITS = Table(
    name="visits",
    title="Visits",
    grain="one row per visit",
    source="test",
    key=("child", "day"),
    columns=(
        Column("child", "CHILD", Kind.PERSON, "Child", required=True, identity="child"),
        Column("day", "DATE", Kind.DATE, "Day of the visit", required=True),
        Column("minutes", "MINUTES", Kind.INTEGER, "Length of the visit", severity=Severity.FLAG),
        Column("alone", "ALONE", Kind.FLAG, "Seen alone"),
        Column("sex", "SEX", Kind.CODE, "Sex", codes="sex_education"),
        Column("place", "PLACE", Kind.TEXT, "Place", pattern=r"^[A-Z]\d$"),
        Column("note", "NOTE", Kind.TEXT, "Note"),
    ),
)


OWN_WORD = "Use one of: M F U. Where it is the council's own word for one, say so in mappings/ of the council folder."


def test_each_promise_of_a_declaration_is_a_rule() -> None:
    assert [(rule.id, rule.severity, rule.check) for rule in derived_rules(VISITS)] == [
        ("visits-uneven", Severity.HOLD, Check.MASK),
        ("visits-child-missing", Severity.HOLD, Check.NOT_NULL),
        ("visits-child-shortened", Severity.HOLD, Check.MASK),
        ("visits-day-missing", Severity.HOLD, Check.MASK),
        ("visits-day-not-a-date", Severity.HOLD, Check.MASK),
        ("visits-minutes-not-a-number", Severity.FLAG, Check.MASK),
        ("visits-alone-not-a-flag", Severity.HOLD, Check.MASK),
        ("visits-sex-unknown-code", Severity.HOLD, Check.IN_SET),
        ("visits-place-pattern", Severity.HOLD, Check.MASK),
        ("visits-key-repeated", Severity.HOLD, Check.UNIQUE),
    ]


@pytest.mark.parametrize(
    ("rule", "message", "fix"),
    [
        ("child-missing", "CHILD is empty.", "Fill in CHILD (child) in the source system."),
        ("day-not-a-date", "DATE is not a date.", "Write it as the return asks, for example 31/03/2025 or 2025-03-31."),
        ("sex-unknown-code", "SEX holds a code that is on no list of sex.", OWN_WORD),
        ("place-pattern", "PLACE does not look like a place.", r"It should match ^[A-Z]\d$."),
    ],
)
def test_a_rule_says_what_is_wrong_by_the_files_own_header(rule: str, message: str, fix: str) -> None:
    found = next(each for each in derived_rules(VISITS) if each.id == f"visits-{rule}")
    assert (found.message, found.fix) == (message, fix)


@pytest.mark.parametrize(
    ("child", "is_held"),
    [
        ("1.23E+12", True),
        ("1E+11", True),
        ("1.5e+20", True),
        ("1230000000000", False),
        ("0123", False),
        ("2E10", False),
    ],
)
def test_an_identifier_that_excel_shortened_is_held_and_no_other(child: str, is_held: bool) -> None:
    header = rows(HEADER, 3, child=["1.23E+12", child, "child-3"])
    found = check(HEADER, header).held
    assert (3 in found.index, "header-child-shortened" in found.get(3, "")) == (is_held, is_held)


def test_rules_written_by_hand_come_after_those_derived() -> None:
    ids = [rule.id for rule in all_rules(EPISODES)]
    assert ids == [rule.id for rule in (*derived_rules(EPISODES), *EPISODES.rules)]


def test_a_date_that_is_missing_and_one_that_cannot_be_read_are_two_things() -> None:
    header = drawn(HEADER, "date_of_birth | sex\n | F\n30/02/2014 | F\n28/02/2014 | F")
    assert broken(HEADER, header) == {
        "header-date-of-birth-missing": (2,),
        "header-date-of-birth-not-a-date": (3,),
    }


def test_rows_with_part_of_their_key_missing_repeat_no_key() -> None:
    episodes = drawn(EPISODES, "child | episode_start | legal_status\nAnn | | C1\nAnn | | C2")
    assert broken(EPISODES, episodes) == {"episodes-episode-start-missing": (2, 3)}


def test_rows_that_are_wholly_the_same_repeat_no_key() -> None:
    assert broken(EPISODES, drawn(EPISODES, "child\nAnn\nAnn")) == {}
