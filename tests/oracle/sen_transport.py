"""Transport for special educational needs, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import financial_year
from tests.oracle.rows import Figure, Town

COUNTED = ("send_transport_children", "send_transport_cost")
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """What runs on the day; its cost only where that of each is told."""
    told = town.batch("transport", financial_year(end), reaching=end)
    if told is None:
        return
    running = [
        row
        for row in town.rows("core.sen_transport")
        if row["batch_id"] == told["batch_id"]
        and row["start_date"] <= end
        and (row["ended_on"] is None or row["ended_on"] > end)
    ]
    yield ("send_transport_children", *WHOLE), len({row["child"] for row in running}), None
    costs = [row["annual_cost"] for row in running]
    if None not in costs:
        yield ("send_transport_cost", *WHOLE), sum(costs), None
