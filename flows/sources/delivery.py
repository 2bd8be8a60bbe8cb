"""A delivery: the files of one extract that one supplier sent for one span of time."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from transforms.quarters import Quarter, quarter_range

Known = Mapping[tuple[date, str], str]
"""By delivery (the date that its data run to) and name of file: the identity under which it was last fetched."""


_LONGEST, _LONGEST_SUFFIX = 255, 20
# Controls, path separators, marks that turn the direction of writing, and bytes that the system could not decode.
_NOT_TO_SHOW = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class SourceFile:
    """A file where its source has it.

    ``identity`` is what the source says of its content without giving it: when the content may have changed, so has
    this. It is empty where only the bytes tell. ``is_here``: ``place`` is a path on this machine.
    """

    name: str
    place: str
    identity: str = ""
    is_here: bool = False

    @property
    def is_asked_anew(self) -> bool:
        """Whether it must be fetched to know if it has changed. What has no place is in the landing store alone."""
        return bool(self.place) and not self.is_here and not self.identity


@dataclass(frozen=True)
class Delivery:
    """Files of a supply whose data run to a date. ``taken_on``: the day of the cut.

    ``unsettled`` says why the files are not to be read yet, such as that one is still being written.
    """

    extract: str
    supplier: str
    data_to: date
    taken_on: date
    files: tuple[SourceFile, ...]
    unsettled: str = ""


def name_to_show(name: str) -> str:
    """A file's name as messages, pages and the ledger hold it. It never becomes part of a path.

    A name that nobody could read or keep (line ends, turned writing, bytes of no encoding, beyond 255 characters) is
    made one; the letters and digits at its end then tell it from others that look the same.
    """
    readable = _NOT_TO_SHOW.sub("_", name)
    if readable == name and len(name) <= _LONGEST:
        return name
    stem, dot, suffix = readable.rpartition(".")
    told_by = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{(stem or readable)[: _LONGEST // 2]}~{told_by}{dot}{suffix[:_LONGEST_SUFFIX]}"


def ends_of_quarters(since: date | None, quarter: Quarter) -> tuple[date, ...]:
    """The ends of quarters from the one that a date falls in up to ``quarter``; without a date, the last alone."""
    first = min(Quarter.containing(since), quarter) if since else quarter
    return tuple(each.end for each in quarter_range(first, quarter))
