"""Run a suite through Great Expectations: counts only, never a value from a row."""

import json
import threading
from dataclasses import dataclass
from typing import Any

from expectations.suite import Expected, Outcome, Suite
from transforms.errors import CypError
from transforms.rules.rule import Severity

# Nothing says that Great Expectations may be used by two threads at once.
_LOCK = threading.Lock()
_ORDER = (Severity.STOP, Severity.HOLD, Severity.FLAG)


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations said of one table: which rules failed, the worst severity, and its own record."""

    table: str
    expectations: int
    failed: tuple[str, ...]
    worst: Severity | None
    record: str


def validate(suite: Suite) -> Verdict:
    """Validate a suite's frames.

    Raises CypError when an expectation crashed, or counts other rows than its rule's mask: both would be faults of
    ours, and nothing may be loaded on them.
    """
    if suite.is_empty:
        return Verdict(suite.name, len(suite.expected), (), None, "[]")
    told = list(zip(suite.expected, _outcomes(suite), strict=True))
    for expected, outcome in told:
        _must_agree(suite.name, expected, outcome)
    failed = [expected.rule for expected, outcome in told if not outcome.success]
    worst = next((level for level in _ORDER if any(rule.severity is level for rule in failed)), None)
    record = json.dumps([_recorded(expected, outcome) for expected, outcome in told], sort_keys=True)
    return Verdict(suite.name, len(told), tuple(rule.id for rule in failed), worst, record)


def prepare() -> None:
    """Import Great Expectations, so that no validation has to wait for it."""
    with _LOCK:
        import expectations.validator  # noqa: F401 - for the time that it takes


def _outcomes(suite: Suite) -> tuple[Outcome, ...]:
    with _LOCK:
        from expectations.validator import outcomes

        return outcomes(suite)


def _must_agree(table: str, expected: Expected, outcome: Outcome) -> None:
    if outcome.rows_failed == expected.rows_failed:
        return
    said = f"counts {outcome.rows_failed} rows, the rule counts {expected.rows_failed}"
    if outcome.rows_failed is None:
        said = "could not be run"
    raise CypError(
        f"{table}: the expectation of rule {expected.rule.id} {said}. Nothing was loaded.",
        "This is a fault of ours, not of the file. Please report it with the rule's name.",
    )


def _recorded(expected: Expected, outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule,
        "expectation": outcome.expectation,
        "metric": outcome.metric,
        "severity": expected.rule.severity.value,
        "success": outcome.success,
        "unexpected_count": outcome.rows_failed,
        "rows_allowed": expected.rows_allowed,
    }
