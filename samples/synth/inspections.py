"""Inspections of schools and childcare, as the lists of a month have them: the newest with an overall grade."""

from datetime import date, timedelta

import numpy as np

from samples.synth.dice import between, pick, stream
from samples.synth.town import Town

EXTRACT, SUPPLIER = "inspections", "school-improvement"
HEADER = (
    "urn,provider_type,inspection_date,publication_date,overall_effectiveness,quality_of_education,"
    "behaviour_and_attitudes,personal_development,leadership_and_management"
)
_GRADES = {1: 14, 2: 72, 3: 12}  # no 4: a school that is inadequate is in a category, and the news
_NO_OVERALL_SINCE = date(2024, 9, 2)  # state-funded schools
_CHILDCARE = {"CND": 35, "CM": 55, "CDP": 6, "HCC": 4}
_FIRST, _DAYS = date(2019, 9, 2), 2120


def make_inspections(town: Town, population: int, data_to: date) -> list[str]:
    """Each school that has been inspected and each provider of childcare, with the grades of the day."""
    lines = [HEADER]
    for school in town.schools:
        dice = stream(town.seed, 90, school.index)
        held = [day for day in (_day(dice), _day(dice)) if day <= data_to]
        graded = [day for day in held if day < _NO_OVERALL_SINCE]
        lines += [_line(dice, school.urn, "SCH", day, has_overall=True) for day in graded[:1]]
        lines += [_line(dice, school.urn, "SCH", day, has_overall=False) for day in held if day not in graded]
    for number in range(max(6, population // 60)):
        dice = stream(town.seed, 91, number)
        kind, day = pick(dice, _CHILDCARE), _day(dice)
        again = day + timedelta(days=between(dice, 900, 1700))
        newest = again if again <= data_to else day
        if newest <= data_to:
            lines.append(_line(dice, f"EY9{number:05d}", kind, newest, has_overall=True))
    return lines


def _day(dice: np.random.Generator) -> date:
    """A Tuesday, on which most inspections begin."""
    day = _FIRST + timedelta(days=between(dice, 0, _DAYS))
    out_of_term = 35 if day.month == 8 else 0
    return day + timedelta(days=out_of_term + (1 - day.weekday()) % 7)


def _line(dice: np.random.Generator, urn: str, kind: str, day: date, *, has_overall: bool) -> str:
    overall = pick(dice, _GRADES)
    areas = [max(1, min(3, overall + between(dice, -1, 0))) for _ in range(4)]
    published = day + timedelta(days=28)
    return ",".join(map(str, (urn, kind, day, published, overall if has_overall else "", *areas)))
