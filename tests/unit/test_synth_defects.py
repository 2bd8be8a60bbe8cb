"""Each row that DEFECTS.csv lists is wrong in the way that it says."""

import gzip
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import tostring

import pytest

from samples.synth.answers_exclusions import blade_date
from samples.synth.answers_folder import Folder
from samples.synth.generate import generate
from samples.synth.list_files import LISTS
from samples.synth.participation import NEET
from samples.synth.terms import half_terms
from samples.synth.upn import check_letter
from tests.synthetic import OF_FAULTS, Fault, faults, rows_of, uk

pytestmark = OF_FAULTS


def wrong_letter(number: str) -> bool:
    return check_letter(number[1:]) != number[0]


def in_a_half_term(day: date) -> bool:
    return any(each.start <= day <= each.end for each in half_terms(2024))


def header_twice(fault: Fault, child: str) -> bool:
    return sum(row["CHILD"] == child for row in fault.read("header.csv")) != 1


def overlaps(fault: Fault) -> bool:
    start = uk(fault.row["DECOM"])
    return any(
        row is not fault.row and uk(row["DECOM"]) < start and (not row["DEC"] or uk(row["DEC"]) > start)
        for row in fault.same_key("CHILD")
    )


def is_copy(fault: Fault) -> bool:
    if fault.file.endswith(".xml.gz"):
        *others, last = [tostring(record).strip() for record in fault.records("YoungPersonsRecord")]
        return last in others
    return fault.rows.index(fault.row) < fault.line - 2


def suspensions(fault: Fault) -> list[dict[str, str]]:
    return [row for row in fault.same_key("UPN") if row["Category"] == "SUSP" and not row["Decision"]]


def value(fault: Fault, path: str) -> str:
    """A value of the young person's record that is meant."""
    return fault.records("YoungPersonsRecord")[fault.line - 1].findtext(path) or ""


IS_WRONG: dict[str, Callable[[Fault], bool]] = {
    "exact-duplicate": is_copy,
    "marks-mark-unknown-code": lambda f: f.row["mark"] in ("?", "A", "L1"),
    "marks-retired-code": lambda f: f.row["mark"] == "H" and f.day > date(2024, 8, 19),
    "marks-mark-missing": lambda f: f.row["mark"] == "",
    "marks-session-unknown-code": lambda f: f.row["session"] not in ("AM", "PM"),
    "marks-session-date-not-a-date": lambda f: f.row["date"][5:7] == "13",
    "marks-outside-term": lambda f: f.day.weekday() < 5 and not in_a_half_term(f.day),
    "marks-weekend": lambda f: f.day.weekday() >= 5 and in_a_half_term(f.day),
    "marks-pupil-not-on-roll": lambda f: f.row["upn"] not in {row["upn"] for row in f.read("roll.csv.gz")},
    "marks-key-repeated": lambda f: len({row["mark"] for row in f.same_key("upn", "urn", "date", "session")}) == 2,
    "roll-upn-check-letter": lambda f: wrong_letter(f.row["upn"]),
    "pupilonroll-upn-check-letter": lambda f: wrong_letter(f.row["upn"]),
    "header-upn-check-letter": lambda f: wrong_letter(f.row["UPN"]),
    "header-key-repeated": lambda f: len(f.same_key("CHILD")) == 2,
    "header-born-after-data-to": lambda f: uk(f.row["DOB"]) > date.fromisoformat(f.data_to),
    "episodes-open-with-reason": lambda f: not f.row["DEC"] and f.row["REC"] != "",
    "episodes-closed-without-reason": lambda f: f.row["DEC"] != "" and not f.row["REC"],
    "episodes-category-of-need-missing": lambda f: f.row["CIN"] == "",
    "episodes-placement-unknown-code": lambda f: f.row["PLACE"] == "Q9",
    "episodes-end-before-start": lambda f: uk(f.row["DEC"]) < uk(f.row["DECOM"]),
    "episodes-retired-code": lambda f: f.row["PLACE"] == "H5" and f.data_to > "2024-03-31",
    "episodes-episode-start-not-a-date": lambda f: f.row["DECOM"] == "31/06/2024",
    "episodes-child-not-in-header": lambda f: header_twice(f, f.row["CHILD"]),
    "episodes-overlap": overlaps,
    "episodes-after-data-to": lambda f: uk(f.row["DECOM"]) > date.fromisoformat(f.data_to),
    "notifications-key-repeated": lambda f: len(f.same_key("NotificationID")) == 2,
    "notifications-notified-again": lambda f: (
        len(f.same_key("UPN", "URN", "StartDate", "Session", "Category")) == 2
        and len(f.same_key("NotificationID")) == 1
    ),
    "notifications-suspension-without-sessions": lambda f: f.row["Category"] == "SUSP" and not f.row["Sessions"],
    "notifications-category-unknown-code": lambda f: f.row["Category"] == "XX",
    "notifications-session-unknown-code": lambda f: f.row["Session"] == "XX",
    "notifications-pupil-missing": lambda f: f.row["UPN"] == "",
    "notifications-start-date-not-a-date": lambda f: f.row["StartDate"] == "2025-02-30",
    "notifications-after-data-to": lambda f: f.row["StartDate"] > f.data_to,
    "notifications-outside-year": lambda f: f.row["StartDate"] < "2024-09-01",
    "notifications-weekend": lambda f: date.fromisoformat(f.row["StartDate"]).weekday() >= 5,
    "notifications-decided-before-start": lambda f: f.row["DecisionDate"] < f.row["StartDate"],
    "notifications-decision-without-date": lambda f: f.row["Decision"] != "" and not f.row["DecisionDate"],
    "notifications-retired-code": lambda f: f.row["Category"] == "FIXD",
    "notifications-retired-reason": lambda f: f.row["Reason1"] == "OT",
    "notifications-unknown-school": lambda f: f.row["URN"] not in Folder(f.council).phases,
    "notifications-suspended-too-long": lambda f: sum(int(row["Sessions"]) for row in suspensions(f)) > 90,
    "notifications-upn-check-letter": lambda f: wrong_letter(f.row["UPN"]),
    "census_exclusion-repeated": lambda f: len(f.same_key("pupilonrolltableid", "startdate", "category")) == 2,
    "person-upn-check-letter": lambda f: wrong_letter(f.row["upn"]),
    "senneed-sen-type-unknown-code": lambda f: f.row["sentype"] == "ABC",
    "placementdetail-setting-unknown-code": lambda f: f.row["sensetting"] == "XYZ",
    "placementdetail-urn-without-six-digits": lambda f: len(f.row["urn"]) == 5,
    "placementdetail-nowhere": lambda f: not any((f.row["urn"], f.row["ukprn"], f.row["sensetting"])),
    "placementdetail-left-before-entry": lambda f: blade_date(f.row["leavingdate"]) < blade_date(f.row["entrydate"]),
    "requests-decided-without-date": lambda f: f.row["requestoutcome"] in "YN" and not f.row["requestoutcomedate"],
    "namedplan-ceased-without-reason": lambda f: f.row["ceasedate"] != "" and not f.row["ceasereason"],
    "young_person-activity-code-unknown-code": lambda f: value(f, "Activities/ActivityCode") == "999",
    "young_person-date-of-birth-not-a-date": lambda f: value(f, "PersonalDetails/DOB")[5:7] == "13",
    "young_person-lead-la-missing": lambda f: value(f, "PersonalDetails/LeadLEA") == "",
    "young_person-currency-does-not-fit": lambda f: (
        value(f, "Activities/CurrencyLapsed") == "N" and value(f, "Activities/DueToLapseDate") < f.data_to
    ),
    "young_person-neet-start-does-not-fit": lambda f: (
        value(f, "Activities/ActivityCode") in NEET and not value(f, "Activities/NEETStartDate")
    ),
    "young_person-verified-after-data-to": lambda f: value(f, "Activities/DateVerified") > f.data_to,
}


def of_education(council: Path) -> list[Fault]:
    """All faults but those of children's social care and of the lists, which have tests of their own."""
    others = {"cin", "annex_a", "council_returns", *(extract for extract, *_ in LISTS)}
    listed = [fault for fault in faults(council) if fault.extract not in others]
    return [fault for fault in listed if fault.table not in ("oc3", "missing")]


@pytest.mark.parametrize("rule_id", IS_WRONG)
def test_each_listed_row_is_wrong_as_it_says(rule_id: str, damaged: Path) -> None:
    listed = [fault for fault in of_education(damaged) if fault.rule_id == rule_id]
    assert listed
    assert [fault.line for fault in listed if not IS_WRONG[rule_id](fault)] == []


def test_every_fault_is_of_a_kind_that_is_tested(damaged: Path) -> None:
    listed = of_education(damaged)
    assert {fault.rule_id for fault in listed if fault.kind != "difference"} == set(IS_WRONG)
    assert {fault.kind for fault in listed} == {"hold", "flag", "duplicate", "difference"}


def test_a_clean_council_lists_no_faults(tmp_path: Path) -> None:
    generate(tmp_path, 100, seed=1)
    assert faults(tmp_path) == []


def test_every_number_on_every_roll_is_right_but_those_listed(damaged: Path) -> None:
    wrong = Counter()
    for path in damaged.glob("extracts/attendance_register/*/*/roll.csv.gz"):
        numbers = [row["upn"] for row in rows_of(gzip.decompress(path.read_bytes()))]
        wrong[path.parts[-3], path.parts[-2]] += sum(check_letter(number[1:]) != number[0] for number in numbers)
    listed = Counter((row.supplier, row.data_to) for row in faults(damaged) if row.rule_id == "roll-upn-check-letter")
    assert +wrong == listed
