"""Comma-separated files as text frames, and the refusal of files that are not what they say.

Arrow's parser reads the clean case; when it cannot, or when its count of rows differs from ours, the place of the fault
is worked out and named.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from flows.parsing.blocks import BLOCK_SIZE, Block, read_blocks
from flows.parsing.cleaning import clean
from flows.parsing.frames import empty_frame, text_frame
from flows.parsing.identify import columns_by_place
from flows.parsing.opening import open_delimited
from flows.parsing.records import Records, field_counts, find_records, record_lines
from flows.parsing.totals import without_total
from transforms.errors import DataRejected
from transforms.extracts.extract import Table
from transforms.rules.masks import UNEVEN

_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_LONGEST_HEADER = 64 * 1024
_MOST_UNEVEN = 0.1  # above this share of uneven lines, whoever wrote the file put its fields down wrongly


@dataclass(frozen=True)
class Layout:
    """How a file is laid out: the number of its columns, our name of each that is read, and headers that are not."""

    width: int
    names: Mapping[int, str]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """Some rows of a file as Arrow columns by our names, the line of each, and the file's encoding so far.

    ``uneven`` is True for rows that have more or fewer fields than the header; they hold nothing here. ``complaint``
    names the first of them.
    """

    columns: pa.Table
    lines: np.ndarray
    encoding: str
    uneven: np.ndarray | None = None
    complaint: DataRejected | None = None


def read_text_frame(source: bytes | BinaryIO, file_name: str, table: Table) -> pd.DataFrame:
    """A whole file as text: columns by our names, trimmed, missing where empty, indexed by line number (header = 1).

    ``attrs`` has ``dropped_columns`` (headers of columns that the table does not declare) and ``encoding``. Raises
    DataRejected, naming the file and the place, for a file that cannot be read as this table; also when it has no rows,
    unless the table is one that a delivery may lack.
    """
    layout, blocks = open_table(source, file_name, table)
    parts = [parse(block, layout, file_name, pa.string(), keep_uneven=not table.in_chunks) for block in blocks]
    parts = [part for part in parts if len(part.lines)]
    if not parts and table.optional:
        return empty_frame(table)
    require_rows(len(parts), file_name)
    text = pa.concat_tables(part.columns for part in parts)
    cleaned = {name: clean(text.column(name), table.column(name)) for name in text.column_names}
    lines = pd.Index(np.concatenate([part.lines for part in parts]))
    if (uneven := _uneven_rows(parts)) is not None:
        cleaned[UNEVEN] = pa.chunked_array([pa.array(lines.to_numpy().astype("U"), pa.string(), mask=~uneven)])
    frame = without_total(text_frame(cleaned, lines, layout.dropped, parts[-1].encoding), table, file_name, "line")
    if not table.optional:
        require_rows(len(frame), file_name)
    return frame


def read_headers(source: bytes | BinaryIO, file_name: str) -> tuple[str, ...]:
    """The fields of a file's header line, trimmed. Raises DataRejected when the file is empty or no CSV text."""
    headers, _ = _split_header(read_blocks(open_delimited(source, file_name), file_name), file_name)
    _refuse_other_delimiter(headers, file_name)
    return headers


def open_table(
    source: bytes | BinaryIO, file_name: str, table: Table, block_size: int = BLOCK_SIZE
) -> tuple[Layout, Iterator[Block]]:
    """The layout that a file's header gives, and the blocks of the rows under it."""
    headers, rows = _split_header(read_blocks(open_delimited(source, file_name), file_name, block_size), file_name)
    _refuse_other_delimiter(headers, file_name)
    names, dropped = columns_by_place(headers, table, file_name)
    return Layout(len(headers), names, dropped), rows


def _split_header(blocks: Iterator[Block], file_name: str) -> tuple[tuple[str, ...], Iterator[Block]]:
    """The header's fields, and the blocks without the header; blank lines above it are passed over."""
    for block in blocks:
        head = block.data[:_LONGEST_HEADER]
        records = find_records(head, block.first_line)
        written = np.flatnonzero(~records.is_blank)
        if len(written):
            start, end = int(records.starts[written[0]]), int(records.ends[written[0]])
            if end == len(head) < len(block.data):
                raise DataRejected(f"{file_name}: the first line is too long to be a header.", "Export the file again.")
            line = int(records.lines[written[0]]) + block.data.count(b"\n", start, end) + 1
            fields = next(csv.reader(io.StringIO(block.data[start:end].decode("utf-8"), newline="")))
            rest = Block(block.data[end + 1 :], line, block.encoding)
            return tuple(field.strip() for field in fields), chain([rest], blocks)
    raise DataRejected(f"{file_name}: the file holds blank lines only.", "Export it again.")


def _refuse_other_delimiter(headers: tuple[str, ...], file_name: str) -> None:
    used = [name for mark, name in _OTHER_DELIMITERS.items() if len(headers) == 1 and mark in headers[0]]
    if used:
        message = f"{file_name}: columns are separated by {used[0]}, where commas are expected."
        raise DataRejected(message, "Export the file again as comma-separated values (CSV).")


def parse(block: Block, layout: Layout, file_name: str, kind: pa.DataType, *, keep_uneven: bool = False) -> Rows:
    """The rows of a block, columns of Arrow type ``kind`` (text or coded text).

    Raises DataRejected for uneven rows, unless they are to be kept, and for a block that cannot be parsed without them.
    """
    if not block.data.strip(b"\n"):
        return Rows(pa.table({}), np.empty(0, dtype=np.int64), block.encoding)
    try:
        columns = _arrow_table(block.data, layout, kind)
        lines = record_lines(block.data, block.first_line, len(columns))
    except pa.ArrowInvalid:
        lines, columns = None, pa.table({})
    if lines is not None:
        return Rows(columns, lines, block.encoding)
    records = find_records(block.data, block.first_line)
    counts = field_counts(block.data, records)
    complaint = _uneven(block, layout, records, counts, file_name)
    rows = _around_uneven(block, layout, records, counts, kind, complaint) if keep_uneven else None
    if rows is None:
        raise complaint
    return rows


def _around_uneven(
    block: Block, layout: Layout, records: Records, counts: np.ndarray, kind: pa.DataType, complaint: DataRejected
) -> Rows | None:
    """The rows of a block in which some are uneven, those without their values; None when that is not the fault."""
    is_row = ~records.is_blank
    wrong = counts[is_row] != layout.width
    if not wrong.any() or wrong.all():
        return None
    starts, ends = records.starts[is_row][wrong], records.ends[is_row][wrong]
    text = np.frombuffer(block.data, dtype=np.uint8)
    if _has_line_feed(text, starts, ends).any():
        return None  # between two stray quotation marks whole rows may lie, which would be lost with this one
    steps = np.zeros(len(text) + 2, dtype=np.int8)
    steps[starts] = 1
    steps[ends + 1] -= 1
    is_even = np.cumsum(steps, dtype=np.int8)[: len(text)] == 0
    try:
        even = _arrow_table(text[is_even].tobytes(), layout, kind)
    except pa.ArrowInvalid:
        return None
    if len(even) != len(wrong) - wrong.sum():
        return None
    place = np.where(wrong, -1, np.cumsum(~wrong) - 1)
    columns = even.take(pa.array(place, mask=wrong))
    return Rows(columns, records.lines[is_row], block.encoding, wrong, complaint)


def _has_line_feed(text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Which spans of a text have a line feed inside."""
    feeds = np.flatnonzero(text == ord("\n"))
    return np.searchsorted(feeds, ends) > np.searchsorted(feeds, starts)


def _uneven_rows(parts: Sequence[Rows]) -> np.ndarray | None:
    """Which rows are uneven; None where none is.

    Raises DataRejected where so many are that it is the file, and where the last is: then it was cut off.
    """
    complaint = next((part.complaint for part in parts if part.complaint), None)
    if complaint is None:
        return None
    uneven = np.concatenate([np.zeros(len(p.lines), dtype=bool) if p.uneven is None else p.uneven for p in parts])
    if uneven[-1] or uneven.mean() > _MOST_UNEVEN:
        raise complaint
    return uneven


def _arrow_table(data: bytes, layout: Layout, kind: pa.DataType) -> pa.Table:
    places = [str(place) for place in layout.names]
    table = arrow_csv.read_csv(
        pa.BufferReader(data),
        # One block and one thread: the rows stay in order, and other schools' files use the other cores.
        read_options=arrow_csv.ReadOptions(
            use_threads=False, block_size=len(data) + 1, column_names=[str(place) for place in range(layout.width)]
        ),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=b'"' in data),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(places, kind),
            include_columns=places,
            null_values=[""],
            strings_can_be_null=True,
            check_utf8=False,
        ),
    )
    return table.rename_columns(list(layout.names.values()))


def _uneven(block: Block, layout: Layout, records: Records, counts: np.ndarray, file_name: str) -> DataRejected:
    """The refusal of a block in which rows have more or fewer fields than the header."""
    wrong = np.flatnonzero(~records.is_blank & (counts != layout.width))
    if not len(wrong):
        message = f"{file_name}: after line {block.first_line}, a value holds a quotation mark in its middle."
        return DataRejected(message, 'Put the whole value in quotation marks and write the one inside twice ("").')
    others = f", and so have {len(wrong) - 1:,} more lines soon after it" if len(wrong) > 1 else ""
    line, fields = records.lines[wrong[0]], counts[wrong[0]]
    return DataRejected(
        f"{file_name}: line {line} has {fields} fields where the header has {layout.width}{others}.",
        "A comma inside a value must stand in quotation marks; a cut-off line must be sent again whole.",
    )


def require_rows(rows: int, file_name: str) -> None:
    """Raise DataRejected for a file with a header and nothing under it."""
    if not rows:
        message = f"{file_name}: there is a header and no rows."
        raise DataRejected(message, "If there is really nothing to report, leave the file out; else export it again.")
