"""Open what arrived: gzip or not, and which kind of file it is, told by its first bytes and not by its name."""

import codecs
import gzip
import io
import re
import zlib
from enum import Enum
from typing import Any, BinaryIO, cast

from transforms.errors import DataRejected

GZIP = b"\x1f\x8b"
# A register of a large school shrinks about 40 times; a file made to fill the disk shrinks about 1,000 times.
MAX_RATIO = 250
RATIO_CHECKED_FROM = 64 * 1024 * 1024

_NOT_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook or a workbook with a password"),
    (b"%PDF", "a PDF document"),
    (GZIP, "a gzip file inside a gzip file"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
)
_WORKBOOK = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_XML = re.compile(rb"\s*<(?!html\b|table\b|!doctype\s+html\b)[A-Za-z_?!]", re.IGNORECASE)
_FIRST_BYTES = 256


class FileKind(Enum):
    """The kinds of file that deliveries come as."""

    DELIMITED = "delimited text"
    XML = "XML"
    WORKBOOK = "workbook"


def kind_of(source: bytes | BinaryIO, file_name: str) -> FileKind:
    """Which kind of file this is, gzipped or not. What is neither XML nor a workbook is left to the reader of text."""
    start = open_plain(source, file_name).peek(_FIRST_BYTES)[:_FIRST_BYTES]
    if start.startswith(_WORKBOOK):
        return FileKind.WORKBOOK
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start[2:].replace(b"\0", b"")
    return FileKind.XML if _XML.match(start.removeprefix(codecs.BOM_UTF8)) else FileKind.DELIMITED


def open_delimited(source: bytes | BinaryIO, file_name: str) -> "io.BufferedReader[Any]":
    """The plain bytes of a delimited text file, unpacked when they are gzipped.

    Raises DataRejected when the file is empty or its first bytes are those of another kind of file.
    """
    stream = open_plain(source, file_name)
    start = stream.peek(16)[:16]
    if not start:
        raise DataRejected(
            f"{file_name}: the file is empty.", "Export it again; a file without rows needs a header line."
        )
    for magic, kind in _NOT_TEXT:
        if start.lstrip().lower().startswith(magic.lower()):
            raise DataRejected(
                f"{file_name}: this is {kind}, not a CSV file.", "Save or export it as CSV, and send that."
            )
    return stream


def open_plain(source: bytes | BinaryIO, file_name: str) -> "io.BufferedReader[Any]":
    """The bytes of a file, unpacked when they are gzipped (told by their first bytes, not by the name)."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    outer = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    return io.BufferedReader(_Unpacked(outer, file_name)) if outer.peek(2)[:2] == GZIP else outer


class _Unpacked(io.RawIOBase):
    """A gzip stream, unpacked; refuses one that is damaged, or that grows out of all proportion."""

    def __init__(self, packed: BinaryIO, file_name: str) -> None:
        self._packed = _Counted(packed)
        self._plain = gzip.GzipFile(fileobj=self._packed)
        self._unpacked = 0
        self._file_name = file_name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        try:
            data = self._plain.read(len(buffer))
        except (EOFError, OSError, zlib.error):
            message = f"{self._file_name}: the compressed file is cut short or damaged."
            raise DataRejected(message, "Send the file again.") from None
        self._unpacked += len(data)
        if self._unpacked > max(RATIO_CHECKED_FROM, MAX_RATIO * self._packed.count):
            message = f"{self._file_name}: unpacked, the file is more than {MAX_RATIO} times its size."
            raise DataRejected(message, "Send the file without compression.")
        buffer[: len(data)] = data
        return len(data)


class _Counted(io.RawIOBase):
    """Counts the bytes read from a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data
