"""What Typst leaves open in a tagged PDF: the headers of rows, and where links lead."""

import re
from io import BytesIO

import pikepdf
from pikepdf import Array, Pdf, String

# A cell as Typst writes it: a list of its column's header, which numbers the column, then what else is known of it.
_CELL = re.compile(rb"/S/TD(/P \d+ 0 R)/A\[<</O/Table/Headers\[(?:\(U\d+x(\d+)y\d+\))+\]>>(\]?)")
_OF_ROW = b"<</O/Table/Scope/Row>>"


def finished(made: bytes) -> bytes:
    """The same PDF in which the first cell of each row is the row's header, and links lead to places within it."""
    with pikepdf.open(BytesIO(_with_headers_of_rows(made))) as pdf:
        _lead_within(pdf)
        changed = BytesIO()
        pdf.save(changed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return changed.getvalue()


def _with_headers_of_rows(made: bytes) -> bytes:
    """The file in which the first cell of each row is its header, and no cell lists its column's.

    A cell with such a list is heard with those headers alone; without, the scopes of columns and rows speak. What is
    written is never longer than what stood there, and blanks fill the rest, so that all else keeps its place.
    """
    return _CELL.sub(_scoped, made)


def _scoped(cell: re.Match[bytes]) -> bytes:
    parent, column, end = cell.groups()
    if column == b"0":
        scoped = b"/S/TH" + parent + b"/A[" + _OF_ROW + end
    else:
        scoped = b"/S/TD" + parent + (b"" if end else b"/A[")
    return scoped.ljust(len(cell[0]))


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
