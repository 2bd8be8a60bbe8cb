"""Single schools, for officers: which stand out and how sure that is, and which excluded pupils, and for what."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from flows.report.model import Report, SchoolApart, SchoolExclusions, SchoolTargets
from flows.report.read import Rows
from flows.report.wording import COUNT, PERCENT, counts_text, figure, figure_text
from transforms.indicators.breakdown import TOTAL
from transforms.stand_out import SHARES_OF_PUPILS, SchoolShare, StandsOut, standing_out

_DECIMALS = 1
_EXCLUSIONS, _RETURNED = "permanent_exclusions", "care_targets_returned_rate"


def with_schools(report: Report, rows: Rows) -> Report:
    """The report with what officers see of single schools."""
    return replace(
        report,
        schools=schools_apart(rows),
        exclusions=schools_excluding(rows),
        targets_missing=schools_not_returned(rows),
    )


def schools_apart(rows: Rows) -> tuple[SchoolApart, ...]:
    """Schools whose share of pupils is more than chance away from that of their phase."""
    titles = {row["indicator_id"]: row["title"] for row in rows}
    shares = (
        SchoolShare(
            row["indicator_id"], row["urn"], row["school_name"], row["phase"], row["numerator"], row["denominator"]
        )
        for row in rows
        if row["indicator_id"] in SHARES_OF_PUPILS and row["denominator"] and row["breakdown"] == TOTAL
    )
    return tuple(_apart(each, titles[each.school.indicator_id]) for each in standing_out(shares))


def schools_excluding(rows: Rows) -> tuple[SchoolExclusions, ...]:
    """Schools with a permanent exclusion this academic year, the most first, each with its reasons."""
    own = [row for row in rows if row["indicator_id"] == _EXCLUSIONS and row["numerator"]]
    found = [
        SchoolExclusions(
            school=row["school_name"],
            phase=row["phase"],
            number=figure(Decimal(row["numerator"]), COUNT, 0),
            reasons="; ".join(_reasons(own, row["urn"])),
        )
        for row in own
        if row["breakdown"] == TOTAL
    ]
    return tuple(sorted(found, key=lambda each: -(each.number.value or 0)))


def _reasons(rows: Rows, urn: str) -> Iterator[str]:
    of_school = [row for row in rows if row["urn"] == urn and row["breakdown"] != TOTAL]
    for row in sorted(of_school, key=lambda each: -each["numerator"]):
        yield f"{row['item']} ({row['numerator']})"


def schools_not_returned(rows: Rows) -> tuple[SchoolTargets, ...]:
    """Schools that have not returned every target of children in care that is due, the most missing first."""
    found = [
        SchoolTargets(row["school_name"], row["phase"], row["denominator"] - row["numerator"], row["denominator"])
        for row in rows
        if row["indicator_id"] == _RETURNED and row["denominator"] and row["numerator"] < row["denominator"]
    ]
    return tuple(sorted(found, key=lambda each: -each.missing))


def _apart(found: StandsOut, title: str) -> SchoolApart:
    low, high = (figure_text(Decimal(str(end)), PERCENT, _DECIMALS) for end in (found.low, found.high))
    return SchoolApart(
        measure=title,
        school=found.school.name,
        phase=found.school.phase,
        counts=counts_text(found.school.counted, found.school.pupils, PERCENT),
        share=figure(Decimal(str(found.share)), PERCENT, _DECIMALS),
        between=f"{low} to {high}",
        of_phase=figure(Decimal(str(found.of_phase)), PERCENT, _DECIMALS),
        word="Higher" if found.is_higher else "Lower",
    )
