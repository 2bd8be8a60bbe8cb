"""The report's blocks on sheets of paper: which tables need a sheet on its side, and how wide each column is.

PDF and Word both ask here, so that a table has the same shape in each.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from flows.report import charts
from flows.report.document import (
    CODE,
    REF,
    STRONG,
    Block,
    Column,
    Group,
    Heading,
    Line,
    Paragraph,
    Rating,
    Table,
    Travel,
    Words,
    words_of,
)

UPRIGHT, SIDEWAYS = 499.0, 745.0  # points between the margins of an A4 sheet
KEPT = frozenset({"masthead", "notice", "board", "columns", "opening", "small-charts"})
_PADDING, _BESIDE = 8.5, 8.0  # of a cell; what stays free beside it
_TAG, _ARROW = 17.0, 12.0  # a rating's shape and edges, a direction's arrow
_LONGEST = 24  # letters of a word that a column must hold whole; longer ones may be cut
_LONGEST_CODE, _CODE = 64, 0.84  # signs of a fingerprint, which stands on one line; how wide they are set
_OUTSTANDING = 2.5  # times as wide as the mean: a wider cell does not decide how wide its column is
_INDENT = 10.0  # of rows below the one that they belong to
# Our type beside what charts allow for: some letters and signs are a little wider, digits less wide. Code has its own.
_KNOWN, _SIGNS = re.compile(r"[ -~£’–−]*"), re.compile(r"[^\w\s£%.,()\[\]−-]")
_LETTERS, _DIGITS = re.compile(r"[bdhnopqru]"), re.compile(r"\d")
_LETTER_MORE, _DIGIT_LESS, _SIGN_MORE, _CODE_SIGN = 0.05, 0.06, 0.15, 0.53
_MOST_LINES = 7  # in the tallest cell, before a sheet on its side is better


@dataclass(frozen=True)
class Start:
    """Where a group of blocks begins that may run over pages."""

    role: str


@dataclass(frozen=True)
class Sheet:
    """Blocks in order on upright sheets, or on sheets on their side."""

    sideways: bool
    blocks: tuple[Block | Start, ...]

    @property
    def width(self) -> float:
        return SIDEWAYS if self.sideways else UPRIGHT


def sheets(blocks: tuple[Block, ...], type_size: float) -> tuple[Sheet, ...]:
    """The blocks in order, upright but for tables that do not fit so and the headings that lead to them."""
    flat = tuple(_flat(blocks))
    sideways = [isinstance(block, Table) and not _fits_upright(block, type_size) for block in flat]
    for place in range(len(flat) - 1, 0, -1):
        leads = isinstance(flat[place - 1], Heading | Paragraph | Start)
        sideways[place - 1] = sideways[place - 1] or (
            leads and sideways[place] and _leads_on(flat[place - 1 : place + 1])
        )
    runs = groupby(zip(sideways, flat, strict=True), key=lambda pair: pair[0])
    return tuple(Sheet(turned, tuple(block for _, block in run)) for turned, run in runs)


def _flat(blocks: Iterable[Block]) -> Iterator[Block | Start]:
    """Groups that run over pages are opened; those that stay in one piece are left as they are."""
    for block in blocks:
        if isinstance(block, Group) and block.role not in KEPT:
            yield Start(block.role)
            yield from _flat(block.blocks)
        else:
            yield block


def _leads_on(pair: tuple[Block | Start, ...]) -> bool:
    """A heading leads to what follows it, and so does what is said between the two; a new heading ends that."""
    before, after = pair
    return not (isinstance(before, Paragraph) and isinstance(after, Heading | Start))


def _fits_upright(table: Table, type_size: float) -> bool:
    least, whole = _needs(table, type_size, UPRIGHT)
    if sum(least) > UPRIGHT:
        return False
    return len(table.rows) < 3 or _lines(least, whole, UPRIGHT) <= _MOST_LINES


def column_widths(table: Table, type_size: float, room: float) -> tuple[float, ...]:
    """In points: no word cut where there is room, and the longest cells of about as many lines in each column."""
    least, whole = _needs(table, type_size, room)
    if sum(whole) <= room * 0.6:
        return tuple(whole)
    if sum(least) >= room:
        return tuple(width * room / sum(least) for width in least)
    lines = _lines(least, whole, room)
    widths = [max(small, full / lines) for small, full in zip(least, whole, strict=True)]
    return tuple(width * room / sum(widths) for width in widths)


def low_rows(table: Table, type_size: float, widths: Sequence[float]) -> list[bool]:
    """For each row whether it is a line high for certain in columns of these widths. One in doubt is not."""
    room = [width - (_BESIDE if column.numeric else 0.0) for width, column in zip(widths, table.columns, strict=True)]
    room[0] -= _INDENT if table.groups else 0.0
    return [all(_at_most(cell, type_size) <= most for cell, most in zip(row, room, strict=True)) for row in table.rows]


def _at_most(line: Line, type_size: float) -> float:
    """How wide the line is at most, in our own type; endless where it holds what is not known of it."""
    return sum(_piece_at_most(piece, type_size) for piece in line)


def _piece_at_most(piece: Words | Rating | Travel, type_size: float) -> float:
    if not isinstance(piece, Words):
        return _piece_width(piece, type_size) * (1 + _LETTER_MORE)
    if piece.unseen:
        return 0.0
    if piece.style == CODE:
        return len(piece.text) * _CODE_SIGN * type_size
    return _words_at_most(piece.text, type_size, piece.style in (STRONG, REF))


@lru_cache(maxsize=20_000)
def _words_at_most(text: str, type_size: float, bold: bool) -> float:
    if not _KNOWN.fullmatch(text):
        return math.inf
    letters, digits = (text_width("".join(each.findall(text)), type_size, bold) for each in (_LETTERS, _DIGITS))
    signs = len(_SIGNS.findall(text)) * type_size
    usual = text_width(text, type_size, bold)
    return usual + _LETTER_MORE * letters - _DIGIT_LESS * digits + _SIGN_MORE * signs


def _lines(least: list[float], whole: list[float], room: float) -> float:
    """How many lines the longest cells take when each column is as narrow as all of them fit in."""
    low, high = 0.2, 400.0
    for _ in range(40):
        middle = (low + high) / 2
        wide = sum(max(small, full / middle) for small, full in zip(least, whole, strict=True)) > room
        low, high = (middle, high) if wide else (low, middle)
    return high


def _needs(table: Table, type_size: float, room: float) -> tuple[list[float], list[float]]:
    """For each column the width of its longest word, and that of its longest cell on one line.

    Cells of columns of figures stay on one line. Where that leaves no room, words may be broken that stand for one.
    """
    least, whole = _columns_need(table, type_size, _is_figure)
    return (least, whole) if sum(least) <= room else _columns_need(table, type_size, _has_digits)


def _columns_need(
    table: Table, type_size: float, stays_whole: Callable[[Column, Line], bool]
) -> tuple[list[float], list[float]]:
    least, whole = [], []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        title = (Words(column.title, "strong"),)
        widths = [_width(cell, type_size) for cell in cells]
        unbroken = [width for width, cell in zip(widths, cells, strict=True) if stays_whole(column, cell)]
        small = max([*unbroken, *(_longest_word(cell, type_size) for cell in (title, *cells))])
        full = min(max(widths, default=0), _OUTSTANDING * sum(widths) / max(len(widths), 1))
        least.append(small + _PADDING)
        whole.append(max(small, full, _width(title, type_size) / 2) + _PADDING)
    return least, whole


def _is_figure(column: Column, _cell: Line) -> bool:
    return column.unbroken or column.numeric


def _has_digits(column: Column, cell: Line) -> bool:
    return column.unbroken or (column.numeric and any(letter.isdigit() for letter in words_of(cell)))


def _width(line: Line, type_size: float) -> float:
    return sum(_piece_width(piece, type_size) for piece in line)


def _longest_word(line: Line, type_size: float) -> float:
    widths = [0.0]
    for piece in line:
        if isinstance(piece, Words) and piece.style == CODE:
            widths.append(_piece_width(piece, type_size))
        elif isinstance(piece, Travel):
            widths += [text_width(word, type_size) + _ARROW for word in piece.direction.word.split()]
        elif isinstance(piece, Words) and not piece.unseen:
            words = [word[:_LONGEST] for word in piece.text.split()]
            widths += [text_width(word, type_size, piece.style == "strong") for word in words]
        else:
            widths.append(_piece_width(piece, type_size))
    return max(widths)


def _piece_width(piece: Words | Rating | Travel, type_size: float) -> float:
    match piece:
        case Rating(progress=word):
            return text_width(word, type_size, bold=True) + _TAG
        case Travel(direction=direction):
            return text_width(direction.word, type_size) + _ARROW
        case Words(unseen=True):
            return 0.0
        case Words(text=text, style="code"):
            return text_width(text[:_LONGEST_CODE], type_size) * _CODE
        case Words(text=text, style=style):
            return text_width(text, type_size, bold=style == "strong")


@lru_cache(maxsize=20_000)
def text_width(text: str, type_size: float, bold: bool = False) -> float:
    """As charts reckon it; the same words stand in many cells."""
    return charts.text_width(text, type_size, bold)
