"""Children in care at school, counted plainly, day by day."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.attendance import sessions_of_year
from tests.oracle.days import academic_year, financial_year, last_days_of_years, year_before
from tests.oracle.exclusions import exclusions_of_year
from tests.oracle.rows import Figure, Row, Town

COUNTED = ("cla_attendance_rate", "cla_suspensions", "cla_suspended_children")
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Attendance of those in care for a year, and suspensions of those in care on the day."""
    sessions, all_year = sessions_of_year(town, end), in_care_all_year(town, end)
    if sessions is not None and all_year is not None:
        own = [counts for (pupil, _), counts in sessions.items() if pupil in all_year]
        attended = sum(counts[0] for counts in own)
        yield ("cla_attendance_rate", *WHOLE), attended, attended + sum(counts[1] for counts in own)
    excluded = exclusions_of_year(town, end)
    care = care_of_years(town, date(int(academic_year(end)[:4]), 9, 1), end)
    if excluded is not None and care is not None:
        suspended = [
            row for row in excluded if row["category"] == "SUSP" and is_in_care(care, row["pupil"], row["start_date"])
        ]
        yield ("cla_suspensions", *WHOLE), len(suspended), None
        yield ("cla_suspended_children", *WHOLE), len({row["pupil"] for row in suspended}), None


def care_of_years(town: Town, first: date, last: date) -> list[Row] | None:
    """Every episode that the returns of the days tell, with the pupil's number; None where a return is missing."""
    found: dict[tuple[str, date], Row] = {}
    for end in last_days_of_years(first, last):
        returned = town.batch("ssda903", financial_year(end), reaching=end)
        if returned is None:
            return None
        children = {row["child"]: row for row in town.rows("core.cla_child") if row["batch_id"] == returned["batch_id"]}
        for row in town.rows("core.cla_episode"):
            if row["batch_id"] == returned["batch_id"]:
                about = {"upn": children[row["child"]]["upn"], "known_to": returned["data_to"]}
                found[row["child"], row["episode_start"]] = row | about  # the newer return knows better
    return [row for row in found.values() if row["legal_status"] not in ("V3", "V4") and row["upn"] is not None]


def is_in_care(care: list[Row], pupil: str | None, day: date) -> bool:
    return any(row["upn"] == pupil and covers(row, day) for row in care)


def covers(episode: Row, day: date) -> bool:
    """Begun by the day's end and not ceased on it; one that is open is known of up to the end of its return's data."""
    over = episode["episode_end"] or episode["known_to"] + timedelta(days=1)
    return episode["episode_start"] <= day < over


def in_care_all_year(town: Town, day: date) -> set[str] | None:
    """Pupil numbers of the children with an episode on each of the days of a year to this one."""
    first = year_before(day) + timedelta(days=1)
    care = care_of_years(town, first, day)
    if care is None:
        return None
    days = [first + timedelta(days=number) for number in range((day - first).days + 1)]
    known = {row["child"] for row in care}
    stayed = {
        child
        for child in known
        if all(any(row["child"] == child and covers(row, each) for row in care) for each in days)
    }
    return {row["upn"] for row in care if row["child"] in stayed and touches(row, first, day)}


def touches(episode: Row, first: date, last: date) -> bool:
    return episode["episode_start"] <= last and (episode["episode_end"] or date.max) > first
