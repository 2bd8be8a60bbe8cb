"""The yardstick of validation: a suite the way that Great Expectations' documentation shows, context and all.

Importing this module imports great_expectations, which takes seconds.
"""

import logging
from typing import cast

import great_expectations as gx
import pandas as pd
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

from expectations.suite import Expected, Suite
from transforms.rules.rule import Check

logging.getLogger("great_expectations").setLevel(logging.CRITICAL)


def builtin_counts(suite: Suite) -> dict[str, int]:
    """By rule, the rows that break it as built-in expectations count them. For suites of tables held whole."""
    # Its own default would make a folder for a documentation site at every call.
    config = DataContextConfig(store_backend_defaults=InMemoryStoreBackendDefaults())
    context = gx.get_context(mode="ephemeral", project_config=config)
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]  # a mapping is what it reads
    frames = context.data_sources.add_pandas("frames")
    masks = suite.masks.astype("int64")
    if len(suite.rows) in (0, len(masks)):
        parts = [(pd.concat([suite.rows, masks], axis=1), suite.expected)]
    else:  # rows that were set apart are in the masks alone
        of_masks = [each for each in suite.expected if each.check is Check.MASK]
        parts = [(masks, of_masks), (suite.rows, [each for each in suite.expected if each.check is not Check.MASK])]
    counts: dict[str, int] = {}
    for number, (frame, expected) in enumerate(parts):
        asset = frames.add_dataframe_asset(f"{suite.name} {number}")
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(batch_parameters={"dataframe": frame})
        gx_suite = gx.ExpectationSuite(name=suite.name, expectations=[_configuration(each) for each in expected])
        validated = batch.validate(gx_suite, result_format={"result_format": "BASIC", "partial_unexpected_count": 0})
        counts |= dict(_count(result) for result in validated.results)
    return counts


def _count(result: ExpectationValidationResult) -> tuple[str, int]:
    meta = cast("ExpectationConfiguration", result.expectation_config).meta or {}
    said = result.result
    return meta["rule"], int(said["unexpected_count"] if "unexpected_count" in said else said["observed_value"])


def _configuration(expected: Expected) -> ExpectationConfiguration:
    meta, column = {"rule": expected.rule.id}, {"column": expected.columns[0]}
    match expected.check:
        case Check.NOT_NULL:
            return ExpectationConfiguration("expect_column_values_to_not_be_null", column, meta)
        case Check.IN_SET:
            in_set = {**column, "value_set": list(expected.rule.allowed)}
            return ExpectationConfiguration("expect_column_values_to_be_in_set", in_set, meta)
        case Check.UNIQUE if len(expected.columns) == 1:
            return ExpectationConfiguration("expect_column_values_to_be_unique", column, meta)
        case Check.UNIQUE:
            key = {"column_list": list(expected.columns), "ignore_row_if": "any_value_is_missing"}
            return ExpectationConfiguration("expect_compound_columns_to_be_unique", key, meta)
        case Check.MASK:
            total = {**column, "max_value": expected.rows_allowed}
            return ExpectationConfiguration("expect_column_sum_to_be_between", total, meta)
