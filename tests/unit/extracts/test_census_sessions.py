"""School census exports as the core rows that they become, and the files as they are told apart."""

from datetime import date

import pandas as pd
import pytest

from flows.parsing.identify import identify
from tests.factories import broken, context, drawn, rows, upn
from tests.shaping import KEY, core_rows, pupil
from transforms.council_types import HalfTerm
from transforms.extracts import CENSUS_SESSIONS, EXTRACTS
from transforms.extracts.census_sessions import (
    LEAVER_SESSIONS,
    LEAVER_SUMMER_SESSIONS,
    LEAVERS,
    NEEDS,
    PUPILS,
    SCHOOLS,
    SESSIONS,
    SUMMER_SESSIONS,
)
from transforms.extracts.extract import Table
from transforms.identity import pseudonym

ANN, BOB, CAT = upn(1), upn(2), upn(3)
AUTUMN = (
    HalfTerm("2024/25", 1, date(2024, 9, 3), date(2024, 10, 25)),
    HalfTerm("2024/25", 2, date(2024, 11, 4), date(2024, 12, 20)),
)
WHOLE_AUTUMN = {"half_terms": AUTUMN, "covers_from": AUTUMN[0].start, "covers_to": date(2025, 1, 3)}
EXPORT = {
    "schoolcensus": drawn(SCHOOLS, "census_id | school_urn\n71 | 900001\n72 | 900002"),
    "pupilonroll": drawn(
        PUPILS,
        f"""
        pupil_id | census_id | pupil | sen_provision | sessions_possible | sessions_possible_second
        p1       | 71        | {ANN} | S             | 50                | 30
        p2       | 72        | {BOB} | N             | 50                |
        """,
    ),
    "pupilnolongeronroll": drawn(
        LEAVERS,
        f"""
        leaver_id | census_id | pupil | sessions_possible | leaving_date
        l1        | 71        | {CAT} | 12.0              | 2025-May-02 00:00:00
        l2        | 72        | {BOB} | 5                 | 2025-Apr-25 00:00:00
        """,
    ),
    "termlysessiondetailsonroll": drawn(SESSIONS, "pupil_id | code | sessions\np1 | / | 48\np1 | I | 2\np2 | / | 40"),
    "termlysessiondetailsoffroll": drawn(
        LEAVER_SESSIONS, "leaver_id | code | sessions\nl1 | I | 12\nl2 | / | 3.0\nl2 | O | 2"
    ),
    "summerhalfterm2sessiondetailsonroll": drawn(SUMMER_SESSIONS, "pupil_id | code | sessions\np1 | / | 30"),
    "summerhalfterm2sessiondetailsoffroll": drawn(LEAVER_SUMMER_SESSIONS, "leaver_id | code | sessions\nl1 | I | 1"),
    "senneeds": drawn(NEEDS, "pupil_id | sen_rank | sen_type\np1 | 2 | MLD\np1 | 1.0 | ASD"),
}


def as_lists(frame: pd.DataFrame, *columns: str) -> list[list]:
    """Values row by row, None where there is none, days without their time."""
    plain = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
    lines = ([value.date() if hasattr(value, "date") else value for value in row] for row in plain.to_numpy())
    return sorted(lines, key=str)


def counted(**changes: object) -> pd.DataFrame:
    names = {pupil(ANN): "Ann", pupil(BOB): "Bob", pupil(CAT): "Cat"}
    found = core_rows(CENSUS_SESSIONS, EXPORT, **changes)["core.attendance_count"]
    return found.assign(pupil=found["pupil"].map(names))


def test_the_autumn_census_counts_the_halves_of_summer_apart_with_pupils_who_left() -> None:
    columns = ("pupil", "school_urn", "half_term", "half_terms", "period_start", "period_end", "code", "sessions")
    first, second = (date(2025, 4, 22), date(2025, 5, 23)), (date(2025, 6, 2), date(2025, 6, 30))
    assert as_lists(counted(), *columns) == [
        ["Ann", "900001", 5, 1, *first, "/", 48],
        ["Ann", "900001", 5, 1, *first, "I", 2],
        ["Ann", "900001", 6, 1, *second, "/", 30],
        ["Bob", "900002", 5, 1, *first, "/", 43],  # left, and came back
        ["Bob", "900002", 5, 1, *first, "O", 2],
        ["Cat", "900001", 5, 1, *first, "I", 12],
        ["Cat", "900001", 6, 1, *second, "I", 1],
    ]


def test_another_term_is_counted_whole_and_a_half_term_by_itself() -> None:
    columns = ("half_term", "half_terms", "period_start", "period_end")
    whole = counted(**WHOLE_AUTUMN)[list(columns)].drop_duplicates()
    assert as_lists(whole, *columns) == [[1, 2, date(2024, 9, 3), date(2024, 12, 20)]]
    half = counted(**{**WHOLE_AUTUMN, "covers_from": AUTUMN[1].start})[list(columns)].drop_duplicates()
    assert as_lists(half, *columns) == [[2, 1, date(2024, 11, 4), date(2024, 12, 20)]]


def test_an_enrolment_is_one_row_with_its_provision_and_primary_need() -> None:
    found = core_rows(CENSUS_SESSIONS, EXPORT)["core.enrolment"]
    assert as_lists(found, "school_urn", "enrolment_status", "sen_provision", "primary_need") == [
        ["900001", "C", "E", "ASD"],
        ["900001", None, None, None],
        ["900002", "C", "N", None],
    ]


def test_the_other_numbers_of_a_pupil_are_kept_as_pseudonyms() -> None:
    pupils = f"pupil_id | census_id | pupil | former_upn | learner_number\np1 | 71 | {ANN} | {BOB} | 9000000001"
    known = core_rows(CENSUS_SESSIONS, EXPORT | {"pupilonroll": drawn(PUPILS, pupils)})["core.enrolment"]
    assert as_lists(known[known["pupil"].eq(pupil(ANN))], "former_upn", "learner_number") == [
        [pupil(BOB), pseudonym("9000000001", "learner_number", KEY)]
    ]


def test_what_was_possible_is_kept_where_the_school_says_it() -> None:
    found = core_rows(CENSUS_SESSIONS, EXPORT)["core.attendance_possible"]
    assert as_lists(found, "school_urn", "half_term", "sessions") == [
        ["900001", 5, 12],
        ["900001", 5, 50],
        ["900001", 6, 30],
        ["900002", 5, 55],
    ]


def test_the_second_half_of_summer_comes_with_the_whole_term_alone() -> None:
    alone = context(CENSUS_SESSIONS, covers_from=date(2025, 6, 2))
    assert set(broken(SUMMER_SESSIONS, rows(SUMMER_SESSIONS), alone)) == {f"{SUMMER_SESSIONS.name}-not-summer"}
    assert broken(SUMMER_SESSIONS, rows(SUMMER_SESSIONS), context(CENSUS_SESSIONS, half_terms=())) == {}


_BLADE = "NativeId,{0}tableid,{0}orderseqcolumn,sourceid"


@pytest.mark.parametrize(
    ("table", "own"),
    [
        (SESSIONS, "pupilonrolltableid,sessions,attendancereason"),
        (LEAVER_SESSIONS, "pupilnolongeronrolltableid,sessions,attendancereason"),
        (SUMMER_SESSIONS, "pupilonrolltableid,sessions,attendancereason"),
        (LEAVER_SUMMER_SESSIONS, "pupilnolongeronrolltableid,sessions,attendancereason"),
        (NEEDS, "pupilonrolltableid,sentyperank,sentype"),
        (LEAVERS, "schoolcensustableid,upn,dob,gender,entrydate,leavingdate,boarder,termlysessionspossible"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_file_of_the_export_is_told_by_its_header(table: Table, own: str) -> None:
    headers = f"{_BLADE.format(table.name)},{own}".split(",")
    assert identify(headers, EXTRACTS) == (CENSUS_SESSIONS, table)
