"""What a sender says of a delivery beside it: how many rows each file or table has (``control_totals.csv``).

It is a file of the delivery like any other: landed, kept under its hash, and read again when it changes.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.errors import DataRejected

CONTROL_TOTALS = "control_totals.csv"
_HEADER = ["name", "rows"]
_NUMBER = re.compile(r"[0-9]{1,12}")
_ASK = "Ask the supplier which is right, and for the files again."


@dataclass(frozen=True)
class ControlTotal:
    """The rows of one file, sheet or table, as its sender counted them on a line of the control totals."""

    line: int
    name: str
    rows: int


def is_control_totals(name: str) -> bool:
    """Whether a file is no data, but says what the data come to."""
    return name.casefold() == CONTROL_TOTALS


def read_control_totals(file: Path) -> tuple[ControlTotal, ...]:
    """What a sender counted. Raises DataRejected, naming the line, when the file does not say it."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unreadable(1) from None
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        if [name.strip().casefold() for name in next(lines, [])] != _HEADER:
            raise _unreadable(1)
        return tuple(_total(line, lines.line_num) for line in lines if line)
    except csv.Error:  # a field longer than any name, or a line end where none may be
        raise _unreadable(lines.line_num) from None


def confirm(said: Iterable[ControlTotal], received: Iterable[tuple[str, Sequence[str], int]]) -> None:
    """Compare with what arrived: for each table the name of its file, what else it may be called, and its rows.

    A file's rows are those of all its tables. Raises DataRejected for the first line that counts other rows, or names
    what is not there; never with the name, which may be anything.
    """
    counted: dict[str, int] = {}
    for file_name, names, rows in received:
        for name in {each.casefold() for each in (file_name, *names) if each}:
            counted[name] = counted.get(name, 0) + rows
    for total in said:
        where = f"{CONTROL_TOTALS}, line {total.line}"
        if total.name.casefold() not in counted:
            raise DataRejected(f"{where}: the delivery has no file and no table of this name.", _ASK)
        found = counted[total.name.casefold()]
        if found != total.rows:
            raise DataRejected(f"{total.name} has {found:,} rows; its sender counted {total.rows:,} ({where}).", _ASK)


def _total(fields: Sequence[str], line: int) -> ControlTotal:
    stripped = [field.strip() for field in fields]
    if len(stripped) != len(_HEADER) or not stripped[0] or not _NUMBER.fullmatch(stripped[1]):
        raise _unreadable(line)
    return ControlTotal(line, stripped[0], int(stripped[1]))


def _unreadable(line: int) -> DataRejected:
    return DataRejected(
        f"{CONTROL_TOTALS}, line {line}, cannot be read.",
        "Its first line is name,rows; then comes a line for each file or table, such as episodes.csv,412.",
    )
