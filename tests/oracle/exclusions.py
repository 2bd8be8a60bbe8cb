"""Suspensions and permanent exclusions, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import academic_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = ("suspensions", "suspended_pupils", "suspension_rate", "permanent_exclusions")

PHASES = ("Primary", "Secondary", "Special", "PRU")
TERMS_SO_FAR = {9: ["autumn"], 12: ["autumn"], 3: ["autumn", "spring"], 6: ["autumn", "spring", "summer"]}


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Exclusions that began since September and were not taken back."""
    rows = leading_rows(town, end)
    if rows is None:
        return
    first = date(int(academic_year(end)[:4]), 9, 1)
    counted = [
        row
        for row in rows
        if first <= row["start_date"] <= end and row["decision"] not in ("REINSTATED", "CANCELLED", "QUASHED")
    ]
    suspensions = [row for row in counted if row["category"] == "SUSP"]
    permanent = [row for row in counted if row["category"] == "PERM"]
    yield from by_phase(town, "suspensions", suspensions)
    yield ("suspended_pupils", "", "Total", "Total"), len({row["pupil"] for row in suspensions}), None
    yield ("suspension_rate", "", "Total", "Total"), len(suspensions), sum(town.pupils.values())
    yield from by_phase(town, "permanent_exclusions", permanent)


def leading_rows(town: Town, end: date) -> list[Row] | None:
    """Notifications of the year that reach the day; or else the census of each of its terms, no exclusion twice.

    One that a term has from two schools is of the school with the lower number.
    """
    year = academic_year(end)
    notified = town.batch("exclusions", year, reaching=end)
    if notified is not None:
        return [row for row in town.rows("core.exclusion") if row["batch_id"] == notified["batch_id"]]
    found: dict[tuple[str, date, str], Row] = {}
    for term in TERMS_SO_FAR[end.month]:
        counted = town.batch("census_exclusions", f"{year} {term}", reaching=date.min)
        if counted is None:
            return None
        for row in sorted(town.rows("core.exclusion"), key=lambda each: each["school_urn"] or ""):
            if row["batch_id"] == counted["batch_id"]:
                found.setdefault((row["pupil"], row["start_date"], row["category"]), row)
    return list(found.values())


def by_phase(town: Town, indicator: str, rows: list[Row]) -> Iterator[Figure]:
    """All of them, then those at the schools of each phase; at no school of the council: Other."""
    phases = [town.phases.get(row["school_urn"], "Other") for row in rows]
    yield (indicator, "", "Total", "Total"), len(rows), None
    for phase in (*PHASES, "Other"):
        yield (indicator, "", "phase", phase), phases.count(phase), None
