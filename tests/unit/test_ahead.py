"""Work done ahead gives what map gives, error for error."""

from collections.abc import Generator, Iterator

import pytest

from flows.ahead import worked_ahead


def doubled(number: int) -> int:
    if number == 4:
        raise ValueError("four")
    return number * 2


def until(last: int) -> Iterator[int]:
    yield from range(last)
    raise KeyError("the end")


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_order(threads: int) -> None:
    assert list(worked_ahead(lambda number: number * 2, range(50), threads)) == [number * 2 for number in range(50)]


@pytest.mark.parametrize(
    ("items", "error", "before"),
    [(range(9), ValueError, [0, 2, 4, 6]), (until(3), KeyError, [0, 2, 4]), (until(9), ValueError, [0, 2, 4, 6])],
    ids=["of the work", "of the source", "of the work first"],
)
def test_an_error_comes_after_what_was_before_it(items: Iterator[int], error: type[Exception], before: list) -> None:
    got = []
    with pytest.raises(error):
        got.extend(worked_ahead(doubled, items, 3))
    assert got == before


def test_no_more_than_a_few_lie_ready() -> None:
    taken = []

    def source() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = worked_ahead(str, source(), 2)
    assert next(results) == "0"
    assert len(taken) == 3
    assert isinstance(results, Generator)
    results.close()
