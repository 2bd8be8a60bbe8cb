"""Placements of children looked after, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.children_looked_after import is_open
from tests.oracle.days import age, financial_year, last_days_of_years, months_before
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "cla_placement_stability_rate",
    "cla_long_term_stability_rate",
    "cla_residential_starts",
    "cla_over_20_miles_outside_rate",
)

TOTAL = ("", "Total", "Total")
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Placements of the year, of twelve months and of thirty, from the returns that each of them needs."""
    this_year = of_year(town, end)
    if this_year is not None:
        yield ("cla_residential_starts", *TOTAL), residential_starts(this_year, end), None
        if any(row["distance_miles"] is not None for row in this_year):
            now = looked_after(this_year, end)
            far = [row for row in now if row["distance_miles"] is not None and row["distance_miles"] > 20]
            outside = [row for row in far if row["placement_area"] not in (None, *town.area_codes)]
            yield ("cla_over_20_miles_outside_rate", *TOTAL), len(outside), len(now)
    of_twelve = episodes_since(town, months_before(end, 12), end)
    if of_twelve is not None:
        now = looked_after(of_twelve, end)
        many = [row for row in now if placements_in_year(of_twelve, row["child"], end) >= 3]
        yield ("cla_placement_stability_rate", *TOTAL), len(many), len(now)
    of_thirty = episodes_since(town, months_before(end, 30), end)
    if of_thirty is not None:
        long = [row for row in looked_after(of_thirty, end) if is_long_looked_after(of_thirty, row, end)]
        settled = [row for row in long if is_settled(of_thirty, row, end)]
        yield ("cla_long_term_stability_rate", *TOTAL), len(settled), len(long)


def care(town: Town) -> list[Row]:
    """Episodes with the child's birth, short breaks left out."""
    born = {(row["batch_id"], row["child"]): row["date_of_birth"] for row in town.rows("core.cla_child")}
    episodes = [row for row in town.rows("core.cla_episode") if row["legal_status"] not in ("V3", "V4")]
    return [row | {"date_of_birth": born[row["batch_id"], row["child"]]} for row in episodes]


def of_year(town: Town, end: date) -> list[Row] | None:
    """Episodes of the return of a year, if it reaches a day in it."""
    numbers = {
        row["batch_id"]
        for row in town.rows("core.cla_episode")
        if row["covers"] == financial_year(end) and row["data_to"] >= end
    }
    return [row for row in care(town) if row["batch_id"] in numbers] if numbers else None


def episodes_since(town: Town, first: date, end: date) -> list[Row] | None:
    """Episodes of every return since a day; of an earlier year's, those that ended. A later return takes precedence."""
    found: dict[tuple[str, date], Row] = {}
    years = last_days_of_years(first, end)
    for last_day in years:
        returned = town.batch("ssda903", financial_year(last_day), reaching=last_day)
        if returned is None:
            return None
        rows = [row for row in town.rows("core.cla_episode") if row["batch_id"] == returned["batch_id"]]
        if last_day == years[-1] and not rows:
            return None
        known = {(row["batch_id"], row["child"], row["episode_start"]) for row in rows}
        for row in care(town):
            is_kept = last_day == years[-1] or row["episode_end"] is not None
            if is_kept and (row["batch_id"], row["child"], row["episode_start"]) in known:
                found[row["child"], row["episode_start"]] = row
    return list(found.values())


def looked_after(episodes: list[Row], end: date) -> list[Row]:
    """The episode of each child under 18 that is open on a day, of several the one that began last."""
    here = {}
    for row in sorted(episodes, key=lambda each: (each["episode_start"], each["row_number"])):
        if is_open(row, end) and age(row["date_of_birth"], end) < 18:
            here[row["child"]] = row
    return list(here.values())


def placements(episodes: list[Row], child: str) -> list[list[Row]]:
    """The episodes of each placement of a child, in order."""
    mine = [row for row in episodes if row["child"] == child]
    found: list[list[Row]] = []
    usual, was_temporary = None, False
    for row in sorted(mine, key=lambda each: (each["episode_start"], each["row_number"])):
        place = (row["placement"], row["placement_provider"], row["placement_urn"])
        is_temporary = row["placement"] in TEMPORARY
        came_back = was_temporary and usual in (None, place)
        moved = row["reason_new_episode"] in ("P", "B") and not is_temporary and not came_back
        if moved or row["reason_new_episode"] == "S" or not found:
            found.append([])
        found[-1].append(row)
        usual, was_temporary = usual if is_temporary else place, is_temporary
    return found


def placements_in_year(episodes: list[Row], child: str, end: date) -> int:
    """Placements in which a child spent a night of the twelve months, by episodes that were open in them."""
    first = months_before(end, 12)
    return sum(
        any(
            row["episode_start"] <= end
            and (row["episode_end"] is None or row["episode_end"] > max(first, row["episode_start"]))
            for row in placement
        )
        for placement in placements(episodes, child)
    )


def placement_of(episodes: list[Row], row: Row) -> tuple[date, date | None]:
    """The days on which the placement of an episode, and the child's placement before that, began."""
    before = None
    for placement in placements(episodes, row["child"]):
        if row in placement:
            return placement[0]["episode_start"], before
        before = placement[0]["episode_start"]
    raise LookupError


def is_long_looked_after(episodes: list[Row], row: Row, end: date) -> bool:
    """Under 16, and looked after for thirty months without having started again since."""
    earlier = [each for each in episodes if each["child"] == row["child"]]
    earlier = sorted((each for each in earlier if each["episode_start"] <= row["episode_start"]), key=began)
    starts = [each["episode_start"] for each in earlier if each["reason_new_episode"] == "S"]
    since = starts[-1] if starts else earlier[0]["episode_start"]
    return age(row["date_of_birth"], end) < 16 and since <= months_before(end, 30)


def is_settled(episodes: list[Row], row: Row, end: date) -> bool:
    """In one placement for two years, or for adoption in that and the one before."""
    since, before = placement_of(episodes, row)
    days = [since, before] if row["placement"] in ("A3", "A4", "A5", "A6") else [since]
    return any(day is not None and day <= months_before(end, 24) for day in days)


def residential_starts(episodes: list[Row], end: date) -> int:
    """Placements whose first episode began in the quarter in a children's home, residential home or school."""
    quarter = months_before(end, 3)
    firsts = [each[0] for child in {row["child"] for row in episodes} for each in placements(episodes, child)]
    begun = [row for row in firsts if quarter <= row["episode_start"] <= end]
    return sum(row["placement"] in ("K1", "K2", "R1", "S1") for row in begun)


def began(row: Row) -> date:
    return row["episode_start"]
