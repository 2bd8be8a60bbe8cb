"""The proof that hidden small counts stay hidden, and which further figures to hide so that they do.

A reader knows every count that a shown figure shows, that counts are whole and not below nought, that a number which
is nought is shown, and how all of them hang together. For each small count a linear programme (HiGHS, whole numbers)
finds the least and the most that it can be. One that fewer than five values remain for is given away, and the audit
names it. ``protect`` hides one more figure at a time until nothing is given away: the smallest of those that give it
away, parts before totals.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from transforms.disclosure import Count, Place, Relation, Together
from transforms.errors import CypError

LEAST_VALUES = 5  # as many as a hidden count of 1 to 5 may have
_NO_LIMIT = 1_000_000  # no council counts so many children


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a reader can work out of a hidden count; ``high`` is None where there is no limit."""

    low: int
    high: int | None

    @property
    def values(self) -> int | None:
        return None if self.high is None else self.high - self.low + 1

    @property
    def is_narrow(self) -> bool:
        return self.values is not None and self.values < LEAST_VALUES


@dataclass(frozen=True)
class GivenAway:
    """A small count that readers can work out to fewer than five values, and the figures that it was hidden in."""

    count: Count
    bounds: Bounds
    places: tuple[Place, ...]


class Audit:
    """What readers of some figures can work out. Groups of counts that hang together are looked at once each."""

    def __init__(self, figures: Together) -> None:
        self._figures = figures
        self._near_small = _hanging_together(figures.relations_of, figures.small)
        self._relations = [each for each in figures.relations if each.terms[0][0] in self._near_small]
        self._within = cache(self._bounds_within)

    def given_away(self, hidden: Collection[Place], known_before: Collection[Place] = ()) -> list[GivenAway]:
        """The small counts that are given away when ``hidden`` is hidden.

        ``known_before``: figures that readers know from earlier reports, whether or not they are hidden now.
        """
        known = self._figures.known(set(hidden) - set(known_before))
        found = []
        groups = self._groups(known)
        for count in self._figures.small:
            if count in known:
                bounds = Bounds(self._figures.values[count], self._figures.values[count])
            else:
                bounds = self._within(groups[count])[count]
            if bounds.is_narrow:
                found.append(GivenAway(count, bounds, self.figures_of(count)))
        return found

    def figures_of(self, count: Count) -> tuple[Place, ...]:
        """The figures that show a count; of what a quarter added to a year, those that it is the difference of."""
        if not count.grown:
            return self._figures.shown_by.get(count, ())
        relation = next(each for each in self._figures.relations_of[count] if _is_growth(each, count))
        return tuple(p for each, _ in relation.terms for p in self._figures.shown_by.get(each, ()))

    def beside(self, count: Count, hidden: Collection[Place]) -> list[Place]:
        """Shown figures that help to give a count away: they are in a sum with it, or with what hangs together with it.

        The first is the best to hide: parts before totals, and small ones before large ones.
        """
        known = self._figures.known(hidden)
        group = {count} if count in known else self._groups(known)[count]
        near = {other for each in group for r in self._figures.relations_of.get(each, ()) for other, _ in r.terms}
        places = {p for each in near for p in self._figures.shown_by.get(each, ()) if p not in hidden}
        return sorted((p for p in places if self._figures.cells[p].is_protected), key=self._cost)

    def _cost(self, place: Place) -> tuple[bool, bool, int, Place]:
        """A nought tells nothing by being hidden, and a total is what readers came for."""
        size = self._figures.cells[place].numerator or 0
        return size == 0, place.is_whole, size, place

    def _groups(self, known: Collection[Count]) -> Mapping[Count, frozenset[Count]]:
        """Each unknown count with all that hang together with it through unknown ones."""
        group_of: dict[Count, set[Count]] = {}
        for relation in self._relations:
            unknown = [count for count, _ in relation.terms if count not in known]
            joined: set[Count] = set(unknown).union(*(group_of.get(count, set()) for count in unknown))
            group_of.update(dict.fromkeys(joined, joined))
        whole = {id(group): frozenset(group) for group in group_of.values()}
        lone = {count: frozenset((count,)) for count in self._near_small if count not in known}
        return lone | {count: whole[id(group)] for count, group in group_of.items()}

    def _bounds_within(self, group: frozenset[Count]) -> Mapping[Count, Bounds]:
        """Bounds of the small counts of a group; what is outside it is known."""
        counts = sorted(group)
        problem = _Problem(counts, self._relations_of(counts), self._figures.values, map(self._least, counts))
        return problem.bounds_of([count for count in self._figures.small if count in group])

    def _least(self, count: Count) -> int:
        """A number alone that is nought is shown, so one that is hidden is known to be more."""
        shows = [self._figures.shows[place] for place in self._figures.shown_by.get(count, ())]
        is_alone = bool(shows) and all(len(counts) == 1 for counts in shows)
        return int(is_alone and self._figures.values[count] > 0)

    def _relations_of(self, counts: Iterable[Count]) -> list[Relation]:
        return list({each: None for count in counts for each in self._figures.relations_of.get(count, ())})


def protect(
    figures: Together,
    hidden: Collection[Place] = (),
    known_before: Collection[Place] = (),
    shown: Collection[Place] = (),
    audit: Audit | None = None,
) -> frozenset[Place]:
    """What to hide so that no small count is given away: those that show one, ``hidden``, and as few more as may be.

    ``known_before`` is known already, so that hiding it helps nobody; ``shown`` is to stay if anybody insists. What can
    not be helped by hiding stays given away: the audit of the result says so, and ``audit`` knows most of it already.
    """
    audit = audit or Audit(figures)
    chosen = set(hidden) | figures.primary
    past_help: set[Count] = set()
    while found := [each for each in audit.given_away(chosen, known_before) if each.count not in past_help]:
        for each in _one_of_each_group(found):
            useless = {*chosen, *known_before, *shown}
            if best := [place for place in audit.beside(each.count, chosen) if place not in useless]:
                chosen.add(best[0])
            else:
                past_help.add(each.count)
    return frozenset(chosen)


def past_help(figures: Together, known_before: Collection[Place]) -> frozenset[Count]:
    """Small counts that earlier reports gave away: nothing that is hidden now changes it."""
    return frozenset(each.count for each in Audit(figures).given_away(figures.cells, known_before))


def _one_of_each_group(found: Iterable[GivenAway]) -> Iterator[GivenAway]:
    """The first of each indicator, quarter and breakdown: what is hidden for it may help the others."""
    seen = set()
    for each in found:
        key = each.count.of, each.count.quarter, each.count.breakdown
        if key not in seen:
            seen.add(key)
            yield each


def _hanging_together(relations_of: Mapping[Count, Collection[Relation]], counts: Iterable[Count]) -> set[Count]:
    """The counts, and every other that is in a sum with one of them, or with one that is."""
    found, to_follow = set(counts), list(counts)
    while to_follow:
        near = {other for each in relations_of.get(to_follow.pop(), ()) for other, _ in each.terms}
        to_follow += near - found
        found |= near
    return found


def _is_growth(relation: Relation, count: Count) -> bool:
    return len(relation.terms) == 3 and relation.terms[1][0] == count


class _Problem:
    """Unknown counts, and what is known of them, as a linear programme in whole numbers."""

    def __init__(
        self, counts: list[Count], relations: list[Relation], values: Mapping[Count, int], least: Iterable[int]
    ) -> None:
        self._counts = counts
        self._bounds = [(low, _NO_LIMIT) for low in least]
        place = {count: number for number, count in enumerate(counts)}
        rows: dict[bool, list[tuple[np.ndarray, int]]] = defaultdict(list)
        for relation in relations:
            row, known = np.zeros(len(counts)), 0
            for count, sign in relation.terms:
                if count in place:
                    row[place[count]] += sign
                else:
                    known += sign * values[count]
            rows[relation.is_exact].append((row, -known))
        self._sides = {**_side("eq", rows[True]), **_side("ub", rows[False])}

    def bounds_of(self, wanted: list[Count]) -> dict[Count, Bounds]:
        """Every solution says something of all counts, so that few of them need a search of their own."""
        seen: list[np.ndarray] = []
        found: dict[Count, Bounds] = {}
        for count in wanted:
            at = self._counts.index(count)
            values = [int(each[at]) for each in seen]
            if values and max(values) - min(values) >= LEAST_VALUES - 1:
                found[count] = Bounds(min(values), max(values))
                continue
            least, most = self._solve(at, 1), self._solve(at, -1)
            seen += [least, most]
            high = int(most[at])
            found[count] = Bounds(int(least[at]), None if high >= _NO_LIMIT else high)
        return found

    def _solve(self, at: int, sign: int) -> np.ndarray:
        aim = np.zeros(len(self._counts))
        aim[at] = sign
        found = self._best(aim, integrality=0)
        # Mostly the best corner is one of whole numbers, which takes a tenth of the time to find.
        return np.rint(found if np.allclose(found, np.rint(found), atol=1e-6) else self._best(aim, integrality=1))

    def _best(self, aim: np.ndarray, integrality: int) -> np.ndarray:
        from scipy.optimize import linprog  # noqa: PLC0415 - it takes long to import, and few runs need it

        result = linprog(aim, bounds=self._bounds, integrality=integrality, method="highs", **self._sides)
        if result.x is None:
            raise CypError(f"The audit of hidden figures did not end: {result.message}")
        return result.x


def _side(name: str, rows: list[tuple[np.ndarray, int]]) -> dict[str, np.ndarray]:
    if not rows:
        return {}
    return {f"A_{name}": np.array([row for row, _ in rows]), f"b_{name}": np.array([known for _, known in rows])}
