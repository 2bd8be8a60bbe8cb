"""What docker/backup.sh does of a night when a dump fails. Small scripts stand in for the programs of Postgres."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "docker" / "backup.sh"
# Writes half a dump and fails for the database that is named "broken".
PG_DUMP = """
for word in "$@"; do name=$word; done
while [ "$1" != --file ]; do shift; done
echo "PGDMP of $name" >"$2"
[ "$name" != broken ]
"""


@pytest.fixture
def night(tmp_path: Path) -> dict[str, str]:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, said in {
        "pg_dump": PG_DUMP,
        "pg_dumpall": 'for word in "$@"; do :; done; : >"$word"',
        "pg_restore": "",
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{said}\n")
        (programs / name).chmod(0o755)
    return {"PATH": f"{programs}:{os.environ['PATH']}", "BACKUP_FOLDER": str(tmp_path / "dumps"), "BACKUP_HOUR": "0"}


def run(word: str, night: dict[str, str], databases: str) -> subprocess.CompletedProcess[str]:
    environment = night | {"BACKUP_DATABASES": databases}
    return subprocess.run(["sh", str(SCRIPT), word], env=environment, capture_output=True, text=True, check=False)


def dumps(night: dict[str, str]) -> list[str]:
    return sorted(file.name.partition("-")[0] for file in Path(night["BACKUP_FOLDER"]).glob("*.dump"))


def test_a_dump_that_fails_gets_no_name_and_keeps_nothing_from_the_others(night: dict[str, str]) -> None:
    made = run("due", night, "broken cyp")
    assert (made.returncode, made.stderr) == (0, "no dump of broken was made\n")
    assert dumps(night) == ["cyp"]
    assert run("is-fresh", night, "cyp").returncode == 0
    assert run("is-fresh", night, "broken cyp").returncode == 1, "one that is missing is told though the other is there"


def test_a_night_makes_each_dump_once_and_the_next_night_another(night: dict[str, str]) -> None:
    run("due", night, "cyp")
    assert run("due", night, "cyp").stdout == ""
    [tonight] = Path(night["BACKUP_FOLDER"]).glob("*.dump")
    tonight.rename(tonight.with_name("cyp-2026-01-01T030000Z.dump"))
    assert "cyp-" in run("due", night, "cyp").stdout
    assert len(dumps(night)) == 2
    later = night | {"BACKUP_HOUR": "24"}
    for file in Path(night["BACKUP_FOLDER"]).glob(f"cyp-{datetime.now(UTC):%Y-%m-%d}*"):
        file.unlink()
    assert run("due", later, "cyp").stdout == "", "not before its hour"
