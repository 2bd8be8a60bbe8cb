"""Notifications and census exclusions as the core rows that they become."""

import pandas as pd

from tests.factories import drawn, rows, upn
from tests.shaping import core_rows, pupil
from transforms.extracts import CENSUS_EXCLUSIONS, EXCLUSIONS
from transforms.extracts.census_exclusions import (
    CENSUS_EXCLUSION,
    CENSUS_LEAVER,
    CENSUS_LEAVER_EXCLUSION,
    CENSUS_PUPIL,
    CENSUS_SCHOOL,
)
from transforms.extracts.exclusions import NOTIFICATIONS

ANN, BOB = upn(1), upn(2)


def as_lists(frame: pd.DataFrame, *columns: str) -> list[list]:
    """Values row by row, None where there is none."""
    return [[None if pd.isna(value) else value for value in row] for row in frame[list(columns)].to_numpy().tolist()]


def notified(picture: str) -> pd.DataFrame:
    return core_rows(EXCLUSIONS, {"notifications": drawn(NOTIFICATIONS, picture)})["core.exclusion"]


def test_a_notification_is_one_row_with_its_line_and_the_codes_of_today() -> None:
    found = notified(
        """
        category | sessions | reason | sen_provision | session
        FIXD     | 4        | DB     | S             | AM
        PERM     |          | OW     | K             |
        """
    )
    columns = ("source_table", "row_number", "category", "sessions", "reason", "sen_provision", "session")
    assert as_lists(found, *columns) == [
        ["notifications", 2, "SUSP", 4, "DB", "E", "AM"],
        ["notifications", 3, "PERM", None, "OW", "K", None],
    ]


def test_held_notifications_make_no_rows_and_doubtful_ones_do() -> None:
    found = notified(
        """
        category | sessions | start_date
        SUSP     |          | 2025-06-09
        SUSP     | 2        | 2025-07-01
        SUSP     | 2        | 2025-06-07
        """
    )
    assert found["row_number"].tolist() == [4]


CENSUS = {
    "census_school": drawn(CENSUS_SCHOOL, "census_id | school_urn\n71 | 900001\n72 | 900002"),
    "census_pupil": drawn(CENSUS_PUPIL, f"pupil_id | census_id | pupil\np1 | 71 | {ANN}\np2 | 72 | {BOB}"),
    "census_leaver": drawn(CENSUS_LEAVER, f"leaver_id | census_id | pupil\nl1 | 72 | {ANN}"),
}


def counted(on_roll: str, off_roll: str = "leaver_id", **left_out: None) -> pd.DataFrame:
    known = {name: texts for name, texts in CENSUS.items() if name not in left_out}
    exclusions = {
        "census_exclusion": drawn(CENSUS_EXCLUSION, on_roll),
        "census_leaver_exclusion": drawn(CENSUS_LEAVER_EXCLUSION, off_roll),
    }
    return core_rows(CENSUS_EXCLUSIONS, known | exclusions)["core.exclusion"]


def test_the_census_names_pupil_and_school_by_the_keys_of_its_export() -> None:
    found = counted(
        """
        pupil_id | start_date           | category | sessions
        p1       | 2025-Jun-09 00:00:00 | SUSP     | 10.0
        p2       | 2025-Jun-10 00:00:00 | PERM     |
        """,
        """
        leaver_id | start_date           | category | sessions
        l1        | 2025-May-12 00:00:00 | FIXD     | 3
        """,
    )
    assert as_lists(found, "source_table", "row_number", "pupil", "school_urn", "category", "sessions") == [
        ["census_exclusion", 2, pupil(ANN), "900001", "SUSP", 10],
        ["census_exclusion", 3, pupil(BOB), "900002", "PERM", None],
        ["census_leaver_exclusion", 2, pupil(ANN), "900002", "SUSP", 3],
    ]
    assert found[["session", "decision", "decision_date"]].isna().all(axis=None)


def test_the_same_exclusion_of_the_census_is_one_row_by_whatever_name_and_table() -> None:
    found = counted(
        """
        pupil_id | start_date           | category
        p1       | 2025-Jun-09 00:00:00 | SUSP
        p1       | 2025-Jun-09 00:00:00 | FIXD
        p1       | 2025-Jun-09 00:00:00 | PERM
        p2       | 2025-Jun-09 00:00:00 | SUSP
        """,
        """
        leaver_id | start_date           | category
        l1        | 2025-Jun-09 00:00:00 | SUSP
        """,
    )
    assert as_lists(found, "row_number", "category") == [[2, "SUSP"], [4, "PERM"], [5, "SUSP"]]


def test_without_its_schools_the_census_tells_no_school() -> None:
    found = counted("pupil_id | category\np1 | PERM\np2 | PERM", census_school=None)
    assert as_lists(found, "pupil", "school_urn") == [[pupil(ANN), None], [pupil(BOB), None]]


def test_a_census_without_leavers_or_without_exclusions_is_a_census() -> None:
    assert len(counted("pupil_id | category\np1 | PERM", census_leaver=None)) == 1
    nothing = core_rows(CENSUS_EXCLUSIONS, CENSUS | {"census_exclusion": rows(CENSUS_EXCLUSION, 0)})["core.exclusion"]
    assert nothing.empty
    assert nothing["start_date"].dtype.kind == "M"
