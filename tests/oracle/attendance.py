"""Attendance and absence, counted plainly."""

from collections.abc import Callable, Iterator
from datetime import date

from tests.oracle.days import academic_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "attendance_rate",
    "persistent_absence_rate",
    "severe_absence_rate",
    "attendance_all_schools_rate",
    "overall_absence_rate",
    "unauthorised_absence_rate",
)

PRESENT = {"/", "\\", "L", "B", "K", "P", "V", "W", "J"}
AUTHORISED = {"C", "C1", "C2", "E", "F", "H", "I", "J1", "M", "R", "S", "T"}
UNAUTHORISED = {"G", "N", "O", "U"}
ABSENT = AUTHORISED | UNAUTHORISED
NEW_CODES_FROM = date(2024, 8, 19)  # until then a pupil marked D, expected at another school, was taken as present
PHASES = ("Primary", "Secondary", "Special", "PRU")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Attendance and absence of the academic year up to the quarter's end."""
    sessions = sessions_of_year(town, end)
    if sessions is None:
        return
    yield from five_figures(sessions, ("", "Total", "Total"), lambda urn: town.phases[urn] != "PRU")
    everywhere = [sum(own[kind] for own in sessions.values()) for kind in (0, 1)]
    yield ("attendance_all_schools_rate", "", "Total", "Total"), everywhere[0], sum(everywhere)
    for phase in PHASES:
        yield from five_figures(sessions, ("", "phase", phase), lambda urn, phase=phase: town.phases[urn] == phase)
    for school in sorted({urn for _, urn in sessions}):
        yield from five_figures(sessions, (school, "Total", "Total"), lambda urn, school=school: urn == school)


def sessions_of_year(town: Town, end: date) -> dict[tuple[str, str], list[int]] | None:
    """What each enrolment attended and missed since September; None where no count ends by the day."""
    usable = [
        row
        for table in ("core.attendance_count", "core.attendance_possible")
        for row in town.rows(table)
        if row["academic_year"] == academic_year(end) and row["period_end"] <= end
    ]
    if not usable:
        return None
    leading: list[Row] = []
    for rank in range(3):
        taken = {place for row in leading for place in places(row)}
        leading += [row for row in usable if rank_of(row) == rank and not taken & places(row)]
    return sessions_by_enrolment(town, leading)


def rank_of(row: Row) -> int:
    """Registers lead, then terms that a census counted as a whole, then its half-terms."""
    if row["extract"] == "attendance_register":
        return 0
    return 1 if row["half_terms"] == 2 else 2


def places(row: Row) -> set[tuple[str, int]]:
    """The half-terms of a school that a row counts."""
    return {(row["school_urn"], row["half_term"] + further) for further in range(row["half_terms"])}


def sessions_by_enrolment(town: Town, counts: list[Row]) -> dict[tuple[str, str], list[int]]:
    """Sessions present, absent, and of these unauthorised, of each pupil at each school who counts and had any."""
    enrolments = {(row["batch_id"], row["pupil"], row["school_urn"]): row for row in town.rows("core.enrolment")}
    files: dict[tuple, dict[str, list[int]]] = {}
    for row in counts:
        enrolment = enrolments.get((row["batch_id"], row["pupil"], row["school_urn"]))
        if enrolment is None or not in_cohort(enrolment):
            continue
        if enrolment["age_at_start"] == 15 and row["half_term"] == 6:
            continue
        file = files.setdefault((row["batch_id"], row["school_urn"], row["period_start"], row["period_end"]), {})
        own = file.setdefault(row["pupil"], [0, 0, 0, 0])
        if row.get("code") is None:
            own[3] += row["sessions"]
        elif is_present(row["code"], row["period_start"]):
            own[0] += row["sessions"]
        elif row["code"] in ABSENT:
            own[1] += row["sessions"]
            own[2] += row["sessions"] if row["code"] in UNAUTHORISED else 0
    sessions: dict[tuple[str, str], list[int]] = {}
    for (_, urn, _, _), pupils in files.items():
        nobody_present = not any(own[0] for own in pupils.values())
        absences_alone = nobody_present and any(own[3] for own in pupils.values())
        for pupil, (present, absent, unauthorised, possible) in pupils.items():
            if absences_alone and not possible:
                continue
            total = sessions.setdefault((pupil, urn), [0, 0, 0])
            total[0] += max(possible - absent, 0) if absences_alone else present
            total[1] += absent
            total[2] += unauthorised
    return {enrolment: own for enrolment, own in sessions.items() if own[0] + own[1] > 0}


def in_cohort(enrolment: Row) -> bool:
    """Aged 5 to 15 on 31 August, at this school only or mainly, and going home at night."""
    is_of_age = enrolment["age_at_start"] is not None and 5 <= enrolment["age_at_start"] <= 15
    is_own = enrolment["enrolment_status"] in ("C", "M", None)  # nobody asks it of pupils who left
    return is_of_age and is_own and enrolment["boarder"] in (None, "", "N")


def is_present(code: str, day: date) -> bool:
    return code in PRESENT or (code == "D" and day < NEW_CODES_FROM)


def five_figures(
    sessions: dict[tuple[str, str], list[int]], place: tuple[str, str, str], belongs: Callable[[str], bool]
) -> Iterator[Figure]:
    """Attendance, absence, and pupils often absent, of the enrolments at some schools."""
    pupils = [own for (_, urn), own in sessions.items() if belongs(urn)]
    present, absent, unauthorised = (sum(own[kind] for own in pupils) for kind in range(3))
    yield ("attendance_rate", *place), present, present + absent
    yield ("overall_absence_rate", *place), absent, present + absent
    yield ("unauthorised_absence_rate", *place), unauthorised, present + absent
    for indicator, one_in in (("persistent_absence_rate", 10), ("severe_absence_rate", 2)):
        yield (indicator, *place), sum(1 for own in pupils if own[1] * one_in >= own[0] + own[1]), len(pupils)
