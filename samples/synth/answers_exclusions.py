"""Suspensions and permanent exclusions, counted row by row."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from samples.synth.answers_children_in_care import CareOfYears, Spell
from samples.synth.answers_folder import Answer, Folder, academic_year_of, quarter_ends, quarter_name

_OTHER = "Other"  # of a school that the council does not list
_PHASES = ("Primary", "Secondary", "Special", "PRU", _OTHER)
_REASONS = {
    "PP": "Physical assault against a pupil",
    "PA": "Physical assault against an adult",
    "VP": "Verbal abuse of or threats to a pupil",
    "VA": "Verbal abuse of or threats to an adult",
    "OW": "Offensive weapon or prohibited item",
    "BU": "Bullying",
    "RA": "Racist abuse",
    "LG": "Abuse against sexual orientation or gender identity",
    "DS": "Abuse relating to disability",
    "SM": "Sexual misconduct",
    "DA": "Drugs and alcohol",
    "DM": "Damage",
    "TH": "Theft",
    "DB": "Persistent or general disruptive behaviour",
    "MT": "Inappropriate use of social media or online technology",
    "PH": "Wilful and repeated breach of protective measures",
}
_OTHER_REASON = "Another reason, or none told"
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
    reason: str


def exclusions(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end for which one of the two sources is complete."""
    care = CareOfYears(folder)
    for end in quarter_ends():
        rows = _rows_of_year(folder, end)
        if rows is not None:
            first = date(academic_year_of(end), 9, 1)
            of_year = [row for row in rows if first <= row.start <= end]
            yield from _answers_at(folder, end, of_year)
            spells = care.spells(first, end)
            if spells is not None:
                yield from _in_care_at(end, [row for row in of_year if row.is_suspension], spells)


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
            yield Exclusion(row["UPN"], row["URN"], row["Category"] in _SUSPENSIONS, start, row["Reason1"])


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
                is_suspension, start = row["category"] in _SUSPENSIONS, blade_date(row["startdate"])
                yield Exclusion(upn, urn, is_suspension, start, row["reason1"])


def blade_date(text: str) -> date:
    """``2025-Feb-14 00:00:00``."""
    year, month, day = text[:11].split("-")
    return date(int(year), _MONTHS.index(month) + 1, int(day))


def _answers_at(folder: Folder, end: date, rows: list[Exclusion]) -> Iterator[Answer]:
    quarter = quarter_name(end)
    suspended = [row for row in rows if row.is_suspension]
    headcount = sum(int(school["headcount"]) for school in folder.schools)
    pupils = len({row.upn for row in suspended})

    def at_ours(rows: list[Exclusion]) -> int:
        """Rates are of the council's own schools; notifications may come from others too."""
        return sum(row.urn in folder.phases for row in rows)

    permanent = [row for row in rows if not row.is_suspension]
    yield from _by_phase_and_reason(folder, "suspensions", quarter, suspended)
    yield Answer("suspended_pupils", quarter, "", "Total", "Total", pupils, None)
    yield Answer("suspension_rate", quarter, "", "Total", "Total", at_ours(suspended), headcount)
    yield from _shares(folder, "suspended_pupils_rate", quarter, suspended)
    yield from _shares(folder, "excluded_pupils_rate", quarter, permanent)
    yield from _by_phase_and_reason(folder, "permanent_exclusions", quarter, permanent)
    yield from _at_schools(folder, quarter, permanent)
    yield Answer("permanent_exclusion_rate", quarter, "", "Total", "Total", at_ours(permanent), headcount)


def _shares(folder: Folder, indicator: str, quarter: str, rows: list[Exclusion]) -> Iterator[Answer]:
    """Different pupils of those on the roll, at all of the council's schools and at each."""
    rolls = {school["urn"]: int(school["headcount"]) for school in folder.schools}
    here = {(row.upn, row.urn) for row in rows if row.urn in rolls}
    yield Answer(indicator, quarter, "", "Total", "Total", len({upn for upn, _ in here}), sum(rolls.values()))
    for urn, headcount in rolls.items():
        yield Answer(indicator, quarter, urn, "Total", "Total", sum(each == urn for _, each in here), headcount)


def _at_schools(folder: Folder, quarter: str, rows: list[Exclusion]) -> Iterator[Answer]:
    """Permanent exclusions at each school of the council, and for each reason that it gave."""
    for urn in folder.phases:
        reasons = [_REASONS.get(row.reason, _OTHER_REASON) for row in rows if row.urn == urn]
        yield Answer("permanent_exclusions", quarter, urn, "Total", "Total", len(reasons), None)
        for reason in sorted(set(reasons)):
            yield Answer("permanent_exclusions", quarter, urn, "reason", reason, reasons.count(reason), None)


def _in_care_at(end: date, suspended: list[Exclusion], spells: list[Spell]) -> Iterator[Answer]:
    """Suspensions on days on which the pupil was in care."""
    own = [
        row for row in suspended if any(each.upn == row.upn and each.start <= row.start < each.end for each in spells)
    ]
    quarter = quarter_name(end)
    yield Answer("cla_suspensions", quarter, "", "Total", "Total", len(own), None)
    yield Answer("cla_suspended_children", quarter, "", "Total", "Total", len({row.upn for row in own}), None)


def _by_phase_and_reason(folder: Folder, indicator: str, quarter: str, rows: list[Exclusion]) -> Iterator[Answer]:
    phases = [folder.phases.get(row.urn, _OTHER) for row in rows]
    yield Answer(indicator, quarter, "", "Total", "Total", len(phases), None)
    for phase in _PHASES:
        yield Answer(indicator, quarter, "", "phase", phase, phases.count(phase), None)
    reasons = [_REASONS.get(row.reason, _OTHER_REASON) for row in rows]
    for reason in (*_REASONS.values(), _OTHER_REASON):
        yield Answer(indicator, quarter, "", "reason", reason, reasons.count(reason), None)
