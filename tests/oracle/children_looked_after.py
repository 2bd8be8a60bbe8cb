"""Children looked after, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import age, financial_year, first_of_april
from tests.oracle.rows import Figure, Row, Town

COUNTED = (
    "cla_rate",
    "cla_number",
    "cla_unaccompanied",
    "cla_entries",
    "cla_residential",
    "cla_independent_fostering",
    "cla_within_20_miles",
)

AGES = {"Under 1": (0, 0), "1 to 4": (1, 4), "5 to 9": (5, 9), "10 to 15": (10, 15), "16 and 17": (16, 17)}
SEXES = {"F": "Female", "M": "Male"}


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Children looked after, from the return of the financial year if it reaches the quarter's end."""
    returned = [
        row for row in town.rows("core.cla_episode") if row["covers"] == financial_year(end) and row["data_to"] >= end
    ]
    if not returned:
        return
    episodes = [row for row in returned if row["legal_status"] not in ("V3", "V4")]
    born = {(row["batch_id"], row["child"]): row for row in town.rows("core.cla_child")}
    here: dict[str, Row] = {}
    entered: dict[str, Row] = {}
    for row in sorted(episodes, key=lambda each: (each["episode_start"], each["row_number"])):
        child = born[row["batch_id"], row["child"]]
        about = {"sex": SEXES.get(child["sex"], "Not known"), "row": row}
        age_now, age_then = age(child["date_of_birth"], end), age(child["date_of_birth"], row["episode_start"])
        if is_open(row, end) and age_now < 18:
            here[row["child"]] = about | {"age": age_now}  # a later episode takes the place of an earlier one
        if row["reason_new_episode"] == "S" and first_of_april(end) <= row["episode_start"] <= end and age_then < 18:
            entered.setdefault(row["child"], about | {"age": age_then})
    now = list(here.values())
    yield ("cla_rate", "", "Total", "Total"), len(now), town.population.get(end.year - 1)
    listed = [row for row in town.rows("core.cla_asylum_seeker") if row["batch_id"] == returned[0]["batch_id"]]
    seekers = {row["child"] for row in listed if row["ceased_on"] is None or row["ceased_on"] > end}
    if listed:
        yield ("cla_unaccompanied", "", "Total", "Total"), len(here.keys() & seekers), None
    yield from by_sex_and_age("cla_number", now)
    yield from by_sex_and_age("cla_entries", list(entered.values()))
    if any(row["distance_miles"] is not None for row in episodes):
        near = [each for each in now if each["row"]["distance_miles"] is not None]
        near = [each for each in near if each["row"]["distance_miles"] <= 20]
        yield ("cla_within_20_miles", "", "Total", "Total"), len(near), len(now)
    residential = [each for each in now if each["row"]["placement"] in ("K1", "K2", "R1", "S1")]
    yield ("cla_residential", "", "Total", "Total"), len(residential), None
    agency = [each for each in now if each["row"]["placement"] in ("U1", "U2", "U3", "U4", "U5", "U6")]
    agency = [each for each in agency if each["row"]["placement_provider"] in ("PR4", "PR5")]
    yield ("cla_independent_fostering", "", "Total", "Total"), len(agency), None


def is_open(episode: Row, day: date) -> bool:
    """Begun by the day's end, and not ceased on it."""
    return episode["episode_start"] <= day and (episode["episode_end"] is None or episode["episode_end"] > day)


def by_sex_and_age(indicator: str, children: list[Row]) -> Iterator[Figure]:
    """All of them, then each sex and each age group, nought included."""
    yield (indicator, "", "Total", "Total"), len(children), None
    for sex in ("Female", "Male", "Not known"):
        yield (indicator, "", "sex", sex), sum(1 for child in children if child["sex"] == sex), None
    for group, (youngest, oldest) in AGES.items():
        count = sum(1 for child in children if youngest <= child["age"] <= oldest)
        yield (indicator, "", "age_group", group), count, None
