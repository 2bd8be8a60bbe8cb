"""Transport for special educational needs: which runs at the quarter's end, for whom, and at what cost."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
LIST: Row = {
    "batch_id": 1,
    "extract": "transport",
    "supplier": "transport-team",
    "covers": "2025-26",
    "data_to": date(2025, 6, 30),
}
JOURNEYS = """
    child | mode | start_date | ended_on   | annual_cost
    Ann   | TAXI | 2024-09-03 |            | 7000
    Ann   | PASS | 2025-05-06 |            | 300
    Bob   | BUS  | 2025-06-30 | 2025-07-01 | 20
    Cat   | BUS  | 2024-09-03 | 2025-06-30 | 1
    Dan   | BUS  | 2025-07-01 |            | 1
"""


def transport(picture: str) -> Staged:
    return staged_of(Town({"core.sen_transport": drawn("core.sen_transport", picture, **LIST)}, [LIST]))


def test_children_count_once_whose_transport_runs_at_the_quarters_end() -> None:
    assert counted(transport(JOURNEYS), "send_transport_children") == {WHOLE: (2, None)}  # Ann and Bob


def test_the_cost_is_that_of_a_whole_year_and_told_of_all() -> None:
    assert counted(transport(JOURNEYS), "send_transport_cost") == {WHOLE: (7320, None)}
    assert counted(transport("child | start_date\n"), "send_transport_cost") == {WHOLE: (0, None)}
    assert counted(transport(JOURNEYS.replace("7000", "    ")), "send_transport_cost") == {}
    assert counted(transport(JOURNEYS.replace("| 1\n", "|  \n")), "send_transport_cost") == {WHOLE: (7320, None)}


def test_the_list_of_the_financial_year_is_needed_up_to_the_quarters_end() -> None:
    for quarter in ("2024-25-Q4", "2025-26-Q2"):
        assert counted(transport(JOURNEYS), "send_transport_children", quarter) == {}
