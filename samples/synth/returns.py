"""The council's own returns: figures that officers type in each quarter because no system holds them."""

from datetime import date, timedelta

from samples.synth.dice import between, stream

EXTRACT, SUPPLIER = "council_returns", "officers"
FILE = "returns.csv"
HEADER = "return_id,amount,out_of,officer,given_on,status"
_FIRST_QUARTER = date(2022, 6, 30)
_QUARTERS_OF_GENEROUS_COUNT = (date(2024, 12, 31),)  # the list of eligible families ran behind that term
_COMMISSIONING, _EDUCATION, _EARLY_HELP, _DIRECTOR = "JW", "SO", "KD", "HB"
Row = tuple[str, int, int | str, str, str]  # figure, amount, of how many, officer, status


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
    lines = [_line(row, data_to + timedelta(days=between(rng, 3, 8))) for row in rows]
    further = _further(population, data_to, quarters, placements, seed)
    return [HEADER, *lines, *(_line(row, data_to + timedelta(days=6)) for row in further)]


def _line(row: Row, given_on: date) -> str:
    name, amount, out_of, officer, status = row
    return f"{name},{amount},{out_of},{officer},{given_on},{status}"


def _further(population: int, data_to: date, quarters: int, placements: int, seed: int) -> list[Row]:
    """Money of the service, kinds of placement, and early education at the January census."""
    dice = stream(seed, 48, data_to.toordinal())
    status = "final" if data_to.month == 3 else "estimate"
    so_far = (data_to.month - 4) % 12 // 3 + 1  # quarters of the financial year
    staff = population * 255 * so_far
    agency = staff * (31 - quarters) // 100 + between(dice, -20, 20) * 50 * so_far
    residential = placements * 72 // 100
    children = population * 11 // 100
    rows: list[Row] = [
        ("agency_spend", agency, staff, _DIRECTOR, status),
        ("overspend_forecast", population * (90 + 8 * (quarters % 5)), "", _DIRECTOR, status),
        ("placement_costs_avoided", population * so_far * between(dice, 22, 34), "", _COMMISSIONING, status),
        ("independent_residential_forecast", residential, "", _COMMISSIONING, status),
        ("independent_fostering_forecast", placements - residential, "", _COMMISSIONING, status),
        ("multi_agency_plan_children", population * so_far * between(dice, 9, 12) // 1000, "", _EARLY_HELP, "final"),
        ("residential_quality_visits", between(dice, 3, 6), 6, _COMMISSIONING, "final"),
        ("leaving_care_quality_visits", between(dice, 5, 10), 10, _COMMISSIONING, "final"),
    ]
    if data_to.month == 3:
        taken_up = children * between(dice, 90, 99) // 100
        rows.append(("funded_three_four_year_olds", taken_up, children, _EARLY_HELP, "final"))
    return rows
