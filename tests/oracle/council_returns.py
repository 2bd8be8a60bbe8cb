"""The council's own returns, taken over plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.rows import Figure, Town

SHARES = {
    "early_years_good_or_outstanding": "early_years_good_rate",
    "funded_two_year_olds": "funded_two_year_olds_rate",
    "placement_quality_visits": "placement_quality_visits_rate",
}
AMOUNTS = ("independent_placements_forecast", "sen_placements_forecast")
COUNTED = (*AMOUNTS, *SHARES.values())


def figures(town: Town, end: date) -> Iterator[Figure]:
    """What the officers gave for the quarter's end."""
    given = town.batch("council_returns", f"{end:%Y-%m}", reaching=end)
    if given is None:
        return
    for row in town.rows("core.council_return"):
        if row["batch_id"] != given["batch_id"]:
            continue
        if row["return_id"] in AMOUNTS:
            yield (row["return_id"], "", "Total", "Total"), row["amount"], None
        if row["return_id"] in SHARES:
            yield (SHARES[row["return_id"]], "", "Total", "Total"), row["amount"], row["out_of"]
