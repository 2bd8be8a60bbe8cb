"""Young people of academic age 16 and 17: who counts, as what, and in which file."""

from datetime import date

import pytest

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of
from transforms.indicators.indicator import Staged

WHOLE = ("", "Total")
LAST_DAYS = {
    "2024-09": date(2024, 9, 30),
    "2024-12": date(2024, 12, 31),
    "2025-01": date(2025, 1, 31),
    "2025-02": date(2025, 2, 28),
    "2025-03": date(2025, 3, 31),
    "2025-06": date(2025, 6, 30),
}
PERSON: Row = {
    "young_person": "Ann",
    "academic_age": 16,
    "lead_la": "999",
    "cohort_status": "P",
    "activity_code": "230",
    "currency_lapsed": False,
}


def batch(month: str, data_to: date | None = None) -> Row:
    number = 1 + list(LAST_DAYS).index(month)
    of_file = {"extract": "nccis", "supplier": "tracking-team", "covers": month}
    return {"batch_id": number, "data_to": data_to or LAST_DAYS[month]} | of_file


def in_month(picture: str, month: str = "2025-06") -> list[Row]:
    return drawn("core.young_person", picture, **PERSON | batch(month))


def staged(*months: list[Row], batches: list[Row] | None = None) -> Staged:
    return staged_of(Town({"core.young_person": [row for rows in months for row in rows]}, batches or []))


def rate(picture: str, indicator: str, month: str = "2025-06", quarter: str = "2025-26-Q1") -> tuple:
    return counted(staged(in_month(picture, month)), indicator, quarter)[WHOLE]


def test_the_cohort_is_of_academic_age_16_and_17_under_the_council_outside_custody() -> None:
    people = """
        young_person | academic_age | lead_la | cohort_status | activity_code
        Ann          | 15           | 999     | P             | 619
        Bob          | 16           | 999     | P             | 619
        Cat          | 17           | 999     | G             | 619
        Dan          | 18           | 999     | P             | 619
        Eve          | 16           | 998     | P             | 619
        Fay          | 16           | 999     | T             | 619
        Gus          | 16           | 999     | P             | 710
        Hal          | 17           | 999     | P             | 330
    """
    assert rate(people, "neet_rate") == (2, 3)  # Bob and Cat, of them and Hal


@pytest.mark.parametrize(
    ("codes", "indicator"),
    [
        ("540 610 615 616 619 620 630 640 650 660 670 680", "neet_rate"),
        ("810 820 830", "not_known_rate"),
        ("210 220 230 240 250 270 280 290 310 320 381 410 430 450 460 550", "participation_rate"),
        ("260 330 340 350 360 380 440 530 720", ""),
    ],
)
def test_an_activity_counts_as_one_thing_at_most(codes: str, indicator: str) -> None:
    people = [PERSON | batch("2025-06") | {"young_person": code, "activity_code": code} for code in codes.split()]
    found = {name: counted(staged(people), name)[WHOLE] for name in RATES}
    assert found == {name: (len(people) if name == indicator else 0, len(people)) for name in RATES}


RATES = ("neet_rate", "not_known_rate", "participation_rate")


@pytest.mark.parametrize("code", ["619", "230", "330", "810"])
def test_whoever_is_no_longer_current_is_not_known(code: str) -> None:
    lapsed = f"activity_code | currency_lapsed\n{code} | yes"
    assert [rate(lapsed, name) for name in RATES] == [(0, 1), (1, 1), (0, 1)]


def test_each_academic_age_is_of_its_own_cohort() -> None:
    people = """
        young_person | academic_age | activity_code
        Ann          | 16           | 619
        Bob          | 16           | 230
        Cat          | 16           | 230
        Dan          | 17           | 640
    """
    assert counted(staged(in_month(people)), "neet_rate") == {WHOLE: (2, 4), ("", "16"): (1, 3), ("", "17"): (1, 1)}


def test_each_young_person_counts_once_as_the_last_record_says() -> None:
    people = """
        row_number | young_person | cohort_status | activity_code
        9          | Ann          | G             | 230
        7          | Ann          | P             | 619
        8          | Bob          | P             | 619
    """
    assert rate(people, "neet_rate") == (1, 2)  # Bob


@pytest.mark.parametrize(
    ("data_to", "figure"), [(date(2025, 6, 30), {WHOLE: (0, 1)}), (date(2025, 6, 27), {}), (date(2025, 5, 31), {})]
)
def test_the_file_of_the_quarters_last_day_is_needed(data_to: date, figure: dict) -> None:
    of_day = batch("2025-06") | {"data_to": data_to, "covers": f"{data_to:%Y-%m}"}
    assert counted(staged([PERSON | of_day | {"row_number": 1}]), "not_known_rate") == figure


def test_the_winter_is_the_sum_of_three_months() -> None:
    months = [
        in_month("young_person | activity_code\nAnn | 619\nBob | 230", "2024-12"),
        in_month("young_person | activity_code\nAnn | 810\nBob | 230\nCat | 330", "2025-01"),
        in_month("young_person | currency_lapsed\nBob | yes\nCat | no", "2025-02"),
        in_month("young_person | activity_code\nAnn | 619", "2025-03"),
    ]
    assert counted(staged(*months), "neet_or_not_known_winter_rate", "2024-25-Q4") == {WHOLE: (3, 7)}


def test_who_is_neet_and_who_is_not_known_have_a_winter_of_their_own() -> None:
    months = [
        in_month("young_person | activity_code | academic_age\nAnn | 619 | 16\nBob | 810 | 17", "2024-12"),
        in_month("young_person | activity_code | academic_age\nAnn | 619 | 16\nBob | 619 | 17", "2025-01"),
        in_month("young_person | activity_code | academic_age\nAnn | 230 | 16", "2025-02"),
    ]
    assert counted(staged(*months), "neet_winter_rate", "2024-25-Q4") == {
        WHOLE: (3, 5), ("", "16"): (2, 3), ("", "17"): (1, 2),
    }  # fmt: skip
    assert counted(staged(*months), "not_known_winter_rate", "2024-25-Q4") == {WHOLE: (1, 5)}


@pytest.mark.parametrize("missing", ["2024-12", "2025-01", "2025-02"])
def test_without_one_of_its_months_the_winter_has_no_figure(missing: str) -> None:
    winter = ["2024-12", "2025-01", "2025-02"]
    months = [in_month("young_person\nAnn", month) for month in winter if month != missing]
    assert counted(staged(*months), "neet_or_not_known_winter_rate", "2024-25-Q4") == {}


def test_a_month_without_a_row_is_a_month() -> None:
    winter = ["2024-12", "2025-01", "2025-02"]
    empty = staged(in_month("young_person\nAnn", "2025-01"), batches=[batch(month) for month in winter])
    assert counted(empty, "neet_or_not_known_winter_rate", "2024-25-Q4") == {WHOLE: (0, 1)}


def test_the_winter_is_counted_in_the_fourth_quarter_alone() -> None:
    months = [in_month("young_person\nAnn", month) for month in LAST_DAYS]
    quarters = ("2024-25-Q2", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1")
    found = [counted(staged(*months), "neet_or_not_known_winter_rate", quarter) for quarter in quarters]
    assert found == [{}, {}, {WHOLE: (0, 3)}, {}]


def test_the_guarantee_is_that_of_year_11_here_or_else_of_year_12_here() -> None:
    people = """
        young_person | guarantee_year11 | guarantee_year11_la | guarantee_year12 | guarantee_year12_la
        Ann          | 110              | 999                 |                  |
        Bob          | 110              | 998                 |                  |
        Cat          | 110              | 998                 | 150              | 999
        Dan          | 151              | 999                 | 114              | 999
        Eve          |                  |                     | 114              | 999
        Fay          |                  |                     | 114              | 998
        Gus          |                  |                     |                  |
    """
    september = ("september_guarantee_rate", "2024-09", "2024-25-Q2")
    assert rate(people, *september) == (2, 4)  # Ann and Eve, of them and Cat and Dan


@pytest.mark.parametrize(
    ("codes", "count"), [("110 114 115 120 122 123 124", 7), ("140", 0), ("150 151 153 154", 0), ("159", 0)]
)
def test_an_offer_is_an_offer_and_all_else_none(codes: str, count: int) -> None:
    here = {"guarantee_year12_la": "999"}
    september = PERSON | batch("2024-09") | here
    people = [september | {"young_person": code, "guarantee_year12": code} for code in codes.split()]
    assert counted(staged(people), "september_guarantee_rate", "2024-25-Q2") == {WHOLE: (count, len(people))}


def test_the_guarantee_is_counted_at_the_end_of_september_alone() -> None:
    people = "guarantee_year11 | guarantee_year11_la\n110 | 999"
    months = [in_month(people, month) for month in LAST_DAYS]
    quarters = ("2024-25-Q2", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1")
    found = [counted(staged(*months), "september_guarantee_rate", quarter) for quarter in quarters]
    assert found == [{WHOLE: (1, 1)}, {}, {}, {}]
