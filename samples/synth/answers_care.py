"""Children looked after, counted child by child."""

import math
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from samples.synth.answers_folder import Answer, Folder, age_on, quarter_name

AGE_GROUPS = {"Under 1": (0, 0), "1 to 4": (1, 4), "5 to 9": (5, 9), "10 to 15": (10, 15), "16 and 17": (16, 17)}
SEXES = {"Female": "F2", "Male": "M1", "Not known": "U"}
_RESIDENTIAL = {"K1", "K2", "R1", "S1"}
_FOSTERING = {"U1", "U2", "U3", "U4", "U5", "U6"}
_AGENCY = {"PR4", "PR5"}
_SHORT_BREAKS = {"V3", "V4"}


class Episode(NamedTuple):
    """An episode with what is needed of its child."""

    child: str
    sex: str
    birth: date
    start: date
    end: date | None
    reason_new: str
    placement: str
    provider: str
    miles: float | None
    area: str
    ofsted: str

    def is_open(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day) and age_on(self.birth, day) < 18


def looked_after(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the returns reach, each from the newest return of its year."""
    for year, (data_to, episodes) in read_returns(folder).items():
        seekers = _seekers(folder, data_to)
        for end in quarter_ends(year):
            if end <= data_to:
                yield from _answers_at(folder, year, end, episodes)
                if seekers:
                    yield _unaccompanied(end, episodes, seekers)


def read_returns(folder: Folder) -> dict[int, tuple[date, list[Episode]]]:
    """The day and the episodes of the newest return of each year, by that in which the year starts."""
    newest = {}
    for data_to in folder.deliveries("ssda903", "case-system"):
        newest[data_to.year if data_to.month >= 4 else data_to.year - 1] = data_to
    return {year: (data_to, _episodes(folder, data_to)) for year, data_to in newest.items()}


def quarter_ends(year: int) -> tuple[date, date, date, date]:
    """The quarter ends of a financial year."""
    return date(year, 6, 30), date(year, 9, 30), date(year, 12, 31), date(year + 1, 3, 31)


def _seekers(folder: Folder, data_to: date) -> dict[str, date | None]:
    """Unaccompanied asylum-seeking children of a return, and the day on which they ceased to be."""
    if not folder.has_file("ssda903", "case-system", data_to, "uasc.csv"):
        return {}
    rows = folder.clean_rows("ssda903", "case-system", data_to, "uasc.csv")
    return {row[0]: _uk_date(row[3]) if row[3] else None for row in rows}


def _unaccompanied(end: date, episodes: list[Episode], seekers: dict[str, date | None]) -> Answer:
    here = {each.child for each in episodes if each.is_open(end)}
    still = {child for child, ceased in seekers.items() if ceased is None or ceased > end}
    return Answer("cla_unaccompanied", quarter_name(end), "", "Total", "Total", len(here & still), None)


def _episodes(folder: Folder, data_to: date) -> list[Episode]:
    """Episodes that count: series of short breaks do not."""
    files = ("ssda903", "case-system", data_to)
    children = {row[0]: (row[1], _uk_date(row[2])) for row in folder.clean_rows(*files, "header.csv")}
    places = folder.postcodes
    episodes = []
    for row in folder.clean_rows(*files, "episodes.csv"):
        if row[3] not in _SHORT_BREAKS:
            sex, birth = children[row[0]]
            end = _uk_date(row[7]) if row[7] else None
            miles = _miles(places.get(row[10]), places.get(row[11]))
            where = (row[5], row[6], miles, folder.areas.get(row[11], ""), row[12])
            episodes.append(Episode(row[0], sex, birth, _uk_date(row[1]), end, row[2], *where))
    return episodes


def _miles(home: tuple[float, float] | None, away: tuple[float, float] | None) -> float | None:
    """The angle between two places as seen from the middle of the earth, in miles on its surface."""
    if home is None or away is None:
        return None
    (north, east), (to_north, to_east) = (map(math.radians, place) for place in (home, away))
    cosine = math.sin(north) * math.sin(to_north) + math.cos(north) * math.cos(to_north) * math.cos(to_east - east)
    return round(math.acos(min(1.0, cosine)) * 3958.8, 1)


def _uk_date(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def _answers_at(folder: Folder, year: int, day: date, episodes: list[Episode]) -> Iterator[Answer]:
    quarter = quarter_name(day)
    now = [each for each in episodes if each.is_open(day)]
    children = {each.child: (each.sex, age_on(each.birth, day)) for each in now}
    yield Answer("cla_rate", quarter, "", "Total", "Total", len(children), folder.population[day.year - 1])
    yield from _counts("cla_number", quarter, list(children.values()))
    yield from _counts("cla_entries", quarter, _entries(year, day, episodes))
    residential = {each.child for each in now if each.placement in _RESIDENTIAL}
    agency = {each.child for each in now if each.placement in _FOSTERING and each.provider in _AGENCY}
    newest = {each.child: each for each in sorted(now, key=lambda episode: episode.start)}
    near = sum(each.miles is not None and each.miles <= 20 for each in newest.values())
    yield Answer("cla_within_20_miles", quarter, "", "Total", "Total", near, len(newest))
    yield Answer("cla_residential", quarter, "", "Total", "Total", len(residential), None)
    yield Answer("cla_independent_fostering", quarter, "", "Total", "Total", len(agency), None)


def _entries(year: int, day: date, episodes: list[Episode]) -> list[tuple[str, int]]:
    """Sex, and age at the first start of the year so far, of each child who started to be looked after."""
    first: dict[str, Episode] = {}
    for each in sorted(episodes, key=lambda episode: episode.start):
        in_year = date(year, 4, 1) <= each.start <= day
        if each.reason_new == "S" and in_year and age_on(each.birth, each.start) < 18:
            first.setdefault(each.child, each)
    return [(each.sex, age_on(each.birth, each.start)) for each in first.values()]


def _counts(indicator: str, quarter: str, children: list[tuple[str, int]]) -> Iterator[Answer]:
    """All children, and each sex and age group, also where there is none."""
    yield Answer(indicator, quarter, "", "Total", "Total", len(children), None)
    for item, codes in SEXES.items():
        yield Answer(indicator, quarter, "", "sex", item, sum(sex in codes for sex, _ in children), None)
    for item, (youngest, oldest) in AGE_GROUPS.items():
        count = sum(youngest <= age <= oldest for _, age in children)
        yield Answer(indicator, quarter, "", "age_group", item, count, None)
