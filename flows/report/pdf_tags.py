"""Row headers in a tagged PDF: Typst marks the heads of columns, and this the first cell of each row."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

_HOLD_ROWS = ("/Document", "/Part", "/Sect", "/Div", "/Table", "/TBody")


def with_row_headers(made: bytes) -> bytes:
    """The same PDF in which the first cell of each row is the row's header.

    Typst also lists the column's header in every cell. A cell with such a list is heard with those headers alone, so
    the lists go, and the scopes of both directions speak.
    """
    with pikepdf.open(BytesIO(made)) as pdf:
        for row in _rows(pdf.Root.StructTreeRoot):
            for place, cell in enumerate(_kids(row)):
                if cell.S == Name.TD:
                    _set_header(cell, is_row=place == 0)
        changed = BytesIO()
        pdf.save(changed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return changed.getvalue()


def _set_header(cell: Object, is_row: bool) -> None:
    found = cell.get("/A", Array())
    kept = [each for each in (found if isinstance(found, Array) else [found]) if each.get("/O") != Name.Table]
    if is_row:
        cell.S = Name.TH
        kept.append(Dictionary(O=Name.Table, Scope=Name.Row))
    cell.A = Array(kept)


def _rows(element: Object) -> Iterator[Object]:
    """Rows of the bodies of tables, in order."""
    for kid in _kids(element):
        kind = str(kid.get("/S", ""))
        if kind == "/TR":
            yield kid
        elif kind in _HOLD_ROWS:
            yield from _rows(kid)


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K")
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in found if isinstance(kid, Dictionary)]
