"""Early help, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import first_of_april, quarter_ends_since_april
from tests.oracle.rows import Figure, Town

COUNTED = ("early_help_children",)


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Children whose assessment began since 1 April, if the lists of every quarter since are there."""
    lists = [town.batch("annex_a", f"{day:%Y-%m}", reaching=day) for day in quarter_ends_since_april(end)]
    if None in lists:
        return
    numbers = {batch["batch_id"] for batch in lists if batch is not None}
    children = {
        row["child"]
        for row in town.rows("core.early_help_assessment")
        if row["batch_id"] in numbers and first_of_april(end) <= row["start_date"] <= end
    }
    yield ("early_help_children", "", "Total", "Total"), len(children), None
