"""The report as a Word file, for officers to edit: the same blocks in order, each measure's commentary at a bookmark.

What comes back is read by `flows.report.word_read`.
"""

from collections.abc import Iterable
from functools import singledispatchmethod
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.shared import Pt

from flows.report import look
from flows.report.chart_pictures import pictures
from flows.report.document import (
    QUIET,
    STRONG,
    Block,
    Bullets,
    Commentary,
    Document,
    Drawing,
    Group,
    Heading,
    Pairs,
    Paragraph,
    Rating,
    Table,
    Tiles,
    Words,
    words_of,
)
from flows.report.print_data import anchors, drawings, drawn
from flows.report.sheets import Sheet, Start, sheets
from flows.report.typesetting import runs_left
from flows.report.word_file import set_edges, set_properties, turn, turned
from flows.report.word_identity import IDENTITY, PLACE, WITHOUT, Names, checked, mark
from flows.report.word_markup import (
    LineMarkup,
    Look,
    bookmark_end,
    bookmark_start,
    paragraph,
    parsed,
    picture,
    run,
    shaped,
    spaced,
)
from flows.report.word_styles import (
    BULLET_STYLE,
    CAPTION_STYLE,
    COMMENTARY_STYLE,
    CONTINUE_STYLE,
    HEADING_STYLES,
    INSTEAD_STYLE,
    NUMBER_STYLE,
    PAIR_STYLE,
    QUIET_STYLE,
    REFERENCE_STYLE,
    number_from_one,
    set_styles,
    style_ids,
)
from flows.report.word_table import TABLE_SIZE, WIDER, table_markup
from flows.report.zipped import zipped_alike

PICTURE, SMALL_PICTURE = Pt(440), Pt(290)
_SIZES = {"headline": 12.5, "drafted": 11.5, "council": 11, "under": 9.5, "back": 9, "note": 9}
_BANNERS = {"draft": (look.MARK, look.INK), "internal": (look.INK, look.PAPER)}
_NUMBER = Look(bold=False, ink=look.QUIET)


def render_word(document: Document) -> bytes:
    """The document as a Word file. The same document gives the same bytes."""
    made = BytesIO()
    _Writer(document).whole().save(made)
    return zipped_alike(made.getvalue())


class _Writer:
    """Gives each block as markup, one after the other, and puts them all in a file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._word = docx.Document()
        set_styles(self._word)
        self._styles = style_ids(self._word)
        self._names = Names()
        self._places = {anchor: self._names.new("to", anchor) for anchor in dict.fromkeys(anchors(document.blocks))}
        self._unplaced = dict(self._places)
        self._lines = LineMarkup(self._places, self._styles[REFERENCE_STYLE])
        self._pictures = pictures(drawn(each) for each in drawings(document.blocks))
        self._room = 0.0
        self._is_below_table = False  # which, unlike a paragraph, leaves no room below itself
        self._count = 0

    def whole(self) -> WordDocument:
        """The file with everything in it."""
        set_properties(self._word, self._document)
        set_edges(self._word, self._document.running)
        body = self._word.element.body
        for element in parsed("".join(self._sheets())):
            body.insert(len(body) - 1, element)  # before the properties of the last sheets, which end the body
        return self._word

    def _sheets(self) -> list[str]:
        """Sheets upright and on their side; what the last are like is said at the end of the file."""
        document = self._document
        every = sheets(document.blocks, TABLE_SIZE * WIDER) or (Sheet(False, ()),)
        made = [self._all(document.banners, every[0])]
        for sheet in every:
            made.append(self._all(sheet.blocks, sheet))
            if sheet is not every[-1]:
                made.append(paragraph("", spacing=spaced(0, 0), last=turned(self._word, sheet.sideways)))
        made.append(self._all(document.closing, every[-1]))
        turn(self._word.element.body.sectPr, every[-1].sideways)
        return made

    def _all(self, blocks: Iterable[Block | Start], sheet: Sheet) -> str:
        self._room = sheet.width
        return self._in_order(tuple(blocks))

    def _in_order(self, blocks: tuple[Block | Start, ...]) -> str:
        made = []
        for before, block in zip((None, *blocks), blocks, strict=False):
            self._is_below_table = isinstance(before, Table)
            made.append(self.add(block))
        return "".join(made)

    @singledispatchmethod
    def add(self, block: Block | Start) -> str:
        """One block, and what is in it."""
        raise TypeError(f"A Word file cannot hold a {type(block).__name__}.")

    @add.register
    def _start(self, _block: Start) -> str:
        """Groups that run over pages show by their headings alone."""
        return ""

    @add.register
    def _group(self, block: Group) -> str:
        return self._in_order(block.blocks)

    @add.register
    def _heading(self, block: Heading) -> str:
        content = run(block.number and f"{block.number}  ", _NUMBER)
        if block.level == 1:
            first, below = block.line[:1], block.line[1:]
            content += self._lines.of(first) + run("\n" if below else "") + self._lines.of(below, 14)
            content = self._marked(content, self._names.new(IDENTITY, mark(self._document.cover)))
        else:
            content += self._lines.of(block.line)
        return paragraph(self._placed(content, block.anchor), self._styles[HEADING_STYLES[block.level - 1]])

    @add.register
    def _paragraph(self, block: Paragraph) -> str:
        ground, ink = _BANNERS.get(block.role, ("", ""))
        number = run(block.number and f"{block.number}  ", _NUMBER)
        has_no_figure = block.role == "no-figure"
        return paragraph(
            number + self._lines.of(block.line, _SIZES.get(block.role, 0), ink),
            self._styles[QUIET_STYLE] if block.role in ("quiet", "note") else "",
            keeps_next=block.role in ("status", "note"),
            edge=(look.QUIET, 36) if has_no_figure else None,
            ground=look.WASH if has_no_figure else ground,
            is_leftward=runs_left(words_of(block.line)),
            spacing=spaced(6, 5) if block.role == "drafted" or self._is_below_table else "",
        )

    @add.register
    def _bullets(self, block: Bullets) -> str:
        style = self._styles[NUMBER_STYLE if block.ordered else BULLET_STYLE]
        number = number_from_one(self._word) if block.ordered else 0
        made = []
        for item in block.items:
            first, *more = (self._lines.of(each.line) for each in item)
            made.append(paragraph(first, style, number=number))
            made += [paragraph(each, self._styles[CONTINUE_STYLE]) for each in more]
        return "".join(made)

    @add.register
    def _table(self, block: Table) -> str:
        titles = [text for text in (block.folded, block.caption if block.caption not in block.folded else "") if text]
        words = [Words(" " * bool(place) + title, QUIET if place else STRONG) for place, title in enumerate(titles)]
        caption = self._placed(self._lines.of(tuple(words)), block.anchor)
        return paragraph(caption, self._styles[CAPTION_STYLE]) + table_markup(block, self._room, self._lines)

    @add.register
    def _pairs(self, block: Pairs) -> str:
        terms = [Rating(term) if block.role == "ratings" else Words(term, STRONG) for term, _ in block.pairs]
        lines = [self._lines.of((term, Words("\t"), *line)) for term, (_, line) in zip(terms, block.pairs, strict=True)]
        return "".join(paragraph(line, self._styles[PAIR_STYLE]) for line in lines)

    @add.register
    def _tiles(self, block: Tiles) -> str:
        made = []
        for tile in block.tiles:
            tag = look.TAGS[tile.progress]
            count = run(f"{tile.count}  ", Look(bold=True, size=16))
            word = shaped(tag.shape, tile.progress, Look(bold=True, ink=tag.word))
            content = count + word + run(f"  {tile.meaning}")
            made.append(paragraph(content, edge=(tag.edge, 36), ground=tag.ground))
        return "".join(made)

    @add.register
    def _drawing(self, block: Drawing) -> str:
        relation, image = self._word.part.get_or_add_image(BytesIO(self._pictures[drawn(block)]))
        self._count += 1
        width = SMALL_PICTURE if block.small else PICTURE
        shown = picture(relation, self._count, block.chart.alt, width, round(width * image.px_height / image.px_width))
        return paragraph(self._lines.of(block.caption, 9.5), keeps_next=True) + paragraph(shown)

    @add.register
    def _commentary(self, block: Commentary) -> str:
        """Between the bookmarks stands what an officer may edit; an empty line at the end leaves room for more."""
        lines = [(run(text), COMMENTARY_STYLE, runs_left(text)) for text in block.paragraphs]
        if block.instead:
            name = self._names.new(WITHOUT, checked(block.instead))
            lines.append((self._marked(run(block.instead), name), INSTEAD_STYLE, False))
        lines.append(("", COMMENTARY_STYLE, False))
        start, end = self._bookmark(self._names.new(PLACE, block.ref))
        lines[0] = (start + lines[0][0], *lines[0][1:])
        lines[-1] = (lines[-1][0] + end, *lines[-1][1:])
        heading = paragraph(run(block.heading), self._styles[HEADING_STYLES[3]])
        return heading + "".join(
            paragraph(content, self._styles[style], edge=(look.BRAND, 24), is_leftward=is_leftward)
            for content, style, is_leftward in lines
        )

    def _placed(self, content: str, anchor: str) -> str:
        """A place that links lead to; of two with one name, the first."""
        name = self._unplaced.pop(anchor, "")
        return self._marked(content, name) if name else content

    def _marked(self, content: str, name: str) -> str:
        start, end = self._bookmark(name)
        return start + content + end

    def _bookmark(self, name: str) -> tuple[str, str]:
        self._count += 1
        return bookmark_start(self._count, name), bookmark_end(self._count)
