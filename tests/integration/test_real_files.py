"""Sample files made by others go through land, validate and stage without losing a row."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from flows.steps.check import check_loose_files
from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from tests.councils import delivery, small_council
from tests.ledger import queried
from transforms.council_types import Council, School, Supply
from transforms.errors import DataRejected

OF_OTHERS = Path(__file__).parents[2].parent / "shared" / "data" / "extracts"
SSDA903 = tuple(
    f"ssda903/{name}.csv"
    for name in (
        *("header", "episodes", "reviews", "uasc", "oc2", "oc3", "ad1", "placed_for_adoption_errors"),
        *("previous_permanence", "missing", "sw_episodes", "DoLo"),
    )
)
# What these files are known to have wrong, by rule: how many rows.
DEFECTS = {
    "header-upn-shape": 296,
    "episodes-open-with-reason": 1_413,
    "oc3-accommodation-unknown-code": 2,
    "placed_adoption-ceased-reason-unknown-code": 30,
    "placed_adoption-overlap": 1,
    "sw_episodes-change-reason-unknown-code": 1,
}
CENSUS = tuple(
    f"school_census/2025_spring_{name}.csv"
    for name in ("pupilonroll", "pupilnolongeronroll", "termlyexclusionsonroll", "termlyexclusionsoffroll")
)
WORKFORCE = ("workforce/social_work_workforce_2022.xml",)

SESSIONS = tuple(
    f"school_census/2025_spring_{name}.csv"
    for name in (
        *("pupilonroll", "pupilnolongeronroll", "termlysessiondetailsonroll", "termlysessiondetailsoffroll"),
        "senneeds",
    )
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
    ("la_code", "extract", "supplier", "data_to", "names", "table", "rows"),
    [
        ("999", "ssda903", "case-system", "2018-03-31", SSDA903, "cla_reviews", 12_582),
        ("975", "cin", "case-system", "2021-07-21", ("cin/fake_CIN_data.xml",), "referrals", 402),
        ("201", "cin", "case-system", "2024-03-31", ("cin/CIN_Census_2024.xml",), "referrals", 2),
        ("999", "census_exclusions", "collect", "2025-04-04", CENSUS, "census_exclusion", 10_064),
        ("301", "workforce", "staff-system", "2022-09-30", WORKFORCE, "social_workers", 30),
    ],
)
def test_every_row_is_accounted_for(
    run: RunContext,
    council: Path,
    la_code: str,
    extract: str,
    supplier: str,
    data_to: str,
    names: tuple[str, ...],
    table: str,
    rows: int,
) -> None:
    deliver(council, extract, supplier, data_to, names)
    ingest_supply(replace(run, council=supplied(run.council, la_code, extract, supplier)), extract, supplier)
    (batch,) = queried(run, "select * from audit.batch where status = 'current'")
    assert batch["rows_received"] == batch["rows_loaded"] + batch["rows_held"] + batch["rows_duplicate"]
    assert batch["rows_loaded"] > 0
    files = {row["table_name"]: row["rows_received"] for row in queried(run, "select * from audit.batch_file")}
    assert files[table] >= rows
    assert sum(files.values()) == batch["rows_received"]
    if extract == "ssda903":
        found = {row["rule_id"]: row["rows_failed"] for row in queried(run, "select * from audit.finding")}
        assert {rule: found.get(rule) for rule in DEFECTS} == DEFECTS
    if extract == "workforce":
        (counts,) = queried(run, "select count(fte_30) as fte, count(cases_30) as cases from core.social_worker")
        assert counts == {"fte": 25, "cases": 19}


def test_a_census_of_absences_alone_gives_the_whole_term_with_pupils_who_left(run: RunContext, council: Path) -> None:
    deliver(council, "census_sessions", "collect", "2024-12-20", SESSIONS)
    give_schools(council / "extracts/census_sessions/collect/2024-12-20", run.council.schools)
    supplies = tuple(
        replace(supply, covers="term") if supply.extract == "census_sessions" else supply
        for supply in run.council.supplies
    )
    ingest_supply(replace(run, council=replace(run.council, supplies=supplies)), "census_sessions", "collect")
    (batch,) = queried(run, "select * from audit.batch where status = 'current'")
    assert batch["covers"] == "2024/25 autumn"
    assert batch["rows_received"] == batch["rows_loaded"] + batch["rows_held"] + batch["rows_duplicate"]
    files = {row["table_name"]: row["rows_received"] for row in queried(run, "select * from audit.batch_file")}
    assert files["termlysessiondetailsonroll"] == 41_251
    assert files["termlysessiondetailsoffroll"] == 1_684
    found = {row["rule_id"]: row["rows_failed"] for row in queried(run, "select * from audit.finding")}
    assert found["termlysessiondetailsonroll-more-absence-than-possible"] > 5_000
    assert found["senneeds-sen-type-unknown-code"] == files["senneeds"] == 16_954
    counted = queried(run, "select distinct half_term, half_terms from core.attendance_count")
    assert counted == [{"half_term": 1, "half_terms": 2}]
    assert queried(run, "select 1 from core.enrolment where enrolment_status is null limit 1") != []


def test_every_file_of_a_school_census_can_be_checked() -> None:
    files = sorted((OF_OTHERS / "school_census").glob("*.csv"))
    checked = check_loose_files(files, "", "2024-25", None, date(2025, 6, 30))
    assert {each.table.name: each.rows_received for each in checked if each.table} == {
        "pupilonroll": 9_498,
        "pupilnolongeronroll": 375,
        "termlysessiondetailsonroll": 41_251,
        "termlysessiondetailsoffroll": 1_684,
        "senneeds": 16_954,
        "census_exclusion": 10_064,
        "census_leaver_exclusion": 516,
    }
    assert not any(each.error for each in checked)


def test_the_usual_decisions_for_adoption_overlap_in_nothing(run: RunContext, council: Path) -> None:
    names = ("ssda903/header.csv", "ssda903/episodes.csv", "ssda903/placed_for_adoption.csv")
    deliver(council, "ssda903", "case-system", "2018-03-31", names)
    ingest_supply(run, "ssda903", "case-system")
    assert len(queried(run, "select * from core.cla_adoption_decision")) == 29
    assert queried(run, "select * from audit.finding where rule_id = 'placed_adoption-overlap'") == []


@pytest.mark.parametrize("name", ["fake_CIN_data.xml", "CIN_Census_2024.xml"])
def test_a_census_of_another_council_is_refused_before_a_row_is_loaded(
    run: RunContext, council: Path, name: str
) -> None:
    deliver(council, "cin", "case-system", "2024-03-31", (f"cin/{name}",))
    with pytest.raises(DataRejected, match="is that of another council"):
        ingest_supply(run, "cin", "case-system")
    assert queried(run, "select status, rows_loaded from audit.batch") == [{"status": "rejected", "rows_loaded": 0}]
    assert queried(run, "select * from core.cin_child") == []


def supplied(council: Council, la_code: str, extract: str, supplier: str) -> Council:
    """The council under another's code, with the supply if it has none of it."""
    place = f"extracts/{extract}/{supplier}"
    supply = Supply(extract, supplier, "Somebody", "folder", place)
    has_it = any((each.extract, each.supplier) == (extract, supplier) for each in council.supplies)
    return replace(council, la_code=la_code, supplies=council.supplies if has_it else (*council.supplies, supply))


def give_schools(folder: Path, schools: Sequence[School]) -> None:
    """Give the pupils of a sample, of which each is in a return of their own, eight schools with a return each."""
    urns = {f"SCH{number}": school.urn for number, school in enumerate(schools[:8], start=1)}
    for name in ("pupilonroll", "pupilnolongeronroll"):
        file = folder / f"2025_spring_{name}.csv"
        rows = pd.read_csv(file, dtype="str", keep_default_na=False)
        rows.assign(schoolcensustableid=rows["NativeId"]).to_csv(file, index=False)
    returns = pd.DataFrame({"schoolcensustableid": urns.keys(), "urn": urns.values()})
    about = {"term": "SPR", "year": "2025", "referencedate": "2025-Jan-16 00:00:00", "lea": "999"}
    returns.assign(**about).to_csv(folder / "schoolcensus.csv", index=False)


def deliver(council: Path, extract: str, supplier: str, data_to: str, names: tuple[str, ...]) -> None:
    """Put sample files in the place of a supply's own deliveries."""
    folder = delivery(council, extract, supplier, data_to)
    shutil.rmtree(folder.parent, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in names:
        shutil.copy(OF_OTHERS / name, folder)
