"""The NCCIS file: from its XML to the core rows that it becomes."""

from datetime import date

import pandas as pd
import pytest

from flows.parsing.xml_records import read_xml
from tests.factories import broken, drawn, upn
from tests.shaping import KEY, core_rows, pupil
from transforms.extracts import NCCIS
from transforms.extracts.nccis import YOUNG_PERSON
from transforms.identity import pseudonym

RECORD = """
<YoungPersonsRecord>
  <PersonalDetails>
    <YoungPersonsID>{number}</YoungPersonsID><CohortStatus>P</CohortStatus>
    <GivenName>Zz9canary</GivenName><FamilyName>Zz9canary</FamilyName><DOB>2008-08-31</DOB><Gender>W</Gender>
    <Postcode>ZZ99 9ZZ</Postcode><LeadLEA>999</LeadLEA><UniquePupilNumber>{upn}</UniquePupilNumber>
    <UniqueLearnerNo>9000000001</UniqueLearnerNo>
  </PersonalDetails>
  <SeptemberGuarantee><Year11><GuaranteeStatus>110</GuaranteeStatus><LEACode>998</LEACode></Year11></SeptemberGuarantee>
  <LevelOfNeed><LevelOfNeedCode>1</LevelOfNeedCode><SENDFlag>Y</SENDFlag>
    <Characteristics>{characteristics}</Characteristics></LevelOfNeed>
  <Activities>
    <ActivityCode>619</ActivityCode><StartDate>2025-06-02</StartDate><DateAscertained>2025-06-03</DateAscertained>
    <DateVerified>2025-06-20</DateVerified><DueToLapseDate>2025-09-20</DueToLapseDate>
    <CurrencyLapsed>N</CurrencyLapsed><NEETStartDate>2025-06-02</NEETStartDate>
  </Activities>
</YoungPersonsRecord>
"""


def file_of(*records: str) -> dict[str, pd.DataFrame]:
    header = "<FileHeader><SourceLEAs><LEACode>999</LEACode></SourceLEAs></FileHeader>"
    return read_xml(f"<NCCIS>{header}{''.join(records)}</NCCIS>".encode(), "nccis.xml", NCCIS)


def record(number: str, *characteristics: str, upn_text: str = "") -> str:
    codes = "".join(f"<CharacteristicCode>{code}</CharacteristicCode>" for code in characteristics)
    return RECORD.format(number=number, upn=upn_text, characteristics=codes)


def test_a_record_of_the_file_is_a_row_without_names_addresses_and_birthday() -> None:
    core = core_rows(NCCIS, file_of(record("9990000000001", upn_text=upn(1)), record("9990000000002", "140", "180")))
    people = core["core.young_person"]
    assert people["row_number"].tolist() == [1, 2]
    assert people["young_person"].tolist() == [
        pseudonym(f"999000000000{number}", "young_person", KEY) for number in (1, 2)
    ]
    assert people["upn"].fillna("").tolist() == [pupil(upn(1)), ""]
    first = people.iloc[0].drop(["row_number", "young_person", "upn"]).to_dict()
    assert {name: None if pd.isna(value) else value for name, value in first.items()} == {
        "learner_number": pseudonym("9000000001", "learner_number", KEY),
        "academic_age": 16,
        "sex": "U",
        "lead_la": "999",
        "cohort_status": "P",
        "activity_code": "619",
        "currency_lapsed": False,
        "neet_start": pd.Timestamp(2025, 6, 2),
        "send_flag": True,
        "level_of_need": "1",
        "guarantee_year11": "110",
        "guarantee_year11_la": "998",
        "guarantee_year12": None,
        "guarantee_year12_la": None,
    }


def test_each_characteristic_is_a_row_of_its_young_person() -> None:
    core = core_rows(NCCIS, file_of(record("1"), record("2", "140", "180"), record("3", "110")))
    found = core["core.young_person_characteristic"]
    who = {pseudonym(number, "young_person", KEY): number for number in "123"}
    assert list(zip(found["young_person"].map(who), found["characteristic"], strict=True)) == [
        ("2", "140"),
        ("2", "180"),
        ("3", "110"),
    ]


def test_nobody_has_a_characteristic_whose_record_is_held() -> None:
    held = record("2", "140").replace("<ActivityCode>619", "<ActivityCode>999")
    core = core_rows(NCCIS, file_of(record("1"), held))
    assert len(core["core.young_person"]) == 1
    assert core["core.young_person_characteristic"].empty


@pytest.mark.parametrize(
    ("born", "data_to", "age"),
    [
        ("2008-08-31", date(2025, 6, 30), 16),
        ("2008-09-01", date(2025, 6, 30), 15),
        ("2008-09-01", date(2025, 9, 30), 16),
        ("2008-02-29", date(2025, 6, 30), 16),
    ],
)
def test_the_academic_age_is_that_of_31_august_before_the_year(born: str, data_to: date, age: int) -> None:
    person = drawn(YOUNG_PERSON, f"date_of_birth\n{born}")
    core = core_rows(NCCIS, {"young_person": person}, data_to=data_to, covers_from=date(2025, 1, 1))
    assert core["core.young_person"]["academic_age"].tolist() == [age]


def test_one_person_may_be_of_two_cohorts_but_not_twice_of_one() -> None:
    people = drawn(
        YOUNG_PERSON,
        """
        young_person | cohort_status | activity_code
        Ann          | P             | 110
        Ann          | G             | 110
        Bob          | P             | 110
        Bob          | P             | 150
        """,
    )
    assert broken(YOUNG_PERSON, people) == {"young_person-key-repeated": (4, 5)}
