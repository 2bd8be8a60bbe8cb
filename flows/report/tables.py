"""A book of tables as plain data: what the writers of spreadsheets are given, each cell with its kind.

By the guidance of the Analysis Function: one table a sheet, no empty cell, numbers as numbers, and a shorthand in
square brackets where there is none.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from flows.report.model import Figure
from flows.report.wording import NO_FIGURE, NO_TARGET, PERCENT, PERCENT_OF_POSTS

NOT_AVAILABLE, NOT_APPLICABLE, CONFIDENTIAL, LOW = "[x]", "[z]", "[c]", "[low]"
PROVISIONAL, REVISED = "[p]", "[r]"
SHORTHAND = {
    NOT_AVAILABLE: "not available: it was not collected, or cannot be worked out from what was",
    NOT_APPLICABLE: "not applicable: it would have no meaning here",
    CONFIDENTIAL: "confidential: withheld because small numbers could point to a child",
    LOW: "low: not nought, and nought when rounded",
    PROVISIONAL: "provisional: it may still change",
    REVISED: "revised: not as it was issued before",
}
_UNITS = {PERCENT: "per cent", PERCENT_OF_POSTS: "per cent of posts", "count": "number"}
_NUMBER = re.compile(r"−?£?[0-9][0-9,]*(?:\.[0-9]+)?%?|\+[0-9][0-9,]*(?:\.[0-9]+)?")
_LONGEST = 32_000  # a cell of Excel ends at 32,767 characters
_CUT = " … (the rest is in the report)"
_WIDTHS, _BOLD = (10, 50), 1.2  # how much wider the letters of headings are
_OTHERS, _TITLE, _MOST_PRINTED = 8, 1.5, 130  # characters: of a column beside a table, of a title's letter, of paper


@dataclass(frozen=True)
class Number:
    """A number as it is shown, with the decimal places that it is shown with."""

    value: Decimal

    @property
    def decimals(self) -> int:
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


@dataclass(frozen=True)
class Link:
    """The name of a sheet, which leads to it."""

    sheet: str


Cell = str | Number | Link


@dataclass(frozen=True)
class Sheet:
    """One table under its title, which stands in A1. ``notes`` are lines between the two.

    No cell is empty and no two columns have the same heading.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def table_name(self) -> str:
        return self.name.lower().replace(" ", "_")

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths of the columns, in characters; longer cells are wrapped."""
        least, most = _WIDTHS
        shown = map(shown_row, self.rows)
        headed = zip(map(longest_word, self.columns), *shown, strict=True)
        needed = (max([math.ceil(len(word) * _BOLD), *map(len, cells)]) for word, *cells in headed)
        return tuple(min(max(least, width + 2), most) for width in needed)

    @property
    def printed_columns(self) -> int:
        """How many columns are printed: the table's, and those beside it over which the title and the lines reach."""
        reach = min(max(len(self.title) * _TITLE, *map(len, self.notes)), _MOST_PRINTED)
        return len(self.columns) + math.ceil(max(reach - sum(self.widths), 0) / _OTHERS)


@dataclass(frozen=True)
class Book:
    """A cover with its paragraphs, then sheets in order."""

    title: str
    introduction: tuple[str, ...]
    about: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def said(text: str, missing: str = NOT_APPLICABLE) -> str:
    """A text for a cell: a shorthand where there is none or a dash, cut where a cell ends."""
    words = text.strip()
    if words in ("", "–"):
        return missing
    return words if len(words) <= _LONGEST else words[: _LONGEST - len(_CUT)] + _CUT


def shown_number(text: str) -> Decimal | None:
    """The number that a text is, as it is rounded there: ``92.4%``, ``−£1,204``, ``+0.3``. None for other texts."""
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace("−", "-").translate(str.maketrans("", "", "£,%+")))


def of_figure(figure: Figure) -> Cell:
    """A figure as a number, or the shorthand for why there is none."""
    if figure.value is None:
        return {NO_TARGET: NOT_APPLICABLE, NO_FIGURE: NOT_AVAILABLE}.get(figure.text, said(figure.text, NOT_AVAILABLE))
    cell = of_text(figure.text)
    return LOW if figure.value and isinstance(cell, Number) and not cell.value else cell


def of_text(text: str, missing: str = NOT_AVAILABLE) -> Cell:
    """A number where the text is one."""
    number = shown_number(text)
    return said(text, missing) if number is None else Number(number)


def unit_words(unit: str) -> str:
    """The unit as a cell says it: ``per cent``, never its sign."""
    return _UNITS.get(unit, unit)


def shorthand_used(rows: Iterable[Iterable[Cell]]) -> tuple[str, ...]:
    """What the shorthand in a table's cells means, a line each."""
    cells = {cell.split("]")[0] + "]" for row in rows for cell in row if isinstance(cell, str) and cell[:1] == "["}
    return tuple(f"Shorthand: {mark} {meaning}." for mark, meaning in SHORTHAND.items() if mark in cells)


def longest_word(title: str) -> str:
    """What the heading of a column must have room for: it is wrapped between its words."""
    return max(title.split(), key=len)


def shown_row(row: Iterable[Cell]) -> tuple[str, ...]:
    """A row's cells as they are read."""
    return tuple(map(_shown, row))


def _shown(cell: Cell) -> str:
    match cell:
        case Number(value=value):
            return f"{value:,}"
        case Link(sheet=sheet):
            return sheet
        case str():
            return cell
