"""The page on adding an indicator: its diffs can be applied as they stand, and its test then passes."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "add-an-indicator.md").read_text(encoding="utf-8")
NEW = "cla_supported_accommodation"

USE_EXAMPLE = f"""
from tests.staged import counted, looked_after
staged = looked_after("child | date_of_birth | placement\\nAnn | 2008-01-01 | K3\\nBob | 2008-01-01 | K2")
print(counted(staged, "{NEW}"))
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def hunks(diff: str) -> Iterator[tuple[str, str]]:
    """What stands in the file, and what shall stand there."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE)[1:]:
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] != "+")
        yield before, "".join(line[1:] for line in lines if line[0] != "-")


def apply(diff: str, root: Path) -> str:
    """Change the file that a diff names. Returns its name."""
    name = re.findall(r"^\+\+\+ b/(.+)$", diff, re.MULTILINE)[0]
    text = (root / name).read_text(encoding="utf-8")
    for before, after in hunks(diff):
        assert text.count(before) == 1, f"{name} is no longer as the page shows it"
        text = text.replace(before, after)
    (root / name).write_text(text, encoding="utf-8")
    return name


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the code with the page's diffs applied to it."""
    for folder in ("transforms", "tests", "sql"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert [apply(diff, tmp_path) for diff in blocks("diff")] == [
        "transforms/indicators/children_looked_after.py",
        "tests/unit/indicators/test_children_looked_after.py",
    ]
    return tmp_path


def python(place: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=place, capture_output=True, text=True, check=True, timeout=120
    )
    return ended.stdout


@pytest.mark.slow
def test_one_module_and_one_test_add_an_indicator(changed: Path) -> None:
    assert python(changed, "-c", USE_EXAMPLE).strip() == "{('', 'Total'): (1, None)}"
    told = python(
        changed,
        "-m",
        "pytest",
        "-q",
        "--noconftest",
        "-p",
        "no:cacheprovider",
        "-k",
        "supported",
        "tests/unit/indicators",
    )
    assert "4 passed" in told  # its own, and what every entry promises


def test_the_measure_shows_the_new_indicator() -> None:
    [block] = blocks("toml")
    [measure] = tomllib.loads(block)["measures"]
    assert [part["indicator"] for part in measure["parts"]] == [NEW]
