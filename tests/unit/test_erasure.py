"""Which rows are about a child who was erased, and files written anew without them, whatever kind they are."""

import gzip
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from flows.steps.landed import find_theirs, written_without
from tests.core_tables import core_tables
from transforms.erasure import ABOUT_NO_CHILD, CHILD_COLUMNS, HANGING, count_by_register, mark_of, rows_of
from transforms.extracts import extract_by_id
from transforms.identity import pseudonym

KEY = bytes(range(32))
UPN = "A123456789012"
MARKED = frozenset(mark_of(pseudonym(number, of, KEY), KEY) for number, of in (("12", "child"), (UPN, "upn")))

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
ROWS = HEADER + f"12,1,01/02/2010,WBRI,{UPN},,\n123,2,03/04/2011,WBRI,B1,,\n\n12,1,01/02/2010,WBRI,UN1,,\n"
UNEVEN = (
    "".join(f"{n},1,01/02/2010,WBRI,UN1,,\n" for n in range(200, 230)) + "12,1\n120,1\n300,1,01/02/2010,WBRI,UN1,,\n"
)


def test_every_core_table_says_whose_its_rows_are() -> None:
    hanging = {table for table, *_ in HANGING}
    for table, columns in core_tables().items():
        ways = (set(columns) & set(CHILD_COLUMNS), table in hanging, table in ABOUT_NO_CHILD)
        assert sum(map(bool, ways)) == 1, f"{table}: whose rows these are is said nowhere, or twice"


def test_rows_that_name_nobody_hang_from_those_that_do() -> None:
    sen2 = extract_by_id("sen2")
    frames = {
        "person": pd.DataFrame({"person_id": ["p1", "p2"], "upn": [UPN, "B1"]}, index=[2, 3]),
        "requests": pd.DataFrame({"request_id": ["r1", "r2"], "person_id": ["p1", "p2"]}, index=[2, 3]),
        "assessment": pd.DataFrame({"assessment_id": ["a2", "a1"], "request_id": ["r2", "r1"]}, index=[2, 3]),
        "activeplans": pd.DataFrame({"active_plan_id": ["x", "y"], "request_id": ["r2", "r1"]}, index=[2, 3]),
        "senneed": pd.DataFrame({"need_id": ["n"], "active_plan_id": ["y"]}, index=[2]),
    }
    found = {name: list(rows) for name, rows in rows_of(sen2, frames, KEY, MARKED).items()}
    assert found == {"person": [2], "requests": [2], "assessment": [3], "activeplans": [3], "senneed": [2]}


@pytest.mark.parametrize(
    ("numbers", "counts"),
    [
        ({("child", "a"), ("upn", "b")}, {"child": 1, "upn": 1}),
        ({("upn", "b"), ("former_upn", "c"), ("upn", "c")}, {"upn": 1}),  # the number that a pupil had before
        ({("upn", "b"), ("upn", "c")}, {"upn": 2}),
    ],
)
def test_a_former_pupil_number_is_no_second_one(numbers: set[tuple[str, str]], counts: dict[str, int]) -> None:
    assert count_by_register(frozenset(numbers)) == counts


@pytest.mark.parametrize(
    ("extract", "name", "content", "rows"),
    [
        ("ssda903", "header.csv", ROWS.encode(), {"header": (2, 5)}),
        ("ssda903", "header.csv", gzip.compress(ROWS.encode()), {"header": (2, 5)}),
        ("ssda903", "header.csv", ROWS.replace("\n", "\r\n").encode("utf-16"), {"header": (2, 5)}),
        ("ssda903", "header.csv", (ROWS + UNEVEN).encode(), {"header": (2, 5)}),
        ("attendance_register", "marks.csv", b"", {"marks": (2, 4)}),
        ("cin", "cin.xml", b"", {"children": (1,), "referrals": (1,)}),
        ("annex_a", "lists.xlsx", b"", {"list_1": (2, 4)}),
    ],
    ids=["csv", "gzip", "UTF-16", "uneven lines", "register", "XML", "workbook"],
)
def test_a_file_without_them_keeps_every_other_row_in_its_place(
    tmp_path: Path, extract: str, name: str, content: bytes, rows: dict[str, tuple[int, ...]]
) -> None:
    file = tmp_path / name
    file.write_bytes(content or MADE[name](tmp_path / "made"))
    declared = extract_by_id(extract)
    (before,) = find_theirs(declared, [(name, file)], KEY, MARKED)
    assert before.rows == rows
    written_without(declared, before, tmp_path / "incoming").replace(file)
    (after,) = find_theirs(declared, [(name, file)], KEY, MARKED)
    assert not after.counts
    plain = gzip.decompress(file.read_bytes()) if file.read_bytes().startswith(b"\x1f\x8b") else file.read_bytes()
    assert UPN.encode() not in plain
    assert b"\n12,1\n" not in plain, "a line that is no row is one of theirs by its number"
    assert (b"\n120,1\n" in plain) == (b"\n120,1\n" in content)
    for was, now in zip(before.read.tables, after.read.tables, strict=True):
        gone = list(before.rows.get(was.table.name, ()))
        uneven = (
            [] if was.text.columns.isin(now.text.columns).all() and len(was.text) - len(gone) == len(now.text) else [36]
        )
        pd.testing.assert_frame_equal(was.text.drop(index=[*gone, *uneven]), now.text, check_index_type=False)


def marks(_: Path) -> bytes:
    row = "{},900001,2025-06-0{},AM,/\n"
    lines = (row.format(number, day) for number, day in ((UPN, 2), ("B123456789012", 2), (UPN, 3)))
    return ("upn,urn,date,session,mark\n" + "".join(lines)).encode()


def cin(_: Path) -> bytes:
    child = (
        "<Child><ChildIdentifiers><LAchildID>{}</LAchildID><UPN>{}</UPN></ChildIdentifiers>"
        "<CINdetails><CINreferralDate>2025-05-0{}</CINreferralDate></CINdetails></Child>"
    )
    children = child.format("12", UPN, 1) + child.format("123", "B123456789012", 2)
    return f"<Message><Children>{children}</Children></Message>".encode()


def workbook(place: Path) -> bytes:
    book = xlsxwriter.Workbook(place)
    sheet = book.add_worksheet("List 1")
    columns = extract_by_id("annex_a").table("list_1").columns
    sheet.write_row(0, 0, [column.header for column in columns])
    for number, child in enumerate(("12", 123, 12), start=1):
        for place_of, column in enumerate(columns):
            sheet.write(number, place_of, child if column.name == "child" else f"text {number}")
    book.close()
    return place.read_bytes()


MADE = {"marks.csv": marks, "cin.xml": cin, "lists.xlsx": workbook}
