"""What is written down about children at risk and the work with them: times missing, exploitation, audits."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from samples.synth.dice import any_of, between, chance, pick, stream
from samples.synth.looked_after import Child

SUPPLIERS = {"missing": "missing-team", "exploitation": "exploitation-team", "audits": "quality-team"}
_MISSING = "episode_id,child,kind,start_date,end_date,interview_offered,interview_accepted,interview_date"
_EXPLOITATION = "child,exploitation,start_date,end_date"
_AUDITS = "audit_id,child,audit_date,team,audit_kind,grade"
_OTHER_CHILD = 700_000  # who is not looked after
_KINDS = {"CASE": 50, "DIP": 22, "PLACE": 14, "TEAM": 8, "PROV": 6}
_OF_A_CHILD = ("CASE", "DIP", "PLACE")
_GRADES = {"1": 8, "2": 52, "3": 30, "4": 4, "NG": 6}
_TEAMS = ("Assessment", "Children in Need East", "Children in Need West", "Children in Care")


class Time(NamedTuple):
    """A time missing of a child, with true dates."""

    child: int
    kind: str
    start: date
    end: date


def missing(children: list[Child], seed: int, population: int, data_to: date) -> list[str]:
    """Times missing of all children that ran in the financial year."""
    first = _april(data_to)
    of_care = [Time(child.number, each.kind, each.start, each.end) for child in children for each in child.missing]
    times = [*of_care, *_of_others(seed, population)]
    lines = [_MISSING]
    for each in sorted(times, key=lambda time: (time.start, time.child)):
        if each.start <= data_to and each.end >= first:
            lines.append(_time_line(each, seed, len(lines), data_to))
    return lines


def _of_others(seed: int, population: int) -> list[Time]:
    """Children at home who are missing once, or a few times with weeks between."""
    found: list[Time] = []
    for number in range(max(6, population // 60)):
        dice = stream(seed, 97, number)
        day = date(2023, 2, 1) + timedelta(days=between(dice, 0, 800))
        for _ in range(between(dice, 1, 3)):
            end = day + timedelta(days=between(dice, 0, 2))
            found.append(Time(_OTHER_CHILD + number, "M", day, end))
            day = end + timedelta(days=between(dice, 12, 90))
    return found


def _time_line(time: Time, seed: int, number: int, data_to: date) -> str:
    dice = stream(seed, 98, time.child, time.start.toordinal())
    start = f"M-{data_to:%y%m}-{number:04d},{time.child},{time.kind},{time.start}"
    if time.end > data_to:
        return f"{start},,,,"
    offered = pick(dice, {"Y": 88, "N": 6, "NA": 6})
    accepted = "Y" if offered == "Y" and chance(dice, 780) else "N"
    held = time.end + timedelta(days=between(dice, 0, 6))
    told = held if accepted == "Y" and held <= data_to else ""
    return f"{start},{time.end},{offered},{accepted if offered == 'Y' else ''},{told}"


def exploitation(children: list[Child], seed: int, population: int, data_to: date) -> list[str]:
    """Flags that were on at some time of the financial year; a child may have one of each kind."""
    first, lines = _april(data_to), [_EXPLOITATION]
    known = [child.number for child in children]
    for number in range(max(8, population // 90)):
        dice = stream(seed, 99, number)
        child = any_of(dice, known) if chance(dice, 300) else _OTHER_CHILD + 500 + number
        for kind in ("CSE", "CCE"):
            start = date(2022, 6, 1) + timedelta(days=between(dice, 0, 1100))
            end = start + timedelta(days=between(dice, 90, 800))
            if chance(dice, 600) and start <= data_to and end >= first:
                lines.append(f"{child},{kind},{start},{end if end <= data_to else ''}")
    return lines


def audits(children: list[Child], seed: int, data_to: date) -> list[str]:
    """Visits and audits from 1 April to the day."""
    day, lines = _april(data_to), [_AUDITS]
    known = [child.number for child in children]
    while True:
        dice = stream(seed, 100, day.toordinal())
        day = _weekday(day + timedelta(days=between(dice, 2, 7)))
        if day > data_to:
            return lines
        lines.append(_audit(dice, day, len(lines), known))


def _audit(dice: np.random.Generator, day: date, number: int, known: list[int]) -> str:
    kind = pick(dice, _KINDS)
    child = any_of(dice, known) if kind in _OF_A_CHILD else ""
    return f"QA-{day:%y}-{number:03d},{child},{day},{any_of(dice, _TEAMS)},{kind},{pick(dice, _GRADES)}"


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _april(day: date) -> date:
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)
