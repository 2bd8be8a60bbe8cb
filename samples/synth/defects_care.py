"""Faults in deliveries of children's social care: CIN, Annex A, the council's own returns, the rest of SSDA903."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import numpy as np

from samples.synth import annex_a, cin_census, returns, ssda903
from samples.synth.annex_a_headers import ACCEPTED, HEADERS, MISSING
from samples.synth.annex_a_rows import Rows
from samples.synth.defects import DUPLICATE, FLAG, HOLD, Defect, Faults, Level
from samples.synth.dice import stream
from samples.synth.ssda903 import Return, uk_date
from samples.synth.upn import with_wrong_letter

Lines = list[str]


@dataclass
class CareFaults:
    """Puts faults into one delivery. ``used``: table and row number of what is no longer as it was."""

    extract: str
    supplier: str
    data_to: date
    faults: Faults
    rng: np.random.Generator
    used: set[tuple[str, int]] = field(default_factory=set)

    def note(self, table: str, file: str, row: int, rule_id: str, kind: str = HOLD) -> None:
        self.used.add((table, row))
        place = (self.extract, self.supplier, self.data_to.isoformat())
        self.faults.found.append(Defect(*place, table, file, row, rule_id, kind))

    def some_place(self, table: str, size: int, first: int, suits: Callable[[int], bool]) -> int:
        """Place of an untouched row that suits, in a list that begins with row number ``first``; -1 for none."""
        for place in self.rng.permutation(size).tolist():
            if (table, place + first) not in self.used and suits(place):
                return place
        return -1


def _faults(extract: str, supplier: str, data_to: date, faults: Faults, seed: int, number: int) -> CareFaults:
    return CareFaults(extract, supplier, data_to, faults, stream(seed, 48, number))


# SSDA903: care leavers, missing


def damage_leavers_and_missing(made: Return, level: Level, faults: Faults, seed: int) -> None:
    """Faults in the two tables beside Header and Episodes, whose own faults are there already."""
    spoil = _faults(ssda903.EXTRACT, ssda903.SUPPLIER, made.data_to, faults, seed, 0)
    held = _children_of_held_header(spoil, made)
    _change_leaver(spoil, made.oc3, 4, "S1", "oc3-retired-accommodation", FLAG)
    away = [line.split(",")[0] for line in made.missing]
    rows = [line.split(",") for line in made.header[1:]]
    calm = [(row[0], row[2]) for row in rows if row[0] not in held and row[0] not in away]
    day = [uk_date(made.data_to + timedelta(days=days)) for days in (-12, -9, 5)]
    _add_missing(spoil, made.missing, (*calm[0], "X", day[0], day[1]), "missing-kind-unknown-code")
    if level is Level.EVERY:
        _change_leaver(spoil, made.oc3, 4, "01", "oc3-accommodation-unknown-code")
        _change_leaver(spoil, made.oc3, 3, "F3", "oc3-retired-activity", FLAG)
        unknown = ("999997", "01/05/2010", "M", day[0], day[1])
        _add_missing(spoil, made.missing, unknown, "missing-child-not-in-header")
        _add_missing(spoil, made.missing, (*calm[1 % len(calm)], "M", day[1], day[0]), "missing-end-before-start")
        _add_missing(spoil, made.missing, (*calm[2 % len(calm)], "M", day[2], ""), "missing-after-data-to")


def _children_of_held_header(spoil: CareFaults, made: Return) -> set[str]:
    """The children whose Header row is held; their rows are held too."""
    delivery = (spoil.extract, spoil.supplier, spoil.data_to.isoformat(), "header")
    held = {each.row_number for each in spoil.faults.found if each[:4] == delivery and each.kind == HOLD}
    children = {made.header[row - 1].split(",")[0] for row in held}
    for table, lines in (("oc3", made.oc3), ("missing", made.missing), ("uasc", made.uasc)):
        for place, line in enumerate(lines):
            if line.split(",")[0] in children:
                spoil.note(table, f"{table}.csv", place + 1, f"{table}-child-not-in-header")
    return children


def _change_leaver(spoil: CareFaults, lines: Lines, column: int, value: str, rule_id: str, kind: str = HOLD) -> None:
    place = spoil.some_place("oc3", len(lines), 1, lambda each: lines[each].split(",")[2] == "YES")
    if place >= 0:
        values = lines[place].split(",")
        values[column] = value
        lines[place] = ",".join(values)
        spoil.note("oc3", "oc3.csv", place + 1, rule_id, kind)


def _add_missing(spoil: CareFaults, lines: Lines, values: tuple[str, ...], rule_id: str) -> None:
    lines.append(",".join(values))
    spoil.note("missing", "missing.csv", len(lines), rule_id)


# CIN


def damage_cin(message: ET.Element, level: Level, data_to: date, faults: Faults, seed: int) -> None:
    """Faults in the newest census; what belongs to a held record is held with it."""
    spoil = CinFaults(_faults(cin_census.EXTRACT, cin_census.SUPPLIER, data_to, faults, seed, 1), message)
    spoil.change("referrals", _leads_nowhere, "ReferralSource", "2C", "referral-source-unknown-code", FLAG)
    spoil.set_before(
        "assessments", "AssessmentActualStartDate", "AssessmentAuthorisationDate", "authorised-before-start"
    )
    spoil.wrong_number()
    if level is Level.EVERY:
        spoil.set_before("referrals", "CINreferralDate", "CINclosureDate", "closed-before-referral")
        spoil.set_before("protection_plans", "CPPstartDate", "CPPendDate", "end-before-start")
        category = ("InitialCategoryOfAbuse", "ZZZ", "initial-category-unknown-code", FLAG)
        spoil.change("protection_plans", lambda _: True, *category)
        spoil.change("assessment_factors", lambda _: True, ".", "99Z", "factor-unknown-code", HOLD)


_BELOW = {  # table, the table of what belongs to its records, and the rule that holds it
    "assessments": ("assessment_factors", "assessment_factors-assessment-unknown"),
    "protection_plans": ("reviews", "reviews-plan-unknown"),
}


@dataclass
class CinFaults:
    """Puts faults into one census."""

    care: CareFaults
    message: ET.Element

    def change(
        self, table: str, suits: Callable[[ET.Element], bool], name: str, value: str, ending: str, kind: str
    ) -> None:
        """Overwrite an element of some record that suits; ``.`` is the record itself."""
        record = self.take(table, suits, ending, kind)
        element = None if record is None else record.find(name)
        if element is not None:
            element.text = value

    def set_before(self, table: str, first: str, second: str, ending: str) -> None:
        """Let the second date of some record, where nothing hangs on it, come a day before the first."""
        record = self.take(table, lambda each: each.find(second) is not None and _may_be_held(each), ending, HOLD)
        if record is not None:
            day = date.fromisoformat(record.findtext(first, "")) - timedelta(days=1)
            _set(record, second, day.isoformat())
            self.note_below(table, record)

    def take(self, table: str, suits: Callable[[ET.Element], bool], ending: str, kind: str) -> ET.Element | None:
        """Some untouched record that suits, noted; None when a small council has none."""
        records = cin_census.records(self.message, table)
        place = self.care.some_place(table, len(records), 1, lambda each: suits(records[each]))
        if place < 0:
            return None
        self.care.note(table, cin_census.FILE, place + 1, f"{table}-{ending}", kind)
        return records[place]

    def note_below(self, table: str, record: ET.Element) -> None:
        """What belongs to a held record is held."""
        if table in _BELOW:
            below, rule_id = _BELOW[table]
            held = set(record.iter(cin_census.RECORDS[below]))
            for place, each in enumerate(cin_census.records(self.message, below)):
                if each in held:
                    self.care.note(below, cin_census.FILE, place + 1, rule_id)

    def wrong_number(self) -> None:
        """A UPN with a wrong check letter, of a child for whom nothing is linked."""
        upn = "ChildIdentifiers/UPN"
        child = self.take("children", lambda each: _only_without_action(each, upn), "upn-check-letter", FLAG)
        if child is not None:
            _set(child, upn, with_wrong_letter(child.findtext(upn, "")))


def _set(record: ET.Element, name: str, value: str) -> None:
    element = record.find(name)
    if element is not None:
        element.text = value


def _may_be_held(record: ET.Element) -> bool:
    """A referral must lead nowhere, because what belongs to a held one would be held as well; other records may."""
    return record.tag != cin_census.RECORDS["referrals"] or _leads_nowhere(record)


def _leads_nowhere(record: ET.Element) -> bool:
    return record.findtext("ReferralNFA") in ("1", "true")


def _only_without_action(child: ET.Element, upn: str) -> bool:
    """Nothing is linked by the number of a child whose referrals came to nothing."""
    return child.find(upn) is not None and all(_leads_nowhere(each) for each in child.findall("CINdetails"))


# Annex A


def damage_annex_a(sheets: dict[int, Rows], level: Level, data_to: date, faults: Faults, seed: int) -> None:
    """Faults in the newest workbook."""
    spoil = _faults(annex_a.EXTRACT, annex_a.SUPPLIER, data_to, faults, seed, 2)
    early_help, in_care = sheets[annex_a.EARLY_HELP], sheets[annex_a.IN_CARE]
    started = HEADERS[annex_a.EARLY_HELP].index("Assessment start date")
    missing, accepted = (HEADERS[annex_a.IN_CARE].index(text) for text in (MISSING, ACCEPTED))
    _change_cell(spoil, annex_a.EARLY_HELP, early_help, started, "tbc", "start-date-not-a-date")
    _change_cell(spoil, annex_a.IN_CARE, in_care, missing, "#N/A", "missing-episodes-missing", unless=missing)
    if level is Level.EVERY:
        _change_cell(spoil, annex_a.EARLY_HELP, early_help, started, "", "start-date-missing")
        perhaps = ("c) Perhaps", "interview-accepted-unknown-code", FLAG)
        _change_cell(spoil, annex_a.IN_CARE, in_care, accepted, *perhaps, unless=missing)
        copied = spoil.some_place("list_2", len(early_help), 1, bool)
        if copied > 0:
            early_help.append(list(early_help[copied]))
            spoil.note("list_2", annex_a.FILE, len(early_help), "exact-duplicate", DUPLICATE)


def _change_cell(
    spoil: CareFaults,
    number: int,
    rows: Rows,
    column: int,
    value: str,
    ending: str,
    kind: str = HOLD,
    unless: int | None = None,
) -> None:
    """Overwrite a cell of some row; ``unless``: only where this column holds nought."""
    table = f"list_{number}"
    place = spoil.some_place(table, len(rows), 1, lambda each: each > 0 and (unless is None or rows[each][unless] == 0))
    if place > 0:
        rows[place][column] = value
        spoil.note(table, annex_a.FILE, place + 1, f"{table}-{ending}", kind)


# The council's own returns


def damage_returns(lines: Lines, level: Level, data_to: date, faults: Faults, seed: int) -> None:
    """Faults in the newest returns, beside the rows that count."""
    spoil = _faults(returns.EXTRACT, returns.SUPPLIER, data_to, faults, seed, 3)

    def add(line: str, rule_id: str, kind: str = HOLD) -> None:
        lines.append(line)
        spoil.note("returns", returns.FILE, len(lines), rule_id, kind)

    add(f"agency_staff_forecast,310000,,JW,{data_to + timedelta(days=4)},estimate", "returns-return-id-unknown-code")
    add(lines[1], "exact-duplicate", DUPLICATE)
    if level is Level.EVERY:
        visits = next(place for place, line in enumerate(lines) if line.startswith("placement_quality_visits"))
        values = lines[visits].split(",")
        values[3] = "jw2"
        lines[visits] = ",".join(values)
        spoil.note("returns", returns.FILE, visits + 1, "returns-officer-pattern")
