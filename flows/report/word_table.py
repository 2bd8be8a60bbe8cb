"""Tables of the Word file: heads that repeat on each page, rows that are not torn, columns as wide as on paper."""

from collections.abc import Callable

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from flows.report import look
from flows.report.document import Line, Table, Words
from flows.report.sheets import column_widths
from flows.report.word_parts import element, plain

TABLE_SIZE = 8.5
SHORT = 14  # rows of a table that stays in one piece
WIDER = 0.92  # of Arial beside the widest type that is reckoned with
_PER_POINT = 20

WriteLine = Callable[[Paragraph, Line, float], None]


def add_table(document: WordDocument, table: Table, room: float, write: WriteLine) -> None:
    """The table at the end of the document, without its caption. ``room`` is the width between the margins."""
    widths = column_widths(table, TABLE_SIZE * WIDER, room)
    held = element("w:tbl")
    held.append(_properties(table))
    grid = element("w:tblGrid")
    for width in widths:
        grid.append(element("w:gridCol", w=_twips(width)))
    held.append(grid)
    titles = tuple((Words(column.title, "strong"),) for column in table.columns)
    held.append(_row(document, table, titles, widths, write, is_head=True))
    ends = {sum(table.groups[: place + 1]) for place in range(len(table.groups))} or set(range(len(table.rows) + 1))
    for place, row in enumerate(table.rows, start=1):
        keeps_next = len(table.rows) <= SHORT and place < len(table.rows)
        held.append(_row(document, table, row, widths, write, ends_group=place in ends, keeps_next=keeps_next))
    body = document.element.body
    body.insert(len(body) - 1, held)  # before the properties of the section, which stay last


def _properties(table: Table) -> BaseOxmlElement:
    properties = element("w:tblPr")
    properties.append(element("w:tblW", w="0", type="auto"))
    properties.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side, width in (("top", 30), ("left", 0), ("bottom", 30), ("right", 110)):
        margins.append(element(f"w:{side}", w=str(width), type="dxa"))
    properties.append(margins)
    look_of = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    properties.append(element("w:tblLook", val="06A0", **look_of))
    properties.append(element("w:tblCaption", val=plain(table.caption)))
    return properties


def _row(
    document: WordDocument,
    table: Table,
    cells: tuple[Line, ...],
    widths: tuple[float, ...],
    write: WriteLine,
    is_head: bool = False,
    ends_group: bool = True,
    keeps_next: bool = True,
) -> BaseOxmlElement:
    row = element("w:tr")
    properties = element("w:trPr")
    properties.append(element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    row.append(properties)
    for line, column, width in zip(cells, table.columns, widths, strict=True):
        cell = element("w:tc")
        cell.append(_cell_properties(width, is_head, ends_group))
        paragraph = Paragraph(element("w:p"), document._body)  # noqa: SLF001 - python-docx's own way is slow for tables
        _set_paragraph(paragraph, column.numeric, keeps_next)
        write(paragraph, line, TABLE_SIZE)
        cell.append(paragraph._p)  # noqa: SLF001
        row.append(cell)
    return row


def _set_paragraph(paragraph: Paragraph, is_numeric: bool, keeps_next: bool) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    if keeps_next:
        properties.append(element("w:keepNext"))
    properties.append(element("w:spacing", before="0", after="0"))
    if is_numeric:
        properties.append(element("w:jc", val="right"))


def _cell_properties(width: float, is_head: bool, ends_group: bool) -> BaseOxmlElement:
    properties = element("w:tcPr")
    properties.append(element("w:tcW", w=_twips(width), type="dxa"))
    if is_head or ends_group:
        ink, size = (look.INK, "8") if is_head else (look.LINE, "4")
        borders = element("w:tcBorders")
        borders.append(element("w:bottom", val="single", sz=size, space="0", color=ink.removeprefix("#")))
        properties.append(borders)
    if is_head:
        properties.append(element("w:vAlign", val="bottom"))
    return properties


def _twips(points: float) -> str:
    return str(round(points * _PER_POINT))
