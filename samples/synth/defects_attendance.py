"""Faults in registers and in half-term counts of sessions."""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from samples.synth.census import EXTRACT as CENSUS
from samples.synth.census import SUPPLIER as COLLECT
from samples.synth.census import Census
from samples.synth.defects import DUPLICATE, FLAG, HOLD, Defect, Faults, Level
from samples.synth.dice import stream
from samples.synth.registers import EXTRACT as REGISTER
from samples.synth.registers import Register
from samples.synth.terms import term_at
from samples.synth.upn import upn, with_wrong_letter


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
