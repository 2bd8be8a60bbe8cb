"""The document as plain data for the print template: every word as a text, every look as a value."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any

from flows.report import charts, look
from flows.report.document import (
    Block,
    Bullets,
    Commentary,
    Document,
    Drawing,
    Group,
    Heading,
    Line,
    Pairs,
    Paragraph,
    Rating,
    Table,
    Tiles,
    Travel,
    Words,
    words_of,
)
from flows.report.model import Cover
from flows.report.sheets import UPRIGHT, Sheet, Start, column_widths, low_rows, sheets
from flows.report.typesetting import FAMILY, plain, runs_left
from transforms.quarters import Quarter

TABLE_SIZE, NARROW = 8.8, 0.82  # type of tables in points; how wide our font is beside the widest that charts allow for
LIST_SIZE, _LONG_LIST = 6.6, 60  # type of tables that are lists to look things up in; how many rows make one
_BRIEF, _BESIDE = 6, 190.0  # points of a chart that leaves room for its figures beside it; how wide these may be
_TORN = 800  # letters of a cell, from which its row may go on overleaf
_LONG_WORD, _PIECE, _CUT = re.compile(r"\S{31,}"), re.compile(r"\S{12}"), "\0"

Data = dict[str, Any]


def print_data(document: Document) -> Data:
    """All that the template needs."""
    cover = document.cover
    to_print = _Printing(frozenset(_headings(document.blocks)))
    day = made_on(cover)
    return {
        "title": plain(document.title),
        "author": f"{cover.council} Council",
        "description": f"{cover.council}, {document.running.foot}",
        "date": [day.year, day.month, day.day],
        "look": {name: getattr(look, name.upper()) for name in _COLOURS},
        "running": {
            "council": cover.council,
            "head": document.running.head,
            "foot": document.running.foot,
            "numbering": document.running.numbering,
            "watermark": cover.mark,
        },
        "banners": [to_print.block(each, UPRIGHT) for each in document.banners],
        "sheets": [to_print.sheet(each) for each in sheets(document.blocks, TABLE_SIZE * NARROW)],
        "closing": [to_print.block(each, UPRIGHT) for each in document.closing],
    }


_COLOURS = ("ink", "quiet", "line", "wash", "brand", "link", "mark", "watermark", "paper")


def made_on(cover: Cover) -> date:
    """The day that stands in the file: when the figures were made, else the end of the quarter."""
    try:
        return datetime.strptime(cover.made_on, "%d %B %Y").date()  # noqa: DTZ007 - a day, not a time
    except ValueError:
        return Quarter.parse(cover.quarter).end


def anchors(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every place that a link may lead to."""
    for block in blocks:
        match block:
            case Heading(anchor=anchor) | Table(anchor=anchor) if anchor:
                yield anchor
            case Group(blocks=inner):
                yield from anchors(inner)


def _headings(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The places that have a name in the PDF: headings alone."""
    for block in blocks:
        match block:
            case Heading(anchor=anchor) if anchor:
                yield anchor
            case Group(blocks=inner):
                yield from _headings(inner)


def drawings(blocks: tuple[Block, ...]) -> Iterator[Drawing]:
    """Every chart, in order."""
    for block in blocks:
        if isinstance(block, Group):
            yield from drawings(block.blocks)
        elif isinstance(block, Drawing):
            yield block


def drawn(drawing: Drawing, size: charts.Size | None = None) -> str:
    """The chart in the type of printed copies, in the size of its kind when none is given."""
    usual = charts.SMALL if drawing.small else charts.WIDE
    return plain(charts.svg(drawing.chart, size or usual, FAMILY))


def _with_figures_beside(blocks: Iterable[Block | Start]) -> Iterator[Block | Start]:
    """The blocks in order; a chart of few points and the short list of its figures as one, beside each other."""
    held: Group | None = None
    for block in blocks:
        if held and isinstance(block, Table) and _is_short_list(block):
            *above, drawing = held.blocks
            yield replace(held, blocks=(*above, Group("beside", (drawing, block))))
            held = None
            continue
        if held:
            yield held
        held = block if isinstance(block, Group) and _ends_in_brief_chart(block) else None
        if held is None:
            yield block
    if held:
        yield held


def _ends_in_brief_chart(group: Group) -> bool:
    last = group.blocks[-1] if group.role == "opening" and group.blocks else None
    return isinstance(last, Drawing) and len(last.chart.points) <= _BRIEF


def _is_short_list(table: Table) -> bool:
    widths = column_widths(table, TABLE_SIZE * NARROW, UPRIGHT)
    return bool(table.folded) and len(table.rows) <= _BRIEF and sum(widths) <= _BESIDE


class _Printing:
    """Turns blocks into data. A link that leads nowhere is printed as its words; a place named twice is the first."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._placed: set[str] = set()

    def sheet(self, sheet: Sheet) -> Data:
        blocks = [self.block(each, sheet.width) for each in _with_figures_beside(sheet.blocks)]
        return {"sideways": sheet.sideways, "blocks": blocks}

    @singledispatchmethod
    def block(self, block: Block | Start, _room: float) -> Data:
        """A block, set in so many points of room."""
        raise TypeError(f"A printed page cannot hold a {type(block).__name__}.")

    @block.register
    def _start(self, block: Start, _room: float) -> Data:
        return {"kind": "start", "role": block.role}

    @block.register
    def _group(self, block: Group, room: float) -> Data:
        if block.role == "beside":
            both = [
                self._brief(each) if isinstance(each, Drawing) else self.block(each, _BESIDE) for each in block.blocks
            ]
            return {"kind": "group", "role": block.role, "blocks": both}
        return {"kind": "group", "role": block.role, "blocks": [self.block(each, room) for each in block.blocks]}

    @block.register
    def _heading(self, block: Heading, _room: float) -> Data:
        found = {"level": block.level, "number": block.number, "anchor": self._place(block.anchor)}
        return {"kind": "heading", "line": self._line(block.line)} | found

    @block.register
    def _paragraph(self, block: Paragraph, _room: float) -> Data:
        return {"kind": "paragraph", "line": self._line(block.line), "role": block.role, "number": block.number} | {
            "leftward": runs_left(words_of(block.line))
        }

    @block.register
    def _bullets(self, block: Bullets, room: float) -> Data:
        items = [[self.block(each, room) for each in item] for item in block.items]
        return {"kind": "bullets", "items": items, "ordered": block.ordered, "links": block.links}

    @block.register
    def _pairs(self, block: Pairs, _room: float) -> Data:
        terms = [Rating(term) if block.role == "ratings" else Words(term) for term, _ in block.pairs]
        lines = [self._line(line) for _, line in block.pairs]
        pairs = [[self._line((term,)), line] for term, line in zip(terms, lines, strict=True)]
        return {"kind": "pairs", "pairs": pairs, "role": block.role}

    @block.register
    def _tiles(self, block: Tiles, _room: float) -> Data:
        tiles = [{"count": str(tile.count), "meaning": tile.meaning} | _tag(tile.progress) for tile in block.tiles]
        return {"kind": "tiles", "tiles": tiles}

    @block.register
    def _drawing(self, block: Drawing, _room: float) -> Data:
        return self._shown(block, drawn(block), block.small)

    def _brief(self, drawing: Drawing) -> Data:
        return self._shown(drawing, drawn(drawing, charts.BRIEF), True)

    def _shown(self, drawing: Drawing, svg: str, fills: bool) -> Data:
        shown = {"svg": svg, "alt": plain(drawing.chart.alt), "fills": fills}
        return {"kind": "drawing", "line": self._line(drawing.caption)} | shown

    @block.register
    def _commentary(self, block: Commentary, _room: float) -> Data:
        paragraphs = [[_pieces(text), runs_left(text)] for text in block.paragraphs]
        words = {"paragraphs": paragraphs, "instead": _pieces(block.instead)}
        return {"kind": "commentary", "heading": _pieces(block.heading)} | words

    @block.register
    def _table(self, table: Table, room: float) -> Data:
        size = TABLE_SIZE if len(table.rows) <= _LONG_LIST else LIST_SIZE
        widths = column_widths(table, size * NARROW, room)
        return {
            "kind": "table",
            "anchor": self._place(table.anchor),
            "caption": _pieces("" if table.caption in table.folded else table.caption),
            "folded": _pieces(table.folded),
            "size": size,
            "columns": [{"pieces": _pieces(each.title), "numeric": each.numeric} for each in table.columns],
            "widths": widths,
            "rows": [[self._line(cell) for cell in row] for row in table.rows],
            "low": low_rows(table, size * NARROW, widths),
            "ends": _ends(table),
            "torn": any(len(words_of(cell)) > _TORN for row in table.rows for cell in row),
        }

    def _place(self, anchor: str) -> str:
        if anchor in self._placed:
            return ""
        self._placed.add(anchor)
        return anchor

    def _line(self, line: Line) -> str | list[Data]:
        """Pieces, or a text where the line is nothing but plain words, as most lines are."""
        match line:
            case (Words(text=text, style="", to="", unseen=False),) if not _LONG_WORD.search(text):
                return plain(text)
        return [self._piece(piece) for piece in line]

    def _piece(self, piece: Words | Rating | Travel) -> Data:
        match piece:
            case Rating(progress=word):
                return {"kind": "rating"} | _tag(word)
            case Travel(direction=direction):
                ink = look.TRAVELS.get(direction.word, "")
                return {"kind": "travel", "word": direction.word, "arrow": direction.arrow, "ink": ink}
            case Words(text=text, style=style, to=to, unseen=unseen):
                to = to if to in self._known else ""
                return {"kind": "words", "pieces": _pieces(text), "style": style, "to": to, "unseen": unseen}


def _tag(progress: str) -> Data:
    tag = look.TAGS[progress]
    return {"word": progress, "shape": tag.shape, "edge": tag.edge, "ground": tag.ground, "ink": tag.word}


def _ends(table: Table) -> list[bool]:
    """For each row whether the rows that belong to it end there; nothing where each stands for itself."""
    last = {sum(table.groups[: place + 1]) for place in range(len(table.groups))}
    return [row in last for row in range(1, len(table.rows) + 1)] if table.groups else []


def _pieces(text: str) -> list[str]:
    """The text, and long words in it in pieces between which a line may end."""
    marked = _LONG_WORD.sub(lambda word: _PIECE.sub(rf"\g<0>{_CUT}", word.group()), plain(text))
    return [piece for piece in marked.split(_CUT) if piece]
