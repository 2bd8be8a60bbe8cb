"""The council's own returns, taken over plainly."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.rows import Figure, Town

SHARES = {
    "early_years_good_or_outstanding": "early_years_good_rate",
    "funded_two_year_olds": "funded_two_year_olds_rate",
    "placement_quality_visits": "placement_quality_visits_rate",
    "residential_quality_visits": "residential_quality_visits_rate",
    "leaving_care_quality_visits": "leaving_care_quality_visits_rate",
    "agency_spend": "agency_spend_rate",
}
OF_JANUARY = {"funded_three_four_year_olds": "funded_three_four_year_olds_rate"}  # told in the quarter to 31 March
AMOUNTS = (
    "independent_placements_forecast",
    "sen_placements_forecast",
    "agency_spend",
    "overspend_forecast",
    "placement_costs_avoided",
    "multi_agency_plan_children",
    "independent_residential_forecast",
    "independent_fostering_forecast",
)
COUNTED = (*AMOUNTS, *SHARES.values(), *OF_JANUARY.values())


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
        shares = SHARES | OF_JANUARY if end.month == 3 else SHARES
        if row["return_id"] in shares:
            yield (shares[row["return_id"]], "", "Total", "Total"), row["amount"], row["out_of"]
