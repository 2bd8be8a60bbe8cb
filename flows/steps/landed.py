"""Landed files without the rows of some children: looked through, and written anew where they lie.

A file keeps the name under which it was landed, the hash of what arrived, so that nothing is loaded anew because of
this and the same file sent again changes nothing. What it hashes to since is in ``audit.removed_file``.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from flows.parsing.blanking import blank_lines, strip_units
from flows.parsing.control_totals import is_control_totals
from flows.parsing.files import ReadFile, read_one
from flows.parsing.opening import FileKind
from flows.parsing.workbook import blank_rows
from flows.steps.land import WITHOUT
from transforms.erasure import lines_of_chunk, numbers_in, rows_of
from transforms.errors import DataRejected
from transforms.extracts.extract import Extract
from transforms.rules.masks import UNEVEN


@dataclass(frozen=True)
class TheirRows:
    """The rows of one landed file that are about children who were erased: by table, their places in it.

    ``is_unreadable``: it cannot be read as the extract that it was landed for, so that nobody can tell.
    """

    name: str
    path: Path
    kind: FileKind
    read: ReadFile
    rows: Mapping[str, tuple[int, ...]]
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_unreadable: bool = False

    @property
    def counts(self) -> dict[str, int]:
        return {table: len(places) for table, places in self.rows.items() if places}


def find_theirs(
    extract: Extract, files: Sequence[tuple[str, Path]], key: bytes, marks: frozenset[str]
) -> tuple[TheirRows, ...]:
    """Look through the files (name and place) of one delivery. Files that are not there are passed over."""
    opened, lines, unreadable = [], {}, []
    for name, path in files:
        if is_control_totals(name) or not path.is_file():
            continue
        try:
            kind, read, chunks = read_one(extract, name, path)
            if chunks is not None:
                of_table = extract.tables[-1]
                lines[path] = [n for chunk in chunks() for n in lines_of_chunk(chunk, of_table, key, marks).tolist()]
            opened.append((name, path, kind, read))
        except DataRejected:
            unreadable.append(TheirRows(name, path, FileKind.DELIMITED, ReadFile(()), {}, is_unreadable=True))
    frames = {each.table.name: each.text for *_, read in opened for each in read.tables}
    rows = rows_of(extract, frames, key, marks)
    numbers = {register: frozenset(found) for register, found in numbers_in(extract, frames, rows).items()}
    found = (_of_file(extract, opening, rows, numbers, lines) for opening in opened)
    return (*found, *unreadable)


def written_without(extract: Extract, theirs: TheirRows, incoming: Path) -> Path:
    """A landed file without some rows, beside it and ready to take its place."""
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = incoming / f"{theirs.path.name}.{os.getpid()}"
    numbers = [number for each in theirs.numbers.values() for number in each]
    match theirs.kind:
        case FileKind.XML:
            strip_units(theirs.path, unfinished, theirs.name, extract, theirs.numbers)
        case FileKind.WORKBOOK:
            gone = {each.sheet: theirs.rows.get(each.table.name, ()) for each in theirs.read.tables}
            unfinished.write_bytes(blank_rows(theirs.path.read_bytes(), theirs.name, gone))
        case FileKind.DELIMITED:
            lines = [line for places in theirs.rows.values() for line in places]
            uneven = [line for each in theirs.read.tables for line in _uneven(each.text)]
            blank_lines(theirs.path, unfinished, theirs.name, lines, uneven, numbers)
    unfinished.chmod(theirs.path.stat().st_mode & 0o777)
    with unfinished.open("rb") as stream:
        os.fsync(stream.fileno())
    return unfinished.rename(incoming / f"{theirs.path.name}{WITHOUT}")


def put_in_place(without: Path, path: Path) -> None:
    """Let a file that is written without some rows take the landed one's place. Another process may have done it."""
    with suppress(FileNotFoundError):
        without.replace(path)


def _of_file(
    extract: Extract,
    opening: tuple[str, Path, FileKind, ReadFile],
    rows: Mapping[str, pd.Index],
    numbers: Mapping[str, frozenset[str]],
    lines: Mapping[Path, Sequence[int]],
) -> TheirRows:
    name, path, kind, read = opening
    places = {each.table.name: tuple(rows[each.table.name].tolist()) for each in read.tables if each.table.name in rows}
    if lines.get(path):
        places[extract.tables[-1].name] = tuple(lines[path])
    return TheirRows(name, path, kind, read, places, numbers)


def _uneven(text: pd.DataFrame) -> list[int]:
    return text.index[text[UNEVEN].notna()].tolist() if UNEVEN in text else []
