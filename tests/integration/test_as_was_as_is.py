"""Schools and areas as they were in a quarter and as they are today; the calendar and the list of authorities."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from flows.council import read_council
from flows.warehouse.dimensions import put_area, put_schools
from tests.published import SAMPLE
from transforms.areas import area_versions
from transforms.council_types import Council, School, SchoolBefore
from transforms.quarters import Quarter, academic_year

CONVERTED = SchoolBefore(date(2025, 3, 31), "900801", "Alder Brook High School", "Secondary", "Community school")
BEFORE = School("900801", "Alder Brook High School", "Secondary", 300, status="Community school")
AFTER = School("900007", "Alder Brook Academy", "Secondary", 300, ("900801",), "Academy converter", (CONVERTED,))
_QUARTER = """
    insert into mart.dim_quarter values (:key, :name, :title, :start, :end, :financial_year, :academic_year, :number)
    on conflict do nothing
"""
_DIMENSIONS = """
    insert into mart.dim_indicator (indicator_id, version, title, numerator_definition, denominator_definition, unit,
        decimals, polarity, period_kind, national_definition, owner)
    values ('cla_number', 1, 'Children looked after', 'Children', '', 'count', 0, 'neutral', 'snapshot', 'DfE', 'X');
    insert into mart.dim_breakdown (breakdown, item) values ('Total', 'Total')
"""
_PUBLICATION = """
    insert into mart.publication (publication_id, council, council_name, quarter, status, input_fingerprint)
    values (:number, :council, :name, :quarter, 'draft', '')
"""
_POINTER = "insert into mart.publication_pointer values (:council, :quarter, 'draft', :number)"
_VALUE = """
    insert into mart.fact_indicator_value (publication_id, indicator_key, quarter_key, area_key, school_key,
        breakdown_key, numerator, value, data_status, is_history, disclosure)
    select :number, indicator_key, :key, :area, :school, breakdown_key, 7, 7, 'provisional', :is_history, 'none'
    from mart.dim_indicator, mart.dim_breakdown
"""


@pytest.fixture(scope="module")
def sample() -> Council:
    return read_council(SAMPLE)


@pytest.fixture
def connection(warehouse: Engine) -> Iterator[Connection]:
    with warehouse.begin() as connection:
        connection.exec_driver_sql(_DIMENSIONS)
        yield connection


def publish(connection: Connection, number: int, council: Council, quarter: str, *histories: str) -> None:
    """A draft with one figure of the area, and of each school, for its quarter and those of its history."""
    area = put_area(connection, council)
    schools = put_schools(connection, council, area)
    place = {"number": number, "council": council.slug, "name": council.name, "quarter": quarter}
    connection.execute(text(_PUBLICATION), place)
    connection.execute(text(_POINTER), place)
    for each in map(Quarter.parse, (quarter, *histories)):
        about = {name: getattr(each, name) for name in ("title", "start", "end", "financial_year", "academic_year")}
        key = each.year * 10 + each.number
        connection.execute(text(_QUARTER), {**about, "key": key, "name": str(each), "number": each.number})
        for school in schools.values():
            value = {"number": number, "key": key, "area": area, "school": school, "is_history": str(each) != quarter}
            connection.execute(text(_VALUE), value)


def shown(connection: Connection, query: str) -> list[tuple]:
    return [tuple(row) for row in connection.execute(text(query))]


def test_an_academy_with_a_new_number(connection: Connection, sample: Council) -> None:
    publish(connection, 1, replace(sample, schools=(BEFORE,)), "2024-25-Q4")
    publish(connection, 2, replace(sample, schools=(AFTER,)), "2025-26-Q1", "2024-25-Q4")
    columns = "publication_id, quarter, school_urn, school_name, school_status"
    of_schools = "where school_urn <> '' order by publication_id, quarter"
    assert shown(connection, f"select {columns} from mart.figures_as_was {of_schools}") == [
        (1, "2024-25-Q4", "900801", "Alder Brook High School", "Community school"),
        (2, "2024-25-Q4", "900801", "Alder Brook High School", "Community school"),
        (2, "2025-26-Q1", "900007", "Alder Brook Academy", "Academy converter"),
    ]
    assert shown(connection, f"select {columns}, school_urn_then from mart.figures_as_is {of_schools}") == [
        (1, "2024-25-Q4", "900007", "Alder Brook Academy", "Academy converter", "900801"),
        (2, "2024-25-Q4", "900007", "Alder Brook Academy", "Academy converter", "900007"),
        (2, "2025-26-Q1", "900007", "Alder Brook Academy", "Academy converter", "900007"),
    ]
    published = f"select publication_id, quarter, school_urn from mart.indicator_values {of_schools}"
    assert shown(connection, published) == [
        (1, "2024-25-Q4", "900801"),
        (2, "2024-25-Q4", "900007"),
        (2, "2025-26-Q1", "900007"),
    ]
    assert shown(connection, "select urn, is_listed from mart.dim_school where urn <> '' order by urn") == [
        ("900007", True),
        ("900801", False),
    ]
    spans = "select valid_from, valid_to from mart.dim_school_version where school_key = (select school_key from"
    spans += " mart.dim_school where urn = '900007') order by 1"
    assert shown(connection, spans) == [
        (date(1900, 1, 1), date(2025, 3, 31)),
        (date(2025, 4, 1), date(2199, 12, 31)),
    ]


AUTHORITIES = [
    # code, area code that its folder has, a quarter; as it was then; as it is today
    ("928", "E10000021", "2020-21-Q4", ("E10000021", "Northamptonshire"), [
        ("E06000061", "North Northamptonshire", "part"),
        ("E06000062", "West Northamptonshire", "part"),
    ]),
    ("941", "E06000062", "2021-22-Q1", ("E06000062", "West Northamptonshire"), [
        ("E06000062", "West Northamptonshire", "same"),
    ]),
    ("909", "E10000006", "2022-23-Q4", ("E10000006", "Cumbria"), [
        ("E06000063", "Cumberland", "part"),
        ("E06000064", "Westmorland and Furness", "part"),
    ]),
    ("837", "E06000028", "2018-19-Q4", ("E06000028", "Bournemouth"), [
        ("E06000058", "Bournemouth, Christchurch and Poole", "whole"),
    ]),
    ("825", "E06000060", "2019-20-Q4", ("E10000002", "Buckinghamshire"), [("E06000060", "Buckinghamshire", "same")]),
    ("825", "E06000060", "2020-21-Q1", ("E06000060", "Buckinghamshire"), [("E06000060", "Buckinghamshire", "same")]),
]  # fmt: skip


def test_authorities_that_were_split_merged_or_got_another_code(connection: Connection, sample: Council) -> None:
    for number, (la_code, area_code, quarter, _, _) in enumerate(AUTHORITIES):
        name = next(each.name for each in area_versions() if each.la_code == la_code)
        slug = f"council-{number}"
        council = replace(
            sample, slug=slug, name=name, la_code=la_code, gss_code=area_code, synthetic=False, schools=()
        )
        publish(connection, number, council, quarter)
    for number, (*_, was, today) in enumerate(AUTHORITIES):
        of_it = f"where publication_id = {number} order by area_code"
        assert shown(connection, f"select area_code, area_name from mart.figures_as_was {of_it}") == [was]
        found = shown(connection, f"select area_code, area_name, area_fit, numerator from mart.figures_as_is {of_it}")
        assert found == [(*each, 7) for each in today], "each with the figure of the whole, shared out among none"
    ended = "select la_code, valid_to, successors from mart.dim_area where la_code in ('909', '928') order by 1"
    assert shown(connection, ended) == [
        ("909", date(2023, 3, 31), "942 943"),
        ("928", date(2021, 3, 31), "940 941"),
    ]


def test_an_invented_council_is_no_authority(connection: Connection, sample: Council) -> None:
    publish(connection, 1, replace(sample, schools=()), "2025-26-Q1")
    assert shown(connection, "select area_name, area_fit from mart.figures_as_is") == [(sample.name, "same")]
    assert shown(connection, "select area_name, area_code from mart.figures_as_was") == [(sample.name, sample.gss_code)]


def test_the_calendar_is_the_one_that_the_figures_are_counted_by(two_councils: Engine) -> None:
    with two_councils.connect() as connection:
        days = connection.execute(text("select * from mart.dim_date order by day")).all()
    first, last = date(2010, 1, 1), date(2040, 12, 31)
    assert [row.day for row in days] == [first + timedelta(days=n) for n in range((last - first).days + 1)]
    terms = {9: "autumn", 12: "autumn", 1: "spring", 3: "spring", 4: "summer", 8: "summer"}
    for row in days:
        quarter = Quarter.containing(row.day)
        assert (row.quarter, row.quarter_key) == (str(quarter), quarter.year * 10 + quarter.number)
        assert (row.financial_year, row.financial_quarter) == (quarter.financial_year, quarter.number)
        assert row.academic_year == academic_year(row.day)
        assert (row.iso_year, row.iso_week, row.weekday_number) == tuple(row.day.isocalendar())
        assert (row.date_key, row.month_name, row.weekday_name) == (
            int(f"{row.day:%Y%m%d}"), f"{row.day:%B}", f"{row.day:%A}"
        )  # fmt: skip
        assert row.academic_term == terms.get(row.day.month, row.academic_term)


def test_the_list_of_authorities_is_the_one_of_the_code_lists(two_councils: Engine) -> None:
    query = "select la_code, area_code, valid_from, valid_to from mart.dim_authority where authority_key <> -1"
    with two_councils.connect() as connection:
        found = {tuple(row) for row in connection.execute(text(query))}
        present = connection.scalar(text("select count(distinct present_authority_key) from mart.bridge_authority_now"))
    assert found == {(each.la_code, each.area_code, each.valid_from, each.valid_to) for each in area_versions()}
    assert present == 153 + 1, "the authorities of today, and none of them"
