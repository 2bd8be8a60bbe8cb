"""Where records end in delimited text, on which line each begins, and how many fields each has. Vectorised.

Text here is UTF-8 with line feeds alone. A record ends at a line feed that stands outside quotation marks: one with an
even number of them before it.
"""

from dataclasses import dataclass

import numpy as np

_LINE_FEED, _QUOTE, _COMMA = b'\n",'


@dataclass(frozen=True)
class Records:
    """The records of a block of text: byte positions of start and end (of the line feed), and the line of the start."""

    starts: np.ndarray
    ends: np.ndarray
    lines: np.ndarray
    is_quote_open: bool

    @property
    def is_blank(self) -> np.ndarray:
        return self.starts == self.ends


def find_records(data: bytes, first_line: int) -> Records:
    """The records of ``data``, which starts at the start of ``first_line``. Blank lines are records here."""
    text = np.frombuffer(data, dtype=np.uint8)
    feeds = np.flatnonzero(text == _LINE_FEED)
    quotes = np.flatnonzero(text == _QUOTE)
    closing = np.flatnonzero(np.searchsorted(quotes, feeds) % 2 == 0)
    ends = feeds[closing]
    lines_before = np.concatenate([[0], closing + 1])
    starts = np.concatenate([[0], ends + 1])
    if starts[-1] == len(data):
        starts, lines_before = starts[:-1], lines_before[:-1]
    else:
        ends = np.append(ends, len(data))
    return Records(starts, ends, first_line + lines_before, len(quotes) % 2 == 1)


def last_record_end(data: bytes) -> int:
    """The position after the last record that is whole in ``data``; 0 when none is."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    text = np.frombuffer(data, dtype=np.uint8)
    feeds = np.flatnonzero(text == _LINE_FEED)
    quotes = np.flatnonzero(text == _QUOTE)
    whole = feeds[np.searchsorted(quotes, feeds) % 2 == 0]
    return int(whole[-1]) + 1 if len(whole) else 0


def record_lines(data: bytes, first_line: int, rows: int) -> np.ndarray | None:
    """The line on which each of ``rows`` records begins, blank lines left out; None when the count is another."""
    # Without quotation marks, as many lines as records: then no line among them is blank.
    if b'"' not in data and count_lines(data) + (not data.endswith(b"\n")) == rows:
        return np.arange(first_line, first_line + rows)
    records = find_records(data, first_line)
    lines = records.lines[~records.is_blank]
    return lines if len(lines) == rows else None


def count_lines(data: bytes) -> int:
    """How many line feeds there are."""
    return int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) == _LINE_FEED))


def field_counts(data: bytes, records: Records) -> np.ndarray:
    """The number of fields of each record; commas inside quotation marks do not count."""
    text = np.frombuffer(data, dtype=np.uint8)
    commas = np.flatnonzero(text == _COMMA)
    quotes = np.flatnonzero(text == _QUOTE)
    commas = commas[np.searchsorted(quotes, commas) % 2 == 0]
    return np.searchsorted(commas, records.ends) - np.searchsorted(commas, records.starts) + 1
