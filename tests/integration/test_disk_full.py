"""A disk runs full, of the database or of what is landed and rendered: said by name, nothing lost, and made up for."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flows.steps.context import RunContext
from flows.steps.quarter import pending, publish_draft, render_report, run_without_prefect
from flows.warehouse import account
from tests.ledger import only, queried
from transforms.errors import DiskFull

pytestmark = [
    pytest.mark.slow,
    pytest.mark.faults,
    pytest.mark.timeout(900),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a small disk: a full one was not tried"),
]


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Callable[[bool], None]]:
    """A disk of its own at a place, and what fills or frees it. Skips where none can be made."""
    place.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("No small disk can be made here: a full one was not tried.")
    filler = place / "filler"

    def fill(is_full: bool) -> None:
        if is_full:
            with pytest.raises(OSError, match="No space left"):
                filler.write_bytes(bytes((megabytes + 1) * 1024**2))
        else:
            filler.unlink()

    try:
        yield fill
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_of_files_is_named_and_the_run_goes_on_when_it_is_freed(run: RunContext) -> None:
    with small_disk(run.settings.home, 32) as fill:
        fill(True)
        with pytest.raises(DiskFull, match=r"The disk of the landing store is full \(.*landing\)"):
            run_without_prefect(run)
        assert queried(run, "select * from audit.file") == queried(run, "select * from mart.publication") == []

        fill(False)
        run_without_prefect(run)
        [folder] = run.settings.reports.glob("*/*/1-draft-internal")
        page = (folder / "report.html").read_bytes()

        fill(True)
        publish_draft(run, again=True)
        with pytest.raises(DiskFull, match="The disk of the reports is full"):
            render_report(run, 2, "internal")
        assert (folder / "report.html").read_bytes() == page
        assert not list(folder.parent.glob("2-*"))

        fill(False)
        run_without_prefect(run)
        assert pending(run).nothing_to_do
        assert queried(run, "select publication_id from audit.report order by 1") == [
            {"publication_id": 1},
            {"publication_id": 2},
        ]


def test_a_full_disk_of_the_database_leaves_the_draft_before_and_loses_nothing(
    run: RunContext, warehouse: Engine, last_years_return: Path
) -> None:
    later = last_years_return.rename(last_years_return.parents[4] / "later")
    with small_tablespace(warehouse, "core.cla_episode", "mart.fact_indicator_value") as fill:
        fill(True)
        with pytest.raises(DiskFull, match="The disk of the database is full"):
            run_without_prefect(run)
        assert queried(run, "select * from audit.batch where extract = 'ssda903'") == []
        assert queried(run, "select * from mart.publication") == []

        fill(False)
        run_without_prefect(run)
        later.rename(last_years_return)
        fill(True)
        with pytest.raises(DiskFull, match="The disk of the database is full"):
            run_without_prefect(run)
        assert only(run, "select publication_id from mart.publication_pointer") == {"publication_id": 1}
        assert queried(run, "select * from mart.performance where publication_id = 1") != []

        fill(False)
        run_without_prefect(run)
        assert only(run, "select publication_id from mart.publication_pointer") == {"publication_id": 2}
        assert pending(run).nothing_to_do


@contextmanager
def small_tablespace(warehouse: Engine, *tables: str) -> Iterator[Callable[[bool], None]]:
    """These tables on a disk of the database's server that is soon full."""
    account.open_folder(account.SHARED)
    place = account.SHARED / f"test-full-{os.getpid()}"
    try:
        with small_disk(place, 4) as fill:
            account.give(place)
            execute(warehouse, f"create tablespace small location '{place}'")
            for table in tables:
                execute(warehouse, f"alter table {table} set tablespace small")
            yield fill
            for table in tables:
                execute(warehouse, f"alter table {table} set tablespace pg_default")
            execute(warehouse, "drop tablespace small")
    finally:
        shutil.rmtree(place)


def execute(warehouse: Engine, statement: str) -> None:
    with warehouse.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
