"""Answers about exclusions, young people and EHC plans are counted by the rules, shown on a handful of rows."""

import gzip
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from samples.synth.answers_children_in_care import CareOfYears
from samples.synth.answers_ehc_plans import ehc_plans
from samples.synth.answers_exclusions import exclusions
from samples.synth.answers_folder import Answer, Folder
from samples.synth.answers_participation import participation
from samples.synth.census_exclusions import EXCLUSION_HEADER, LEAVER_EXCLUSION_HEADER, LEAVER_HEADER, PUPIL_HEADER
from samples.synth.notifications import NOTIFICATIONS_HEADER

TINY = {
    "council.toml": 'la_code = "999"\n',
    "reference/schools.csv": (
        "urn,name,phase,headcount\n900001,A,Primary,40\n900002,B,Secondary,60\n900003,C,Special,20\n"
    ),
    "reference/population.csv": "mid_year,children_0_17\n2024,2000\n",
    "reference/half_terms.csv": (
        "academic_year,half_term,start,end\n"
        "2022/23,2,2022-10-31,2022-12-16\n2022/23,4,2023-02-20,2023-03-31\n2022/23,6,2023-06-05,2023-07-21\n"
        "2024/25,2,2024-11-04,2024-12-20\n"
    ),
    "DEFECTS.csv": "extract,supplier,data_to,table,file,row_number,rule_id,kind\n",
}
Found = dict[tuple[str, str, str], tuple[int, int | None]]


@pytest.fixture
def council(tmp_path: Path) -> Path:
    for name, text in TINY.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def by_place(answers: Sequence[Answer]) -> Found:
    return {(each.indicator_id, each.quarter, each.item): (each.numerator, each.denominator) for each in answers}


def deliver(council: Path, place: str, name: str, lines: Sequence[str]) -> None:
    folder = council / "extracts" / place
    folder.mkdir(parents=True, exist_ok=True)
    data = "\n".join(lines).encode()
    (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)


# Exclusions


def notify(council: Path, data_to: str, *rows: str) -> Found:
    """Answers with one register. A row: pupil, school, category, start, decision."""
    lines = [
        f"N{number},{pupil},{urn},{category},{start},AM,2,DB,,,N,{decision},{'2025-02-01' if decision else ''}"
        for number, (pupil, urn, category, start, decision) in enumerate(row.split(",") for row in rows)
    ]
    deliver(council, f"exclusions/inclusion-team/{data_to}", "notifications.csv", [NOTIFICATIONS_HEADER, *lines])
    return by_place(list(exclusions(Folder(council))))


def test_a_register_counts_from_september_to_the_quarter_s_end(council: Path) -> None:
    found = notify(
        council,
        "2025-06-30",
        "P1,900001,SUSP,2024-09-01,",
        "P1,900002,SUSP,2024-12-31,",
        "P2,900002,SUSP,2025-01-01,",
        "P3,900002,PERM,2025-06-30,UPHELD",
    )
    assert [found["suspensions", quarter, "Total"][0] for quarter in ("2024-25-Q2", "2024-25-Q3", "2025-26-Q1")] == [
        1,
        2,
        3,
    ]
    assert found["suspended_pupils", "2025-26-Q1", "Total"] == (2, None)
    assert found["suspension_rate", "2025-26-Q1", "Total"] == (3, 120)
    assert found["permanent_exclusions", "2025-26-Q1", "Secondary"] == (1, None)
    assert found["permanent_exclusions", "2024-25-Q4", "Total"] == (0, None)
    assert found["permanent_exclusion_rate", "2025-26-Q1", "Total"] == (1, 120)
    assert found["suspensions", "2025-26-Q1", "Persistent or general disruptive behaviour"] == (3, None)
    assert found["suspensions", "2025-26-Q1", "Drugs and alcohol"] == (0, None)


def test_rates_are_of_the_councils_own_schools(council: Path) -> None:
    ours, elsewhere = "P1,900001,SUSP,2024-10-01,", "P2,995001,SUSP,2024-10-01,"
    found = notify(council, "2025-06-30", ours, elsewhere, "P2,995001,PERM,2024-11-01,UPHELD")
    assert found["suspensions", "2024-25-Q3", "Total"] == (2, None)
    assert found["suspension_rate", "2024-25-Q3", "Total"] == (1, 120)
    assert found["permanent_exclusion_rate", "2024-25-Q3", "Total"] == (0, 120)


@pytest.mark.parametrize("decision", ["REINSTATED", "CANCELLED", "QUASHED"])
def test_what_was_rescinded_never_counted(council: Path, decision: str) -> None:
    rows = (f"P1,900001,PERM,2024-10-01,{decision}", f"P2,900001,SUSP,2024-10-01,{decision}")
    found = notify(council, "2025-06-30", *rows)
    assert found["permanent_exclusions", "2024-25-Q3", "Total"] == (0, None)
    assert found["suspensions", "2024-25-Q3", "Total"] == (0, None)


def test_lunchtimes_do_not_count_and_an_old_name_does(council: Path) -> None:
    found = notify(council, "2025-06-30", "P1,900001,LNCH,2024-10-01,", "P1,900001,FIXD,2024-10-02,")
    assert found["suspensions", "2024-25-Q3", "Total"] == (1, None)


def test_a_school_that_the_council_does_not_list_counts_as_other(council: Path) -> None:
    found = notify(council, "2025-06-30", "P1,995001,SUSP,2024-10-01,", "P2,900003,SUSP,2024-10-01,")
    assert found["suspensions", "2024-25-Q3", "Total"] == (2, None)
    assert found["suspensions", "2024-25-Q3", "Other"] == (1, None)
    assert found["suspensions", "2024-25-Q3", "Special"] == (1, None)


def test_a_register_that_does_not_reach_the_day_gives_no_figure(council: Path) -> None:
    found = notify(council, "2025-05-31", "P1,900001,SUSP,2024-10-01,")
    assert {quarter for _, quarter, _ in found} == {"2024-25-Q2", "2024-25-Q3", "2024-25-Q4"}


def care(council: Path, year: str, *episodes: str) -> None:
    """A return of children in care to 31 March or 30 June 2025. An episode: the child's number, first and last day."""
    place = f"ssda903/case-system/{year}"
    rows = [each.split(",") for each in episodes]
    deliver(council, place, "header.csv", ["CHILD,UPN", *sorted({f"C{row[0]},A99900000000{row[0]}" for row in rows})])
    lines = [f"C{number},C2,{start},{end}" for number, start, end in rows]
    deliver(council, place, "episodes.csv", ["CHILD,LS,DECOM,DEC", *lines])


def test_suspensions_of_children_in_care_are_by_the_day_and_need_every_return_of_the_year(council: Path) -> None:
    rows = (
        "A999000000001,900001,SUSP,2024-10-07,",
        "A999000000001,900001,SUSP,2025-05-06,",
        "A999000000001,900001,SUSP,2025-05-07,",
        "A999000000002,900001,SUSP,2024-10-07,",
        "A999000000001,900001,PERM,2024-10-08,",
    )
    care(council, "2025-06-30", "1,07/10/2024,07/05/2025")
    assert ("cla_suspensions", "2025-26-Q1", "Total") not in notify(council, "2025-06-30", *rows)
    care(council, "2025-03-31", "1,07/10/2024,")
    found = notify(council, "2025-06-30", *rows)
    assert found["cla_suspensions", "2024-25-Q3", "Total"] == (1, None)
    assert found["cla_suspensions", "2025-26-Q1", "Total"] == (2, None)
    assert found["cla_suspended_children", "2025-26-Q1", "Total"] == (1, None)


def test_a_year_in_care_has_no_day_without(council: Path) -> None:
    first = ("1,01/07/2024,", "2,02/07/2024,", "3,10/01/2022,07/10/2024", "3,07/10/2024,", "4,10/01/2022,07/10/2024")
    care(council, "2025-03-31", *first, "4,08/10/2024,", "5,10/01/2022,")
    care(council, "2025-06-30", "1,01/07/2024,", "2,02/07/2024,", "3,07/10/2024,", "4,08/10/2024,")
    of_years = CareOfYears(Folder(council))
    assert of_years.all_year(date(2025, 6, 30)) == {"A999000000001", "A999000000003"}
    assert of_years.all_year(date(2024, 12, 31)) is None


def count_in_census(council: Path, data_to: str, on_roll: Sequence[str] = (), left: Sequence[str] = ()) -> None:
    """A term's census. Rows: pupil's number and start, as ``1 2022-Nov-14``; odd numbers are at the primary school."""
    place = f"census_exclusions/collect/{data_to}"
    pupils = [f"p{number},S,1,s,c{number % 2},UPN{number}" + "," * 7 for number in range(4)]
    leavers = [f"l{number},S,1,s,c{number % 2},UPN{number}" + "," * 8 for number in range(4)]
    schools = ["c0,S,1,s,SC,AUT,2022,,999,1,900002,", "c1,S,1,s,SC,AUT,2022,,999,1,900001,"]
    header = "schoolcensustableid,NativeId,o,sourceid,collection,term,year,referencedate,lea,estab,urn,name"
    deliver(council, place, "schoolcensus.csv.gz", [header, *schools])
    deliver(council, place, "pupilonroll.csv.gz", [PUPIL_HEADER, *pupils])
    deliver(council, place, "pupilnolongeronroll.csv.gz", [LEAVER_HEADER, *leavers])
    for name, letter, rows, header in (
        ("termlyexclusionsonroll.csv.gz", "p", on_roll, EXCLUSION_HEADER),
        ("termlyexclusionsoffroll.csv.gz", "l", left, LEAVER_EXCLUSION_HEADER),
    ):
        lines = [
            f"{letter}{row.split()[0]},S,e{number},{number},s,{row.split()[1]} 00:00:00,2.0,DB,,,SUSP,N"
            for number, row in enumerate(rows)
        ]
        deliver(council, place, name, [header, *lines])


def test_the_census_counts_where_no_register_does_once_all_terms_are_there(council: Path) -> None:
    count_in_census(council, "2022-12-16", ["1 2022-Nov-14", "2 2022-Sep-14"], ["3 2022-Nov-14"])
    found = by_place(list(exclusions(Folder(council))))
    assert {quarter for _, quarter, _ in found} == {"2022-23-Q2", "2022-23-Q3"}
    assert found["suspensions", "2022-23-Q2", "Total"] == (1, None)
    assert found["suspensions", "2022-23-Q3", "Primary"] == (2, None)
    count_in_census(council, "2023-03-31", ["1 2023-Jan-16", "1 2023-Jan-16"])
    found = by_place(list(exclusions(Folder(council))))
    assert found["suspensions", "2022-23-Q4", "Total"] == (4, None)
    assert ("suspensions", "2023-24-Q1", "Total") not in found


def test_the_same_exclusion_in_two_terms_counts_once(council: Path) -> None:
    count_in_census(council, "2022-12-16", ["1 2022-Nov-14"])
    count_in_census(council, "2023-03-31", ["1 2022-Nov-14", "1 2023-Jan-16"])
    found = by_place(list(exclusions(Folder(council))))
    assert found["suspensions", "2022-23-Q4", "Total"] == (2, None)
    assert found["suspended_pupils", "2022-23-Q4", "Total"] == (1, None)


# Young people past sixteen


def young_person(number: int, activity: str, birth: str = "2008-05-01", **changed: str) -> str:
    values = {"status": "P", "lead": "999", "lapsed": "N", "guarantee": ""} | changed
    return (
        f"<YoungPersonsRecord><PersonalDetails><YoungPersonsID>{number}</YoungPersonsID>"
        f"<CohortStatus>{values['status']}</CohortStatus><DOB>{birth}</DOB><LeadLEA>{values['lead']}</LeadLEA>"
        f"</PersonalDetails>{values['guarantee']}<Activities><ActivityCode>{activity}</ActivityCode>"
        f"<CurrencyLapsed>{values['lapsed']}</CurrencyLapsed></Activities></YoungPersonsRecord>"
    )


def track(council: Path, data_to: str, *records: str) -> Found:
    place = f"nccis/tracking-team/{data_to}"
    deliver(council, place, "nccis.xml.gz", ["<NCCIS><FileHeader/>", *records, "</NCCIS>"])
    return by_place(list(participation(Folder(council))))


NOT_IN_COHORT = {
    "lives elsewhere": young_person(9, "619", lead="998"),
    "15 on 31 August": young_person(9, "619", "2008-09-01"),
    "18 on 31 August": young_person(9, "619", "2006-08-31"),
    "in custody": young_person(9, "710"),
    "transferred": young_person(9, "619", status="T"),
}


@pytest.mark.parametrize("why", NOT_IN_COHORT)
def test_who_is_not_of_the_cohort(council: Path, why: str) -> None:
    found = track(council, "2025-06-30", young_person(1, "230"), NOT_IN_COHORT[why])
    assert found["neet_rate", "2025-26-Q1", "Total"] == (0, 1)


def test_what_has_lapsed_is_not_known_whatever_it_was(council: Path) -> None:
    records = [young_person(number, code) for number, code in enumerate(("619", "810", "230", "530", "260"))]
    lapsed = [young_person(10, "619", lapsed="Y"), young_person(11, "230", lapsed="Y")]
    found = track(council, "2025-06-30", *records, *lapsed)
    assert found["neet_rate", "2025-26-Q1", "Total"] == (1, 7)
    assert found["not_known_rate", "2025-26-Q1", "Total"] == (3, 7)
    assert found["participation_rate", "2025-26-Q1", "Total"] == (1, 7)


def test_each_age_has_a_denominator_of_its_own_and_a_person_counts_once(council: Path) -> None:
    older = young_person(2, "619", "2007-08-31")
    found = track(council, "2025-06-30", young_person(1, "619"), young_person(1, "230"), older)
    assert found["neet_rate", "2025-26-Q1", "Total"] == (1, 2)
    assert found["neet_rate", "2025-26-Q1", "16"] == (0, 1)
    assert found["neet_rate", "2025-26-Q1", "17"] == (1, 1)


def test_winter_sums_three_months_and_needs_them_all(council: Path) -> None:
    neet, known = young_person(1, "619"), young_person(2, "230")
    track(council, "2024-12-31", neet, known)
    found = track(council, "2025-02-28", neet, known)
    assert ("neet_or_not_known_winter_rate", "2024-25-Q4", "Total") not in found
    found = track(council, "2025-01-31", young_person(1, "810"), known, young_person(3, "230"))
    assert found["neet_or_not_known_winter_rate", "2024-25-Q4", "Total"] == (3, 7)


def guarantee(year: int, status: str, council: str) -> str:
    return (
        f"<SeptemberGuarantee><Year{year}><GuaranteeStatus>{status}</GuaranteeStatus>"
        f"<LEACode>{council}</LEACode></Year{year}></SeptemberGuarantee>"
    )


def test_the_guarantee_is_of_those_educated_here_and_told_in_september(council: Path) -> None:
    found = track(
        council,
        "2024-09-30",
        young_person(1, "230", guarantee=guarantee(11, "110", "999")),
        young_person(2, "230", guarantee=guarantee(11, "159", "999")),
        young_person(3, "230", guarantee=guarantee(11, "110", "998")),
        young_person(4, "230", guarantee=guarantee(12, "114", "999")),
        young_person(5, "230"),
    )
    assert found["september_guarantee_rate", "2024-25-Q2", "Total"] == (2, 3)
    found = track(council, "2024-12-31", young_person(1, "230", guarantee=guarantee(11, "110", "999")))
    assert ("september_guarantee_rate", "2024-25-Q3", "Total") not in found


# EHC plans

SEN2_ROWS = {
    "person": "persontableid,upn",
    "requests": "requeststableid,persontableid,receiveddate,requestoutcome,requestoutcomedate",
    "assessment": "assessmenttableid,requeststableid,assessmentoutcome,assessmentoutcomedate,week20",
    "namedplan": "namedplantableid,assessmenttableid,startdate,ceasedate",
    "activeplans": "activeplanstableid,requeststableid",
    "placementdetail": "activeplanstableid,urn,placementrank,entrydate,leavingdate",
}


def plan(council: Path, data_to: str, **rows: Sequence[str]) -> Found:
    """Answers with one return. Days are written as in the files, without the time."""
    for module, header in SEN2_ROWS.items():
        deliver(council, f"sen2/send-team/{data_to}", f"Blade-Export_{module}.csv.gz", [header, *rows.get(module, ())])
    return by_place(list(ehc_plans(Folder(council))))


def one_of_each(number: int, received: str, issued: str, exception: str = "False") -> dict[str, str]:
    return {
        "person": f"p{number},A99900000000{number}",
        "requests": f"r{number},p{number},{received},Y,",
        "assessment": f"a{number},r{number},Y,{issued},{exception}",
        "namedplan": f"n{number},a{number},{issued},",
        "activeplans": f"v{number},r{number}",
    }


def together(*cases: dict[str, str]) -> dict[str, list[str]]:
    return {module: [case[module] for case in cases] for module in cases[0]}


def test_twenty_weeks_are_140_days_and_exceptions_leave_both_sides(council: Path) -> None:
    found = plan(
        council,
        "2025-06-30",
        **together(
            one_of_each(1, "2024-Oct-10", "2025-Feb-27"),
            one_of_each(2, "2024-Oct-10", "2025-Feb-28"),
            one_of_each(3, "2024-Apr-10", "2025-Feb-28", "True"),
            one_of_each(4, "2024-Oct-10", "2024-Dec-31"),
        ),
    )
    assert found["ehc_20_weeks_rate", "2024-25-Q4", "Total"] == (1, 2)
    assert found["ehc_20_weeks_all_rate", "2024-25-Q4", "Total"] == (1, 3)
    assert found["ehc_plans", "2024-25-Q4", "Total"] == (4, None)
    assert {quarter for _, quarter, _ in found} == {"2024-25-Q4", "2025-26-Q1"}


def test_requests_are_decided_in_42_days_refused_or_wait(council: Path) -> None:
    requests = [
        "r1,p1,2025-Jan-06,Y,2025-Feb-17",
        "r2,p2,2025-Jan-06,N,2025-Feb-18",
        "r3,p3,2025-Feb-09,A,",
        "r4,p4,2025-Feb-10,A,",
        "r5,p5,2025-Jan-06,W,",
        "r6,p6,2024-Oct-07,H,",
        "r7,p7,2024-Oct-07,H,",
    ]
    assessments = ["a1,r1,A,,False", "a6,r6,A,,True", "a7,r7,Y,2025-Jun-30,False"]
    found = plan(council, "2025-06-30", requests=requests, assessment=assessments)
    assert found["ehc_decided_6_weeks_rate", "2025-26-Q1", "Total"] == (1, 2)
    assert found["ehc_refusal_rate", "2025-26-Q1", "Total"] == (1, 5)
    assert found["ehc_plans_issued", "2025-26-Q1", "Total"] == (1, None)
    assert found["ehc_backlog", "2025-26-Q1", "Total"] == (3, None)  # of January, February and October
    assert found["ehc_backlog", "2024-25-Q4", "Total"] == (2, None)


def test_the_main_placement_is_the_one_entered_last(council: Path) -> None:
    places = [
        "v1,900001,1.0,2023-Sep-04,2025-Apr-25",
        "v1,995204,1.0,2025-Apr-28,",
        "v1,900003,2.0,2025-May-01,",
        "v2,,1.0,2024-Sep-04,",
        "v3,900002,1.0,2024-Sep-04,",
    ]
    cases = [one_of_each(number, "2022-Oct-10", "2023-Feb-27") for number in (1, 2, 3)]
    found = plan(council, "2025-06-30", **together(*cases), placementdetail=places)
    assert found["ehc_outside_area_rate", "2024-25-Q4", "Total"] == (0, 3)
    assert found["ehc_outside_area_rate", "2025-26-Q1", "Total"] == (1, 3)
    assert found["ehc_mainstream_rate", "2024-25-Q4", "Total"] == (2, 3)
    assert ("ehc_mainstream_rate", "2025-26-Q1", "Total") not in found


def test_plans_of_children_in_care_need_both_returns_of_social_care(council: Path) -> None:
    cases = [one_of_each(number, "2025-Feb-03", "2025-May-20") for number in (1, 2, 3)]
    assert ("ehc_16_weeks_care_rate", "2025-26-Q1", "Total") not in plan(council, "2025-06-30", **together(*cases))
    for day in ("2025-03-31", "2025-06-30"):
        header, episodes = ["CHILD,UPN", "1,A999000000001"], ["CHILD,LS,DECOM,DEC", "1,C2,01/05/2024,04/02/2025"]
        deliver(council, f"ssda903/case-system/{day}", "header.csv", header)
        deliver(council, f"ssda903/case-system/{day}", "episodes.csv", episodes)
        plans = "<ChildProtectionPlans><CPPstartDate>2025-02-03</CPPstartDate></ChildProtectionPlans>"
        child = "<ChildIdentifiers><UPN>A999000000002</UPN></ChildIdentifiers>"
        census = f"<Message><Children><Child>{child}<CINdetails>{plans}</CINdetails></Child></Children></Message>"
        deliver(council, f"cin/case-system/{day}", "cin.xml.gz", [census])
    found = plan(council, "2025-06-30", **together(*cases))
    assert found["ehc_16_weeks_care_rate", "2025-26-Q1", "Total"] == (2, 2)
