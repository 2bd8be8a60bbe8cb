"""kill -9 at every step, then run again: the warehouse is the same as if nothing had happened.

Each point by itself with the first extracts, and with all of them one kill after the other. Each run is a process of
its own, forked from one that has done the imports. A point that is never reached fails.
"""

import multiprocessing
import shutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flows.council import read_council
from flows.failpoints import FAILPOINTS
from flows.settings import Settings
from flows.warehouse.engine import make_engine
from tests.conftest import CopiedWarehouse
from tests.councils import LAST_YEAR, QUARTER, SCHOOLS, delivery, read_rows, small_council, write_rows
from transforms.extracts import EXTRACTS

pytestmark = pytest.mark.slow

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.line_process"])

# What was done, without the marks of when and in which attempt: numbers of batches and keys skip after a kill.
_EXTRACTS_NOT_SENT = (  # by the synthetic council
    *("workforce", "workers", "early_help", "missing", "exploitation", "audits", "key_stage_results"),
    *("school_targets", "care_targets", "home_education", "foster_carers", "transport"),
    *("inspections", "family_centres", "training"),
)
_NOT_SENT = (  # of the extracts that the synthetic council sends; nor has one so small a care leaver of 18 to 20
    "core.annex_a_care_leaver",
    "core.attendance_possible",
    "core.cin_pre_proceedings",
    "core.cla_review",
    "core.cla_asylum_seeker",
    "core.cla_outcome",
    "core.cla_adoption",
    "core.cla_adoption_decision",
    "core.cla_previous_permanence",
    "core.cla_social_worker",
    "core.cla_liberty_order",
    "core.returned_figure",
)
_OF_BATCHES = ("audit.finding", "audit.held_row", "audit.batch_file", "audit.verdict")
_WHOLE = {
    "batches": "select * from audit.batch",
    "landed": "select council, extract, supplier, file_name, sha256, size_bytes from audit.file",
    "values": "select * from mart.indicator_values",
    "performance": "select * from mart.performance",
    "data quality": "select * from mart.data_quality",
    "publications": "select publication_id, council, quarter, status from mart.publication",
    "pointers": "select * from mart.publication_pointer",
    "outbox": "select event, council, quarter, publication_id, status from audit.outbox",
    "gate": "select * from audit.gate",
    "reports": "select publication_id, audience, folder from audit.report",
    "steps": "select council, quarter, extract, supplier, covers, step, fingerprint, outcome from audit.step",
}
_OF_THE_ATTEMPT = {"batch_id", "finding_id", "created_at", "run_id", "publication_key", "published_at", "current_since"}


@dataclass(frozen=True)
class Undisturbed:
    """A council, and the warehouse after a run of it that nothing disturbed."""

    council: Path
    tables: tuple[str, ...]
    after: dict[str, list[str]]


@pytest.fixture(scope="module")
def first_extracts(copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Attendance and children looked after of one quarter: two deliveries."""
    place = tmp_path_factory.mktemp("first")
    council = with_findings(small_council(place / "council"))
    shutil.rmtree(delivery(council, "census_sessions", "collect", "2025-03-28"))
    shutil.rmtree(delivery(council, "attendance_register", SCHOOLS[1]))
    tables = ("core.cla_child", "core.cla_episode", "core.enrolment", "core.attendance_count")
    return undisturbed(council, tables, copied_warehouse, place)


@pytest.fixture(scope="module")
def every_extract(copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """So large, and with this seed, that every table of core that it sends has rows."""
    place = tmp_path_factory.mktemp("every")
    council = with_findings(small_council(place / "council", pupils=160, seed=13, every_extract=True))
    sent = {supply.extract for supply in read_council(council).supplies}
    every = dict.fromkeys(table for extract in EXTRACTS if extract.id in sent for table in extract.core_tables)
    assert set(_NOT_SENT) <= set(every)
    tables = tuple(table for table in every if table not in _NOT_SENT)
    return undisturbed(council, tables, copied_warehouse, place)


def with_findings(council: Path) -> Path:
    """A row to hold and a row to flag: findings are compared too. And of children looked after, this year's return."""
    shutil.rmtree(delivery(council, *LAST_YEAR))
    episodes = delivery(council, "ssda903", "case-system") / "episodes.csv"
    first, second, *others = read_rows(episodes)
    write_rows(episodes, [{**first, "LS": "Q9"}, {**second, "PLACE": "H5"}, *others])
    return council


def undisturbed(
    council: Path, core_tables: tuple[str, ...], copied_warehouse: CopiedWarehouse, place: Path
) -> Undisturbed:
    with copied_warehouse(place / "home") as settings:
        assert _run(settings, council) == 0
        tables = (*core_tables, *_OF_BATCHES)
        return Undisturbed(council, tables, _dump(settings, tables))


@pytest.mark.parametrize("name", FAILPOINTS)
def test_killed_at_a_step_and_run_again_leaves_the_same_warehouse(
    name: str, copied_warehouse: CopiedWarehouse, first_extracts: Undisturbed, tmp_path: Path
) -> None:
    with copied_warehouse(tmp_path) as settings:
        kill_at(name, settings, first_extracts.council)
        assert differences(settings, first_extracts) == set()
        assert not any((settings.landing / "incoming").rglob("file")) or name.startswith("land.")


def test_killed_while_each_extract_is_staged_and_then_at_every_step_leaves_the_same_warehouse(
    copied_warehouse: CopiedWarehouse, every_extract: Undisturbed, tmp_path: Path
) -> None:
    as_they_come = dict.fromkeys(supply.extract for supply in read_council(every_extract.council).supplies)
    assert {extract.id for extract in EXTRACTS} - set(as_they_come) == set(_EXTRACTS_NOT_SENT)
    staging = [f"stage.before-commit {extract}" for extract in as_they_come]
    later = [name for name in FAILPOINTS if not name.startswith(("land.", "stage."))]
    with copied_warehouse(tmp_path) as settings:
        for name in (*staging, *later):
            kill_at(name, settings, every_extract.council)
        assert differences(settings, every_extract) == set()


def kill_at(name: str, settings: Settings, council: Path) -> None:
    assert _run(settings, council, name) == -signal.SIGKILL, f"{name} was never reached"


def differences(settings: Settings, whole: Undisturbed) -> set[str]:
    """The parts of the warehouse that are others after the run that follows."""
    assert _run(settings, whole.council) == 0
    after = _dump(settings, whole.tables)
    return {part for part in whole.after if after[part] != whole.after[part]}


def test_a_reader_never_sees_half_a_publication(
    copied_warehouse: CopiedWarehouse, first_extracts: Undisturbed, tmp_path: Path
) -> None:
    with copied_warehouse(tmp_path) as settings:
        kill_at("publish.before-commit", settings, first_extracts.council)
        engine = make_engine(settings)
        with engine.connect() as connection:
            assert connection.execute(text("select count(*) from mart.performance")).scalar_one() == 0
            assert connection.execute(text("select count(*) from mart.publication")).scalar_one() == 0
        engine.dispose()


def _run(settings: Settings, council: Path, failpoint: str = "") -> int | None:
    from tests.line_process import run_line

    assert settings.database_url is not None
    environment = {
        "CYP_DATABASE_URL": settings.database_url.get_secret_value(),
        "CYP_HOME": str(settings.home),
        "CYP_FAILPOINT": failpoint,
    }
    process = _PROCESSES.Process(target=run_line, args=(str(council), QUARTER, environment))
    process.start()
    process.join(timeout=120)
    return process.exitcode


def _dump(settings: Settings, tables: Sequence[str]) -> dict[str, list[str]]:
    """Every table as sorted text."""
    engine = make_engine(settings)
    queries = {
        table: f"select batch.extract, batch.supplier, batch.covers, row.* from {table} as row"
        " inner join audit.batch as batch on batch.batch_id = row.batch_id"
        for table in tables
    }
    try:
        return {name: _sorted_rows(engine, query) for name, query in {**queries, **_WHOLE}.items()}
    finally:
        engine.dispose()


def _sorted_rows(engine: Engine, query: str) -> list[str]:
    with engine.connect() as connection:
        rows = connection.execute(text(query)).mappings().all()
    assert rows, f"nothing to compare: {query}"
    return sorted(str({name: str(value) for name, value in row.items() if name not in _OF_THE_ATTEMPT}) for row in rows)
