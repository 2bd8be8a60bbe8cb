"""Social workers, counted plainly."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "cin_caseload",
    "cases_without_worker",
    "agency_worker_rate",
    "caseload_september",
    "agency_worker_september_rate",
)

TOTAL = ("", "Total", "Total")
SOCIAL_WORKERS = ("AP", "SSW", "SW", "NQSW")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Cases and working time by the list of workers of the quarter's last month, and by the census of September."""
    yield from september(town, end)
    listed = town.batch("workers", f"{end:%Y-%m}", reaching=end)
    if listed is None:
        return
    rows = [row for row in town.rows("core.worker_post") if row["batch_id"] == listed["batch_id"]]
    posts = [row for row in rows if row["start_date"] <= end and (row["ended_on"] is None or row["ended_on"] > end)]
    idle = [row for row in posts if hundredths(row) == 0]
    yield ("cases_without_worker", *TOTAL), sum(row["cases"] or 0 for row in idle), None
    social = [row for row in posts if row["role"] in SOCIAL_WORKERS]
    agency = [row for row in social if row["is_agency"]]
    yield ("agency_worker_rate", *TOTAL), sum(map(hundredths, agency)), sum(map(hundredths, social))
    holding = [row for row in social if hundredths(row) > 0 and (row["cases"] or 0) > 0]
    yield caseload("Total", "Total", holding)
    for team in {row["team"] for row in holding}:
        yield caseload("team", team, [row for row in holding if row["team"] == team])


def september(town: Town, end: date) -> Iterator[Figure]:
    """Everybody in post on 30 September."""
    census = town.batch("workforce", str(end.year), reaching=end)
    if census is None or end.month != 9:
        return
    rows = [row for row in town.rows("core.social_worker") if row["batch_id"] == census["batch_id"]]
    here = [
        row | {"fte": row["fte_30"], "cases": row["cases_30"] or 0}
        for row in rows
        if row["ended_on"] is None or row["ended_on"] > end
    ]
    _, cases, posts = caseload("Total", "Total", [row for row in here if hundredths(row) > 0 and row["cases"] > 0])
    yield ("caseload_september", *TOTAL), cases, posts
    agency = sum(hundredths(row) for row in here if row["is_agency"])
    yield ("agency_worker_september_rate", *TOTAL), agency, sum(map(hundredths, here))


def caseload(breakdown: str, item: str, posts: list[Row]) -> Figure:
    return ("cin_caseload", "", breakdown, item), sum(row["cases"] for row in posts), sum(map(hundredths, posts))


def hundredths(post: Row) -> int:
    """Working time in hundredths of a full-time post."""
    whole = Decimal(str(post["fte"] or 0)) * 100
    return int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))
