"""Schools that got another number."""

from dataclasses import replace

import pandas as pd

from tests.staged import at_school, counted
from tests.tables import table
from transforms.council_types import School
from transforms.schools import with_present_numbers

MERGED = School("900001", "Alder Brook Academy", "Primary", 200, ("900801", "900802"))
OTHER = School("900002", "Birch Lane", "Primary", 100)


def test_rows_of_an_old_number_count_for_the_school() -> None:
    rows = table("school_urn | pupil\n900801 | Ann\n900802 | Bob\n900001 | Cat\n900002 | Dan\n999999 | Eve\n | Fay")
    found = with_present_numbers(rows, [MERGED, OTHER])
    assert found["school_urn"].fillna("").tolist() == ["900001", "900001", "900001", "900002", "999999", ""]
    assert found["pupil"].tolist() == rows["pupil"].tolist()
    assert found["school_urn"].dtype == rows["school_urn"].dtype


def test_rows_without_schools_and_councils_without_changes_stay_as_they_are() -> None:
    rows = table("child\nAnn")
    assert with_present_numbers(rows, [MERGED]) is rows
    schools = table("school_urn\n900801")
    assert with_present_numbers(schools, [OTHER]) is schools
    pd.testing.assert_frame_equal(with_present_numbers(schools.iloc[:0], [MERGED]), schools.iloc[:0])


def test_a_pupil_of_two_schools_that_were_made_one_counts_once() -> None:
    staged = at_school(
        """
        school_urn | pupil | period_start | period_end | half_term | code | sessions
        900001     | Ann   | 2025-04-22   | 2025-05-23 | 5         | /    | 40
        900002     | Ann   | 2025-06-02   | 2025-06-30 | 6         | /    | 30
        900002     | Ann   | 2025-06-02   | 2025-06-30 | 6         | I    | 10
        """
    )
    as_one = {
        name: with_present_numbers(rows, [School("900001", "", "Primary", 9, ("900002",))])
        for name, rows in staged.tables.items()
    }
    merged = replace(staged, tables=as_one)
    assert counted(staged, "persistent_absence_rate")["", "Total"] == (1, 2)
    assert counted(merged, "persistent_absence_rate")["", "Total"] == (1, 1)
