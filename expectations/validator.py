"""Rules as expectations of Great Expectations, read by its own validator in a millisecond each.

A built-in expectation takes ten milliseconds however few the rows: it copies its own configuration some sixty times
while it is validated. A context with a data source adds twenty-five for each frame, to write its configuration out.
Neither is about the data. So there is no context, and one class of expectation, which says at once what it reads.

What its metrics need of one another depends on what is asked and not on the rows: that is found out once for the tables
that are asked the same.

Where Great Expectations has a metric for a rule (values missing, not on a list, repeated) it is that one, read from
the rows. All masks of a table share one of ours, which is evaluated once.
"""

import logging
from functools import lru_cache
from typing import Any

import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.exceptions.exceptions import InvalidExpectationConfigurationError
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.validator.computed_metric import MetricValue
from great_expectations.validator.metric_configuration import MetricConfiguration, MetricConfigurationID
from great_expectations.validator.metrics_calculator import MetricsCalculator
from great_expectations.validator.validation_graph import MetricEdge, ValidationGraph
from great_expectations.validator.validator import ValidationDependencies

from expectations.suite import Outcome, Suite
from transforms.rules.rule import Check, Rule, Severity

_SEVERITY = {
    Severity.STOP: FailureSeverity.CRITICAL,
    Severity.HOLD: FailureSeverity.WARNING,
    Severity.FLAG: FailureSeverity.INFO,
}
_COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}

# What it has to say of an expectation that crashed may quote a value. The runner says which rule it was.
logging.getLogger("great_expectations").setLevel(logging.CRITICAL)


class RowsByMask(TableMetricProvider):
    """A metric over a batch of masks: how many rows each of them names, by the mask's name."""

    metric_name = "table.rows_by_mask"

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805 - Great Expectations names it so when it calls
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> dict[str, int]:
        counts = execution_engine.get_domain_records(metric_domain_kwargs).sum()
        return {str(name): int(count) for name, count in counts.items()}


class ExpectRowsToKeepRule(BatchExpectation):
    """At most ``rows_allowed`` rows break ``rule``.

    ``metric`` counts them, over ``domain`` and compared with ``value``. The result holds the count and no row.
    """

    rule: str
    metric: str
    domain: dict[str, Any]
    value: dict[str, Any]
    rows_allowed: float

    _written_out: ExpectationConfiguration | None = pydantic.PrivateAttr(  # pyright: ignore[reportPrivateImportUsage] - its own copy
        default=None
    )

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What was asked, as Great Expectations keeps it beside every result: written out once."""
        if self._written_out is None:
            self._written_out = super().configuration
        return self._written_out

    _counted_by: MetricConfiguration | None = pydantic.PrivateAttr(  # pyright: ignore[reportPrivateImportUsage] - its own copy
        default=None
    )

    def counted_by(self) -> MetricConfiguration:
        """The one metric, made once: its id is worked out of all that it compares with."""
        if self._counted_by is None:
            self._counted_by = MetricConfiguration(self.metric, self.domain, self.value)
        return self._counted_by

    def get_validation_dependencies(
        self, execution_engine: ExecutionEngine | None = None, runtime_configuration: dict[str, Any] | None = None
    ) -> ValidationDependencies:
        """The one metric, and that nothing but a count is to be told of it."""
        return ValidationDependencies({self.metric: self.counted_by()}, result_format=dict(_COUNTS_ONLY))

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine | None = None,
    ) -> dict[str, Any]:
        counted = metrics[self.metric]
        rows = int(counted[self.rule] if self.metric == RowsByMask.metric_name else counted)
        return {"success": rows <= self.rows_allowed, "result": {"unexpected_count": rows}}


def outcomes(suite: Suite) -> tuple[Outcome, ...]:
    """What each expectation of a suite says of its frames, in the suite's order."""
    # An engine of its own for each suite: an engine remembers the metrics of its batches by their names.
    engine = PandasExecutionEngine(batch_data_dict=_frames(suite))
    needed = _needed(tuple((each.rule, each.check, each.columns) for each in suite.expected))
    metrics, _ = ValidationGraph(engine, list(needed)).resolve(show_progress_bars=False)
    expectations = (_expectation(each.rule, each.check, each.columns, each.rows_allowed) for each in suite.expected)
    return tuple(_outcome(expectation, metrics, engine) for expectation in expectations)


def _frames(suite: Suite) -> dict[str, pd.DataFrame]:
    """What each kind of expectation reads, its columns alone: a metric filters the whole frame to read one of them."""
    columns: dict[Check, dict[str, None]] = {}
    for each in suite.expected:
        columns.setdefault(each.check, {}).update(dict.fromkeys(each.columns))
    return {
        check: (suite.masks if check is Check.MASK else suite.rows).filter(list(columns[check])) for check in columns
    }


@lru_cache(maxsize=1024)  # more than there are tables
def _needed(asked: tuple[tuple[Rule, Check, tuple[str, ...]], ...]) -> tuple[MetricEdge, ...]:
    """The metrics that count what is asked, each with those that it is counted from."""
    counted_by = [_expectation(*each, rows_allowed=0).counted_by() for each in asked]
    calculator = MetricsCalculator(PandasExecutionEngine(), show_progress_bars=False)
    return tuple(calculator.build_metric_dependency_graph(list({each.id: each for each in counted_by}.values())).edges)


@lru_cache(maxsize=4096)  # more than there are rules: a run asks each of them of many files
def _expectation(rule: Rule, check: Check, columns: tuple[str, ...], rows_allowed: float) -> ExpectRowsToKeepRule:
    metric, domain, value = _reading(rule, check, columns)
    return ExpectRowsToKeepRule(
        rule=rule.id,
        metric=metric,
        domain=domain,
        value=value,
        rows_allowed=rows_allowed,
        severity=_SEVERITY[rule.severity],
    )


def _reading(rule: Rule, check: Check, columns: tuple[str, ...]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The metric that counts the rows that break a rule, what it reads, and what it compares with."""
    column = {"batch_id": check, "column": columns[0]}
    match check:
        case Check.NOT_NULL:
            return "column_values.nonnull.unexpected_count", column, {}
        case Check.IN_SET:
            return "column_values.in_set.unexpected_count", column, {"value_set": list(rule.allowed)}
        case Check.UNIQUE if len(columns) == 1:
            return "column_values.unique.unexpected_count", column, {}
        case Check.UNIQUE:
            together = {"column_list": list(columns), "ignore_row_if": "any_value_is_missing"}
            return "compound_columns.unique.unexpected_count", {"batch_id": check, **together}, {}
        case Check.MASK:
            return RowsByMask.metric_name, {"batch_id": check}, {}


def _outcome(
    expectation: ExpectRowsToKeepRule, metrics: dict[MetricConfigurationID, MetricValue], engine: ExecutionEngine
) -> Outcome:
    """What one expectation says, given the metrics that were counted for all of them together."""
    try:
        result = expectation.metrics_validate(metrics, execution_engine=engine)
        success, rows_failed = bool(result.success), result.result["unexpected_count"]
    except InvalidExpectationConfigurationError:
        success, rows_failed = False, None  # its metric could not be counted
    return Outcome(expectation.rule, expectation.expectation_type, expectation.metric, success, rows_failed)
