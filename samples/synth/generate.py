"""Writes a whole synthetic council: council folder, extracts, list of faults, answers."""

from datetime import date
from pathlib import Path

from samples.synth import answers
from samples.synth.care_files import write_care
from samples.synth.census import EXTRACT as CENSUS
from samples.synth.census import SUPPLIER as COLLECT
from samples.synth.census import make_census
from samples.synth.defects import Faults, Level
from samples.synth.defects_attendance import damage_census, damage_register
from samples.synth.defects_looked_after import damage_return
from samples.synth.education_files import write_education
from samples.synth.files import delivery, write_gzip, write_text
from samples.synth.folder import write_council_folder
from samples.synth.list_files import write_lists
from samples.synth.looked_after import make_children
from samples.synth.plan import Plan
from samples.synth.postcodes import write_postcodes
from samples.synth.published import write_published
from samples.synth.registers import EXTRACT as REGISTER
from samples.synth.registers import make_register
from samples.synth.ssda903 import EXTRACT as SSDA903
from samples.synth.ssda903 import SUPPLIER as CASE_SYSTEM
from samples.synth.ssda903 import make_return
from samples.synth.terms import HalfTerm, half_terms, term_at
from samples.synth.town import YEARS, Town, make_town

LATEST = date(2025, 6, 30)
MOST_QUARTERS = 12
_YEAR_BEFORE = date(2024, 6, 30)
_QUARTER_ENDS = tuple(
    date(year, *end) for year in (2022, 2023, 2024, 2025) for end in ((3, 31), (6, 30), (9, 30), (12, 31))
)
_RETURNS = (date(2023, 3, 31), date(2024, 3, 31), date(2025, 3, 31), LATEST)


def generate(out: Path, pupils: int, seed: int, quarters: int = 1, *, defects: bool = False) -> None:
    """Write a council of about ``pupils`` pupils into ``out``.

    ``quarters``: registers of so many quarters back. ``defects``: every kind of fault, listed in DEFECTS.csv.
    """
    write_council(out, Plan(pupils, seed, quarters, Level.EVERY if defects else Level.NONE))


def write_council(out: Path, plan: Plan) -> None:
    """Write everything that can be generated; other files in the folder stay as they are."""
    town = make_town(plan.pupils, plan.seed)
    write_council_folder(out, plan.identity, town, plan.population)
    faults = Faults()
    _write_registers(out, plan, town, faults)
    _write_census(out, plan, town, faults)
    _write_returns(out, plan, town, faults)
    write_care(out, plan, town, faults)
    write_education(out, plan, town, faults)
    write_lists(out, plan, town, faults)
    faults.write(out)
    answers.write(out)
    write_published(out, plan.identity, plan.seed, plan.compression)


def register_days(quarters: int) -> list[date]:
    """The days that registers run to: the last so many quarter ends, and the same quarter a year before.

    Raises ValueError beyond the twelve quarters that the school calendar reaches back.
    """
    if not 1 <= quarters <= MOST_QUARTERS:
        raise ValueError(f"registers can be made for 1 to {MOST_QUARTERS} quarters, not {quarters}")
    last = _QUARTER_ENDS[: _QUARTER_ENDS.index(LATEST) + 1][-quarters:]
    return sorted({*last, _YEAR_BEFORE})


def census_half_terms(quarters: int) -> list[HalfTerm]:
    """Half-terms of the three years of history whose term no register covers."""
    registers = {half_term for day in register_days(quarters) for half_term in term_at(day)}
    every = [half_term for year in YEARS for half_term in half_terms(year)]
    return [half_term for half_term in every if half_term not in registers]


def _write_registers(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    for day in register_days(plan.quarters):
        for school in town.schools:
            register = make_register(town, school, day)
            if day == LATEST:
                damage_register(register, plan.level, faults, plan.seed)
            folder = delivery(out, REGISTER, school.urn, day, 3)
            write_gzip(folder / "roll.csv.gz", register.roll, plan.compression)
            write_gzip(folder / "marks.csv.gz", register.marks, plan.compression)


def _write_census(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    wanted = census_half_terms(plan.quarters)
    for half_term in wanted:
        census = make_census(town, half_term)
        if plan.level is Level.EVERY and half_term == wanted[-1]:
            damage_census(census, faults)
        folder = delivery(out, CENSUS, COLLECT, half_term.end, 20)
        write_gzip(folder / "schoolcensus.csv.gz", census.schools, plan.compression)
        write_gzip(folder / "pupilonroll.csv.gz", census.pupils, plan.compression)
        write_gzip(folder / "termlysessiondetailsonroll.csv.gz", census.sessions, plan.compression)


def _write_returns(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    children = make_children(town.people, plan.seed, plan.population)
    write_postcodes(out, children, plan.identity.gss_code, plan.compression)
    for day in _RETURNS:
        made = make_return(children, day)
        if day == LATEST and plan.level is not Level.NONE:
            damage_return(made, plan.level, faults, plan.seed)
        folder = delivery(out, SSDA903, CASE_SYSTEM, day, 4)
        write_text(folder / "header.csv", made.header)
        write_text(folder / "episodes.csv", made.episodes)
