"""The disclosure class of a measure: the council's, approved by an officer, or else that of national practice."""

from pathlib import Path

import pytest

from flows.council import read_council
from tests.unit.test_council import FILES, change, complaint
from transforms.measure_settings import settings_of

CLASS, APPROVED = 'disclosure = "none"\n', 'disclosure_approved_by = "AP"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    change(tmp_path, "targets.csv", "PED01 01,Total,2024/25,93.5,level,AP,2024-09-16\n", "")
    return tmp_path


@pytest.mark.parametrize(
    ("indicator", "kind"), [("attendance_rate", "none"), ("cla_number", "1 to 5"), ("exploitation_cse", "internal")]
)
def test_a_measure_for_which_nothing_is_set_is_as_national_practice_has_it(
    folder: Path, indicator: str, kind: str
) -> None:
    change(folder, "council.toml", CLASS + APPROVED, "")
    change(folder, "council.toml", '"attendance_rate"', f'"{indicator}"')
    council = read_council(folder)
    (measure,) = council.measures
    assert (measure.disclosure, measure.disclosure_approved_by) == (kind, "")
    assert settings_of(council)[measure.ref, "disclosure"] == f"{kind}, as national practice has it"


@pytest.mark.parametrize("kind", ["internal", "1 to 5"])
def test_a_class_that_nobody_approved_is_refused_unless_it_is_the_national_one(folder: Path, kind: str) -> None:
    change(folder, "council.toml", APPROVED, "")
    assert read_council(folder).measures[0].disclosure == "none"
    change(folder, "council.toml", CLASS, f'disclosure = "{kind}"\n')
    error = complaint(folder)
    assert f"nobody approved the disclosure class '{kind}' of PED01 01" in error.message
    assert error.fix.endswith("leave both out for national practice: none.")


def test_an_officer_may_approve_another_class_than_the_national_one(folder: Path) -> None:
    change(folder, "council.toml", '"attendance_rate"', '"cla_number"')
    (measure,) = read_council(folder).measures
    assert (measure.disclosure, measure.disclosure_approved_by) == ("none", "AP")
