"""Visits and audits, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import financial_year, first_of_april
from tests.oracle.rows import Figure, Town

COUNTED = ("quality_visits", "case_audits_good_rate")
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """What was done from April to the day."""
    told = town.batch("audits", financial_year(end), reaching=end)
    if told is None:
        return
    visits, good, graded = 0, 0, 0
    for row in town.rows("core.quality_audit"):
        if row["batch_id"] != told["batch_id"] or not first_of_april(end) <= row["audit_date"] <= end:
            continue
        if row["kind"] in ("PLACE", "TEAM", "PROV"):
            visits += 1
        if row["kind"] in ("CASE", "DIP") and row["grade"] in ("1", "2", "3", "4"):
            graded += 1
            good += row["grade"] in ("1", "2")
    yield ("quality_visits", *WHOLE), visits, None
    yield ("case_audits_good_rate", *WHOLE), good, graded
