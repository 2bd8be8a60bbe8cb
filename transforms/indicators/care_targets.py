"""Targets of children in care: whether schools returned them, when, and whether they were met.

Source rows: the list of the academic year, a row per child, key stage and subject. Targets that were met are known from
the list that comes once results are, filed under 31 August.
"""

import pandas as pd

from transforms.indicators.attainment import rows_of_last_summer, share_by_subject
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import share_of
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window

_OWNER = "Head of the virtual school"


def targets_due(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Targets that schools were asked to return by the quarter's end; None where the list does not reach it."""
    batch = batch_reaching(staged, "care_targets", window.quarter.academic_year, window.end)
    if batch is None:
        return None
    rows = rows_of(staged, "core.care_target", batch)
    return rows[rows["due_on"] <= pd.Timestamp(window.end)]


def returned(targets: pd.DataFrame, _: Staged, window: Window) -> Counts:
    """Targets returned by the quarter's end, of those due by then."""
    return share_of(targets["returned_on"] <= pd.Timestamp(window.end))


def returned_in_time(targets: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Targets returned by the day that was set, of those due by the quarter's end."""
    return share_of(targets["returned_on"] <= targets["due_on"])


def targets_with_result(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Targets of the last academic year of which it is known what was reached."""
    rows = rows_of_last_summer(staged, "care_targets", "core.care_target", window)
    return None if rows is None else rows.dropna(subset=["target", "actual"])


def met(targets: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Targets that were reached or passed, of those with a result, by key stage and subject."""
    return share_by_subject(targets, targets["actual"] >= targets["target"])


INDICATORS = (
    Indicator(
        id="care_targets_returned_rate",
        title="Targets of children in care that schools have returned",
        numerator="Targets returned by the quarter's end, in time or later",
        denominator="Targets of the academic year that were due by the quarter's end, a child's subjects each",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=targets_due,
        count=returned,
    ),
    Indicator(
        id="care_targets_in_time_rate",
        title="Targets of children in care that schools returned in time",
        numerator="Targets returned by the day that was set for them",
        denominator="Targets of the academic year that were due by the quarter's end, a child's subjects each",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=targets_due,
        count=returned_in_time,
    ),
    Indicator(
        id="care_targets_met_rate",
        title="Targets of children in care that were met",
        numerator="Targets of the last academic year that were reached or passed",
        denominator="Targets with a result, a child's subjects each; the whole mixes key stages and subjects",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ANNUAL,
        needs=("care_targets",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=targets_with_result,
        count=met,
        breakdowns=("subject",),
        quarters=(2,),
    ),
)
