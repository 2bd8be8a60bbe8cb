"""Deliveries in layouts of the project's own, and the workforce census: what is written of them and when."""

from datetime import date
from pathlib import Path

from samples.synth import inspections, provision, results, watchfulness, workers
from samples.synth.files import delivery, write_text
from samples.synth.looked_after import Child, make_children
from samples.synth.people import LA_CODE
from samples.synth.plan import Plan
from samples.synth.terms import academic_year_of
from samples.synth.town import Town

LATEST = date(2025, 6, 30)
YEARS_OF_MONEY = (date(2024, 3, 31), date(2025, 3, 31), LATEST)  # what a financial year's list runs to
SCHOOL_YEARS = (date(2024, 8, 31), LATEST)
SUMMERS = (date(2023, 8, 31), date(2024, 8, 31))  # after which results are known
WORKER_DAYS = (date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31), LATEST)
INSPECTION_DAYS = (date(2024, 6, 30), date(2025, 3, 31), LATEST)
CENSUS_DAY = date(2024, 9, 30)
_DAYS_LATER = 6
LISTS = (
    ("workers", workers.SUPPLIER, "Children's case management system: posts", "RN"),
    ("workforce", workers.CENSUS_SUPPLIER, "Workforce team, census of social workers", "RN"),
    ("inspections", inspections.SUPPLIER, "School improvement and early years teams", "SO"),
    ("key_stage_results", results.SUPPLIERS["key_stage_results"], "School performance team", "SO"),
    ("school_targets", results.SUPPLIERS["school_targets"], "School improvement team", "SO"),
    ("care_targets", results.SUPPLIERS["care_targets"], "Virtual school", "PL"),
    ("home_education", provision.SUPPLIERS["home_education"], "Home education officer", "IM"),
    ("foster_carers", provision.SUPPLIERS["foster_carers"], "Fostering service", "JW"),
    ("transport", provision.SUPPLIERS["transport"], "Transport team", "NF"),
    ("family_centres", provision.SUPPLIERS["family_centres"], "Family hubs", "KD"),
    ("training", provision.SUPPLIERS["training"], "Workforce development team", "RN"),
    ("missing", watchfulness.SUPPLIERS["missing"], "Missing coordinator", "PL"),
    ("exploitation", watchfulness.SUPPLIERS["exploitation"], "Exploitation lead", "GS"),
    ("audits", watchfulness.SUPPLIERS["audits"], "Quality assurance team", "GS"),
)
_SUPPLIERS = {extract: supplier for extract, supplier, _, _ in LISTS}


def write_lists(out: Path, plan: Plan, town: Town) -> None:
    """Write every list; they have no faults."""
    children = make_children(town.people, town.seed, plan.population)
    _write_schooling(out, town, children)
    _write_workers(out, plan)
    for day in INSPECTION_DAYS:
        _write(out, "inspections", day, inspections.make_inspections(town, plan.population, day))
    for day in YEARS_OF_MONEY[1:]:
        _write(out, "foster_carers", day, provision.foster_carers(plan.seed, plan.population, day))
        _write(out, "transport", day, provision.transport(plan.seed, plan.population, day))
        _write(out, "family_centres", day, provision.family_centres(plan.seed, plan.population, day))
        _write(out, "training", day, provision.training(plan.seed, day))
        _write(out, "exploitation", day, watchfulness.exploitation(children, plan.seed, plan.population, day))
        _write(out, "audits", day, watchfulness.audits(children, plan.seed, day))
    for day in YEARS_OF_MONEY:
        _write(out, "missing", day, watchfulness.missing(children, plan.seed, plan.population, day))


def _write_schooling(out: Path, town: Town, children: list[Child]) -> None:
    in_care = {child.upn for child in children}
    for day in SUMMERS:
        _write(out, results.RESULTS, day, results.make_results(town, in_care, academic_year_of(day)))
    for day in SCHOOL_YEARS:
        year, is_over = academic_year_of(day), day != LATEST
        _write(out, results.SCHOOL_TARGETS, day, results.make_school_targets(town, year, is_over))
        _write(out, results.CARE_TARGETS, day, results.make_care_targets(town, children, year, day))
        _write(out, "home_education", day, provision.home_education(town.people, town.seed, day))


def _write_workers(out: Path, plan: Plan) -> None:
    posts = workers.make_posts(plan.population, plan.seed)
    for day in WORKER_DAYS:
        _write(out, "workers", day, workers.make_workers(posts, day, plan.seed))
    lines = workers.make_census(posts, LA_CODE, plan.seed, CENSUS_DAY.year)
    _write(out, "workforce", CENSUS_DAY, lines, "workforce.xml")


def _write(out: Path, extract: str, day: date, lines: list[str], name: str = "") -> None:
    folder = delivery(out, extract, _SUPPLIERS[extract], day, _DAYS_LATER)
    write_text(folder / (name or f"{extract}.csv"), lines)
