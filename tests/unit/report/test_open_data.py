"""Open data: files that pass the Department's screening, one for each kind of year, with the report's own figures."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from flows.report.model import Figure, Report
from flows.report.open_data import open_data_files
from tests.open_data_screening import complaints
from tests.unit.report.report_factory import PERIODS, SPECS, sample_report, sample_rows

Row = dict[str, str]


def read(files: dict[str, bytes], name: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8"), newline="")))


def pairs(files: dict[str, bytes]) -> list[str]:
    return sorted(name.removesuffix(".meta.csv") for name in files if name.endswith(".meta.csv"))


def made(report: Report) -> dict[str, bytes]:
    """The files of a copy that is issued, whose names bear no mark."""
    return open_data_files(replace(report, cover=replace(report.cover, status="issued")))


def report_with(audience: str = "internal", **changes: str) -> Report:
    """The sample with some cells of each performance row changed."""
    rows = [{**row, **changes} for row in sample_rows(audience).performance]
    return sample_report(audience, performance=rows)


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_screening_finds_nothing_to_say(audience: str) -> None:
    files = made(sample_report(audience))
    assert pairs(files) == ["data-academic", "data-financial"]
    for name in pairs(files):
        assert complaints(name, files[f"{name}.csv"], files[f"{name}.meta.csv"]) == []


@pytest.mark.parametrize(
    ("kind", "file", "period", "identifier"),
    [
        ("financial year to date", "data-financial", "202526", "Financial year Q1"),
        ("snapshot at quarter end", "data-financial", "202526", "Financial year Q1"),
        ("rolling 12 months", "data-financial", "202526", "Financial year Q1"),
        ("academic year to date", "data-academic", "2025", "June"),
        ("calendar year to date", "data-calendar", "2025", "June"),
        ("annual", "data-reporting", "2025", "Reporting year"),
    ],
)
def test_each_kind_of_year_has_a_file_and_its_own_periods(kind: str, file: str, period: str, identifier: str) -> None:
    files = made(report_with(period_kind=kind))
    assert pairs(files) == [file]
    assert complaints(file, files[f"{file}.csv"], files[f"{file}.meta.csv"]) == []
    last = read(files, f"{file}.csv")[-1]
    assert (last["time_period"], last["time_identifier"]) == (period, identifier)


def test_the_figures_are_those_of_the_report() -> None:
    files = made(sample_report())
    (june,) = (
        row
        for row in read(files, "data-academic.csv")
        if (row["time_period"], row["time_identifier"], row["measure_part"]) == ("2025", "June", "Total")
    )
    assert june["overall_attendance_percent"] == "92.4"
    assert (june["overall_attendance_numerator"], june["overall_attendance_denominator"]) == ("1848", "2000")
    quarters = read(files, "data-financial.csv")
    entries = next(spec for spec in SPECS if spec.ref == "PED02 03")
    assert [row["children_who_started_to_be_looked_after_count"] for row in quarters] == [
        str(value) for value in entries.values
    ]
    assert quarters[-1]["children_looked_after_with_independent_count"] == "x"  # there is none this quarter
    about = {row["col_name"]: row for row in read(files, "data-academic.meta.csv")}
    assert about["overall_attendance_percent"]["indicator_unit"] == "%"
    assert about["overall_attendance_percent"]["indicator_dp"] == "1"


def test_what_the_public_may_not_see_is_in_no_file() -> None:
    for content in made(sample_report("public")).values():
        assert b"residential" not in content
        assert b"independent" not in content


@pytest.mark.parametrize(
    ("figure", "bare"),
    [
        (Figure(None, "[c]"), "c"),
        (Figure(None, "[z]"), "z"),
        (Figure(None, "No figure"), "x"),
        (Figure(Decimal("0.04"), "0.0%"), "low"),
        (Figure(Decimal(0), "0.0%"), "0.0"),
        (Figure(Decimal("-1204.5"), "−£1,205"), "-1205"),
    ],
)
def test_a_missing_figure_is_a_bare_symbol_and_its_counts_are_hidden_with_it(figure: Figure, bare: str) -> None:
    report = sample_report()
    objective = report.objectives[0]
    measure = objective.measures[0]
    part = measure.parts[0]
    trend = (*part.trend[:-1], replace(part.trend[-1], figure=figure))
    changed = replace(measure, parts=(replace(part, trend=trend), *measure.parts[1:]))
    objectives = (replace(objective, measures=(changed, *objective.measures[1:])), *report.objectives[1:])
    files = made(replace(report, objectives=objectives))
    june = [row for row in read(files, "data-academic.csv") if row["measure_part"] == "Total"][-1]
    assert june["overall_attendance_percent"] == bare
    if figure.value is None:
        assert {june["overall_attendance_numerator"], june["overall_attendance_denominator"]} == {bare}
    assert complaints("data-academic", files["data-academic.csv"], files["data-academic.meta.csv"]) == []


@pytest.mark.parametrize(
    "title",
    [
        "Attendance of female pupils",
        "Pupils by ethnic group",
        "2 year olds",
        "Children " * 30,
        "الحضور",
        "=1+1",
        "a: b, c",
    ],
)
def test_any_title_makes_names_that_pass(title: str) -> None:
    files = made(report_with(title=title))
    for name in pairs(files):
        assert complaints(name, files[f"{name}.csv"], files[f"{name}.meta.csv"]) == []


def test_ratings_are_words_in_a_plain_file_that_no_spreadsheet_reads_as_formulas() -> None:
    rows = read(made(sample_report()), "ratings.csv")
    assert [(row["measure_ref"], row["part"], row["progress"]) for row in rows] == [
        (spec.ref, spec.part, spec.progress) for spec in SPECS
    ]
    assert {row["target"] for row in rows if row["progress"] == "Not rated"} <= {"z", "60"}
    (risky,) = {row["measure"] for row in read(made(report_with(title="=1+1")), "ratings.csv")}
    assert risky == "'=1+1"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert made(sample_report()) == made(sample_report())
    assert set(PERIODS.values()) == {spec.period for spec in SPECS}


@pytest.mark.parametrize(
    ("status", "begins"), [("draft", "draft-"), ("frozen", "draft-"), ("superseded", "superseded-")]
)
def test_files_of_a_copy_that_is_not_the_councils_word_say_so_by_their_names(status: str, begins: str) -> None:
    report = sample_report()
    marked = open_data_files(replace(report, cover=replace(report.cover, status=status)))
    assert list(marked) == [f"{begins}{name}" for name in made(report)]
