"""Inspections of schools and childcare, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.rows import Figure, Row, Town

COUNTED = ("schools_good_rate", "childcare_good_rate")

PHASES = ("Primary", "Secondary", "Special", "PRU")
CHILDCARE = {
    "CND": "Childcare on non-domestic premises",
    "CDP": "Childcare on domestic premises",
    "CM": "Childminder",
    "HCC": "Home childcarer",
}


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Judgements in the lists of the day's month, until there was no overall judgement any more."""
    lists = [
        row["batch_id"]
        for row in town.batches
        if (row["extract"], row["covers"]) == ("inspections", f"{end:%Y-%m}") and row["data_to"] >= end
    ]
    if not lists:
        return
    graded = [
        row
        for row in town.rows("core.inspection")
        if row["batch_id"] in lists and row["overall"] in ("1", "2", "3", "RI", "4") and row["inspection_date"] <= end
    ]
    if end < date(2024, 9, 2):
        schools = [row for row in graded if row["provider_type"] == "SCH" and row["provider_urn"] in town.phases]
        judged = [(town.phases[row["provider_urn"]], row["overall"]) for row in newest(schools)]
        yield from good("schools_good_rate", "phase", PHASES, judged)
    if end < date(2025, 11, 10):
        childcare = [row for row in graded if row["provider_type"] in CHILDCARE]
        kinds = [(CHILDCARE[row["provider_type"]], row["overall"]) for row in newest(childcare)]
        yield from good("childcare_good_rate", "provider", tuple(CHILDCARE.values()), kinds)


def newest(rows: list[Row]) -> list[Row]:
    """The newest of each provider, and every row without a number."""
    found: dict[object, Row] = {}
    for row in sorted(rows, key=lambda each: (each["inspection_date"], each["row_number"])):
        found[row["provider_urn"] or (row["batch_id"], row["row_number"])] = row
    return list(found.values())


def good(indicator: str, breakdown: str, kinds: tuple[str, ...], judged: list[tuple[str, str]]) -> Iterator[Figure]:
    yield (indicator, "", "Total", "Total"), sum(1 for _, grade in judged if grade in ("1", "2")), len(judged)
    for kind in kinds:
        own = [grade for each, grade in judged if each == kind]
        yield (indicator, "", breakdown, kind), sum(1 for grade in own if grade in ("1", "2")), len(own)
