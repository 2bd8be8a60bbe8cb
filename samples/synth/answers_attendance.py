"""Attendance, persistent and severe absence, counted session by session."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from samples.synth.answers_children_in_care import CareOfYears
from samples.synth.answers_folder import Answer, Folder, HalfTerm, age_on, quarter_name

_ATTENDING = {"/", "\\", "L", "B", "K", "P", "V", "W", "J"}
_AUTHORISED = {"C", "C1", "C2", "E", "F", "H", "I", "J1", "M", "R", "S", "T"}
_UNAUTHORISED = {"G", "N", "O", "U"}
_ABSENT = _AUTHORISED | _UNAUTHORISED
_FIRST_YEAR_WITHOUT_D = 2024
_PHASES = ("Primary", "Secondary", "Special", "PRU")
_MONTHS = {
    name: number + 1
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    )
}
# The quarter end of the academic year by which a month's days are known: September, December, March, June; 4 for none.
_QUARTER_OF_MONTH = {9: 0, 10: 1, 11: 1, 12: 1, 1: 2, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 4, 8: 4}


@dataclass
class Enrolment:
    """One pupil at one school in one academic year: sessions attended and absent in each quarter of it."""

    counts: bool
    age: int
    attended: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    absent: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    unauthorised: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def add(self, year: int, half_term: int, quarter: int, code: str, sessions: int) -> None:
        """Count sessions of one code. Those aged 15 at the start of the year are on study leave in half-term 6."""
        if quarter > 3 or not self.counts or (self.age == 15 and half_term == 6):
            return
        if code in _ATTENDING or (code == "D" and year < _FIRST_YEAR_WITHOUT_D):
            self.attended[quarter] += sessions
        elif code in _ABSENT:
            self.absent[quarter] += sessions
            if code in _UNAUTHORISED:
                self.unauthorised[quarter] += sessions

    def so_far(self, quarter: int) -> "Sessions":
        """Sessions up to the end of a quarter of the academic year."""
        kinds = (self.attended, self.absent, self.unauthorised)
        return Sessions(*(sum(kind[: quarter + 1]) for kind in kinds))


class Sessions(NamedTuple):
    """Sessions attended, absent, and of these unauthorised."""

    attended: int
    absent: int
    unauthorised: int

    @property
    def possible(self) -> int:
        return self.attended + self.absent


def attendance(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the files reach."""
    newest = max(
        day
        for extract in ("attendance_register", "census_sessions")
        for supplier in folder.suppliers(extract)
        for day in folder.deliveries(extract, supplier)
    )
    care = CareOfYears(folder)
    for year in sorted({half_term.year for half_term in folder.half_terms}):
        sessions = YearOfSessions(folder, year)
        sessions.read()
        for number, end in enumerate(_quarter_ends(year)):
            if end <= newest:
                found = {place: each.so_far(number) for place, each in sessions.enrolments.items()}
                usable = {place: each for place, each in found.items() if each.possible > 0}
                yield from _answers_at(folder, end, usable)
                yield from _everywhere_and_in_care(end, usable, care.all_year(end))


def _quarter_ends(year: int) -> tuple[date, date, date, date]:
    return date(year, 9, 30), date(year, 12, 31), date(year + 1, 3, 31), date(year + 1, 6, 30)


class YearOfSessions:
    """All enrolments of one academic year with their sessions. Where both have a half-term, the register leads."""

    def __init__(self, folder: Folder, year: int) -> None:
        self.folder, self.year = folder, year
        self.enrolments: dict[tuple[str, str], Enrolment] = {}
        self._covered: set[tuple[str, int]] = set()
        self._days = _school_days(folder)

    def read(self) -> None:
        """Read every file of the year, registers first."""
        for urn in self.folder.suppliers("attendance_register"):
            for data_to in self._latest_of_each_term(urn):
                self._read_register(urn, data_to)
        delivered = self.folder.deliveries("census_sessions", "collect")
        for half_term in self.folder.half_terms:
            if half_term.year == self.year and half_term.end in delivered:
                self._read_census(half_term)

    def _latest_of_each_term(self, urn: str) -> list[date]:
        """A later delivery of a term replaces the earlier one."""
        latest: dict[int, date] = {}
        for data_to in self.folder.deliveries("attendance_register", urn):
            running = [half_term for half_term in self.folder.half_terms if half_term.start <= data_to][-1]
            if running.year == self.year:
                latest[(running.number + 1) // 2] = data_to
        return list(latest.values())

    def _read_register(self, urn: str, data_to: date) -> None:
        for row in self.folder.clean_rows("attendance_register", urn, data_to, "roll.csv.gz"):
            self._enrol(row[0], row[1], date.fromisoformat(row[2]), row[5], row[6])
        for row in self.folder.clean_rows("attendance_register", urn, data_to, "marks.csv.gz"):
            upn, school, day, _, code = row
            half_term, quarter = self._days[day]
            self._covered.add((school, half_term))
            self.enrolments[upn, school].add(self.year, half_term, quarter, code, 1)

    def _read_census(self, half_term: HalfTerm) -> None:
        files = ("census_sessions", "collect", half_term.end)
        schools = {row[0]: row[10] for row in self.folder.clean_rows(*files, "schoolcensus.csv.gz")}
        pupils = {}
        for row in self.folder.clean_rows(*files, "pupilonroll.csv.gz"):
            pupils[row[0]] = (row[5], schools[row[4]])
            self._enrol(row[5], schools[row[4]], _blade_date(row[6]), row[10], row[11])
        quarter = _QUARTER_OF_MONTH[half_term.end.month]
        for row in self.folder.clean_rows(*files, "termlysessiondetailsonroll.csv.gz"):
            pupil = pupils[row[0]]
            if (pupil[1], half_term.number) not in self._covered:
                self.enrolments[pupil].add(self.year, half_term.number, quarter, row[6], int(row[5]))

    def _enrol(self, upn: str, school: str, birth: date, status: str, boarder: str) -> None:
        """Those aged 5 to 15 on 31 August count, at their only or main school, unless they board."""
        age = age_on(birth, date(self.year, 8, 31))
        counts = 5 <= age <= 15 and status in ("C", "M") and boarder in ("", "N")
        self.enrolments.setdefault((upn, school), Enrolment(counts, age))


def _school_days(folder: Folder) -> dict[str, tuple[int, int]]:
    """Each day of each half-term: number of the half-term, quarter of the academic year."""
    days = {}
    for half_term in folder.half_terms:
        for ordinal in range(half_term.start.toordinal(), half_term.end.toordinal() + 1):
            day = date.fromordinal(ordinal)
            days[day.isoformat()] = (half_term.number, _QUARTER_OF_MONTH[day.month])
    return days


def _blade_date(text: str) -> date:
    """The day of ``2025-Feb-14 00:00:00``."""
    return date(int(text[:4]), _MONTHS[text[5:8]], int(text[9:11]))


def _answers_at(folder: Folder, end: date, enrolments: dict[tuple[str, str], Sessions]) -> Iterator[Answer]:
    """The academic year to one quarter end: whole council without pupil referral units, each phase, each school."""
    groups: dict[tuple[str, str, str], list[Sessions]] = defaultdict(list)
    for (_, urn), sessions in enrolments.items():
        phase = folder.phases[urn]
        groups["", "phase", phase].append(sessions)
        groups[urn, "Total", "Total"].append(sessions)
        if phase != "PRU":
            groups["", "Total", "Total"].append(sessions)
    if groups:
        every = {("", "Total", "Total"), *(("", "phase", phase) for phase in _PHASES), *groups}
        for place in every:
            yield from _five_answers(quarter_name(end), place, groups[place])


def _everywhere_and_in_care(
    end: date, enrolments: dict[tuple[str, str], Sessions], in_care: set[str] | None
) -> Iterator[Answer]:
    """Attendance at every school, and that of the children in care for a year; none where nobody knows them."""
    if enrolments:
        yield _attended("attendance_all_schools_rate", end, list(enrolments.values()))
    if enrolments and in_care is not None:
        own = [sessions for (upn, _), sessions in enrolments.items() if upn in in_care]
        yield _attended("cla_attendance_rate", end, own)


def _attended(indicator: str, end: date, pupils: list[Sessions]) -> Answer:
    attended, possible = sum(each.attended for each in pupils), sum(each.possible for each in pupils)
    return Answer(indicator, quarter_name(end), "", "Total", "Total", attended, possible)


def _five_answers(quarter: str, place: tuple[str, str, str], pupils: list[Sessions]) -> Iterator[Answer]:
    urn, breakdown, item = place
    attended, absent = sum(each.attended for each in pupils), sum(each.absent for each in pupils)
    unauthorised = sum(each.unauthorised for each in pupils)
    persistent = sum(each.absent * 10 >= each.possible for each in pupils)
    severe = sum(each.absent * 2 >= each.possible for each in pupils)
    yield Answer("attendance_rate", quarter, urn, breakdown, item, attended, attended + absent)
    yield Answer("overall_absence_rate", quarter, urn, breakdown, item, absent, attended + absent)
    yield Answer("unauthorised_absence_rate", quarter, urn, breakdown, item, unauthorised, attended + absent)
    yield Answer("persistent_absence_rate", quarter, urn, breakdown, item, persistent, len(pupils))
    yield Answer("severe_absence_rate", quarter, urn, breakdown, item, severe, len(pupils))
