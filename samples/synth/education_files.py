"""Deliveries about exclusions, young people after 16 and EHC plans."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from samples.synth import census_exclusions, nccis, notifications, sen2
from samples.synth.care_files import CareLives
from samples.synth.children_in_need import spans_on_protection_plans
from samples.synth.defects import Faults, Level
from samples.synth.defects_education import damage_nccis, damage_notifications, damage_sen2
from samples.synth.differences import Term, make_differing_census
from samples.synth.ehc_plans import Case, make_cases
from samples.synth.exclusions import make_exclusions
from samples.synth.files import delivery, write_gzip, write_text
from samples.synth.looked_after import LAST_DAY, Child
from samples.synth.notifications import Spans
from samples.synth.participation import YoungPeople
from samples.synth.plan import Plan
from samples.synth.terms import academic_year_of
from samples.synth.town import Town

LATEST = date(2025, 6, 30)
NOTIFIED = (date(2024, 8, 31), LATEST)
CENSUS_TERMS = ((2022, 1), (2022, 2), (2022, 3), (2023, 1), (2023, 2), (2023, 3), (2024, 1))
SEN2_DAYS = (date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31), LATEST)
NCCIS_DAYS = (
    *(date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31)),
    *(date(2023, 1, 31), date(2023, 2, 28), date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30)),
    *(date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 6, 30)),
    *(date(2024, 9, 30), date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), LATEST),
)
_TWO_TERMS = 150  # days, about


@dataclass(frozen=True)
class Linked:
    """What several systems know of the same children: EHC cases, spans of plans and of care by UPN."""

    cases: list[Case]
    plans: dict[str, Spans]
    cared_for: dict[str, Spans]


def write_education(out: Path, plan: Plan, town: Town, faults: Faults) -> None:
    """Write every delivery of exclusions, NCCIS and SEN2, with their faults."""
    linked = _linked(plan, town)
    _write_exclusions(out, plan, town, linked, faults)
    young_people = YoungPeople(town, linked.plans, linked.cared_for)
    for day in NCCIS_DAYS:
        lines = nccis.make_nccis(young_people.records(day), day)
        if day == LATEST:
            damage_nccis(lines, day, plan.level, faults, plan.seed)
        folder = delivery(out, nccis.EXTRACT, nccis.SUPPLIER, day, 7)
        write_gzip(folder / "nccis.xml.gz", lines, plan.compression)
    for day in SEN2_DAYS:
        made = sen2.make_sen2(linked.cases, day)
        if day == LATEST:
            damage_sen2(made, plan.level, faults, plan.seed)
        folder = delivery(out, sen2.EXTRACT, sen2.SUPPLIER, day, sen2.DAYS_LATER)
        for module, lines in made.lines.items():
            write_gzip(folder / sen2.file_name(day, module), lines, plan.compression)


def _linked(plan: Plan, town: Town) -> Linked:
    lives = CareLives(town, plan.population)
    looked_after = _spans_in_care(lives.looked_after)
    watched = {upn: list(spans) for upn, spans in looked_after.items()}
    for upn, spans in spans_on_protection_plans(lives.in_need).items():
        watched.setdefault(upn, []).extend(spans)
    cases = make_cases(town, watched)
    plans = {case.upn: [(case.issued, case.ceased or LAST_DAY)] for case in cases if case.issued}
    return Linked(cases, plans, looked_after)


def _spans_in_care(children: list[Child]) -> dict[str, Spans]:
    """Spans in which each child with a pupil number was looked after, short breaks left out."""
    spans: dict[str, Spans] = {}
    for child in children:
        episodes = [each for each in child.episodes if each.legal_status not in ("V3", "V4")]
        if episodes and not child.upn.startswith("UN"):
            from_school_age = [(max(each.start, child.upn_from), each.end or LAST_DAY) for each in episodes]
            spans[child.upn] = [(first, end) for first, end in from_school_age if first < end]
    return spans


def _write_exclusions(out: Path, plan: Plan, town: Town, linked: Linked, faults: Faults) -> None:
    by_year = make_exclusions(town)
    for year, number in CENSUS_TERMS:
        notified_to = [day for day in NOTIFIED if academic_year_of(day) == year]
        if plan.level is Level.NONE or not notified_to:
            made = census_exclusions.make_census_exclusions(town, by_year[year], linked.plans, year, number)
        else:
            term = Term(year, number, by_year[year], notified_to[0])
            made = make_differing_census(town, term, linked.plans, faults)
        folder = delivery(out, census_exclusions.EXTRACT, census_exclusions.SUPPLIER, made.last.end, _TWO_TERMS)
        for name, lines in made.files.items():
            write_gzip(folder / name, lines, plan.compression)
    for day in NOTIFIED:
        register = notifications.make_notifications(town, by_year[academic_year_of(day)], linked.plans, day)
        if day == LATEST:
            damage_notifications(register, plan.level, faults, plan.seed)
        folder = delivery(out, notifications.EXTRACT, notifications.SUPPLIER, day, 4)
        write_text(folder / "notifications.csv", register.lines)
