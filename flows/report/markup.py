"""Blocks as HTML, a small function for each kind. ``markupsafe`` keeps every word from being read as markup."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import singledispatch

from markupsafe import Markup, escape

from flows.report import charts
from flows.report.document import (
    CODE,
    MISSING,
    QUIET,
    REF,
    STRONG,
    WIDE,
    Block,
    Bullets,
    Commentary,
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
from flows.report.look import TAGS
from flows.report.model import Tile

SHAPES = {progress: tag.shape for progress, tag in TAGS.items()}
_CLASSES = {"note": "quiet small-note", "ratings": "key"}  # of roles that are not named like their style
_TAGS = {"contents": "nav", "measure": "article", "section": "section", "notice": "section", "board": "section"}
_SPANS = {QUIET: "quiet", MISSING: "missing", REF: "ref", WIDE: "wide-only"}
_RIGHT_TO_LEFT = ("R", "AL")


def markup(blocks: Iterable[Block]) -> Markup:
    """Blocks one after the other."""
    return _joined(_block(each) for each in blocks)


def line_markup(line: Line) -> Markup:
    """The pieces of a line."""
    return _joined((_piece(piece) for piece in line), "")


def kind(words: str) -> str:
    """``Off track`` as a style's name: ``off-track``."""
    return words.lower().replace(" ", "-")


def tag(progress: str) -> Markup:
    """A progress rating: its shape for the eye, its word for everyone."""
    return _element("span", _shaped(SHAPES[progress], progress), {"class": f"tag tag-{kind(progress)}"})


def _element(name: str, content: str, attributes: Mapping[str, str] | None = None) -> Markup:
    """``content`` is escaped unless it is markup already; attributes without a value are left out."""
    given = "".join([f' {key}="{escape(value)}"' for key, value in (attributes or {}).items() if value])
    inner = content if isinstance(content, Markup) else escape(content)
    return Markup(f"<{name}{given}>{inner}</{name}>")  # noqa: S704  every word in it was escaped


def _joined(pieces: Iterable[Markup], between: str = "\n") -> Markup:
    return Markup(between.join(pieces))  # noqa: S704  they are markup, which its own join would escape once more


def _shaped(shape: str, word: str) -> Markup:
    return _element("span", shape, {"aria-hidden": "true"}) + f" {word}"


def _piece(piece: Words | Rating | Travel) -> Markup:
    match piece:
        case Rating():
            return tag(piece.progress)
        case Travel(direction=direction):
            shown = _shaped(direction.arrow, direction.word)
            return _element("span", shown, {"class": f"travel travel-{kind(direction.word)}"})
        case Words():
            return _words(piece)


def _words(words: Words) -> Markup:
    text = _element("a", words.text, {"href": f"#{words.to}"}) if words.to else escape(words.text)
    if words.unseen:
        return _element("span", text, {"class": "hidden"})
    if words.style in (STRONG, CODE):
        return _element(words.style, text)
    return _element("span", text, {"class": _SPANS[words.style]}) if words.style in _SPANS else text


def _of(line: Line, name: str, attributes: Mapping[str, str] | None = None, before: str = "") -> Markup:
    """A line in an element, which finds its own direction where a script runs from right to left."""
    content = before + line_markup(line)
    return _element(name, content, {**(attributes or {}), "dir": "auto" if _runs_left(words_of(line)) else ""})


def _runs_left(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def _numbered(number: str) -> Markup:
    return _element("span", number, {"class": "number"}) + " " if number else Markup("")


@singledispatch
def _block(block: Block) -> Markup:
    raise TypeError(f"A page cannot show a {type(block).__name__}.")


@_block.register
def _heading(block: Heading) -> Markup:
    first, *below = block.line
    rest = (_element("span", line_markup((piece,)), {"class": "quarter"}) for piece in below)
    line = line_markup((first,)) + _joined(rest, "") if block.level == 1 else line_markup(block.line)
    return _element(f"h{block.level}", _numbered(block.number) + line, {"id": block.anchor})


@_block.register
def _paragraph(block: Paragraph) -> Markup:
    role = "numbered" if block.number else _CLASSES.get(block.role, block.role)
    return _of(block.line, "p", {"class": role}, _numbered(block.number))


@_block.register
def _bullets(block: Bullets) -> Markup:
    items = (_element("li", _places(item) if block.links else _item(item)) for item in block.items)
    return _element("ol" if block.ordered else "ul", _joined(items))


def _item(item: tuple[Paragraph, ...]) -> Markup:
    return line_markup(item[0].line) if len(item) == 1 else markup(item)


def _places(item: tuple[Paragraph, ...]) -> Markup:
    first, *under = item
    within = _joined(_element("li", line_markup(each.line)) for each in under)
    return line_markup(first.line) + (_element("ul", within) if under else "")


@_block.register
def _table(block: Table) -> Markup:
    styles = [_column_style(block, place) for place in range(len(block.columns))]
    titles = zip(block.columns, styles, strict=True)
    head = _joined((_element("th", each.title, {"scope": "col", "class": style}) for each, style in titles), "")
    caption = _element("caption", block.caption, {"id": block.anchor})
    table = _element("table", caption + "\n" + _element("thead", _element("tr", head)) + _bodies(block, styles))
    region = {"class": "wide", "role": "region", "aria-labelledby": block.anchor, "tabindex": "0"}
    wide = _element("div", table, region)
    return _element("details", _element("summary", block.folded) + "\n" + wide) if block.folded else wide


def _column_style(table: Table, place: int) -> str:
    if any(isinstance(piece, Travel) for row in table.rows for piece in row[place]):
        return "travel-column"
    column = table.columns[place]
    return "number-column" if column.numeric else "day" if column.unbroken else ""


def _bodies(table: Table, styles: list[str]) -> Markup:
    rows = iter(table.rows)
    bodies = []
    for count in table.groups or (len(table.rows),):
        own = [_row(next(rows), styles, "part" if table.groups and place else "") for place in range(count)]
        bodies.append(_element("tbody", _joined(own)))
    return _joined(bodies)


def _row(row: tuple[Line, ...], styles: list[str], role: str) -> Markup:
    header = _of(row[0], "th", {"scope": "row", "class": styles[0]})
    cells = (_of(cell, "td", {"class": style}) for cell, style in zip(row[1:], styles[1:], strict=True))
    return _element("tr", header + _joined(cells, ""), {"class": role})


@_block.register
def _pairs(block: Pairs) -> Markup:
    pairs = (
        _element("dt", tag(term) if block.role == "ratings" else term) + _of(line, "dd") for term, line in block.pairs
    )
    divisions = _joined(_element("div", pair) for pair in pairs)
    return _element("dl", divisions, {"class": _CLASSES.get(block.role, block.role)})


@_block.register
def _tiles(block: Tiles) -> Markup:
    tiles = _joined(_tile(tile) for tile in block.tiles)
    return _element("ul", tiles, {"class": "tiles", "aria-label": block.label})


def _tile(tile: Tile) -> Markup:
    spans = {
        "count": str(tile.count),
        "rating": _shaped(SHAPES[tile.progress], tile.progress),
        "meaning": tile.meaning,
    }
    words = _joined(_element("span", said, {"class": style}) for style, said in spans.items())
    return _element("li", words, {"class": f"tile tile-{kind(tile.progress)}"})


@_block.register
def _drawing(block: Drawing) -> Markup:
    sizes = (charts.SMALL, charts.NARROW) if block.small else (charts.WIDE, charts.NARROW)
    drawn = _joined(Markup(charts.svg(block.chart, size)) for size in sizes)  # noqa: S704  it escapes its words
    return _element("figure", _of(block.caption, "figcaption") + "\n" + drawn)


@_block.register
def _commentary(block: Commentary) -> Markup:
    words = [_of((Words(text),), "p") for text in block.paragraphs]
    instead = [_element("p", block.instead, {"class": "quiet"})] if block.instead else []
    heading = _element("h4", block.heading)
    return _element("div", _joined([heading, *words, *instead]), {"class": "comment"})


@_block.register
def _group(block: Group) -> Markup:
    attributes = {"class": "" if block.role == "section" else block.role, "aria-labelledby": block.label}
    return _element(_TAGS.get(block.role, "div"), markup(block.blocks), attributes)
