"""What a report says of itself before its figures: what it restates or would move, and what is missing by consent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MovedFigure:
    """A figure that is not what another publication said. ``by`` is empty where no difference can be shown.

    ``anchor`` is empty for one that is no longer reported. ``beside``: what else is another, such as its rating.
    """

    ref: str
    title: str
    anchor: str
    then: str
    now: str
    by: str
    beside: tuple[str, ...]
    cause: str


@dataclass(frozen=True)
class Notice:
    """What stands before everything else on page one: that this copy restates another, or what it would move."""

    title: str
    sentences: tuple[str, ...]
    moved: tuple[MovedFigure, ...]


@dataclass(frozen=True)
class AcceptedGap:
    """Something missing that a named person accepted."""

    extract: str
    by: str
    on: str
    reason: str
