"""What printed copies share: fonts that come with packages alone, and text as it may be set."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

FAMILY = "Source Sans Pro"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MAY_RUN_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


@cache
def fonts() -> typst.Fonts:
    """Our type, and what Typst brings for signs and scripts that it has not: the same pages on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(font_source_sans_pro.__file__).parent / "files"])


def plain(text: str) -> str:
    """The text without control characters, which neither kind of file can hold."""
    return _CONTROLS.sub("", text)


def runs_left(text: str) -> bool:
    """Whether the text begins in a script that is written from right to left."""
    if not _MAY_RUN_LEFT.search(text):
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"
