"""A delivery that is unlike those before waits until an officer accepts it or another comes."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from flows.steps.plan import plan_supply
from flows.steps.release import Selection
from flows.steps.unusual import Accepted, accept
from tests.councils import SCHOOLS, delivery, keep_rows, read_rows, write_rows
from tests.factories import rows, write
from tests.ledger import queried
from transforms.errors import DataRejected, Refused, UsageError
from transforms.extracts.ssda903 import EPISODES, HEADER

pytestmark = pytest.mark.slow

CARE = "ssda903", "case-system"
BEFORE, NOW = "2025-03-31", "2025-06-30"
ONLY_CARE = Selection(*CARE)
BATCHES = "select covers, status, rows_loaded from audit.batch order by batch_id"
NOTICED = (
    "select finding.table_name, finding.rule_id, finding.severity from audit.finding"
    " where finding.rule_id like 'delivery-%' order by finding.finding_id"
)


def send(council: Path, data_to: str, children: int, first: int = 1) -> None:
    """A delivery of so many children, in place of what lies there."""
    folder = delivery(council, *CARE, data_to)
    for file in folder.glob("*.csv"):
        file.unlink()
    for table in (HEADER, EPISODES):
        write(folder, table, rows(table, children, first=first))


@pytest.mark.usefixtures("last_years_return")
def test_a_delivery_with_far_fewer_rows_waits_until_an_officer_accepts_the_very_file(
    run: RunContext, council: Path
) -> None:
    send(council, BEFORE, 400)
    send(council, NOW, 3)
    with pytest.raises(DataRejected, match=r"header: The table has less than a tenth .* It has 3; before, it had 400"):
        ingest_supply(run, *CARE)
    assert [row["status"] for row in queried(run, BATCHES)] == ["current", "rejected"]
    assert "less than a tenth" in plan_supply(run, *CARE).deliveries[-1].reason

    with pytest.raises(Refused, match="without a reason"):
        accept(run, "delivery-few-rows", ONLY_CARE, "HB", " ")
    with pytest.raises(UsageError, match="No delivery waits because of delivery-many-rows"):
        accept(run, "delivery-many-rows", ONLY_CARE, "HB", "It is right")
    assert accept(run, "delivery-few-rows", ONLY_CARE, "HB", "Only the children of one team are ours now") == (
        Accepted(*CARE, "2025-26", "episodes.csv", "delivery-few-rows"),
        Accepted(*CARE, "2025-26", "header.csv", "delivery-few-rows"),
    )
    ingest_supply(run, *CARE)
    assert [row["status"] for row in queried(run, BATCHES)] == ["current", "rejected", "current"]
    assert queried(run, NOTICED)[-1] == {
        "table_name": "episodes",
        "rule_id": "delivery-few-rows",
        "severity": "flag",
    }

    send(council, NOW, 2)  # another file is another question
    with pytest.raises(DataRejected, match="less than a tenth"):
        ingest_supply(run, *CARE)
    send(council, NOW, 300)
    ingest_supply(run, *CARE)
    assert queried(run, BATCHES)[-1]["status"] == "current"


@pytest.mark.usefixtures("last_years_return")
def test_the_files_of_another_quarter_sent_again_wait(run: RunContext, council: Path) -> None:
    send(council, BEFORE, 20)
    send(council, NOW, 20)
    with pytest.raises(DataRejected, match=r"byte for byte, those of an earlier delivery. Its data ran to 31 March"):
        ingest_supply(run, *CARE)
    assert plan_supply(run, *CARE).state == "rejected"
    send(council, NOW, 20, first=2)
    ingest_supply(run, *CARE)
    assert plan_supply(run, *CARE).state == "current"


def test_the_rows_of_another_term_under_new_dates_wait(run: RunContext, council: Path) -> None:
    register = "attendance_register", SCHOOLS[0]
    now, before = delivery(council, *register), delivery(council, *register, "2025-03-28")
    keep_rows(now / "marks.csv.gz", lambda row: "2025-06-09" <= row["date"] <= "2025-06-20")
    shutil.copytree(now, before)
    (before / "delivery.toml").unlink()
    weeks_before = [
        {**row, "date": str(date.fromisoformat(row["date"]) - timedelta(weeks=13))}
        for row in read_rows(before / "marks.csv.gz")
    ]
    write_rows(before / "marks.csv.gz", weeks_before)
    said = r"marks: At least 99 in 100 rows are, but for their period, those .* Its data ran to 28 March 2025"
    with pytest.raises(DataRejected, match=said) as waits:
        ingest_supply(run, *register)
    assert "cyp held accept --rule delivery-same-rows" in waits.value.fix
    assert [row["status"] for row in queried(run, BATCHES)] == ["current", "rejected"]

    accept(run, "delivery-same-rows", Selection(*register), "HB", "Two weeks of the same sick list")
    ingest_supply(run, *register)
    assert queried(run, NOTICED)[-1] == {
        "table_name": "marks",
        "rule_id": "delivery-same-rows",
        "severity": "flag",
    }

    keep_rows(now / "marks.csv.gz", lambda row: row["date"] != "2025-06-20")  # another file, and other rows
    ingest_supply(run, *register)
    assert queried(run, BATCHES)[-1]["status"] == "current"


def test_a_column_whose_codes_are_spread_as_they_never_were_in_a_year_waits(run: RunContext, council: Path) -> None:
    def send_sexes(data_to: str, sexes: list[str], first: int) -> None:
        folder = delivery(council, *CARE, data_to)
        folder.mkdir(exist_ok=True)
        write(folder, EPISODES, rows(EPISODES, len(sexes), first=first))
        write(folder, HEADER, rows(HEADER, len(sexes), first=first, sex=sexes))

    shutil.rmtree(delivery(council, *CARE, NOW))  # it is not there yet
    send_sexes("2024-06-30", ["F", "M"] * 150, first=1)
    ingest_supply(run, *CARE)
    send_sexes(BEFORE, ["F", "M", "M"] * 100, first=2)
    send_sexes(NOW, ["F"] * 300, first=3)
    said = r"header: The codes of a column are spread unlike .* sex: 50 in 100 rows would need another code"
    with pytest.raises(DataRejected, match=said) as waits:
        ingest_supply(run, *CARE)
    assert "cyp held accept --rule delivery-other-values" in waits.value.fix
    assert [row["status"] for row in queried(run, BATCHES)] == ["superseded", "current", "rejected"]

    accept(run, "delivery-other-values", ONLY_CARE, "HB", "The boys are another council's now")
    ingest_supply(run, *CARE)
    assert queried(run, NOTICED)[-1] == {
        "table_name": "header",
        "rule_id": "delivery-other-values",
        "severity": "flag",
    }
