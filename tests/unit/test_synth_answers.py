"""Answers are counted by the rules, shown on councils of two or three pupils."""

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest

from samples.synth import answers

TINY = {
    "reference/schools.csv": "urn,name,phase,headcount\n900001,A,Primary,3\n900002,B,Secondary,2\n900003,C,PRU,1\n",
    "reference/population.csv": "mid_year,children_0_17\n2023,1000\n2024,2000\n",
    "reference/half_terms.csv": (
        "academic_year,half_term,start,end\n"
        "2023/24,5,2024-04-15,2024-05-24\n2023/24,6,2024-06-03,2024-07-19\n"
        "2024/25,4,2025-02-24,2025-03-28\n2024/25,5,2025-04-14,2025-05-23\n2024/25,6,2025-06-02,2025-07-22\n"
    ),
    "DEFECTS.csv": "extract,supplier,data_to,table,file,row_number,rule_id,kind\n",
}
ROLL = "upn,urn,date_of_birth,sex,year_group,enrolment_status,boarder,entry_date,leaving_date"


def tiny_council(
    folder: Path, registers: dict[tuple[str, str], tuple[list[str], list[str]]], defects: str = ""
) -> dict[tuple[str, ...], tuple[int, int | None]]:
    """Answers of a council that has these registers (roll and marks by school and day) and nothing else."""
    for name, text in TINY.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text + (defects if name == "DEFECTS.csv" else ""))
    for (urn, data_to), (roll, marks) in registers.items():
        place = folder / "extracts" / "attendance_register" / urn / data_to
        place.mkdir(parents=True)
        (place / "roll.csv.gz").write_bytes(gzip.compress("\n".join([ROLL, *roll]).encode()))
        lines = [f"{line.split()[0]},{urn},{','.join(line.split()[1:])}" for line in marks]
        (place / "marks.csv.gz").write_bytes(gzip.compress("\n".join(["upn,urn,date,session,mark", *lines]).encode()))
    found = answers.compute(folder)
    return {(each.indicator_id, each.quarter, each.school_urn, each.item): each[5:] for each in found}


def pupil(upn_: str, urn: str, birth: str = "2015-01-01", status: str = "C", boarder: str = "") -> str:
    return f"{upn_},{urn},{birth},F,5,{status},{boarder},2020-09-01,"


def test_a_tenth_is_persistent_and_a_half_is_severe_exactly(tmp_path: Path) -> None:
    days = [date(2025, 4, 14) + timedelta(days=offset) for offset in range(4)]
    present = [f"{day} {half} /" for day in days for half in ("AM", "PM")]
    marks = [f"P{number} {mark}" for number in (1, 2) for mark in present]
    marks += [
        "P1 2025-04-22 AM /",
        "P1 2025-04-22 PM I",
        "P2 2025-04-22 AM X",
        "P2 2025-04-22 PM U",
        "P3 2025-04-22 AM O",
    ]
    marks += ["P3 2025-04-22 PM /"]
    register = ([pupil(f"P{number}", "900001") for number in (1, 2, 3)], marks)
    found = tiny_council(tmp_path, {("900001", "2025-06-30"): register})
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (18, 21)
    assert found["overall_absence_rate", "2025-26-Q1", "", "Total"] == (3, 21)
    assert found["unauthorised_absence_rate", "2025-26-Q1", "", "Total"] == (2, 21)
    assert found["persistent_absence_rate", "2025-26-Q1", "", "Total"] == (3, 3)
    assert found["severe_absence_rate", "2025-26-Q1", "", "Total"] == (1, 3)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (pupil("P1", "900001", status="S"), "registered mainly elsewhere"),
        (pupil("P1", "900001", boarder="B"), "boards"),
        (pupil("P1", "900001", birth="2019-09-01"), "four years old on 31 August"),
        (pupil("P1", "900001", birth="2008-08-31"), "sixteen on 31 August"),
    ],
)
def test_who_is_left_out(tmp_path: Path, row: str, why: str) -> None:
    register = ([row, pupil("P2", "900001")], ["P1 2025-05-06 AM I", "P2 2025-05-06 AM /"])
    found = tiny_council(tmp_path, {("900001", "2025-06-30"): register})
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (1, 1), why


def test_study_leave_of_those_aged_15_does_not_count_in_the_last_half_term(tmp_path: Path) -> None:
    roll = [pupil("P1", "900002", birth="2009-08-31"), pupil("P2", "900002", birth="2009-09-01")]
    marks = ["P1 2025-05-06 AM /", "P1 2025-06-10 AM S", "P2 2025-06-10 AM I"]
    found = tiny_council(tmp_path, {("900002", "2025-06-30"): (roll, marks)})
    assert found["attendance_rate", "2025-26-Q1", "", "Secondary"] == (1, 2)


def test_the_total_leaves_out_pupil_referral_units_which_have_their_own_lines(tmp_path: Path) -> None:
    registers = {
        ("900001", "2025-06-30"): ([pupil("P1", "900001")], ["P1 2025-05-06 AM /"]),
        ("900003", "2025-06-30"): ([pupil("P2", "900003")], ["P2 2025-05-06 AM O"]),
    }
    found = tiny_council(tmp_path, registers)
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (1, 1)
    assert found["attendance_rate", "2025-26-Q1", "", "PRU"] == (0, 1)
    assert found["attendance_all_schools_rate", "2025-26-Q1", "", "Total"] == (1, 2)
    assert found["attendance_rate", "2025-26-Q1", "900003", "Total"] == (0, 1)


def test_a_session_at_the_other_school_counted_as_attended_until_summer_2024(tmp_path: Path) -> None:
    roll = [pupil("P1", "900001")]
    registers = {
        ("900001", "2024-06-30"): (roll, ["P1 2024-05-07 AM D"]),
        ("900001", "2025-06-30"): (roll, ["P1 2025-05-06 AM D", "P1 2025-05-06 PM /"]),
    }
    found = tiny_council(tmp_path, registers)
    assert found["attendance_rate", "2024-25-Q1", "", "Total"] == (1, 1)
    assert found["attendance_rate", "2025-26-Q1", "", "Total"] == (1, 1)


def test_held_rows_do_not_count_and_later_deliveries_replace_earlier_ones(tmp_path: Path) -> None:
    roll, marks = [pupil("P1", "900001")], ["P1 2025-05-06 AM /", "P1 2025-05-06 PM ?", "P1 2025-05-06 AM /"]
    held = "attendance_register,900001,2025-06-30,marks,marks.csv.gz,3,marks-mark-unknown-code,hold\n"
    twice = "attendance_register,900001,2025-06-30,marks,marks.csv.gz,4,exact-duplicate,duplicate\n"
    registers = {("900001", "2025-05-31"): (roll, ["P1 2025-05-07 AM I"]), ("900001", "2025-06-30"): (roll, marks)}
    found = tiny_council(tmp_path, registers, held + twice)
    assert found["attendance_rate", "2025-26-Q1", "900001", "Total"] == (1, 1)
