"""``cyp years``: what a year changes, and what that would do to the files that are there."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import cli
from tests.factories import rows, write
from transforms.extracts.attendance_register import MARKS, ROLL
from transforms.extracts.ssda903 import EPISODES, HEADER

Said = Callable[..., tuple[int, str]]
OF_OTHERS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "extracts" / "ssda903"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run the command in this process: how it ended, and all that it printed."""

    def run(*words: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["cyp", "years", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as ending:
            code = int(ending.code or 0)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def put(folder: Path, **codes: str) -> list[Path]:
    """A return of children looked after of 2024-25, all of whose episodes have the same placement and sex."""
    header = rows(HEADER, 3).assign(sex=codes.get("sex", "M"))
    episodes = rows(EPISODES, 3).assign(placement=codes.get("placement", "U1"))
    return [write(folder, HEADER, header), write(folder, EPISODES, episodes)]


def test_what_a_year_changes_is_listed(said: Said) -> None:
    code, text = said("ssda903", "2025-26")
    assert code == 0
    assert text.splitlines()[0] == "SSDA903, children looked after: 2025-26 against 2024-25"
    assert "  no longer used   code   Z1           Other placement  episodes PLACE" in text
    assert "Z14" in text
    assert said("foster_carers", "2025-26")[1].endswith("Nothing that is checked changes.\n")


def test_the_rules_that_another_year_breaks_are_told_with_their_lines(said: Said, tmp_path: Path) -> None:
    files = put(tmp_path, sex="1", placement="H5")
    code, text = said("ssda903", "2024-25", *files)
    assert code == 0
    assert "header-retired-code                          0 rows in 2023-24, 3 in 2024-25" in text
    assert "header.csv, 2, 3, 4   → From 2024-25 use M, F or U; before, 1 or 2." in text
    assert "episodes-retired-code                        0 rows in 2023-24, 3 in 2024-25" in text
    assert "after-data-to" not in text, "the files keep the dates of their own year"


def test_files_in_a_deliverys_folder_keep_its_dates(said: Said, tmp_path: Path) -> None:
    folder = tmp_path / "2025-06-30"
    folder.mkdir()
    assert "No rule finds other rows." in said("ssda903", "2025-26", *put(folder))[1]


def test_marks_of_registers_are_judged_by_the_year_and_not_their_day(said: Said, tmp_path: Path) -> None:
    marks = rows(MARKS, 2).assign(mark="Y")
    files = [write(tmp_path, ROLL, rows(ROLL, 2)), write(tmp_path, MARKS, marks)]
    found = json.loads(said("attendance_register", "2024/25", *files, "--json")[1])
    assert {"K", "Y", "Y1"} <= {change["name"] for change in found["changes"]}
    assert [(each["rule"], each["rows_before"], each["rows_now"]) for each in found["files"]] == [
        ("marks-retired-code", 0, 2)
    ]


def test_what_there_is_none_of_is_refused(said: Said, tmp_path: Path) -> None:
    assert said("ssda902", "2024-25")[0] == 2
    assert said("ssda903", "last year")[0] == 2
    broken = tmp_path / "header.csv"
    broken.write_bytes(b"\x00")
    code, text = said("ssda903", "2024-25", broken)
    assert code == 0
    assert "header.csv: cannot be read." in text


@pytest.mark.skipif(not OF_OTHERS.is_dir(), reason="the sample files by others are not on this machine")
def test_a_whole_return_of_another_council_is_compared(said: Said) -> None:
    text = said("ssda903", "2024-25", OF_OTHERS / "header.csv", OF_OTHERS / "episodes.csv")[1]
    assert "header-retired-code                          0 rows in 2023-24, 2,675 in 2024-25" in text
