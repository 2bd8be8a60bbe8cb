"""Tables of the Word file: heads that repeat on each page, rows that are not torn, columns as wide as on paper."""

from itertools import accumulate
from xml.sax.saxutils import quoteattr

from flows.report import look
from flows.report.document import Line, Table, Words
from flows.report.sheets import column_widths
from flows.report.typesetting import plain
from flows.report.word_markup import LineMarkup, bottom_border, paragraph, spaced

TABLE_SIZE = 8.5
WIDER = 0.92  # of Arial beside the widest type that is reckoned with
_SHORT = 14  # rows of a table that stays in one piece
_CLOSE = spaced(0, 0)
_PROPERTIES = (
    '<w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/>'
    '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" '
    'w:noVBand="1"/>'
)


def table_markup(table: Table, room: float, lines: LineMarkup) -> str:
    """The table without its caption. ``room`` is the width between the margins, in points."""
    widths = [round(width * 20) for width in column_widths(table, TABLE_SIZE * WIDER, room)]
    titles = tuple((Words(column.title),) for column in table.columns)
    ends = set(accumulate(table.groups)) or set(range(1, len(table.rows) + 1))
    rows = [_row(table, titles, widths, lines, bottom_border(look.INK, 8), is_head=True)]
    for place, row in enumerate(table.rows, start=1):
        border = bottom_border(look.LINE, 4) if place in ends else ""
        keeps_next = len(table.rows) <= _SHORT and place < len(table.rows)
        rows.append(_row(table, row, widths, lines, border, keeps_next=keeps_next))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = f"<w:tblPr>{_PROPERTIES}<w:tblCaption w:val={quoteattr(plain(table.caption))}/></w:tblPr>"
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(
    table: Table,
    cells: tuple[Line, ...],
    widths: list[int],
    lines: LineMarkup,
    border: str,
    is_head: bool = False,
    keeps_next: bool = True,
) -> str:
    made = []
    for line, column, width in zip(cells, table.columns, widths, strict=True):
        content = lines.of(line, TABLE_SIZE, bold=True if is_head else None)
        held = paragraph(content, keeps_next=keeps_next, spacing=_CLOSE, is_right=column.numeric)
        aligned = '<w:vAlign w:val="bottom"/>' if is_head else ""
        made.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}{aligned}</w:tcPr>{held}</w:tc>')
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(made)}</w:tr>"
