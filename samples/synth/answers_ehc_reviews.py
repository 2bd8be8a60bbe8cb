"""Annual reviews of EHC plans, counted plan by plan."""

from collections.abc import Iterator
from datetime import date, timedelta

from samples.synth.answers_ehc_plans import Case, read_cases
from samples.synth.answers_folder import Answer, Folder, quarter_ends, quarter_name

_FOUR_WEEKS = timedelta(days=28)


def ehc_reviews(folder: Folder) -> Iterator[Answer]:
    """Both figures of every quarter with which a return ends that tells of reviews."""
    for end in quarter_ends():
        newest = [day for day in folder.deliveries("sen2", "send-team") if day.year == end.year][-1:]
        if newest == [end]:
            cases = read_cases(folder, end)
            if any(case.review_met for case in cases):
                yield from _answers_at(end, cases)


def _answers_at(end: date, cases: list[Case]) -> Iterator[Answer]:
    now = [case for case in cases if case.is_open(end)]
    year_ago = date(end.year - 1, end.month, end.day)
    in_date = sum(_newest(case, end) > year_ago for case in now)
    yield Answer("ehc_reviews_in_date_rate", quarter_name(end), "", "Total", "Total", in_date, len(now))
    due, in_time = 0, 0
    for case in cases:
        if case.review_met is None or not date(end.year, 1, 1) <= case.review_met <= end:
            continue
        told = case.review_decided
        if told is not None and case.review_met <= told <= min(end, case.review_met + _FOUR_WEEKS):
            due, in_time = due + 1, in_time + 1
        elif case.review_met + _FOUR_WEEKS <= end:
            due += 1
    yield Answer("ehc_reviews_decided_rate", quarter_name(end), "", "Total", "Total", in_time, due)


def _newest(case: Case, end: date) -> date:
    """The day of the plan, or that of its last review by the day."""
    met = case.review_met if case.review_met is not None and case.review_met <= end else date.min
    return max(case.plan_start or date.min, met)
