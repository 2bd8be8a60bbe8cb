"""The Department for Education's screening of open data, stated again: what it would fail or warn of.

From its rules as published (names of files and columns, periods, places, filters, indicators, metadata). What needs its
lists of places and of harmonised values is left out, for an invented council is in none.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

Row = dict[str, str]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
QUARTERS = tuple(f"Financial year Q{number}" for number in range(1, 5))
# Identifiers of one group may stand in one file.
IDENTIFIERS = (
    ("Calendar year",), ("Financial year",), ("Academic year",), ("Tax year",), ("Reporting year",),
    ("Autumn and spring term",), ("Autumn term", "Spring term", "Summer term"), MONTHS, QUARTERS,
    tuple(f"Week {number}" for number in range(1, 53)),
    ("Part 1 (April to September)", "Part 2 (October to March)"),
)  # fmt: skip
FOUR_DIGITS = ("Calendar year", "Reporting year", *MONTHS, *IDENTIFIERS[9])
MANDATORY = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
PLACES = ("region_code", "region_name", "old_la_code", "new_la_code", "la_name")
META = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
    "filter_grouping_column",
)  # fmt: skip
UNITS = ("", "%", "pp", "£", "£m", "numberstring")
SYMBOLS = ("z", "x", "c", "low", "u", "k")
NOT_SAID = ("NULL", "Null", "null", "NA", "na", "N/A", "n/a", ".", "..", "-", "~", ":")
SMUSHED = re.compile(
    "male|asian|chinese|indian|pakistani|bangladeshi|black|african|caribbean|white|roma|irish|english|british|scottish"
    "|welsh|arab",
    re.IGNORECASE,
)
HARMONISED = re.compile("sen_|primary_need|secondary_need|establishment_type|provider_type|school_type|phase|ethnic")
PLACE_LIKE = re.compile(
    "(^(country|sch|prov|inst|estab|reg|la|local|rsc|pfa|pcon|lep|mca|oa|ward|mat).*(name|code|urn|ukprn|number|upin|id)$)"
    "|(^(laestab|estab|schools?|sch|prov|providers?|inst|institutions?|name|code|urn|ukprn|number|upin|id|region|la|lad"
    "|rsc|pcon|lep|mca|oa|ward|mat)$)"
)
REGIONS = re.compile("E1[23]0000[0-9]{2}")


def complaints(name: str, data: bytes, meta: bytes) -> list[str]:
    """Everything that the screening would say of ``name``.csv and ``name``.meta.csv."""
    columns, rows = _read(data)
    meta_columns, about = _read(meta)
    return [
        *_of_name(name),
        *_of_columns(columns, about),
        *_of_periods(rows),
        *_of_places(columns, rows),
        *_of_filters(columns, rows, about),
        *_of_indicators(rows, about),
        *_of_meta(meta_columns, about),
        *_of_repeats(columns, rows, about),
    ]


def _read(data: bytes) -> tuple[list[str], list[Row]]:
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    rows = list(reader)
    return list(reader.fieldnames or ()), rows


def _of_type(about: list[Row], kind: str) -> list[str]:
    return [row["col_name"] for row in about if row["col_type"] == kind]


def _of_name(name: str) -> Iterator[str]:
    if not re.fullmatch("[a-z0-9_-]+", name):
        yield f"{name}: a file's name is of small letters, digits, hyphens and underscores"


def _of_columns(columns: list[str], about: list[Row]) -> Iterator[str]:
    described = [row["col_name"] for row in about]
    yield from (f"{name} is missing" for name in MANDATORY if name not in columns)
    yield from (f"{name} occurs twice" for name, count in Counter(columns).items() if count > 1)
    yield from (f"{name} is not in snake case" for name in columns if not re.fullmatch("[a-z][a-z0-9_]*", name))
    yield from (f"{name} is longer than 50 characters" for name in described if len(name) > 50)
    yield from (f"{name} is described and not there" for name in described if name not in columns)
    known = {*described, *MANDATORY, *PLACES}
    yield from (f"{name} is there and not described" for name in columns if name not in known)
    if len(columns) - len(MANDATORY) < len(about):
        yield "more is described than there is"


def _of_periods(rows: list[Row]) -> Iterator[str]:
    identifiers = {row["time_identifier"] for row in rows}
    group = next((group for group in IDENTIFIERS if identifiers & set(group)), ())
    yield from (f"{each} may not stand beside the others" for each in sorted(identifiers - set(group)))
    digits = 4 if set(group) & set(FOUR_DIGITS) else 6
    for period in sorted({row["time_period"] for row in rows}):
        if not re.fullmatch(f"[0-9]{{{digits}}}", period):
            yield f"{period} is not of {digits} digits"
        elif digits == 6 and (int(period[2:4]) + 1) % 100 != int(period[4:]):
            yield f"{period} is not of years that follow each other"


def _of_places(columns: list[str], rows: list[Row]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in PLACES if name not in columns)
    for row in rows:
        if row["geographic_level"] != "Local authority":
            yield f"{row['geographic_level']} is no level of these files"
        if (row["country_code"], row["country_name"]) != ("E92000001", "England"):
            yield "the country is not England"
        yield from (f"{name} is empty" for name in PLACES if not row.get(name))
        if not REGIONS.fullmatch(row["region_code"]):
            yield f"{row['region_code']} is no region"


def _of_filters(columns: list[str], rows: list[Row], about: list[Row]) -> Iterator[str]:
    for name in _of_type(about, "Filter"):
        items = {row[name] for row in rows}
        if len(items) < 2:
            yield f"{name} has one item alone"
        if "Total" not in items:
            yield f"{name} has no Total"
        yield from (
            f"{name}: {item!r} is empty or has space around it" for item in items if item != item.strip() or not item
        )
        yield from (f"{name}: {item} is longer than 120 characters" for item in items if len(item) > 120)
        if PLACE_LIKE.search(name):
            yield f"{name} looks like a place"
    for name in columns:
        if (name in MANDATORY or name in PLACES or PLACE_LIKE.search(name)) and {r[name] for r in rows} & {
            "Total",
            "All",
        }:
            yield f"{name} is a place or a time and has a total"


def _of_indicators(rows: list[Row], about: list[Row]) -> Iterator[str]:
    for name in _of_type(about, "Indicator"):
        if SMUSHED.search(name):
            yield f"{name} looks like an item of a filter"
        values = {row[name] for row in rows}
        yield from (f"{name}: {each!r} says nothing" for each in values if each in ("", *NOT_SAID))
        wrong = [each for each in values if each not in SYMBOLS and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", each)]
        yield from (f"{name}: {each!r} is no number and no symbol" for each in wrong)


def _of_meta(columns: list[str], about: list[Row]) -> Iterator[str]:
    if columns != list(META):
        yield "the metadata has other columns"
    for key in ("col_name", "label"):
        yield from (
            f"{key} {each} occurs twice" for each, count in Counter(row[key] for row in about).items() if count > 1
        )
    for row in about:
        name, is_filter = row["col_name"], row["col_type"] == "Filter"
        if row["col_type"] not in ("Filter", "Indicator"):
            yield f"{name} is neither a filter nor an indicator"
        if not row["label"] or len(row["label"]) > 100:
            yield f"{name} has no label of at most 100 characters"
        if row["indicator_unit"] not in UNITS:
            yield f"{name}: {row['indicator_unit']} is no unit"
        if is_filter and (row["indicator_unit"] or row["indicator_dp"] or row["indicator_grouping"]):
            yield f"{name} is a filter and has what an indicator has"
        if not is_filter and (
            row["filter_hint"] or row["filter_grouping_column"] or not row["indicator_dp"].isdecimal()
        ):
            yield f"{name} is an indicator and has what a filter has, or no decimal places"
        if HARMONISED.search(name):
            yield f"{name} is about what has a name of its own"


def _of_repeats(columns: list[str], rows: list[Row], about: list[Row]) -> Iterator[str]:
    """No row twice, and every item of a filter for each period."""
    filters = _of_type(about, "Filter")
    keys = Counter(tuple(row[name] for name in ("time_period", "time_identifier", *filters)) for row in rows)
    yield from (f"{key} occurs twice" for key, count in keys.items() if count > 1)
    items = 1
    for name in filters:
        items *= len({row[name] for row in rows})
    periods = {(row["time_period"], row["time_identifier"]) for row in rows}
    if len(keys) != len(periods) * items:
        yield "some periods lack items that others have"
    yield from (f"{name} is empty throughout" for name in columns if not any(row[name] for row in rows))
