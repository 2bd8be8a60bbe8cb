"""The children in need census: from its XML to the core rows that it becomes."""

import pandas as pd
import pytest

from flows.parsing.xml_records import read_xml
from tests.factories import broken, upn
from tests.shaping import KEY, core_rows, pupil
from transforms.extracts import CIN
from transforms.extracts.cin import CHILDREN, PRE_PROCEEDINGS
from transforms.identity import pseudonym

ANN = f"""
<Child>
  <ChildIdentifiers>
    <LAchildID>A1</LAchildID><UPN>{upn(1)}</UPN><FormerUPN>{upn(2)}</FormerUPN>
    <PersonBirthDate>2014-05-09</PersonBirthDate><Sex>F</Sex>
  </ChildIdentifiers>
  <ChildCharacteristics>
    <Ethnicity>WBRI</Ethnicity>
    <Disabilities><Disability>AUT</Disability><Disability>LD</Disability></Disabilities>
  </ChildCharacteristics>
  <CINdetails>
    <CINreferralDate>2025-01-08</CINreferralDate><ReferralSource>1A</ReferralSource>
    <PrimaryNeedCode>N1</PrimaryNeedCode>
    <CINclosureDate>2025-04-30</CINclosureDate><ReasonForClosure>RC9</ReasonForClosure>
    <Assessments>
      <AssessmentActualStartDate>2025-01-09</AssessmentActualStartDate>
      <AssessmentAuthorisationDate>2025-04-10</AssessmentAuthorisationDate>
      <FactorsIdentifiedAtAssessment>
        <AssessmentFactors>3A</AssessmentFactors><AssessmentFactors>11A</AssessmentFactors>
      </FactorsIdentifiedAtAssessment>
    </Assessments>
    <CINPlanDates>
      <CINPlanStartDate>2025-02-03</CINPlanStartDate><CINPlanEndDate>2025-04-30</CINPlanEndDate>
    </CINPlanDates>
    <ReferralNFA>0</ReferralNFA>
  </CINdetails>
  <CINdetails>
    <CINreferralDate>2025-06-02</CINreferralDate><ReferralSource>6</ReferralSource>
    <PrimaryNeedCode>N1</PrimaryNeedCode>
    <Assessments><AssessmentActualStartDate>2025-06-03</AssessmentActualStartDate></Assessments>
    <Section47>
      <S47ActualStartDate>2025-06-04</S47ActualStartDate><InitialCPCtarget>2025-06-20</InitialCPCtarget>
      <DateOfInitialCPC>2025-06-20</DateOfInitialCPC><ICPCnotRequired>false</ICPCnotRequired>
    </Section47>
    <ReferralNFA>false</ReferralNFA>
    <ChildProtectionPlans>
      <CPPstartDate>2025-06-20</CPPstartDate>
      <InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>
      <NumberOfPreviousCPP>1</NumberOfPreviousCPP>
      <Reviews><CPPreviewDate>2025-06-27</CPPreviewDate></Reviews>
    </ChildProtectionPlans>
  </CINdetails>
</Child>
"""
UNBORN = """
<Child>
  <ChildIdentifiers>
    <LAchildID>B2</LAchildID><ExpectedPersonBirthDate>2025-09-01</ExpectedPersonBirthDate><Sex>U</Sex>
  </ChildIdentifiers>
  <ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics>
  <CINdetails>
    <CINreferralDate>2025-06-10</CINreferralDate><ReferralSource>3D</ReferralSource>
    <ReferralNFA>true</ReferralNFA>
  </CINdetails>
</Child>
"""


def census(*children: str) -> dict[str, pd.DataFrame]:
    header = "<Header><Source><LEA>999</LEA></Source></Header>"
    text = f"<Message>{header}<Children>{''.join(children)}</Children></Message>"
    return read_xml(text.encode(), "cin.xml", CIN)


@pytest.fixture
def core() -> dict[str, pd.DataFrame]:
    return core_rows(CIN, census(ANN, UNBORN))


def child(number: str) -> str:
    return pseudonym(number, "child", KEY)


def plain(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    """Rows as tuples, with None for what is missing."""
    cells = frame[list(columns)].astype("object").where(frame[list(columns)].notna(), None)
    return [tuple(row) for row in cells.itertuples(index=False, name=None)]


def test_every_row_of_a_sound_census_is_kept_and_breaks_no_rule() -> None:
    texts = census(ANN, UNBORN)
    assert {name: len(text) for name, text in texts.items()} == {
        "children": 2,
        "disabilities": 2,
        "referrals": 3,
        "assessments": 2,
        "assessment_factors": 2,
        "cin_plans": 1,
        "section47": 1,
        "protection_plans": 1,
        "reviews": 1,
        "pre_proceedings": 0,
    }
    assert broken(CHILDREN, texts["children"]) == {}


def test_the_number_that_a_child_had_before_is_kept_as_a_pseudonym(core: dict[str, pd.DataFrame]) -> None:
    numbers = [pseudonym(upn(number), "upn", KEY) for number in (1, 2)]
    assert plain(core["core.cin_child"], "upn", "former_upn") == [tuple(numbers), (None, None)]


def test_an_unborn_child_has_no_birthday_and_no_pupil_number(core: dict[str, pd.DataFrame]) -> None:
    assert plain(core["core.cin_child"], "child", "upn", "date_of_birth", "sex", "ethnicity") == [
        (child("A1"), pupil(upn(1)), pd.Timestamp(2014, 5, 9), "F", "WBRI"),
        (child("B2"), None, None, "U", "NOBT"),
    ]


def test_referrals_are_numbered_through_the_file_and_flags_come_as_digits_or_words(
    core: dict[str, pd.DataFrame],
) -> None:
    columns = ("row_number", "child", "referral_number", "is_nfa", "closure_reason")
    assert plain(core["core.cin_referral"], *columns) == [
        (1, child("A1"), 1, False, "RC9"),
        (2, child("A1"), 2, False, None),
        (3, child("B2"), 3, True, None),
    ]


def test_what_follows_a_referral_bears_its_number(core: dict[str, pd.DataFrame]) -> None:
    of_case = ("child", "referral_number")
    assert plain(core["core.cin_assessment"], *of_case, "assessment_number", "authorised_date") == [
        (child("A1"), 1, 1, pd.Timestamp(2025, 4, 10)),
        (child("A1"), 2, 2, None),
    ]
    assert plain(core["core.cin_assessment_factor"], "assessment_number", "factor") == [(1, "3A"), (1, "11A")]
    assert plain(core["core.cin_plan"], *of_case, "end_date") == [(child("A1"), 1, pd.Timestamp(2025, 4, 30))]
    assert plain(core["core.cin_section47"], *of_case, "conference_not_required") == [(child("A1"), 2, False)]
    plans = ("plan_end", "initial_category", "latest_category", "previous_plans")
    assert plain(core["core.cin_protection_plan"], *of_case, *plans) == [(child("A1"), 2, None, "NEG", "EMO", 1)]


def test_steps_before_proceedings_are_read_where_the_census_has_them() -> None:
    steps = """
      <PreProceedingsandFGDM>
        <PPStartDate>2025-06-09</PPStartDate><FGDMMeetingOffer>1</FGDMMeetingOffer>
        <ReviewMeetingsCount>2</ReviewMeetingsCount><PPOutcome>A</PPOutcome>
      </PreProceedingsandFGDM>
    </CINdetails>
    """
    texts = census(steps.join(ANN.rsplit("</CINdetails>", 1)), UNBORN)
    assert broken(PRE_PROCEEDINGS, texts["pre_proceedings"]) == {"pre_proceedings-outcome-in-part": (1,)}
    columns = ("row_number", "child", "referral_number", "pre_proceedings_start", "meeting_offered", "review_meetings")
    assert plain(core_rows(CIN, texts)["core.cin_pre_proceedings"], *columns) == [
        (1, child("A1"), 2, pd.Timestamp(2025, 6, 9), True, 2)
    ]


def test_a_child_whose_record_is_held_takes_all_that_belongs_to_it_along() -> None:
    core = core_rows(CIN, census(ANN.replace("A1", ""), UNBORN))
    assert {name: len(rows) for name, rows in core.items() if len(rows)} == {
        "core.cin_child": 1,
        "core.cin_referral": 1,
    }


def test_sex_is_found_under_the_name_and_in_the_codes_that_it_had_until_2024() -> None:
    old = ANN.replace("<Sex>F</Sex>", "<GenderCurrent>2</GenderCurrent>")
    texts = census(old)
    assert broken(CHILDREN, texts["children"]) == {"children-retired-code": (1,)}
    assert core_rows(CIN, texts)["core.cin_child"]["sex"].tolist() == ["F"]
