"""kill -9 at every step, then run again: the warehouse is the same as if nothing had happened.

A warehouse is killed at one point after the other, as the line comes by them: what a kill leaves behind, the runs after
it meet, and it would show in the end. Each run is a process of its own, forked from one that has done the imports. A
point that is never reached fails.
"""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from flows.council import read_council
from flows.failpoints import FAILPOINTS
from flows.settings import Settings
from flows.warehouse.engine import make_engine
from tests.conftest import CopiedWarehouse
from tests.councils import SCHOOLS, delivery, small_council, with_findings
from tests.line_apart import begin_apart, run_apart
from tests.undisturbed import Undisturbed, undisturbed, without_comparison
from tests.waiting import wait_until
from transforms.extracts import EXTRACTS

pytestmark = pytest.mark.slow

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
_BRINGING_IN = tuple(name for name in FAILPOINTS if name.startswith(("land.", "stage.")))
_PUBLISHING = tuple(name for name in FAILPOINTS if name not in _BRINGING_IN)
_BEFORE_ITS_COMMIT = ("publish.after-values", "publish.before-commit")


@pytest.fixture(scope="module")
def first_extracts(copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """Attendance and children looked after of one quarter: two deliveries."""
    place = tmp_path_factory.mktemp("first")
    council = without_comparison(with_findings(small_council(place / "council")))
    shutil.rmtree(delivery(council, "census_sessions", "collect", "2025-03-28"))
    shutil.rmtree(delivery(council, "attendance_register", SCHOOLS[1]))
    tables = ("core.cla_child", "core.cla_episode", "core.enrolment", "core.attendance_count")
    with copied_warehouse(place / "home") as settings:
        assert run_apart(settings, council) == 0
        return undisturbed(settings, council, tables)


@pytest.fixture(scope="module")
def every_extract(copied_warehouse: CopiedWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """So large, and with this seed, that every table of core that it sends has rows."""
    place = tmp_path_factory.mktemp("every")
    council = small_council(place / "council", pupils=160, seed=13, every_extract=True)
    without_comparison(with_findings(council))
    sent = {supply.extract for supply in read_council(council).supplies}
    every = dict.fromkeys(table for extract in EXTRACTS if extract.id in sent for table in extract.core_tables)
    assert set(_NOT_SENT) <= set(every)
    tables = tuple(table for table in every if table not in _NOT_SENT)
    with copied_warehouse(place / "home") as settings:
        assert run_apart(settings, council) == 0
        return undisturbed(settings, council, tables)


def test_killed_at_each_step_of_bringing_in_leaves_the_same_warehouse(
    copied_warehouse: CopiedWarehouse, first_extracts: Undisturbed, tmp_path: Path
) -> None:
    with copied_warehouse(tmp_path) as settings:
        for name in _BRINGING_IN:
            kill_at(name, settings, first_extracts.council)
        assert run_apart(settings, first_extracts.council) == 0
        assert first_extracts.differences(settings) == set()


def test_asked_to_stop_and_then_killed_at_each_step_of_publishing_leaves_the_same_warehouse(
    copied_warehouse: CopiedWarehouse, first_extracts: Undisturbed, tmp_path: Path
) -> None:
    with copied_warehouse(tmp_path) as settings:
        stop_while_staging(settings, first_extracts.council)
        for name in _PUBLISHING:
            kill_at(name, settings, first_extracts.council)
            with reader(settings) as connection:
                published = int(name not in _BEFORE_ITS_COMMIT)
                assert found(connection, "select count(*) from mart.publication") == published
                assert bool(found(connection, "select count(*) from mart.performance")) == bool(published)
        assert run_apart(settings, first_extracts.council) == 0
        assert first_extracts.differences(settings) == set()
        assert not any((settings.landing / "incoming").rglob("file"))


@pytest.mark.faults  # for two extracts the first test shows it
def test_killed_while_each_extract_is_staged_leaves_the_same_warehouse(
    copied_warehouse: CopiedWarehouse, every_extract: Undisturbed, tmp_path: Path
) -> None:
    as_they_come = dict.fromkeys(supply.extract for supply in read_council(every_extract.council).supplies)
    assert {extract.id for extract in EXTRACTS} - set(as_they_come) == set(_EXTRACTS_NOT_SENT)
    with copied_warehouse(tmp_path) as settings:
        for extract in as_they_come:
            kill_at(f"stage.before-commit {extract}", settings, every_extract.council)
        assert run_apart(settings, every_extract.council) == 0
        assert every_extract.differences(settings) == set()


def kill_at(name: str, settings: Settings, council: Path) -> None:
    assert run_apart(settings, council, name) == -signal.SIGKILL, f"{name} was never reached"


def stop_while_staging(settings: Settings, council: Path) -> None:
    """SIGTERM to a run that has loaded rows and not committed them: they are gone, and so are its locks."""
    with reader(settings) as in_its_way:
        in_its_way.execute(text("lock table audit.verdict in access exclusive mode"))
        process = begin_apart(settings, council)
        wait_until(lambda: found(in_its_way, "select count(*) from pg_locks where not granted") == 1)
        process.terminate()
        process.join(timeout=60)
    assert process.exitcode == 130
    with reader(settings) as connection:
        assert found(connection, "select outcome from audit.run") == "cancelled"
        assert found(connection, "select count(*) from audit.batch") == 0
        wait_until(lambda: found(connection, "select count(*) from pg_locks where locktype = 'advisory'") == 0)


@contextmanager
def reader(settings: Settings) -> Iterator[Connection]:
    engine = make_engine(settings)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def found(connection: Connection, query: str) -> object:
    return connection.execute(text(query)).scalar_one()
