"""Every indicator counted a second time: slow, plain Python over lists of dictionaries.

Written from the definitions in words, apart from the pipeline and without its packages, so that the two can only agree
when both do what the words say. Rows bear the names of the warehouse's columns, dates are ``date``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]
Place = tuple[str, str, str, str, str]  # indicator, quarter, school, breakdown, item
Answers = dict[Place, tuple[int, int | None]]

COUNTED = (
    "attendance_rate",
    "persistent_absence_rate",
    "severe_absence_rate",
    "cla_rate",
    "cla_number",
    "cla_entries",
    "cla_residential",
    "cla_independent_fostering",
)

PRESENT = {"/", "\\", "L", "B", "K", "P", "V", "W", "J"}
ABSENT = {"C", "C1", "C2", "E", "F", "H", "I", "J1", "M", "R", "S", "T", "G", "N", "O", "U"}
NEW_CODES_FROM = date(2024, 8, 19)  # until then a pupil marked D, expected at another school, was taken as present
PHASES = ("Primary", "Secondary", "Special", "PRU")
AGES = {"Under 1": (0, 0), "1 to 4": (1, 4), "5 to 9": (5, 9), "10 to 15": (10, 15), "16 and 17": (16, 17)}
SEXES = {"F": "Female", "M": "Male"}


@dataclass
class Town:
    """What a council's batches hold. ``phases`` by school, ``population`` of children by the year of the estimate."""

    children: list[Row] = field(default_factory=list)
    episodes: list[Row] = field(default_factory=list)
    enrolments: list[Row] = field(default_factory=list)
    session_counts: list[Row] = field(default_factory=list)
    phases: dict[str, str] = field(default_factory=dict)
    population: dict[int, int] = field(default_factory=dict)


def answers(town: Town, quarter_ends: list[date]) -> Answers:
    """Numerator and denominator (none for a count) of every figure at every quarter end that the rows reach."""
    found: Answers = {}
    for end in quarter_ends:
        for (indicator, *place), numerator, denominator in (*care(town, end), *attendance(town, end)):
            school, breakdown, item = place
            found[indicator, quarter_name(end), school, breakdown, item] = (numerator, denominator)
    return found


Figure = tuple[tuple[str, str, str, str], int, int | None]  # indicator, school, breakdown, item; its two counts


def care(town: Town, end: date) -> Iterator[Figure]:
    """Children looked after, from the return of the financial year if it reaches the quarter's end."""
    returned = [row for row in town.episodes if row["covers"] == financial_year(end) and row["data_to"] >= end]
    if not returned:
        return
    episodes = [row for row in returned if row["legal_status"] not in ("V3", "V4")]
    born = {(row["batch_id"], row["child"]): row for row in town.children}
    here: dict[str, Row] = {}
    entered: dict[str, Row] = {}
    for row in sorted(episodes, key=lambda each: (each["episode_start"], each["row_number"])):
        child = born[row["batch_id"], row["child"]]
        about = {"sex": SEXES.get(child["sex"], "Not known"), "row": row}
        age_now, age_then = age(child["date_of_birth"], end), age(child["date_of_birth"], row["episode_start"])
        if is_open(row, end) and age_now < 18:
            here[row["child"]] = about | {"age": age_now}  # a later episode takes the place of an earlier one
        if row["reason_new_episode"] == "S" and first_of_april(end) <= row["episode_start"] <= end and age_then < 18:
            entered.setdefault(row["child"], about | {"age": age_then})
    now = list(here.values())
    yield ("cla_rate", "", "Total", "Total"), len(now), town.population.get(end.year - 1)
    yield from by_sex_and_age("cla_number", now)
    yield from by_sex_and_age("cla_entries", list(entered.values()))
    residential = [each for each in now if each["row"]["placement"] in ("K1", "K2", "R1", "S1")]
    yield ("cla_residential", "", "Total", "Total"), len(residential), None
    agency = [each for each in now if each["row"]["placement"] in ("U1", "U2", "U3", "U4", "U5", "U6")]
    agency = [each for each in agency if each["row"]["placement_provider"] in ("PR4", "PR5")]
    yield ("cla_independent_fostering", "", "Total", "Total"), len(agency), None


def is_open(episode: Row, day: date) -> bool:
    """Begun by the day's end, and not ceased on it."""
    return episode["episode_start"] <= day and (episode["episode_end"] is None or episode["episode_end"] > day)


def by_sex_and_age(indicator: str, children: list[Row]) -> Iterator[Figure]:
    """All of them, then each sex and each age group, nought included."""
    yield (indicator, "", "Total", "Total"), len(children), None
    for sex in ("Female", "Male", "Not known"):
        yield (indicator, "", "sex", sex), sum(1 for child in children if child["sex"] == sex), None
    for group, (youngest, oldest) in AGES.items():
        count = sum(1 for child in children if youngest <= child["age"] <= oldest)
        yield (indicator, "", "age_group", group), count, None


def attendance(town: Town, end: date) -> Iterator[Figure]:
    """Attendance and absence of the academic year up to the quarter's end."""
    usable = [
        row for row in town.session_counts if row["academic_year"] == academic_year(end) and row["period_end"] <= end
    ]
    if not usable:
        return
    in_registers = {(row["school_urn"], row["half_term"]) for row in usable if row["extract"] == "attendance_register"}
    leading = [
        row
        for row in usable
        if row["extract"] == "attendance_register" or (row["school_urn"], row["half_term"]) not in in_registers
    ]
    sessions = sessions_by_enrolment(town, leading)
    yield from three_figures(sessions, ("", "Total", "Total"), lambda urn: town.phases[urn] != "PRU")
    for phase in PHASES:
        yield from three_figures(sessions, ("", "phase", phase), lambda urn, phase=phase: town.phases[urn] == phase)
    for school in sorted({urn for _, urn in sessions}):
        yield from three_figures(sessions, (school, "Total", "Total"), lambda urn, school=school: urn == school)


def sessions_by_enrolment(town: Town, counts: list[Row]) -> dict[tuple[str, str], list[int]]:
    """Sessions present and absent of each pupil at each school who counts and had any."""
    enrolments = {(row["batch_id"], row["pupil"], row["school_urn"]): row for row in town.enrolments}
    sessions: dict[tuple[str, str], list[int]] = {}
    for row in counts:
        enrolment = enrolments.get((row["batch_id"], row["pupil"], row["school_urn"]))
        if enrolment is None or not in_cohort(enrolment):
            continue
        if enrolment["age_at_start"] == 15 and row["half_term"] == 6:
            continue
        own = sessions.setdefault((row["pupil"], row["school_urn"]), [0, 0])
        if is_present(row["code"], row["period_start"]):
            own[0] += row["sessions"]
        elif row["code"] in ABSENT:
            own[1] += row["sessions"]
    return {enrolment: own for enrolment, own in sessions.items() if sum(own) > 0}


def in_cohort(enrolment: Row) -> bool:
    """Aged 5 to 15 on 31 August, at this school only or mainly, and going home at night."""
    is_of_age = enrolment["age_at_start"] is not None and 5 <= enrolment["age_at_start"] <= 15
    return is_of_age and enrolment["enrolment_status"] in ("C", "M") and enrolment["boarder"] in (None, "", "N")


def is_present(code: str, day: date) -> bool:
    return code in PRESENT or (code == "D" and day < NEW_CODES_FROM)


def three_figures(
    sessions: dict[tuple[str, str], list[int]], place: tuple[str, str, str], belongs: Callable[[str], bool]
) -> Iterator[Figure]:
    """Attendance, persistent absence and severe absence of the enrolments at some schools."""
    pupils = [own for (_, urn), own in sessions.items() if belongs(urn)]
    present, absent = sum(own[0] for own in pupils), sum(own[1] for own in pupils)
    yield ("attendance_rate", *place), present, present + absent
    for indicator, one_in in (("persistent_absence_rate", 10), ("severe_absence_rate", 2)):
        yield (indicator, *place), sum(1 for own in pupils if own[1] * one_in >= sum(own)), len(pupils)


def age(birth: date, day: date) -> int:
    """Birthdays had, the day itself included; one of 29 February falls on 1 March where there is none."""
    return sum(1 for year in range(birth.year + 1, day.year + 1) if birthday(birth, year) <= day)


def birthday(birth: date, year: int) -> date:
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def first_of_april(day: date) -> date:
    """The first day of the financial year that a day is in."""
    this_year = date(day.year, 4, 1)
    return this_year if day >= this_year else date(day.year - 1, 4, 1)


def financial_year(day: date) -> str:
    first = first_of_april(day).year
    return f"{first}-{str(first + 1)[2:]}"


def academic_year(day: date) -> str:
    first = day.year if day >= date(day.year, 9, 1) else day.year - 1
    return f"{first}/{str(first + 1)[2:]}"


def quarter_name(end: date) -> str:
    """Name of the quarter that ends on a day."""
    number = {(6, 30): 1, (9, 30): 2, (12, 31): 3, (3, 31): 4}[end.month, end.day]
    return f"{financial_year(end)}-Q{number}"
