"""A school that becomes an academy gets another number, and goes on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.council import read_council
from flows.steps.context import RunContext
from flows.steps.quarter import run_without_prefect
from tests.councils import SCHOOLS, delivery, read_rows, write_rows
from tests.ledger import queried

pytestmark = [pytest.mark.slow, pytest.mark.published]


def test_a_school_that_got_another_number_goes_on(run: RunContext, council: Path) -> None:
    """The census of the spring still has the number that the school had before it became an academy."""
    schools, census = council / "reference/schools.csv", delivery(council, "census_sessions", "collect", "2025-03-28")
    before = school_figures(run)
    sent = read_rows(census / "schoolcensus.csv.gz")
    old = [{**row, "urn": "900801" if row["urn"] == SCHOOLS[0] else row["urn"]} for row in sent]
    write_rows(census / "schoolcensus.csv.gz", old)
    write_rows(schools, [{**row, "formerly": "900801" * (row["urn"] == SCHOOLS[0])} for row in read_rows(schools)])
    academy = replace(run, council=read_council(council))
    assert academy.council.school_urns == {*SCHOOLS, "900801"}
    assert school_figures(academy) == before
    held = "select rows_received, rows_held from audit.batch where extract = 'census_sessions' and status = 'current'"
    assert [row["rows_held"] for row in queried(run, held)] == [0]


def school_figures(run: RunContext) -> list[dict[str, Any]]:
    """Attendance by school and quarter, as the newest draft has it."""
    number = run_without_prefect(run).publication_id
    figures = "select quarter, school_urn, breakdown, item, numerator, denominator from mart.indicator_values"
    figures += " where indicator_id = 'attendance_rate' and publication_id = :number order by 1, 2, 3, 4"
    found = queried(run, figures, number=number)
    assert {row["quarter"] for row in found} == {"2024-25-Q4", "2025-26-Q1"}
    return found
