"""An upgrade as docs/runbook.md has it, from the version before in a clone of its own, and the way back.

Run by ``make test-upgrade``, from the newest tag before this version or from what FROM names. The older version, in the
environment of its own lock file, takes the sample council through a whole quarter; this one brings that forward.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.warehouse import embedded
from transforms.errors import WarehouseUnavailable

ROOT = Path(__file__).resolve().parents[2]
QUARTER = "2025-26-Q1"
PUBLISHED = "select {} from mart.performance_as_published(1) as published order by position"

pytestmark = [pytest.mark.upgrade, pytest.mark.slow, pytest.mark.timeout(3600)]


@dataclass(frozen=True)
class Version:
    """A version of the program: where it lies, its interpreter, and the home that both share."""

    place: Path
    python: Path
    home: Path

    def cyp(self, *words: str, ends_with: int = 0) -> str:
        """What a command prints. Fails when it ends otherwise."""
        command = [str(self.python), "-c", "from flows.cli import main; main()", *words]
        ended = subprocess.run(
            command, env=self.environment, cwd=self.place, capture_output=True, text=True, check=False
        )
        assert ended.returncode == ends_with, f"{words}: {ended.returncode}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    @property
    def environment(self) -> dict[str, str]:
        return {
            "CYP_COUNCIL": str(self.place / "samples" / "merebridge"),
            "CYP_HOME": str(self.home),
            "CYP_REPORT_FORMATS": "html",
            "HOME": os.environ.get("HOME", str(self.home)),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.place),
        }

    def published(self, columns: str = "*") -> list[dict[str, str]]:
        """The first publication, as the warehouse gives it back."""
        query = f"copy ({PUBLISHED.format(columns)}) to stdout (format csv, header)"
        said = self.cyp("warehouse", "psql", "--as", "owner", "--", "-X", "-c", query)
        return list(csv.DictReader(io.StringIO(said)))


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Version]:
    """The version before, with what it made."""
    place = tmp_path / "before"
    subprocess.run(["git", "clone", "--quiet", git("rev-parse", "--git-common-dir"), str(place)], check=True)
    subprocess.run(["git", "-C", str(place), "checkout", "--quiet", from_version()], check=True)
    version = Version(place, environment_of(place), tmp_path / "home")
    version.cyp("demo")
    version.cyp("server", "stop")
    yield version
    stop = Version(ROOT, Path(sys.executable), version.home)
    stop.cyp("warehouse", "stop")
    shutil.rmtree(Settings(home=version.home).postgres_dir, ignore_errors=True)


def from_version() -> str:
    """What FROM names, or the newest tag before this version."""
    if named := os.environ.get("UPGRADE_FROM"):
        return git("rev-parse", named)
    try:
        return git("describe", "--tags", "--abbrev=0", "HEAD^")
    except subprocess.CalledProcessError:
        pytest.fail("There is no tag of a version before this one: make test-upgrade FROM=COMMIT")


def git(*words: str) -> str:
    asked = ["git", "-C", str(ROOT), *words]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    return str((ROOT / said).resolve()) if words[-1] == "--git-common-dir" else said


def environment_of(place: Path) -> Path:
    """The interpreter of a version's own environment, made from its own lock file."""
    without = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    subprocess.run([str(place / ".ci" / "environment"), "runtime"], check=True, env=without)
    return place / ".venv" / "bin" / "python"


def test_what_the_version_before_issued_stays_and_its_dump_is_the_way_back(before: Version, tmp_path: Path) -> None:
    now = Version(ROOT, Path(sys.executable), before.home)
    issued = before.published()
    assert issued

    told = {each["name"]: each for each in json.loads(now.cyp("doctor", "--json", ends_with=exit_code()))}
    assert (told["schema"]["state"], told["schema"]["fix"]) == ("wrong", "Run: cyp warehouse migrate")
    [dump] = dumped(before.home, tmp_path / "dumps")

    assert "Applied " in now.cyp("warehouse", "migrate")
    as_then = ", ".join(f"published.{column}" for column in issued[0])
    assert now.published(as_then) == issued
    assert json.loads(now.cyp("publication", "check", "--json"))["whole"] is True
    now.cyp("doctor")
    now.cyp("plan", QUARTER)
    ran = json.loads(now.cyp("run", QUARTER, "--json"))
    now.cyp("server", "stop")
    assert (ran["publication_id"], ran["error"]) == (2, None)
    assert now.published(as_then) == issued
    known = {each["publication_id"]: each["status"] for each in json.loads(now.cyp("publication", "list", "--json"))}
    assert known == {1: "issued", 2: "draft"}

    before.cyp("status", QUARTER, ends_with=exit_code())
    script = ["sh", str(ROOT / "docker" / "restore.sh"), str(dump), embedded.WAREHOUSE_DATABASE]
    subprocess.run(script, check=True, env=of_the_server(before.home))
    assert before.published() == issued
    before.cyp("status", QUARTER)


def exit_code() -> int:
    return WarehouseUnavailable.exit_code


def dumped(home: Path, folder: Path) -> list[Path]:
    environment = of_the_server(home) | {"BACKUP_DATABASES": embedded.WAREHOUSE_DATABASE, "BACKUP_FOLDER": str(folder)}
    subprocess.run(["sh", str(ROOT / "docker" / "backup.sh"), "once"], check=True, env=environment)
    return list(folder.glob("*.dump"))


def of_the_server(home: Path) -> dict[str, str]:
    """What the scripts are told of the embedded database, as docs/runbook.md has it."""
    folder = Settings(home=home).postgres_dir
    return {
        "PATH": f"{embedded.packaged_binary('psql').parent}:{os.environ['PATH']}",
        "PGHOST": "127.0.0.1",
        "PGPORT": (folder / "port").read_text().strip(),
        "PGUSER": embedded.SUPERUSER,
        "PASSWORD_FILE": str(folder / "password"),
    }
