"""The report as blocks in reading order: what each writer (page, PDF, Word) sets down, each in its own way.

Words live here once, so that every format says the same. A writer decides how a block looks and adds no word of its
own; shapes and arrows are decoration beside a word that says the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.report.model import Chart, Cover, Direction, Tile

PLAIN, STRONG, QUIET, MISSING, CODE, REF = "", "strong", "quiet", "missing", "code", "ref"


@dataclass(frozen=True)
class Words:
    """A piece of a line. ``to``: the anchor that it leads to. ``unseen``: for readers who hear a table, not see it."""

    text: str
    style: str = PLAIN
    to: str = ""
    unseen: bool = False


@dataclass(frozen=True)
class Rating:
    """A progress rating: a shape and its word."""

    progress: str


@dataclass(frozen=True)
class Travel:
    """A direction of travel: an arrow and its word."""

    direction: Direction


Line = tuple[Words | Rating | Travel, ...]


@dataclass(frozen=True)
class Heading:
    """Levels 1 to 4, none skipped. ``number``: of a section, or of a paragraph's place in it."""

    level: int
    line: Line
    anchor: str = ""
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """``role`` names what it is for (headline, drafted, status, quiet, back); ``number`` stands before it."""

    line: Line
    role: str = ""
    number: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list. Each item is one or more paragraphs. ``links``: the items are little more than places to go to."""

    items: tuple[tuple[Paragraph, ...], ...]
    ordered: bool = False
    links: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table, by its heading."""

    title: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its header. ``folded``: what a reader opens it by, where it is shown on request.

    ``groups``: how many rows belong together, in order; empty where none do.
    """

    anchor: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    folded: str = ""
    groups: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pairs:
    """Terms, each with what is said of it."""

    pairs: tuple[tuple[str, Line], ...]
    role: str = ""


@dataclass(frozen=True)
class Tiles:
    """How many measures have each progress rating."""

    label: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Drawing:
    """A chart under its caption. ``small``: one of several beside each other."""

    chart: Chart
    caption: Line
    small: bool = False


@dataclass(frozen=True)
class Commentary:
    """An officer's words on a measure, under ``heading``: the place that an officer may edit in Word.

    ``ref`` names the measure; without words, the paragraphs are empty and ``instead`` says so.
    """

    ref: str
    heading: str
    paragraphs: tuple[str, ...]
    instead: str = ""


@dataclass(frozen=True)
class Group:
    """Blocks that belong together: a section, a measure, the board's two columns, small charts. ``role`` names which."""

    role: str
    blocks: tuple["Block", ...]
    label: str = ""


Block = Heading | Paragraph | Bullets | Table | Pairs | Tiles | Drawing | Commentary | Group


@dataclass(frozen=True)
class Document:
    """A report for one audience, ready to be set down. ``banners``: status and audience, to be seen before all else."""

    title: str
    cover: Cover
    blocks: tuple[Block, ...]
    banners: tuple[Paragraph, ...] = ()
    closing: tuple[Paragraph, ...] = field(default=())


def strings(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every string that a reader is shown, in reading order: what all formats must hold alike."""
    for block in blocks:
        match block:
            case Heading(line=line, number=number) | Paragraph(line=line, number=number):
                yield from (number,) if number else ()
                yield from _of(line)
            case Bullets(items=items):
                for item in items:
                    yield from strings(item)
            case Table(caption=caption, columns=columns, rows=rows, folded=folded):
                yield from (folded,) if folded else ()
                yield caption
                yield from (column.title for column in columns)
                for row in rows:
                    for cell in row:
                        yield from _of(cell)
            case Pairs(pairs=pairs):
                for term, line in pairs:
                    yield term
                    yield from _of(line)
            case Tiles(tiles=tiles):
                for tile in tiles:
                    yield from (str(tile.count), tile.progress, tile.meaning)
            case Drawing(caption=line):
                yield from _of(line)
            case Commentary(heading=heading, paragraphs=paragraphs, instead=instead):
                yield from (text for text in (heading, *paragraphs, instead) if text)
            case Group(blocks=inner):
                yield from strings(inner)


def _of(line: Line) -> Iterator[str]:
    for piece in line:
        match piece:
            case Words(text=text):
                yield text
            case Rating(progress=word):
                yield word
            case Travel(direction=direction):
                yield direction.word
