"""Our rounding, denominators and attendance codes against what the Department for Education has published.

The files are not part of this repository: they lie beside it, under ``shared/data/published``, where they are at hand.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from transforms import codelists
from transforms.figures import exact_value, rounded
from transforms.indicators.indicator import Unit

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data" / "published"
SUMMER_2026 = date(2026, 7, 1)

pytestmark = pytest.mark.skipif(not PUBLISHED.is_dir(), reason=f"the published figures are not at hand: {PUBLISHED}")

# Columns of the year-to-date attendance file by the code that they count.
CODE_COLUMNS = {
    "/": "reason_present_am",
    "\\": "reason_present_pm",
    "L": "reason_l_present_late_before_registers_closed",
    "B": "reason_b_aea_education_off_site",
    "J": "reason_j_aea_interview",
    "K": "reason_k_aea_education_arranged_by_la",
    "P": "reason_p_aea_approved_sporting_activity",
    "V": "reason_v_aea_educational_visit_trip",
    "W": "reason_w_aea_work_experience",
    "C": "reason_c_authorised_other",
    "C1": "reason_c1_authorised_regulated_performance",
    "C2": "reason_c2_authorised_temp_reduced_timetable",
    "E": "reason_e_authorised_excluded",
    "H": "reason_h_authorised_holiday",
    "I": "reason_i_authorised_illness",
    "J1": "reason_j1_authorised_interview",
    "M": "reason_m_authorised_medical_dental",
    "R": "reason_r_authorised_religious_observance",
    "S": "reason_s_authorised_study_leave",
    "T": "reason_t_authorised_mobile_child",
    "G": "reason_g_unauthorised_holiday",
    "N": "reason_n_no_reason_yet",
    "O": "reason_o_other_unauthorised",
    "U": "reason_u_unauthorised_late_after_registers_closed",
}


def published(name: str) -> pd.DataFrame:
    return pd.read_csv(PUBLISHED / name, dtype="str", encoding="utf-8-sig")


@pytest.fixture(scope="module")
def looked_after() -> pd.DataFrame:
    """Local authorities with a rate of children looked after, starting or ceasing, of five years: 2,267 rows."""
    rows = published("social_care/cla_number_and_rate_per_10k_children.csv")
    is_local = rows["geographic_level"].eq("Local authority")
    return rows[is_local & rows["rate_per_10000"].str.fullmatch(r"\d+")]


@pytest.fixture(scope="module")
def sessions() -> pd.DataFrame:
    """Sessions of 2025/26 by area, phase and code: 643 rows that are not suppressed."""
    rows = published("absence/EES_ytd_data.csv")
    return rows[rows["possible_sessions"] != "c"]


def test_rates_per_10_000_are_rounded_as_published(looked_after: pd.DataFrame) -> None:
    counts, populations = looked_after["children_count"].astype(int), looked_after["population_estimate"].astype(int)
    ours = [rate(count, population) for count, population in zip(counts, populations, strict=True)]
    matched = sum(our == Decimal(theirs) for our, theirs in zip(ours, looked_after["rate_per_10000"], strict=True))
    assert (matched, len(looked_after)) == (2_267, 2_267)


@pytest.mark.parametrize(
    ("numerator", "denominator", "percentage", "size", "artefact"),
    [
        ("plans_issued_within_20_weeks", "plans_issued_den", "pc_plans_issued_within_20_weeks", 12_131, ("41", "80")),
        ("plans_issued_20_weeks_ex", "plans_issued_den_ex", "PC_plans_issued_20_weeks_ex", 11_998, ("23", "80")),
    ],
)
def test_percentages_with_many_halves_are_rounded_as_published(
    numerator: str, denominator: str, percentage: str, size: int, artefact: tuple[str, str]
) -> None:
    """EHC plans issued in time, all but one: there binary fractions lost a half. Rounding to even would miss dozens."""
    rows = published("send/timeliness_20_week.csv.gz")[[numerator, denominator, percentage]]
    given = rows[rows[percentage].str.fullmatch(r"[\d.]+", na=False) & rows[denominator].ne("0")]
    exact = [
        Fraction(100 * int(part), int(whole)) for part, whole in zip(given[numerator], given[denominator], strict=True)
    ]
    theirs = [Decimal(text) for text in given[percentage]]
    missed = [place for place, value in enumerate(exact) if rounded(value, 1) != theirs[place]]
    assert len(given) == size
    assert [tuple(given.iloc[place, :2]) for place in missed] == [artefact]
    assert sum(Fraction(text) != round(value, 1) for value, text in zip(exact, theirs, strict=True)) > 50


def test_long_protection_plans_are_a_share_of_all_that_are_open() -> None:
    """Plans of two years or more at 31 March, of local authorities with a number for both: small ones are withheld."""
    rows = published("social_care/d5_cpps_at31march_by_duration_2013_to_2025.csv")
    columns = ["2_years_or_more", "CPP_At31", "2_years_or_more_percent"]
    is_told = rows[columns].apply(lambda each: each.str.fullmatch(r"[\d.]+", na=False)).all(axis=1)
    given = rows.loc[is_told & rows["geographic_level"].eq("Local authority"), columns]
    pairs = [(percentage(int(part), int(whole)), Decimal(theirs)) for part, whole, theirs in given.to_numpy().tolist()]
    assert (sum(ours == theirs for ours, theirs in pairs), len(pairs)) == (1_241, 1_241)


def test_the_population_of_a_year_to_march_is_of_the_middle_of_the_year_before(looked_after: pd.DataFrame) -> None:
    estimates = published("reference/ons_mid-year_population_estimates_2012_to_2024.csv").dropna(subset="old_la_code")
    places = zip(estimates["old_la_code"], estimates["time_period"].astype(int), strict=True)
    known = dict(zip(places, estimates["population_estimate"], strict=True))
    areas, years = looked_after["old_la_code"], looked_after["time_period"].astype(int)
    of_year_before = [known.get((area, year - 1)) for area, year in zip(areas, years, strict=True)]
    matched = sum(a == b for a, b in zip(of_year_before, looked_after["population_estimate"], strict=True))
    assert (matched, len(looked_after)) == (2_267, 2_267)


def test_every_code_that_makes_a_possible_session_has_its_published_column(sessions: pd.DataFrame) -> None:
    assert set(CODE_COLUMNS.values()) <= set(sessions.columns)
    assert in_class("attending") | in_class("authorised") | in_class("unauthorised") <= {*CODE_COLUMNS, "F"}


@pytest.mark.parametrize(
    ("group", "total"), [("attending", "overall_attendance"), ("unauthorised", "unauthorised_absence")]
)
def test_our_classes_of_codes_add_up_to_the_published_totals(sessions: pd.DataFrame, group: str, total: str) -> None:
    assert ((in_columns(sessions, group) == whole(sessions, total)).sum(), len(sessions)) == (643, 643)


def test_authorised_absence_adds_up_but_for_a_code_that_has_no_column(sessions: pd.DataFrame) -> None:
    """A few schools still use F, which was withdrawn in 2024: it stays authorised, and the file has no column of it."""
    rest = whole(sessions, "authorised_absence") - in_columns(sessions, "authorised")
    assert in_class("authorised") - set(CODE_COLUMNS) == {"F"}
    assert ((rest == 0).sum(), (rest > 0).sum()) == (592, 51)
    assert (rest / whole(sessions, "possible_sessions")).max() < 0.00001


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        (("authorised_absence", "unauthorised_absence"), "overall_absence"),
        (("overall_attendance", "overall_absence"), "possible_sessions"),
    ],
)
def test_absent_and_attending_make_the_possible_sessions(
    sessions: pd.DataFrame, parts: tuple[str, str], total: str
) -> None:
    first, second = parts
    added = whole(sessions, first) + whole(sessions, second)
    assert ((added == whole(sessions, total)).sum(), len(sessions)) == (643, 643)


@pytest.mark.parametrize(
    ("part", "percentage"),
    [
        ("overall_attendance", "attendance_perc"),
        ("overall_absence", "overall_absence_perc"),
        ("authorised_absence", "authorised_absence_perc"),
        ("unauthorised_absence", "unauthorised_absence_perc"),
    ],
)
def test_percentages_are_of_possible_sessions(sessions: pd.DataFrame, part: str, percentage: str) -> None:
    matched = sum(our == theirs for our, theirs in one_decimal(sessions, part, percentage))
    assert (matched, len(sessions)) == (643, 643)


def in_class(group: str) -> frozenset[str]:
    """Codes of a class in the summer of 2026."""
    return codelists.group_on("attendance_code", group, SUMMER_2026)


def whole(sessions: pd.DataFrame, column: str) -> pd.Series:
    return sessions[column].astype("int64")


def in_columns(sessions: pd.DataFrame, group: str) -> pd.Series:
    """Sessions of the codes of a class that have a column."""
    columns = [CODE_COLUMNS[code] for code in sorted(in_class(group) & set(CODE_COLUMNS))]
    return sessions[columns].astype("int64").sum(axis="columns")


def percentage(part: int, of_all: int) -> Decimal:
    value = exact_value(part, of_all, Unit.PERCENT)
    assert value is not None
    return rounded(value, 1)


def rate(count: int, population: int) -> Decimal:
    value = exact_value(count, population, Unit.PER_10_000)
    assert value is not None
    return rounded(value, 0)


def one_decimal(sessions: pd.DataFrame, part: str, percentage: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Our percentage and the published one, both to one decimal place."""
    numbers = zip(
        sessions[part].astype(int), sessions["possible_sessions"].astype(int), sessions[percentage], strict=True
    )
    for numerator, denominator, theirs in numbers:
        value = exact_value(numerator, denominator, Unit.PERCENT)
        assert value is not None
        yield rounded(value, 1), rounded(Fraction(theirs), 1)
