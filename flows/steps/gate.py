"""Gate: checks on exactly the values that would be published. When one stops, the publication before stays current."""

from collections.abc import Sequence

import pandas as pd

from expectations.runner import validate
from expectations.values import GateCheck, gate_checks, suite_for_values
from transforms.coverage import SliceState
from transforms.errors import FiguresRejected


def gate(values: pd.DataFrame, slices: Sequence[SliceState]) -> tuple[GateCheck, ...]:
    """Check the values and the control totals behind them.

    Returns every check with its count. Raises FiguresRejected that names the checks when one that stops has failed.
    """
    checks = (*gate_checks(values), _control_totals(slices))
    validate(suite_for_values(values, checks))
    failed = [check for check in checks if check.failed and check.stops]
    if failed:
        raise FiguresRejected(
            "The figures failed their checks, so nothing was published: "
            + "; ".join(f"{check.message} ({check.failed:,} values)" for check in failed),
            "The publication before stays current. Look at the findings of the newest files: cyp status.",
        )
    return checks


def _control_totals(slices: Sequence[SliceState]) -> GateCheck:
    loaded = [each for each in slices if each.state == "loaded"]
    wrong = [s for s in loaded if s.rows_received != s.rows_loaded + s.rows_held + s.rows_duplicate]
    return GateCheck("control-totals", len(wrong), "Rows received are not loaded, held or duplicates", None)
