"""Who works with children: posts at a quarter's end, and the census of social workers of 30 September."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from samples.synth.dice import between, chance, stream

EXTRACT, SUPPLIER = "workers", "case-system"
CENSUS, CENSUS_SUPPLIER = "workforce", "workforce-team"
HEADER = "worker_id,registration_number,team,role,fte,agency,cases,start_date,end_date"
_TEAMS = ("Assessment", "Children in Need East", "Children in Need West", "Children in Care")
_PART_TIME = ("0.6", "0.8", "0.5")
_STAY_DAYS = (250, 1900)
_FIRST = date(2019, 1, 7)
_ROLES = ("SW", "SW", "SSW", "NQSW", "AP", "SW")


class Post(NamedTuple):
    """A worker in a post; ``end`` is a true date that may lie after the day that a file runs to."""

    number: int
    team: str
    role: str
    fte: str
    is_agency: bool
    start: date
    end: date

    def is_held_on(self, day: date) -> bool:
        return self.start <= day < self.end


def make_posts(population: int, seed: int) -> list[Post]:
    """Posts that follow one another since 2019, so that each team always has about as many."""
    rng = stream(seed, 86)
    each_team = max(3, population // 900)
    posts: list[Post] = []
    for team in _TEAMS:
        posts.append(_post(rng, len(posts), team, "TM", _FIRST, date(2030, 1, 1)))
        for place in range(each_team):
            day = _FIRST + timedelta(days=17 * place)
            while day < date(2025, 6, 30):
                end = day + timedelta(days=between(rng, *_STAY_DAYS))
                posts.append(_post(rng, len(posts), team, _ROLES[between(rng, 0, 5)], day, end))
                day = end + timedelta(days=between(rng, 1, 60))
    return posts


def _post(rng: np.random.Generator, place: int, team: str, role: str, start: date, end: date) -> Post:
    is_part_time = role != "TM" and chance(rng, 180)
    fte = _PART_TIME[between(rng, 0, 2)] if is_part_time else "1"
    return Post(100 + place, team, role, fte, role != "TM" and chance(rng, 200), start, end)


def make_workers(posts: list[Post], data_to: date, seed: int) -> list[str]:
    """Everybody in post at a quarter's end or gone in its last month, and the duty desk, the header first."""
    lines = [HEADER]
    first = data_to.replace(day=1)
    for each in posts:
        if each.start <= data_to and each.end > first:
            is_gone = each.end <= data_to
            lines.append(_line(each, 0 if is_gone else cases_of(each, data_to, seed), each.end if is_gone else None))
    waiting = between(stream(seed, 87, data_to.toordinal()), 0, 3)
    lines.append(f"DUTY,,Assessment,OTH,0,no,{waiting},2019-01-07,")
    return lines


def cases_of(post: Post, day: date, seed: int) -> int:
    """Children whom a worker holds on a day; managers hold none, beginners fewer."""
    if post.role == "TM":
        return 0
    most = 12 if post.role == "NQSW" else 20
    return int(float(post.fte) * between(stream(seed, 88, post.number, day.toordinal()), most - 7, most))


def _line(post: Post, cases: int, end: date | None) -> str:
    values = (f"W{post.number}", registration(post), post.team, post.role, post.fte, "yes" if post.is_agency else "no")
    return f"{','.join(values)},{cases},{post.start},{end or ''}"


def registration(post: Post) -> str:
    """The number of the register of Social Work England."""
    return f"SW{post.number:010d}"


def make_census(posts: list[Post], la_code: str, seed: int, year: int) -> list[str]:
    """The message of a year's census, of those in a post on 30 September."""
    day = date(year, 9, 30)
    here = [each for each in posts if each.is_held_on(day)]
    collected = f"<Collection>CSWW</Collection><Year>{year}</Year><ReferenceDate>{day}</ReferenceDate>"
    agency = f"<NoAgencyFTE>{_agency_fte(here)}</NoAgencyFTE><NoAgencyHeadcount>{_agency(here)}</NoAgencyHeadcount>"
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<Message>",
        f"<Header><CollectionDetails>{collected}</CollectionDetails><Source><LEA>{la_code}</LEA></Source></Header>",
        f"<LALevelVacancies><NumberOfVacancies>2.0</NumberOfVacancies>{agency}</LALevelVacancies>",
        *(line for each in here for line in _worker(each, day, seed)),
        "</Message>",
    ]


def _agency(posts: list[Post]) -> int:
    return sum(each.is_agency for each in posts)


def _agency_fte(posts: list[Post]) -> str:
    tenths = sum(round(10 * float(each.fte)) for each in posts if each.is_agency)
    return f"{tenths // 10}.{tenths % 10}"


def _worker(post: Post, day: date, seed: int) -> Iterator[str]:
    role = "3" if post.role == "TM" else "4" if post.role == "AP" else "5"
    yield "<CSWWWorker>"
    yield f"<AgencyWorker>{int(post.is_agency)}</AgencyWorker><SWENo>{registration(post)}</SWENo><FTE>{post.fte}</FTE>"
    yield f"<OrgRole>{role}</OrgRole><RoleStartDate>{post.start}</RoleStartDate>"
    yield f"<FTE30>{post.fte}</FTE30><Cases30>{cases_of(post, day, seed)}</Cases30>"
    yield "</CSWWWorker>"
