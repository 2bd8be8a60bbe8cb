"""Every rate that can be counted from what is published, counted by our rules: all but four come out as published.

And what follows for the rules: which population, when to round, what has changed, and what England is.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from flows.bench import published as bench
from flows.bench.published import Compared, PublishedFiles, Reproduced, compared, reproduced
from flows.bench.published_rates import PUBLISHED_RATES, USUAL, PublishedRate
from tests.published_files import PUBLISHED, needs_published, published
from transforms.council_types import Population
from transforms.direction import HIGHER, LOWER, SAME, direction_of
from transforms.figures import rounded
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import FACTORS, Polarity

COUNTED = [rate for rate in PUBLISHED_RATES if rate.numerator]
PUBLISHED_TWICE = [rate for rate in PUBLISHED_RATES if not rate.numerator]
LOST_HALVES = {
    ("Shropshire", "2017", "28.7", "69 of 240"),
    ("Hertfordshire", "2024", "51.2", "41 of 80"),
    ("Birmingham", "2024", "28.7", "23 of 80"),
    ("Kent", "2024", "28.7", "23 of 80"),
}
CHANGES = {
    "NEET_percent": "annualchange_NEET",
    "Notknown_percent": "annualchange_notknown",
    "NEET_not_known_percent": "annual_change_ppts_NEET_not_known",
    "TOTAL_participating_in_education_and_training_percent": "annual_change_Participation_in_education_training",
    "September_guarantee_Offer_made_percent": "September_guarantee_annual_change_ppts",
}
# Rates that others are known to come out of, whose files are not here; and how many.
NOT_HERE = (
    ("social_care/d3, second or later protection plans", 1_924),
    ("social_care/la_care_leavers_accommodation_suitability", 1_442),
    ("social_care/la_care_leavers_activity", 1_505),
    ("social_care/csww_indicators, cases of a social worker", 1_320),
    ("social_care/absence_la, absence", 10_450),
    ("social_care/absence_la, persistent absence", 8_778),
    ("social_care/absence_la, severe absence", 6_469),
    ("absence/4_absence_2term_pru", 1_373),
    ("absence/absence_bands_distributions, persistent absence", 911),
    ("absence/absence_bands_distributions, severe absence", 909),
    ("send/requests", 12_097),
    ("send/assessments", 11_900),
    ("neet, 2023 and 2025", 301),
)

pytestmark = [needs_published, pytest.mark.slow]


@dataclass(frozen=True)
class Changed:
    """A series' values of two years, as it has them, and by how much the release says that the value changed."""

    rate: PublishedRate
    now: Fraction
    then: Fraction
    change: Fraction


@pytest.fixture(scope="module")
def files() -> PublishedFiles:
    return PublishedFiles(PUBLISHED)


@pytest.fixture(scope="module")
def every(files: PublishedFiles) -> dict[str, list[Compared]]:
    """Ours and theirs of every rate whose files are here, compared once, by what names the rate."""
    here = [rate for rate in PUBLISHED_RATES if all(files.find(name) for name in rate.files)]
    return {repr(rate): list(compared(rate, files)) for rate in here}


@pytest.fixture(scope="module")
def found(files: PublishedFiles, every: dict[str, list[Compared]]) -> list[Reproduced]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "compared", lambda rate, _: every[repr(rate)])
        return [reproduced(rate, files) for rate in PUBLISHED_RATES]


@pytest.fixture(scope="module")
def counted(every: dict[str, list[Compared]]) -> list[tuple[PublishedRate, Compared]]:
    """Every value that is counted from a numerator and a denominator: 119,863."""
    return [(rate, each) for rate in COUNTED for each in every[repr(rate)]]


@pytest.fixture(scope="module")
def changed(files: PublishedFiles) -> list[Changed]:
    """Every change from a year to the next that is published, where the series has both years: 1,484."""
    return [each for rate in PUBLISHED_TWICE for each in changes(rate, files)]


# What comes out


@pytest.mark.parametrize("rate", PUBLISHED_RATES, ids=lambda rate: f"{rate.title}, {rate.file}")
def test_a_published_rate_comes_out_as_declared(rate: PublishedRate, found: list[Reproduced]) -> None:
    [each] = [each for each in found if each.rate is rate]
    if each.absent:
        pytest.skip(f"not here: {', '.join(each.absent)}")
    assert (each.reproduced, each.total) == (rate.reproduced, rate.total)


@pytest.mark.parametrize("name", [f"{name}: {total:,}" for name, total in NOT_HERE])
def test_a_published_rate_whose_file_is_not_here(name: str) -> None:
    pytest.skip(f"not here: {name}")


def test_all_but_four_of_what_can_be_counted_come_out(found: list[Reproduced]) -> None:
    of_counts = [each for each in found if each.rate.numerator]
    misses = {(miss.area, miss.year, str(miss.published), miss.of) for each in of_counts for miss in each.misses}
    assert sum(each.reproduced for each in of_counts) == 119_859
    assert sum(each.total for each in of_counts) == 119_863
    assert misses == LOST_HALVES


def test_what_is_published_twice_differs_only_where_it_was_rounded_twice(found: list[Reproduced]) -> None:
    """The series ends in a 5 at the second place; the release was rounded from more places, and lies one lower."""
    twice = [each for each in found if not each.rate.numerator]
    misses = [miss for each in twice for miss in each.misses]
    assert (len(misses), sum(each.total for each in twice)) == (33, 1_494)
    assert {miss.ours - miss.published for miss in misses} == {Decimal("0.1")}
    assert all(miss.of.endswith("5") for miss in misses)


# Which population


def test_with_the_population_of_the_same_year_few_rates_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    files = PublishedFiles(PUBLISHED)
    named_early = {
        la_code: replace(staged, population=tuple(early(each) for each in staged.population))
        for la_code, staged in files.populations.items()
    }
    monkeypatch.setattr(files, "populations", named_early)
    matched = {rate.indicator: reproduced(rate, files).reproduced for rate in COUNTED if rate.of_population}
    assert matched == {"cin_rate": 26, "referral_rate": 20, "cpp_rate": 127, "cla_rate": 226}


def early(estimate: Population) -> Population:
    return replace(estimate, mid_year=estimate.mid_year - 1)


# When to round


def test_python_would_round_hundreds_otherwise(counted: list[tuple[PublishedRate, Compared]]) -> None:
    assert sum(in_python(rate, each) != as_published(rate, each) for rate, each in counted) == 394


def test_half_up_of_binary_fractions_misses_as_many_as_of_exact_ones(
    counted: list[tuple[PublishedRate, Compared]],
) -> None:
    """23 of 80 is 28.7 in some places and 28.8 in others, so that no one formula can give every published value."""
    missed = [each for rate, each in counted if in_binary(rate, each) != as_published(rate, each)]
    assert len(missed) == len(LOST_HALVES)
    assert {(each.ours, each.published) for each in missed} == {(Fraction("28.75"), Fraction("28.8"))}


def as_published(rate: PublishedRate, each: Compared) -> Decimal:
    return rounded(each.published, rate.decimals)


def in_python(rate: PublishedRate, each: Compared) -> Decimal:
    """To an even last digit, of the nearest binary fraction."""
    return Decimal(str(round(float(each.ours), rate.decimals)))


def in_binary(rate: PublishedRate, each: Compared) -> Decimal:
    """Half-up, of binary fractions."""
    part, whole = (float(number) for number in each.of.split(" of "))
    shifted = part / whole * FACTORS[rate.unit] * 10**rate.decimals
    return Decimal(math.floor(shifted + 0.5)).scaleb(-rate.decimals)


# What has changed


def test_a_change_is_that_of_exact_values(changed: list[Changed]) -> None:
    """The series has one place for some rates and two for others; the nearer to exact, the more changes come out."""
    exact = sum(rounded(each.now - each.then, 1) == each.change for each in changed)
    of_shown = sum(each.now - each.then == each.change for each in map(as_shown, changed))
    assert (exact, of_shown, len(changed)) == (1_301, 1_124, 1_484)


@pytest.mark.parametrize(("year", "differ", "of"), [("2021", 42, 149), ("2022", 46, 148)])
def test_three_changes_in_ten_are_not_the_difference_of_what_is_shown(
    changed: list[Changed], year: str, differ: int, of: int
) -> None:
    neet = [as_shown(each) for each in changed if each.rate.value == "NEET_percent" and year in each.rate.file]
    by = [abs(each.now - each.then - each.change) for each in neet if each.now - each.then != each.change]
    assert (len(by), len(neet)) == (differ, of)
    assert set(by) == {Fraction("0.1")}


def test_direction_is_that_of_the_published_change(changed: list[Changed]) -> None:
    """Of rates whose series has two places: but for seven of 890, where the two places differ by 0.05."""
    two_places = [each for each in changed if each.rate.value not in ("NEET_percent", "NEET_not_known_percent")]
    others = [each for each in two_places if direction(each) != sign(each.change)]
    assert (len(others), len(two_places)) == (7, 890)
    assert {rounded(abs(each.now - each.then), 6) for each in others} == {Decimal("0.05")}
    assert sum(direction(as_shown(each)) != sign(each.change) for each in two_places) == 34


@pytest.mark.parametrize(("year", "differ", "of"), [("2021", 39, 149), ("2022", 29, 150)])
def test_parts_that_were_rounded_need_not_add_up(files: PublishedFiles, year: str, differ: int, of: int) -> None:
    rate = next(rate for rate in PUBLISHED_TWICE if year in rate.file)
    parts = ["NEET_percent", "Notknown_percent", "NEET_not_known_percent"]
    rows = local(files.rows(rate.file, (USUAL.level, USUAL.key, *parts)))
    numbers = rows.loc[rows[USUAL.key].ne("") & rows[parts].apply(is_number).all(axis="columns"), parts]
    sums = [Fraction(neet) + Fraction(not_known) - Fraction(both) for neet, not_known, both in numbers.to_numpy()]
    assert (sum(difference != 0 for difference in sums), len(sums)) == (differ, of)
    assert {abs(difference) for difference in sums} == {Fraction(0), Fraction("0.1")}


def changes(rate: PublishedRate, files: PublishedFiles) -> Iterator[Changed]:
    columns = (USUAL.level, USUAL.key, USUAL.year, rate.value, CHANGES[rate.value])
    series = files.series(rate.series, USUAL.series_key)
    for level, la_code, written, value, change in files.rows(rate.file, columns).itertuples(index=False, name=None):
        year = int(written) - rate.years_before
        now, then = series.get((la_code, year), "-"), series.get((la_code, year - 1), "-")
        if level == "Local authority" and all(is_number(pd.Series([value, change, now, then]))):
            yield Changed(rate, Fraction(now), Fraction(then), Fraction(change))


def as_shown(each: Changed) -> Changed:
    return replace(each, now=Fraction(rounded(each.now, 1)), then=Fraction(rounded(each.then, 1)))


def direction(each: Changed) -> str:
    indicator = next(indicator for indicator in INDICATORS if indicator.id == each.rate.indicator)
    return direction_of(each.now, each.then, Polarity.NEUTRAL, indicator)


def sign(change: Fraction) -> str:
    return SAME if change == 0 else HIGHER if change > 0 else LOWER


# What England is


@pytest.mark.parametrize(
    ("name", "column", "differences"),
    [
        ("timeliness_20_week.csv", "plans_issued_den", {"2021": 0, "2022": 871, "2023": 321, "2024": 193}),
        ("b1_children_in_need_2013_to_2025.csv", "At31_episodes", {"2013": 10_672, "2021": 3_093, "2024": 9_368}),
        (
            "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
            "referral_count",
            {"2013": 8_604, "2021": 5_036, "2024": 31_308},
        ),
        ("d5_cpps_at31march_by_duration_2013_to_2025.csv", "CPP_At31", {"2013": 630, "2021": 248, "2024": 1_050}),
    ],
)
def test_england_is_more_than_the_authorities_that_are_shown(
    files: PublishedFiles, name: str, column: str, differences: dict[str, int]
) -> None:
    """Those that are hidden or unreliable are in the national total. Regions and England may be rounded to 10."""
    rows = files.rows(name, (USUAL.level, USUAL.year, column))
    if name.startswith("timeliness"):
        rows = rows.loc[files.rows(name, ("breakdown_topic",))["breakdown_topic"].eq("All EHC plans issued")]
    found = {}
    for year in differences:
        of_year = rows[rows[USUAL.year].eq(year)]
        [england] = of_year.loc[of_year[USUAL.level].eq("National"), column]
        of_authorities = local(of_year)[column]
        found[year] = int(england) - of_authorities[is_number(of_authorities)].astype(int).sum()
    assert found == differences


def test_sessions_of_an_authority_are_those_of_its_phases() -> None:
    rows = local(published("absence/EES_ytd_data.csv"))
    numbers = rows.assign(sessions=pd.to_numeric(rows["possible_sessions"], errors="coerce"))
    by_phase = numbers.pivot(index="old_la_code", columns="education_phase", values="sessions")
    given = by_phase[by_phase["Total"].notna()]
    phases = given[["Primary", "Secondary", "Special"]].sum(axis="columns")
    assert ((phases == given["Total"]).sum(), len(given)) == (151, 151)


def test_rates_of_regions_lie_within_what_their_rounded_counts_allow() -> None:
    """Counts of regions and England are rounded to 10 and rates made before: four rates cannot be counted from them."""
    rows = published("social_care/cla_number_and_rate_per_10k_children.csv")
    rows = rows[rows["geographic_level"].eq("Regional") & rows["rate_per_10000"].str.fullmatch(r"\d+")]
    counts, wholes = rows["children_count"].astype(int), rows["population_estimate"].astype(int)
    limits = [
        tuple(rounded(Fraction((count + by) * 10_000, whole), 0) for by in (-5, 0, 5))
        for count, whole in zip(counts, wholes, strict=True)
    ]
    rates = [Decimal(rate) for rate in rows["rate_per_10000"]]
    assert sum(middle == rate for (_, middle, _), rate in zip(limits, rates, strict=True)) == 161
    assert sum(least <= rate <= most for (least, _, most), rate in zip(limits, rates, strict=True)) == len(rates) == 165


def test_children_in_need_at_the_end_are_those_of_the_year_without_those_that_ended(files: PublishedFiles) -> None:
    names = ["Anypoint_episodes", "Ended_episodes", "At31_episodes"]
    rows = local(files.rows("b1_children_in_need_2013_to_2025.csv", (USUAL.level, *names)))
    numbers = rows.loc[rows[names].apply(is_number).all(axis="columns"), names].astype(int)
    rest = numbers["Anypoint_episodes"] - numbers["Ended_episodes"] - numbers["At31_episodes"]
    assert ((rest == 0).sum(), len(rest), rest.abs().max()) == (1_964, 1_966, 1)


def local(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows[USUAL.level].eq("Local authority")]


def is_number(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells, errors="coerce").notna()
