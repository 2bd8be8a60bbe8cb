"""Characters that no font of ours has a shape for: a printed copy names them, where it would else show an empty box.

PDF/A refuses a text without a shape. Typst is asked once for each character that is not plain Latin.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import typst

from flows.report.typesetting import fonts

Data = dict[str, Any] | list[Any] | str | float | bool | None
_UNUSUAL = re.compile(r"[^\x00-\x7e\xa0-\u017f\u2010-\u2026]")
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_NO_SHAPE = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_PROBE = """
#set document(title: "Characters", date: datetime(year: 2000, month: 1, day: 1))
#set text(font: ("Source Sans Pro", "DejaVu Sans Mono"))
#for each in sys.inputs.characters.codepoints() [#each ]
"""


def speakable(data: Data) -> Data:
    """The same data with each character that cannot be shown as its name: ``[grinning face]``."""
    unusual: set[str] = set()
    _strings(data, lambda text: unusual.update(_UNUSUAL.findall(text)) or text)
    lost = _without_shape("".join(sorted(unusual)))
    return _strings(data, lambda text: _named(text, lost))


def _strings(data: Data, change: Callable[[str], str]) -> Data:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _strings(value, change) for key, value in data.items()}
    return [_strings(each, change) for each in data] if isinstance(data, list) else data


def _named(text: str, lost: frozenset[str]) -> str:
    text = text.translate(_CONTROLS)
    if lost.isdisjoint(text):
        return text
    return "".join(_name(each) if each in lost else each for each in _JOINERS.sub("", text))


def _name(character: str) -> str:
    return f"[{unicodedata.name(character, f'character {ord(character):X}').lower()}]"


@cache
def _without_shape(characters: str) -> frozenset[str]:
    """Those of the characters that Typst finds in none of its fonts."""
    try:
        typst.compile(
            _PROBE.encode(),
            format="pdf",
            font_paths=fonts(),
            pdf_standards=["a-2a"],
            sys_inputs={"characters": characters},
        )
    except typst.TypstError as error:
        return frozenset(characters).intersection("".join(_NO_SHAPE.findall(error.diagnostic)))
    return frozenset()
