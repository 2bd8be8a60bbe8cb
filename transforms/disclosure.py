"""Small numbers of children: which figures are hidden from the public, and how those published together hang together.

A figure (``Cell``) shows counts: what was counted, out of how many, and how many are left over. Counts hang together
(``Together``): parts make a total; what is left over is the difference of two; what a year has grown by in a quarter is
the difference of two quarters. A count of 1 to 5 of a measure of that class is small: no figure that shows it is shown,
and ``transforms.disclosure_audit`` proves that the figures that are shown do not give it away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from transforms.indicators.breakdown import TOTAL
from transforms.indicators.indicator import PERCENTAGES, Indicator, Period, Unit
from transforms.national_disclosure import INTERNAL, ONE_TO_FIVE
from transforms.periods import year_name
from transforms.quarters import Quarter

LEAST_SHOWN = 6  # a count below is small, nought apart
HIDDEN = "c"
_COUNTED, _OUT_OF, _LEFT_OVER = "counted", "out of", "left over"
_GROWING = (Period.FINANCIAL_YEAR, Period.ACADEMIC_YEAR, Period.CALENDAR_YEAR, Period.ANNUALISED)
_OF_A_POPULATION = (Unit.PER_10_000, Unit.PER_100, Unit.PER_POST)  # whose denominators say nothing about a child

# Counts that several indicators show: whoever reads one knows it of the others.
_SHARED = {
    ("cla_rate", _COUNTED): "children looked after",
    ("cla_number", _COUNTED): "children looked after",
    ("cpp_rate", _COUNTED): "children on protection plans",
    ("cpp_long_plans_rate", _OUT_OF): "children on protection plans",
    ("suspension_rate", _COUNTED): "suspensions",
    ("suspensions", _COUNTED): "suspensions",
    ("permanent_exclusion_rate", _COUNTED): "permanent exclusions",
    ("permanent_exclusions", _COUNTED): "permanent exclusions",
    ("ehc_plans", _COUNTED): "children with an EHC plan",
    ("ehc_outside_area_rate", _OUT_OF): "children with an EHC plan",
    ("ehc_reviews_in_date_rate", _OUT_OF): "children with an EHC plan",
    ("ehc_plans_issued", _COUNTED): "EHC plans issued",
    ("ehc_20_weeks_all_rate", _OUT_OF): "EHC plans issued",
    ("neet_rate", _OUT_OF): "young people of academic age 16 or 17",
    ("not_known_rate", _OUT_OF): "young people of academic age 16 or 17",
    ("participation_rate", _OUT_OF): "young people of academic age 16 or 17",
}


@dataclass(frozen=True, order=True)
class Place:
    """Where a figure stands: of which indicator, quarter and breakdown item."""

    indicator: str
    quarter: str
    breakdown: str = TOTAL
    item: str = TOTAL

    @property
    def is_whole(self) -> bool:
        return self.breakdown == TOTAL


@dataclass(frozen=True, order=True)
class Count:
    """A number of people or events. ``of`` names what is counted, and ``grown`` what a quarter added to a year."""

    of: str
    quarter: str
    breakdown: str = TOTAL
    item: str = TOTAL
    grown: bool = False


@dataclass(frozen=True)
class Cell:
    """A figure for the whole council, as it is. ``kind``: the class of the measures that show its indicator."""

    place: Place
    numerator: int | None
    denominator: int | None
    kind: str
    indicator: Indicator = field(repr=False)

    @property
    def is_protected(self) -> bool:
        return self.kind == ONE_TO_FIVE and self.indicator.unit is not Unit.POUNDS

    @property
    def is_difference(self) -> bool:
        return self.numerator is None and self.indicator.less is not None

    @cached_property
    def counts(self) -> Mapping[Count, int]:
        """What whoever sees the figure knows."""
        found: dict[Count, int] = {}
        if self.numerator is not None:
            found[self._count(_COUNTED)] = self.numerator
        if self.denominator is not None and self.indicator.unit not in _OF_A_POPULATION:
            found[self._count(_OUT_OF)] = self.denominator
            if self.indicator.unit in PERCENTAGES and self.numerator is not None:
                found[self._count(_LEFT_OVER)] = self.denominator - self.numerator
        return found

    @property
    def grows_in(self) -> str:
        """The year through which the figure grows; empty for one that does not."""
        period = self.indicator.period
        return year_name(period, Quarter.parse(self.place.quarter)) if period in _GROWING else ""

    def _count(self, side: str) -> Count:
        of = _SHARED.get((self.place.indicator, side), f"{self.place.indicator} {side}")
        return Count(of, self.place.quarter, self.place.breakdown, self.place.item)


@dataclass(frozen=True)
class Relation:
    """Counts, each with its sign, that add up to nought; or, unless ``is_exact``, to nought at the most."""

    terms: tuple[tuple[Count, int], ...]
    is_exact: bool = True


@dataclass(frozen=True)
class Together:
    """Everything that is published together: figures, the counts that they show, and how these hang together."""

    cells: Mapping[Place, Cell]
    shows: Mapping[Place, Mapping[Count, int]]
    values: Mapping[Count, int]
    relations: tuple[Relation, ...]
    small: tuple[Count, ...]

    @cached_property
    def shown_by(self) -> Mapping[Count, tuple[Place, ...]]:
        found: dict[Count, list[Place]] = defaultdict(list)
        for place, counts in self.shows.items():
            for count in counts:
                found[count].append(place)
        return {count: tuple(places) for count, places in found.items()}

    @cached_property
    def relations_of(self) -> Mapping[Count, tuple[Relation, ...]]:
        found: dict[Count, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            for count, _ in relation.terms:
                found[count].append(relation)
        return {count: tuple(relations) for count, relations in found.items()}

    @cached_property
    def primary(self) -> frozenset[Place]:
        """Figures that show a small count, or might: of one without counts nobody can say how small it is."""
        small = set(self.small)
        return frozenset(
            place
            for place, cell in self.cells.items()
            if cell.is_protected and (not self.shows[place] or not small.isdisjoint(self.shows[place]))
        )

    def known(self, hidden: Collection[Place]) -> set[Count]:
        """What readers know when these figures are hidden."""
        return {count for place, counts in self.shows.items() if place not in hidden for count in counts}


def together(cells: Iterable[Cell]) -> Together:
    """The figures that readers may see side by side; internal ones are not among them."""
    by_place = {cell.place: cell for cell in cells if cell.kind != INTERNAL}
    shows = _shows(by_place)
    values = {count: value for counts in shows.values() for count, value in counts.items()}
    relations = [*_left_over(by_place, shows), *_parts(by_place, shows)]
    for relation, grown in _growth(by_place, shows):
        relations.append(relation)
        values |= grown
    return Together(
        by_place, shows, values, tuple(relations), tuple(sorted(_small(by_place, shows, values, relations)))
    )


def is_small(value: int) -> bool:
    """Whether a count is one of those that could point to a child."""
    return 0 < value < LEAST_SHOWN


def _shows(cells: Mapping[Place, Cell]) -> dict[Place, dict[Count, int]]:
    """The counts of each figure. One that two indicators share is theirs alone where they do not agree on it.

    A difference shows what the two figures show that it is made of: with either of them it gives the other away.
    """
    said: dict[Count, set[int]] = defaultdict(set)
    for cell in cells.values():
        for count, value in cell.counts.items():
            said[count].add(value)
    shows = {
        place: {
            count if len(said[count]) == 1 else _own(count, place.indicator): value
            for count, value in cell.counts.items()
        }
        for place, cell in cells.items()
    }
    made_of = {place: _made_of(place, cell.indicator) for place, cell in cells.items() if cell.is_difference}
    for place, parts in made_of.items():
        if all(part in shows for part in parts):
            shows[place] = {count: value for part in parts for count, value in shows[part].items()}
    return shows


def _made_of(place: Place, indicator: Indicator) -> tuple[Place, ...]:
    return tuple(Place(each, place.quarter, place.breakdown, place.item) for each in indicator.less or ())


def _own(count: Count, indicator: str) -> Count:
    return Count(f"{count.of} by {indicator}", count.quarter, count.breakdown, count.item)


def _left_over(cells: Mapping[Place, Cell], shows: Mapping[Place, Mapping[Count, int]]) -> Iterator[Relation]:
    for place in cells:
        counts = list(shows[place])
        if len(counts) == 3:
            counted, out_of, left_over = counts
            yield Relation(((counted, 1), (left_over, 1), (out_of, -1)))


def _parts(cells: Mapping[Place, Cell], shows: Mapping[Place, Mapping[Count, int]]) -> Iterator[Relation]:
    """The items of a breakdown make the whole; where some are not listed, they are no more than it."""
    items: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for place in cells:
        if not place.is_whole:
            items[place.indicator, place.quarter, place.breakdown].append(place)
    for (indicator, quarter, _), places in items.items():
        whole = shows.get(Place(indicator, quarter))
        if whole is None:
            continue
        for number, (total, value) in enumerate(whole.items()):
            parts = [list(shows[place].items())[number] for place in places if len(shows[place]) > number]
            added = sum(part for _, part in parts)
            if parts and added <= value:
                yield Relation((*((count, 1) for count, _ in parts), (total, -1)), added == value)


def _growth(
    cells: Mapping[Place, Cell], shows: Mapping[Place, Mapping[Count, int]]
) -> Iterator[tuple[Relation, dict[Count, int]]]:
    """What each quarter added to a year: nothing is said of it, and two quarters' figures give it away."""
    for place, cell in cells.items():
        before = Place(place.indicator, str(Quarter.parse(place.quarter).plus(-1)), place.breakdown, place.item)
        if not cell.grows_in or before not in cells or cells[before].grows_in != cell.grows_in:
            continue
        for (then, earlier), (now, later) in zip(shows[before].items(), shows[place].items(), strict=False):
            if later >= earlier:
                grown = Count(now.of, now.quarter, now.breakdown, now.item, grown=True)
                yield Relation(((then, 1), (grown, 1), (now, -1))), {grown: later - earlier}


def _small(
    cells: Mapping[Place, Cell],
    shows: Mapping[Place, Mapping[Count, int]],
    values: Mapping[Count, int],
    relations: Sequence[Relation],
) -> set[Count]:
    """Counts of 1 to 5 that a protected figure shows, or that such a figure has grown by."""
    protected = {count for place, cell in cells.items() if cell.is_protected for count in shows[place]}
    grown = {
        count
        for relation in relations
        for count, _ in relation.terms
        if count.grown and any(other in protected for other, _ in relation.terms)
    }
    return {count for count in protected | grown if is_small(values[count])}
