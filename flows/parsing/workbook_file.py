"""Open an Excel workbook (.xlsx), once it is known to be one and not made to fill the memory.

The library that reads workbooks lays a sheet out as the full rectangle around its cells. So every part is unpacked once
before, in pieces: its checksum shows that the sizes in the archive's directory are true, and the cells' addresses how
large the rectangle would be.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from python_calamine import CalamineError, CalamineWorkbook

from flows.parsing.opening import MAX_RATIO, RATIO_CHECKED_FROM, open_plain
from transforms.errors import DataRejected

MAX_UNPACKED = 256 * 1024 * 1024
MAX_CELLS = 10_000_000
MAX_PARTS = 10_000  # a workbook has a few for each sheet and picture

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN_PART = "xl/workbook.xml"
_MACROS = "xl/vbaProject.bin"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_PIECE = 1024 * 1024
_CELL = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])(?:[^<]*?\sr\s*=\s*[\"']([^\"']*)[\"'])?")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c(?=\s[^<>]*?\bt\s*=\s*[\"']e[\"'])[^<>]*?\sr\s*=\s*[\"']([^\"']*)[\"']")
# A formula that a program wrote and no spreadsheet worked out has no value beside it; one of "" has an empty text.
_FORMULA_ALONE = re.compile(
    rb"<(?:\w+:)?c(?![^<>]*?\bt\s*=\s*[\"']str[\"'])(?=\s)[^<>]*?\sr\s*=\s*[\"']([^\"']*)[\"'][^<>]*>\s*"
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_ADDRESS = re.compile(rb"([A-Z]{0,3})([1-9][0-9]{0,6})")
_LETTERS = 26


Cell = tuple[int, int]


@dataclass(frozen=True)
class OpenWorkbook:
    """A workbook, ready to be read.

    ``errors`` has, by sheet, the cells (row and column, from nought) that hold one of Excel's errors; and
    ``not_worked_out`` those of formulas without a result. The library that reads workbooks gives both as empty.
    """

    book: CalamineWorkbook
    errors: Mapping[str, frozenset[Cell]]
    not_worked_out: Mapping[str, frozenset[Cell]]


def open_workbook(source: bytes | BinaryIO, file_name: str) -> OpenWorkbook:
    """Open a workbook. Raises DataRejected for a file that is none, has a password or is damaged."""
    data = open_plain(source, file_name).read(MAX_UNPACKED + 1)
    _refuse_other_kinds(data, file_name)
    _refuse_damage(data, file_name)
    try:
        book, parts = CalamineWorkbook.from_filelike(io.BytesIO(data)), _sheet_parts(data)
    except (CalamineError, ParseError, DefusedXmlException):
        raise damaged(file_name) from None
    errors, alone = (
        {name: frozenset(_cells(pattern, part)) for name, part in parts.items()}
        for pattern in (_ERROR_CELL, _FORMULA_ALONE)
    )
    return OpenWorkbook(book, errors, alone)


def _sheet_parts(data: bytes) -> dict[str, bytes]:
    """The XML of each sheet by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = set(archive.namelist())
        return {name: archive.read(part) for name, part in _parts_of_sheets(archive) if part in parts}


def _parts_of_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part of the archive that holds it."""
    if _RELATIONS not in archive.namelist():
        return
    targets = {each.get("Id"): each.get("Target", "") for each in fromstring(archive.read(_RELATIONS))}
    for each in fromstring(archive.read(_MAIN_PART)).iter():
        if each.tag.rpartition("}")[2] == "sheet":
            relation = next((value for name, value in each.items() if name.rpartition("}")[2] == "id"), "")
            target = targets.get(relation, "")
            yield each.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _cells(pattern: re.Pattern[bytes], part: bytes) -> Iterator[Cell]:
    for address in pattern.findall(part):
        if found := _ADDRESS.fullmatch(address):
            yield int(found[2]) - 1, _column_number(found[1]) - 1


def damaged(file_name: str) -> DataRejected:
    """The refusal of a workbook that cannot be read."""
    return DataRejected(f"{file_name}: the workbook is damaged.", "Open it in Excel and save it again as .xlsx.")


def _refuse_other_kinds(data: bytes, file_name: str) -> None:
    if data.startswith(_OLE) and _ENCRYPTED in data:
        message = f"{file_name}: the workbook has a password."
        raise DataRejected(message, "Save it without the password (in Excel: File, Info, Protect Workbook).")
    if data.startswith(_OLE):
        message = f"{file_name}: this is a workbook of an old kind (.xls) or another Office document."
        raise DataRejected(message, "Save it as an Excel workbook (.xlsx).")
    if len(data) > MAX_UNPACKED:
        raise _too_large(file_name)


def _refuse_damage(data: bytes, file_name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_other_archives(archive.namelist(), file_name)
            _refuse_macros(archive.namelist(), file_name)
            if any(part.flag_bits & 1 for part in archive.infolist()):
                message = f"{file_name}: the workbook's parts have a password."
                raise DataRejected(message, "Save it again in Excel, without a password.")
            if len(archive.infolist()) > MAX_PARTS:
                raise _too_large(file_name)
            _refuse_size(sum(part.file_size for part in archive.infolist()), len(data), file_name)
            for part in archive.infolist():
                _refuse_spread(archive, part, file_name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise damaged(file_name) from None


def _refuse_other_archives(parts: list[str], file_name: str) -> None:
    if _MAIN_PART in parts:
        return
    kinds = {
        "xl/workbook.bin": "a binary workbook (.xlsb)",
        "word/document.xml": "a Word document",
        "content.xml": "an OpenDocument file",
    }
    kind = next((kind for part, kind in kinds.items() if part in parts), "a zip archive, not a workbook")
    raise DataRejected(f"{file_name}: this is {kind}.", "Save it as an Excel workbook (.xlsx), or unpack the archive.")


def _refuse_macros(parts: list[str], file_name: str) -> None:
    """Nothing here would run them, but whoever opens the file to put a row right would."""
    if _MACROS in parts:
        raise DataRejected(f"{file_name}: the workbook holds macros (.xlsm).", "Save it as a workbook without (.xlsx).")


def _refuse_size(unpacked: int, packed: int, file_name: str) -> None:
    if unpacked > MAX_UNPACKED or unpacked > max(RATIO_CHECKED_FROM, MAX_RATIO * packed):
        raise _too_large(file_name)


def _too_large(file_name: str) -> DataRejected:
    return DataRejected(
        f"{file_name}: unpacked, the workbook is larger than any list of children.",
        "Take out pictures and sheets that are not part of the return, or send the lists as CSV.",
    )


def _refuse_spread(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file_name: str) -> None:
    """Read a part to its end, and refuse one whose cells lie too far apart."""
    last_row = last_column = without_address = 0
    for text in _whole_tags(archive, part):
        for tag, address in _CELL.findall(text):
            found = _ADDRESS.fullmatch(address)
            if address and not found:
                raise damaged(file_name)
            last_row = max(last_row, int(found[2]) if found else 0)
            last_column = max(last_column, _column_number(found[1]) if found else 0)
            without_address += tag == b"c" and not found
    if max(last_row, 1) * (last_column + without_address) > MAX_CELLS:
        raise DataRejected(
            f"{file_name}: a sheet has cells as far as row {last_row:,} and column {last_column:,}.",
            "Copy the list into a new workbook, without what stands far below or beside it.",
        )


def _whole_tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part of the archive in pieces that end before a tag begins."""
    with archive.open(part) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            cut = text.rfind(b"<", len(rest))
            yield text[:cut] if cut > 0 else text
            rest = text[cut:] if cut > 0 else b""
        yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
