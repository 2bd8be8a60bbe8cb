"""Early help: whose assessment began in the year, and which lists are needed to know."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
ENDS = {"2025-06": date(2025, 6, 30), "2025-09": date(2025, 9, 30), "2025-12": date(2025, 12, 31)}


def lists(**pictures: str) -> Staged:
    """A list for each month that has a picture (``of_2025_06``)."""
    rows: list[Row] = []
    batches = []
    for number, (covers, data_to) in enumerate(ENDS.items(), start=1):
        batch = {"batch_id": number, "extract": "annex_a", "covers": covers, "data_to": data_to}
        if picture := pictures.get(f"of_{covers.replace('-', '_')}"):
            batches.append(batch)
            rows += drawn("core.early_help_assessment", picture, **batch)
    return staged_of(Town({"core.early_help_assessment": rows}, batches))


JUNE = """
    child | start_date
    Ann   | 2025-03-31
    Bob   | 2025-04-01
    Cat   | 2025-06-30
    Cat   | 2025-05-01
"""
SEPTEMBER = """
    child | start_date
    Bob   | 2025-04-01
    Dan   | 2025-05-02
    Eve   | 2025-09-30
"""
DECEMBER = "child | start_date\nFay | 2025-12-31"


def test_children_count_once_from_every_list_of_the_year_so_far() -> None:
    year = lists(of_2025_06=JUNE, of_2025_09=SEPTEMBER, of_2025_12=DECEMBER)
    assert counted(year, "early_help_children", "2025-26-Q1") == {WHOLE: (2, None)}  # Bob and Cat
    assert counted(year, "early_help_children", "2025-26-Q2") == {WHOLE: (4, None)}  # and Dan and Eve
    assert counted(year, "early_help_children", "2025-26-Q3") == {WHOLE: (5, None)}  # and Fay


def test_without_one_of_the_years_lists_there_is_no_figure() -> None:
    with_gap = lists(of_2025_06=JUNE, of_2025_12=DECEMBER)
    found = [counted(with_gap, "early_help_children", f"2025-26-Q{quarter}") for quarter in (1, 2, 3, 4)]
    assert found == [{WHOLE: (2, None)}, {}, {}, {}]
