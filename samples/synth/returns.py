"""The council's own returns: figures that officers type in each quarter because no system holds them."""

from datetime import date, timedelta

from samples.synth.dice import between, stream

EXTRACT, SUPPLIER = "council_returns", "officers"
FILE = "returns.csv"
HEADER = "return_id,amount,out_of,officer,given_on,status"
_FIRST_QUARTER = date(2022, 6, 30)
_QUARTERS_OF_GENEROUS_COUNT = (date(2024, 12, 31),)  # the list of eligible families ran behind that term
_COMMISSIONING, _EDUCATION, _EARLY_HELP = "JW", "SO", "KD"


def make_returns(population: int, data_to: date, seed: int) -> list[str]:
    """The lines of a quarter's file, the header first. ``population``: children aged 0 to 17."""
    rng = stream(seed, 47, data_to.toordinal())
    quarters = (data_to.year - _FIRST_QUARTER.year) * 4 + (data_to.month - _FIRST_QUARTER.month) // 3
    final = data_to.month == 3
    settings = max(6, population // 60)
    eligible = max(4, population // 72 + between(rng, -2, 2))
    placements = population * (430 + 13 * quarters) + between(rng, -40, 40) * population // 10
    sen = population * (610 + 21 * quarters) + between(rng, -60, 60) * population // 10
    taken_up = eligible * between(rng, 86, 96) // 100
    if data_to in _QUARTERS_OF_GENEROUS_COUNT:
        taken_up = eligible + max(1, eligible // 25)
    rows = (
        ("independent_placements_forecast", placements, "", _COMMISSIONING, "final" if final else "estimate"),
        ("sen_placements_forecast", sen, "", _EDUCATION, "final" if final else "estimate"),
        (
            "early_years_good_or_outstanding",
            settings - max(1, settings * 6 // 100) + between(rng, -1, 1),
            settings,
            _EDUCATION,
            "final",
        ),
        ("funded_two_year_olds", taken_up, eligible, _EARLY_HELP, "provisional"),
        ("placement_quality_visits", between(rng, 6, 14), 16, _COMMISSIONING, "final"),
    )
    days = [between(rng, 3, 8) for _ in rows]
    return [
        HEADER,
        *(
            f"{name},{amount},{out_of},{officer},{data_to + timedelta(days=later)},{status}"
            for (name, amount, out_of, officer, status), later in zip(rows, days, strict=True)
        ),
    ]
