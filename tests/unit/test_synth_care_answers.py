"""Answers about children's social care are counted by the rules, shown on councils of a few children."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from samples.synth.annex_a import write_workbook
from samples.synth.annex_a_headers import ABSENT, ACCEPTED, CEASED, HEADERS, MISSING, OFFERED, STARTED, UNIQUE_ID
from samples.synth.annex_a_rows import Rows
from samples.synth.answers_folder import Folder
from samples.synth.care_files import care_answers
from samples.synth.working_days import working_day_after, working_days

REFERENCE = {
    "reference/schools.csv": "urn,name,phase,headcount\n",
    "reference/population.csv": "mid_year,children_0_17\n2022,900\n2023,1000\n2024,2000\n",
    "reference/half_terms.csv": "academic_year,half_term,start,end\n",
}
DEFECTS = "extract,supplier,data_to,table,file,row_number,rule_id,kind\n"
Counts = tuple[int, int | None]


def answers(council: Path, files: dict[str, bytes], defects: str = "") -> dict[tuple[str, str], Counts]:
    """Numerator and denominator of each indicator and quarter of a council that has these files."""
    for name, text in {**REFERENCE, "DEFECTS.csv": DEFECTS + defects}.items():
        files[name] = text.encode()
    files["reference/postcodes.csv.gz"] = gzip.compress(b"postcode,latitude,longitude,area\n")
    for name, data in files.items():
        (council / name).parent.mkdir(parents=True, exist_ok=True)
        (council / name).write_bytes(data)
    return {(each.indicator_id, each.quarter): each[5:] for each in care_answers(Folder(council))}


def census(data_to: str, *children: tuple[str, str]) -> dict[str, bytes]:
    """A CIN file: LAchildID and CINdetails of each child."""
    body = "".join(
        f"<Child><ChildIdentifiers><LAchildID>{child}</LAchildID></ChildIdentifiers>{cases}</Child>"
        for child, cases in children
    )
    text = f"<Message><Children>{body}</Children></Message>"
    return {f"extracts/cin/case-system/{data_to}/cin.xml.gz": gzip.compress(text.encode())}


def case(day: str, closed: str = "", *, nfa: str = "0", below: str = "") -> str:
    ends = f"<CINclosureDate>{closed}</CINclosureDate>" if closed else ""
    begins = f"<CINreferralDate>{day}</CINreferralDate>{ends}"
    return f"<CINdetails>{begins}{below}<ReferralNFA>{nfa}</ReferralNFA></CINdetails>"


def assessment(start: str, authorised: str = "") -> str:
    ends = f"<AssessmentAuthorisationDate>{authorised}</AssessmentAuthorisationDate>" if authorised else ""
    return f"<Assessments><AssessmentActualStartDate>{start}</AssessmentActualStartDate>{ends}</Assessments>"


def plan(start: str, ended: str = "", previous: int = 0) -> str:
    ends = f"<CPPendDate>{ended}</CPPendDate>" if ended else ""
    return (
        f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate>{ends}"
        f"<NumberOfPreviousCPP>{previous}</NumberOfPreviousCPP></ChildProtectionPlans>"
    )


@pytest.mark.parametrize(
    ("cases", "in_need", "referred"),
    [
        (case("2025-05-01"), 1, 1),
        (case("2025-03-31"), 1, 0),
        (case("2025-06-30"), 1, 1),
        (case("2025-05-01", "2025-06-30"), 0, 1),
        (case("2025-05-01", "2025-07-01"), 1, 1),
        (case("2025-05-01", nfa="1"), 0, 1),
        (case("2025-05-01", nfa="true"), 0, 1),
        (case("2025-05-01", nfa="false"), 1, 1),
        (case("2025-05-01") + case("2025-05-01"), 1, 1),
        (case("2025-04-01", "2025-04-30") + case("2025-05-01"), 1, 2),
    ],
)
def test_children_in_need_and_referrals(tmp_path: Path, cases: str, in_need: int, referred: int) -> None:
    found = answers(tmp_path, census("2025-06-30", ("A", cases)))
    assert found["cin_rate", "2025-26-Q1"] == (in_need, 2000)
    assert found["referral_rate", "2025-26-Q1"] == (referred, 2000)


def test_a_quarter_before_the_file_s_day_is_counted_as_it_then_was(tmp_path: Path) -> None:
    found = answers(tmp_path, census("2025-03-31", ("A", case("2024-05-01", "2024-12-01")), ("B", case("2025-01-05"))))
    rates = [found["cin_rate", f"2024-25-Q{number}"] for number in (1, 2, 3, 4)]
    assert rates == [(1, 1000), (1, 1000), (0, 1000), (1, 2000)]
    assert [found["referral_rate", f"2024-25-Q{number}"][0] for number in (1, 4)] == [1, 2]
    assert ("cin_rate", "2025-26-Q1") not in found


def test_children_on_protection_plans_and_plans_that_are_not_the_first(tmp_path: Path) -> None:
    cases = (
        ("A", case("2024-01-01", below=plan("2024-02-01", "2025-04-30") + plan("2025-05-01", previous=1))),
        ("B", case("2025-04-01", below=plan("2025-04-10", "2025-06-30"))),
        ("C", case("2025-04-01", below=plan("2025-06-30"))),
    )
    found = answers(tmp_path, census("2025-06-30", *cases))
    assert found["cpp_rate", "2025-26-Q1"] == (2, 2000)
    assert found["cpp_repeat_rate", "2025-26-Q1"] == (1, 3)


def test_plans_are_long_on_their_730th_day(tmp_path: Path) -> None:
    cases = (("A", case("2023-01-01", below=plan("2023-07-02"))), ("B", case("2023-01-01", below=plan("2023-07-03"))))
    found = answers(tmp_path, census("2025-06-30", *cases))
    assert found["cpp_long_plans_rate", "2025-26-Q1"] == (1, 2)


def test_children_in_need_alone_are_on_no_plan_and_not_in_care(tmp_path: Path) -> None:
    files = census(
        "2025-06-30",
        ("A", case("2025-05-01")),
        ("B", case("2025-05-01", below=plan("2025-06-30"))),
        ("C", case("2025-05-01")),
        ("D", case("2025-05-01")),
    )
    header = [f"{child},F,01/01/2014,WBRI,,," for child in "CD"]
    ended = "D,01/05/2025,S,C2,N1,U6,PR1,30/06/2025,E4A,,,,"
    returned = care_return("2025-06-30", header=header, episodes=["C,01/05/2025,S,C2,N1,U6,PR1,,,,,,", ended])
    found = answers(tmp_path, files | returned)
    assert found["cin_rate", "2025-26-Q1"] == (4, 2000)
    assert found["cin_only_rate", "2025-26-Q1"] == (2, 2000)  # A and D


def test_an_assessment_is_in_time_on_the_forty_fifth_working_day(tmp_path: Path) -> None:
    start = date(2025, 4, 14)  # two bank holidays of Easter follow, and two of May
    in_time, late = working_day_after(start, 45), working_day_after(start, 46)
    assert (in_time, late) == (date(2025, 6, 20), date(2025, 6, 23))
    below = (
        assessment(start.isoformat(), in_time.isoformat())
        + assessment(start.isoformat(), late.isoformat())
        + assessment(start.isoformat())
        + assessment("2024-12-02", "2025-03-31")
        + assessment("2025-03-31", "2025-04-01")
    )
    found = answers(tmp_path, census("2025-06-30", ("A", case("2025-04-10", below=below))))
    assert found["assessments_45_days_rate", "2025-26-Q1"] == (2, 3)


def test_working_days_count_neither_the_first_day_nor_weekends_nor_bank_holidays() -> None:
    assert working_days(date(2025, 4, 17), date(2025, 4, 22)) == 1
    assert working_days(date(2025, 4, 17), date(2025, 4, 17)) == 0
    assert working_day_after(date(2025, 4, 18), 0) == date(2025, 4, 22)


def test_a_referral_within_twelve_months_of_another_is_a_rereferral(tmp_path: Path) -> None:
    files = {
        **census("2024-03-31", ("A", case("2024-02-29", "2024-03-09")), ("B", case("2024-02-28", "2024-03-09"))),
        **census(
            "2025-03-31",
            ("A", case("2025-02-28", "2025-03-05")),
            ("B", case("2025-02-28") + case("2025-03-01")),
            ("C", case("2024-06-30")),
        ),
        **census("2025-06-30", ("B", case("2025-02-28", "2025-04-05")), ("C", case("2025-06-30"))),
    }
    found = answers(tmp_path, files)
    assert found["rereferral_rate", "2025-26-Q1"] == (4, 4)
    assert found["rereferral_rate", "2024-25-Q4"] == (3, 4)
    assert ("rereferral_rate", "2024-25-Q3") not in found  # reaches into a year that has no file


def test_held_records_do_not_count_by_their_number_in_the_file(tmp_path: Path) -> None:
    below = assessment("2025-04-02", "2025-04-30") + assessment("2025-05-02", "2025-04-30") + plan("2025-05-01")
    files = census("2025-06-30", ("A", case("2025-04-01")), ("B", case("2025-04-01", below=below)))
    held = "".join(
        f"cin,case-system,2025-06-30,{table},cin.xml.gz,{number},rule,hold\n"
        for table, number in (("referrals", 1), ("assessments", 2), ("protection_plans", 1))
    )
    found = answers(tmp_path, files, held)
    assert found["referral_rate", "2025-26-Q1"] == (1, 2000)
    assert found["assessments_45_days_rate", "2025-26-Q1"] == (1, 1)
    assert found["cpp_rate", "2025-26-Q1"] == (0, 2000)


def care_return(data_to: str, **tables: list[str]) -> dict[str, bytes]:
    """Tables of an SSDA903 return; columns left out of a row's end are empty."""
    headers = {
        "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
        "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN",
        "oc3": "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
        "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
    }
    place = f"extracts/ssda903/case-system/{data_to}"
    return {
        f"{place}/{name}.csv": "\n".join([header, *tables.get(name, [])]).encode() for name, header in headers.items()
    }


@pytest.mark.parametrize(
    ("birth", "situation", "at_work", "housed"),
    [
        ("30/06/2006", "YES,F2,U1", (1, 1), (1, 1)),
        ("01/07/2006", "YES,F2,U1", (0, 0), (0, 0)),
        ("01/07/2003", "YES,P5,B2", (1, 1), (0, 1)),
        ("30/06/2003", "YES,F2,U1", (0, 0), (0, 0)),
        ("01/01/2005", "NO,0,0", (0, 1), (0, 1)),
        ("01/01/2005", "NO,F1,U1", (1, 1), (0, 1)),
        ("01/01/2005", "YES,G5,R2", (0, 1), (0, 0)),
        ("01/01/2005", "YES,F1,G1", (1, 1), (0, 0)),
        ("01/01/2005", "DIED,0,0", (0, 0), (0, 0)),
        ("01/01/2005", "RHOM,F1,U1", (0, 0), (0, 0)),
    ],
)
def test_care_leavers(tmp_path: Path, birth: str, situation: str, at_work: Counts, housed: Counts) -> None:
    row = f"C,{birth},{situation}"
    found = answers(tmp_path, care_return("2025-06-30", header=[f"C,F,{birth},WBRI,,,"], oc3=[row]))
    assert found["care_leavers_eet_rate", "2025-26-Q1"] == at_work
    assert found["care_leavers_accommodation_rate", "2025-26-Q1"] == housed


def test_a_return_without_care_leavers_gives_no_figure_for_them(tmp_path: Path) -> None:
    found = answers(tmp_path, care_return("2025-06-30"))
    assert ("care_leavers_eet_rate", "2025-26-Q1") not in found


def test_children_missing_in_twelve_months_are_told_by_the_return_of_each_year(tmp_path: Path) -> None:
    before = [
        "A,01/01/2010,M,30/06/2024,01/07/2024",  # a day too early
        "B,01/01/2010,M,01/07/2024,02/07/2024",
        "C,01/01/2010,A,01/12/2024,02/12/2024",  # away, not missing
        "D,01/01/2010,M,31/03/2025,",
    ]
    now = ["D,01/01/2010,M,31/03/2025,04/04/2025", "E,01/01/2010,M,30/06/2025,", "E,01/01/2010,M,02/05/2025,"]
    files = {**care_return("2025-03-31", missing=before), **care_return("2025-06-30", missing=now)}
    found = answers(tmp_path, files)
    assert found["cla_missing_children", "2025-26-Q1"] == (3, None)
    assert found["cla_missing_children", "2024-25-Q4"] == (3, None)
    assert ("cla_missing_children", "2024-25-Q3") not in found


def workbook(data_to: date, early_help: list[tuple], in_care: list[tuple]) -> dict[str, bytes]:
    """Lists 2 and 8: child and start; child, end, missing, offered, accepted."""
    sheets: dict[int, Rows] = {number: [list(header)] for number, header in HEADERS.items()}
    for child, start in early_help:
        sheets[2].append([child, "", "", "", "", start, "", "School"])
    for child, ceased, missing, offered, accepted in in_care:
        values = {UNIQUE_ID: child, STARTED: date(2020, 1, 1), CEASED: ceased}
        values |= {MISSING: missing, ABSENT: 0, OFFERED: offered, ACCEPTED: accepted}
        sheets[8].append([values.get(header, "") for header in HEADERS[8]])
    return {f"extracts/annex_a/case-system/{data_to}/annex_a.xlsx": write_workbook(sheets, data_to)}


def test_early_help_counts_each_child_once_over_the_workbooks_of_the_year(tmp_path: Path) -> None:
    files = {
        **workbook(date(2024, 6, 30), [(1, date(2024, 3, 31)), (1, date(2024, 4, 1)), (2, date(2024, 5, 1))], []),
        **workbook(date(2024, 9, 30), [(2, date(2024, 8, 1)), (3, date(2024, 9, 30))], []),
        **workbook(date(2025, 3, 31), [(4, date(2025, 1, 5))], []),
    }
    found = answers(tmp_path, files)
    early_help = {
        quarter: counts for (indicator, quarter), counts in found.items() if indicator == "early_help_children"
    }
    assert early_help == {"2024-25-Q1": (2, None), "2024-25-Q2": (3, None)}  # then one workbook is not there


def test_interviews_and_repeatedly_missing_children(tmp_path: Path) -> None:
    in_care = [
        (1, "", 0, "", ""),
        (2, "", 1, "Yes", "No"),
        (3, "", 3, "a) Yes", "a) Yes"),
        (4, date(2025, 6, 30), 5, "Y", "Y"),  # left by the day
        (5, date(2025, 7, 1), 4, "Y", "Y"),
    ]
    found = answers(tmp_path, workbook(date(2025, 6, 30), [], in_care))
    assert found["return_interviews_rate", "2025-26-Q1"] == (2, 3)
    assert found["repeat_missing_children", "2025-26-Q1"] == (2, None)


def test_rows_of_a_sheet_are_left_out_by_their_number(tmp_path: Path) -> None:
    files = workbook(date(2025, 6, 30), [(1, "tbc"), (2, date(2025, 5, 1))], [(3, "", "#N/A", "", "")])
    held = "".join(
        f"annex_a,case-system,2025-06-30,{table},annex_a.xlsx,2,rule,hold\n" for table in ("list_2", "list_8")
    )
    found = answers(tmp_path, files, held)
    assert found["early_help_children", "2025-26-Q1"] == (1, None)
    assert found["return_interviews_rate", "2025-26-Q1"] == (0, 0)


def test_returns_are_taken_as_given(tmp_path: Path) -> None:
    lines = [
        "return_id,amount,out_of,officer,given_on,status",
        "independent_placements_forecast,1250000,,JW,2025-07-04,estimate",
        "early_years_good_or_outstanding,48,50,SO,2025-07-04,final",
        "funded_two_year_olds,51,50,KD,2025-07-04,provisional",
        "funded_two_year_olds,51,50,KD,2025-07-04,provisional",
    ]
    twice = "council_returns,officers,2025-06-30,returns,returns.csv,5,exact-duplicate,duplicate\n"
    found = answers(tmp_path, {"returns/2025-06-30/returns.csv": "\n".join(lines).encode()}, twice)
    assert found == {
        ("independent_placements_forecast", "2025-26-Q1"): (1250000, None),
        ("early_years_good_rate", "2025-26-Q1"): (48, 50),
        ("funded_two_year_olds_rate", "2025-26-Q1"): (51, 50),
    }
