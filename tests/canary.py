"""Made-up children who can be told anywhere, and everywhere that words of a run may lie."""

import csv
import gzip
import io
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text

NUMBER, OTHER_NUMBER = "Zz9canarychild", "Zz9canaryother"
UPN = "Q987654321098"  # its first letter is not the one that follows from its digits
NAME, STREET, POSTCODE = "Zz9canaryname", "9 Zz9canary Street", "ZZ9 9CA"
BORN, BORN_NEVER = "17/11/2009", "31/02/2011"
BIRTHDAYS = (BORN, "2009-11-17", BORN_NEVER)
WORDS = (NUMBER, OTHER_NUMBER, UPN, NAME, STREET, POSTCODE)


def plant(council: Path) -> None:
    """Put canaries into the deliveries: a child whose rows are loaded, one whose rows are held, a pupil with both."""
    care = council / "extracts/ssda903/case-system/2025-06-30"
    header, episodes = _read(care / "header.csv"), _read(care / "episodes.csv")
    first, second = header[0]["CHILD"], header[1]["CHILD"]
    named = {first: NUMBER, second: OTHER_NUMBER}
    for row in header:
        row["SURNAME"], row["ADDRESS"] = (NAME, STREET) if row["CHILD"] in named else ("", "")
        if row["CHILD"] == first:
            row |= {"UPN": UPN, "DOB": BORN}
        if row["CHILD"] == second:
            row["DOB"] = BORN_NEVER
    for row in episodes:
        row["HOME_POST"] = POSTCODE if row["CHILD"] in named else row["HOME_POST"]
    spoiled = [{**row, "LS": "Q9"} for row in episodes if row["CHILD"] in named][:1]
    for file, rows in (("header.csv", header), ("episodes.csv", [*episodes, *spoiled])):
        _write(care / file, [row | {"CHILD": named.get(row["CHILD"], row["CHILD"])} for row in rows])
    for school in ("900001", "900010"):
        register = council / f"extracts/attendance_register/{school}/2025-06-30"
        roll, marks = _read(register / "roll.csv.gz"), _read(register / "marks.csv.gz")
        pupil = roll[0]["upn"]
        theirs = {"upn": UPN, "name": NAME}
        known = [row | (theirs if row["upn"] == pupil else {"name": ""}) for row in roll]
        _write(register / "roll.csv.gz", known)
        marks[0]["mark"] = "%"
        _write(register / "marks.csv.gz", [row | {"upn": UPN} if row["upn"] == pupil else row for row in marks])


def found_in(written: Iterable[tuple[str, str]], words: Iterable[str] = (*WORDS, *BIRTHDAYS)) -> list[str]:
    """Where canaries were found, as place and word."""
    wanted = tuple(words)
    return [f"{place}: {word}" for place, said in written for word in wanted if word in said]


def in_files(*folders: Path) -> Iterator[tuple[str, str]]:
    """The name and the words of every file below some folders, unpacked."""
    for file in (each for folder in folders for each in folder.rglob("*") if each.is_file()):
        data = file.read_bytes()
        yield str(file), file.name + (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("latin-1")


def in_tables(connection: psycopg.Connection, *schemas: str) -> Iterator[tuple[str, str]]:
    """The words of every row of every table of some schemas."""
    listed = connection.execute(
        "select table_schema, table_name from information_schema.tables"
        " where table_schema = any(%s) and table_type = 'BASE TABLE'",
        [list(schemas)],
    ).fetchall()
    for place in listed:
        rows = connection.execute(
            sql.SQL("select whole::text from {} as whole").format(sql.Identifier(*place))
        ).fetchall()
        yield ".".join(place), "\n".join(str(row[0]) for row in rows)


def in_error(error: BaseException) -> tuple[str, str]:
    return "the exception", "".join(traceback.format_exception(error))


@contextmanager
def watched(connection: Connection) -> Iterator[set[str]]:
    """What stands in the process list of this machine, and of the database, while the block lasts."""
    seen: set[str] = set()
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.5):
            seen.update(_command_line(each) for each in Path("/proc").glob("[0-9]*"))
            seen.update(connection.scalars(text("select query from pg_stat_activity")).all())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        is_over.set()
        watcher.join()


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode("latin-1")
    except OSError:  # it has ended since
        return ""


def _read(file: Path) -> list[dict[str, str]]:
    data = file.read_bytes()
    plain = gzip.decompress(data) if file.suffix == ".gz" else data
    return list(csv.DictReader(io.StringIO(plain.decode("utf-8-sig"), newline="")))


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    data = out.getvalue().encode()
    file.write_bytes(gzip.compress(data) if file.suffix == ".gz" else data)
