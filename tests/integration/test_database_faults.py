"""The database goes away, is cut off or gives way, and runs get in each other's way: the same warehouse in the end."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, text

from flows.council import read_council
from flows.settings import Settings
from flows.steps import land, plan, publish, report, stage
from flows.steps.context import RunContext
from flows.steps.land import stored
from flows.steps.quarter import pending, publish_draft, run_without_prefect
from flows.warehouse import embedded, hold, patience
from flows.warehouse.batches import BatchKey, Outcome
from flows.warehouse.engine import make_engine, transaction
from flows.warehouse.ledger import recorded_run, runs_left
from flows.warehouse.patience import as_one_step
from tests.conftest import CopiedWarehouse
from tests.councils import QUARTER, delivery, read_rows, with_findings, write_rows
from tests.cutting_proxy import Cut, CuttingProxy
from tests.ledger import queried
from tests.undisturbed import Undisturbed, undisturbed
from tests.waiting import wait_until
from transforms.quarters import Quarter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

END_OTHERS = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
FIGURES = """
    select measure_ref, part, current_value, target, progress, direction_of_travel from mart.performance
    where council = :council order by measure_ref, part
"""
TABLES = ("core.cla_child", "core.cla_episode")
COMMITS = {
    "land": b"insert into audit.file",
    "stage": b"insert into audit.batch (",
    "publish": b"insert into mart.publication (",
    "report": b"insert into audit.report",
}


@pytest.fixture(scope="module")
def whole_run(
    copied_warehouse: CopiedWarehouse, original: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunContext]:
    """One delivery, of children looked after, in a warehouse after a run of it that nothing disturbed."""
    place = tmp_path_factory.mktemp("whole")
    council = with_findings(Path(shutil.copytree(original, place / "council")))
    for supply in (council / "extracts").iterdir():
        if supply.name != "ssda903":
            shutil.rmtree(supply)
    with copied_warehouse(place / "home") as settings:
        run = run_on(settings, council)
        run_without_prefect(run)
        yield run
        run.engine.dispose()


@pytest.fixture(scope="module")
def whole(whole_run: RunContext) -> Undisturbed:
    return undisturbed(whole_run.settings, whole_run.folder, TABLES)


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.05,) * 8)


@pytest.fixture
def proxy(warehouse_settings: Settings) -> Iterator[CuttingProxy]:
    """Between the tests and the warehouse."""
    proxy = CuttingProxy(url_of(warehouse_settings))
    yield proxy
    proxy.close()


def run_on(settings: Settings, council: Path) -> RunContext:
    return RunContext(settings, council, read_council(council), Quarter.parse(QUARTER))


def through(proxy: CuttingProxy, settings: Settings) -> Settings:
    return settings.model_copy(update={"database_url": SecretStr(proxy.url)})


@pytest.mark.parametrize("cut", [pytest.param(Cut.BEFORE, marks=pytest.mark.faults), Cut.AFTER])
def test_a_connection_that_is_cut_around_each_commit_leaves_nothing_undone_and_nothing_twice(
    warehouse_settings: Settings, proxy: CuttingProxy, whole: Undisturbed, cut: Cut
) -> None:
    run = run_on(through(proxy, warehouse_settings), whole.council)
    for words in COMMITS.values():
        proxy.cut_at_commit_of(words, cut)
    run_without_prefect(run)
    assert proxy.cuts == len(COMMITS)
    assert whole.differences(warehouse_settings) == set()

    # A draft that is asked for again, though nothing changed, is made once.
    proxy.cut_at_commit_of(COMMITS["publish"], cut)
    assert publish_draft(run, again=True).publication_id == 2
    assert proxy.cuts == len(COMMITS) + 1
    assert numbers(run) == [1, 2]
    run.engine.dispose()


def test_sessions_that_an_administrator_ends_cost_a_step_its_time_and_readers_nothing(
    warehouse_settings: Settings, whole: Undisturbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_on(warehouse_settings, whole.council)
    seen: dict[str, int] = {}

    def end_every_session(point: str, *_: str) -> None:
        if point not in seen:
            with readers(warehouse_settings) as reader:
                seen[point] = reader.execute(text("select count(*) from mart.performance")).scalar_one()
                reader.execute(text(END_OTHERS))

    disturb(monkeypatch, end_every_session)
    monkeypatch.setattr(hold, "EVERY_SECONDS", 0.05)
    with recorded_run(run.engine, run.council.slug, QUARTER, "run", "v1"):
        run_without_prefect(run)
        assert whole.differences(warehouse_settings) == set()
        rows = seen.pop("publish.before-commit")
        publish_draft(run, again=True)
        assert (rows, seen["publish.before-commit"] > 0) == (0, True)  # the old publication, while a newer is written
        wait_until(lambda: lives(run))
    assert queried(run, "select outcome from audit.run") == [{"outcome": "done"}]
    run.engine.dispose()


def test_a_session_that_ends_while_a_run_looks_what_is_to_do_costs_no_run(
    warehouse_settings: Settings, whole: Undisturbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_on(warehouse_settings, whole.council)
    look, looks = plan.batches.outcome_of, []

    def end_the_session_first(connection: Connection, key: BatchKey) -> Outcome:
        looks.append(key)
        if len(looks) == 1:
            with readers(warehouse_settings) as administrator:
                administrator.execute(text(END_OTHERS))
        return look(connection, key)

    assert run.engine
    monkeypatch.setattr(plan.batches, "outcome_of", end_the_session_first)
    assert [supply.extract for supply in pending(run).plan.to_do] == ["ssda903"]
    looks.clear()
    run_without_prefect(run)
    assert whole.differences(warehouse_settings) == set()
    run.engine.dispose()


@pytest.mark.faults
def test_a_server_that_is_stopped_hard_is_started_again_and_the_run_goes_on(
    whole: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: Settings
) -> None:
    own = Settings(home=tmp_path / "home", postgres_sync=False)
    run = run_on(own, whole.council)
    stopped: list[str] = []

    def stop_hard(point: str, *_: str) -> None:
        if point in ("stage.after-copy", "publish.before-commit") and point not in stopped:
            stopped.append(point)
            embedded._run("pg_ctl", "stop", "-D", str(own.postgres_dir / "data"), "-m", "immediate", "-w")

    disturb(monkeypatch, stop_hard)
    try:
        run_without_prefect(run)
        assert len(stopped) == 2
        assert whole.differences(own) == set()
    finally:
        run.engine.dispose()
        embedded.stop(own)
        shutil.rmtree(own.postgres_dir)


def test_two_transactions_in_each_others_way_are_both_done_once(warehouse: Engine) -> None:
    with warehouse.begin() as connection:
        connection.execute(text("create table audit.pair as select id, 0 as done from generate_series(1, 2) as id"))
        connection.execute(text("alter table audit.pair add primary key (id)"))
    both_hold_one = threading.Barrier(2)

    def add_to(first: int, second: int) -> None:
        def work() -> None:
            with transaction(warehouse) as connection:
                connection.execute(text("set local deadlock_timeout = '50ms'"))
                connection.execute(text("update audit.pair set done = done + 1 where id = :id"), {"id": first})
                with suppress(threading.BrokenBarrierError):
                    both_hold_one.wait(timeout=2)
                both_hold_one.abort()
                connection.execute(text("update audit.pair set done = done + 1 where id = :id"), {"id": second})

        as_one_step(work)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add_to, (1, 2), (2, 1)))
    with warehouse.connect() as connection:
        assert connection.execute(text("select done from audit.pair")).scalars().all() == [2, 2]


def test_two_runs_of_one_quarter_at_once_do_it_once(warehouse_settings: Settings, whole: Undisturbed) -> None:
    runs = [run_on(warehouse_settings, whole.council) for _ in range(2)]
    assert runs[0].engine
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run_without_prefect, runs))
    assert sorted(outcome.created for outcome in outcomes) == [False, True]
    assert whole.differences(warehouse_settings) == set()
    runs[0].engine.dispose()


@pytest.mark.faults
def test_two_councils_at_once_leave_each_other_alone(
    warehouse_settings: Settings, whole: Undisturbed, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(whole.council, tmp_path / "other"))
    settings = other / "council.toml"
    slug = read_council(other).slug
    settings.write_text(settings.read_text().replace(f'slug = "{slug}"', 'slug = "other"'))
    runs = [run_on(warehouse_settings, council) for council in (whole.council, other)]
    assert runs[0].engine
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run_without_prefect, runs))
    figures = [queried(runs[0], FIGURES, council=run.council.slug) for run in runs]
    assert figures[0] == figures[1] != []
    assert numbers(runs[0]) == [1, 2]
    runs[0].engine.dispose()


@pytest.mark.faults
def test_what_changes_between_two_tries_is_done_anew_and_the_rest_is_kept(
    warehouse_settings: Settings, whole: Undisturbed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    council = Path(shutil.copytree(whole.council, tmp_path / "council"))
    episodes = delivery(council, "ssda903", "case-system") / "episodes.csv"
    run = run_on(warehouse_settings, council)

    def fail_before_the_draft(point: str, *_: str) -> None:
        if point == "publish.before-commit":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        disturb(patch, fail_before_the_draft)
        with pytest.raises(KeyboardInterrupt):
            run_without_prefect(run)
        write_rows(episodes, read_rows(episodes)[:-1])  # another file under the same name
        with pytest.raises(KeyboardInterrupt):
            run_without_prefect(run)
    for step in (plan, publish):
        monkeypatch.setattr(step, "sources_hash", lambda _: "other code")
    run_without_prefect(run)

    versions = queried(run, "select version, status, rows_received from audit.batch order by version")
    assert [(each["version"], each["status"]) for each in versions] == [
        (1, "superseded"),
        (2, "superseded"),  # by the other code, of the same files
        (3, "current"),
    ]
    first, second, third = (each["rows_received"] for each in versions)
    assert first == second + 1 == third + 1
    both = queried(run, "select sha256 from audit.file where file_name = 'episodes.csv'")
    assert len([each for each in both if stored(run.settings.landing, each["sha256"]).is_file()]) == 2
    assert numbers(run) == [1]
    run.engine.dispose()


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2049, 1, 1)])
def test_a_clock_that_is_wrong_changes_nothing(whole_run: RunContext, day: date) -> None:
    assert pending(replace(whole_run, day=day)).nothing_to_do


def disturb(patch: pytest.MonkeyPatch, work: Callable[..., None]) -> None:
    """Do this at every named point of the steps, with the point's name."""
    for step in (land, stage, publish, report):
        patch.setattr(step, "failpoint", work)


@contextmanager
def readers(settings: Settings) -> Iterator[Connection]:
    """A connection of somebody who reads beside the run."""
    engine = make_engine(settings)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def lives(run: RunContext) -> bool:
    """Whether the run's process shows that it goes on."""
    with run.engine.connect() as connection:
        return runs_left(connection, run.council.slug) == ()


def numbers(run: RunContext) -> list[int]:
    found = queried(run, "select publication_id from mart.publication order by 1")
    return [each["publication_id"] for each in found]


def url_of(settings: Settings) -> str:
    assert settings.database_url is not None
    return settings.database_url.get_secret_value()
