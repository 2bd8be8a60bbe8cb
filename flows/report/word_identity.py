"""What a Word file is known by when it comes back: the publication that it is a copy of, and its marked places."""

import re
import zlib
from dataclasses import dataclass

from flows.report.model import Cover

IDENTITY = "copy"  # the bookmark around the title, which stays when the properties are emptied
PLACE, WITHOUT = (
    "commentary",
    "without",
)  # bookmarks: around an officer's words, and around the note that there are none
_KEYWORDS = re.compile(r"performance report of (.+) quarter (\S+) publication (\d+) audience (\w+)")
_BOOKMARK = re.compile(rf"{IDENTITY}_(\d{{4}})_(\d\d)_(Q\d)_(\d+)_(\w+?)(?:_b\d+)?")
_NOT_OF_A_NAME = re.compile(r"\W+", re.ASCII)
LONGEST_NAME = 36  # of a bookmark; Word's own limit, 40, leaves room for a number behind it


@dataclass(frozen=True)
class CopyOf:
    """The publication that a file was made from. ``council`` is empty where only the bookmark was left."""

    council: str
    quarter: str
    publication: int
    audience: str


def keywords(cover: Cover) -> str:
    """The properties' keywords, which both Word and LibreOffice keep; the latter without signs between them."""
    facts = f"quarter {cover.quarter} publication {cover.publication} audience {cover.audience}"
    return f"performance report of {cover.council} {facts}"


def mark(cover: Cover) -> str:
    """The same as part of a bookmark's name."""
    return f"{cover.quarter} {cover.publication} {cover.audience}"


def copy_of(words: str, bookmarks: list[str]) -> CopyOf | None:
    """What the keywords say, else the bookmark; None when the file is no report."""
    if found := _KEYWORDS.search(words):
        return CopyOf(found[1], found[2], int(found[3]), found[4])
    for name in bookmarks:
        if found := _BOOKMARK.fullmatch(name):
            return CopyOf("", f"{found[1]}-{found[2]}-{found[3]}", int(found[4]), found[5])
    return None


def checked(text: str) -> str:
    """A short sum of the text, which tells whether it was edited."""
    return f"{zlib.crc32(text.encode()):08x}"


def slug(text: str) -> str:
    """The text as part of a bookmark's name: letters, digits and underscores."""
    return _NOT_OF_A_NAME.sub("_", text).strip("_")


def name_of(prefix: str, text: str) -> str:
    """A bookmark's name before it has a number behind it: ``commentary_PED01_01``."""
    return f"{prefix}_{slug(text)}"[:LONGEST_NAME]


class Names:
    """Names of the bookmarks of a file, no two alike."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, prefix: str, text: str) -> str:
        """A name that was not given before: with ``_b2`` behind it where the plain one was."""
        name, count = name_of(prefix, text), 1
        while name.lower() in self._given:
            count += 1
            name = f"{name_of(prefix, text)}_b{count}"
        self._given.add(name.lower())
        return name
