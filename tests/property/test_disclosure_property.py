"""No hidden small count can be worked out to fewer than five values, whatever the table.

Thousands of small tables are checked by trying every number (``tests.oracle.disclosure``), some large ones by the
audit's own programme.
"""

from collections.abc import Iterator
from itertools import accumulate, combinations_with_replacement

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.disclosure import cell, values_left
from transforms.disclosure import Cell, Place, Together, is_small, together
from transforms.disclosure_audit import LEAST_VALUES, Audit, protect

numbers = st.integers(0, 8)
QUARTERS = [f"2025-26-Q{number}" for number in (1, 2, 3, 4)]


@pytest.fixture(autouse=True, scope="module")
def _answers_remembered() -> Iterator[None]:
    """Small tables ask the linear programme the same again and again: each question is put to it once."""
    answers: dict[object, object] = {}
    solve = scipy.optimize.linprog

    def remembered(
        aim: np.ndarray, *, bounds: list[tuple[int, int]], integrality: int, method: str, **sides: np.ndarray
    ) -> object:
        arrays = tuple((name, each.shape, each.tobytes()) for name, each in sorted(sides.items()))
        question = aim.tobytes(), tuple(bounds), integrality, arrays
        if question not in answers:
            answers[question] = solve(aim, bounds=bounds, integrality=integrality, method=method, **sides)
        return answers[question]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scipy.optimize, "linprog", remembered)
        yield


def _shown(figures: Together) -> list[Place]:
    hidden = protect(figures)
    return [place for place in figures.cells if place not in hidden]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_parts_of_a_total(size: int) -> None:
    """Every total of so many parts of up to eight each: by turns the smallest comes first, or the largest."""
    for number, parts in enumerate(combinations_with_replacement(range(9), size)):
        _parts_of_a_total(parts if number % 2 else parts[::-1])


def _parts_of_a_total(parts: tuple[int, ...]) -> None:
    cells = [cell("cla_number", QUARTERS[0], sum(parts))]
    cells += [cell("cla_number", QUARTERS[0], n, item=f"age_group {i}") for i, n in enumerate(parts)]
    atoms = {str(i): n for i, n in enumerate(parts)}
    members = {each.place: [each.place.item] if not each.place.is_whole else list(atoms) for each in cells}
    small = {each.place: members[each.place] for each in cells if is_small(each.numerator or 0)}
    left = values_left(
        atoms, [members[p] for p in _shown(together(cells))], small, more_than_nought=list(members.values())
    )
    assert all(values >= LEAST_VALUES for values in left.values()), left


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=3, max_size=3), st.integers(0, 12))
def test_two_breakdowns_of_one_total(other: list[int], girls: int) -> None:
    one = [min(girls, sum(other)), max(0, sum(other) - girls)]
    cells = [cell("cla_number", QUARTERS[0], sum(one))]
    cells += [cell("cla_number", QUARTERS[0], n, item=f"sex {i}") for i, n in enumerate(one)]
    cells += [cell("cla_number", QUARTERS[0], n, item=f"age_group {i}") for i, n in enumerate(other)]
    atoms = {f"sex {i}": n for i, n in enumerate(one)} | {f"age_group {i}": n for i, n in enumerate(other)}
    by_sex, by_age = ([name for name in atoms if name.startswith(of)] for of in ("sex", "age_group"))
    members = {
        each.place: by_sex if each.place.is_whole else [f"{each.place.breakdown} {each.place.item}"] for each in cells
    }
    small = {each.place: members[each.place] for each in cells if is_small(each.numerator or 0)}
    left = values_left(
        atoms,
        [members[p] for p in _shown(together(cells))],
        small,
        same=[(by_sex, by_age)],
        more_than_nought=list(members.values()),
    )
    assert all(values >= LEAST_VALUES for values in left.values()), left


@settings(max_examples=400, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=4))
def test_quarters_of_a_year(grown: list[int]) -> None:
    names = QUARTERS[: len(grown)]
    totals = list(accumulate(grown))
    cells = [cell("cla_entries", quarter, total) for quarter, total in zip(names, totals, strict=True)]
    atoms = dict(zip(names, grown, strict=True))
    members = {quarter: names[: number + 1] for number, quarter in enumerate(names)}
    small = {f"to {q}": members[q] for q, total in zip(names, totals, strict=True) if is_small(total)}
    small |= {f"in {q}": [q] for q, n in atoms.items() if is_small(n)}
    left = values_left(
        atoms,
        [members[place.quarter] for place in _shown(together(cells))],
        small,
        more_than_nought=list(members.values()),
    )
    assert all(values >= LEAST_VALUES for values in left.values()), left


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=2))
def test_percentages_that_grow_through_a_year(grown: list[tuple[int, int]]) -> None:
    names = QUARTERS[: len(grown)]
    atoms = {f"{q} {side}": n for q, pair in zip(names, grown, strict=True) for side, n in zip("nr", pair, strict=True)}
    sums = {f"to {q} {side}": [f"{each} {s}" for each in names[: i + 1] for s in side]
            for i, q in enumerate(names) for side in ("n", "r", "nr")}  # fmt: skip
    sums |= {f"in {q} {side}": [f"{q} {s}" for s in side] for q in names for side in ("n", "r", "nr")}
    value = {name: sum(atoms[each] for each in members) for name, members in sums.items()}
    cells = [cell("cpp_repeat_rate", q, value[f"to {q} n"], value[f"to {q} nr"]) for q in names]
    shown = [sums[f"to {place.quarter} {side}"] for place in _shown(together(cells)) for side in ("n", "nr")]
    left = values_left(atoms, shown, {name: members for name, members in sums.items() if is_small(value[name])})
    assert all(values >= LEAST_VALUES for values in left.values()), left


@st.composite
def large_tables(draw: st.DrawFn) -> list[Cell]:
    """Entries to care by sex and age through a year, and the plans of a year with those repeated."""
    cells: list[Cell] = []
    ages = draw(st.integers(2, 5))
    totals = [[0] * ages for _ in range(2)]
    plans = [0, 0]
    for quarter in QUARTERS:
        for row in totals:
            for column in range(ages):
                row[column] += draw(st.integers(0, 7))
        cells.append(cell("cla_entries", quarter, sum(map(sum, totals))))
        cells += [cell("cla_entries", quarter, sum(row), item=f"sex {i}") for i, row in enumerate(totals)]
        by_age = [sum(column) for column in zip(*totals, strict=True)]
        cells += [cell("cla_entries", quarter, n, item=f"age_group {i}") for i, n in enumerate(by_age)]
        plans = [plans[0] + draw(st.integers(0, 6)), plans[1] + draw(st.integers(0, 20))]
        cells.append(cell("cpp_repeat_rate", quarter, plans[0], sum(plans)))
    return cells


@settings(max_examples=10, deadline=None)
@given(large_tables())
def test_large_tables_pass_their_audit(cells: list[Cell]) -> None:
    figures = together(cells)
    assert Audit(figures).given_away(protect(figures)) == []


@settings(max_examples=8, deadline=None)
@given(large_tables())
def test_what_was_shown_before_counts_as_known(cells: list[Cell]) -> None:
    """Each quarter's report is protected with what the earlier ones showed: hidden then and now is hidden."""
    shown: set[Place] = set()
    for number in range(1, len(QUARTERS) + 1):
        figures = together([each for each in cells if each.place.quarter in QUARTERS[:number]])
        hidden = protect(figures, known_before=shown)
        assert Audit(figures).given_away(hidden, shown) == []
        shown |= {place for place in figures.cells if place not in hidden}


@pytest.mark.parametrize("numerator", range(1, 6))
def test_a_small_count_is_always_hidden(numerator: int) -> None:
    assert _shown(together([cell("cla_residential", QUARTERS[0], numerator)])) == []
