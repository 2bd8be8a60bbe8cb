"""Whether a written file says every string of its document, in order."""

import re
from collections.abc import Iterable

_NOTHING = re.compile(r"[\s\u200b\ufeff]+")


def bare(text: str) -> str:
    """The text without any white space: where lines end is each format's own affair."""
    return _NOTHING.sub("", text)


def unsaid(strings: Iterable[str], text: str) -> list[str]:
    """Strings that the text does not hold after the one before them. One that the one before it holds is said by it."""
    text, place, before, missing = bare(text), 0, "", []
    for each in map(bare, strings):
        found = text.find(each, place)
        if found >= 0:
            place, before = found + len(each), each
        elif each not in before:
            missing.append(each)
    return missing
