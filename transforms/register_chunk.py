"""A piece of a large file: every column as small numbers that stand for its texts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

EMPTY = -1


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file, in the order of the file.

    ``lines`` are their line numbers (header = 1). ``codes[column]`` (32-bit) tells where each row's text stands in
    ``values[column]``; EMPTY where the field held nothing. A code means the same text throughout a file: the values of
    a later chunk begin with those of an earlier one. ``dropped_columns`` and ``encoding`` say how the file was read.
    """

    lines: np.ndarray
    codes: Mapping[str, np.ndarray]
    values: Mapping[str, ExtensionArray]
    dropped_columns: tuple[str, ...] = ()
    encoding: str = "utf-8"

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def first_line(self) -> int:
        return int(self.lines[0])


def texts(values: Mapping[str, ExtensionArray], codes: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """The text frame that codes stand for: a row per code, missing where the code is EMPTY."""
    return pd.DataFrame({name: values[name].take(np.asarray(codes[name]), allow_fill=True) for name in codes})


def chunks_of(text: pd.DataFrame, rows_per_chunk: int) -> Iterator[Chunk]:
    """Cut a text frame, indexed by line number, into chunks. For registers that are in memory already."""
    coded = {name: pd.factorize(text[name].array, use_na_sentinel=True) for name in text.columns}
    values = {name: pd.array(distinct, dtype="str") for name, (_, distinct) in coded.items()}
    for start in range(0, len(text), rows_per_chunk):
        rows = slice(start, start + rows_per_chunk)
        yield Chunk(
            lines=text.index.to_numpy()[rows],
            codes={name: codes[rows].astype(np.int32) for name, (codes, _) in coded.items()},
            values=values,
        )
