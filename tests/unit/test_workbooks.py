"""Workbooks for a person to work through: what a cell holds, who may read the file, and where it may lie."""

import stat
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from flows.workbooks import Sheet, require_private, workbook, write_workbook
from transforms.errors import Refused, UsageError

RISKY = ["=1+1", "+44 20 7946 0000", "-5", "@SUM(A1)", "00123", "https://example.org", "{=1}", "\t=1", ""]


def sheet(name: str = "rows", cells: list[str] | None = None) -> Sheet:
    frame = pd.DataFrame({"A": cells or ["1"], "B": "x"})
    return Sheet(name, frame, {"A": pd.Series(True, index=frame.index)})


def test_every_cell_is_text_and_stays_as_it_was(tmp_path: Path) -> None:
    write_workbook([sheet(cells=RISKY)], tmp_path / "out.xlsx")
    (_, *rows) = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == RISKY
    assert b"<f>" not in workbook([sheet(cells=RISKY)])


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert workbook([sheet(), sheet("more")]) == workbook([sheet(), sheet("more")])


def test_only_the_owner_reads_the_file_whatever_was_there_before(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"old")
    out.chmod(0o644)
    write_workbook([sheet()], out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [out]


def test_names_of_sheets_are_made_such_that_excel_takes_them() -> None:
    data = workbook([sheet("a/b: one"), sheet("A b  one"), sheet("x" * 40), sheet("x" * 50), sheet("[]")])
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == [
        "a b  one",
        "A b  one (2)",
        "x" * 31,
        "x" * 27 + " (2)",
        "Sheet",
    ]


def test_rows_beyond_what_a_sheet_holds_go_on_in_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("flows.workbooks._MOST_ROWS", 2)
    write_workbook([sheet(cells=["1", "2", "3"])], tmp_path / "out.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "out.xlsx")
    assert [len(book.get_sheet_by_name(name).to_python()) for name in ("rows", "rows (2)")] == [3, 2]


def test_a_place_where_others_may_look_is_refused_unless_it_is_meant(tmp_path: Path) -> None:
    own, shared, versioned = (tmp_path / name for name in ("own", "shared", "versioned"))
    for folder, mode in ((own, 0o700), (shared, 0o755), (versioned, 0o700)):
        folder.mkdir()
        folder.chmod(mode)
    (versioned / ".git").mkdir()
    require_private(own / "out.xlsx", anyway=False)
    for folder, words in ((shared, "Others may look into"), (versioned, "under version control")):
        with pytest.raises(Refused, match=words):
            require_private(folder / "out.xlsx", anyway=False)
        require_private(folder / "out.xlsx", anyway=True)
    with pytest.raises(UsageError, match="not the name of a workbook"):
        require_private(own / "out.csv", anyway=True)
    with pytest.raises(UsageError, match="There is no folder"):
        require_private(own / "deeper" / "out.xlsx", anyway=True)
