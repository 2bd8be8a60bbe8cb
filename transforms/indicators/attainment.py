"""Attainment: results at the expected standard, of all pupils and of children in care, by key stage and subject.

Source rows: key stage results of the academic year that ended in the summer before the quarter's end, filed under its
last day. A result counts where it is told whether the standard was met: nothing is drawn from a score. Pupils who were
not assessed are in no list, so that the shares are a little above those which the Department for Education publishes.
"""

from datetime import date

import pandas as pd

from transforms import codelists
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts
from transforms.indicators.continuous_care import in_care_for_a_year
from transforms.indicators.indicator import Counts, Indicator, Period, Polarity, Staged, Unit, Window
from transforms.quarters import academic_year

_OWNER = "Head of school improvement"
# What is assessed for all pupils; everything else is one item.
_ASSESSED = {
    "EYFS": ("GLD",),
    "KS1": ("PHON", "READ", "WRIT", "MATH", "SCI"),
    "KS2": ("RWM", "READ", "WRIT", "GPS", "MATH", "SCI"),
    "KS4": ("EM", "ENG", "MATH", "SCI", "A8"),
}
_LABELS = {code.code: code.label for code in codelists.code_list("attainment_subject")}
_OTHER = "Another subject or key stage"
SUBJECTS = (*(f"{stage}: {_LABELS[code]}" for stage, codes in _ASSESSED.items() for code in codes), _OTHER)


def rows_of_last_summer(staged: Staged, extract: str, table: str, window: Window) -> pd.DataFrame | None:
    """Rows of a list that is filed under the 31 August before the quarter's end; None where it was not.

    Each has in ``subject`` its key stage and subject in words, one of ``SUBJECTS``.
    """
    last = date(window.end.year, 8, 31)
    batch = batch_reaching(staged, extract, academic_year(last), last)
    if batch is None:
        return None
    rows = rows_of(staged, table, batch)
    subject = rows["key_stage"] + ": " + rows["subject"].map(_LABELS)
    return rows.assign(subject=subject.where(subject.isin(SUBJECTS), _OTHER))


def results_of_year(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Results of which it is told whether the standard was met."""
    results = rows_of_last_summer(staged, "key_stage_results", "core.key_stage_result", window)
    return None if results is None else results.dropna(subset=["standard_met"])


def results_in_care(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Those of children who were looked after for the 12 months to 31 March: the national group.

    None where the results, or the return of those 12 months, are not there.
    """
    results = results_of_year(staged, window)
    cohort = in_care_for_a_year(staged, date(window.end.year, 3, 31))
    return None if results is None or cohort is None else results[results["pupil"].isin(cohort)]


def at_standard(results: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Results at the expected standard, of all results, by key stage and subject."""
    return share_by_subject(results, results["standard_met"])


def share_by_subject(rows: pd.DataFrame, is_counted: pd.Series) -> Counts:
    """How many are counted of all that there are, and of those of each key stage and subject."""
    counted = is_counted.astype(bool)
    found, every = rows.loc[counted, "subject"].value_counts(), rows["subject"].value_counts()
    items = [("", "subject", subject, int(found.get(subject, 0)), int(every.get(subject, 0))) for subject in SUBJECTS]
    return as_counts([("", TOTAL, TOTAL, int(counted.sum()), len(rows)), *items])


INDICATORS = (
    Indicator(
        id="attainment_standard_rate",
        title="Results at the expected standard",
        numerator="Results of the last academic year at which the expected standard was met",
        denominator="Results of which it is told; the whole mixes key stages and subjects, so its items are reported",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ANNUAL,
        needs=("key_stage_results",),
        national="Department for Education, attainment by key stage: expected standard (here: of pupils assessed)",
        owner=_OWNER,
        version=1,
        prepare=results_of_year,
        count=at_standard,
        breakdowns=("subject",),
        quarters=(2,),
    ),
    Indicator(
        id="cla_attainment_standard_rate",
        title="Results of children in care at the expected standard",
        numerator="Results of the same children at which the expected standard was met, in the last academic year",
        denominator="Results of children looked after for the 12 months to 31 March, linked by unique pupil number",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ANNUAL,
        needs=("key_stage_results", "ssda903"),
        national="Department for Education, outcomes for children looked after (here: of pupils assessed)",
        owner="Head of the virtual school",
        version=1,
        prepare=results_in_care,
        count=at_standard,
        breakdowns=("subject",),
        quarters=(2,),
    ),
)
