"""Suspensions and permanent exclusions, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import academic_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "suspensions",
    "suspended_pupils",
    "suspension_rate",
    "permanent_exclusions",
    "permanent_exclusion_rate",
    "suspended_pupils_rate",
    "excluded_pupils_rate",
)

PHASES = ("Primary", "Secondary", "Special", "PRU")
REASONS = {
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
NO_SUCH_REASON = "Another reason, or none told"
TERMS_SO_FAR = {9: ["autumn"], 12: ["autumn"], 3: ["autumn", "spring"], 6: ["autumn", "spring", "summer"]}


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Exclusions that began since September and were not taken back."""
    counted = exclusions_of_year(town, end)
    if counted is None:
        return
    suspensions = [row for row in counted if row["category"] == "SUSP"]
    permanent = [row for row in counted if row["category"] == "PERM"]
    pupils = sum(town.pupils.values())
    yield from by_phase_and_reason(town, "suspensions", suspensions)
    yield ("suspended_pupils", "", "Total", "Total"), len({row["pupil"] for row in suspensions}), None
    yield ("suspension_rate", "", "Total", "Total"), sum(is_here(town, row) for row in suspensions), pupils
    yield from by_phase_and_reason(town, "permanent_exclusions", permanent)
    for urn in town.phases:
        yield from at_school(urn, permanent)
    yield ("permanent_exclusion_rate", "", "Total", "Total"), sum(is_here(town, row) for row in permanent), pupils
    yield from share_of_pupils(town, "suspended_pupils_rate", suspensions)
    yield from share_of_pupils(town, "excluded_pupils_rate", permanent)


def is_here(town: Town, row: Row) -> bool:
    """Whether it was at one of the council's schools."""
    return row["school_urn"] in town.pupils


def exclusions_of_year(town: Town, end: date) -> list[Row] | None:
    """Those that began from September to the day and stand; None where no source is complete."""
    rows = leading_rows(town, end)
    if rows is None:
        return None
    first = date(int(academic_year(end)[:4]), 9, 1)
    return [
        row
        for row in rows
        if first <= row["start_date"] <= end and row["decision"] not in ("REINSTATED", "CANCELLED", "QUASHED")
    ]


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


def share_of_pupils(town: Town, indicator: str, rows: list[Row]) -> Iterator[Figure]:
    """Different pupils, at all schools of the council together and at each of them, of those that it has."""
    schools = {urn: number for urn, number in town.pupils.items() if number}
    here = {(row["pupil"], row["school_urn"]) for row in rows if row["school_urn"] in schools}
    yield (indicator, "", "Total", "Total"), len({pupil for pupil, _ in here}), sum(schools.values())
    for urn, number in schools.items():
        yield (indicator, urn, "Total", "Total"), len([each for each in here if each[1] == urn]), number


def at_school(urn: str, permanent: list[Row]) -> Iterator[Figure]:
    """Permanent exclusions of one school, and of them those for each reason that there was."""
    reasons: dict[str, int] = {}
    for row in permanent:
        if row["school_urn"] == urn:
            reason = REASONS.get(row["reason"], NO_SUCH_REASON)
            reasons[reason] = reasons.get(reason, 0) + 1
    yield ("permanent_exclusions", urn, "Total", "Total"), sum(reasons.values()), None
    for reason, number in reasons.items():
        yield ("permanent_exclusions", urn, "reason", reason), number, None


def by_phase_and_reason(town: Town, indicator: str, rows: list[Row]) -> Iterator[Figure]:
    """All of them, then those at the schools of each phase (at no school of the council: Other) and by main reason."""
    phases = [town.phases.get(row["school_urn"], "Other") for row in rows]
    reasons = [REASONS.get(row["reason"], NO_SUCH_REASON) for row in rows]
    yield (indicator, "", "Total", "Total"), len(rows), None
    for phase in (*PHASES, "Other"):
        yield (indicator, "", "phase", phase), phases.count(phase), None
    for reason in (*REASONS.values(), NO_SUCH_REASON):
        yield (indicator, "", "reason", reason), reasons.count(reason), None
