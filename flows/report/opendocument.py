"""The tables as an OpenDocument spreadsheet, which every office suite opens and the public sector is to publish."""

import io

from odf import dc, number, style
from odf.element import Element
from odf.namespaces import STYLENS
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet
from odf.table import DatabaseRange, DatabaseRanges, Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import A, P

from flows.report.tables import Book, Cell, Link, Number, Sheet
from flows.report.zipped import zipped_alike

_COVER = "Cover"
_COVER_WIDTH = 85
_CHARACTER = 0.225  # of a width, in centimetres


def spreadsheet(book: Book) -> bytes:
    """The bytes of a spreadsheet. The same book gives the same bytes."""
    Element.namespaces.clear()  # which the library keeps from one document to the next
    made = OpenDocumentSpreadsheet()
    made.meta.addElement(dc.Title(text=book.title))
    made.meta.addElement(dc.Language(text="en-GB"))
    styles = _Styles(made)
    body: Element = made.spreadsheet  # pyright: ignore[reportAttributeAccessIssue] - one for spreadsheets has it
    body.addElement(_cover(book, styles))
    ranges = DatabaseRanges()
    for sheet in book.sheets:
        body.addElement(_table(sheet, styles))
        ranges.addElement(_marked_up(sheet))
    body.addElement(ranges)
    data = io.BytesIO()
    made.write(data)
    return zipped_alike(data.getvalue())


class _Styles:
    """The styles of cells and columns, each made when it is first wanted."""

    def __init__(self, made: OpenDocument) -> None:
        self._made = made
        self._known: dict[str, str] = {}
        default = style.DefaultStyle(family="table-cell")
        default.addElement(style.TextProperties(fontfamily="Arial", fontsize="12pt", language="en", country="GB"))
        made.styles.addElement(default)
        self._landscape()
        self.sheet = self._sheet()
        self.title = self._cell("title", bold=True, size="16pt")
        self.heading = self._cell("heading", bold=True, wrap=True)
        self.text = self._cell("text", wrap=True)
        self.line = self._cell("line")

    def number(self, decimals: int) -> str:
        """Of a number with so many decimal places."""
        name = f"number{decimals}"
        if name not in self._known:
            shape = number.NumberStyle(name=f"{name}-shape")
            shape.addElement(number.Number(decimalplaces=decimals, minintegerdigits=1, grouping="true"))
            self._made.automaticstyles.addElement(shape)
            made = style.Style(name=name, family="table-cell", datastylename=shape)
            made.addElement(style.TableCellProperties(verticalalign="top"))
            made.addElement(style.ParagraphProperties(textalign="end", marginright="0.2cm"))
            self._add(name, made)
        return name

    def width(self, characters: int) -> str:
        """Of a column of so many characters."""
        name = f"width{characters}"
        if name not in self._known:
            made = style.Style(name=name, family="table-column")
            made.addElement(style.TableColumnProperties(columnwidth=f"{characters * _CHARACTER:.2f}cm"))
            self._add(name, made)
        return name

    def _landscape(self) -> None:
        """Paper on its side, onto whose width each sheet is brought in print."""
        layout = style.PageLayout(name="landscape")
        paper = style.PageLayoutProperties(
            pagewidth="29.7cm", pageheight="21cm", printorientation="landscape", margin="1.5cm"
        )
        paper.setAttrNS(STYLENS, "scale-to-X", "1")
        paper.setAttrNS(STYLENS, "scale-to-Y", "0")
        layout.addElement(paper)
        self._made.automaticstyles.addElement(layout)
        self._made.masterstyles.addElement(style.MasterPage(name="sheet", pagelayoutname=layout))

    def _sheet(self) -> str:
        return self._add("sheet-table", style.Style(name="sheet-table", family="table", masterpagename="sheet"))

    def _cell(self, name: str, *, bold: bool = False, size: str = "12pt", wrap: bool = False) -> str:
        made = style.Style(name=name, family="table-cell")
        if wrap:
            made.addElement(style.TableCellProperties(wrapoption="wrap", verticalalign="top"))
        made.addElement(style.TextProperties(fontweight="bold" if bold else "normal", fontsize=size))
        return self._add(name, made)

    def _add(self, name: str, made: Element) -> str:
        self._made.automaticstyles.addElement(made)
        self._known[name] = name
        return name


def _cover(book: Book, styles: _Styles) -> Element:
    sheet = Table(name=_COVER, stylename=styles.sheet)
    sheet.addElement(TableColumn(stylename=styles.width(_COVER_WIDTH)))
    sheet.addElement(_line(book.title, styles.title))
    for heading, paragraphs in (("Introductory information", book.introduction), ("About these data", book.about)):
        sheet.addElement(_line(heading, styles.heading))
        for text in paragraphs:
            sheet.addElement(_line(text, styles.text))
    return sheet


def _table(sheet: Sheet, styles: _Styles) -> Element:
    made = Table(name=sheet.name, stylename=styles.sheet, printranges=_address(sheet, 1, sheet.printed_columns))
    for width in sheet.widths:
        made.addElement(TableColumn(stylename=styles.width(width)))
    made.addElement(_line(sheet.title, styles.title))
    for note in sheet.notes:
        made.addElement(_line(note, styles.line))
    headings = TableHeaderRows()
    headings.addElement(_row(sheet.columns, styles, styles.heading))
    made.addElement(headings)
    for row in sheet.rows:
        made.addElement(_row(row, styles, styles.text))
    return made


def _line(text: str, named: str) -> Element:
    row = TableRow()
    row.addElement(_text_cell(text, named))
    return row


def _row(cells: tuple[Cell, ...], styles: _Styles, named: str) -> Element:
    row = TableRow()
    for cell in cells:
        match cell:
            case Number(value=value):
                made = TableCell(stylename=styles.number(cell.decimals), valuetype="float", value=str(value))
                made.addElement(P(text=f"{value:,}"))
            case Link(sheet=name):
                made = TableCell(stylename=named, valuetype="string")
                paragraph = P()
                paragraph.addElement(A(href=f"#'{name}'.A1", text=name))
                made.addElement(paragraph)
            case str():
                made = _text_cell(cell, named)
        row.addElement(made)
    return row


def _text_cell(text: str, named: str) -> Element:
    """A cell of text, whatever it begins with."""
    cell = TableCell(stylename=named, valuetype="string")
    for line in text.splitlines() or [""]:
        cell.addElement(P(text=line))
    return cell


def _marked_up(sheet: Sheet) -> Element:
    """The range of a sheet's table, with its heading row, under a name."""
    address = _address(sheet, len(sheet.notes) + 2, len(sheet.columns))
    return DatabaseRange(name=sheet.table_name, targetrangeaddress=address, containsheader="true")


def _address(sheet: Sheet, first: int, columns: int) -> str:
    """Of the cells of so many columns of a sheet, from a row on to the end of its table."""
    corner = f"{_letters(columns)}{len(sheet.notes) + 2 + len(sheet.rows)}"
    return f"'{sheet.name}'.A{first}:'{sheet.name}'.{corner}"


def _letters(column: int) -> str:
    """``A`` for 1, ``AA`` for 27."""
    before, last = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)
