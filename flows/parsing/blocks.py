"""A stream of bytes as blocks of clean text: UTF-8, line feeds alone, cut where records end."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from flows.parsing.records import count_lines, last_record_end
from transforms.errors import DataRejected

BLOCK_SIZE = 16 * 1024 * 1024
# Longer than any record of any extract: beyond it, a quotation mark was opened and never closed.
MAX_RECORD = 1024 * 1024

_UTF8_MARK = codecs.BOM_UTF8
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Characters that UTF-8 really encoded; bytes that it could not read come out as surrogates DC80 to DCFF.
_NOT_ASCII = re.compile("[^\\x00-\\x7f\\udc80-\\udcff]")


@dataclass(frozen=True)
class Block:
    """Whole records of a file in UTF-8, and the line on which the first begins.

    ``encoding`` is how the file was written, as far as it has been read: ascii, utf-8 (UTF-16 included) or cp1252.
    """

    data: bytes
    first_line: int
    encoding: str


def read_blocks(stream: BinaryIO, file_name: str, block_size: int = BLOCK_SIZE) -> Iterator[Block]:
    """Read a file as blocks of whole records.

    The encoding is UTF-8, UTF-16 with its mark, or else Windows-1252. Raises DataRejected, naming the line, for bytes
    of no encoding, for a mixture of encodings, NUL bytes, and a quotation mark that is never closed.
    """
    line, encoding, rest = 1, "ascii", b""
    for data in _with_line_feeds(stream, file_name, block_size):
        rest += data
        cut = last_record_end(rest)
        whole, rest = rest[:cut], rest[cut:]
        next_line = line + count_lines(whole)
        if len(rest) > MAX_RECORD:
            raise _endless(next_line, file_name)
        if whole:
            block = _decoded(whole, line, encoding, file_name)
            yield block
            line, encoding = next_line, block.encoding
    if rest.count(b'"') % 2:
        raise _endless(line, file_name)
    if rest:
        yield _decoded(rest, line, encoding, file_name)


def _endless(line: int, file_name: str) -> DataRejected:
    return DataRejected(
        f"{file_name}: line {line} has a quotation mark that is never closed.",
        'Close it, or write a quotation mark inside a value twice (""), and send the file again.',
    )


def _with_line_feeds(stream: BinaryIO, file_name: str, block_size: int) -> Iterator[bytes]:
    """Pieces of the file with line feeds alone; UTF-16 turned into UTF-8, other bytes as they are."""
    start = stream.read(block_size)
    if start.startswith(_UTF16_MARKS):
        pieces = _from_utf16(start, stream, file_name, block_size)
    else:
        pieces = _from_bytes(start.removeprefix(_UTF8_MARK), stream, block_size)
    held_back = b""
    for piece in pieces:
        data = held_back + piece
        # A carriage return at the end may have its line feed in the next piece.
        held_back = b"\r" if data.endswith(b"\r") else b""
        data = data.removesuffix(b"\r")
        yield data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data
    if held_back:
        yield b"\n"


def _from_bytes(start: bytes, stream: BinaryIO, block_size: int) -> Iterator[bytes]:
    while start:
        yield start
        start = stream.read(block_size)


def _from_utf16(start: bytes, stream: BinaryIO, file_name: str, block_size: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        for data in _from_bytes(start, stream, block_size):
            yield decoder.decode(data).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError:
        message = f"{file_name}: the file starts as UTF-16 text and does not go on so."
        raise DataRejected(message, "Export it again as CSV UTF-8.") from None


def _decoded(data: bytes, first_line: int, encoding: str, file_name: str) -> Block:
    """The block in UTF-8. ``encoding`` is that of the blocks before it."""
    if b"\0" in data:
        raise _rejected(file_name, first_line + data.count(b"\n", 0, data.index(b"\0")), "holds a NUL byte")
    if data.isascii():
        return Block(data, first_line, encoding)
    found, text = _read_as(data, first_line, file_name)
    if encoding not in ("ascii", found):
        raise _rejected(file_name, first_line, "or one soon after it is in another encoding than those before")
    return Block(text, first_line, found)


def _read_as(data: bytes, first_line: int, file_name: str) -> tuple[str, bytes]:
    """The encoding of text that is not plain ASCII, and the text in UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        if _NOT_ASCII.search(data.decode("utf-8", errors="surrogateescape")):
            raise _rejected(file_name, line, "is in another encoding than the rest of the file") from None
        return "cp1252", _from_cp1252(data, first_line, file_name)
    return "utf-8", data


def _from_cp1252(data: bytes, first_line: int, file_name: str) -> bytes:
    try:
        return data.decode("cp1252").encode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise _rejected(file_name, line, "holds a byte that is no character") from None


def _rejected(file_name: str, line: int, complaint: str) -> DataRejected:
    return DataRejected(f"{file_name}: line {line} {complaint}.", "Export the file again as CSV UTF-8.")
