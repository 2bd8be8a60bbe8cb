"""What python-docx has no words for: bookmarks, links within the file, page numbers, shading, heads of tables."""

import re
from collections.abc import Callable

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from flows.report import look

FONT = "Arial"
COMMENTARY_STYLE, INSTEAD_STYLE, QUIET_STYLE, PAIR_STYLE = "Commentary", "No Commentary", "Quiet", "Term"
REFERENCE_STYLE = "Measure Reference"
_NOT_OF_A_NAME = re.compile(r"\W+", re.ASCII)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
LONGEST_NAME = 36  # of a bookmark; Word's own limit, 40, leaves room for a number behind it


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of Word's own: ``element("w:shd", val="clear")``."""
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def plain(text: str) -> str:
    """The text without control characters, which Word's files cannot hold."""
    return text.translate(_CONTROLS)


def slug(text: str) -> str:
    """The text as part of a bookmark's name: letters, digits and underscores."""
    return _NOT_OF_A_NAME.sub("_", text).strip("_")


def colour(text: str) -> RGBColor:
    """``#12436D`` as Word's colour."""
    return RGBColor.from_string(text.removeprefix("#"))


class Bookmarks:
    """Names of places in a file, no two alike, and the numbers that Word wants beside them."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._count = 0

    def named(self, prefix: str, text: str) -> str:
        """A name that was not given before: ``to_overall_attendance``."""
        whole = f"{prefix}_{slug(text)}"[:LONGEST_NAME]
        name, count = whole, 1
        while name in self._names:
            count += 1
            name = f"{whole}_b{count}"
        self._names.add(name)
        return name

    def around(self, first: Paragraph, last: Paragraph, name: str) -> None:
        """A bookmark from the start of one paragraph to the end of another."""
        self._count += 1
        number = str(self._count)
        start = element("w:bookmarkStart", id=number, name=name)
        properties = first._p.pPr  # noqa: SLF001 - python-docx gives no other way to the element
        first._p.insert(0 if properties is None else 1, start)  # noqa: SLF001
        last._p.append(element("w:bookmarkEnd", id=number))  # noqa: SLF001


def field(paragraph: Paragraph, code: str) -> None:
    """What Word fills in: ``PAGE``, ``NUMPAGES``."""
    held = element("w:fldSimple", instr=code)
    run = element("w:r")
    text = element("w:t")
    text.text = "1"
    run.append(text)
    held.append(run)
    paragraph._p.append(held)  # noqa: SLF001


def shade_run(run: Run, ground: str, ink: str) -> None:
    """A word on a ground of its own, with an edge: last of all that is said of the run."""
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    properties.append(element("w:bdr", val="single", sz="6", space="0", color=ink.removeprefix("#")))
    properties.append(element("w:shd", val="clear", color="auto", fill=ground.removeprefix("#")))


def shade(paragraph: Paragraph, ground: str) -> None:
    """A ground of one colour behind a paragraph."""
    shading = element("w:shd", val="clear", color="auto", fill=ground.removeprefix("#"))
    paragraph._p.get_or_add_pPr().insert_element_before(shading, *_AFTER_SHADING)  # noqa: SLF001


def edge(paragraph: Paragraph, side: str, ink: str, eighths: int) -> None:
    """A line along one side of a paragraph, in eighths of a point."""
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz=str(eighths), space="6", color=ink.removeprefix("#")))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", *_AFTER_SHADING)  # noqa: SLF001


_AFTER_SHADING = ("w:tabs", "w:bidi", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")


def number_from_one(document: WordDocument) -> Callable[[Paragraph], None]:
    """Numbers paragraphs of the style List Number as a list of its own, which starts at 1."""
    numbering = document.part.numbering_part.element
    of_style = document.styles["List Number"].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)

    def give(paragraph: Paragraph) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId

    return give


def set_styles(document: WordDocument) -> None:
    """One type for the whole file, English, and the styles that the report's paragraphs have."""
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")
    _set_type(document, "Normal", 10, space_after=5)
    for level, size in enumerate((22, 16, 12.5, 10.5), start=1):
        ink = look.BRAND if level < 3 else look.INK
        style = _set_type(document, f"Heading {level}", size, ink, bold=True, space_before=size * 0.8, space_after=4)
        style.paragraph_format.keep_with_next = True
    _set_type(document, "Caption", 9.5, bold=True, space_before=6, space_after=3).paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number", "List Continue"):
        _set_type(document, name, 10, space_after=3)
    for name, ink in (
        (COMMENTARY_STYLE, look.INK),
        (INSTEAD_STYLE, look.QUIET),
        (QUIET_STYLE, look.QUIET),
        (PAIR_STYLE, look.INK),
    ):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _set_type(document, name, 10, ink, space_after=5)
    pair = _set_type(document, PAIR_STYLE, 10).paragraph_format
    pair.left_indent, pair.first_line_indent, pair.space_after = Pt(125), Pt(-125), Pt(3)
    pair.tab_stops.add_tab_stop(Pt(125))
    reference = document.styles.add_style(REFERENCE_STYLE, WD_STYLE_TYPE.CHARACTER)
    if isinstance(reference, CharacterStyle):
        reference.font.bold = True


def _set_type(
    document: WordDocument,
    name: str,
    size: float,
    ink: str = look.INK,
    bold: bool = False,
    space_before: float = 0,
    space_after: float = 0,
) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs.")
    _set_font(style)
    style.font.size, style.font.color.rgb, style.font.bold, style.font.italic = Pt(size), colour(ink), bold, False
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(space_before), Pt(space_after)
    return style


def _set_font(style: CharacterStyle) -> None:
    """Our type in place of the theme's, which is named beside it and would win."""
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for each in list(fonts.attrib):
        if "heme" in each:
            del fonts.attrib[each]
    for each in ("w:eastAsia", "w:cs"):
        fonts.set(qn(each), FONT)
