"""The same person in several extracts: which numbers are whose, where they contradict, and who is not found."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle import Row, Town
from tests.staged import drawn, staged_of
from tests.tables import table as table_of
from transforms.people import (
    CHILD,
    FORMER_UPN,
    HOLDERS,
    LEARNER,
    MATCHES,
    UPN,
    YOUNG_PERSON,
    crosswalk,
    identity_checks,
    match_rates,
    sightings,
)

QUARTER_END = date(2025, 6, 30)
NUMBERS = (UPN, FORMER_UPN, CHILD, YOUNG_PERSON, LEARNER)
HOLDER_OF = {holder.extract: holder.table for holder in HOLDERS}


def town(pictures: dict[str, str], data_to: date = QUARTER_END) -> Town:
    """One batch of each extract that is drawn."""
    tables: dict[str, list[Row]] = {}
    for number, (extract, picture) in enumerate(pictures.items(), start=1):
        batch = {"batch_id": number, "extract": extract, "covers": "2025-26", "data_to": data_to}
        tables[HOLDER_OF[extract]] = drawn(HOLDER_OF[extract], picture, **batch)
        if extract == "ssda903":
            tables["core.cla_episode"] = tables["core.cla_child"]
    return Town(tables)


def told(pictures: dict[str, str]) -> dict[str, int]:
    """How many differ, by check; those that found nothing to tell are left out."""
    return {check.id: check.differing for check in identity_checks(staged_of(town(pictures))) if check.differs}


def seen(picture: str) -> pd.DataFrame:
    return table_of(picture).reindex(columns=list(NUMBERS)).astype("str")


def test_numbers_of_one_row_are_one_persons_and_so_on_from_row_to_row() -> None:
    people = crosswalk(
        seen("""
        upn | child | young_person
        A   | 1     |
            | 1     |
        A   |       | 70
        B   | 2     |
            | 3     |
        C   |       |
        """)
    )
    whose = people.set_index(["register", "number"])["person"].to_dict()
    assert whose[UPN, "A"] == whose[CHILD, "1"] == whose[YOUNG_PERSON, "70"]
    assert whose[UPN, "B"] == whose[CHILD, "2"]
    assert len(set(whose.values())) == 4


def test_two_people_without_numbers_are_not_one() -> None:
    assert crosswalk(seen("upn | child | young_person\n    |       |\n    |       |")).empty


numbers = st.none() | st.sampled_from("ABCDEF")


@settings(deadline=None)
@given(st.lists(st.tuples(*(numbers for _ in NUMBERS)), max_size=12))
def test_people_are_those_that_joining_numbers_one_by_one_gives(rows: list[tuple[str | None, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=list(NUMBERS), dtype="str")
    people = crosswalk(frame)
    found = {frozenset(zip(of["register"], of["number"], strict=True)) for _, of in people.groupby("person")}
    assert found == set(joined(rows))
    assert not people.duplicated(["register", "number"]).any()


def joined(rows: list[tuple[str | None, ...]]) -> Iterator[frozenset[tuple[str, str]]]:
    """The sets of numbers that rows tie together, each row merged with every set that it touches."""
    groups: list[set[tuple[str, str]]] = []
    for row in rows:
        registers = (UPN if name == FORMER_UPN else name for name in NUMBERS)
        given_here = {(register, text) for register, text in zip(registers, row, strict=True) if text}
        touched = [group for group in groups if group & given_here]
        groups = [group for group in groups if not group & given_here]
        groups.append(given_here.union(*touched))
    return (frozenset(group) for group in groups if group)


def test_numbers_that_contradict_are_counted_each_way() -> None:
    looked_after = """
        child | upn
        1     | A
        2     | B
        3     | C
        4     |
    """
    in_need = """
        child | upn
        1     | Z
        2     | B
        9     | C
        3     | C
        4     | D
    """
    assert told({"ssda903": looked_after, "cin": in_need}) == {
        "people-child-has-two-upn": 1,
        "people-upn-has-two-child": 1,
    }


def test_a_number_that_the_child_had_before_is_the_childs_and_contradicts_nothing() -> None:
    of_before = {"ssda903": "child | upn\n1 | A", "cin": "child | upn | former_upn\n1 | B | A"}
    assert told(of_before) == {}
    people = crosswalk(sightings(staged_of(town(of_before)))).set_index(["register", "number"])["person"]
    assert people[UPN, "A"] == people[UPN, "B"] == people[CHILD, "1"]


def test_a_learner_number_links_where_there_is_no_upn() -> None:
    plans = "pupil | learner_number\nA | 7"
    young = "young_person | upn | learner_number\n70 |  | 7\n71 |  | 8"
    people = crosswalk(sightings(staged_of(town({"sen2": plans, "nccis": young}))))
    whose = people.set_index(["register", "number"])["person"]
    assert whose[UPN, "A"] == whose[YOUNG_PERSON, "70"] != whose[YOUNG_PERSON, "71"]


def test_learner_numbers_that_contradict_are_counted_each_way() -> None:
    young = "young_person | upn | learner_number\n70 | A | 7\n71 | B | 9"
    assert told({"sen2": "pupil | learner_number\nA | 8\nC | 9", "nccis": young}) == {
        "people-upn-has-two-learner-number": 1,
        "people-learner-number-has-two-upn": 1,
    }


def test_two_records_of_a_young_person_are_told() -> None:
    assert told({"nccis": "young_person | upn\n70 | A\n71 | A\n72 | B"}) == {"people-upn-has-two-young-person": 1}


def test_a_number_that_was_changed_since_an_earlier_return_contradicts_nothing() -> None:
    earlier = town({"cin": "child | upn\n1 | A"}, date(2025, 3, 31)).tables["core.cin_child"]
    now = town({"cin": "child | upn\n1 | B"}).tables["core.cin_child"]
    both = staged_of(Town({"core.cin_child": [*earlier, *(row | {"batch_id": 2} for row in now)]}))
    assert list(sightings(both)[UPN]) == ["B"]
    assert not any(check.differs for check in identity_checks(both))


def test_people_are_missed_when_fewer_are_found_than_is_no_cause_to_ask() -> None:
    looked_after = "child | upn\n" + "\n".join(f"{number} | {chr(64 + number)}" for number in range(1, 11))
    nine = "child | upn\n" + "\n".join(f"{number} |" for number in range(1, 10))
    eight = "child | upn\n" + "\n".join(f"{number} |" for number in range(1, 9))
    by_upn = f"{eight}\n99 | I"  # the ninth child, under another number of the council
    assert told({"ssda903": looked_after, "cin": nine}) == {}
    assert told({"ssda903": looked_after, "cin": eight}) == {"people-of-ssda903-in-cin": 2}
    assert told({"ssda903": looked_after, "cin": by_upn}) == {"people-upn-has-two-child": 1}
    (missed,) = [
        each for each in identity_checks(staged_of(town({"ssda903": looked_after, "cin": eight}))) if each.differs
    ]
    assert missed.words.endswith("8 of 10 people were found.")


def test_how_many_are_known_to_both_is_counted_whatever_the_share() -> None:
    both = town({"ssda903": "child | upn\n1 | A\n2 | B\n3 | C", "cin": "child | upn\n1 |\n9 | B\n8 |"})
    (rate,) = match_rates(staged_of(both))
    assert (rate.match.id, rate.found, rate.of) == ("people-of-ssda903-in-cin", 2, 3)


def test_a_care_leaver_need_be_in_no_other_return() -> None:
    drawn_there = town({"ssda903": "child | upn\n1 | A\n2 | B", "cin": "child | upn\n1 |"})
    leaver = {**drawn_there.tables, "core.cla_episode": drawn_there.tables["core.cla_child"][:1]}
    assert not any(check.differs for check in identity_checks(staged_of(Town(leaver))))


def test_an_extract_that_is_not_there_misses_nobody() -> None:
    assert told({"ssda903": "child | upn\n1 | A"}) == {}
    assert told({}) == {}


def test_every_match_is_of_extracts_that_tell_who_their_people_are() -> None:
    assert {extract for match in MATCHES for extract in (match.extract, match.other)} <= set(HOLDER_OF)
    assert all(0 <= match.least < match.share <= 1 and match.fix.endswith(".") for match in MATCHES)
