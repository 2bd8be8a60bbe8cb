"""Schools that stand out, for officers: who to visit first, and how sure that is."""

from decimal import Decimal

from flows.report.model import SchoolApart
from flows.report.read import Rows
from flows.report.wording import PERCENT, counts_text, figure, figure_text
from transforms.stand_out import SHARES_OF_PUPILS, SchoolShare, StandsOut, standing_out

_DECIMALS = 1


def schools_apart(rows: Rows) -> tuple[SchoolApart, ...]:
    """Schools whose share of pupils is more than chance away from that of their phase."""
    titles = {row["indicator_id"]: row["title"] for row in rows}
    shares = (
        SchoolShare(
            row["indicator_id"], row["urn"], row["school_name"], row["phase"], row["numerator"], row["denominator"]
        )
        for row in rows
        if row["indicator_id"] in SHARES_OF_PUPILS and row["denominator"]
    )
    return tuple(_apart(each, titles[each.school.indicator_id]) for each in standing_out(shares))


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
