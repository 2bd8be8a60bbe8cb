"""The workbook of ``cyp check``: every row that fails, what is wrong marked, for whoever holds the files already."""

import re
import zipfile
from pathlib import Path

from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from flows.cli import cyp
from tests.factories import rows, write
from transforms.errors import UsageError
from transforms.extracts.ssda903 import HEADER

CANARY = "Zz9canary"
YEAR = ("--year", "2025-26")


def checked(*words: str | Path) -> Result:
    """How the command ended. What it prints holds no value of a row."""
    said = CliRunner().invoke(cyp, ["check", *map(str, words)])
    assert CANARY not in said.output
    return said


def test_a_workbook_holds_every_row_that_fails_with_the_cells_that_are_wrong(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"")
    header = rows(HEADER, 30, sex=["F", *[f"={CANARY}"] * 29])
    file = write(tmp_path, HEADER, header)
    said = checked(file, bad, *YEAR, "--workbook")
    out = tmp_path / "header-findings.xlsx"
    assert f"Every finding: {out}" in said.output
    book = CalamineWorkbook.from_path(out)
    assert book.sheet_names == ["Findings", "header"]
    findings = book.get_sheet_by_name("Findings").to_python()
    assert {row[3] for row in findings[1:]} == {"", "header-sex-unknown-code"}
    heading, *failing = book.get_sheet_by_name("header").to_python()
    assert heading[:3] == ["CHILD", "SEX", "DOB"]
    assert heading[-4:] == ["Line", "What is wrong", "What to do", "Rules"]
    assert [row[heading.index("Line")] for row in failing] == [str(line) for line in range(3, 32)]
    assert {row[1] for row in failing} == {f"={CANARY}"}
    assert out.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(out) as parts:
        page = parts.read("xl/worksheets/sheet2.xml").decode()
    assert "<f>" not in page
    marked = re.findall(r'<c r="([A-Z]+)\d+" s="2"', page)
    assert marked == ["B"] * 29
    again = tmp_path / "again.xlsx"
    checked(file, bad, *YEAR, "--out", again)
    assert again.read_bytes() == out.read_bytes()


def test_a_workbook_never_lies_where_it_would_be_taken_for_a_part_of_a_delivery(tmp_path: Path) -> None:
    folder = tmp_path / "2025-06-30"
    folder.mkdir()
    file = write(folder, HEADER, rows(HEADER, 2))
    for words in (("--workbook",), ("--out", folder / "out.csv")):
        said = checked(file, *words)
        assert isinstance(said.exception, UsageError)
        assert "be taken for one of its files" in said.exception.message
    assert list(folder.iterdir()) == [file]
