"""What a delivery speaks for: its slice of time, from the date that its data run to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.council_types import HalfTerm
from transforms.errors import CouncilFolderError
from transforms.extracts.extract import Covers, Extract
from transforms.quarters import academic_year, academic_year_start, financial_year, financial_year_bounds
from transforms.sentences import day_text

_TERMS = {1: "autumn", 2: "spring", 3: "summer"}


@dataclass(frozen=True)
class Slice:
    """A span of time: its name, and its first and last day as far as the data run."""

    covers: str
    first: date
    last: date


def slice_of(extract: Extract, data_to: date, half_terms: Sequence[HalfTerm], covers: str = "") -> Slice:
    """The slice of a delivery; ``covers`` says what its supplier's deliveries speak for, where not what is usual.

    Raises CouncilFolderError when the council's half-term dates do not reach it.
    """
    match Covers(covers or extract.covers):
        case Covers.FINANCIAL_YEAR:
            year = financial_year(data_to)
            return Slice(year, financial_year_bounds(year)[0], data_to)
        case Covers.ACADEMIC_YEAR:
            year = academic_year(data_to)
            return Slice(year, academic_year_start(year), data_to)
        case Covers.CALENDAR_YEAR:
            return Slice(str(data_to.year), date(data_to.year, 1, 1), data_to)
        case Covers.MONTH:
            return Slice(f"{data_to:%Y-%m}", data_to.replace(day=1), data_to)
        case Covers.TERM:
            newest = _newest(half_terms, data_to)
            term = (newest.number + 1) // 2
            first = min(h.start for h in half_terms if _same_term(h, newest))
            return Slice(f"{newest.academic_year} {_TERMS[term]}", first, data_to)
        case Covers.HALF_TERM:
            newest = _newest(half_terms, data_to)
            return Slice(f"{newest.academic_year} HT{newest.number}", newest.start, min(newest.end, data_to))


def _newest(half_terms: Sequence[HalfTerm], day: date) -> HalfTerm:
    begun = [half_term for half_term in half_terms if half_term.start <= day]
    if not begun or not any(half_term.end >= day or half_term.start > day for half_term in half_terms):
        raise CouncilFolderError(
            f"reference/half_terms.csv does not reach {day_text(day)}.", "Add the half-terms of that academic year."
        )
    return max(begun, key=lambda half_term: half_term.start)


def _same_term(one: HalfTerm, other: HalfTerm) -> bool:
    return one.academic_year == other.academic_year and (one.number + 1) // 2 == (other.number + 1) // 2
