"""The files of a delivery as the tables of an extract, each told by its header line and not by its name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from flows.parsing.chunks import read_chunks
from flows.parsing.delimited import read_headers, read_text_frame
from flows.parsing.identify import explain_unidentified, identify
from flows.parsing.xml903 import is_xml, read_903_xml
from transforms.errors import DataRejected
from transforms.extracts import SSDA903
from transforms.extracts.extract import Extract, Table
from transforms.register_chunk import Chunk

_FIRST_BYTES = 64


@dataclass(frozen=True)
class FileTables:
    """What a delivery's files hold, by table name: text frames, or chunks of the table that is too large to hold."""

    file_names: dict[str, str] = field(default_factory=dict)
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    chunks: dict[str, Callable[[], Iterable[Chunk]]] = field(default_factory=dict)


def read_tables(extract: Extract, files: Sequence[tuple[str, Path]]) -> FileTables:
    """Read each file (name and place) as a table of the extract.

    Raises DataRejected when a file is no table of it, when two are the same table, or when one cannot be read.
    """
    found = FileTables()
    for name, path in files:
        if holds_xml(path):
            _read_xml(extract, found, name, path)
            continue
        table = table_of(extract, name, path)
        _take(found, table, name)
        if extract.chunked and table is extract.tables[-1]:
            found.chunks[table.name] = _reader(path, name, table)
        else:
            with path.open("rb") as stream:
                found.frames[table.name] = read_text_frame(stream, name, table)
    return found


def holds_xml(path: Path) -> bool:
    """Whether a file is XML, told by its first bytes."""
    with path.open("rb") as stream:
        return is_xml(stream.read(_FIRST_BYTES))


def _read_xml(extract: Extract, found: FileTables, name: str, path: Path) -> None:
    if extract is not SSDA903:
        raise DataRejected(f"{name} is XML; {extract.title} comes as CSV.", "Export it as CSV.")
    with path.open("rb") as stream:
        frames = read_903_xml(stream, name)
    for table_name, frame in frames.items():
        _take(found, extract.table(table_name), name)
        found.frames[table_name] = frame


def table_of(extract: Extract, name: str, path: Path) -> Table:
    """The table that a file is. Raises DataRejected that names the missing columns when it is none of the extract."""
    with path.open("rb") as stream:
        headers = read_headers(stream, name)
    known = identify(headers, (extract,))
    if known is None:
        raise explain_unidentified(name, headers, extract)
    return known[1]


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
