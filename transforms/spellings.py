"""Words as people write them: headings and coded values, compared without what makes no difference.

Case, spacing, punctuation, curly marks and characters that cannot be seen do not count.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import pandas as pd

from transforms import codelists
from transforms.extracts.extract import Column
from transforms.texts import is_unlisted

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")
_PUNCTUATION = re.compile(r"[\W_]+")
_NO_FRACTION = re.compile(r"^(-?[0-9]+)\.0+$")
# A form's options are lettered: "b) Female".
_OPTION = re.compile(r"[A-Za-z]{1,2}\)\s*")
# A code may lead its text: "U6: Foster placement", "(RD1) Needs changed", "PR4 - Private".
_LEADING = re.compile(r"\(?([A-Z0-9]{1,5})(\)|\s*[:\u2013\u2014-]|\s(?=\S))")
_CODE_BEFORE_A_SPACE = re.compile(r"[A-Z]*[0-9][A-Z0-9]*|[A-Z]{4,5}")
_ANSWERS = ("YES", "NO")  # "No - refused" need not mean no


def plain(text: str) -> str:
    """The form in which words are compared. What is nothing but punctuation stays as it is."""
    seen = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    words = _PUNCTUATION.sub(" ", _APOSTROPHES.sub("", seen)).strip().casefold()
    return words or " ".join(seen.split())


def read_codes(values: pd.Series, column: Column) -> pd.Series:
    """Codes as listed, those included that an export took for numbers (``5.0`` for ``5``).

    Of what is then on no list, the council's own words become what they mean, and a column that is ``spelled_freely``
    is read as people write its codes. What has no meaning stays as it is.
    """
    if not is_unlisted(values, codelists.known(column.codes)).any():
        return values
    known = frozenset(codelists.known(column.codes))
    own = {plain(given): code or None for given, code in column.own_words}
    texts = values.dropna().unique()
    meant = {text: _meant(text, known, own, column) for text in texts if text not in known}
    if all(text == code for text, code in meant.items()):
        return values
    return values.map({text: meant.get(text, text) for text in texts}).astype("str")


def _meant(text: str, known: frozenset[str], own: Mapping[str, str | None], column: Column) -> str | None:
    whole = _NO_FRACTION.sub(r"\1", text)
    if whole in known:
        return whole
    if plain(whole) in own:
        return own[plain(whole)]
    return (_spelled(whole, column.codes) if column.spelled_freely else None) or text


def _spelled(text: str, code_list: str) -> str | None:
    """The code that a text is a spelling of: by itself, behind the letter of its option, or leading its own text."""
    spellings = _spellings(code_list)
    without_letter = _OPTION.sub("", text, count=1) if _OPTION.match(text) else text
    for part in (text, without_letter):
        if code := spellings.get(plain(part)) or _leading_code(part, code_list):
            return code
    return None


def _leading_code(text: str, code_list: str) -> str | None:
    found = _LEADING.match(text)
    if found is None or found[1] in _ANSWERS or found[1] not in codelists.known(code_list):
        return None
    return found[1] if found[2].strip() or _CODE_BEFORE_A_SPACE.fullmatch(found[1]) else None


@cache
def _spellings(code_list: str) -> Mapping[str, str]:
    """Plain text to code: every code, and every label that only codes of one meaning have."""
    entries = codelists.code_list(code_list)
    meanings: dict[str, set[str]] = {}
    for entry in entries:
        meanings.setdefault(plain(entry.label), set()).add(entry.canonical)
    labels = {plain(entry.label): entry.code for entry in reversed(entries) if len(meanings[plain(entry.label)]) == 1}
    return labels | {plain(entry.code): entry.code for entry in reversed(entries)}
