"""Sample files made by others go through land, validate and stage without losing a row."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from flows.council import read_council
from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from tests.councils import delivery, small_council
from tests.ledger import queried

OF_OTHERS = Path(__file__).parents[2].parent / "shared" / "data" / "extracts"
SSDA903 = tuple(f"ssda903/{name}.csv" for name in ("header", "episodes", "oc3", "missing"))
CENSUS = tuple(
    f"school_census/2025_spring_{name}.csv"
    for name in ("pupilonroll", "pupilnolongeronroll", "termlyexclusionsonroll", "termlyexclusionsoffroll")
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not OF_OTHERS.is_dir(), reason="the sample files by others are not on this machine"),
]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small council that sends every extract."""
    return small_council(tmp_path_factory.mktemp("original") / "council", every_extract=True)


@pytest.mark.parametrize(
    ("extract", "supplier", "data_to", "names", "table", "rows"),
    [
        ("ssda903", "case-system", "2018-03-31", SSDA903, "oc3", 53),
        ("cin", "case-system", "2021-07-21", ("cin/fake_CIN_data.xml",), "referrals", 402),
        ("cin", "case-system", "2024-03-31", ("cin/CIN_Census_2024.xml",), "referrals", 2),
        ("census_exclusions", "collect", "2025-04-04", CENSUS, "census_exclusion", 10_064),
    ],
)
def test_every_row_is_accounted_for(
    run: RunContext,
    council: Path,
    extract: str,
    supplier: str,
    data_to: str,
    names: tuple[str, ...],
    table: str,
    rows: int,
) -> None:
    send(council, extract, supplier, data_to, names)
    ingest_supply(run, extract, supplier)
    (batch,) = queried(run, "select * from audit.batch where status = 'current'")
    assert batch["rows_received"] == batch["rows_loaded"] + batch["rows_held"] + batch["rows_duplicate"]
    assert batch["rows_loaded"] > 0
    files = {row["table_name"]: row["rows_received"] for row in queried(run, "select * from audit.batch_file")}
    assert files[table] >= rows
    assert sum(files.values()) == batch["rows_received"]


def send(council: Path, extract: str, supplier: str, data_to: str, names: tuple[str, ...]) -> None:
    """Files by others as the only delivery of a supply."""
    folder = delivery(council, extract, supplier, data_to)
    shutil.rmtree(folder.parent)
    folder.mkdir(parents=True)
    for name in names:
        shutil.copy(OF_OTHERS / name, folder)


ANNEX_A = ("annex_a", "case-system")
ROWS = dict(zip((f"list_{number}" for number in range(1, 12)), (5, 5, 6, 5, 5, 5, 7, 5, 6, 5, 5), strict=True))
WORDS = """table,column,given,means
list_4,Was the child assessed as requiring LA children's social care support?,CS Assessment Updated,b) No
list_11,Reason for leaving adoption process,1,a) Withdrew
"""


def test_all_lists_of_annex_a_are_loaded_whole_with_their_defects_flagged(run: RunContext, council: Path) -> None:
    send(council, *ANNEX_A, "2024-01-31", ("annex_a/Annex_A_2024_Jan.xlsx",))
    ingest_supply(run, *ANNEX_A)
    (batch,) = queried(run, "select * from audit.batch where status = 'current'")
    assert (batch["rows_received"], batch["rows_loaded"]) == (sum(ROWS.values()), sum(ROWS.values()))
    files = {row["table_name"]: row["rows_received"] for row in queried(run, "select * from audit.batch_file")}
    assert files == ROWS
    found = flagged(run)
    assert {rule: found[rule] for rule in found if "age-disagrees" not in rule} == {
        "list_1-date-of-birth-missing": 1,
        "list_4-needs-support-unknown-code": 5,
        "list_5-plan-not-on-list-7": 3,
        "list_6-primary-need-unknown-code": 1,
        "list_6-excel-error": 5,
        "list_7-not-on-list-6": 7,
        "list_8-placed-inside-missing": 5,
        "list_8-before-birth": 1,
        "list_9-asylum-seeker-missing": 6,
        "list_9-in-touch-without-answer": 1,
        "list_10-before-birth": 1,
        "list_10-adopted-and-reversed": 1,
        "list_11-left-reason-unknown-code": 1,
    }
    assert sum(rows for rule, rows in found.items() if "age-disagrees" in rule) == sum(ROWS.values()) - 5 - 1

    (council / "mappings").mkdir()
    (council / "mappings/annex_a.csv").write_text(WORDS, encoding="utf-8")
    ingest_supply(replace(run, council=read_council(council)), *ANNEX_A)
    assert found.keys() - flagged(run).keys() == {
        "list_4-needs-support-unknown-code",
        "list_11-left-reason-unknown-code",
    }
    assert queried(
        run,
        "select distinct needs_support from core.annex_a_assessment a natural join audit.batch"
        " where status = 'current'",
    ) == [{"needs_support": False}]


def flagged(run: RunContext) -> dict[str, int]:
    """Rows by rule, of the batch that is current."""
    query = "select rule_id, rows_failed from audit.finding natural join audit.batch where status = 'current'"
    return {row["rule_id"]: row["rows_failed"] for row in queried(run, query)}
