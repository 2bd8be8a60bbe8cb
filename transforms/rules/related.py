"""Masks that look at more than a row: the record that it belongs to in an earlier table, and its neighbours in time."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from transforms.rules.rule import Context, Mask, places_in

_FAR_FUTURE = pd.Timestamp("2199-12-31")
_THERE = "__there"


def beside(table: str, mask: Mask) -> Mask:
    """A mask that reads an earlier table of the batch, and finds nothing where that table is not known."""

    def where_known(rows: pd.DataFrame, context: Context) -> pd.Series:
        return mask(rows, context) if table in context.tables else pd.Series(False, index=rows.index)

    return where_known


def looked_up(keys: pd.Series, context: Context, table: str, column: str) -> pd.Series:
    """A column of the earlier table's row that has each key (under the keys' own name); missing where there is none."""
    rows = context.tables[table]
    places = places_in(rows[str(keys.name)], keys)
    return pd.Series(rows[column].array.take(places, allow_fill=True), index=keys.index)


def is_set(flags: pd.Series) -> pd.Series:
    """A flag as plain truth: what is not known is not set."""
    return flags.fillna(False).astype(bool)


@dataclass(frozen=True)
class Neighbours:
    """For each row, where the rows of the same child just before and just after it in time stand; -1 for nowhere.

    ``in_order`` is True for rows that have a place in that order.
    """

    rows: pd.DataFrame
    in_order: np.ndarray
    places_before: np.ndarray
    places_after: np.ndarray

    def before(self, name: str) -> pd.Series:
        """A column of the row before; missing where there is none."""
        return self._at(self.places_before, name)

    def after(self, name: str) -> pd.Series:
        """A column of the row after; missing where there is none."""
        return self._at(self.places_after, name)

    def two_before(self, name: str) -> pd.Series:
        """A column of the row before the row before."""
        # The last place stands for nowhere: -1 reads it.
        places = np.append(self.places_before, -1)
        return self._at(places[self.places_before], name)

    @property
    def is_last(self) -> pd.Series:
        """True for rows of the order with none after them."""
        return pd.Series(self.in_order & (self.places_after < 0), index=self.rows.index)

    @property
    def is_first(self) -> pd.Series:
        """True for rows of the order with none before them."""
        return pd.Series(self.in_order & (self.places_before < 0), index=self.rows.index)

    def _at(self, places: np.ndarray, name: str) -> pd.Series:
        return pd.Series(self.rows[name].array.take(places, allow_fill=True), index=self.rows.index)


def in_time(rows: pd.DataFrame, who: str, start: str) -> Neighbours:
    """The neighbours of spans in the order in which they start.

    Two that start on one day are left to other rules: neither is the earlier one, and neither is anybody's neighbour.
    """
    people, days, order = _ordered(rows, who, start)
    order = order[~_is_tied(people, days, order)]
    follows = _same(people, order)
    earlier, later = order[:-1][follows], order[1:][follows]
    in_order, before, after = np.zeros(len(rows), dtype=bool), np.full(len(rows), -1), np.full(len(rows), -1)
    in_order[order], before[later], after[earlier] = True, earlier, later
    return Neighbours(rows, in_order, before, after)


def _ordered(rows: pd.DataFrame, who: str, start: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each row's child and start as numbers, and the places of the rows that have both: by child, then by start."""
    people = pd.factorize(rows[who])[0]
    days = rows[start].to_numpy().astype("int64")
    order = np.lexsort((days, people))
    return people, days, order[(people[order] >= 0) & rows[start].notna().to_numpy()[order]]


def _is_tied(people: np.ndarray, days: np.ndarray, order: np.ndarray) -> np.ndarray:
    """For each row of an order, whether another of the same child starts on the same day."""
    as_the_next = _same(people, order) & _same(days, order)
    is_tied = np.zeros(len(order), dtype=bool)
    is_tied[:-1] |= as_the_next
    is_tied[1:] |= as_the_next
    return is_tied


def _same(values: np.ndarray, order: np.ndarray) -> np.ndarray:
    """For each row of an order but the last, whether the next one has the same value."""
    return values[order[:-1]] == values[order[1:]]


def overlapping(who: str, start: str, end: str) -> Mask:
    """Mask of spans that start before an earlier one of the same child, or case, has ended.

    Two that start on one day are left to other rules: neither is the earlier one.
    """

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        people, days, order = _ordered(rows, who, start)
        ends = rows[end].fillna(_FAR_FUTURE).to_numpy().astype("int64")
        latest = pd.Series(ends[order]).groupby(people[order]).cummax().to_numpy()
        is_late = np.zeros(len(rows), dtype=bool)
        is_late[order[1:]] = _same(people, order) & (days[order[1:]] < latest[:-1])
        is_late[order[_is_tied(people, days, order)]] = False
        return pd.Series(is_late, index=rows.index)

    return mask


def paired(rows: pd.DataFrame, context: Context, table: str, who: str) -> pd.DataFrame:
    """Each row beside each row that an earlier table has of the same child or case.

    ``place`` is the row's place among ``rows``; columns of the other table end in ``__there``.
    """
    there = context.tables[table].add_suffix(_THERE)
    placed = rows.assign(place=range(len(rows))).dropna(subset=[who])
    return placed.merge(there, left_on=who, right_on=who + _THERE)


def at_places(rows: pd.DataFrame, places: pd.Series) -> pd.Series:
    """True for the rows that stand at some of the places."""
    return pd.Series(pd.RangeIndex(len(rows)).isin(places), index=rows.index)


def outside(day: str, table: str, start: str, end: str, who: str) -> Mask:
    """Mask of days that lie in no span that an earlier table has of the same child; none where it has no span at all.

    First and last day belong to a span, and one without an end goes on.
    """

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        pairs = paired(rows[[who, day]], context, table, who)
        has_begun = pairs[day] >= pairs[start + _THERE]
        is_in = has_begun & ((pairs[day] <= pairs[end + _THERE]) | pairs[end + _THERE].isna())
        is_known = at_places(rows, pairs["place"])
        return is_known & rows[day].notna() & ~at_places(rows, pairs.loc[is_in, "place"])

    return beside(table, mask)
