"""Attainment: results at the expected standard, of all pupils and of children in care, by key stage and subject.

Source rows: key stage results of the academic year that ended in the summer before the quarter's end, filed under its
last day. A result counts where it is told whether the standard was met: nothing is drawn from a score. Pupils who were
not assessed are in no list, so that the shares are a little above those which the Department for Education publishes.
Results name no school: a pupil's is that of the year's registers and census.
"""

from datetime import date

import pandas as pd

from transforms import codelists
from transforms.indicators.attendance import MAIN_ENROLMENT
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts
from transforms.indicators.continuous_care import in_care_for_a_year
from transforms.indicators.indicator import (
    Counts,
    Indicator,
    Period,
    Polarity,
    Staged,
    Unit,
    Window,
    no_counts,
    not_counted,
)
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
# The one result by which a key stage is judged: a pupil counts once.
_HEADLINES = {"KS2": "RWM", "KS4": "EM"}
HEADLINE_SUBJECTS = tuple(f"{stage}: {_LABELS[code]}" for stage, code in _HEADLINES.items())
SUBJECTS = (*(f"{stage}: {_LABELS[code]}" for stage, codes in _ASSESSED.items() for code in codes), _OTHER)


def rows_of_last_summer(staged: Staged, extract: str, table: str, window: Window) -> pd.DataFrame | None:
    """Rows of a list that is filed under the 31 August before the quarter's end; None where it was not.

    Each has in ``subject`` its key stage and subject in words, one of ``SUBJECTS``.
    """
    last = date(window.end.year, 8, 31)
    batch = batch_reaching(staged, extract, academic_year(last), last)
    if batch is None:
        return None
    return in_words(rows_of(staged, table, batch))


def in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their key stage and subject in words, one of ``SUBJECTS``."""
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


def results_of_others(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Results of all pupils who are not in that group; None where nobody can say who is."""
    results, in_care = results_of_year(staged, window), results_in_care(staged, window)
    return None if results is None or in_care is None else results.drop(index=in_care.index)


def headline_results(staged: Staged, window: Window) -> pd.DataFrame | None:
    """The headline result of each pupil at the end of key stage 2 or 4."""
    results = results_of_year(staged, window)
    if results is None:
        return None
    is_headline = results["subject"].isin(HEADLINE_SUBJECTS)
    return results[is_headline].sort_values("row_number").drop_duplicates(["pupil", "subject"], keep="last")


def at_standard_by_school(results: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Pupils at the expected standard in all, by key stage, and at each school that has any of them."""
    met = results["standard_met"].astype(bool)
    rows = [("", TOTAL, TOTAL, int(met.sum()), len(results))]
    for subject in HEADLINE_SUBJECTS:
        own = met[results["subject"].eq(subject)]
        rows.append(("", "subject", subject, int(own.sum()), len(own)))
    at_school = results.assign(met=met).merge(school_of_pupils(staged, window), on="pupil", validate="many_to_one")
    for urn, of_school in at_school.groupby("school_urn"):
        rows.append((str(urn), TOTAL, TOTAL, int(of_school["met"].sum()), len(of_school)))
    return as_counts(rows)


def school_of_pupils(staged: Staged, window: Window) -> pd.DataFrame:
    """A row per pupil with the school whose roll had them in the results' year; who was on two counts at neither."""
    rows = staged.rows("core.enrolment")
    year = academic_year(date(window.end.year, 8, 31))
    is_own = rows["school_urn"].isin([school.urn for school in staged.schools])
    counted = rows["enrolment_status"].isin(MAIN_ENROLMENT) | rows["enrolment_status"].isna()
    at = rows.loc[rows["academic_year"].eq(year) & is_own & counted, ["pupil", "school_urn"]].drop_duplicates()
    return at[~at.duplicated("pupil", keep=False)]


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
    Indicator(
        id="other_attainment_standard_rate",
        title="Results of other pupils at the expected standard",
        numerator="Results of pupils who were not in care all year at which the expected standard was met",
        denominator="Results of all pupils but those looked after for the 12 months to 31 March",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ANNUAL,
        needs=("key_stage_results", "ssda903"),
        national="Department for Education, outcomes for children looked after: all other pupils, of those assessed",
        owner=_OWNER,
        version=1,
        prepare=results_of_others,
        count=at_standard,
        breakdowns=("subject",),
        quarters=(2,),
    ),
    Indicator(
        id="attainment_gap",
        title="Attainment gap between children in care and other pupils",
        numerator="Share of other pupils' results at the expected standard, less that of children in care",
        denominator="Nothing: the two shares have their own counts; the whole mixes key stages and subjects",
        unit=Unit.POINTS,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ANNUAL,
        needs=("key_stage_results", "ssda903"),
        national="Department for Education, outcomes for children looked after: gap (here: of pupils assessed)",
        owner="Head of the virtual school",
        version=1,
        prepare=not_counted,
        count=no_counts,
        breakdowns=("subject",),
        quarters=(2,),
        less=("other_attainment_standard_rate", "cla_attainment_standard_rate"),
    ),
    Indicator(
        id="attainment_headline_rate",
        title="Pupils at the expected standard at the end of key stage 2 or 4",
        numerator="Pupils at it in reading, writing and mathematics, or in English and mathematics; of each school too",
        denominator="Pupils of whom it is told; at a school, those whom the year's registers or census have there",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ANNUAL,
        needs=("key_stage_results",),
        uses=("attendance_register", "census_sessions"),
        national="Department for Education, key stage 2 and key stage 4 attainment (here: of pupils assessed)",
        owner=_OWNER,
        version=1,
        prepare=headline_results,
        count=at_standard_by_school,
        breakdowns=("subject",),
        quarters=(2,),
    ),
)
