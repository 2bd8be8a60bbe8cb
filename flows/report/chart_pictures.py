"""Charts as pictures for Word, not each version of which shows SVG: from the same drawings, by Typst, all at once."""

import json
from collections.abc import Iterable

import typst

from flows.report.glyphs import speakable
from flows.report.typesetting import fonts

DOTS = 160  # to the inch: sharp on paper, some 25 KB for a chart
_PAGES = b"""
#set text(font: ("Source Sans Pro", "DejaVu Sans Mono"))
#for svg in json(bytes(sys.inputs.drawings)) {
  set page(width: 480pt, height: auto, margin: 0pt)
  page(image(bytes(svg), format: "svg", width: 100%))
}
"""


def pictures(drawings: Iterable[str]) -> dict[str, bytes]:
    """A PNG of each SVG. Equal ones are made once; the same drawings give the same bytes."""
    wanted = sorted(set(drawings))
    if not wanted:
        return {}
    made = typst.compile(
        _PAGES,
        format="png",
        ppi=DOTS,
        font_paths=fonts(),
        sys_inputs={"drawings": speakable(json.dumps(wanted, ensure_ascii=False))},
    )
    return dict(zip(wanted, made if isinstance(made, list) else [made], strict=True))
