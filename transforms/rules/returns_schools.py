"""Rules of the returns about results, targets and home education that their columns alone cannot say."""

import pandas as pd

from transforms import codelists
from transforms.rules.makers import OWN_FUTURE, another_year_rule, later_dates_rule, span_rules, unknown_school_rule
from transforms.rules.masks import given_without
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.rules.upn import pupil_rules, upn_rules

LAYOUT = "Layout of docs/returns.md"
# The scales on which a pupil's result can lie: by key stage, but for points that are added up over subjects.
_SCALES = {"KS1": (85, 115), "KS2": (80, 120), "KS4": (0, 9)}
# Subjects that are assessed in some key stages alone.
_STAGES_OF = {
    "GLD": ("EYFS",),
    "PHON": ("KS1",),
    "GPS": ("KS1", "KS2"),
    "RWM": ("KS1", "KS2"),
    "EM": ("KS4",),
    "A8": ("KS4",),
}
_POINTS, _POINTS_SCALE = "A8", (0, 90)
_WHOLE = 100  # a school's figures are per cent of its pupils


def _off_the_scale(names: tuple[str, ...]) -> Mask:
    """Mask of rows with a pupil's result that cannot be one of its key stage and subject."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        of_points = rows["subject"].eq(_POINTS)
        least, most = (
            rows["key_stage"].map({stage: scale[end] for stage, scale in _SCALES.items()}).astype("Float64")
            for end in (0, 1)
        )
        least, most = least.mask(of_points, _POINTS_SCALE[0]), most.mask(of_points, _POINTS_SCALE[1])
        return pd.concat([is_set((rows[name] < least) | (rows[name] > most)) for name in names], axis=1).any(axis=1)

    return mask


def _beyond_the_whole(rows: pd.DataFrame, _: Context) -> pd.Series:
    return pd.concat([is_set(rows[name].lt(0) | rows[name].gt(_WHOLE)) for name in _FIGURES], axis=1).any(axis=1)


def _as_a_share(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True where 0.85 is written for 85: as sheets keep what they show as per cent."""
    return pd.concat([is_set(rows[name].gt(0) & rows[name].lt(1)) for name in _FIGURES], axis=1).any(axis=1)


def _below_baseline(table: str) -> Rule:
    return Rule(
        id=f"{table}-below-baseline",
        severity=Severity.FLAG,
        columns=("baseline", "target"),
        mask=lambda rows, _: is_set(rows["target"].lt(rows["baseline"])),
        message="The target is lower than what it starts from.",
        fix="Check both. If the target is meant, the school and the council should have agreed on it.",
        source="Own rule: a target asks for no less than there is",
    )


def _scale_rule(table: str, names: tuple[str, ...]) -> Rule:
    return Rule(
        id=f"{table}-off-the-scale",
        severity=Severity.FLAG,
        columns=("key_stage", "subject", *names),
        mask=_off_the_scale(names),
        message="A result is not one that the key stage and subject can have.",
        fix="Give the scaled score (key stages 1 and 2), the grade from 9 to 0 (key stage 4) or the points (A8).",
        source=LAYOUT,
    )


def _stage_rule(table: str) -> Rule:
    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        stages = rows["key_stage"].where(rows["key_stage"].isin(codelists.known("key_stage")))
        fits = [rows["subject"].eq(subject) & ~stages.isin(own) for subject, own in _STAGES_OF.items()]
        return pd.concat(fits, axis=1).any(axis=1) & stages.notna()

    return Rule(
        id=f"{table}-subject-of-another-stage",
        severity=Severity.FLAG,
        columns=("key_stage", "subject"),
        mask=mask,
        message="The subject is not assessed in the key stage.",
        fix="Check key_stage and subject.",
        source=LAYOUT,
    )


_FIGURES = ("baseline", "target", "actual")

RESULT_RULES = (
    another_year_rule("key_stage_results", "academic_year"),
    Rule(
        id="key_stage_results-without-result",
        severity=Severity.HOLD,
        columns=("result", "standard_met"),
        mask=lambda rows, _: rows["result"].isna() & ~rows["result__given"] & ~rows["standard_met__given"],
        message="Neither the result nor whether the expected standard was met is given.",
        fix="Fill in result, standard_met or both; leave out pupils who were not assessed.",
        source=LAYOUT,
    ),
    _scale_rule("key_stage_results", ("result",)),
    _stage_rule("key_stage_results"),
    *pupil_rules("key_stage_results", "pupil"),
)

SCHOOL_TARGET_RULES = (
    another_year_rule("school_targets", "academic_year"),
    unknown_school_rule("school_targets", "school_urn"),
    _below_baseline("school_targets"),
    _stage_rule("school_targets"),
    Rule(
        id="school_targets-beyond-the-whole",
        severity=Severity.FLAG,
        columns=_FIGURES,
        mask=_beyond_the_whole,
        message="A figure is below 0 or above 100 per cent.",
        fix="Give per cent of the school's pupils; for A8, points.",
        source=LAYOUT,
    ),
    Rule(
        id="school_targets-as-a-share",
        severity=Severity.FLAG,
        columns=_FIGURES,
        mask=_as_a_share,
        message="A figure lies between 0 and 1: it looks like a share, where per cent are asked for.",
        fix="Write 85 for 85%; a cell that a sheet shows as 85% holds 0.85.",
        source=LAYOUT,
    ),
)

CARE_TARGET_RULES = (
    another_year_rule("care_targets", "academic_year"),
    _below_baseline("care_targets"),
    _scale_rule("care_targets", (*_FIGURES, "working_at")),
    _stage_rule("care_targets"),
    Rule(
        id="care_targets-not-returned",
        severity=Severity.FLAG,
        columns=("due_on", "returned_on"),
        mask=lambda rows, context: ~rows["returned_on__given"] & (rows["due_on"] < pd.Timestamp(context.data_to)),
        message="The school has not returned the child's target, and the day for it has passed.",
        fix="Ask the designated teacher for it.",
        source="Own rule: the council answers for the targets of the children in its care",
    ),
    Rule(
        id="care_targets-returned-late",
        severity=Severity.FLAG,
        columns=("due_on", "returned_on"),
        mask=lambda rows, _: rows["returned_on"] > rows["due_on"],
        message="The school returned the child's target after the day that was set.",
        fix="Nothing, where both dates are right: the row counts.",
        source="Own rule: the council answers for the targets of the children in its care",
    ),
    Rule(
        id="care_targets-returned-without-target",
        severity=Severity.FLAG,
        columns=("target", "returned_on"),
        mask=given_without("returned_on", "target"),
        message="The form has come back without a target.",
        fix="Ask the designated teacher for it, or clear returned_on.",
        source=LAYOUT,
    ),
    Rule(
        id="care_targets-returned-later",
        severity=Severity.FLAG,
        columns=("returned_on",),
        mask=lambda rows, context: rows["returned_on"] > pd.Timestamp(context.taken_on),
        message="The form came back after the file was made.",
        fix="Check returned_on.",
        source=OWN_FUTURE,
    ),
    later_dates_rule("care_targets", ("assessed_on",)),
    Rule(
        id="care_targets-assessed-without-day",
        severity=Severity.FLAG,
        columns=("working_at", "assessed_on"),
        mask=lambda rows, _: rows["working_at__given"] & ~rows["assessed_on__given"],
        message="What the child is working at has no day, so it counts in no quarter.",
        fix="Fill in assessed_on: the day of the assessment.",
        source=LAYOUT,
    ),
    *pupil_rules("care_targets", "pupil"),
)

HOME_EDUCATION_RULES = (
    *span_rules(
        "home_education",
        "start_date",
        LAYOUT,
        one_at_a_time=("child",),
        overlap="The time begins before an earlier one of the same child has ended.",
        began_later="The home education begins after the date that the data run to.",
    ),
    *upn_rules("home_education", "pupil"),
)
