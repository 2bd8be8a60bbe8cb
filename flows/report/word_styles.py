"""The Word file's styles, in one type, and what is set up once: language, numbering, properties of the sheets."""

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from flows.report import look

FONT = "Arial"
COMMENTARY_STYLE, INSTEAD_STYLE, QUIET_STYLE, PAIR_STYLE = "Commentary", "No Commentary", "Quiet", "Term"
CAPTION_STYLE, REFERENCE_STYLE = "Caption", "Measure Reference"
BULLET_STYLE, NUMBER_STYLE, CONTINUE_STYLE = "List Bullet", "List Number", "List Continue"
HEADING_STYLES = tuple(f"Heading {level}" for level in range(1, 5))
_SIZES = dict(zip(HEADING_STYLES, (22, 16, 12.5, 10.5), strict=True))


def set_styles(document: WordDocument) -> None:
    """British English, and the look of each kind of paragraph."""
    document.styles.element.find(f".//{qn('w:lang')}").set(qn("w:val"), "en-GB")
    _set_type(document, "Normal", 10, space_after=5)
    for name, size in _SIZES.items():
        ink = look.BRAND if size > 15 else look.INK
        heading = _set_type(document, name, size, ink, bold=True, space_before=size * 0.8, space_after=4)
        heading.paragraph_format.keep_with_next = True
    _set_type(document, CAPTION_STYLE, 9.5, bold=True, space_before=6, space_after=3)
    document.styles[CAPTION_STYLE].element.get_or_add_pPr().get_or_add_keepNext()
    for name in (BULLET_STYLE, NUMBER_STYLE, CONTINUE_STYLE):
        _set_type(document, name, 10, space_after=3)
    for name in (COMMENTARY_STYLE, INSTEAD_STYLE, QUIET_STYLE, PAIR_STYLE):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _set_type(document, name, 10, look.QUIET if name in (INSTEAD_STYLE, QUIET_STYLE) else look.INK, space_after=5)
    pair = _set_type(document, PAIR_STYLE, 10, space_after=3).paragraph_format
    pair.left_indent, pair.first_line_indent = Pt(125), Pt(-125)
    pair.tab_stops.add_tab_stop(Pt(125))
    reference = document.styles.add_style(REFERENCE_STYLE, WD_STYLE_TYPE.CHARACTER)
    reference.element.get_or_add_rPr()._add_b()  # noqa: SLF001 - python-docx makes its elements so


def style_ids(document: WordDocument) -> dict[str, str]:
    """What each style is called within the file."""
    return {style.name or "": style.style_id for style in document.styles}


def number_from_one(document: WordDocument) -> int:
    """The number of a new list, which starts at 1."""
    numbering = document.part.numbering_part.element
    of_style = document.styles[NUMBER_STYLE].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return number.numId


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
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(ink.removeprefix("#"))
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
