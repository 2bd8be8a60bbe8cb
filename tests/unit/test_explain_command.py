"""What ``cyp explain`` prints: the sum, the words, the deliveries, and no more lines than a reader wants."""

import pytest

from flows.cli.explain import _lines
from flows.steps.explain import Explained, ExplainedDelivery, ExplainedFile, ExplainedPart

FILE = ExplainedFile("header", "header.csv", "a" * 64)


def delivery(covers: str) -> ExplainedDelivery:
    return ExplainedDelivery(
        "ssda903", "Case system", covers, "loaded", 12, "30 June 2025", "4 July 2025", "9 = 8 loaded + 1 held", (FILE,)
    )


def explained(deliveries: int, figure: str = "42", said: str = "42") -> Explained:
    part = ExplainedPart(
        "Number",
        figure,
        said,
        (("Counted", "Children looked after"),),
        tuple(map(delivery, map(str, range(deliveries)))),
    )
    return Explained("PED02 04", "Children in care", "2025-26-Q1", 3, "issued", "today", (part,))


def test_a_figure_stands_before_what_it_rests_on() -> None:
    assert list(_lines(explained(1), files=True)) == [
        "PED02 04 Children in care, 2025-26-Q1: publication 3 (issued)",
        "made today",
        "",
        "Number: 42 = 42",
        "  Counted     Children looked after",
        "  Rests on    ssda903, Case system, 0: loaded, batch 12",
        "                data to 30 June 2025, taken on 4 July 2025; rows 9 = 8 loaded + 1 held",
        f"                header: header.csv {'a' * 64}",
    ]


@pytest.mark.parametrize(("deliveries", "files", "left"), [(6, False, 0), (8, False, 2), (8, True, 0)])
def test_many_deliveries_are_told_whole_when_asked(deliveries: int, files: bool, left: int) -> None:
    lines = list(_lines(explained(deliveries), files=files))
    assert (f"              and {left} more deliveries: --files" in lines) == (left > 0)
    assert sum("batch 12" in line for line in lines) == deliveries - left


def test_without_a_figure_there_is_no_sum() -> None:
    assert "Number: no figure" in list(_lines(explained(1, "no figure", ""), files=False))
