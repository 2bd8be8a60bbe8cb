"""Our denominators and attendance codes against what the Department for Education has published."""

from datetime import date

import pandas as pd
import pytest

from tests.published_files import needs_published, published
from transforms import codelists

SUMMER_2026 = date(2026, 7, 1)

pytestmark = needs_published

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


def in_class(group: str) -> frozenset[str]:
    """Codes of a class in the summer of 2026."""
    return codelists.group_on("attendance_code", group, SUMMER_2026)


def whole(sessions: pd.DataFrame, column: str) -> pd.Series:
    return sessions[column].astype("int64")


def in_columns(sessions: pd.DataFrame, group: str) -> pd.Series:
    """Sessions of the codes of a class that have a column."""
    columns = [CODE_COLUMNS[code] for code in sorted(in_class(group) & set(CODE_COLUMNS))]
    return sessions[columns].astype("int64").sum(axis="columns")
