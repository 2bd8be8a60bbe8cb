"""Characters that no font of ours has a shape for: a printed copy names them, where it would else show an empty box.

PDF/A refuses a text without a shape. Typst is asked once for each character that is not plain Latin.
"""

import re
import unicodedata
from functools import cache

import typst

from flows.report.typesetting import fonts

_UNUSUAL = re.compile(r"[^\x00-\x7e\xa0-\u017f\u2010-\u2026]")
_JOINERS = "[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"  # between the parts of one picture
_NO_SHAPE = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_PROBE = """
#set document(title: "Characters", date: datetime(year: 2000, month: 1, day: 1))
#set text(font: ("Source Sans Pro", "DejaVu Sans Mono"))
#for each in sys.inputs.characters.codepoints() [#each ]
"""


def speakable(text: str) -> str:
    """The same text with each character that cannot be shown as its name: ``[grinning face]``."""
    lost = _without_shape("".join(sorted(set(_UNUSUAL.findall(text)))))
    if not lost:
        return text
    joined = f"[{''.join(lost)}](?:{_JOINERS}[{''.join(lost)}]?)*"
    return re.sub(joined, lambda found: "".join(_name(each) for each in found.group()), text)


def _name(character: str) -> str:
    if re.match(_JOINERS, character):
        return ""
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
