"""The files of a delivery as the tables of an extract, each told by what it holds and not by its name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from flows.parsing.chunks import read_chunks
from flows.parsing.delimited import read_headers, read_text_frame
from flows.parsing.identify import explain_missing, explain_unidentified, identify, likeness
from flows.parsing.opening import FileKind, kind_of
from flows.parsing.workbook import UnreadSheet, read_workbook, sheet_place
from flows.parsing.xml_heading import Heading, read_heading
from flows.parsing.xml_identify import identify_xml
from flows.parsing.xml_records import read_xml
from transforms.errors import DataRejected
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Extract, Table
from transforms.register_chunk import Chunk

# Lists of one workbook share the columns about the child: a sheet must have more of a table's than those to be meant.
_MEANT_FROM = 0.6
# Where no sheet is a table at all, one that is less like it will do to say what is amiss.
_ALIKE_FROM = 0.4


@dataclass(frozen=True)
class ReadTable:
    """A table in a file: its rows as text, the sheet that it stands on, and what its rows are numbered by."""

    extract: Extract
    table: Table
    text: pd.DataFrame
    sheet: str = ""
    counted_in: str = "line"


@dataclass(frozen=True)
class ReadFile:
    """What a file holds: tables, the sheets of a workbook that are none, and what XML says of itself."""

    tables: tuple[ReadTable, ...]
    unread: tuple[UnreadSheet, ...] = ()
    heading: Heading = field(default_factory=Heading)


@dataclass(frozen=True)
class FileTables:
    """What a delivery's files hold, by table name: text frames, or chunks of the table that is too large to hold.

    ``sheets`` has the sheet of each table that is one of a workbook, ``counted_in`` what its rows are numbered by;
    ``headings`` what each file says of itself, by its name.
    """

    file_names: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    counted_in: dict[str, str] = field(default_factory=dict)
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    chunks: dict[str, Callable[[], Iterable[Chunk]]] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)


def read_tables(extract: Extract, files: Sequence[tuple[str, Path]]) -> FileTables:
    """Read each file (name and place) as tables of the extract.

    Raises DataRejected when a file holds no table of it, when two are the same table, when one cannot be read, or a
    table is missing that every delivery must have.
    """
    found = FileTables()
    unread: list[tuple[str, UnreadSheet]] = []
    for name, path in files:
        if _is_chunked(extract, name, path):
            _take(found, extract.tables[-1], name)
            found.chunks[extract.tables[-1].name] = _reader(path, name, extract.tables[-1])
            continue
        read = read_file(name, path, (extract,))
        found.headings[name] = read.heading
        unread += [(name, sheet) for sheet in read.unread]
        for each in read.tables:
            _take(found, each.table, name)
            found.sheets[each.table.name] = each.sheet
            found.counted_in[each.table.name] = each.counted_in
            found.frames[each.table.name] = each.text
    _require_all(extract, found, unread)
    return found


def read_file(name: str, path: Path, choices: Sequence[Extract]) -> ReadFile:
    """Read a file whole, as tables of any of the extracts. Raises DataRejected when it holds none of them."""
    with path.open("rb") as stream:
        kind = kind_of(stream, name)
    match kind:
        case FileKind.XML:
            return _read_xml(name, path, choices)
        case FileKind.WORKBOOK:
            return _read_workbook(name, path, choices)
        case FileKind.DELIMITED:
            extract, table = _table_of(name, path, choices)
            with path.open("rb") as stream:
                return ReadFile((ReadTable(extract, table, read_text_frame(stream, name, table)),))


def read_one(
    extract: Extract, name: str, path: Path
) -> tuple[FileKind, ReadFile, Callable[[], Iterable[Chunk]] | None]:
    """One file of a delivery by itself, without asking for the others: its kind, and its tables or its chunks.

    Raises DataRejected when it holds no table of the extract or cannot be read.
    """
    with path.open("rb") as stream:
        kind = kind_of(stream, name)
    if _is_chunked(extract, name, path):
        return kind, ReadFile(()), _reader(path, name, extract.tables[-1])
    return kind, read_file(name, path, (extract,)), None


def _read_xml(name: str, path: Path, choices: Sequence[Extract]) -> ReadFile:
    with path.open("rb") as stream:
        extract = identify_xml(stream, name, choices, _others(choices))
    with path.open("rb") as stream:
        frames = read_xml(stream, name, extract)
    with path.open("rb") as stream:
        heading = read_heading(stream, name, extract.xml) if extract.xml else Heading()
    tables = ((extract.table(table), text) for table, text in frames.items())
    # An optional table without records may still come as a file of its own.
    given = ((table, text) for table, text in tables if len(text) or not table.optional)
    return ReadFile(tuple(ReadTable(extract, table, text, counted_in="record") for table, text in given), (), heading)


def _read_workbook(name: str, path: Path, choices: Sequence[Extract]) -> ReadFile:
    readable = [extract for extract in choices if not extract.chunked]
    if not readable:
        raise DataRejected(f"{name} is a workbook; {choices[0].title} comes as CSV.", "Save or export it as CSV.")
    with path.open("rb") as stream:
        workbook = read_workbook(stream, name, readable)
    if not workbook.tables:
        raise _no_table(name, workbook.unread, readable)
    tables = (ReadTable(each.extract, each.table, each.text, each.sheet, "row") for each in workbook.tables)
    return ReadFile(tuple(tables), workbook.unread)


def _no_table(name: str, sheets: Sequence[UnreadSheet], choices: Sequence[Extract]) -> DataRejected:
    """Why a workbook holds no table: what is missing on the sheet that is most like one, or that none is."""
    tables = [table for extract in choices for table in extract.tables]
    rows = [(sheet.sheet, row) for sheet in sheets for row in sheet.rows]
    pairs = ((likeness(row, table), sheet, row, table) for sheet, row in rows for table in tables)
    share, sheet, row, table = max(pairs, key=lambda pair: pair[0], default=(0.0, "", (), tables[0]))
    if share >= _ALIKE_FROM:
        return explain_missing(sheet_place(name, sheet), row, table)
    wanted = f"a table of {choices[0].title}" if len(choices) == 1 else "a table that is read"
    # Without the names of the sheets: in a workbook of another kind they may be children's.
    return DataRejected(f"{name}: none of its {len(sheets)} sheets is {wanted}.", "Send the workbook of the return.")


def _table_of(name: str, path: Path, choices: Sequence[Extract]) -> tuple[Extract, Table]:
    with path.open("rb") as stream:
        headers = read_headers(stream, name)
    found = identify(headers, choices)
    if found is None:
        raise explain_unidentified(name, headers, choices, _others(choices))
    return found


def _others(choices: Sequence[Extract]) -> tuple[Extract, ...]:
    """The extracts that are not asked for; a council's wording of one is still that one."""
    asked = {extract.id for extract in choices}
    return tuple(extract for extract in EXTRACTS if extract.id not in asked)


def _is_chunked(extract: Extract, name: str, path: Path) -> bool:
    """Whether a file is the table of an extract that is too large to hold."""
    if not extract.chunked:
        return False
    with path.open("rb") as stream:
        if kind_of(stream, name) is not FileKind.DELIMITED:
            return False
    return _table_of(name, path, (extract,))[1] is extract.tables[-1]


def _reader(path: Path, name: str, table: Table) -> Callable[[], Iterator[Chunk]]:
    def read() -> Iterator[Chunk]:
        with path.open("rb") as stream:
            yield from read_chunks(stream, name, table)

    return read


def _take(found: FileTables, table: Table, name: str) -> None:
    if table.name in found.file_names:
        raise DataRejected(
            f"{name}: {found.file_names[table.name]} is {table.title} too.",
            "Send each table once; join the files, or take the old one out of the delivery's folder.",
        )
    found.file_names[table.name] = name


def _require_all(extract: Extract, found: FileTables, unread: Sequence[tuple[str, UnreadSheet]]) -> None:
    missing = [table for table in extract.tables if not table.optional and table.name not in found.file_names]
    for table in missing:
        rows = [(name, sheet.sheet, row) for name, sheet in unread for row in sheet.rows]
        for name, sheet, row in rows:
            if likeness(row, table) >= _MEANT_FROM:
                raise explain_missing(sheet_place(name, sheet), row, table)
    if missing:
        files = ", ".join(dict.fromkeys(found.file_names.values()))
        raise DataRejected(
            f"The delivery has no file for {' or '.join(table.title for table in missing)}. Files: {files}.",
            "Ask the supplier for all files of the extract, taken at the same time.",
        )
