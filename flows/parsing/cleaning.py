"""Text without what nobody meant to send: padding, characters that cannot be seen, and the ways to type one UPN."""

import pyarrow as pa
import pyarrow.compute as pc

from transforms.extracts.extract import Column

# Characters of control but for tab and line ends, and those that have no width or turn the direction of writing.
_INVISIBLE = (
    r"[\x{0001}-\x{0008}\x{000b}\x{000c}\x{000e}-\x{001f}\x{007f}-\x{009f}"
    r"\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}\x{00ad}]"
)


def clean(text: pa.ChunkedArray | pa.Array, column: Column) -> pa.ChunkedArray | pa.Array:
    """The text of a column as ``trim`` gives it; a UPN in capitals and without spaces, as schools' systems keep it."""
    trimmed = trim(text)
    if column.identity != "upn":
        return trimmed
    return pc.utf8_upper(pc.replace_substring(trimmed, pattern=" ", replacement=""))


def trim(text: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Text in one Unicode form (NFC) without padding or invisible characters; missing where nothing is left."""
    if not _is_plain(text):
        text = pc.utf8_normalize(text, form="NFC")
        text = pc.replace_substring_regex(text, pattern=_INVISIBLE, replacement="")
        text = pc.replace_substring(text, pattern="\u00a0", replacement=" ")
    trimmed = pc.utf8_trim_whitespace(text)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _is_plain(text: pa.ChunkedArray | pa.Array) -> bool:
    return pc.all(pc.ascii_is_printable(text)).as_py() is not False
