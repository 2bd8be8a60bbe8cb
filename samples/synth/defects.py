"""Faults as they come in real files, put in on purpose and listed in DEFECTS.csv with the rule that should find each.

``kind`` is hold (the row is kept back), flag (loaded, shown as doubtful) or duplicate (an exact copy, counted once).
Line numbers count the header as 1.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import numpy as np

from samples.synth.census import EXTRACT as CENSUS
from samples.synth.census import SUPPLIER as COLLECT
from samples.synth.census import Census
from samples.synth.dice import stream
from samples.synth.registers import EXTRACT as REGISTER
from samples.synth.registers import Register
from samples.synth.ssda903 import EPISODES_HEADER, SUPPLIER, Return, uk_date
from samples.synth.ssda903 import EXTRACT as SSDA903
from samples.synth.terms import term_at
from samples.synth.upn import upn, with_wrong_letter

HEADER = ("extract", "supplier", "data_to", "table", "file", "row_number", "rule_id", "kind")
HOLD, FLAG, DUPLICATE = "hold", "flag", "duplicate"
_EPISODE: Sequence[str] = EPISODES_HEADER.split(",")


class Level(StrEnum):
    """How many faults: none, the few of a normal quarter, or every kind."""

    NONE = "none"
    FEW = "few"
    EVERY = "every"


class Defect(NamedTuple):
    """One row that is wrong, and the rule that should find it."""

    extract: str
    supplier: str
    data_to: str
    table: str
    file: str
    row_number: int
    rule_id: str
    kind: str


@dataclass
class Faults:
    """Collects what was put in."""

    found: list[Defect] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        with (folder / "DEFECTS.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(HEADER)
            rows.writerows(sorted(self.found))


# Registers


@dataclass
class MarkFaults:
    """Puts faults into one school's register."""

    register: Register
    faults: Faults
    rng: np.random.Generator
    used: set[int] = field(default_factory=set)

    def note(self, line: int, rule_id: str, kind: str = HOLD, table: str = "marks") -> None:
        data_to, urn = self.register.data_to.isoformat(), self.register.school.urn
        self.faults.found.append(Defect(REGISTER, urn, data_to, table, f"{table}.csv.gz", line, rule_id, kind))

    def some_row(self) -> int:
        """Place of a mark's line that is still as it was."""
        while True:
            place = int(self.rng.integers(1, len(self.register.marks)))
            if place not in self.used:
                self.used.add(place)
                return place

    def change(self, column: int, value: str, rule_id: str) -> None:
        """Overwrite one value of some row."""
        place = self.some_row()
        values = self.register.marks[place].split(",")
        values[column] = value
        self.register.marks[place] = ",".join(values)
        self.note(place + 1, rule_id)

    def add(self, line: str, rule_id: str, kind: str = HOLD) -> None:
        """Append a row."""
        self.register.marks.append(line)
        self.used.add(len(self.register.marks) - 1)
        self.note(len(self.register.marks), rule_id, kind)

    def copy_with(self, column: int, value: str, rule_id: str) -> None:
        """Append some row again with another value in one column; the row itself stays right."""
        values = self.register.marks[self.some_row()].split(",")
        values[column] = value
        self.add(",".join(values), rule_id)

    def duplicate(self) -> None:
        self.add(self.register.marks[self.some_row()], "exact-duplicate", DUPLICATE)

    def conflict(self) -> None:
        """The same session twice with two marks: nobody can tell which is right, so both are held."""
        place = self.some_row()
        values = self.register.marks[place].split(",")
        values[4] = "I" if values[4] != "I" else "O"
        self.note(place + 1, "marks-key-repeated")
        self.add(",".join(values), "marks-key-repeated")

    def wrong_check_letter(self) -> None:
        """A newcomer's UPN is wrong throughout this register: the row is loaded and flagged."""
        entries = [(line.split(",")[7], place) for place, line in enumerate(self.register.roll) if place]
        place = max(entries)[1]
        right = self.register.roll[place].split(",")[0]
        wrong = with_wrong_letter(right)
        self.register.roll[place] = self.register.roll[place].replace(right, wrong)
        self.register.marks[1:] = [line.replace(right, wrong) for line in self.register.marks[1:]]
        self.note(place + 1, "roll-upn-check-letter", FLAG, "roll")


def damage_register(register: Register, level: Level, faults: Faults, seed: int) -> None:
    """Faults in a school's newest register. Only a few schools send bad files."""
    number = register.school.index
    spoil = MarkFaults(register, faults, stream(seed, 5, register.school.index))
    if level is Level.FEW and number == 1:
        for wrong in ("?", "A", "L1"):
            spoil.change(4, wrong, "marks-mark-unknown-code")
        spoil.duplicate()
        spoil.duplicate()
    if level is Level.FEW and number == 7:
        spoil.wrong_check_letter()
    if level is Level.EVERY and number < 3:
        _every_mark_fault(spoil)


def _every_mark_fault(spoil: MarkFaults) -> None:
    first, second = term_at(spoil.register.data_to)
    spoil.wrong_check_letter()
    spoil.change(4, "?", "marks-mark-unknown-code")
    spoil.change(4, "H", "marks-retired-code")
    spoil.change(4, "", "marks-mark-missing")
    spoil.change(3, "EV", "marks-session-unknown-code")
    spoil.change(2, "2025-13-05", "marks-session-date-not-a-date")
    spoil.copy_with(2, (first.end + timedelta(days=4)).isoformat(), "marks-outside-term")
    saturday = second.start + timedelta(days=5 - second.start.weekday())
    spoil.copy_with(2, saturday.isoformat(), "marks-weekend")
    spoil.copy_with(0, upn("998", 3999, 2015, 999), "marks-pupil-not-on-roll")
    spoil.duplicate()
    spoil.conflict()


def damage_census(census: Census, faults: Faults) -> None:
    """One pupil's UPN is wrong in one half-term."""
    place = len(census.pupils) // 2
    values = census.pupils[place].split(",")
    values[5] = with_wrong_letter(values[5])
    census.pupils[place] = ",".join(values)
    data_to = census.half_term.end.isoformat()
    file = "pupilonroll.csv.gz"
    rule_id = "pupilonroll-upn-check-letter"
    faults.found.append(Defect(CENSUS, COLLECT, data_to, "pupilonroll", file, place + 1, rule_id, FLAG))


# SSDA903


@dataclass
class EpisodeFaults:
    """Puts faults into one return. ``rows`` are the episodes' values by line, the header first."""

    made: Return
    faults: Faults
    rng: np.random.Generator
    rows: list[list[str]]
    used: set[int] = field(default_factory=set)

    def note(self, table: str, line: int, rule_id: str, kind: str = HOLD) -> None:
        data_to = self.made.data_to.isoformat()
        self.faults.found.append(Defect(SSDA903, SUPPLIER, data_to, table, f"{table}.csv", line, rule_id, kind))

    def is_last(self, place: int) -> bool:
        return place + 1 == len(self.rows) or self.rows[place + 1][0] != self.rows[place][0]

    def find(self, suits: Callable[[int, dict[str, str]], bool]) -> int:
        """Place of some untouched episode that suits; 0 when the council is too small to have one."""
        places = self.rng.permutation(np.arange(1, len(self.rows))).tolist()
        for place in places:
            row = dict(zip(_EPISODE, self.rows[place], strict=True))
            if place not in self.used and row["LS"] not in ("V3", "V4") and suits(place, row):
                self.used.add(place)
                return place
        return 0

    def change(
        self, suits: Callable[[int, dict[str, str]], bool], values: dict[str, str], rule_id: str, kind: str = HOLD
    ) -> None:
        """Overwrite values of some episode that suits, or of any where a small council has none."""
        place = self.find(suits) or self.find(lambda *_: True)
        if place:
            for column, value in values.items():
                self.rows[place][_EPISODE.index(column)] = value
            self.note("episodes", place + 1, rule_id, kind)

    def add(self, row: list[str], rule_id: str, kind: str = HOLD) -> None:
        self.rows.append(row)
        self.used.add(len(self.rows) - 1)
        self.note("episodes", len(self.rows), rule_id, kind)


def damage_return(made: Return, level: Level, faults: Faults, seed: int) -> None:
    """Faults in the newest return."""
    spoil = EpisodeFaults(made, faults, stream(seed, 6), [line.split(",") for line in made.episodes])
    spoil.used.add(0)
    _usual_episode_faults(spoil)
    if level is Level.EVERY:
        _rarer_episode_faults(spoil)
        _header_faults(spoil)
    made.episodes[:] = [",".join(row) for row in spoil.rows]


def _usual_episode_faults(spoil: EpisodeFaults) -> None:
    def is_fostered(place: int, row: dict[str, str]) -> bool:
        return not row["DEC"] and spoil.is_last(place) and row["PLACE"].startswith("U")

    def is_closed(place: int, row: dict[str, str]) -> bool:
        return bool(row["DEC"])

    def is_supported(place: int, row: dict[str, str]) -> bool:
        return row["PLACE"] == "K3"

    spoil.change(is_fostered, {"REC": "E4A"}, "episodes-open-with-reason")
    spoil.change(is_fostered, {"REC": "X1"}, "episodes-open-with-reason")
    spoil.change(is_closed, {"CIN": ""}, "episodes-category-of-need-missing")
    spoil.change(is_closed, {"PLACE": "Q9"}, "episodes-placement-unknown-code")
    spoil.change(is_closed, {"REC": ""}, "episodes-closed-without-reason")
    spoil.change(is_closed, {"DEC": "01/01/2008"}, "episodes-end-before-start")
    spoil.change(is_supported, {"PLACE": "H5"}, "episodes-retired-code", FLAG)


def _rarer_episode_faults(spoil: EpisodeFaults) -> None:
    def begins_a_gap(place: int, row: dict[str, str]) -> bool:
        return bool(row["DEC"]) and not spoil.is_last(place)

    spoil.change(begins_a_gap, {"DECOM": "31/06/2024"}, "episodes-episode-start-not-a-date")
    new = {"RNE": "S", "LS": "V2", "CIN": "N1", "PLACE": "U6", "PLACE_PROVIDER": "PR1", "URN": "SC999001"}
    last_day = spoil.made.data_to
    for child, start, rule_id in (
        ("999999", last_day - timedelta(days=30), "episodes-child-not-in-header"),
        (_settled(spoil, open_now=True), last_day, "episodes-overlap"),
        (_settled(spoil, open_now=False), last_day + timedelta(days=9), "episodes-after-data-to"),
    ):
        if child:
            values = {**new, "CHILD": child, "DECOM": uk_date(start)}
            spoil.add([values.get(column, "") for column in _EPISODE], rule_id)
    copied = spoil.find(lambda _, row: bool(row["DEC"]))
    if copied:
        spoil.add(list(spoil.rows[copied]), "exact-duplicate", DUPLICATE)


def _settled(spoil: EpisodeFaults, open_now: bool) -> str:
    """A child whose last episode is untouched, and open or closed as wanted."""

    def suits(place: int, row: dict[str, str]) -> bool:
        started_today = row["DECOM"] == uk_date(spoil.made.data_to)
        return spoil.is_last(place) and bool(row["DEC"]) is not open_now and not started_today

    place = spoil.find(suits)
    return spoil.rows[place][0] if place else ""


def _header_faults(spoil: EpisodeFaults) -> None:
    """A child listed twice differently: both rows are held, and so is every episode of that child."""
    header = spoil.made.header
    touched = {spoil.rows[place][0] for place in spoil.used}
    calm = [place for place in range(1, len(header)) if header[place].split(",")[0] not in touched]
    twice = header[calm[0]].split(",")
    header.append(",".join([*twice[:3], "NOBT" if twice[3] != "NOBT" else "REFU", *twice[4:]]))
    spoil.note("header", calm[0] + 1, "header-key-repeated")
    spoil.note("header", len(header), "header-key-repeated")
    for place, row in enumerate(spoil.rows):
        if row[0] == twice[0]:
            spoil.note("episodes", place + 1, "episodes-child-not-in-header")
    _unborn_child(spoil)
    _wrong_number(spoil, calm[1:])


def _unborn_child(spoil: EpisodeFaults) -> None:
    born = uk_date(spoil.made.data_to + timedelta(days=40))
    spoil.made.header.append(f"999998,F,{born},WBRI,UN1,,")
    spoil.note("header", len(spoil.made.header), "header-born-after-data-to")


def _wrong_number(spoil: EpisodeFaults, places: list[int]) -> None:
    for place in places:
        values = spoil.made.header[place].split(",")
        if len(values[4]) == 13:
            values[4] = with_wrong_letter(values[4])
            spoil.made.header[place] = ",".join(values)
            spoil.note("header", place + 1, "header-upn-check-letter", FLAG)
            return
