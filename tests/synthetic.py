"""What tests of the synthetic council share: reading its files back as plain rows."""

import csv
import gzip
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from samples.synth.answers_folder import Folder
from samples.synth.merebridge import FOLDER as MEREBRIDGE

OF_FAULTS = pytest.mark.xdist_group("synthetic faults")  # in one process, which makes the council of them once


def content(folder: Path) -> dict[str, bytes]:
    """Every file by its path; compressed files opened, because compression differs between libraries."""
    return {
        path.relative_to(folder).as_posix(): gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(data.decode().splitlines()))


@cache
def read_file(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    return rows_of(gzip.decompress(data) if path.suffix == ".gz" else data)


@cache
def read_xml(path: Path) -> Element:
    return fromstring(gzip.decompress(path.read_bytes()))


@cache
def clean_register(urn: str, data_to: date) -> tuple[list[list[str]], list[list[str]]]:
    folder = Folder(MEREBRIDGE)
    place = ("attendance_register", urn, data_to)
    return list(folder.clean_rows(*place, "roll.csv.gz")), list(folder.clean_rows(*place, "marks.csv.gz"))


def sample_answers() -> list[dict[str, str]]:
    return rows_of((MEREBRIDGE / "answers.csv").read_bytes())


def uk(text: str) -> date:
    day, month, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


class Fault:
    """A line of DEFECTS.csv with the row of a text file, or the record of XML, that it speaks of."""

    def __init__(self, folder: Path, entry: dict[str, str]) -> None:
        self.extract, self.supplier, self.data_to = entry["extract"], entry["supplier"], entry["data_to"]
        self.table, self.file, self.line = entry["table"], entry["file"], int(entry["row_number"])
        self.rule_id, self.kind = entry["rule_id"], entry["kind"]
        self.council = folder
        self.place = folder / "extracts" / self.extract / self.supplier / self.data_to

    @property
    def rows(self) -> list[dict[str, str]]:
        return self.read(self.file)

    @property
    def row(self) -> dict[str, str]:
        return self.rows[self.line - 2]

    def records(self, path: str) -> list[Element]:
        """Every record of the file with a path; the one that is meant is ``line`` - 1."""
        return read_xml(self.place / self.file).findall(path)

    def read(self, file_name: str) -> list[dict[str, str]]:
        return read_file(self.place / file_name)

    def same_key(self, *columns: str) -> list[dict[str, str]]:
        return [row for row in self.rows if all(row[column] == self.row[column] for column in columns)]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.row["date"])


def faults(folder: Path) -> list[Fault]:
    return [Fault(folder, entry) for entry in rows_of((folder / "DEFECTS.csv").read_bytes())]
