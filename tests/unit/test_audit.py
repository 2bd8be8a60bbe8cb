"""What the audit of packages says, and when it stops ``make check``."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).parents[2] / ".ci" / "audit.py"
_SPEC = importlib.util.spec_from_file_location("audit", _FILE)
assert _SPEC
assert _SPEC.loader
audit: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(audit)

CLEAN = {"name": "clean", "version": "1", "vulns": []}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited: unknown (1)"}
WEAK = {"name": "weak", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "found", "words"),
    [
        ([CLEAN], False, "1 packages audited, 0 known weaknesses."),
        ([CLEAN, WEAK], True, "weak 2: PYSEC-1, mended in 3"),
        ([CLEAN, UNKNOWN], False, "1 NOT AUDITED: unknown."),
        ([UNKNOWN], False, "NOT AUDITED. The service knows none of its 1 packages from here."),
        (None, False, "NOT AUDITED. The service that knows of weaknesses could not be asked."),
    ],
)
def test_a_weakness_fails_and_what_was_not_audited_is_said(packages: list | None, found: bool, words: str) -> None:
    lines, is_weak = audit.verdict("a.lock", json.dumps({"dependencies": packages}) if packages else "Traceback …")
    assert is_weak is found
    assert any(words in line for line in lines)
