"""Columns for the other numbers that a pupil or young person is known by."""

from transforms.extracts.extract import Column, Kind
from transforms.rules.learner_number import PATTERN
from transforms.rules.rule import Severity


def learner_number(header: str, element: str = "") -> Column:
    """The unique learner number, which not every version or system has."""
    return Column(
        "learner_number",
        header,
        Kind.PERSON,
        "Unique learner number",
        identity="learner_number",
        pattern=rf"^{PATTERN}$",
        optional_column=True,
        severity=Severity.FLAG,
        element=element,
    )


def former_upn(header: str, element: str = "", *, optional_column: bool = False) -> Column:
    """The unique pupil number that a pupil had before, by which other files may still know them."""
    return Column(
        "former_upn",
        header,
        Kind.PERSON,
        "Unique pupil number that the child had before",
        identity="upn",
        optional_column=optional_column,
        element=element,
    )
