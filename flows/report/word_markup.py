"""Runs and paragraphs as Word writes them: text is escaped here, so that no word is read as markup.

Each function gives the elements in the order that the format asks for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from flows.report import look
from flows.report.document import CODE, MISSING, QUIET, REF, STRONG, Line, Rating, Travel, Words
from flows.report.typesetting import plain

_GAP = "\u00a0"  # at which no line ends
_SIGN = re.compile(r"([\t\n])")
_SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


@dataclass(frozen=True)
class Look:
    """How a run looks, where it is not as its paragraph is. ``edge`` and ``ground``: the frame and filling of a tag."""

    bold: bool | None = None
    size: float = 0
    ink: str = ""
    ground: str = ""
    edge: str = ""
    style: str = ""
    font: str = ""
    underline: bool = False


def parsed(markup: str) -> list[BaseOxmlElement]:
    """Markup as elements."""
    return list(parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'pic', 'r')}>{markup}</w:body>"))


def run(text: str, shown: Look = Look()) -> str:
    """Words that look alike."""
    parts = (_SIGNS.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in _SIGN.split(plain(text)))
    return f"<w:r>{_run_properties(shown)}{''.join(parts)}</w:r>" if text else ""


def _run_properties(shown: Look) -> str:
    found = (
        shown.style and f'<w:rStyle w:val="{shown.style}"/>',
        shown.font and f'<w:rFonts w:ascii="{shown.font}" w:hAnsi="{shown.font}"/>',
        shown.bold is not None and f'<w:b w:val="{int(bool(shown.bold))}"/>',
        shown.ink and f'<w:color w:val="{_hex(shown.ink)}"/>',
        shown.size and f'<w:sz w:val="{round(shown.size * 2)}"/>',
        shown.underline and '<w:u w:val="single"/>',
        shown.edge and f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{_hex(shown.edge)}"/>',
        shown.ground and _shading(shown.ground),
    )
    properties = "".join(str(each) for each in found if each)
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def paragraph(
    content: str,
    style: str = "",
    *,
    keeps_next: bool = False,
    number: int = 0,
    edge: tuple[str, int] | None = None,
    ground: str = "",
    is_leftward: bool = False,
    spacing: str = "",
    is_right: bool = False,
    last: str = "",
) -> str:
    """``number``: of the list that it belongs to. ``edge``: the colour and breadth of a line at its left.

    ``is_leftward``: written from right to left; ``is_right``: set to the right, as figures are.
    """
    found = (
        style and f'<w:pStyle w:val="{style}"/>',
        keeps_next and "<w:keepNext/>",
        number and f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>',
        edge and f"<w:pBdr>{_border('left', edge[0], edge[1], 6)}</w:pBdr>",
        ground and _shading(ground),
        is_leftward and "<w:bidi/>",
        spacing,
        is_right and '<w:jc w:val="right"/>',
        last,
    )
    return f"<w:p><w:pPr>{''.join(each for each in found if each)}</w:pPr>{content}</w:p>"


def spaced(before: float, after: float) -> str:
    """Room above and below a paragraph, in points."""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'


def bottom_border(ink: str, eighths: int) -> str:
    """A line below a cell."""
    return f"<w:tcBorders>{_border('bottom', ink, eighths, 0)}</w:tcBorders>"


def bookmark_start(number: int, name: str) -> str:
    """Where a bookmark begins. Its number tells which end is its own."""
    return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'


def bookmark_end(number: int) -> str:
    """Where a bookmark ends."""
    return f'<w:bookmarkEnd w:id="{number}"/>'


def field(code: str) -> str:
    """What Word fills in: ``PAGE``, ``NUMPAGES``."""
    return f'<w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def shaped(shape: str, word: str, shown: Look) -> str:
    """A shape and its word, kept on one line."""
    return run(f"{shape}{_GAP}{word}", shown)


class LineMarkup:
    """Lines as runs. ``places``: the bookmark of each anchor that a link may lead to; ``reference``: a style's name."""

    def __init__(self, places: Mapping[str, str], reference: str) -> None:
        self._places = places
        self._reference = reference

    def of(self, line: Line, size: float = 0, ink: str = "", bold: bool | None = None) -> str:
        """The line, in its paragraph's own type unless another is given."""
        return "".join(self._piece(piece, size, ink, bold) for piece in line)

    def _piece(self, piece: Words | Rating | Travel, size: float, ink: str, bold: bool | None) -> str:
        match piece:
            case Rating(progress=word):
                tag = look.TAGS[word]
                return shaped(f"{_GAP}{tag.shape}", f"{word}{_GAP}", Look(True, size, tag.word, tag.ground, tag.edge))
            case Travel(direction=direction):
                return shaped(direction.arrow, direction.word, Look(True, size, look.TRAVELS.get(direction.word, "")))
            case Words(unseen=True):
                return run(piece.text, Look(size=1, ink=look.PAPER))
        return self._words(piece, size, ink, bold)

    def _words(self, words: Words, size: float, ink: str, bold: bool | None) -> str:
        place = self._places.get(words.to, "")
        quiet = look.QUIET if words.style in (QUIET, MISSING) else ""
        shown = Look(
            bold=True if words.style == STRONG else bold,
            size=size,
            ink=ink or (look.LINK if place else quiet),
            style=self._reference if words.style == REF else "",
            font="Courier New" if words.style == CODE else "",
            underline=bool(place),
        )
        made = run(words.text, shown)
        return f'<w:hyperlink w:anchor="{place}" w:history="1">{made}</w:hyperlink>' if place and made else made


def picture(relation: str, number: int, alt: str, width: int, height: int) -> str:
    """A picture in a line of its own; ``alt`` for readers who cannot see it. Sizes in Word's own small unit."""
    name, words = f"Chart {number}", quoteattr(plain(alt))
    size = f'cx="{width}" cy="{height}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="{name}" descr={words}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr={words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _border(side: str, ink: str, eighths: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{_hex(ink)}"/>'


def _shading(ground: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(ground)}"/>'


def _hex(colour: str) -> str:
    return colour.removeprefix("#")
