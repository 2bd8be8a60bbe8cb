"""Large comma-separated files as chunks of coded columns, read once from front to back."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from flows.ahead import worked_ahead
from flows.cores import cores
from flows.parsing.blocks import BLOCK_SIZE
from flows.parsing.cleaning import clean
from flows.parsing.delimited import Layout, Rows, open_table, parse, require_rows
from transforms.extracts.extract import Column, Table
from transforms.register_chunk import EMPTY, Chunk

ROWS_PER_CHUNK = 500_000
_MOST_THREADS = 4
_CODED = pa.dictionary(pa.int32(), pa.string())


def read_chunks(
    source: bytes | BinaryIO, file_name: str, table: Table, rows_per_chunk: int = ROWS_PER_CHUNK
) -> Iterator[Chunk]:
    """Read a file, gzipped or not, as chunks of at most ``rows_per_chunk`` rows.

    The same checks as ``read_text_frame``, with the same messages. A fault far down is met after the chunks above it:
    nothing may be kept of a file before it has been read to its end.
    """
    layout, blocks = open_table(source, file_name, table, block_size=min(BLOCK_SIZE, 200 * rows_per_chunk))
    words = {name: _Words(table.column(name)) for name in layout.names.values()}
    total = 0
    for rows in worked_ahead(
        lambda block: parse(block, layout, file_name, _CODED), blocks, min(cores(), _MOST_THREADS)
    ):
        total += len(rows.lines)
        yield from _chunks(rows, layout, words, rows_per_chunk)
    require_rows(total, file_name)


def _chunks(rows: Rows, layout: Layout, words: Mapping[str, "_Words"], rows_per_chunk: int) -> Iterator[Chunk]:
    if not len(rows.lines):
        return
    codes = {name: words[name].codes(rows.columns.column(name)) for name in rows.columns.column_names}
    values = {name: words[name].values for name in codes}
    for start in range(0, len(rows.lines), rows_per_chunk):
        part = slice(start, start + rows_per_chunk)
        part_codes = {name: column[part] for name, column in codes.items()}
        yield Chunk(rows.lines[part], part_codes, values, layout.dropped, rows.encoding)


class _Words:
    """The distinct texts of a column, in the order in which they came up."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._known = pa.array([], pa.string())

    @property
    def values(self) -> pd.api.extensions.ExtensionArray:
        return pd.Series(self._known.to_pandas(), dtype="str").array

    def codes(self, column: pa.ChunkedArray) -> np.ndarray:
        """A code for each row; texts that are new are added."""
        coded = column.combine_chunks()
        texts = clean(coded.dictionary, self._column)
        place = pc.index_in(texts, value_set=self._known, skip_nulls=True)
        is_new = pc.and_(pc.is_null(place), pc.is_valid(texts))
        if pc.any(is_new).as_py():
            self._known = pa.concat_arrays([self._known, pc.unique(texts.filter(is_new))])
            place = pc.index_in(texts, value_set=self._known, skip_nulls=True)
        code_of = np.append(place.fill_null(EMPTY).to_numpy(zero_copy_only=False), EMPTY).astype(np.int32)
        return code_of[coded.indices.fill_null(EMPTY).to_numpy(zero_copy_only=False)]
