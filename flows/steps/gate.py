"""Gate: checks on exactly the values that would be published. When one stops, the publication before stays current."""

from collections.abc import Mapping, Sequence

import pandas as pd

from expectations.runner import validate
from expectations.values import GateCheck, gate_checks, suite_for_values
from transforms.coverage import SliceState
from transforms.errors import FiguresRejected
from transforms.people import MatchRate


def gate(
    values: pd.DataFrame,
    slices: Sequence[SliceState],
    matched: Sequence[MatchRate] = (),
    least: Sequence[tuple[str, float]] = (),
) -> tuple[GateCheck, ...]:
    """Check the values, the control totals behind them, and that the extracts are of the same people.

    ``least`` is the council's own least share of people who are known to both, by pair of extracts.

    Returns every check with its count. Raises FiguresRejected that names the checks when one that stops has failed.
    """
    checks = (*gate_checks(values), _control_totals(slices), *(_same_people(rate, dict(least)) for rate in matched))
    validate(suite_for_values(values, checks))
    failed = [check for check in checks if check.failed and check.stops]
    if failed:
        raise FiguresRejected(
            "The figures failed their checks, so nothing was published: "
            + "; ".join(f"{check.message} ({check.failed:,} {check.counted})" for check in failed),
            "The publication before stays current. Look at the findings of the newest files: cyp status."
            + "".join(f"\n{check.fix}" for check in failed if check.fix),
        )
    return checks


def _same_people(rate: MatchRate, own: Mapping[str, float]) -> GateCheck:
    match = rate.match
    least = own.get(match.id, match.least)
    missed = rate.of - rate.found if rate.share < least else 0
    return GateCheck(
        match.id,
        missed,
        f"{match.words}: {rate.found:,} of {rate.of:,} people were found, less than {least:.0%}",
        None,
        counted="people missed",
        fix=f'{match.fix} If both files are right, set "{match.id}" lower under [matching] in council.toml.',
    )


def _control_totals(slices: Sequence[SliceState]) -> GateCheck:
    loaded = [each for each in slices if each.state == "loaded"]
    wrong = [s for s in loaded if s.rows_received != s.rows_loaded + s.rows_held + s.rows_duplicate]
    return GateCheck("control-totals", len(wrong), "Rows received are not loaded, held or duplicates", None)
