"""Writes a whole synthetic council: council folder, extracts, list of faults, answers."""

import gzip
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from samples.synth import answers
from samples.synth.census import EXTRACT as CENSUS
from samples.synth.census import SUPPLIER as COLLECT
from samples.synth.census import make_census
from samples.synth.defects import Faults, Level, damage_census, damage_register, damage_return
from samples.synth.folder import Identity, write_council_folder
from samples.synth.looked_after import make_children
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


@dataclass(frozen=True)
class Plan:
    """What to make. ``quarters``: registers of so many quarters back from April to June 2025, and of a year before."""

    pupils: int
    seed: int
    quarters: int = 1
    level: Level = Level.NONE
    identity: Identity = field(default_factory=Identity)
    compression: int = 6

    @property
    def population(self) -> int:
        """Children aged 0 to 17 in the area."""
        return max(100, self.pupils * 16 // 10)


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
    faults.write(out)
    answers.write(out)


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
            folder = _delivery(out, REGISTER, school.urn, day, 3)
            _write_gzip(folder / "roll.csv.gz", register.roll, plan.compression)
            _write_gzip(folder / "marks.csv.gz", register.marks, plan.compression)


def _write_census(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    wanted = census_half_terms(plan.quarters)
    for half_term in wanted:
        census = make_census(town, half_term)
        if plan.level is Level.EVERY and half_term == wanted[-1]:
            damage_census(census, faults)
        folder = _delivery(out, CENSUS, COLLECT, half_term.end, 20)
        _write_gzip(folder / "schoolcensus.csv.gz", census.schools, plan.compression)
        _write_gzip(folder / "pupilonroll.csv.gz", census.pupils, plan.compression)
        _write_gzip(folder / "termlysessiondetailsonroll.csv.gz", census.sessions, plan.compression)


def _write_returns(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    children = make_children(town.people, plan.seed, plan.population)
    for day in _RETURNS:
        made = make_return(children, day)
        if day == LATEST and plan.level is not Level.NONE:
            damage_return(made, plan.level, faults, plan.seed)
        folder = _delivery(out, SSDA903, CASE_SYSTEM, day, 4)
        (folder / "header.csv").write_bytes(_text(made.header))
        (folder / "episodes.csv").write_bytes(_text(made.episodes))


def _delivery(out: Path, extract: str, supplier: str, data_to: date, days_later: int) -> Path:
    folder = out / "extracts" / extract / supplier / data_to.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    taken_on = data_to + timedelta(days=days_later)
    (folder / "delivery.toml").write_bytes(f"taken_on = {taken_on.isoformat()}\n".encode())
    return folder


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _write_gzip(path: Path, lines: list[str], level: int) -> None:
    path.write_bytes(gzip.compress(_text(lines), level, mtime=0))
