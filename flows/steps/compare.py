"""Compare: what is published of other areas, as the council's folder holds it, up to the quarter's end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flows.published import read_neighbours, read_published
from flows.steps.context import RunContext
from transforms.comparators import Comparator, comparators
from transforms.indicators import INDICATORS


@dataclass(frozen=True)
class Compared:
    """Published values of other areas. ``listed``: the day of the list of neighbours; None where there is none."""

    values: Sequence[Comparator]
    listed: date | None


def compared_with(run: RunContext) -> Compared:
    """Nothing where the council keeps no published values. Raises CouncilFolderError for a file that cannot be read."""
    council, day = run.council, run.quarter.end
    values = read_published(run.folder)
    neighbours = read_neighbours(run.folder, council.la_code, day)
    if values is None:
        return Compared((), None)
    found = comparators(values, INDICATORS, council.la_code, council.region, neighbours, day)
    return Compared(found, neighbours.from_day if neighbours else None)
