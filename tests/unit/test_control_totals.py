"""What a sender counted beside a delivery, and what arrived."""

from pathlib import Path

import pytest

from flows.parsing.control_totals import confirm, read_control_totals
from flows.steps.validate import check_files
from tests.factories import context, rows, write
from transforms.errors import DataRejected
from transforms.extracts import SSDA903
from transforms.extracts.ssda903 import EPISODES, HEADER

RECEIVED = (
    ("episodes.csv", ("episodes", ""), 412),
    ("return.xlsx", ("header", "Children"), 187),
    ("return.xlsx", ("reviews", "Reviews"), 13),
)


def said(folder: Path, text: str | bytes) -> Path:
    file = folder / "control_totals.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


@pytest.mark.parametrize(
    "lines",
    [
        "episodes.csv,412",
        "EPISODES.CSV, 412\n\nreturn.xlsx,200",
        "episodes,412\nheader,187\nReviews,13",
        "Children,187",
        "",
    ],
)
def test_a_file_a_sheet_or_a_table_may_be_named(tmp_path: Path, lines: str) -> None:
    confirm(read_control_totals(said(tmp_path, f"\ufeffName,Rows\r\n{lines}")), RECEIVED)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("episodes.csv,413", r"episodes.csv has 412 rows; its sender counted 413 \(control_totals.csv, line 2\)"),
        ("episodes,412\nreturn.xlsx,187", r"return.xlsx has 200 rows; its sender counted 187 \(.*, line 3\)"),
        ("episodes,412\nZz9canary,3", "line 3: the delivery has no file and no table of this name"),
    ],
)
def test_other_rows_and_what_is_not_there_are_refused_by_their_line(tmp_path: Path, lines: str, problem: str) -> None:
    with pytest.raises(DataRejected, match=problem) as refused:
        confirm(read_control_totals(said(tmp_path, f"name,rows\n{lines}")), RECEIVED)
    assert "Zz9canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("file,number\nepisodes,412", 1),
        ("name,rows\nepisodes,412\nheader,many", 3),
        ("name,rows\nepisodes,-1", 2),
        ("name,rows\nepisodes,412,x", 2),
        ("name,rows\n,412", 2),
        (f"name,rows\nepisodes,{'9' * 5_000}", 2),
        (f"name,rows\n{'e' * 200_000},412", 2),
        (b"name,rows\nepisod\xe9s,412", 1),
    ],
)
def test_what_says_nothing_is_named_by_its_line(tmp_path: Path, text: str | bytes, line: int) -> None:
    with pytest.raises(DataRejected, match=f"control_totals.csv, line {line}, cannot be read"):
        read_control_totals(said(tmp_path, text))


@pytest.mark.parametrize(("counted", "is_rejected"), [(3, False), (4, True)])
def test_a_delivery_whose_rows_are_others_is_rejected_though_each_is_sound(
    tmp_path: Path, counted: int, is_rejected: bool
) -> None:
    sent = [write(tmp_path, table, rows(table, 3)) for table in (HEADER, EPISODES)]
    files = [(file.name, file) for file in (*sent, said(tmp_path, f"name,rows\nepisodes.csv,{counted}"))]
    if is_rejected:
        with pytest.raises(DataRejected, match=r"episodes.csv has 3 rows; its sender counted 4"):
            check_files(SSDA903, files, context(SSDA903), with_verdict=False)
        return
    checked = check_files(SSDA903, files, context(SSDA903), with_verdict=False)
    assert [table.rows_received for table in checked.tables] == [3, 3]
