"""A delivery's files together: which of its tables each holds, what may be left out, and what is refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from flows.parsing import files as parsing
from flows.parsing.files import read_tables
from flows.steps import validate
from flows.steps.validate import CheckedBatch, check_files
from tests.factories import context, rows, write
from transforms.errors import DataRejected
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER, MARKS, ROLL
from transforms.extracts.extract import Column, Extract, Kind, Table
from transforms.extracts.ssda903 import EPISODES, HEADER, SSDA903

VISITS = Table(
    name="visits",
    title="Visits",
    grain="one row per visit",
    source="made up",
    key=("child", "visited_on"),
    columns=(
        Column(
            "child", "CHILD", Kind.PERSON, "The child", required=True, identity="child", element="../HEADER/CHILDID"
        ),
        Column("visited_on", "VISITED", Kind.DATE, "Date of the visit", required=True),
        Column("seen_alone", "ALONE", Kind.FLAG, "Whether seen alone"),
    ),
    optional=True,
    record="VISIT",
)
RETURN = replace(SSDA903, tables=(HEADER, EPISODES, VISITS), shape=lambda tables, _: dict(tables))
XML = b"""<EXPSSDA903><CHILD><HEADER><CHILDID>child-1</CHILDID><SEX>M</SEX><DOB>2014-05-09</DOB><ETHNIC>WBRI</ETHNIC>
<UPN>UN1</UPN></HEADER><EPISODE><DECOM>2025-06-09</DECOM><RNE>S</RNE><LS>C1</LS><CIN>N1</CIN><PL>K2</PL></EPISODE>
</CHILD></EXPSSDA903>"""


@pytest.fixture(autouse=True)
def with_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "EXTRACTS", (RETURN, ATTENDANCE_REGISTER))


def visits(n: int) -> pd.DataFrame:
    children = [f"child-{number}" for number in range(1, n + 1)]
    return pd.DataFrame({"child": children, "visited_on": "09/06/2025", "seen_alone": "1"})


def named(*files: Path) -> list[tuple[str, Path]]:
    return [(file.name, file) for file in files]


def workbook(folder: Path, sheets: Mapping[str, tuple[Table, pd.DataFrame]]) -> Path:
    file = folder / "return.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, (table, cells) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [table.column(str(column)).header for column in cells])
            for number, row in enumerate(cells.fillna("").itertuples(index=False), start=1):
                sheet.write_row(number, 0, row)
    return file


def csv_files(folder: Path, n: int = 2) -> list[Path]:
    return [write(folder, table, rows(table, n)) for table in (HEADER, EPISODES)]


def check(extract: Extract, *files: Path) -> CheckedBatch:
    return check_files(extract, named(*files), context(SSDA903, date(2025, 6, 30)), with_verdict=False)


# Tables that a delivery may lack


def test_an_optional_table_that_is_not_there_has_no_rows_and_is_no_file(tmp_path: Path) -> None:
    checked = check(RETURN, *csv_files(tmp_path))
    assert [table.table.name for table in checked.tables] == ["header", "episodes"]
    absent, present = checked.kept["visits"], check(RETURN, *csv_files(tmp_path), _visits(tmp_path, 2)).kept["visits"]
    assert len(absent) == 0
    assert dict(absent.dtypes) == dict(present.dtypes)


def test_an_optional_table_may_have_a_header_alone(tmp_path: Path) -> None:
    checked = check(RETURN, *csv_files(tmp_path), _visits(tmp_path, 0))
    assert [(table.file_name, table.rows_received) for table in checked.tables][-1] == ("visits.csv", 0)


def test_a_table_that_every_delivery_has_is_missed(tmp_path: Path) -> None:
    with pytest.raises(DataRejected) as refusal:
        read_tables(RETURN, named(write(tmp_path, HEADER, rows(HEADER, 1)), _visits(tmp_path, 1)))
    assert refusal.value.message == ("The delivery has no file for SSDA903 Episodes. Files: header.csv, visits.csv.")


def _visits(folder: Path, n: int) -> Path:
    return write(folder, VISITS, visits(n))


# One file of several tables


def test_an_xml_file_is_all_its_tables_and_an_empty_optional_one_may_come_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "return.xml"
    file.write_bytes(XML)
    alone = check(RETURN, file)
    assert [(table.table.name, table.place, table.counted_in) for table in alone.tables] == [
        ("header", "return.xml", "record"),
        ("episodes", "return.xml", "record"),
    ]
    for order in ((file, _visits(tmp_path, 1)), (_visits(tmp_path, 1), file)):
        assert [table.place for table in check(RETURN, *order).tables] == ["return.xml", "return.xml", "visits.csv"]


def test_a_table_that_is_in_the_xml_and_in_a_file_of_its_own_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "return.xml"
    file.write_bytes(XML)
    with pytest.raises(DataRejected, match=r"header\.csv: return\.xml is SSDA903 Header too"):
        read_tables(RETURN, named(file, write(tmp_path, HEADER, rows(HEADER, 1))))


def test_a_workbook_is_its_sheets_and_findings_name_them(tmp_path: Path) -> None:
    sheets = {"Who": (HEADER, rows(HEADER, 2)), "Stays": (EPISODES, rows(EPISODES, 2)), "Seen": (VISITS, visits(2))}
    checked = check(RETURN, workbook(tmp_path, sheets))
    assert [(table.file_name, table.place, table.counted_in, table.rows_loaded) for table in checked.tables] == [
        ("return.xlsx", "return.xlsx, sheet Who", "row", 2),
        ("return.xlsx", "return.xlsx, sheet Stays", "row", 2),
        ("return.xlsx", "return.xlsx, sheet Seen", "row", 2),
    ]


def test_the_name_of_a_place_fits_the_ledger(tmp_path: Path) -> None:
    (table, *_) = check(RETURN, *csv_files(tmp_path)).tables
    assert len(replace(table, file_name="a" * 250, sheet="Sheet").place) == 255


def test_the_same_rows_are_kept_whichever_kind_of_file_they_come_in(tmp_path: Path) -> None:
    as_csv = check(RETURN, *csv_files(tmp_path), _visits(tmp_path, 2)).kept
    sheets = {"1": (HEADER, rows(HEADER, 2)), "2": (EPISODES, rows(EPISODES, 2)), "3": (VISITS, visits(2))}
    as_workbook = check(RETURN, workbook(tmp_path, sheets)).kept
    for name, kept in as_csv.items():
        pd.testing.assert_frame_equal(kept, as_workbook[name])


# Files that are not of the folder's extract


def test_a_sheet_that_lacks_a_column_of_a_missing_table_is_named(tmp_path: Path) -> None:
    stays = rows(EPISODES, 1).drop(columns="legal_status")
    sheets = {"Who": (HEADER, rows(HEADER, 1)), "Stays": (EPISODES, stays)}
    with pytest.raises(DataRejected, match=r"return\.xlsx, sheet Stays: column LS is missing \(SSDA903 Episodes\)"):
        read_tables(RETURN, named(workbook(tmp_path, sheets)))


def test_a_workbook_without_any_table_is_refused_with_its_sheets(tmp_path: Path) -> None:
    file = tmp_path / "return.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Notes").write(0, 0, "child-1")
    with pytest.raises(DataRejected) as refusal:
        read_tables(RETURN, named(file))
    assert refusal.value.message == ("return.xlsx: none of its 1 sheets is a table of SSDA903, children looked after.")


@pytest.mark.parametrize("kind", ["csv", "xml"])
def test_a_file_in_the_wrong_folder_is_sent_to_its_own(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "return.xml"
    file.write_bytes(XML)
    wrong = file if kind == "xml" else write(tmp_path, EPISODES, rows(EPISODES, 1))
    with pytest.raises(DataRejected) as refusal:
        read_tables(ATTENDANCE_REGISTER, named(write(tmp_path, ROLL, rows(ROLL, 1)), wrong))
    assert refusal.value.fix == "Put it in the folder of its own extract (ssda903)."


def test_a_register_as_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataRejected, match=r"return\.xlsx is a workbook; Attendance registers comes as CSV"):
        read_tables(ATTENDANCE_REGISTER, named(workbook(tmp_path, {"1": (MARKS, rows(MARKS, 1))})))


def test_the_largest_name_is_that_of_the_ledgers_column() -> None:
    ledger = Path(__file__).parents[2] / "sql/migrations/0002_audit.sql"
    assert f"file_name varchar({validate._LONGEST_NAME})" in ledger.read_text(encoding="utf-8")
