"""The council's own returns: figures taken as they were given."""

from collections.abc import Iterator

from samples.synth.answers_folder import Answer, Folder, quarter_name

_PLACE = ("council_returns", "officers")
_AMOUNTS = (
    *("independent_placements_forecast", "sen_placements_forecast", "overspend_forecast", "placement_costs_avoided"),
    *("independent_residential_forecast", "independent_fostering_forecast", "multi_agency_plan_children"),
    "agency_spend",
)
_SHARES = {
    "early_years_good_or_outstanding": "early_years_good_rate",
    "funded_two_year_olds": "funded_two_year_olds_rate",
    "placement_quality_visits": "placement_quality_visits_rate",
    "residential_quality_visits": "residential_quality_visits_rate",
    "leaving_care_quality_visits": "leaving_care_quality_visits_rate",
    "funded_three_four_year_olds": "funded_three_four_year_olds_rate",
    "agency_spend": "agency_spend_rate",
}


def council_returns(folder: Folder) -> Iterator[Answer]:
    """Every figure of every quarter whose returns there are."""
    for data_to in folder.deliveries(*_PLACE):
        quarter = quarter_name(data_to)
        for row in folder.clean_records(*_PLACE, data_to, "returns.csv", "returns"):
            name, amount = row["return_id"], int(row["amount"])
            if name in _AMOUNTS:
                yield Answer(name, quarter, "", "Total", "Total", amount, None)
            if name in _SHARES:
                yield Answer(_SHARES[name], quarter, "", "Total", "Total", amount, int(row["out_of"]))
