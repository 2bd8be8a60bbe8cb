"""Faults in the lists of our own layout: every list has some, and each listed row is wrong as it says."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from samples.synth.list_files import LISTS
from samples.synth.upn import check_letter
from tests.synthetic import OF_FAULTS, Fault, faults

pytestmark = OF_FAULTS

OF_LISTS = {extract for extract, *_ in LISTS}


def worker(fault: Fault) -> ET.Element:
    """The record of the census of social workers that is meant."""
    root = ET.fromstring((fault.place / fault.file).read_bytes())
    return root.findall("CSWWWorker")[fault.line - 1]


def is_copy(fault: Fault) -> bool:
    if fault.extract == "workforce":
        root = ET.fromstring((fault.place / fault.file).read_bytes())
        texts = [ET.tostring(each).strip() for each in root.findall("CSWWWorker")]
        return texts.count(texts[fault.line - 1]) == 2
    return fault.rows.index(fault.row) < fault.line - 2


def wrong_letter(fault: Fault) -> bool:
    upn = fault.row["upn"]
    return check_letter(upn[1:]) != upn[0]


def holds(column: str, *values: str) -> Callable[[Fault], bool]:
    return lambda fault: fault.row[column] in values


def lies_after(column: str) -> Callable[[Fault], bool]:
    return lambda fault: fault.row[column] > fault.data_to


def lies_before(column: str, other: str) -> Callable[[Fault], bool]:
    return lambda fault: "" < fault.row[column] < fault.row[other]


def before_april(column: str) -> Callable[[Fault], bool]:
    return lambda fault: fault.row[column] < "2025-04-01"


def overlaps(fault: Fault) -> bool:
    others = [row for row in fault.same_key("child", "exploitation") if row is not fault.row]
    return any(row["start_date"] < fault.row["start_date"] and not row["end_date"] for row in others)


IS_WRONG: dict[str, Callable[[Fault], bool]] = {
    "exact-duplicate": is_copy,
    "workers-start-date-not-a-date": holds("start_date", "2025-02-30"),
    "workers-ended-before-start": lies_before("end_date", "start_date"),
    "workers-team-missing": holds("team", ""),
    "workers-number-shape": holds("registration_number", "12345"),
    "social_workers-worker-missing": lambda fault: worker(fault).findtext("SWENo") == "",
    "social_workers-number-shape": lambda fault: worker(fault).findtext("SWENo") == "12345",
    "inspections-provider-urn-pattern": holds("urn", "12 34"),
    "inspections-provider-type-unknown-code": holds("provider_type", "XXX"),
    "inspections-after-data-to": lies_after("inspection_date"),
    "inspections-published-before": lies_before("publication_date", "inspection_date"),
    "key_stage_results-subject-unknown-code": holds("subject", "ART"),
    "key_stage_results-another-year": holds("academic_year", "2022/23"),
    "key_stage_results-upn-check-letter": wrong_letter,
    "school_targets-school-urn-pattern": holds("school_urn", "9000"),
    "school_targets-key-stage-unknown-code": holds("key_stage", "KS9"),
    "school_targets-below-baseline": lambda fault: float(fault.row["target"]) < float(fault.row["baseline"]),
    "care_targets-subject-unknown-code": holds("subject", "ART"),
    "care_targets-another-year": holds("academic_year", "2022/23"),
    "care_targets-not-returned": lambda fault: not fault.row["returned_on"] and fault.row["due_on"] < fault.data_to,
    "home_education-after-data-to": lies_after("start_date"),
    "home_education-ended-before-start": lies_before("end_date", "start_date"),
    "home_education-upn-check-letter": wrong_letter,
    "foster_carers-after-data-to": lies_after("approved_on"),
    "foster_carers-ended-before-start": lies_before("end_date", "approved_on"),
    "foster_carers-unusual-places": holds("places", "9"),
    "transport-mode-unknown-code": holds("mode", "HORSE"),
    "transport-after-data-to": lies_after("start_date"),
    "transport-annual-cost-negative": lambda fault: int(fault.row["annual_cost"]) < 0,
    "family_centres-centre-missing": holds("centre", ""),
    "family_centres-ended-before-start": lies_before("end_date", "registered_on"),
    "family_centres-in-target-area-not-a-flag": holds("in_target_area", "perhaps"),
    "training-of-another-year": before_april("session_date"),
    "training-course-unknown-code": holds("course", "COOK"),
    "training-more-evaluations": lambda fault: int(fault.row["evaluated"]) > int(fault.row["attended"]),
    "missing_episodes-after-data-to": lies_after("start_date"),
    "missing_episodes-ended-before-start": lies_before("end_date", "start_date"),
    "missing_episodes-interview-before-return": lies_before("interview_date", "end_date"),
    "exploitation-kind-unknown-code": holds("exploitation", "XXX"),
    "exploitation-after-data-to": lies_after("start_date"),
    "exploitation-overlap": overlaps,
    "audits-kind-unknown-code": holds("audit_kind", "ZZZ"),
    "audits-of-another-year": before_april("audit_date"),
    "audits-without-child": holds("child", ""),
}


def in_lists(council: Path) -> list[Fault]:
    return [fault for fault in faults(council) if fault.extract in OF_LISTS]


@pytest.mark.parametrize("rule_id", IS_WRONG)
def test_each_listed_row_is_wrong_as_it_says(rule_id: str, damaged: Path) -> None:
    listed = [fault for fault in in_lists(damaged) if fault.rule_id == rule_id]
    assert listed
    assert [fault.line for fault in listed if not IS_WRONG[rule_id](fault)] == []


def test_every_list_has_a_copy_rows_that_are_held_and_one_that_is_doubtful(damaged: Path) -> None:
    kinds = defaultdict(set)
    for fault in in_lists(damaged):
        assert fault.rule_id in IS_WRONG
        kinds[fault.extract].add(fault.kind)
    assert kinds == {extract: {"duplicate", "hold", "flag"} for extract in OF_LISTS}
