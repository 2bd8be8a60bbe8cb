"""Combinations of codes, numbered over the chunks of a file."""

import numpy as np
import pandas as pd

from transforms.combinations import Combinations
from transforms.register_chunk import chunks_of

ROWS = ["Ann 1 /", "Bob 1 -", "Ann 1 /", "- 1 /", "Bob 1 -", "Bob 2 -", "Cat 2 I"]


def numbered(columns: tuple[str, ...], rows_per_chunk: int) -> tuple[list[int], Combinations]:
    """The number of each row's combination, read in chunks."""
    fields = [[None if field == "-" else field for field in row.split()] for row in ROWS]
    text = pd.DataFrame(fields, columns=["pupil", "school", "mark"], index=range(2, len(ROWS) + 2)).astype("str")
    combinations = Combinations(columns)
    numbers = [combinations.of_chunk(chunk) for chunk in chunks_of(text, rows_per_chunk)]
    return np.concatenate(numbers).tolist(), combinations


def test_a_column_alone_is_numbered_by_its_codes_and_empty_is_0() -> None:
    numbers, combinations = numbered(("pupil",), 3)
    assert numbers == [1, 2, 1, 0, 2, 2, 3]
    assert combinations.codes()["pupil"].tolist() == [-1, 0, 1, 2]


def test_a_combination_has_the_same_number_in_every_chunk() -> None:
    for rows_per_chunk in (1, 2, 3, 10):
        numbers, combinations = numbered(("pupil", "school", "mark"), rows_per_chunk)
        assert len(combinations) == len(set(numbers)) == 5, rows_per_chunk
        assert (numbers[2], numbers[4]) == (numbers[0], numbers[1])
        codes = combinations.codes()
        assert codes.iloc[numbers[3]].tolist() == [-1, 0, 0]
        assert codes.iloc[numbers[6]].tolist() == [2, 1, 1]


def test_later_combinations_can_be_asked_for_alone() -> None:
    _, combinations = numbered(("pupil", "school"), 3)
    assert combinations.codes(3).to_dict("list") == {"pupil": [1, 2], "school": [1, 1]}


def test_many_possible_and_few_real_combinations_are_numbered_alike() -> None:
    rows = np.random.default_rng(1).integers(0, 5_000, size=(200, 2)).astype(np.int32)
    sparse, dense = Combinations(("one", "two")), Combinations(("one", "two"))
    numbers = sparse.of_codes({"one": rows[:, 0], "two": rows[:, 1]})
    small = np.unique(rows, return_inverse=True)[1].reshape(rows.shape).astype(np.int32)
    again = dense.of_codes({"one": small[:, 0] % 7, "two": small[:, 1] % 7})
    assert pd.Series(list(map(tuple, rows))).nunique() == len(set(numbers.tolist())) == len(sparse)
    assert len(set(again.tolist())) == len(dense) <= 49
