"""How printed copies look: shapes and colours.

Ratings are told by shape and word; colour only repeats them, so that a copy in black and white loses nothing.
"""

from dataclasses import dataclass

from flows.report.model import NOT_RATED, OFF_TRACK, ON_TRACK, UNCERTAIN

INK, QUIET, LINE, WASH = "#0B1320", "#4B5660", "#C9D0D6", "#F3F5F7"
BRAND, LINK, MARK, WATERMARK, PAPER = "#12436D", "#1A5A96", "#FFD84D", "#F0F2F4", "#FFFFFF"


@dataclass(frozen=True)
class Tag:
    """How a rating is set: its shape, and the colours of its edge, its ground and its word."""

    shape: str
    edge: str
    ground: str
    word: str


TAGS = {
    ON_TRACK: Tag("●", "#00703C", "#DCEFE4", "#00522C"),
    UNCERTAIN: Tag("▲", "#B85C00", "#FFF1D6", "#6B3500"),
    OFF_TRACK: Tag("■", "#A71D12", "#FBE2DF", "#7A150D"),
    NOT_RATED: Tag("–", "#5B6670", "#EEF0F2", "#333C44"),
}
TRAVELS = {"Better": TAGS[ON_TRACK].word, "Worse": TAGS[OFF_TRACK].word}
