"""Row headers in a tagged PDF: Typst marks the heads of columns, and this the first cell of each row."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object


def with_row_headers(made: bytes) -> bytes:
    """The same PDF in which the first cell of each row is the row's header.

    Typst also lists the column's header in every cell. A cell with such a list is heard with those headers alone, so
    the lists go, and the scopes of both directions speak.
    """
    with pikepdf.open(BytesIO(made)) as pdf:
        for row in _found(pdf.Root.StructTreeRoot.K, "/TR"):
            for place, cell in enumerate(_found(row.K, "/TD")):
                _set_header(cell, is_row=place == 0)
        changed = BytesIO()
        pdf.save(changed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return changed.getvalue()


def _set_header(cell: Object, is_row: bool) -> None:
    kept = [each for each in _attributes(cell) if each.get("/O") != Name.Table]
    if is_row:
        cell.S = Name.TH
        kept.append(Dictionary(O=Name.Table, Scope=Name.Row))
    cell.A = Array(kept)


def _attributes(cell: Object) -> list[Object]:
    found = cell.get("/A")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _found(kids: Object, kind: str) -> Iterator[Object]:
    """Elements of a kind below these, in order, not looking inside one that is found."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if not isinstance(kid, Dictionary) or "/S" not in kid:
            continue
        if str(kid.S) == kind:
            yield kid
        elif "/K" in kid:
            yield from _found(kid.K, kind)
