"""The SEN2 return: nine modules that become cases and placements."""

from io import BytesIO

import pandas as pd

from flows.parsing.delimited import read_text_frame
from tests.factories import drawn, upn
from tests.shaping import core_rows, pupil
from transforms.extracts import SEN2
from transforms.extracts.extract import Extract

ANN = upn(1)
MODULES = {
    "person": f"person_id | upn | date_of_birth\np1 | {ANN} | 2014-May-09 00:00:00\np2 | UN8 | 2020-Feb-29 00:00:00",
    "requests": """
        request_id | person_id | received_date        | request_outcome | request_outcome_date
        r1         | p1        | 2025-Jan-06 00:00:00 | Y               | 2025-Feb-10 00:00:00
        r2         | p2        | 2025-Feb-28 00:00:00 | A               |
    """,
    "assessment": """
        assessment_id | request_id | assessment_outcome | assessment_outcome_date | is_exception
        a1            | r1         | Y                  | 2025-May-20 00:00:00    | True
    """,
    "namedplan": "plan_id | assessment_id | plan_start\nn1 | a1 | 2025-May-20 00:00:00",
    "activeplans": "active_plan_id | request_id\nt1 | r1",
    "placementdetail": """
        active_plan_id | urn      | provider_number | setting | placement_rank | entry_date           | leaving_date
        t1             | 900001.0 |                 |         | 1.0            | 2024-Sep-02 00:00:00 | 2025-01-31
        t1             |          | 10099901        |         | 1              | 2025-Feb-03 00:00:00 |
        t1             |          |                 | EHE     | 2              | 2025-Feb-03 00:00:00 |
    """,
    "senneed": "active_plan_id | sen_type | sen_rank\nt1 | SLCN | 2.0\nt1 | ASD | 1.0",
}  # fmt: skip


def core(extract: Extract = SEN2, **pictures: str) -> dict[str, pd.DataFrame]:
    texts = {name: drawn(extract.table(name), picture) for name, picture in (MODULES | pictures).items()}
    return core_rows(extract, texts)


def values(frame: pd.DataFrame, *columns: str) -> list[list]:
    """Values row by row, days as text, None where there is none."""
    shown = frame[list(columns)].apply(lambda each: each.dt.strftime("%d %b") if each.dtype.kind == "M" else each)
    return [[None if pd.isna(value) else value for value in row] for row in shown.astype(object).to_numpy().tolist()]


def test_a_request_is_one_row_with_all_that_came_of_it() -> None:
    cases = core()["core.ehc_case"]
    assert values(cases, "row_number", "pupil", "age_at_request", "received_date", "request_outcome") == [
        [2, pupil(ANN), 10, "06 Jan", "Y"],
        [3, None, 4, "28 Feb", "A"],
    ]
    assert values(cases, "assessment_outcome", "assessment_outcome_date", "is_exception", "plan_start") == [
        ["Y", "20 May", True, "20 May"],
        [None, None, None, None],
    ]
    assert values(cases, "plan_ceased", "cease_reason", "primary_need") == [[None, None, "ASD"], [None, None, None]]


def test_placements_name_the_line_of_their_request_and_numbers_have_no_decimal_point() -> None:
    placements = core()["core.ehc_placement"]
    assert values(placements, "row_number", "request_row", "placement_rank", "school_urn", "ukprn", "setting") == [
        [2, 2, 1, "900001", None, None],
        [3, 2, 1, None, "10099901", None],
        [4, 2, 2, None, None, "EHE"],
    ]
    assert values(placements, "entry_date", "leaving_date")[0] == ["02 Sep", "31 Jan"]


def test_a_plan_that_ceased_says_when_and_why() -> None:
    ceased = "assessment_id | plan_start | plan_ceased | cease_reason\na1 | 2025-05-20 | 2025-06-27 | 5.0"
    assert values(core(namedplan=ceased)["core.ehc_case"], "plan_ceased", "cease_reason")[0] == ["27 Jun", "5"]


def test_of_several_assessments_or_plans_the_last_counts() -> None:
    found = core(
        assessment="""
            assessment_id | request_id | assessment_outcome
            a1            | r1         | W
            a2            | r1         | A
        """,
        namedplan="""
            assessment_id | plan_start
            a1            | 2025-05-19
            a2            | 2025-05-20
            a2            | 2025-05-21
        """,
    )["core.ehc_case"]
    assert values(found, "row_number", "assessment_outcome", "plan_start") == [[2, "A", "21 May"], [3, None, None]]


def test_what_hangs_from_a_held_row_is_held_with_it() -> None:
    found = core(requests="request_id | person_id | received_date\nr1 | p1 | never\nr2 | p2 | 2025-02-28")
    assert found["core.ehc_case"]["row_number"].tolist() == [3]
    assert found["core.ehc_placement"].empty


def test_the_modules_that_may_be_missing_may_be_missing() -> None:
    optional = {table.name for table in SEN2.tables if table.optional}
    assert optional == {"sen2", "plandetail", "senneed"}
    texts = {name: drawn(SEN2.table(name), picture) for name, picture in MODULES.items() if name not in optional}
    cases = core_rows(SEN2, texts)["core.ehc_case"]
    assert values(cases, "row_number", "primary_need") == [[2, None], [3, None]]


def test_the_sex_of_earlier_versions_is_read() -> None:
    v11 = b"persontableid,upn,personbirthdate,gendercurrent\np1,,2014-May-09 00:00:00,F\n"
    person = read_text_frame(BytesIO(v11), "person.csv", SEN2.table("person"))
    assert core_rows(SEN2, {"person": person, **ONE_REQUEST})["core.ehc_case"]["sex"].tolist() == ["F"]


ONE_REQUEST = {"requests": drawn(SEN2.table("requests"), "request_id | person_id\nr1 | p1")}
