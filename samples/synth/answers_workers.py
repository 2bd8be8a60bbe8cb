"""Social workers: cases they hold and agencies they come from, counted post by post."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from samples.synth.answers_folder import Answer, Folder, quarter_ends, quarter_name, runs_on

_PLACE = ("workers", "case-system")
_SOCIAL_WORKERS = ("AP", "SSW", "SW", "NQSW")


class Post(NamedTuple):
    """Working time in hundredths of a full-time post."""

    team: str
    hundredths: int
    is_agency: bool
    cases: int


def workers(folder: Folder) -> Iterator[Answer]:
    """Every figure of every quarter whose list there is, and those of the censuses of September."""
    for end in quarter_ends():
        if end in folder.deliveries(*_PLACE):
            rows = folder.clean_records(*_PLACE, end, "workers.csv", "workers")
            yield from _listed(end, [row for row in rows if runs_on(row["start_date"], row["end_date"], end)])
    for day in folder.deliveries("workforce", "workforce-team"):
        yield from _september(folder, day)


def _listed(end: date, rows: list[dict[str, str]]) -> Iterator[Answer]:
    quarter = quarter_name(end)
    idle = sum(int(row["cases"] or 0) for row in rows if _hundredths(row["fte"]) == 0)
    yield Answer("cases_without_worker", quarter, "", "Total", "Total", idle, None)
    posts = [
        Post(row["team"], _hundredths(row["fte"]), row["agency"] == "yes", int(row["cases"] or 0))
        for row in rows
        if row["role"] in _SOCIAL_WORKERS
    ]
    yield _from_agencies("agency_worker_rate", quarter, posts)
    yield _caseload("cin_caseload", quarter, "Total", "Total", posts)
    for team in sorted({post.team for post in posts if _holds(post)}):
        own = [post for post in posts if post.team == team]
        yield _caseload("cin_caseload", quarter, "team", team, own)


def _september(folder: Folder, day: date) -> Iterator[Answer]:
    file = folder.file("workforce", "workforce-team", day, "*.xml")
    left_out = folder.left_out("workforce", "workforce-team", day, "social_workers")
    root = ET.fromstring(file.read_bytes())  # noqa: S314 - a file of our own making
    posts = [
        Post(
            "",
            _hundredths(each.findtext("FTE30") or ""),
            each.findtext("AgencyWorker") == "1",
            int(each.findtext("Cases30") or 0),
        )
        for number, each in enumerate(root.iterfind("CSWWWorker"), start=1)
        if number not in left_out
    ]
    quarter = quarter_name(day)
    yield _caseload("caseload_september", quarter, "Total", "Total", posts)
    yield _from_agencies("agency_worker_september_rate", quarter, posts)


def _hundredths(text: str) -> int:
    whole, _, rest = text.partition(".")
    return int(whole or 0) * 100 + int(rest.ljust(2, "0")[:2] or 0)


def _holds(post: Post) -> bool:
    return post.hundredths > 0 and post.cases > 0


def _caseload(indicator: str, quarter: str, breakdown: str, item: str, posts: list[Post]) -> Answer:
    own = [post for post in posts if _holds(post)]
    cases, time = sum(post.cases for post in own), sum(post.hundredths for post in own)
    return Answer(indicator, quarter, "", breakdown, item, cases, time)


def _from_agencies(indicator: str, quarter: str, posts: list[Post]) -> Answer:
    agency = sum(post.hundredths for post in posts if post.is_agency)
    return Answer(indicator, quarter, "", "Total", "Total", agency, sum(post.hundredths for post in posts))
