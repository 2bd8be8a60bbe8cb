"""Run a suite through Great Expectations: counts only, never a value from a row."""

import json
import logging
import threading
from dataclasses import dataclass
from typing import Any

from expectations.suite import Expected, Suite
from transforms.errors import CypError
from transforms.rules.rule import Check, Severity

# Great Expectations keeps its current context in one place for the whole process.
_LOCK = threading.Lock()
_SEVERITY = {Severity.STOP: "critical", Severity.HOLD: "warning", Severity.FLAG: "info"}
_ORDER = (Severity.STOP, Severity.HOLD, Severity.FLAG)
_COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}


@dataclass(frozen=True)
class Verdict:
    """What Great Expectations said of one table: which rules failed, the worst severity, and its own record."""

    table: str
    expectations: int
    failed: tuple[str, ...]
    worst: Severity | None
    record: str


def validate(suite: Suite) -> Verdict:
    """Validate a suite's frame.

    Raises CypError when an expectation crashed, or counts other rows than its rule's mask: both would be faults of
    ours, and nothing may be loaded on them.
    """
    if suite.frame.empty:
        return Verdict(suite.name, len(suite.expected), (), None, "[]")
    with _LOCK:
        results = _run(suite)
    outcomes = list(zip(suite.expected, results, strict=True))
    for expected, result in outcomes:
        _must_agree(suite.name, expected, result)
    failed = [expected.rule for expected, result in outcomes if not result.success]
    worst = next((level for level in _ORDER if any(rule.severity is level for rule in failed)), None)
    record = json.dumps([_recorded(expected, result) for expected, result in outcomes], sort_keys=True)
    return Verdict(suite.name, len(outcomes), tuple(rule.id for rule in failed), worst, record)


def _run(suite: Suite) -> list[Any]:
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    # Its own default would make a folder for a documentation site at every call.
    config = DataContextConfig(store_backend_defaults=InMemoryStoreBackendDefaults())
    context = gx.get_context(mode="ephemeral", project_config=config)
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]  # a mapping is what it reads
    batch = (
        context.data_sources.add_pandas("frames")
        .add_dataframe_asset(suite.name)
        .add_batch_definition_whole_dataframe("whole")
        .get_batch(batch_parameters={"dataframe": suite.frame})
    )
    gx_suite = gx.ExpectationSuite(name=suite.name, expectations=[_expectation(gx, each) for each in suite.expected])
    validated = batch.validate(gx_suite, result_format=_COUNTS_ONLY)
    by_id = {_meta(result)["rule"]: result for result in validated.results}
    return [by_id[expected.rule.id] for expected in suite.expected]


def _expectation(gx: Any, expected: Expected) -> Any:
    rule = expected.rule
    common = {"severity": _SEVERITY[rule.severity], "meta": {"rule": rule.id}}
    one = expected.columns[0]
    match expected.check:
        case Check.NOT_NULL:
            return gx.expectations.ExpectColumnValuesToNotBeNull(column=one, **common)
        case Check.IN_SET:
            return gx.expectations.ExpectColumnValuesToBeInSet(column=one, value_set=list(rule.allowed), **common)
        case Check.UNIQUE if len(expected.columns) == 1:
            return gx.expectations.ExpectColumnValuesToBeUnique(column=one, **common)
        case Check.UNIQUE:
            return gx.expectations.ExpectCompoundColumnsToBeUnique(
                column_list=list(expected.columns), ignore_row_if="any_value_is_missing", **common
            )
        case _:
            # Great Expectations adds up a mask for a third of what it takes to look at each of its values.
            return gx.expectations.ExpectColumnSumToBeBetween(column=one, max_value=expected.rows_allowed, **common)


def _meta(result: Any) -> dict[str, str]:
    return result.expectation_config.meta


def _must_agree(table: str, expected: Expected, result: Any) -> None:
    crashed = any(
        detail.get("raised_exception") for detail in _exceptions(result.exception_info) if isinstance(detail, dict)
    )
    counted = None if crashed else _counted(expected, result)
    if crashed or counted != expected.rows_failed:
        said = "could not be run" if crashed else f"counts {counted} rows, the rule counts {expected.rows_failed}"
        raise CypError(
            f"{table}: the expectation of rule {expected.rule.id} {said}. Nothing was loaded.",
            "This is a fault of ours, not of the file. Please report it with the rule's name.",
        )


def _counted(expected: Expected, result: Any) -> int:
    """Rows that Great Expectations counts as failing."""
    return int(result.result["observed_value" if expected.check is Check.MASK else "unexpected_count"] or 0)


def _exceptions(info: Any) -> list[Any]:
    """Exception details, whether Great Expectations gives one or one per metric."""
    if not isinstance(info, dict):
        return []
    return [info] if "raised_exception" in info else list(info.values())


def _recorded(expected: Expected, result: Any) -> dict[str, Any]:
    return {
        "rule": expected.rule.id,
        "expectation": result.expectation_config.type,
        "severity": expected.rule.severity.value,
        "success": bool(result.success),
        "unexpected_count": _counted(expected, result),
    }
