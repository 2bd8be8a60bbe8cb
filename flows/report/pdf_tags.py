"""What Typst leaves open in a tagged PDF: the headers of rows, and where links lead."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

_HOLD_ROWS = frozenset(map(Name, ("/Document", "/Part", "/Sect", "/Div", "/Table", "/TBody")))
_HEADERS_OF_CELL = re.compile(rb"(/S/TD/P \d+ 0 R)(/A\[<</O/Table/Headers\[[^\]]*\]>>\])")


def finished(made: bytes) -> bytes:
    """The same PDF in which the first cell of each row is the row's header, and links lead to places within it."""
    with pikepdf.open(BytesIO(_without_headers_of_cells(made))) as pdf:
        for row in _rows(pdf.Root.StructTreeRoot):
            _set_header(row)
        _lead_within(pdf)
        changed = BytesIO()
        pdf.save(changed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return changed.getvalue()


def _without_headers_of_cells(made: bytes) -> bytes:
    """The file in which no cell lists its column's header: blanks stand there, so that all else keeps its place.

    A cell with such a list is heard with those headers alone; without, the scopes of columns and rows speak.
    """
    return _HEADERS_OF_CELL.sub(lambda found: found[1] + b" " * len(found[2]), made)


def _set_header(row: Object) -> None:
    """Marks the row's first cell as its header."""
    cell = row.K[0]
    if cell.S != Name.TD:
        return
    cell.S = Name.TH
    cell.A = Array([*cell.get("/A", Array()), Dictionary(O=Name.Table, Scope=Name.Row)])


def _lead_within(pdf: Pdf) -> None:
    """Links to ``#place`` lead to the place of that name, and say on which page it is."""
    pages = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages, start=1)}
    places = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Names" in pdf.Root else {}
    for sheet in pdf.pages:
        for note in sheet.get("/Annots", Array()):
            place = str(note.A.URI).removeprefix("#")
            del note.A
            note.Dest = String(place)
            note.Contents = String(f"Page {pages[places[place][0].objgen]}")


def _rows(element: Object) -> Iterator[Object]:
    """Rows of the bodies of tables, in order."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if not isinstance(kid, Dictionary):
            continue
        kind = kid.get("/S")
        if kind == Name.TR:
            yield kid
        elif kind in _HOLD_ROWS:
            yield from _rows(kid)
