"""What a reader could work out of hidden figures, by trying every number: slow, plain, and without a linear programme.

A table is made of atoms: numbers of people that are counted once each, such as the girls who came into care in a
quarter. Every count that is published is a sum of atoms. The oracle tries all atoms from nought to a limit, keeps the
ways that agree with what is shown, and collects the values that each small count takes in them.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

from transforms.disclosure import Cell, Place
from transforms.indicators import indicator_by_id

LIMIT = 16
_NUMBERS = np.arange(LIMIT, dtype=np.int16)  # small numbers, since millions of them are added
Atoms = Mapping[str, int]
Name = TypeVar("Name")


def values_left(
    atoms: Atoms,
    shown: Collection[Sequence[str]],
    wanted: Mapping[Name, Sequence[str]],
    *,
    same: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
    more_than_nought: Collection[Sequence[str]] = (),
) -> dict[Name, int]:
    """How many values are left for each wanted sum, when the ``shown`` sums are known and ``same`` sums are equal.

    ``more_than_nought``: hidden numbers, which would be shown if they were nought.
    """
    names = list(atoms)
    grids = dict(zip(names, np.meshgrid(*[_NUMBERS] * len(names), indexing="ij", sparse=True), strict=True))
    fits = np.ones((LIMIT,) * len(names), dtype=bool)
    for members in shown:
        fits &= _sum(grids, members) == sum(atoms[name] for name in members)
    for one, other in same:
        fits &= _sum(grids, one) == _sum(grids, other)
    for members in more_than_nought:
        fits &= (_sum(grids, members) > 0) | (sum(atoms[name] for name in members) == 0)
    ways = np.argwhere(fits)
    column = {name: number for number, name in enumerate(names)}
    return {
        name: len(np.unique(ways[:, [column[member] for member in members]].sum(axis=1)))
        for name, members in wanted.items()
    }


def _sum(grids: Mapping[str, np.ndarray], members: Sequence[str]) -> np.ndarray | int:
    return sum((grids[name] for name in members), start=np.zeros((1,) * len(grids), dtype=np.int16))


def cell(indicator: str, quarter: str, numerator: int, denominator: int | None = None, item: str = "") -> Cell:
    """A figure of a measure whose small counts are hidden. ``item``: ``sex Girls``; nothing for the whole."""
    breakdown, _, name = item.partition(" ")
    place = Place(indicator, quarter, breakdown, name) if item else Place(indicator, quarter)
    return Cell(place, numerator, denominator, "1 to 5", indicator_by_id(indicator))


def growing(values: Sequence[int]) -> list[int]:
    """What each quarter added."""
    return [values[0], *(later - earlier for earlier, later in pairwise(values))]
