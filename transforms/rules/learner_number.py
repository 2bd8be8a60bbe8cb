"""The unique learner number: ten digits, which follow a person past school."""

import pandas as pd

from transforms.rules.rule import Rule, Severity
from transforms.texts import matches

PATTERN = r"\d{10}"
# Learning Records Service: what providers send for a learner whose number is not known.
_NOT_KNOWN = "9999999999"


def is_one_persons(numbers: pd.Series) -> pd.Series:
    """True where a value has the shape of a number and is not the one that stands for none."""
    return matches(numbers, PATTERN) & numbers.ne(_NOT_KNOWN)


def repeated_rule(table: str, header: str) -> Rule:
    """The rule that no two people have the same number."""
    return Rule(
        id=f"{table}-learner-number-repeated",
        severity=Severity.FLAG,
        columns=("learner_number",),
        mask=lambda rows, _: is_one_persons(rows["learner_number"]) & rows["learner_number"].duplicated(keep=False),
        message="Several people have the same unique learner number, so records of one may be linked to another.",
        fix=f"Find out whose number it is, or leave {header} empty.",
        source="National Client Caseload Information System and Learning Records Service: a number is one person's",
    )
