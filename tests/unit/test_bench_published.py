"""Published rates counted again: which rows count, what they are divided by, and what is told of those that differ."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from flows.bench.published import Miss, PublishedFiles, Reproduced, reproduce, reproduced
from flows.bench.published_rates import BY_NAME, POPULATION_FILE, PUBLISHED_RATES, SERIES_FILE, PublishedRate
from tests.tables import table
from transforms.errors import UsageError
from transforms.indicators import INDICATORS
from transforms.indicators.indicator import Unit

FILE = "plans.csv"
ISSUED = PublishedRate(
    title="Plans issued in time",
    file=FILE,
    numerator="in_time",
    denominator="issued",
    value="percent",
    unit=Unit.PERCENT,
    decimals=1,
    reproduced=2,
    total=2,
)
PER_10_000 = replace(ISSUED, denominator="", value="", series="CIN", unit=Unit.PER_10_000)
PLACES = """
    time_period | geographic_level | country_name | region_name | la_name | old_la_code | in_time | issued | percent
"""


@pytest.fixture
def files(tmp_path: Path) -> PublishedFiles:
    return PublishedFiles(tmp_path)


def put(folder: Path, drawn: str, name: str = FILE) -> None:
    folder.mkdir(exist_ok=True)
    table(drawn).to_csv(folder / name, index=False)


def put_series(folder: Path, drawn: str) -> None:
    rows = table(drawn).to_dict("list")
    names = {"series": "Short Desc", "years": "Years", "area": "LA and Regions", "la": "LA Number", "value": "Values"}
    columns = {names.get(str(name), "Region"): pa.array(cells, pa.string()) for name, cells in rows.items()}
    parquet.write_table(pa.table(columns), folder / SERIES_FILE)


def test_rates_of_authorities_are_counted_where_no_number_is_hidden(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, PLACES + """
        2024 | Local authority | England | North | Oldtown | 301 | 1   | 8   | 12.5
        2024 | Local authority | England | North | Newtown | 302 | 1   | 16  | 6.3
        2024 | Local authority | England | North | Midtown | 303 | c   | 8   | c
        2024 | Local authority | England | North | Farton  | 304 | 0   | 0   | z
        2024 | Local authority | England | North | Norton  | 305 | 1   | 8   | x
        2024 | Regional        | England | North |         |     | 2   | 24  | 9.9
    """)  # fmt: skip
    assert reproduced(ISSUED, files) == Reproduced(ISSUED, total=2)
    everywhere = reproduced(replace(ISSUED, every_area=True), files)
    assert everywhere.misses == (Miss("North", "2024", Decimal("9.9"), Decimal("8.3"), "2 of 24"),)


def test_a_half_is_rounded_up_and_what_was_published_otherwise_is_told(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, PLACES + """
        2024 | Local authority | England | North | Oldtown | 301 | 41 | 80 | 51.2
        2024 | Local authority | England | North | Newtown | 302 | 3  | 80 | 3.8
    """)  # fmt: skip
    found = reproduced(ISSUED, files)
    assert found.misses == (Miss("Oldtown", "2024", Decimal("51.2"), Decimal("51.3"), "41 of 80"),)
    assert (found.reproduced, found.total, found.falls_short) == (1, 2, True)


def test_counts_that_were_estimated_are_taken_as_they_are(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, """
        year   | level           | la_name | in_time | issued | percent
        202324 | Local authority | Oldtown | 5.5     | 11     | 50
        202324 | Local authority | Newtown | NULL    | 11     | 50
        202324 | Local authority | Midtown | 5       | 10     | .
    """)  # fmt: skip
    assert reproduced(replace(ISSUED, layout=BY_NAME), files).total == 1


def test_only_the_rows_that_a_rate_is_about_count(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, """
        year   | level           | la_name | in_time | issued | percent | phase
        202324 | Local authority | Oldtown | 1       | 2      | 50      | Total
        202324 | Local authority | Oldtown | 1       | 2      | 49      | Primary
    """)  # fmt: skip
    rate = replace(ISSUED, layout=BY_NAME, rows={"phase": "Total"})
    assert reproduced(rate, files) == Reproduced(rate, total=1)


def test_a_rate_of_population_takes_the_middle_of_the_year_before(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, PLACES + """
        2025 | Local authority | England | North | Oldtown | 301 | 50 | |
        2025 | Local authority | England | North | Newtown | 302 | 50 | |
    """)  # fmt: skip
    put(tmp_path / "ons", """
        time_period | geographic_level | old_la_code | population_estimate
        2023        | Local authority  | 301         | 9000
        2024        | Local authority  | 301         | 10000
        2025        | Local authority  | 301         | 11000
        2024        | Local authority  | 302         | x
    """, f"{POPULATION_FILE}.gz")  # fmt: skip
    put_series(tmp_path, """
        series | years | area    | la    | region | value
        CIN    | 2025  | Oldtown | 301.0 | North  | 50
        CIN    | 2025  | Newtown | 302   | North  | 50
        CIN    | 2025  | England | 970   | NA     | 50
    """)  # fmt: skip
    assert reproduced(PER_10_000, files) == Reproduced(PER_10_000, total=1)


def test_a_value_published_twice_is_the_series_rounded(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, PLACES + """
        2022 | Local authority | England | North | Oldtown | 301 | | | 0.3
        2022 | Local authority | England | North | Newtown | 302 | | | 0.3
        2022 | Local authority | England | North | Midtown | 303 | | | 0.3
    """)  # fmt: skip
    put_series(tmp_path, """
        series | years   | area    | la  | region | value
        CIN    | 2020/21 | Oldtown | 301 | North  | 0.29999999999999999
        CIN    | 2021    | Newtown | 302 | North  | 0.35
        CIN    | 2021    | Midtown | 303 | North  | -
        CIN    | 2022    | Midtown | 303 | North  | 0.3
        CIN    | 2020-22 | Midtown | 303 | North  | 0.3
    """)  # fmt: skip
    rate = replace(ISSUED, numerator="", denominator="", series="CIN", years_before=1)
    found = reproduced(rate, files)
    assert (found.total, found.reproduced) == (2, 1)
    assert found.misses == (Miss("Newtown", "2022", Decimal("0.3"), Decimal("0.4"), "series 0.35"),)


def test_what_is_not_there_is_absent_and_no_failure(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, PLACES)
    found = reproduced(PER_10_000, files)
    assert (found.absent, found.falls_short) == ((SERIES_FILE, POPULATION_FILE), False)
    with pytest.raises(UsageError, match="holds none of the published files"):
        reproduce(tmp_path)


def test_a_file_that_is_otherwise_than_published_is_named(files: PublishedFiles, tmp_path: Path) -> None:
    put(tmp_path, "time_period | old_la_code\n2024 | 301")
    with pytest.raises(UsageError, match=f"{FILE}: column geographic_level is missing"):
        reproduced(ISSUED, files)
    (tmp_path / "other.csv.gz").write_bytes(b"not gzipped")
    with pytest.raises(UsageError, match=r"other\.csv cannot be read"):
        reproduced(replace(ISSUED, file="other.csv"), PublishedFiles(tmp_path))


@pytest.mark.parametrize("rate", PUBLISHED_RATES, ids=lambda rate: f"{rate.title}, {rate.file}")
def test_a_rate_is_declared_so_that_it_can_be_counted(rate: PublishedRate) -> None:
    assert rate.value or rate.series
    assert rate.numerator or (rate.value and rate.series)
    assert rate.reproduced <= rate.total
    assert bool(rate.why) == (rate.reproduced < rate.total)


@pytest.mark.parametrize(
    "rate", [rate for rate in PUBLISHED_RATES if rate.indicator], ids=lambda rate: f"{rate.title}, {rate.file}"
)
def test_a_rate_of_ours_has_the_unit_and_the_series_of_its_indicator(rate: PublishedRate) -> None:
    indicator = next(each for each in INDICATORS if each.id == rate.indicator)
    assert rate.unit is indicator.unit
    assert rate.decimals >= indicator.decimals
    assert indicator.published is not None
    assert rate.series in ("", indicator.published.series)
