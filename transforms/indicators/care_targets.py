"""Targets of children in care: whether schools returned them, how ambitious they are, and whether they were met.

Source rows: the list of the academic year, a row per child, key stage and subject; beside it, the targets that the same
schools have for all their pupils. How far children have come is known from assessments, and which targets were met
from the list that comes once results are, filed under 31 August.
"""

import math

import pandas as pd

from transforms.care_progress import MET, NOT_KNOWN, PROGRESS, progress_of
from transforms.indicators.attainment import SUBJECTS, in_words, rows_of_last_summer, share_by_subject
from transforms.indicators.batches import batch_reaching, rows_of
from transforms.indicators.breakdown import TOTAL, as_counts, count_rows, share_of
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
from transforms.quarters import academic_year_start

_OWNER = "Head of the virtual school"
# The expected standard on the scale of a child's target: scaled score 100, or grade 4, a standard pass.
_STANDARD = {"KS1": 100, "KS2": 100, "KS4": 4}
_OF_ANOTHER_SCALE = ("PHON", "A8")
_TARGET = ["school_urn", "key_stage", "subject"]
_HUNDREDTHS = 100


def targets_due(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Targets that schools were asked to return by the quarter's end; None where the list does not reach it."""
    batch = batch_reaching(staged, "care_targets", window.quarter.academic_year, window.end)
    if batch is None:
        return None
    rows = rows_of(staged, "core.care_target", batch)
    return rows[rows["due_on"] <= pd.Timestamp(window.end)]


def returned(targets: pd.DataFrame, staged: Staged, window: Window) -> Counts:
    """Targets returned by the quarter's end, of those due by then; at each of the council's schools too."""
    is_returned = targets["returned_on"] <= pd.Timestamp(window.end)
    whole = ("", TOTAL, TOTAL, int(is_returned.sum()), len(is_returned))
    return as_counts([whole, *_at_schools(is_returned, targets["school_urn"], 1, staged)])


def returned_in_time(targets: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Targets returned by the day that was set, of those due by the quarter's end."""
    return share_of(targets["returned_on"] <= targets["due_on"])


def beside_the_schools(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Targets of children that can be held against the expected standard, each with its school's for all pupils.

    A school's target is of the same year, key stage and subject, in per cent (``aim``). None without both lists.
    """
    due, year = targets_due(staged, window), window.quarter.academic_year
    batch = batch_reaching(staged, "school_targets", year, academic_year_start(year))
    if due is None or batch is None:
        return None
    of_schools = rows_of(staged, "core.school_target", batch).drop_duplicates(_TARGET, keep="last")
    aims = of_schools[[*_TARGET, "target"]].rename(columns={"target": "aim"})
    standard = due["key_stage"].map(_STANDARD).astype("Float64")
    is_told = due["target"].notna() & standard.notna() & ~due["subject"].isin(_OF_ANOTHER_SCALE)
    beside = due.assign(at_standard=due["target"] >= standard)[is_told].merge(aims, on=_TARGET, validate="many_to_one")
    return in_words(beside.dropna(subset=["aim"]))


def aimed_for_children(targets: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """Targets that are at the expected standard or above, in all, by subject and at each school."""
    return _of_all_and_each(targets.assign(counted=targets["at_standard"].astype("Int64")), 1, staged)


def aimed_for_all(targets: pd.DataFrame, staged: Staged, _: Window) -> Counts:
    """The same targets, each as far as its school's for all pupils goes: 65% is 65 hundredths of one."""
    hundredths = (targets["aim"].astype("Float64") + 0.5).map(math.floor).astype("Int64")
    return _of_all_and_each(targets.assign(counted=hundredths), _HUNDREDTHS, staged)


def _of_all_and_each(targets: pd.DataFrame, of_one: int, staged: Staged) -> Counts:
    counted = targets["counted"]
    whole = ("", TOTAL, TOTAL, int(counted.sum()), len(counted) * of_one)
    sums = counted.groupby(targets["subject"]).agg(["sum", "size"]).reindex(SUBJECTS, fill_value=0)
    columns = zip(SUBJECTS, sums["sum"], sums["size"], strict=True)
    subjects = [("", "subject", each, int(reached), int(size) * of_one) for each, reached, size in columns]
    return as_counts([whole, *subjects, *_at_schools(counted, targets["school_urn"], of_one, staged)])


def _at_schools(
    counted: pd.Series, schools: pd.Series, of_one: int, staged: Staged
) -> list[tuple[str, str, str, int, int]]:
    """The sum of each of the council's schools that has any, over ``of_one`` for each row, in the schools' order."""
    sums = counted.groupby(schools).agg(["sum", "size"])
    found = {urn: (int(reached), int(size)) for urn, reached, size in sums.itertuples(name=None)}
    urns = [school.urn for school in staged.schools if school.urn in found]
    return [(urn, TOTAL, TOTAL, found[urn][0], found[urn][1] * of_one) for urn in urns]


def targets_with_result(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Targets of the last academic year of which it is known what was reached."""
    rows = rows_of_last_summer(staged, "care_targets", "core.care_target", window)
    return None if rows is None else rows.dropna(subset=["target", "actual"])


def met(targets: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Targets that were reached or passed, of those with a result, by key stage and subject."""
    return share_by_subject(targets, targets["actual"] >= targets["target"])


def targets_set(staged: Staged, window: Window) -> pd.DataFrame | None:
    """Targets with a number that are due, with their ``progress`` by the last assessment up to the quarter's end.

    A list has the last assessment alone: of an earlier quarter, what was assessed since is not known.
    """
    due = targets_due(staged, window)
    if due is None:
        return None
    rows = due.dropna(subset=["target"])
    by_then = rows["assessed_on"] <= pd.Timestamp(window.end)
    return in_words(rows.assign(progress=progress_of(rows, rows["working_at"].where(by_then))))


def by_progress(targets: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Targets that are met, near, below or not known yet."""
    return count_rows(targets, {"progress": PROGRESS})


def assessed(targets: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Targets of which it is known how far the child has come, by key stage and subject."""
    return share_by_subject(targets, targets["progress"].ne(NOT_KNOWN))


def on_course(targets: pd.DataFrame, _: Staged, __: Window) -> Counts:
    """Targets that the last assessment meets already, of those assessed, by key stage and subject."""
    known = targets[targets["progress"].ne(NOT_KNOWN)]
    return share_by_subject(known, known["progress"].eq(MET))


INDICATORS = (
    Indicator(
        id="care_targets_returned_rate",
        title="Targets of children in care that schools have returned",
        numerator="Targets returned by the quarter's end, in time or later",
        denominator="Targets of the academic year that were due by the quarter's end; of each school too",
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
        adds_up=False,
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
        adds_up=False,
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
    Indicator(
        id="care_targets_progress",
        title="Targets of children in care by progress",
        numerator="Targets with a number that are due by the quarter's end, by the child's last assessment up to then",
        denominator="",
        unit=Unit.COUNT,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=targets_set,
        count=by_progress,
        breakdowns=("progress",),
        adds_up=False,
    ),
    Indicator(
        id="care_targets_assessed_rate",
        title="Targets of children in care with an assessment",
        numerator="Targets of which an assessment up to the quarter's end says how far the child has come",
        denominator="Targets with a number that are due by the quarter's end",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=targets_set,
        count=assessed,
        breakdowns=("subject",),
        adds_up=False,
    ),
    Indicator(
        id="care_targets_on_course_rate",
        title="Targets of children in care that the last assessment meets",
        numerator="Targets that the child was last assessed to have reached or passed",
        denominator="Targets with an assessment up to the quarter's end; the others are not met yet",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets",),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=targets_set,
        count=on_course,
        breakdowns=("subject",),
        adds_up=False,
    ),
    Indicator(
        id="care_targets_at_standard_rate",
        title="Targets of children in care that are at the expected standard",
        numerator="Targets of at least scaled score 100, or grade 4: the authority's targets by key stage and subject",
        denominator="Targets with a number that are due, where the school has one for all pupils; of each school too",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.HIGHER,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets", "school_targets"),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=beside_the_schools,
        count=aimed_for_children,
        breakdowns=("subject",),
        adds_up=False,
    ),
    Indicator(
        id="school_targets_beside_care_rate",
        title="What the same schools aim at for all their pupils",
        numerator="The same targets, each as far as its school aims for all pupils: 65% is 65 hundredths of one",
        denominator="Targets of children in care beside which their school has one for all pupils, in hundredths",
        unit=Unit.PERCENT,
        decimals=1,
        polarity=Polarity.NEUTRAL,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets", "school_targets"),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=beside_the_schools,
        count=aimed_for_all,
        breakdowns=("subject",),
        rows_are_cases=False,
        adds_up=False,
    ),
    Indicator(
        id="care_targets_ambition_gap",
        title="Ambition gap between schools' targets for all pupils and for children in care",
        numerator="What the same schools aim at for all pupils, less the share of children's targets at the standard",
        denominator="Nothing: the two shares have their own counts",
        unit=Unit.POINTS,
        decimals=1,
        polarity=Polarity.LOWER,
        period=Period.ACADEMIC_YEAR,
        needs=("care_targets", "school_targets"),
        national="Local measure; none is published",
        owner=_OWNER,
        version=1,
        prepare=not_counted,
        count=no_counts,
        breakdowns=("subject",),
        adds_up=False,
        less=("school_targets_beside_care_rate", "care_targets_at_standard_rate"),
    ),
)
