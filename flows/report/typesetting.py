"""What printed copies share: fonts that come with packages alone, and text as it may be set."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

from transforms.errors import CypError

FAMILY = "Source Sans Pro"
# Control characters, marks without a shape (such as those that turn text about), and places that are no characters.
_NOT_SET = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u20e3\ue000-\uf8ff\ufe00-\ufe0f"
    r"\ufeff\ufff0-\ufffc\ufffe\uffff"
    r"\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_MAY_RUN_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


@cache
def fonts() -> typst.Fonts:
    """Our type, and what Typst brings for signs and scripts that it has not: the same pages on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(font_source_sans_pro.__file__).parent / "files"])


def plain(text: str) -> str:
    """The text without characters that nobody sees, which one kind of file or the other cannot hold."""
    return _NOT_SET.sub("", text)


@contextmanager
def faults_told() -> Iterator[None]:
    """Faults of Typst, even those by which it breaks off, as an error of ours."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, typst.TypstError) and type(error).__name__ != "PanicException":
            raise
        fix = "Look for unusual characters in the words that changed last, and tell those who keep this program."
        # What Typst says may quote the words that it could not set, and an error is shown in logs.
        raise CypError(f"The report could not be set for print ({type(error).__name__}).", fix) from None


def runs_left(text: str) -> bool:
    """Whether the text begins in a script that is written from right to left."""
    if not _MAY_RUN_LEFT.search(text):
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"
