"""From text as it arrived to typed rows, the same way for every extract.

A text frame has a table's columns by our names, text or missing, indexed by line number in the file. A typed frame has
the same rows and index.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from transforms import codelists
from transforms.extracts.extract import Column, Kind, Table
from transforms.rules.derived import GIVEN, READABLE
from transforms.rules.masks import EXCEL_ERROR, UNEVEN
from transforms.spellings import read_codes
from transforms.texts import are_given, matches, whole_numbers

_DECIMAL = r"^-?(?:[0-9]{1,9}(?:\.[0-9]*)?|\.[0-9]+)$"
# Outside lie the days by which systems mean none, and years that lost or gained a digit.
_FIRST_DAY, _LAST_DAY = np.datetime64("1901-01-01", "s"), np.datetime64("2099-12-31", "s")
_FEW = 2_000
_DTYPES = {Kind.DATE: "datetime64[s]", Kind.INTEGER: "Int64", Kind.DECIMAL: "Float64", Kind.FLAG: "boolean"}
_SET, _NOT_SET = ("1", "true", "yes", "y"), ("0", "false", "no", "n")
_FLAGS: Mapping[str, bool] = {text: text in _SET for text in (*_SET, *_NOT_SET)}


def typed(text: pd.DataFrame, table: Table, date_formats: Sequence[str]) -> pd.DataFrame:
    """Read a text frame's columns as their declared kinds.

    Dates become ``datetime64[s]``, whole numbers ``Int64``, others ``Float64``, flags ``boolean``; text stays text.
    What cannot be read is missing, and ``<name>__given`` tells it from what was never there. An optional column that
    the file lacks is missing throughout. Where the sheet held errors of Excel's, ``EXCEL_ERROR`` says in which rows;
    where the file had uneven lines, ``UNEVEN`` does.
    """
    # Arrays, since of columns with an index of their own each would be held against all others.
    columns: dict[str, ExtensionArray | np.ndarray] = {}
    for column in table.columns:
        values = text[column.name] if column.name in text else _missing("str", text.index)
        given = are_given(values)
        read = _read(values, column, date_formats) if given.any() else _nothing(values, column)
        columns[column.name] = read.array
        if column.kind in READABLE:
            columns[column.name + GIVEN] = given
    columns |= {mark: text[mark].notna().to_numpy() for mark in (EXCEL_ERROR, UNEVEN) if mark in text}
    return pd.DataFrame(columns, index=text.index)


def _missing(dtype: str, index: pd.Index) -> pd.Series:
    """A column of nothing but missing values."""
    none = pd.Series(dtype=dtype).array  # pyright: ignore[reportArgumentType, reportCallIssue] - a name of any dtype
    return pd.Series(none.take(np.full(len(index), -1), allow_fill=True), index=index)


def _nothing(values: pd.Series, column: Column) -> pd.Series:
    """A column in which no value is given, as its kind."""
    return _missing(_DTYPES[column.kind], values.index) if column.kind in _DTYPES else values


def _read(values: pd.Series, column: Column, date_formats: Sequence[str]) -> pd.Series:
    match column.kind:
        case Kind.DATE:
            return read_dates(values, date_formats)
        case Kind.INTEGER:
            return whole_numbers(values)
        case Kind.DECIMAL:
            numbers = values.where(matches(values, _DECIMAL))
            return pd.to_numeric(numbers).astype("Float64")
        case Kind.FLAG:
            return values.str.lower().map(_FLAGS).astype("boolean")
        case Kind.CODE:
            return read_codes(values, column)
        case _:
            return values


def read_dates(values: pd.Series, date_formats: Sequence[str]) -> pd.Series:
    """Days by the first format that fits each value; ``datetime64[s]`` without a time, missing where none fits.

    Missing as well are days that nobody concerned can have lived through or planned for, such as 01/01/1900.
    """
    days = np.full(len(values), np.datetime64("NaT"), dtype="datetime64[s]")
    unread = values.notna().to_numpy(copy=True)
    repeats = len(values) > _FEW  # of fewer, telling the distinct ones takes longer than reading each
    for date_format in date_formats:
        if not unread.any():
            break
        parsed = pd.to_datetime(values.array[unread], format=date_format, errors="coerce", cache=repeats).to_numpy()
        days[unread] = parsed.astype("datetime64[D]") if "%H" in date_format else parsed
        unread &= np.isnat(days)
    days[(days < _FIRST_DAY) | (days > _LAST_DAY)] = np.datetime64("NaT")
    return pd.Series(days, index=values.index)


def staged_columns(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns that may enter the database, codes brought to their current form, unknown codes missing."""
    staged = {}
    for column in table.columns:
        if column.staged:
            values = rows[column.name]
            staged[column.name] = values.map(codelists.canonical(column.codes)) if column.codes else values
    return pd.DataFrame(staged, index=rows.index)
