"""Suspensions and permanent exclusions, counted row by row."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from samples.synth.answers_folder import Answer, Folder, academic_year_of, quarter_ends, quarter_name

_OTHER = "Other"  # of a school that the council does not list
_PHASES = ("Primary", "Secondary", "Special", "PRU", _OTHER)
_SUSPENSIONS = ("SUSP", "FIXD")
_RESCINDED = ("REINSTATED", "CANCELLED", "QUASHED")
_TERMS_BY_QUARTER = {9: (1,), 12: (1,), 3: (1, 2), 6: (1, 2, 3)}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Exclusion(NamedTuple):
    """What counts of a row: lunchtimes and what was rescinded are not here."""

    upn: str
    urn: str
    is_suspension: bool
    start: date


def exclusions(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end for which one of the two sources is complete."""
    for end in quarter_ends():
        rows = _rows_of_year(folder, end)
        if rows is not None:
            first = date(academic_year_of(end), 9, 1)
            yield from _answers_at(folder, end, [row for row in rows if first <= row.start <= end])


def _rows_of_year(folder: Folder, end: date) -> list[Exclusion] | None:
    """Notifications where they reach the day, else the census's terms if all are there."""
    year = academic_year_of(end)
    for data_to in folder.deliveries("exclusions", "inclusion-team")[::-1]:
        if academic_year_of(data_to) == year:
            if data_to >= end:
                return list(_notified(folder, data_to))
            break
    terms = [_last_day_of_term(folder, year, term) for term in _TERMS_BY_QUARTER[end.month]]
    delivered = folder.deliveries("census_exclusions", "collect")
    if not all(day in delivered for day in terms):
        return None
    once: dict[tuple[str, date, bool], Exclusion] = {}
    for row in (row for day in terms if day for row in _in_census(folder, day)):
        once.setdefault((row.upn, row.start, row.is_suspension), row)
    return list(once.values())


def _last_day_of_term(folder: Folder, year: int, term: int) -> date | None:
    ends = [each.end for each in folder.half_terms if (each.year, each.number) == (year, 2 * term)]
    return ends[0] if ends else None


def _notified(folder: Folder, data_to: date) -> Iterator[Exclusion]:
    place = ("exclusions", "inclusion-team", data_to, "notifications.csv", "notifications")
    for row in folder.clean_records(*place):
        if row["Category"] != "LNCH" and row["Decision"] not in _RESCINDED:
            start = date.fromisoformat(row["StartDate"])
            yield Exclusion(row["UPN"], row["URN"], row["Category"] in _SUSPENSIONS, start)


def _in_census(folder: Folder, data_to: date) -> Iterator[Exclusion]:
    """Exclusions of pupils on roll and of those no longer on roll."""
    place = ("census_exclusions", "collect", data_to)
    schools = {
        row["schoolcensustableid"]: row["urn"]
        for row in folder.clean_records(*place, "schoolcensus.csv.gz", "census_school")
    }
    for which, pupils_table, table in (
        ("on", "census_pupil", "census_exclusion"),
        ("off", "census_leaver", "census_leaver_exclusion"),
    ):
        key = "pupilonrolltableid" if which == "on" else "pupilnolongeronrolltableid"
        pupils_file = "pupilonroll.csv.gz" if which == "on" else "pupilnolongeronroll.csv.gz"
        pupils = {
            row[key]: (row["upn"], schools[row["schoolcensustableid"]])
            for row in folder.clean_records(*place, pupils_file, pupils_table)
        }
        for row in folder.clean_records(*place, f"termlyexclusions{which}roll.csv.gz", table):
            if row["category"] != "LNCH":
                upn, urn = pupils[row[key]]
                yield Exclusion(upn, urn, row["category"] in _SUSPENSIONS, blade_date(row["startdate"]))


def blade_date(text: str) -> date:
    """``2025-Feb-14 00:00:00``."""
    year, month, day = text[:11].split("-")
    return date(int(year), _MONTHS.index(month) + 1, int(day))


def _answers_at(folder: Folder, end: date, rows: list[Exclusion]) -> Iterator[Answer]:
    quarter = quarter_name(end)
    suspended = [row for row in rows if row.is_suspension]
    headcount = sum(int(school["headcount"]) for school in folder.schools)
    pupils = len({row.upn for row in suspended})
    yield from _by_phase(folder, "suspensions", quarter, suspended)
    yield Answer("suspended_pupils", quarter, "", "Total", "Total", pupils, None)
    yield Answer("suspension_rate", quarter, "", "Total", "Total", len(suspended), headcount)
    yield from _by_phase(folder, "permanent_exclusions", quarter, [row for row in rows if not row.is_suspension])


def _by_phase(folder: Folder, indicator: str, quarter: str, rows: Iterable[Exclusion]) -> Iterator[Answer]:
    phases = [folder.phases.get(row.urn, _OTHER) for row in rows]
    yield Answer(indicator, quarter, "", "Total", "Total", len(phases), None)
    for phase in _PHASES:
        yield Answer(indicator, quarter, "", "phase", phase, phases.count(phase), None)
