"""What rules of several lists of Annex A share."""

from functools import cache

import pandas as pd

from transforms.ages import ages_on
from transforms.codelists import canonical
from transforms.rules import makers
from transforms.rules.rule import Context, Mask, Rule, Severity
from transforms.texts import is_among

LISTS = "Ofsted, inspections of children's services: Annex A child-level data"
OWN_LISTS = "Own rule: lists of one workbook tell of the same children"


def said(rows: pd.DataFrame, name: str, answer: str, code_list: str = "yes_no_option") -> pd.Series:
    """True where a coded column holds an answer, in any of its spellings."""
    return is_among(rows[name], _spellings(answer, code_list))


@cache
def _spellings(answer: str, code_list: str) -> tuple[str, ...]:
    return tuple(code for code, meant in canonical(code_list).items() if meant == answer)


def age_rule(number: int) -> Rule:
    """The age must be one that the date of birth gives between the first and the last day that it can be of."""
    return Rule(
        id=f"list_{number}-age-disagrees",
        severity=Severity.FLAG,
        columns=("date_of_birth", "age"),
        mask=_age_disagrees,
        message="The age is not the one that the date of birth gives on the day that the data run to.",
        fix="Check the date of birth; export the list on the day that it is for.",
        source=f"{LISTS}, list {number}",
    )


def _age_disagrees(rows: pd.DataFrame, context: Context) -> pd.Series:
    doubtful = rows["age"].notna() & rows["date_of_birth"].notna()
    if not doubtful.any():
        return doubtful
    born, age = rows["date_of_birth"][doubtful], pd.to_numeric(rows["age"][doubtful], errors="coerce").to_numpy()
    youngest, oldest = (ages_on(born, day).to_numpy(dtype="int64") for day in (context.covers_from, context.taken_on))
    # An unborn child has an age of nought.
    agrees = (age >= youngest.clip(min=0)) & (age < oldest.clip(min=0) + 1)
    doubtful[doubtful] = ~agrees
    return doubtful


def future_rule(number: int, name: str, message: str) -> Rule:
    """The date that a row counts by must not lie after the day that the data run to."""
    return makers.future_rule(f"list_{number}", name, message)


def later_dates_rule(number: int, names: tuple[str, ...]) -> Rule:
    """Nor should any other date of the row."""
    return makers.later_dates_rule(f"list_{number}", names)


def negative_rule(number: int, name: str) -> Rule:
    """A number of events cannot be below zero."""
    return makers.negative_rule(f"list_{number}", name, f"{LISTS}, list {number}")


def open_twice(started: str, ended: str) -> Mask:
    """Mask of each of several spans of a child that have not ended; the same one twice is the key's."""

    def mask(rows: pd.DataFrame, _: Context) -> pd.Series:
        same = rows.duplicated(["child", started], keep=False) & rows[started].notna()
        still = rows["child"].notna() & ~rows[f"{ended}__given"] & ~same
        return still & rows["child"].where(still).duplicated(keep=False)

    return mask


def on_list(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """True where the child of a row is on another list, of which some rows are given."""
    return rows["child"].isin(others["child"].dropna())
