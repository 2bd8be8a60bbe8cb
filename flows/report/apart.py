"""Figures and targets of a publication that cannot all be right: what to ask before it is issued."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flows.report.read import PublicationRows, Row
from transforms.council_types import Council, Target
from transforms.indicators.indicator import Period, Unit
from transforms.periods import year_name
from transforms.quarters import Quarter
from transforms.wholes import Amount, Share, overfull, parts_apart


def figures_apart(
    rows: PublicationRows, of_measure: Sequence[Row], council: Council, quarter: Quarter
) -> Iterator[str]:
    """What of a measure's figures and targets does not go together, a sentence each.

    A target that is said to be two things or headed with another year, a year without a target beside one with it,
    shares of one whole that are more than all of it, and parts that are not their total.
    """
    ref = of_measure[0]["measure_ref"]
    for row in of_measure:
        if row["target_contradiction"]:
            yield row["target_contradiction"]
    yield from dict.fromkeys(said for row in of_measure for said in _of_target(row, council, quarter))
    yield from (said for each, said in overfull(_shares(rows)) if each == ref)
    yield from (said for each, said in parts_apart(_amounts(rows)) if each == ref)


def _of_target(row: Row, council: Council, quarter: Quarter) -> Iterator[str]:
    year = year_name(Period(row["period_kind"]), quarter)
    own = [each for each in council.targets if (each.measure, each.part) == (row["measure_ref"], row["part"])]
    now = [each for each in own if each.year == year]
    newest: Target | None = max(now, key=lambda each: each.set_on, default=None)
    if newest is not None and newest.said_year not in ("", year):
        yield f"The target of {year} is headed {newest.said_year} where it was set."
    if own and newest is None:
        years = " and ".join(sorted({each.year for each in own}))
        yield f"There is a target for {years}, and none for {year}, the year of the figure."


def _shares(rows: PublicationRows) -> list[Share]:
    """The percentages of whole indicators that are given this quarter."""
    return [
        Share(row["measure_ref"], row["indicator_id"], Fraction(row["current_value"]), row["decimals"])
        for row in rows.performance
        if row["current_value"] is not None and row["item"] == "Total"
    ]


def _amounts(rows: PublicationRows) -> list[Amount]:
    """Every figure that is given this quarter, with the part that it is of."""
    return [
        Amount(
            row["measure_ref"],
            row["indicator_id"],
            row["breakdown"],
            row["item"],
            Fraction(row["current_value"]),
            Unit(row["unit"]),
        )
        for row in rows.performance
        if row["current_value"] is not None
    ]
