"""Two sources of the same exclusions, held side by side: schools' notifications and the school census, term by term.

Neither is put right by the other; the figures keep to one of them (``transforms.indicators.exclusions``). What differs
is counted, so that the inclusion team can ask the schools.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from transforms import codelists
from transforms.indicators.exclusions import SAME_EXCLUSION
from transforms.indicators.indicator import Staged
from transforms.quarters import academic_year_start
from transforms.sentences import day_text

BOTH, ONLY_NOTIFIED, ONLY_COUNTED, RESCINDED = "in both", "only in notifications", "only in the census", "rescinded"
_COMPARED = ("SUSP", "PERM")
_SPRING_BEGINS = (1, 1)


@dataclass(frozen=True)
class Reconciliation:
    """One comparison of a source (``extract``, a core ``table``) with another, over a span of time (``covers``).

    ``words`` say what was compared and what was found; ``differing`` is how many things they say differently of, and
    ``counts`` are all that were counted on the way.
    """

    id: str
    extract: str
    table: str
    covers: str
    words: str
    fix: str
    differing: int
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the sources say different things."""
        return self.differing > 0


class _Batch(NamedTuple):
    batch_id: int
    data_to: date


@dataclass(frozen=True)
class _Term:
    """A term of which both sources tell: the batches, and the days from ``first`` to ``last`` that both reach."""

    covers: str
    census: int
    notifications: int
    first: date
    last: date


def reconciliations(staged: Staged) -> tuple[Reconciliation, ...]:
    """A comparison for each term whose census and notifications are both there, oldest first."""
    return tuple(_compared(staged, term) for term in _terms(staged))


def _terms(staged: Staged) -> tuple[_Term, ...]:
    """Terms in the order of time. A summer term without its spring's census is left out: its first day is not known."""
    censuses, notified = _batches(staged, "census_exclusions"), _batches(staged, "exclusions")
    found = []
    for covers, census in sorted(censuses.items(), key=lambda item: item[1].data_to):
        year, _, term = covers.partition(" ")
        first = _first_day(year, term, censuses)
        if year in notified and first is not None and first <= notified[year].data_to:
            last = min(census.data_to, notified[year].data_to)
            found.append(_Term(covers, census.batch_id, notified[year].batch_id, first, last))
    return tuple(found)


def _batches(staged: Staged, extract: str) -> dict[str, _Batch]:
    """The batches of an extract by what they cover."""
    rows = staged.batches[staged.batches["extract"].eq(extract)]
    columns = zip(rows["covers"], rows["batch_id"], rows["data_to"].dt.date, strict=True)
    return {str(covers): _Batch(int(batch_id), data_to) for covers, batch_id, data_to in columns}


def _first_day(year: str, term: str, censuses: dict[str, _Batch]) -> date | None:
    begins = academic_year_start(year)
    if term == "autumn":
        return begins
    if term == "spring":
        return date(begins.year + 1, *_SPRING_BEGINS)
    spring = censuses.get(f"{year} spring")
    return None if spring is None else spring.data_to + timedelta(days=1)


def _compared(staged: Staged, term: _Term) -> Reconciliation:
    notified, counted = (_exclusions(staged, batch, term) for batch in (term.notifications, term.census))
    rescinded = notified["decision"].isin(codelists.group_on("exclusion_decision", "rescinded", term.last))
    sides = _different(notified[~rescinded]).merge(_different(counted), how="outer", indicator="side")
    number = sides["side"].value_counts()
    taken_back = sides[sides["side"].eq("right_only")].merge(_different(notified[rescinded]), on=SAME_EXCLUSION)
    counts = (
        (BOTH, int(number["both"])),
        (ONLY_NOTIFIED, int(number["left_only"])),
        (ONLY_COUNTED, int(number["right_only"]) - len(taken_back)),
        (RESCINDED, len(taken_back)),
    )
    return Reconciliation(
        id="exclusions-notified-and-counted",
        extract="exclusions",
        table="core.exclusion",
        covers=term.covers,
        words=_words(term, counts),
        fix="Ask the schools which is right; what leads the figures are their notifications.",
        differing=sum(number for name, number in counts if name in (ONLY_NOTIFIED, ONLY_COUNTED)),
        counts=counts,
    )


def _different(exclusions: pd.DataFrame) -> pd.DataFrame:
    """What makes an exclusion the same in both sources, each once."""
    return exclusions[SAME_EXCLUSION].drop_duplicates()


def _exclusions(staged: Staged, batch: int, term: _Term) -> pd.DataFrame:
    """Suspensions and permanent exclusions of a batch that began in the term."""
    rows = staged.rows("core.exclusion")
    in_term = rows["start_date"].between(pd.Timestamp(term.first), pd.Timestamp(term.last))
    return rows[rows["batch_id"].eq(batch) & in_term & rows["category"].isin(_COMPARED)]


def _words(term: _Term, counts: tuple[tuple[str, int], ...]) -> str:
    number = dict(counts)
    words = (
        f"Exclusions from {day_text(term.first)} to {day_text(term.last)}: {number[BOTH]} are in the school census and "
        f"in schools' notifications, {number[ONLY_NOTIFIED]} only in the notifications, {number[ONLY_COUNTED]} only in "
        "the census."
    )
    if number[RESCINDED]:
        words += f" {number[RESCINDED]} of the census were rescinded since."
    return words
