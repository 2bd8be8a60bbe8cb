"""What ``cyp check`` says of how a file was read, and of lines that could not be."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from flows.cli import cyp
from tests.factories import rows, write
from transforms.extracts.ssda903 import HEADER

CANARY = "Zz9canary"


def checked(*words: str | Path) -> Result:
    """How the command ended. What it prints holds no value of a row."""
    said = CliRunner().invoke(cyp, ["check", *map(str, words), "--year", "2025-26"])
    assert CANARY not in said.output
    return said


def test_how_a_file_was_read_is_said_with_its_columns_that_are_not_read_or_not_there(tmp_path: Path) -> None:
    file = write(tmp_path, HEADER, rows(HEADER, 2).drop(columns="council").assign(SURNAME=["Zo\u00eb", CANARY]))
    file.write_bytes(file.read_text(encoding="utf-8").encode("cp1252"))
    said = checked(file)
    assert said.exit_code == 0
    assert said.output.splitlines()[1:4] == [
        "  Not in UTF-8: read as Windows-1252. Look whether a name with an accent came out right.",
        "  Columns that are not read: SURNAME",
        "  Columns that it may lack, and lacks: LA",
    ]
    (each,) = json.loads(checked(file, "--json").output)
    assert (each["encoding"], each["unread_columns"], each["missing_columns"]) == ("cp1252", ["SURNAME"], ["LA"])


def test_an_uneven_line_is_held_alone_and_none_is_lost(tmp_path: Path) -> None:
    file = write(tmp_path, HEADER, rows(HEADER, 30))
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[7], lines[12], lines[13] = lines[7] + f",{CANARY}", CANARY, CANARY
    file.write_text("\n".join(lines), encoding="utf-8")
    said = checked(file)
    assert said.exit_code == 0
    assert "30 rows: would be loaded with 3 rows held" in said.output
    (each,) = json.loads(checked(file, "--json").output)
    assert [(found["rule"], found["severity"], found["lines"]) for found in each["findings"]] == [
        ("header-uneven", "hold", [8, 13, 14])
    ]
    assert (each["rows_received"], each["rows_loaded"], each["rows_held"], each["duplicates"]) == (30, 27, 3, 0)


def test_what_the_sender_counted_is_compared(tmp_path: Path) -> None:
    header, totals = write(tmp_path, HEADER, rows(HEADER, 3)), tmp_path / "control_totals.csv"
    totals.write_text("name,rows\nheader.csv,3\n", encoding="utf-8")
    assert checked(header, totals).exit_code == 0
    totals.write_text("name,rows\nheader.csv,5\n", encoding="utf-8")
    said = checked(header, totals)
    assert said.exit_code == 3
    assert "header.csv has 3 rows; its sender counted 5 (control_totals.csv, line 2)" in said.output
