"""Deliveries in layouts of the project's own, and the workforce census: what is written of them and when."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from samples.synth import inspections, provision, results, watchfulness, workers
from samples.synth.defects import Faults, Level
from samples.synth.defects_lists import damage_list
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
_NEWEST = {results.RESULTS: SUMMERS[-1], "workforce": CENSUS_DAY}


Made = tuple[str, date, list[str]]  # a list of an extract, as it stood on a day


def write_lists(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    """Write every list; with every kind of fault, the newest of each has some."""
    children = make_children(town.people, town.seed, plan.population)
    made = (*_of_schooling(town, children), *_of_workers(plan), *_of_money(plan, town, children))
    for extract, day, lines in made:
        if len(lines) == 1:  # a header alone is no list: who has nothing to report sends none
            continue
        if plan.level is Level.EVERY and day == _NEWEST.get(extract, LATEST):
            damage_list(extract, _SUPPLIERS[extract], day, lines, faults, plan.seed)
        folder = delivery(out, extract, _SUPPLIERS[extract], day, _DAYS_LATER)
        write_text(folder / ("workforce.xml" if extract == "workforce" else f"{extract}.csv"), lines)


def _of_money(plan: Plan, town: Town, children: list[Child]) -> Iterator[Made]:
    """Lists of a financial year so far, and inspections."""
    for day in INSPECTION_DAYS:
        yield "inspections", day, inspections.make_inspections(town, plan.population, day)
    for day in YEARS_OF_MONEY[1:]:
        yield "foster_carers", day, provision.foster_carers(plan.seed, plan.population, day)
        yield "transport", day, provision.transport(plan.seed, plan.population, day)
        yield "family_centres", day, provision.family_centres(plan.seed, plan.population, day)
        yield "training", day, provision.training(plan.seed, day)
        yield "exploitation", day, watchfulness.exploitation(children, plan.seed, plan.population, day)
        yield "audits", day, watchfulness.audits(children, plan.seed, day)
    for day in YEARS_OF_MONEY:
        yield "missing", day, watchfulness.missing(children, plan.seed, plan.population, day)


def _of_schooling(town: Town, children: list[Child]) -> Iterator[Made]:
    in_care = {child.upn for child in children}
    for day in SUMMERS:
        yield results.RESULTS, day, results.make_results(town, in_care, academic_year_of(day))
    for day in SCHOOL_YEARS:
        year, is_over = academic_year_of(day), day != LATEST
        yield results.SCHOOL_TARGETS, day, results.make_school_targets(town, year, is_over)
        yield results.CARE_TARGETS, day, results.make_care_targets(town, children, year, day)
        yield "home_education", day, provision.home_education(town.people, town.seed, day)


def _of_workers(plan: Plan) -> Iterator[Made]:
    posts = workers.make_posts(plan.population, plan.seed)
    for day in WORKER_DAYS:
        yield "workers", day, workers.make_workers(posts, day, plan.seed)
    yield "workforce", CENSUS_DAY, workers.make_census(posts, LA_CODE, plan.seed, CENSUS_DAY.year)
