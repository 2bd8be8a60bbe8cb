"""Breaks in series: days from which a measure's figures are not like those before, so that none is compared across.

A council says where its own lie (``breaks.csv``: another case system, another definition). One that took over the area
of other authorities has one in every measure, on its first day.
"""

from transforms.areas import local_authorities, predecessors
from transforms.council_types import Council, SeriesBreak
from transforms.quarters import Quarter
from transforms.sentences import day_text

EVERY_MEASURE = ""


def breaks_of(council: Council, measure: str) -> tuple[SeriesBreak, ...]:
    """The breaks in a measure's series, the earliest first."""
    own = [each for each in council.breaks if each.measure in (measure, EVERY_MEASURE)]
    return tuple(sorted((*own, *_area_changed(council)), key=lambda each: each.first_day))


def break_between(breaks: tuple[SeriesBreak, ...], earlier: Quarter, later: Quarter) -> SeriesBreak | None:
    """The newest break that lies after the end of one quarter and not after that of another."""
    return next((each for each in reversed(breaks) if earlier.end < each.first_day <= later.end), None)


def words_of(found: SeriesBreak) -> str:
    """Why figures on the two sides are not compared."""
    return f"Figures before {day_text(found.first_day)} are not like those after it. {found.reason}"


def _area_changed(council: Council) -> tuple[SeriesBreak, ...]:
    before = predecessors(council.la_code)
    if council.synthetic or not before:
        return ()
    names = " and ".join(each.name for each in before)
    reason = f"{council.name} began then; its area had been part of {names}."
    return (SeriesBreak(EVERY_MEASURE, local_authorities()[council.la_code].begins, reason),)
