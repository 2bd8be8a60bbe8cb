"""Rules of Annex A that its columns alone cannot say."""

import pandas as pd

from transforms.codelists import canonical
from transforms.rules.masks import after_data_to, before
from transforms.rules.related import is_set
from transforms.rules.rule import Context, Rule, Severity

_LISTS = "Ofsted, inspections of children's services: Annex A child-level data"
_OWN_FUTURE = "Own rule: a file cannot know the future"


def _is(rows: pd.DataFrame, name: str, answer: str) -> pd.Series:
    return is_set(rows[name].map(canonical("yes_no_option")).eq(answer))


def _in_care_twice(rows: pd.DataFrame, _: Context) -> pd.Series:
    """True for each of several periods of care of a child that have not ceased; the same one twice is the key's."""
    same = rows.duplicated(["child", "started_date"], keep=False)
    still = rows["child"].notna() & ~rows["ceased_date__given"] & ~same
    return still & rows["child"].where(still).duplicated(keep=False)


LIST_2_RULES = (
    Rule(
        id="list_2-after-data-to",
        severity=Severity.HOLD,
        columns=("start_date",),
        mask=after_data_to("start_date"),
        message="The assessment begins after the date that the data run to.",
        fix="Check the start date, or the date that the delivery is filed under.",
        source=_OWN_FUTURE,
    ),
    Rule(
        id="list_2-completed-before-start",
        severity=Severity.HOLD,
        columns=("start_date", "completed_date"),
        mask=before("completed_date", "start_date"),
        message="The assessment was completed before it began.",
        fix="Check both dates.",
        source=f"{_LISTS}, list 2",
        waivable=True,
    ),
)

LIST_8_RULES = (
    Rule(
        id="list_8-after-data-to",
        severity=Severity.HOLD,
        columns=("started_date",),
        mask=after_data_to("started_date"),
        message="The child started to be looked after after the date that the data run to.",
        fix="Check the date, or the date that the delivery is filed under.",
        source=_OWN_FUTURE,
    ),
    Rule(
        id="list_8-ceased-before-start",
        severity=Severity.HOLD,
        columns=("started_date", "ceased_date"),
        mask=before("ceased_date", "started_date"),
        message="The child ceased to be looked after before starting to be.",
        fix="Check both dates.",
        source=f"{_LISTS}, list 8",
        waivable=True,
    ),
    Rule(
        id="list_8-count-negative",
        severity=Severity.HOLD,
        columns=("missing_episodes", "absent_episodes"),
        mask=lambda rows, _: is_set(rows["missing_episodes"].lt(0)) | is_set(rows["absent_episodes"].lt(0)),
        message="A number of episodes is below zero.",
        fix="Check the numbers of episodes missing and absent.",
        source=f"{_LISTS}, list 8",
    ),
    Rule(
        id="list_8-in-care-twice",
        severity=Severity.FLAG,
        columns=("child", "started_date", "ceased_date"),
        mask=_in_care_twice,
        message="A child has several periods of care that have not ceased. The one that started last counts.",
        fix="Fill in the date on which the earlier one ceased.",
        source=f"{_LISTS}, list 8",
    ),
    Rule(
        id="list_8-accepted-without-offer",
        severity=Severity.FLAG,
        columns=("interview_offered", "interview_accepted"),
        mask=lambda rows, _: _is(rows, "interview_accepted", "Yes") & ~_is(rows, "interview_offered", "Yes"),
        message="The child accepted a return interview that is not said to have been offered.",
        fix="Check both answers.",
        source=f"{_LISTS}, list 8",
    ),
    Rule(
        id="list_8-missing-without-answer",
        severity=Severity.FLAG,
        columns=("missing_episodes", "interview_offered"),
        mask=lambda rows, _: is_set(rows["missing_episodes"].gt(0)) & rows["interview_offered"].isna(),
        message="The child was missing, and nothing is said of a return interview. It counts as none.",
        fix="Fill in whether an interview was offered.",
        source=f"{_LISTS}, list 8",
    ),
)
