"""Text frames: the one shape in which every kind of file is handed on."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from transforms.extracts.extract import Table


def text_frame(
    columns: Mapping[str, pa.ChunkedArray], places: Sequence[int] | pd.Index, dropped: tuple[str, ...], encoding: str
) -> pd.DataFrame:
    """Columns of trimmed text as a frame: missing where empty, indexed by their ``places`` in the file.

    ``attrs`` has ``dropped_columns`` (what the file holds and the table does not declare) and ``encoding``.
    """
    # As pandas keeps text itself: from any other it would make every column twice.
    frame = pa.table({name: text.cast(pa.large_string()) for name, text in columns.items()}).to_pandas()
    frame.index = pd.Index(places)
    frame.attrs = {"dropped_columns": dropped, "encoding": encoding}
    return frame


def empty_frame(table: Table) -> pd.DataFrame:
    """The text frame of a table that has no rows."""
    nothing = pa.chunked_array([], pa.string())
    return text_frame({column.name: nothing for column in table.columns}, pd.RangeIndex(0), (), "ascii")
