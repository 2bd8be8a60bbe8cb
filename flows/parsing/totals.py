"""The row of totals that a list may end with: a control on the rows above it, and no row of its own."""

import re
from decimal import Decimal, InvalidOperation

import pandas as pd

from transforms.errors import DataRejected
from transforms.extracts.extract import Kind, Table
from transforms.rules.masks import EXCEL_ERROR, UNEVEN

_LABEL = re.compile(
    r"(?:grand )?totals?(?: (?:number|count|rows|records|children|pupils))?\s*:?\s*([\d,]+)?", re.IGNORECASE
)
_COUNTED = (Kind.INTEGER, Kind.DECIMAL)


def without_total(text: pd.DataFrame, table: Table, place: str, counted_in: str) -> pd.DataFrame:
    """A text frame without the row of totals at its end, where it has one.

    Such a row holds the word and numbers, nothing else. A number beside or below the word says how many rows there are;
    one in a column of numbers may be their sum as well. Raises DataRejected when the rows do not come to it: the list
    was cut or added to since.
    """
    if text.empty:
        return text
    cells = text.iloc[-1].to_dict()
    last = {str(name): cells[name] for name in cells if pd.notna(cells[name]) and name not in (EXCEL_ERROR, UNEVEN)}
    label = next((found for value in last.values() if (found := _LABEL.fullmatch(value))), None)
    numbers = {name: _number(value) for name, value in last.items() if not _LABEL.fullmatch(value)}
    if label is None or len(numbers) != len(last) - 1 or None in numbers.values():
        return text
    rows = text.iloc[:-1]
    said = [({_number(label[1])}, {Decimal(len(rows))})] if label[1] else []
    said += [({number}, _may_say(rows, table, name)) for name, number in numbers.items()]
    if not all(given <= right for given, right in said):
        raise DataRejected(
            f"{place}: the total on {counted_in} {text.index[-1]} is not what the rows above it come to.",
            "Rows may have been lost: export the list again, whole. Or take out the row of totals if it is an old one.",
        )
    return rows


def _may_say(rows: pd.DataFrame, table: Table, name: str) -> set[Decimal]:
    """What a number in a column may rightly be: how many rows there are, how many have a value there, or their sum."""
    values = rows[name].dropna()
    right = {Decimal(len(rows)), Decimal(len(values))}
    if table.column(name).kind in _COUNTED:
        read = [_number(value) for value in values]
        right.add(sum((number for number in read if number is not None), Decimal(0)))
    return right


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
