"""The workforce census: its XML as rows, and who is kept how."""

from pathlib import Path

import pytest

from flows.parsing.files import read_file
from tests.factories import broken
from tests.shaping import KEY, core_rows
from transforms.extracts import CIN, WORKFORCE
from transforms.extracts.workforce import SOCIAL_WORKERS
from transforms.identity import pseudonym

CENSUS = """<Message>
  <Header><CollectionDetails><Collection>CSWW</Collection><Year>2024</Year></CollectionDetails>
    <Source><LEA>999</LEA></Source></Header>
  <LALevelVacancies><NumberOfVacancies>12.5</NumberOfVacancies><NoAgencyFTE>9.8</NoAgencyFTE>
    <NoAgencyHeadcount>10</NoAgencyHeadcount></LALevelVacancies>
  <CSWWWorker><AgencyWorker>0</AgencyWorker><SWENo>SW0000000001</SWENo><FTE>0.6</FTE>
    <PersonBirthDate>1985-05-09</PersonBirthDate><GenderCurrent>2</GenderCurrent>
    <QualInst>One</QualInst><QualInst>Two</QualInst><OrgRole>5</OrgRole><RoleStartDate>2020-09-01</RoleStartDate>
    <FTE30>0.6</FTE30><Cases30>9</Cases30></CSWWWorker>
  <CSWWWorker><AgencyWorker>1</AgencyWorker><SWENo>SW0000000002</SWENo><RoleStartDate>2024-02-05</RoleStartDate>
    <FTE30>1</FTE30><Cases30>18</Cases30></CSWWWorker>
</Message>"""


@pytest.fixture
def texts(tmp_path: Path) -> dict:
    file = tmp_path / "workforce.xml"
    file.write_text(CENSUS, encoding="utf-8")
    found = read_file(file.name, file, (CIN, WORKFORCE))
    assert {each.extract.id for each in found.tables} == {"workforce"}
    assert (found.heading.councils, found.heading.years) == (("999",), (2024,))
    return {each.table.name: each.text for each in found.tables}


def test_vacancies_and_workers_come_from_one_file(texts: dict) -> None:
    core = core_rows(WORKFORCE, texts)
    (vacancies,) = core["core.workforce_vacancy"].to_dict("records")
    assert vacancies == {"vacancies": 12.5, "agency_fte": 9.8, "agency_workers": 10, "row_number": 1}
    workers = core["core.social_worker"]
    assert workers["worker"].tolist() == [pseudonym(f"SW000000000{n}", "social worker", KEY) for n in (1, 2)]
    assert workers["is_agency"].tolist() == [False, True]
    assert (workers["fte_30"].sum(), workers["cases_30"].sum()) == (1.6, 27)


def test_who_somebody_is_beside_the_work_stays_in_the_file(texts: dict) -> None:
    assert broken(SOCIAL_WORKERS, texts["social_workers"]) == {}
    assert texts["social_workers"].attrs["dropped_columns"] == ("QualInst",)
    staged = set(core_rows(WORKFORCE, texts)["core.social_worker"])
    assert staged.isdisjoint({"date_of_birth", "sex", "ethnicity"})
