"""Foster homes, family centres and training, counted plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import financial_year, first_of_april, year_before
from tests.oracle.rows import Figure, Row, Town

COUNTED = ("foster_carers", "foster_places", "family_centre_seen_rate", "staff_trained")
WHOLE = ("", "Total", "Total")


def figures(town: Town, end: date) -> Iterator[Figure]:
    """Each from its own list of the financial year."""
    homes = rows_of(town, "foster_carers", "core.foster_household", end)
    if homes is not None:
        approved = [row for row in homes if is_on(row["approved_on"], row["ended_on"], end)]
        yield ("foster_carers", *WHOLE), len({row["household"] for row in approved}), None
        yield ("foster_places", *WHOLE), sum(row["places"] or 0 for row in approved), None
    registered = rows_of(town, "family_centres", "core.family_centre_child", end)
    if registered is not None:
        now = [row for row in registered if is_on(row["registered_on"], row["ended_on"], end)]
        seen = {
            row["registered_child"]
            for row in now
            if row["last_seen_on"] is not None and row["last_seen_on"] > year_before(end)
        }
        yield ("family_centre_seen_rate", *WHOLE), len(seen), len({row["registered_child"] for row in now})
    courses = rows_of(town, "training", "core.training_session", end)
    if courses is not None:
        so_far = [row["attended"] or 0 for row in courses if first_of_april(end) <= row["session_date"] <= end]
        yield ("staff_trained", *WHOLE), sum(so_far), None


def rows_of(town: Town, extract: str, table: str, end: date) -> list[Row] | None:
    """The rows of the year's list, if it runs to the day."""
    told = town.batch(extract, financial_year(end), reaching=end)
    if told is None:
        return None
    return [row for row in town.rows(table) if row["batch_id"] == told["batch_id"]]


def is_on(start: date, end_of: date | None, day: date) -> bool:
    return start <= day and (end_of is None or end_of > day)
