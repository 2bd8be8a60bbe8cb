"""Columns that SSDA903 tables share: whose row it is, and which child's."""

from transforms.extracts.extract import Column, Kind
from transforms.rules.rule import Severity


def child_column(element: str = "") -> Column:
    """The child of a row; ``element`` is where its identifier stands in XML, seen from the record."""
    return Column(
        "child", "CHILD", Kind.PERSON, "Local identifier of the child", required=True, identity="child", element=element
    )


def birth_column(element: str = "") -> Column:
    """The date of birth that most tables repeat: read to compare it with Header's, and for checks of age."""
    return Column(
        "date_of_birth", "DOB", Kind.DATE, "Date of birth", staged=False, severity=Severity.FLAG, element=element
    )


def council_column() -> Column:
    """The council of a row, by code or name, in files that hold those of several."""
    return Column(
        "council",
        "LA",
        Kind.TEXT,
        "Council that the row is of, by its code or name, where a file says so",
        staged=False,
        optional_column=True,
    )


def flag_column(name: str, header: str, description: str) -> Column:
    """An answer of yes or no that may be doubtful without making its row so."""
    return Column(name, header, Kind.FLAG, description, severity=Severity.FLAG)
