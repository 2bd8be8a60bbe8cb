"""The council folder around the extracts: council.toml, reference data, targets, key."""

import csv
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from samples.synth.files import place_of
from samples.synth.identity import Identity
from samples.synth.list_files import LISTS
from samples.synth.measures import MEASURES, OBJECTIVES, OFFICERS
from samples.synth.people import LA_CODE
from samples.synth.schools import School
from samples.synth.targets import TARGET_COLUMNS, TARGETS
from samples.synth.terms import YEARS, half_terms
from samples.synth.town import Town

_CENSUS_DAY = date(2025, 1, 16)
_SOCIAL_CARE = (
    ("ssda903", "case-system", "Children's case management system", "PL"),
    ("cin", "case-system", "Children's case management system", "GS"),
    ("annex_a", "case-system", "Children's case management system", "AT"),
    ("council_returns", "officers", "Officers' own returns: finance, early years, commissioning", "AT"),
)
_EDUCATION = (
    ("exclusions", "inclusion-team", "Inclusion team, schools' notifications of exclusions", "IM"),
    ("nccis", "tracking-team", "Participation team, young people after sixteen", "DT"),
    ("sen2", "send-team", "SEND team, EHC plans", "NF"),
)
_HISTORY = (
    ("census_sessions", "collect", "School census, half-term session counts", "IM"),
    ("census_exclusions", "collect", "School census, exclusions", "IM"),
)
# Lists of which a quarter's report waits for its own; the others come once a year, or when they are ready.
_QUARTERLY = ("workers", "inspections", "care_targets", "missing", "exploitation", "foster_carers", "transport")
# The least movement of a figure that a restatement lists.
_MATERIALITY = """[materiality]
percent = 0.2
"per 100 pupils" = 0.2
"per 10,000" = 1
count = 2
pounds = 10000
"""
# Who writes the narrative, and who signs the report before it is issued.
_SIGN_OFF = """[commentary]
introduction = ["AT"]
key_developments = ["SO", "RN"]
emerging_issues = ["SO", "RN"]
equality = ["AT"]
financial_summary = ["AT"]
school_improvement = ["SO"]
due_working_days = 20

[[sign_off]]
role = "officer"
own = true
due_working_days = 17

[[sign_off]]
role = "service director"
by = ["SO", "RN"]
every = true
due_working_days = 14

[[sign_off]]
role = "director"
by = ["HB"]
due_working_days = 12
"""
_MEETINGS = (
    ("2025-26-Q1", "Children's Trust Board", "2025-09-11"),
    ("2025-26-Q2", "Children's Trust Board", "2025-12-11"),
    ("2025-26-Q3", "Children's Trust Board", "2026-03-12"),
    ("2025-26-Q4", "Children's Trust Board", "2026-06-11"),
)
_GROWTH_PER_MILLE = {2021: 982, 2022: 989, 2023: 995, 2024: 1000}


def write_council_folder(out: Path, identity: Identity, town: Town, population: int) -> None:
    """Write the folder. ``population``: children aged 0 to 17 in the area in the middle of 2024."""
    (out / "reference").mkdir(parents=True, exist_ok=True)
    (out / "council.toml").write_bytes(council_toml(identity, town.schools).encode())
    key = hashlib.sha256(f"synthetic council {identity.slug} {town.seed}".encode()).hexdigest()
    (out / "key").write_bytes(f"{key}\n".encode())
    _write_csv(out / "reference" / "schools.csv", ("urn", "name", "phase", "headcount"), _schools(town))
    _write_csv(out / "reference" / "half_terms.csv", ("academic_year", "half_term", "start", "end"), _half_terms())
    by_year = [(year, population * share // 1000) for year, share in _GROWTH_PER_MILLE.items()]
    _write_csv(out / "reference" / "population.csv", ("mid_year", "children_0_17"), by_year)
    _write_csv(out / "targets.csv", TARGET_COLUMNS, TARGETS)
    _write_csv(out / "committee.csv", ("quarter", "committee", "meets_on"), _MEETINGS)
    if not (out / "milestones.csv").exists():
        header = ("objective", "ref", "title", "due", "officer", "progress", "comment")
        _write_csv(out / "milestones.csv", header, ())


def _schools(town: Town) -> Iterable[tuple]:
    headcounts = town.present(2024, _CENSUS_DAY.toordinal()).tolist()
    for school, headcount in zip(town.schools, headcounts, strict=True):
        yield school.urn, school.name, school.phase, headcount


def _half_terms() -> Iterable[tuple]:
    for year in YEARS:
        for half_term in half_terms(year):
            yield half_term.academic_year, half_term.number, half_term.start.isoformat(), half_term.end.isoformat()


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def council_toml(identity: Identity, schools: tuple[School, ...]) -> str:
    """The whole of council.toml."""
    parts = [
        _council(identity),
        *(_officer(*officer) for officer in OFFICERS),
        *(_supply(*supply) for supply in _SOCIAL_CARE),
        *(_supply("attendance_register", school.urn, school.name, "IM") for school in schools),
        *(_supply(*supply) for supply in _EDUCATION),
        *(_supply(*supply) for supply in LISTS if supply[0] in _QUARTERLY),
        *(_supply(*supply, expected=False) for supply in LISTS if supply[0] not in _QUARTERLY),
        *(_supply(*supply, expected=False) for supply in _HISTORY),
        *(f'[[objectives]]\nref = "{ref}"\ntitle = "{title}"\n' for ref, title in OBJECTIVES),
        *(measure.toml() for measure in MEASURES),
        _MATERIALITY,
        _SIGN_OFF,
    ]
    return "\n".join(parts)


def _council(identity: Identity) -> str:
    return f"""# {identity.name} is not a real place: every school, officer and child in this folder is invented.
slug = "{identity.slug}"
name = "{identity.name}"
la_code = "{LA_CODE}"
gss_code = "{identity.gss_code}"
region = "{identity.region}"
synthetic = true
minimum_coverage = 0.95
"""


def _officer(initials: str, name: str, role: str) -> str:
    return f'[[officers]]\ninitials = "{initials}"\nname = "{name}"\nrole = "{role}"\n'


def _supply(extract: str, supplier: str, title: str, owner: str, *, expected: bool = True) -> str:
    path = place_of(Path(), extract, supplier).as_posix()
    return f"""[[supply]]
extract = "{extract}"
supplier = "{supplier}"
title = "{title}"
source = "folder"
path = "{path}"
expected = {str(expected).lower()}
due_working_days = 10
owner = "{owner}"
"""
