"""Children missing from care, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import financial_year, first_of_april, last_days_of_years, months_before, year_before
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "cla_missing_children",
    "return_interviews_rate",
    "repeat_missing_children",
    "missing_children_quarter",
    "missing_children",
    "return_interviews_held_rate",
    "return_interviews_72_hours_rate",
)

TOTAL = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Children missing in the last twelve months by SSDA903, and what Annex A says of them."""
    yield from missing(town, end)
    yield from of_all_children(town, end)
    lists = town.batch("annex_a", f"{end:%Y-%m}", reaching=end)
    if lists is None:
        return
    latest: dict[str, Row] = {}
    for row in town.rows("core.cla_missing_summary"):
        still_in_care = row["ceased_date"] is None or row["ceased_date"] > end
        if row["batch_id"] == lists["batch_id"] and still_in_care:
            other = latest.setdefault(row["child"], row)
            if (row["started_date"], row["row_number"]) > (other["started_date"], other["row_number"]):
                latest[row["child"]] = row
    gone = [row for row in latest.values() if (row["missing_episodes"] or 0) > 0]
    yield ("return_interviews_rate", *TOTAL), sum(1 for row in gone if row["interview_accepted"]), len(gone)
    yield ("repeat_missing_children", *TOTAL), sum(1 for row in gone if row["missing_episodes"] >= 3), None


def missing(town: Town, end: date) -> Iterator[Figure]:
    """Children with a time missing that began in the last twelve months, by the return of the year that it began in."""
    first = date.fromordinal(year_before(end).toordinal() + 1)
    children = set()
    for last_day in last_days_of_years(first, end):
        returned = town.batch("ssda903", financial_year(last_day), reaching=last_day)
        if returned is None:
            return
        for row in town.rows("core.cla_missing"):
            began = row["start_date"]
            is_counted = row["kind"] == "M" and first <= began <= end and financial_year(began) == returned["covers"]
            if row["batch_id"] == returned["batch_id"] and is_counted:
                children.add(row["child"])
    yield ("cla_missing_children", *TOTAL), len(children), None


def of_all_children(town: Town, end: date) -> Iterator[Figure]:
    """Children missing by the council's own list, looked after or not, and interviews after their returns."""
    yield from missing_for_a_year(town, end)
    told = town.batch("missing", financial_year(end), reaching=end)
    if told is None:
        return
    rows = [row for row in town.rows("core.missing_episode") if row["batch_id"] == told["batch_id"]]
    times = [row for row in rows if row["kind"] != "A"]
    first = months_before(end, 3)
    yield (
        ("missing_children_quarter", *TOTAL),
        len({row["child"] for row in times if first <= row["start_date"] <= end}),
        None,
    )
    back = [
        row
        for row in times
        if row["ended_on"] is not None
        and first_of_april(end) <= row["ended_on"] <= end
        and row["interview_offered"] != "NA"
    ]
    waits = [(row["interview_date"] - row["ended_on"]).days for row in back if row["interview_date"] is not None]
    yield ("return_interviews_held_rate", *TOTAL), sum(1 for days in waits if days >= 0), len(back)
    yield ("return_interviews_72_hours_rate", *TOTAL), sum(1 for days in waits if 0 <= days <= 3), len(back)


def missing_for_a_year(town: Town, end: date) -> Iterator[Figure]:
    """Children with a time missing that began in the last twelve months, in the list of either year."""
    first = months_before(end, 12)
    lists = [town.batch("missing", financial_year(day), reaching=day) for day in last_days_of_years(first, end)]
    if any(each is None for each in lists):
        return
    known = {each["batch_id"] for each in lists if each is not None}
    children = {
        row["child"]
        for row in town.rows("core.missing_episode")
        if row["batch_id"] in known and row["kind"] != "A" and first <= row["start_date"] <= end
    }
    yield ("missing_children", *TOTAL), len(children), None
