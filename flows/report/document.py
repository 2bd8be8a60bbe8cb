"""The report as blocks in reading order: what each writer (page, PDF, Word) sets down, each in its own way.

Words live here once, so that every format says the same. A writer decides how a block looks and adds no word of its
own; shapes and arrows are decoration beside a word that says the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.report.model import Chart, Cover, Direction, Tile

PLAIN, STRONG, QUIET, MISSING, CODE, REF = "", "strong", "quiet", "missing", "code", "ref"
WIDE = "wide"  # words on what a chart shows at its full width alone


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
"""Pieces that follow one another as they are: a space between two of them is part of the words."""


@dataclass(frozen=True)
class Heading:
    """Levels 1 to 4, none skipped. ``number``: of a section, or of a paragraph's place in it.

    A second piece of the line at level 1 is a line below it.
    """

    level: int
    line: Line
    anchor: str = ""
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """``role`` names what it is for; ``number`` stands before it.

    Roles: council, headline, item, drafted, status, no-figure, note, quiet, back; draft and internal of banners;
    ``under`` of a place that lies within the one before it in a list of places.
    """

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
    """A column of a table, by its heading. ``unbroken``: its cells stay on one line, such as a date's or a name's."""

    title: str
    numeric: bool = False
    unbroken: bool = False


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
    """Terms, each with what is said of it.

    Roles: facts (of the cover), values (of a measure, side by side), rests, key, ratings (a key whose terms are those).
    """

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
    """Blocks that belong together; ``role`` names which, ``label`` is the anchor of the heading that names it.

    Roles: masthead, notice, board (with columns, ask and side in it), contents, section, measure (with opening,
    small-charts and compared in it), archive: what is for the screen and too long for paper.
    """

    role: str
    blocks: tuple["Block", ...]
    label: str = ""


Block = Heading | Paragraph | Bullets | Table | Pairs | Tiles | Drawing | Commentary | Group


@dataclass(frozen=True)
class Running:
    """What stands on every page of a paged format. ``head`` is empty on the council's own word to the public.

    ``numbering`` has places for ``{page}`` and ``{pages}``.
    """

    head: str = ""
    foot: str = ""
    numbering: str = ""


@dataclass(frozen=True)
class Document:
    """A report for one audience, ready to be set down. The first block is the masthead, with the only heading 1.

    ``banners``: status and audience, to be seen before all else; ``closing``: after all else.
    """

    title: str
    cover: Cover
    blocks: tuple[Block, ...]
    banners: tuple[Paragraph, ...] = ()
    closing: tuple[Paragraph, ...] = ()
    running: Running = Running()


def words_of(line: Line) -> str:
    """A line as bare text, shapes and arrows left out."""
    return "".join(_word(piece) for piece in line)


def strings(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every string that a reader is shown, in reading order: what all formats must hold alike."""
    for block in blocks:
        found = _of_group(block) if isinstance(block, Group | Bullets) else _of_block(block)
        yield from (text for text in found if text)


def _of_group(block: Group | Bullets) -> Iterator[str]:
    if isinstance(block, Group):
        yield from strings(block.blocks)
    else:
        for item in block.items:
            yield from strings(item)


def _of_block(block: Heading | Paragraph | Table | Pairs | Tiles | Drawing | Commentary) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.number
            yield from _of_line(block.line)
        case Table():
            yield from _of_table(block)
        case Pairs():
            for term, line in block.pairs:
                yield from (term, *_of_line(line))
        case Tiles():
            for tile in block.tiles:
                yield from (str(tile.count), tile.progress, tile.meaning)
        case Drawing():
            yield from _of_line(block.caption)
        case Commentary():
            yield from (block.heading, *block.paragraphs, block.instead)


def _of_table(table: Table) -> Iterator[str]:
    yield from (table.folded, table.caption)
    yield from (column.title for column in table.columns)
    for row in table.rows:
        for cell in row:
            yield from _of_line(cell)


def _of_line(line: Line) -> Iterator[str]:
    yield from (_word(piece).strip() for piece in line)


def _word(piece: Words | Rating | Travel) -> str:
    match piece:
        case Words():
            return piece.text
        case Rating():
            return piece.progress
        case Travel():
            return piece.direction.word
