"""The same return stages the same rows whether it comes as CSV files, as one XML file or as one workbook."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import xlsxwriter

from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from tests.councils import delivery, read_rows
from tests.ledger import queried

pytestmark = pytest.mark.slow

Rows = list[dict[str, str]]


def as_xml(header: Rows, episodes: Rows) -> bytes:
    """The return as its one XML file, in which two fields are called otherwise."""
    children = "".join(
        f"<CHILD><HEADER>{_fields(child)}</HEADER>{''.join(_episode(each) for each in _of(child, episodes))}</CHILD>"
        for child in header
    )
    return f"<?xml version='1.0' encoding='utf-8'?>\n<EXPSSDA903>{children}</EXPSSDA903>".encode()


def _of(child: dict[str, str], episodes: Rows) -> Rows:
    return [episode for episode in episodes if episode["CHILD"] == child["CHILD"]]


def _episode(row: dict[str, str]) -> str:
    return f"<EPISODE>{_fields({name: value for name, value in row.items() if name != 'CHILD'})}</EPISODE>"


def _fields(row: dict[str, str]) -> str:
    tags = {"CHILD": "CHILDID", "PLACE": "PL"}
    return "".join(f"<{tags.get(name, name)}>{escape(value)}</{tags.get(name, name)}>" for name, value in row.items())


def put_xml(folder: Path, header: Rows, episodes: Rows) -> None:
    (folder / "return.xml").write_bytes(as_xml(header, episodes))


def put_workbook(folder: Path, header: Rows, episodes: Rows) -> None:
    with xlsxwriter.Workbook(folder / "return.xlsx") as book:
        book.add_worksheet("Notes").write(0, 0, "As agreed in June")
        for name, rows in (("Children", header), ("Episodes", episodes)):
            sheet = book.add_worksheet(name)
            sheet.write_row(1, 0, list(rows[0]))
            for number, row in enumerate(rows, start=2):
                sheet.write_row(number, 0, list(row.values()))


@pytest.mark.parametrize(
    ("put", "place", "counted"),
    [(put_xml, "return.xml", "record"), (put_workbook, "return.xlsx, sheet Episodes", "row")],
)
def test_staged_rows_are_those_of_the_csv_files(
    run: RunContext, council: Path, put: Callable[..., None], place: str, counted: str
) -> None:
    folder = delivery(council, "ssda903", "case-system")
    header, episodes = read_rows(folder / "header.csv"), read_rows(folder / "episodes.csv")
    ingest_supply(run, "ssda903", "case-system")
    before = staged(run)
    assert before["core.cla_child"]
    for name in ("header.csv", "episodes.csv"):
        (folder / name).unlink()
    put(folder, header, [*episodes, {**episodes[0], "DECOM": "never"}])
    ingest_supply(run, "ssda903", "case-system")
    assert staged(run) == before
    assert {(row["table_name"], row["file_name"], row["rows_received"]) for row in files(run)} >= {
        ("header", place.partition(",")[0], len(header)),
        ("episodes", place.partition(",")[0], len(episodes) + 1),
    }
    held = queried(run, f"select file_name, row_number from audit.held_row where batch_id = {current(run)}")
    assert (place, numbers[counted](episodes)) in {(row["file_name"], row["row_number"]) for row in held}


numbers: dict[str, Callable[[Rows], int]] = {
    # The child's records stand together; the first child's last one comes after its others.
    "record": lambda episodes: len(_of(episodes[0], episodes)) + 1,
    "row": lambda episodes: len(episodes) + 3,
}


def current(run: RunContext) -> int:
    (row,) = queried(
        run,
        "select batch_id from audit.batch where extract = 'ssda903' and covers = '2025-26' and status = 'current'",
    )
    return row["batch_id"]


def files(run: RunContext) -> list[dict[str, Any]]:
    return queried(run, f"select * from audit.batch_file where batch_id = {current(run)}")


def staged(run: RunContext) -> dict[str, list[str]]:
    """The current rows of the return, without what numbers their batch and place."""
    numbering = {"batch_id", "row_number"}
    return {
        table: sorted(
            str({name: value for name, value in row.items() if name not in numbering})
            for row in queried(run, f"select * from {table} where batch_id = {current(run)}")
        )
        for table in ("core.cla_child", "core.cla_episode")
    }


def test_a_copy_of_a_file_changes_nothing(run: RunContext, council: Path) -> None:
    ingest_supply(run, "ssda903", "case-system")
    before = queried(run, "select batch_id, status, rows_received from audit.batch order by batch_id")
    folder = delivery(council, "ssda903", "case-system")
    shutil.copy(folder / "episodes.csv", folder / "episodes (1).csv")
    assert ingest_supply(run, "ssda903", "case-system").staged == 0
    ingest_supply(run, "ssda903", "case-system", again=True)
    after = queried(run, "select rows_received from audit.batch where status = 'current' order by batch_id")
    assert before
    assert sorted(row["rows_received"] for row in after) == sorted(row["rows_received"] for row in before)
