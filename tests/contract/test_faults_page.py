"""The page of faults names tests that there are, and each fault has one."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
NAMED = tuple(dict.fromkeys(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))
FAULTS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| What is wrong")]


@cache
def names_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_named_on_the_page_is_there(file: str, name: str) -> None:
    assert name in names_in(ROOT / "tests" / file)


@pytest.mark.parametrize("line", FAULTS, ids=[line.split(" | ")[0].removeprefix("| ") for line in FAULTS])
def test_every_fault_says_what_happens_and_which_test_shows_it(line: str) -> None:
    _, what, happens, shown_by, _ = (cell.strip() for cell in line.split("|"))
    assert what
    assert happens
    assert re.search(r"`[\w/]+\.py::\w+`", shown_by)
