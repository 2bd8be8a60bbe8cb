"""A report read from a real warehouse: one publication, another beside it, and what each audience gets."""

import pytest
from sqlalchemy import Connection, Engine

from flows.report.build import build_report
from flows.report.model import Report
from tests.unit.report.report_factory import sample_commentary, sample_council, sample_narrative
from transforms.errors import Refused, UsageError

INSERTS = """
insert into mart.dim_area (council, area_code, la_code, area_name, region)
values ('merebridge', 'E06999999', '999', 'Merebridge', 'North West');

insert into mart.dim_quarter values
(20241, '2024-25-Q1', 'Quarter 1 2024/25', '2024-04-01', '2024-06-30', '2024-25', '2023/24', 1),
(20251, '2025-26-Q1', 'Quarter 1 2025/26', '2025-04-01', '2025-06-30', '2025-26', '2024/25', 1);

insert into mart.dim_breakdown (breakdown, item) values ('Total', 'Total');

insert into mart.dim_indicator (
    indicator_id, version, title, numerator_definition, denominator_definition, unit, decimals, polarity, period_kind,
    national_definition, owner
) values
('attendance_rate', 1, 'Attendance', 'Sessions attended', 'Possible sessions', 'percent', 1, 'higher',
 'academic year to date', 'DfE', 'Head'),
('cla_residential', 1, 'Residential', 'Children', '', 'count', 0, 'lower', 'snapshot at quarter end', 'None', 'Head');

insert into mart.publication (
    publication_id, council, council_name, quarter, status, input_fingerprint, code_version
) values
(1, 'merebridge', 'Merebridge', '2025-26-Q1', 'draft', repeat('a', 64), '2026.11.0'),
(2, 'merebridge', 'Merebridge', '2025-26-Q1', 'withdrawn', repeat('b', 64), '2026.11.0');

insert into mart.fact_indicator_value (
    publication_id, indicator_key, quarter_key, area_key, breakdown_key, numerator, denominator, value, data_status,
    is_history, disclosure
)
select
    publication.publication_id, indicator.indicator_key, quarter.quarter_key, area.area_key,
    breakdown.breakdown_key, 1848 + publication.publication_id, 2000, 92.4, 'provisional', quarter.quarter_key < 20251,
    case indicator.indicator_id when 'cla_residential' then 'internal' else 'none' end
from mart.publication as publication, mart.dim_indicator as indicator, mart.dim_quarter as quarter,
    mart.dim_area as area, mart.dim_breakdown as breakdown;

insert into mart.fact_performance (
    publication_id, measure_ref, part, position, objective_ref, objective_title, title, officer, indicator_key,
    breakdown_key, quarter_key, area_key, unit, decimals, same_period_last_year, target, target_kind, current_value,
    numerator, denominator, direction_of_travel, progress, data_status, disclosure
)
select
    1, measure.ref, 'Total', measure.position, 'PED01', 'Every child attends school', measure.title, 'RS',
    indicator.indicator_key, breakdown.breakdown_key, 20251, area.area_key, indicator.unit, indicator.decimals,
    91.8, 93, 'level', 92.4, 1849, 2000, 'Better', 'Uncertain', 'provisional', measure.disclosure
from (values
    ('PED01 01', 1, 'Overall attendance', 'attendance_rate', 'none'),
    ('PED02 04', 2, 'Residential care', 'cla_residential', 'internal')
) as measure (ref, position, title, indicator_id, disclosure)
inner join mart.dim_indicator as indicator on measure.indicator_id = indicator.indicator_id,
    mart.dim_area as area, mart.dim_breakdown as breakdown;

insert into mart.fact_data_quality (
    publication_id, extract, supplier, supplier_title, covers, state, rows_received, rows_loaded, rows_held
) values (1, 'attendance_register', '100001', 'Northgate Primary School', '2024/25 summer', 'loaded', 100, 97, 3);

insert into mart.fact_finding values
(1, 'attendance_register', '100001', '2024/25 summer', 'marks', 'mark-unknown', 'hold', 3, 'Unknown mark.', 'Mend it.');

insert into mart.fact_lineage values
(1, 'attendance_register', '100001', '2024/25 summer', 4, 'marks', 'marks.csv.gz', repeat('c', 64), '2025-06-30',
 '2025-07-04');

insert into mart.fact_series_break values
(1, 'PED01 01', '2024-09-01', 'Registers come from another system.'),
(1, 'PED02 04', '2025-07-01', 'It is counted otherwise.');

insert into mart.fact_milestone values
(1, 'PED01', 'PED01a', 'Name attendance officers', '2025-09-01', 'RS', 'On track', 'All six are named.');
"""


@pytest.fixture
def published(warehouse: Engine) -> Engine:
    """A warehouse with two publications of one quarter, the second withdrawn."""
    with warehouse.begin() as connection:
        for insert in INSERTS.split(";\n\n"):
            connection.exec_driver_sql(insert)
    return warehouse


def report(connection: Connection, publication: int, audience: str) -> Report:
    return build_report(connection, publication, sample_council(), sample_narrative(), sample_commentary(), audience)


def test_a_publication_is_read_whole_and_alone(published: Engine) -> None:
    with published.connect() as connection:
        found = report(connection, 1, "internal")
    attendance, residential = found.objectives[0].measures
    assert (attendance.ref, residential.ref) == ("PED01 01", "PED02 04")
    assert attendance.lead.current.text == "92.4%"
    assert attendance.lead.target.text == "93.0%"
    assert [point.counts for point in attendance.lead.trend if point.counts] == ["1,849 of 2,000", "1,849 of 2,000"]
    assert attendance.breaks == (
        "Figures before 1 September 2024 are not like those after it. Registers come from another system.",
    )
    assert attendance.lead.chart is not None
    assert [attendance.lead.chart.points[place].quarter for place in attendance.lead.chart.breaks] == ["2024-25-Q2"]
    assert residential.breaks == (), "no figure lies after it"
    assert attendance.sources[0].endswith("1 of 1 delivery loaded, 3 rows held back.")
    assert [row.data_to for row in found.supplies] == ["30 June 2025"]
    assert len(found.findings) == len(found.lineage) == len(found.milestones) == 1
    assert found.cover.data_to == "30 June 2025"


def test_the_warehouse_keeps_from_the_public_what_it_may_not_see(published: Engine) -> None:
    with published.connect() as connection:
        found = report(connection, 1, "public")
    assert [measure.ref for measure in found.objectives[0].measures] == ["PED01 01"]
    assert [(measure.ref, measure.title) for measure in found.objectives[0].withheld] == [
        ("PED02 04", "Residential care")
    ]
    assert not found.findings
    assert not found.lineage


@pytest.mark.parametrize(
    ("publication", "audience", "error", "message"),
    [
        (99, "internal", UsageError, "There is no publication 99"),
        (2, "internal", Refused, "Publication 2 was withdrawn"),
        (1, "everyone", UsageError, "not an audience"),
    ],
)
def test_what_cannot_be_reported_says_why(
    published: Engine, publication: int, audience: str, error: type[Exception], message: str
) -> None:
    with published.connect() as connection, pytest.raises(error, match=message):
        report(connection, publication, audience)
