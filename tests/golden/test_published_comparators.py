"""The national tool's own table: what is compared, counted again in plain Python for authorities all over England."""

import csv
import shutil
import statistics
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow.parquet
import pytest

from flows.published import read_neighbours, read_published
from tests.published_files import PUBLISHED, needs_published
from transforms.comparators import AreaKind, Comparator, comparators
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Indicator, Polarity

TABLE, LIST = PUBLISHED / "lait/bds_long_0.parquet", PUBLISHED / "reference/sn_may_2025.xlsx"
DAY = date(2026, 3, 31)
HALTON, CAMDEN, CUMBERLAND, CITY = "876", "202", "942", "201"
REGIONS = {HALTON: "North West", CAMDEN: "Inner London", CUMBERLAND: "North West", CITY: "Inner London"}
MOST = {"cpp_long_plans_rate": 90}  # of one to five children nothing is published
COMPARED = [indicator for indicator in INDICATORS if indicator.published]

pytestmark = needs_published


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference data of a council, as published."""
    place = tmp_path_factory.mktemp("council")
    for name, file in (("published/lait.parquet", TABLE), ("neighbours/2025-05-01.xlsx", LIST)):
        (place / "reference" / name).parent.mkdir(parents=True)
        shutil.copy(file, place / "reference" / name)
    return place


@cache
def as_published(series: str) -> Mapping[str, Mapping[str, tuple[float, bool]]]:
    """By year and by LA code, the value, and whether the place is an authority (it is in a region)."""
    table = pyarrow.parquet.read_table(TABLE, filters=[("Short Desc", "=", series)]).to_pylist()
    years: dict[str, dict[str, tuple[float, bool]]] = {}
    for row in table:
        if row["Values"] != "-":
            is_authority = row["Region"] != "NA"
            years.setdefault(row["Years"], {})[f"{row['LA Number']:.0f}"] = (float(row["Values"]), is_authority)
    return years


def compared(folder: Path, la_code: str) -> list[Comparator]:
    values, neighbours = read_published(folder), read_neighbours(folder, la_code, DAY)
    assert values is not None
    assert neighbours is not None
    return list(comparators(values, INDICATORS, la_code, REGIONS[la_code], neighbours, DAY))


@pytest.mark.parametrize("indicator", COMPARED, ids=lambda indicator: indicator.id)
def test_every_series_is_published_for_most_authorities(indicator: Indicator) -> None:
    assert indicator.published is not None
    years = as_published(indicator.published.series)
    newest = years[max(years)]
    assert sum(is_authority for _, is_authority in newest.values()) >= MOST.get(indicator.id, 140)


@pytest.mark.parametrize("la_code", [HALTON, CAMDEN, CUMBERLAND, CITY])
def test_means_ranks_and_quarters_are_those_of_counting(folder: Path, la_code: str) -> None:
    found = compared(folder, la_code)
    neighbours = read_neighbours(folder, la_code, DAY)
    assert neighbours is not None
    for indicator in COMPARED:
        assert indicator.published is not None
        of_indicator = [each for each in found if each.indicator_id == indicator.id]
        newest = max((each.period_end for each in of_indicator), default=None)
        if newest is None:
            continue
        here = {each.kind: each for each in of_indicator if each.period_end == newest and each.kind != "neighbour"}
        years = as_published(indicator.published.series)
        places = years[max(years)]
        own = places.get(la_code)
        assert (AreaKind.OWN in here) == (own is not None)
        if own is not None:
            assert (here[AreaKind.OWN].value, here[AreaKind.OWN].rank) == (
                ours(indicator, own[0]),
                plain_rank(indicator, places, la_code),
            )
        others = [ours(indicator, places[code][0]) for code in neighbours.la_codes if code in places]
        assert (here[AreaKind.NEIGHBOURS].value, here[AreaKind.NEIGHBOURS].areas) == (
            pytest.approx(statistics.mean(others), abs=1e-6),
            len(others),
        )
        assert here[AreaKind.NEIGHBOURS].median == pytest.approx(statistics.median(others), abs=1e-6)
        assert_best(here.get(AreaKind.OWN), indicator, places)
        assert here[AreaKind.ENGLAND].value == ours(indicator, places["970"][0])


def assert_best(own: Comparator | None, indicator: Indicator, places: Mapping[str, tuple[float, bool]]) -> None:
    """The first of all authorities, and the value from which one is among the best quarter."""
    if own is None or indicator.polarity == Polarity.NEUTRAL:
        return
    values = [ours(indicator, value) for value, is_authority in places.values() if is_authority]
    quarters = statistics.quantiles(values, n=4, method="inclusive")
    is_higher = indicator.polarity == Polarity.HIGHER
    assert own.best == (max(values) if is_higher else min(values))
    assert own.best_quarter == pytest.approx(quarters[2] if is_higher else quarters[0], abs=1e-6)


def ours(indicator: Indicator, value: float) -> float:
    assert indicator.published is not None
    return round(100 - value if indicator.published.complement else value, 6)


def plain_rank(indicator: Indicator, places: Mapping[str, tuple[float, bool]], la_code: str) -> int | None:
    if indicator.polarity == Polarity.NEUTRAL:
        return None
    values = sorted(
        (ours(indicator, value) for value, is_authority in places.values() if is_authority),
        reverse=indicator.polarity == Polarity.HIGHER,
    )
    return values.index(ours(indicator, places[la_code][0])) + 1


def test_the_mean_is_that_of_the_national_tool_for_halton(folder: Path) -> None:
    found = compared(folder, HALTON)
    mean = next(
        each
        for each in found
        if (each.indicator_id, each.kind, each.period) == ("care_leavers_eet_rate", AreaKind.NEIGHBOURS, "2024-25")
    )
    assert (mean.value, mean.median, mean.areas, mean.areas_of) == (52.0, 49.0, 10, 10)


RELEASES = {
    "LAC": "social_care/cla_number_and_rate_per_10k_children.csv",
    "ReReferral": "social_care/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv",
    "SEN_EHC_Excpt_20wks": "send/timeliness_20_week.csv.gz",
    "SEN_EHC_All_20wks": "send/timeliness_20_week.csv.gz",
}


def test_the_tables_of_releases_have_the_values_of_the_national_tool(tmp_path: Path) -> None:
    place = tmp_path / "reference/published"
    place.mkdir(parents=True)
    for name in set(RELEASES.values()):
        shutil.copy(PUBLISHED / name, place)
    values = read_published(tmp_path)
    assert values is not None
    assert set(values["series"]) == set(RELEASES)
    for series in RELEASES:
        of_tool = as_published(series)
        rows = values[values["series"].eq(series) & values["region"].notna()].dropna(subset=["la_code", "value"])
        found = [
            (float(value), of_tool[year][code][0])
            for year, code, value in rows[["years", "la_code", "value"]].itertuples(index=False, name=None)
            if code in of_tool.get(year, {}) and value.replace(".", "", 1).isdigit()
        ]
        assert len(found) > 700, series
        assert [pair for pair in found if abs(pair[0] - pair[1]) > 1e-9] == [], series


def test_polarity_is_that_of_the_national_tool() -> None:
    """Absence is bad, so attendance is good; children in need and the like are judged by nobody."""
    with (PUBLISHED / "lait/lait_data_dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        said = {row["Measure_short"]: row["Polarity"] for row in csv.DictReader(file)}
    words = {Polarity.HIGHER: "High", Polarity.LOWER: "Low", Polarity.NEUTRAL: "-"}
    turned = {"High": "Low", "Low": "High"}
    for indicator in COMPARED:
        assert indicator.published is not None
        national = said[indicator.published.series]
        assert words[indicator.polarity] == (turned[national] if indicator.published.complement else national)
