"""The report as a Word file, for officers to edit: the same blocks in order, each measure's commentary at a bookmark.

What comes back is read by `flows.report.word_read`.
"""

from datetime import datetime, time
from functools import singledispatchmethod
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

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
    Running,
    Table,
    Tiles,
    Words,
)
from flows.report.print_data import anchors, drawn, made_on
from flows.report.sheets import Sheet, Start, sheets
from flows.report.word_identity import IDENTITY, PLACE, WITHOUT, checked, keywords, mark
from flows.report.word_line import LineWriter
from flows.report.word_parts import (
    COMMENTARY_STYLE,
    INSTEAD_STYLE,
    PAIR_STYLE,
    QUIET_STYLE,
    Bookmarks,
    edge,
    field,
    number_from_one,
    plain,
    set_styles,
    shade,
)
from flows.report.word_table import TABLE_SIZE, WIDER, add_table
from flows.report.zipped import zipped_alike

SHORT, LONG, MARGIN = Pt(595.3), Pt(841.9), Pt(48)
PICTURE, SMALL_PICTURE = Pt(440), Pt(290)
_SIZES = {"headline": 12.5, "drafted": 11.5, "council": 11, "under": 9.5, "back": 9, "note": 9}
_BANNERS = {"draft": (look.MARK, look.INK), "internal": (look.INK, look.PAPER)}
_QUIET = ("quiet", "note")


def render_word(document: Document) -> bytes:
    """The document as a Word file. The same document gives the same bytes."""
    made = BytesIO()
    _Writer(document).whole().save(made)
    return zipped_alike(made.getvalue())


class _Writer:
    """Sets blocks down one after the other at the end of the file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._word = docx.Document()
        self._bookmarks = Bookmarks()
        self._places = {
            anchor: self._bookmarks.named("to", anchor) for anchor in dict.fromkeys(anchors(document.blocks))
        }
        self._unplaced = dict(self._places)
        self._line = LineWriter(self._places)
        self._pictures = pictures(drawn(each) for each in _drawings(document.blocks))
        self._room = 0.0

    def whole(self) -> WordDocument:
        """The file with everything in it."""
        set_styles(self._word)
        self._set_properties()
        for place, sheet in enumerate(sheets(self._document.blocks, TABLE_SIZE * WIDER)):
            self._turn(sheet, is_first=place == 0)
            for each in (*(self._document.banners if place == 0 else ()), *sheet.blocks):
                self.add(each)
        for each in self._document.closing:
            self.add(each)
        return self._word

    def _set_properties(self) -> None:
        cover, properties = self._document.cover, self._word.core_properties
        moment = datetime.combine(made_on(cover), time())
        properties.title, properties.author = plain(self._document.title), f"{cover.council} Council"
        properties.subject, properties.keywords = cover.quarter_title, keywords(cover)
        properties.comments, properties.last_modified_by, properties.language = "", properties.author, "en-GB"
        properties.created = properties.modified = moment
        properties.revision = 1

    def _turn(self, sheet: Sheet, is_first: bool) -> None:
        """A new sheet, upright or on its side; head and foot go on from the first."""
        section = self._word.sections[0] if is_first else self._word.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if sheet.sideways else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (LONG, SHORT) if sheet.sideways else (SHORT, LONG)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        section.header_distance = section.footer_distance = Pt(24)
        self._room = sheet.width
        if is_first:
            _set_edges(section, self._document.running)

    @singledispatchmethod
    def add(self, block: Block | Start) -> None:
        """One block, and what is in it."""
        raise TypeError(f"A Word file cannot hold a {type(block).__name__}.")

    @add.register
    def _add_start(self, block: Start) -> None:
        """Groups that run over pages show by their headings alone."""

    @add.register
    def _add_group(self, block: Group) -> None:
        for each in block.blocks:
            self.add(each)

    @add.register
    def _add_heading(self, block: Heading) -> None:
        paragraph = self._word.add_paragraph(style=f"Heading {block.level}")
        self._line.number(paragraph, block.number)
        first, *below = block.line or (Words(""),)
        if block.level == 1:
            self._line.write(paragraph, (first,))
            if below:
                paragraph.add_run().add_break()
                self._line.write(paragraph, tuple(below), 14)
            self._bookmarks.around(paragraph, paragraph, self._bookmarks.named(IDENTITY, mark(self._document.cover)))
        else:
            self._line.write(paragraph, block.line)
        self._place(paragraph, block.anchor)

    @add.register
    def _add_paragraph(self, block: Paragraph) -> None:
        paragraph = self._word.add_paragraph(style=QUIET_STYLE if block.role in _QUIET else None)
        self._line.number(paragraph, block.number)
        if block.role in _BANNERS:
            ground, ink = _BANNERS[block.role]
            shade(paragraph, ground)
            self._line.write(paragraph, block.line, ink=ink)
            return
        if block.role == "no-figure":
            edge(paragraph, "left", look.QUIET, 36)
            shade(paragraph, look.WASH)
        if block.role in ("status", "note"):
            paragraph.paragraph_format.keep_with_next = True
        if block.role == "drafted":
            paragraph.paragraph_format.space_before = Pt(6)
        self._line.write(paragraph, block.line, _SIZES.get(block.role))

    @add.register
    def _add_bullets(self, block: Bullets) -> None:
        numbers = number_from_one(self._word) if block.ordered else None
        for item in block.items:
            for place, each in enumerate(item):
                style = "List Number" if block.ordered else "List Bullet"
                paragraph = self._word.add_paragraph(style="List Continue" if place else style)
                if numbers and not place:
                    numbers(paragraph)
                self._line.write(paragraph, each.line)

    @add.register
    def _add_table(self, block: Table) -> None:
        caption = self._word.add_paragraph(style="Caption")
        titles = [block.folded] if block.folded else []
        titles += [] if block.caption in block.folded else [block.caption]
        for place, title in enumerate(titles):
            self._line.write(caption, (Words(" " * bool(place) + title, QUIET if place else STRONG),))
        self._place(caption, block.anchor)
        add_table(self._word, block, self._room, self._line.write)

    @add.register
    def _add_pairs(self, block: Pairs) -> None:
        for term, line in block.pairs:
            paragraph = self._word.add_paragraph(style=PAIR_STYLE)
            self._line.write(paragraph, (Rating(term) if block.role == "ratings" else Words(term, STRONG),))
            paragraph.add_run("\t")
            self._line.write(paragraph, line)

    @add.register
    def _add_tiles(self, block: Tiles) -> None:
        for tile in block.tiles:
            tag = look.TAGS[tile.progress]
            paragraph = self._word.add_paragraph()
            edge(paragraph, "left", tag.edge, 36)
            shade(paragraph, tag.ground)
            self._line.write(paragraph, (Words(f"{tile.count}  ", STRONG),), 16)
            self._line.shaped(paragraph, tag.shape, tile.progress, tag.word)
            self._line.write(paragraph, (Words(f"  {tile.meaning}"),))

    @add.register
    def _add_drawing(self, block: Drawing) -> None:
        caption = self._word.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        self._line.write(caption, block.caption, 9.5)
        picture = BytesIO(self._pictures[drawn(block)])
        shown = self._word.add_paragraph().add_run().add_picture(picture, SMALL_PICTURE if block.small else PICTURE)
        described = shown._inline.docPr  # noqa: SLF001 - python-docx sets no words for those who cannot see a picture
        described.set("descr", plain(block.chart.alt))
        described.set("name", f"Chart {described.id}")

    @add.register
    def _add_commentary(self, block: Commentary) -> None:
        """Between the bookmarks stands what an officer may edit; an empty line at the end leaves room for more."""
        self._line.write(self._word.add_paragraph(style="Heading 4"), (Words(block.heading),))
        shown = [self._commentary_line(text, COMMENTARY_STYLE) for text in block.paragraphs]
        if block.instead:
            shown.append(self._commentary_line(block.instead, INSTEAD_STYLE))
            name = self._bookmarks.named(WITHOUT, checked(block.instead))
            self._bookmarks.around(shown[-1], shown[-1], name)
        shown.append(self._commentary_line("", COMMENTARY_STYLE))
        self._bookmarks.around(shown[0], shown[-1], self._bookmarks.named(PLACE, block.ref))

    def _commentary_line(self, text: str, style: str) -> WordParagraph:
        paragraph = self._word.add_paragraph(style=style)
        edge(paragraph, "left", look.BRAND, 24)
        self._line.write(paragraph, (Words(text),))
        return paragraph

    def _place(self, paragraph: WordParagraph, anchor: str) -> None:
        name = self._unplaced.pop(anchor, "")
        if name:
            self._bookmarks.around(paragraph, paragraph, name)


def _set_edges(section: Section, running: Running) -> None:
    """The words on every page."""
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.add_run(running.head).font.bold = True
    foot.add_run(f"{running.foot} · ")
    parts = running.numbering.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0")
    for part in parts:
        if part in ("PAGE", "NUMPAGES"):
            field(foot, part)
        elif part:
            foot.add_run(part)


def _drawings(blocks: tuple[Block, ...]) -> list[Drawing]:
    found: list[Drawing] = []
    for block in blocks:
        if isinstance(block, Group):
            found += _drawings(block.blocks)
        elif isinstance(block, Drawing):
            found.append(block)
    return found
