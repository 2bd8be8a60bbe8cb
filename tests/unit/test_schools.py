"""Schools that got another number."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from flows.council import read_council
from tests.staged import at_school, counted
from tests.tables import table
from tests.westmere import ONE_SUPPLY, SETTINGS
from transforms.codelists import ALWAYS_FROM, ALWAYS_TO
from transforms.council_types import School
from transforms.errors import CouncilFolderError
from transforms.schools import SchoolVersion, versions_of, with_present_numbers

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


def school_changes(folder: Path, *lines: str) -> Path:
    """A council folder whose one school changed as these lines say."""
    (folder / "council.toml").write_text(SETTINGS + ONE_SUPPLY)
    (folder / "reference").mkdir()
    (folder / "reference" / "schools.csv").write_text(
        "urn,name,phase,headcount,formerly,status\n900001,Oak Academy,Secondary,300,900700,Academy converter\n"
    )
    changes = ["urn,until,former_urn,name,phase,status", *lines]
    (folder / "reference" / "school_changes.csv").write_text("\n".join(changes) + "\n")
    return folder


def test_what_a_school_was_when_is_told_by_its_changes(tmp_path: Path) -> None:
    folder = school_changes(
        tmp_path,
        "900001,2024-08-31,900801,Oak School,Secondary,Community school",
        "900001,2020-08-31,900801,Oak School,Primary,Community school",
        "900001,2025-01-05,,Oak New Academy,Secondary,Academy converter",
    )
    [school] = read_council(folder).schools
    assert school.formerly == ("900700", "900801"), "so that what was sent under either number counts for it"
    oak = ("900801", "Oak School")
    assert versions_of(school) == (
        SchoolVersion(*oak, "Primary", "Community school", ALWAYS_FROM, date(2020, 8, 31)),
        SchoolVersion(*oak, "Secondary", "Community school", date(2020, 9, 1), date(2024, 8, 31)),
        SchoolVersion(
            "900001", "Oak New Academy", "Secondary", "Academy converter", date(2024, 9, 1), date(2025, 1, 5)
        ),
        SchoolVersion("900001", "Oak Academy", "Secondary", "Academy converter", date(2025, 1, 6), ALWAYS_TO),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("900009,2024-08-31,900801,Oak School,Secondary,", "schools.csv has no school 900009"),
        ("900001,2024-08-31,900801,Oak School,Middle,", "no phase 'Middle'"),
        ("900001,31/08/2024,900801,Oak School,Secondary,", "is not a date"),
    ],
)
def test_a_change_that_cannot_be_is_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(CouncilFolderError, match=words):
        read_council(school_changes(tmp_path, line))
