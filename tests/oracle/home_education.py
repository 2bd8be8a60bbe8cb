"""Elective home education, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import academic_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = ("home_educated_children",)

SUITABILITY = {"Y": "Suitable", "N": "Not suitable", "U": "Not yet known"}


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Children at home on the day, each as the time that began last says."""
    told = town.batch("home_education", academic_year(end), reaching=end)
    if told is None:
        return
    children: dict[str, Row] = {}
    for row in sorted(town.rows("core.home_education"), key=lambda each: (each["start_date"], each["row_number"])):
        is_open = row["start_date"] <= end and (row["ended_on"] is None or row["ended_on"] > end)
        if row["batch_id"] == told["batch_id"] and is_open:
            children[row["child"]] = row
    words = [SUITABILITY.get(row["suitable"], "Not yet known") for row in children.values()]
    yield ("home_educated_children", "", "Total", "Total"), len(words), None
    for suitability in SUITABILITY.values():
        yield ("home_educated_children", "", "suitability", suitability), words.count(suitability), None
