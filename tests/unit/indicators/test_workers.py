"""Social workers: whose cases and whose working time count."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
POST: Row = {
    "worker": "W1",
    "team": "North",
    "role": "SW",
    "fte": 1.0,
    "is_agency": False,
    "cases": 10,
    "start_date": date(2024, 1, 8),
    "ended_on": None,
}


def listed(picture: str, data_to: date = date(2025, 6, 30)) -> Staged:
    """The list of workers of June 2025."""
    batch = {"batch_id": 1, "extract": "workers", "supplier": "staff", "covers": "2025-06", "data_to": data_to}
    return staged_of(Town({"core.worker_post": drawn("core.worker_post", picture, **POST | batch)}, [batch]))


def test_a_caseload_is_of_social_workers_who_hold_cases_and_have_working_time() -> None:
    posts = listed("""
        worker | role | fte | cases | start_date | ended_on
        Ann    | SW   | 1   | 18    | 2024-01-08 |
        Bob    | NQSW | 0.6 | 7     | 2025-06-30 |
        Cat    | SSW  | 0.5 | 0     | 2024-01-08 |
        Dan    | AP   | 0.8 |       | 2024-01-08 |
        Eve    | SW   | 0   | 25    | 2024-01-08 |
        Fay    | SW   |     | 4     | 2024-01-08 |
        Gus    | TM   | 1   | 3     | 2024-01-08 |
        Hal    | FSW  | 1   | 9     | 2024-01-08 |
        Ida    | SW   | 1   | 12    | 2025-07-01 |
        Jan    | SW   | 1   | 14    | 2024-01-08 | 2025-06-30
        Kim    | SW   | 1   | 16    | 2024-01-08 | 2025-07-01
    """)
    # Ann, Bob and Kim: 41 cases in 2.6 full-time posts.
    assert counted(posts, "cin_caseload") == {WHOLE: (41, 260), ("", "North"): (41, 260)}
    assert counted(posts, "cases_without_worker") == {WHOLE: (29, None)}  # Eve's and Fay's


def test_each_team_has_its_caseload_and_each_post_its_share_of_a_worker() -> None:
    posts = listed("""
        worker | team  | fte    | cases
        Ann    | North | 0.5    | 9
        Ann    | South | 0.5    | 6
        Bob    | South | 0.6667 | 8
        Cat    | Duty  | 0      | 31
        Dan    | West  | 1      | 0
    """)
    teams = {("", "North"): (9, 50), ("", "South"): (14, 117)}
    assert counted(posts, "cin_caseload") == {WHOLE: (23, 167)} | teams


def test_agency_workers_are_a_share_of_the_working_time_of_social_workers() -> None:
    posts = listed("""
        worker | role | fte  | is_agency | cases
        Ann    | SW   | 1    | yes       | 18
        Bob    | SSW  | 0.75 | yes       | 0
        Cat    | SW   | 0.8  | no        | 12
        Dan    | SW   | 0.4  |           | 3
        Eve    | TM   | 1    | yes       |
        Fay    | SW   |      | yes       | 5
    """)
    assert counted(posts, "agency_worker_rate") == {WHOLE: (175, 295)}  # Ann and Bob, of them, Cat and Dan


def test_the_list_is_of_the_quarters_end() -> None:
    assert counted(listed("worker\nAnn", date(2025, 6, 29)), "cin_caseload") == {}
    assert counted(listed("worker\nAnn"), "cin_caseload", "2025-26-Q2") == {}
