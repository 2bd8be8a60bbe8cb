"""Foster homes, transport, family centres, training and education at home, counted line by line."""

from collections.abc import Iterator
from datetime import date

from samples.synth.answers_folder import (
    Answer,
    Folder,
    day_of,
    first_of_april,
    first_of_september,
    quarter_ends,
    quarter_name,
    runs_on,
)

_SUITABLE = {"Y": "Suitable", "N": "Not suitable", "U": "Not yet known"}
Row = dict[str, str]


def lists(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the year's list reaches."""
    for end in quarter_ends():
        april = first_of_april(end)
        homes = folder.list_reaching("foster_carers", "fostering", april, end)
        journeys = folder.list_reaching("transport", "transport-team", april, end)
        registered = folder.list_reaching("family_centres", "family-hubs", april, end)
        courses = folder.list_reaching("training", "workforce-team", april, end)
        at_home = folder.list_reaching("home_education", "home-education", first_of_september(end), end)
        yield from _foster_homes(end, homes) if homes is not None else ()
        yield from _transport(end, journeys) if journeys is not None else ()
        yield from _centres(end, registered) if registered is not None else ()
        yield from _training(end, courses) if courses is not None else ()
        yield from _at_home(end, at_home) if at_home is not None else ()


def _count(indicator: str, end: date, number: int, breakdown: str = "Total", item: str = "Total") -> Answer:
    return Answer(indicator, quarter_name(end), "", breakdown, item, number, None)


def _foster_homes(end: date, rows: list[Row]) -> Iterator[Answer]:
    approved = [row for row in rows if runs_on(row["approved_on"], row["end_date"], end)]
    yield _count("foster_carers", end, len({row["household_id"] for row in approved}))
    yield _count("foster_places", end, sum(int(row["places"]) for row in approved))


def _transport(end: date, rows: list[Row]) -> Iterator[Answer]:
    running = [row for row in rows if runs_on(row["start_date"], row["end_date"], end)]
    yield _count("send_transport_children", end, len({row["child"] for row in running}))
    yield _count("send_transport_cost", end, sum(int(row["annual_cost"]) for row in running))


def _centres(end: date, rows: list[Row]) -> Iterator[Answer]:
    """Children last seen in the twelve months, or later, of those registered."""
    last_seen: dict[str, str] = {}
    for row in rows:
        if runs_on(row["registered_on"], row["end_date"], end):
            child = row["centre_child_id"]
            last_seen[child] = max(last_seen.get(child, ""), row["last_seen_on"])
    year_ago = date(end.year - 1, end.month, end.day)
    seen = sum((day_of(day) or date.min) > year_ago for day in last_seen.values())
    yield Answer("family_centre_seen_rate", quarter_name(end), "", "Total", "Total", seen, len(last_seen))


def _training(end: date, rows: list[Row]) -> Iterator[Answer]:
    came = sum(int(row["attended"]) for row in rows if date.fromisoformat(row["session_date"]) <= end)
    yield _count("staff_trained", end, came)


def _at_home(end: date, rows: list[Row]) -> Iterator[Answer]:
    """Each child once, as the time has it that began last."""
    here = [row for row in rows if runs_on(row["start_date"], row["end_date"], end)]
    newest = {row["child"]: row for row in sorted(here, key=lambda each: each["start_date"])}
    yield _count("home_educated_children", end, len(newest))
    for code, words in _SUITABLE.items():
        number = sum(row["suitable"] == code for row in newest.values())
        yield _count("home_educated_children", end, number, "suitability", words)
