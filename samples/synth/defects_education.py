"""Faults in notifications of exclusions, in the SEN2 return and in the young people's file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from samples.synth import nccis, notifications, sen2
from samples.synth.defects import DUPLICATE, FLAG, HOLD, Defect, Faults, Level
from samples.synth.dice import stream
from samples.synth.exclusions import SUSPENSION
from samples.synth.notifications import Notifications
from samples.synth.sen2 import Sen2
from samples.synth.upn import with_wrong_letter

Row = dict[str, str]


def anything(_: Row) -> bool:
    """Suits every row."""
    return True


@dataclass
class LineFaults:
    """Puts faults into the lines of one CSV file, each row used once at most."""

    place: tuple[str, str, str, str, str]  # extract, supplier, day, table, file
    lines: list[str]
    faults: Faults
    rng: np.random.Generator
    used: set[int] = field(default_factory=set)

    def note(self, line: int, rule_id: str, kind: str = HOLD) -> None:
        self.faults.found.append(Defect(*self.place, line, rule_id, kind))

    def row(self, place: int) -> Row:
        """A row's values by header."""
        return dict(zip(self.lines[0].split(","), self.lines[place].split(","), strict=True))

    def find(self, suits: Callable[[Row], bool]) -> int:
        """Place of some untouched row that suits; 0 when the council is too small to have one."""
        for place in self.rng.permutation(np.arange(1, len(self.lines))).tolist():
            if place not in self.used and suits(self.row(place)):
                self.used.add(place)
                return place
        return 0

    def change(self, values: Row, rule_id: str, kind: str = HOLD, suits: Callable[[Row], bool] = anything) -> None:
        """Overwrite values of some row that suits."""
        place = self.find(suits)
        if place:
            self.lines[place] = ",".join((self.row(place) | values).values())
            self.note(place + 1, rule_id, kind)

    def add(self, values: Row, rule_id: str, kind: str = HOLD, suits: Callable[[Row], bool] = anything) -> None:
        """Append some row that suits again with other values; that row itself stays right."""
        place = self.find(suits)
        if place:
            self.lines.append(",".join((self.row(place) | values).values()))
            self.used.add(len(self.lines) - 1)
            self.note(len(self.lines), rule_id, kind)


# Notifications


def damage_notifications(register: Notifications, level: Level, faults: Faults, seed: int) -> None:
    """Faults in the newest register of exclusions."""
    if level is Level.NONE:
        return
    file = "notifications.csv"
    place = (notifications.EXTRACT, notifications.SUPPLIER, register.data_to.isoformat(), "notifications", file)
    spoil = LineFaults(place, register.lines, faults, stream(seed, 13))
    spoil.add({"NotificationID": "N2425-90001"}, "notifications-notified-again", HOLD, _is_suspension)
    spoil.add({}, "exact-duplicate", DUPLICATE, _is_suspension)
    spoil.change({"Sessions": ""}, "notifications-suspension-without-sessions", HOLD, _is_suspension)
    spoil.change({"DecisionDate": ""}, "notifications-decision-without-date", FLAG, _is_decided)
    if level is Level.EVERY:
        _unusable_notifications(spoil)
        _doubtful_notifications(spoil)
        _notifications_of_other_days(spoil, register.data_to)


def _is_suspension(row: Row) -> bool:
    return row["Category"] == SUSPENSION and not row["Decision"]


def _is_decided(row: Row) -> bool:
    return row["Decision"] == "UPHELD"


def _unusable_notifications(spoil: LineFaults) -> None:
    spoil.change({"Category": "XX"}, "notifications-category-unknown-code", HOLD, _is_suspension)
    spoil.change({"UPN": ""}, "notifications-pupil-missing", HOLD, _is_suspension)
    spoil.change({"StartDate": "2025-02-30"}, "notifications-start-date-not-a-date", HOLD, _is_suspension)
    decided = {"Decision": "UPHELD", "DecisionDate": "2024-09-01"}
    spoil.change(decided, "notifications-decided-before-start", HOLD, lambda row: row["StartDate"] > "2024-09-30")
    twice = spoil.find(_is_suspension)
    if twice:
        other = spoil.row(twice) | {"Reason1": "DM" if spoil.row(twice)["Reason1"] != "DM" else "TH", "Sessions": "3"}
        spoil.lines.append(",".join(other.values()))
        spoil.note(twice + 1, "notifications-key-repeated")
        spoil.note(len(spoil.lines), "notifications-key-repeated")


def _doubtful_notifications(spoil: LineFaults) -> None:
    spoil.change({"Category": "FIXD"}, "notifications-retired-code", FLAG, _is_suspension)
    spoil.change({"Reason1": "OT"}, "notifications-retired-reason", FLAG, _is_suspension)
    spoil.change({"URN": "995001"}, "notifications-unknown-school", FLAG, _is_suspension)
    spoil.change({"Session": "XX"}, "notifications-session-unknown-code", FLAG, _is_suspension)
    suspended_once = [row["UPN"] for row in map(spoil.row, range(1, len(spoil.lines)))]

    def is_only_one(row: Row) -> bool:
        return _is_suspension(row) and suspended_once.count(row["UPN"]) == 1

    spoil.change({"Sessions": "91"}, "notifications-suspended-too-long", FLAG, is_only_one)
    place = spoil.find(is_only_one)
    if place:
        row = spoil.row(place)
        wrong = row | {"UPN": with_wrong_letter(row["UPN"])}
        spoil.lines[place] = ",".join(wrong.values())
        spoil.note(place + 1, "notifications-upn-check-letter", FLAG)


def _notifications_of_other_days(spoil: LineFaults, data_to: date) -> None:
    tomorrow, last_year = data_to + timedelta(days=1), data_to - timedelta(days=370)
    saturday = data_to - timedelta(days=(data_to.weekday() - 5) % 7)
    for number, (day, rule_id, kind) in enumerate(
        (
            (tomorrow, "notifications-after-data-to", HOLD),
            (last_year, "notifications-outside-year", HOLD),
            (saturday, "notifications-weekend", FLAG),
        )
    ):
        values = {"NotificationID": f"N2425-9100{number}", "StartDate": day.isoformat()}
        spoil.add(values, rule_id, kind, _is_suspension)


# SEN2


def damage_sen2(made: Sen2, level: Level, faults: Faults, seed: int) -> None:
    """Faults in the newest return, in rows below which nothing hangs."""
    if level is Level.NONE:
        return
    rng = stream(seed, 14)

    def module(name: str) -> LineFaults:
        file = sen2.file_name(made.data_to, name)
        place = (sen2.EXTRACT, sen2.SUPPLIER, made.data_to.isoformat(), name, file)
        return LineFaults(place, made.lines[name], faults, rng)

    placements, needs = module("placementdetail"), module("senneed")
    placements.change({"sensetting": "XYZ", "urn": "", "ukprn": ""}, "placementdetail-setting-unknown-code")
    needs.add({}, "exact-duplicate", DUPLICATE)
    if level is Level.EVERY:
        needs.change({"sentype": "ABC"}, "senneed-sen-type-unknown-code")
        _rarer_sen2_faults(placements, module("requests"), module("namedplan"))
        persons = module("person")
        wrong = persons.find(anything)
        row = persons.row(wrong)
        persons.lines[wrong] = ",".join((row | {"upn": with_wrong_letter(row["upn"])}).values())
        persons.note(wrong + 1, "person-upn-check-letter", FLAG)


def _rarer_sen2_faults(placements: LineFaults, requests: LineFaults, plans: LineFaults) -> None:
    at_school = {"urn": "12345", "ukprn": "", "sensetting": ""}
    placements.change(at_school, "placementdetail-urn-without-six-digits", HOLD)
    long_ago = {"leavingdate": "2001-Jan-08 00:00:00"}
    placements.change(long_ago, "placementdetail-left-before-entry", HOLD)
    placements.change(dict.fromkeys(at_school, ""), "placementdetail-nowhere", FLAG)
    undated = {"requestoutcomedate": ""}
    requests.change(undated, "requests-decided-without-date", FLAG, lambda row: row["requestoutcomedate"] != "")
    unexplained = {"ceasereason": ""}
    plans.change(unexplained, "namedplan-ceased-without-reason", FLAG, lambda row: row["ceasereason"] != "")


# Young people after 16


@dataclass
class RecordFaults:
    """Puts faults into the records of an NCCIS file, each used once at most. Records are numbered from 1."""

    lines: list[str]
    data_to: date
    faults: Faults
    rng: np.random.Generator
    used: set[int] = field(default_factory=set)

    def starts(self) -> list[int]:
        return [place for place, line in enumerate(self.lines) if line == "<YoungPersonsRecord>"]

    def change(self, old: str, new: str, rule_id: str, kind: str = HOLD, keeps: str = "") -> None:
        """Overwrite a line of some record that has it, and has ``keeps``."""
        starts = [*self.starts(), len(self.lines) - 1]
        for number in self.rng.permutation(np.arange(1, len(starts))).tolist():
            first, last = starts[number - 1], starts[number]
            places = [place for place in range(first, last) if self.lines[place].startswith(old)]
            if self._is_free(number, first, last) and places and (not keeps or keeps in self.lines[first:last]):
                self.lines[places[0]] = new
                self.note(number, rule_id, kind)
                return

    def repeat(self) -> None:
        """Send one record a second time."""
        starts = [*self.starts(), len(self.lines) - 1]
        number = next(each for each in range(1, len(starts)) if self._is_free(each, starts[each - 1], starts[each]))
        self.lines[-1:-1] = self.lines[starts[number - 1] : starts[number]]
        self.used.add(number)
        self.note(len(starts), "exact-duplicate", DUPLICATE)

    def _is_free(self, number: int, first: int, last: int) -> bool:
        """Still right, and without characteristics: those are records of a table of their own."""
        return number not in self.used and "<Characteristics>" not in self.lines[first:last]

    def note(self, number: int, rule_id: str, kind: str) -> None:
        self.used.add(number)
        place = (nccis.EXTRACT, nccis.SUPPLIER, self.data_to.isoformat(), "young_person", "nccis.xml.gz")
        self.faults.found.append(Defect(*place, number, rule_id, kind))


def damage_nccis(lines: list[str], data_to: date, level: Level, faults: Faults, seed: int) -> None:
    """Faults in the newest file of young people."""
    if level is Level.NONE:
        return
    spoil = RecordFaults(lines, data_to, faults, stream(seed, 15))
    learning = "<ActivityCode>230</ActivityCode>"
    spoil.change(learning, "<ActivityCode>999</ActivityCode>", "young_person-activity-code-unknown-code")
    spoil.repeat()
    if level is Level.EVERY:
        spoil.change("<DOB>", "<DOB>2008-13-01</DOB>", "young_person-date-of-birth-not-a-date", HOLD, learning)
        early = "<DueToLapseDate>2025-06-01</DueToLapseDate>"
        current = "<CurrencyLapsed>N</CurrencyLapsed>"
        spoil.change("<DueToLapseDate>", early, "young_person-currency-does-not-fit", FLAG, current)
        spoil.change("<NEETStartDate>", "", "young_person-neet-start-does-not-fit", FLAG)
        late = "<DateVerified>2025-07-05</DateVerified>"
        spoil.change("<DateVerified>", late, "young_person-verified-after-data-to", FLAG)
        spoil.change("<LeadLEA>", "<LeadLEA></LeadLEA>", "young_person-lead-la-missing", HOLD, learning)
