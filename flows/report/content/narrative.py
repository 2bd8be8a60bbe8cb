"""The council's own words about the quarter, numbered so that a meeting can refer to them."""

from collections.abc import Iterable

from flows.report.content.pieces import numbered, titled
from flows.report.document import Block
from flows.report.model import Report


def introduction(report: Report, place: int) -> Iterable[Block]:
    """What the report is and what it covers."""
    return numbered(place, report.introduction)


def key_developments(report: Report, place: int) -> Iterable[Block]:
    """What the service did."""
    return titled(place, report.key_developments)


def emerging_issues(report: Report, place: int) -> Iterable[Block]:
    """What the board should know is coming."""
    return titled(place, report.emerging_issues)


def equality(report: Report, place: int) -> Iterable[Block]:
    """Progress against equality actions."""
    return numbered(place, report.equality)


def financial_summary(report: Report, place: int) -> Iterable[Block]:
    """What the service spends and what it will have spent."""
    return numbered(place, report.financial_summary)


def school_improvement(report: Report, place: int) -> Iterable[Block]:
    """Inspections, support and challenge of schools."""
    return titled(place, report.school_improvement)
