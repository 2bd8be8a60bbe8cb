"""Deliveries of children's social care: what is written, and the figures that it should come to."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from samples.synth import annex_a, cin_census, returns, ssda903
from samples.synth.answers_annex_a import annex_a_answers
from samples.synth.answers_care_leavers import care_leavers
from samples.synth.answers_children_in_need import children_in_need
from samples.synth.answers_folder import Answer, Folder
from samples.synth.answers_returns import council_returns
from samples.synth.children_in_need import ChildInNeed, make_children_in_need
from samples.synth.defects import Faults, Level
from samples.synth.defects_care import damage_annex_a, damage_cin, damage_leavers_and_missing, damage_returns
from samples.synth.early_help import EarlyHelp, make_early_help
from samples.synth.files import delivery, write_gzip, write_text
from samples.synth.looked_after import Child, make_children
from samples.synth.plan import Plan
from samples.synth.town import Town

LATEST = date(2025, 6, 30)
YEAR_FILES = (date(2023, 3, 31), date(2024, 3, 31), date(2025, 3, 31), LATEST)
QUARTER_ENDS = tuple(
    date(year, *end)
    for year in (2022, 2023, 2024, 2025)
    for end in ((3, 31), (6, 30), (9, 30), (12, 31))
    if date(2022, 6, 30) <= date(year, *end) <= LATEST
)


@dataclass(frozen=True)
class CareLives:
    """The children whom children's social care knows of, from one town; each list is made when it is asked for."""

    town: Town
    population: int

    @cached_property
    def looked_after(self) -> list[Child]:
        return make_children(self.town.people, self.town.seed, self.population)

    @cached_property
    def in_need(self) -> list[ChildInNeed]:
        return make_children_in_need(self.town.people, self.looked_after, self.town.seed, self.population)

    @cached_property
    def early_help(self) -> list[EarlyHelp]:
        in_care = {child.upn for child in self.looked_after}
        return make_early_help(self.town.people, in_care, self.town.seed, self.population)


def write_care(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    """Write every delivery of CIN, Annex A and the council's own returns, and the rest of SSDA903.

    Header and Episodes are written and damaged before, because what hangs on a held Header row is held with it.
    """
    lives = CareLives(town, plan.population)
    _write_leavers_and_missing(out, plan, lives, faults)
    _write_cin(out, plan, lives, faults)
    _write_annex_a(out, plan, lives, faults)
    _write_council_returns(out, plan, faults)


def care_answers(folder: Folder) -> list[Answer]:
    """Every figure that these deliveries come to."""
    return [
        *children_in_need(folder),
        *care_leavers(folder),
        *annex_a_answers(folder),
        *council_returns(folder),
    ]


def _is_damaged(plan: Plan, day: date) -> bool:
    return day == LATEST and plan.level is not Level.NONE


def _write_leavers_and_missing(out: Path, plan: Plan, lives: CareLives, faults: Faults) -> None:
    for day in YEAR_FILES:
        made = ssda903.make_return(lives.looked_after, day)
        folder = delivery(out, ssda903.EXTRACT, ssda903.SUPPLIER, day, 4)
        if _is_damaged(plan, day):
            made.header[:] = (folder / "header.csv").read_text(encoding="utf-8").splitlines()
            damage_leavers_and_missing(made, plan.level, faults, plan.seed)
        write_text(folder / "oc3.csv", made.oc3)
        write_text(folder / "missing.csv", made.missing)
        write_text(folder / "uasc.csv", made.uasc)


def _write_cin(out: Path, plan: Plan, lives: CareLives, faults: Faults) -> None:
    for day in YEAR_FILES:
        message = cin_census.make_census(lives.in_need, day)
        if _is_damaged(plan, day):
            damage_cin(message, plan.level, day, faults, plan.seed)
        folder = delivery(out, cin_census.EXTRACT, cin_census.SUPPLIER, day, 4)
        write_gzip(folder / cin_census.FILE, cin_census.lines(message), plan.compression)


def _write_annex_a(out: Path, plan: Plan, lives: CareLives, faults: Faults) -> None:
    for day in QUARTER_ENDS:
        scene = annex_a.Scene(plan.seed, day, lives.looked_after, lives.in_need, lives.early_help)
        sheets = annex_a.make_workbook(scene)
        if _is_damaged(plan, day):
            damage_annex_a(sheets, plan.level, day, faults, plan.seed)
        folder = delivery(out, annex_a.EXTRACT, annex_a.SUPPLIER, day, 5)
        (folder / annex_a.FILE).write_bytes(annex_a.write_workbook(sheets, day))


def _write_council_returns(out: Path, plan: Plan, faults: Faults) -> None:
    for day in QUARTER_ENDS:
        lines = returns.make_returns(plan.population, day, plan.seed)
        if _is_damaged(plan, day):
            damage_returns(lines, plan.level, day, faults, plan.seed)
        write_text(delivery(out, returns.EXTRACT, returns.SUPPLIER, day, 9) / returns.FILE, lines)
