"""The SEN2 return: nine modules that become cases and placements."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from contextlib import nullcontext
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd
import pytest

from flows.parsing.delimited import read_text_frame
from flows.parsing.files import read_file
from flows.parsing.xml_heading import read_heading, refuse_other_year
from flows.parsing.xml_records import read_xml
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from tests.factories import context, drawn, upn
from tests.shaping import KEY, core_rows, pupil
from transforms.errors import DataRejected
from transforms.extracts import SEN2
from transforms.extracts.extract import Extract
from transforms.extracts.sen2 import SEN2_RETURN
from transforms.identity import pseudonym

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


def test_a_learner_number_is_kept_as_a_pseudonym_where_it_is_one() -> None:
    person = f"person_id | upn | learner_number\np1 | {ANN} | 9000000001\np2 | | 9999999999"
    cases = core(person=person)["core.ehc_case"]
    assert values(cases, "learner_number") == [[pseudonym("9000000001", "learner_number", KEY)], [None]]


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


def test_a_plan_knows_its_last_review() -> None:
    reviewed = "active_plan_id | request_id | review_meeting | last_review\nt1 | r1 | 2025-05-06 | 2025-05-27"
    cases = core(activeplans=reviewed)["core.ehc_case"]
    assert values(cases, "review_meeting", "review_decided") == [["06 May", "27 May"], [None, None]]


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


RECORDS = {
    "person": "Person",
    "requests": "Requests",
    "assessment": "Assessment",
    "namedplan": "NamedPlan",
    "plandetail": "PlanDetail",
    "activeplans": "ActivePlans",
    "placementdetail": "PlacementDetail",
    "senneed": "SENneed",
}
PARENTS = {
    "requests": "person",
    "assessment": "requests",
    "namedplan": "assessment",
    "plandetail": "namedplan",
    "activeplans": "requests",
    "placementdetail": "activeplans",
    "senneed": "activeplans",
}
Inside = dict[tuple[str, Any], list[dict[Hashable, Any]]]  # rows of a module by the row that they belong to


def persons(modules: Mapping[str, pd.DataFrame]) -> list[Element]:
    """Persons with the rows of the other modules inside them, named as the columns though in another case."""
    rows = {name: modules[name].to_dict("records") for name in RECORDS}
    inside: Inside = defaultdict(list)
    for name, parent in PARENTS.items():
        key = SEN2.table(parent).key[0]
        for row in rows[name]:
            inside[name, row[key]].append(row)
    return [element("person", row, inside) for row in rows["person"]]


def element(module: str, row: Mapping[Hashable, Any], inside: Inside) -> Element:
    table, made = SEN2.table(module), Element(RECORDS[module])
    for column in table.columns:
        if not column.element and isinstance(row[column.name], str):
            SubElement(made, column.header.title()).text = as_iso(row[column.name])
    for below in (name for name, parent in PARENTS.items() if parent == module):
        made.extend(element(below, each, inside) for each in inside[below, row[table.key[0]]])
    return made


def as_iso(text: str) -> str:
    """A date of the Blade export as XML has it; other texts as they are."""
    try:
        return datetime.strptime(text, SEN2.date_formats[0]).replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return text


def as_drawn() -> dict[str, pd.DataFrame]:
    modules = {name: drawn(SEN2.table(name), picture) for name, picture in MODULES.items()}
    return {**modules, "plandetail": drawn(SEN2.table("plandetail"), "plan_detail_id | plan_id\nd1 | n1")}


def of_the_sample_council() -> dict[str, pd.DataFrame]:
    """A year's return of the synthetic council."""
    files = sorted((MEREBRIDGE / "extracts/sen2/send-team/2024-12-31").glob("*.csv.gz"))
    return {
        table.name: each.text
        for file in files
        for each in read_file(file.name, file, [SEN2]).tables
        if (table := each.table) is not SEN2_RETURN
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("export", "data_to", "rows_staged"),
    [(as_drawn, date(2025, 6, 30), [2, 3]), (of_the_sample_council, date(2024, 12, 31), [182, 175])],
)
def test_the_xml_of_a_return_gives_the_rows_of_its_blade_export(
    export: Callable[[], dict[str, pd.DataFrame]], data_to: date, rows_staged: list[int]
) -> None:
    modules = export()
    root = Element("Message", xmlns="urn:sen2")
    SubElement(root, "Persons").extend(persons(modules))
    of_xml = read_xml(tostring(root), "sen2.xml", SEN2)
    assert {name: len(of_xml[name]) for name in RECORDS} == {name: len(modules[name]) for name in RECORDS}
    by_blade, by_xml = (core_rows(SEN2, texts, data_to=data_to) for texts in (modules, of_xml))
    for table, blade in by_blade.items():
        # Rows of a file are numbered by its lines, of which the header is the first; records from 1.
        numbers = [name for name in ("row_number", "request_row") if name in blade]
        pd.testing.assert_frame_equal(by_xml[table], blade.assign(**{name: blade[name] - 1 for name in numbers}))
    assert [len(frame) for frame in by_xml.values()] == rows_staged


@pytest.mark.parametrize(
    ("year", "reference_date", "is_refused"),
    [("2026", "2026-01-15", False), ("2025", "2026-01-15", False), ("2025", "2025-01-16", True)],
)
def test_xml_of_another_year_is_refused(year: str, reference_date: str, is_refused: bool) -> None:
    about = f"<CollectionDetails><Year>{year}</Year><ReferenceDate>{reference_date}</ReferenceDate></CollectionDetails>"
    file = f"<Message><Header>{about}<Source><LEA>999</LEA></Source></Header><Persons/></Message>".encode()
    assert SEN2.xml is not None
    heading = read_heading(file, "sen2.xml", SEN2.xml)
    assert heading.councils == ("999",)
    refused = pytest.raises(DataRejected, match="2025; its delivery is of 2026")
    # The first quarter's cut of a calendar year lies in another financial year than the end of that year.
    with refused if is_refused else nullcontext():
        refuse_other_year(heading, "sen2.xml", context(SEN2, date(2025, 3, 31)), SEN2)


def test_the_sex_of_earlier_versions_is_read() -> None:
    v11 = b"persontableid,upn,personbirthdate,gendercurrent\np1,,2014-May-09 00:00:00,F\n"
    person = read_text_frame(BytesIO(v11), "person.csv", SEN2.table("person"))
    assert core_rows(SEN2, {"person": person, **ONE_REQUEST})["core.ehc_case"]["sex"].tolist() == ["F"]


ONE_REQUEST = {"requests": drawn(SEN2.table("requests"), "request_id | person_id\nr1 | p1")}
