"""The words of the report: numbers, sentences, titles."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from flows.report import wording
from flows.report.model import Direction, Reading

ATTENDANCE = Reading(
    title="Overall attendance",
    unit="percent",
    decimals=1,
    polarity="higher",
    period_kind="academic year to date",
    period_end=date(2025, 6, 30),
    current=Decimal("92.4"),
    previous=Decimal("91.8"),
    target=Decimal("93.0"),
    target_kind="level",
)
ENTRIES = replace(
    ATTENDANCE,
    title="Children who started to be looked after",
    unit="count",
    decimals=0,
    polarity="lower",
    period_kind="financial year to date",
    current=Decimal(31),
    previous=Decimal(27),
    target=Decimal(105),
    target_kind="ceiling",
)
RATE = replace(
    ATTENDANCE,
    title="Rate of children looked after",
    unit="per 10,000",
    decimals=0,
    polarity="neutral",
    period_kind="snapshot at quarter end",
    current=Decimal("97.4"),
    previous=Decimal("94.2"),
    target=Decimal(98),
    target_kind="ceiling",
)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (Decimal(41) / Decimal(80) * 100, "percent", 1, "51.3%"),
        ("11377280", "pounds", 0, "£11,377,280"),
        ("-250000", "pounds", 0, "−£250,000"),
        ("3.05", "per 100 pupils", 1, "3.1"),
        ("0.25", "percent", 1, "0.3%"),
        ("-0.25", "percent", 1, "−0.3%"),
        ("-0.04", "percent", 1, "0.0%"),
        ("92.449999", "percent", 1, "92.4%"),
        ("1234567.5", "count", 0, "1,234,568"),
        ("-1234.4", "count", 0, "−1,234"),
        ("97.5", "per 10,000", 0, "98"),
    ],
)
def test_figures_are_rounded_half_up_and_grouped(value: Decimal | str, unit: str, decimals: int, text: str) -> None:
    assert wording.figure_text(Decimal(value), unit, decimals) == text


@pytest.mark.parametrize(
    ("changes", "tail"),
    [
        (
            {},
            "0.6 points higher than in the same period last year (91.8%) and 0.6 points short of the target of 93.0%.",
        ),
        ({"previous": None}, "0.6 points short of the target of 93.0%."),
        (
            {"previous": Decimal("92.44")},
            "the same as in the same period last year (92.4%) and 0.6 points short of the",
        ),
        ({"target": None}, "0.6 points higher than in the same period last year (91.8%)."),
        ({"target": Decimal(92)}, "and 0.4 points above the target of 92.0%."),
        ({"target": Decimal("92.4")}, "and equal to the target of 92.4%."),
        ({"target": Decimal("92.43")}, "and just short of the target of 92.4%, before rounding."),
        ({"polarity": "lower", "target": Decimal(90)}, "and 2.4 points above the target of at most 90.0%."),
        ({"polarity": "lower"}, "and within the target of at most 93.0%."),
        ({"polarity": "neutral"}, "and 0.6 points below the target of 93.0%."),
    ],
)
def test_a_percentage_is_set_beside_last_year_and_the_target(
    changes: dict[str, Decimal | str | None], tail: str
) -> None:
    said = wording.sentence(replace(ATTENDANCE, **changes))  # pyright: ignore[reportArgumentType]
    assert said.startswith("Overall attendance was 92.4% in the academic year to 30 June 2025, ")
    assert tail in said


def test_a_day_is_that_of_england() -> None:
    at_night = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)
    assert [wording.day_of(moment) for moment in (at_night, at_night.replace(month=11))] == [
        "1 July 2025",
        "30 November 2025",
    ]


def test_one_point_is_no_points() -> None:
    said = wording.sentence(replace(ATTENDANCE, decimals=0, previous=Decimal(93), target=None))
    assert said.endswith(
        "was 92% in the academic year to 30 June 2025, 1 point lower than in the same period last year (93%)."
    )


def test_a_count_that_is_still_growing_is_not_set_against_the_target_for_the_year() -> None:
    assert wording.sentence(ENTRIES) == (
        "Children who started to be looked after: 31 in the financial year to 30 June 2025, 4 more than in the same "
        "period last year (27). The target for the whole year is at most 105."
    )


def test_a_rate_names_its_unit_and_its_day() -> None:
    assert wording.sentence(RATE) == (
        "Rate of children looked after was 97 per 10,000 at 30 June 2025, 3 higher than in the same period last year "
        "(94) and within the target of at most 98."
    )


def test_fewer_is_the_word_for_a_smaller_count() -> None:
    assert "4 fewer than" in wording.sentence(replace(ENTRIES, current=Decimal(23)))


def test_there_is_no_sentence_without_a_figure() -> None:
    assert wording.sentence(replace(ATTENDANCE, current=None)) == ""


@pytest.mark.parametrize(
    ("reading", "title"),
    [
        (ATTENDANCE, "Higher than a year ago, short of the target"),
        (replace(ATTENDANCE, previous=None), "92.4% so far this year, short of the target"),
        (replace(RATE, previous=None, target=None), "97 at 30 June 2025"),
        (RATE, "Higher than a year ago, within the target"),
        (ENTRIES, "31 so far this year, against 27 a year ago"),
        (replace(ATTENDANCE, current=None), "No figure this quarter"),
    ],
)
def test_a_chart_is_titled_by_its_finding(reading: Reading, title: str) -> None:
    assert wording.chart_title(reading) == title
    assert len(title.split()) <= 10


@pytest.mark.parametrize(
    ("stored", "now", "then", "shown"),
    [
        ("Better", 92, 91, Direction("Better", "↑")),
        ("better", 20, 22, Direction("Better", "↓")),
        ("Worse", 24, 22, Direction("Worse", "↑")),
        ("Same", 22, 22, Direction("Same", "→")),
        ("Higher", 24, 22, Direction("Higher", "↑")),
        ("Lower", 20, 22, Direction("Lower", "↓")),
        ("Not comparable", 20, 22, Direction("Not comparable", "–")),
        ("Better", 20, None, Direction("Not comparable", "–")),
    ],
)
def test_the_arrow_shows_the_movement_and_the_word_its_worth(
    stored: str, now: int, then: int | None, shown: Direction
) -> None:
    previous = None if then is None else Decimal(then)
    assert wording.direction(stored, Decimal(now), previous) == shown


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("academic year to date", "in the academic year to 30 June 2025"),
        ("financial year to date", "in the financial year to 30 June 2025"),
        ("snapshot at quarter end", "at 30 June 2025"),
        ("rolling 12 months", "in the 12 months to 30 June 2025"),
        ("quarter", "in the quarter to 30 June 2025"),
        ("something else", "in the period to 30 June 2025"),
    ],
)
def test_periods_are_named_by_kind(kind: str, text: str) -> None:
    assert wording.period_text(kind, date(2025, 6, 30)) == text


def test_counts_stand_in_words() -> None:
    assert wording.counts_text(64210, 69480, "percent") == "64,210 of 69,480"
    assert wording.counts_text(244, 30640, "per 10,000") == "244 in a population of 30,640"
    assert wording.counts_text(1250, 8025, "percent of posts") == "12.50 of 80.25 full-time posts"
    assert wording.counts_text(1204, 8025, "per full-time post") == "1,204 for 80.25 full-time posts"
    assert wording.counts_text(31, None, "count") == "31"
    assert wording.counts_text(None, None, "count") == ""


SUSPENSIONS = replace(
    ATTENDANCE,
    title="Suspensions",
    unit="per 100 pupils",
    polarity="lower",
    current=Decimal("9.1"),
    previous=Decimal("8.4"),
    target=Decimal(10),
)
SPEND = replace(
    RATE,
    title="Spend on independent placements",
    unit="pounds",
    polarity="lower",
    period_kind="year-end forecast",
    current=Decimal(13_752_955),
    previous=Decimal(12_000_000),
    target=Decimal(13_000_000),
)
REFERRALS = replace(RATE, title="Referrals", period_kind="annualised year so far")
WINTER = replace(ATTENDANCE, title="Not in education", period_kind="December to February mean", target=None)


@pytest.mark.parametrize(
    ("reading", "text"),
    [
        (SUSPENSIONS, "Suspensions: 9.1 per 100 pupils in the academic year to 30 June 2025"),
        (
            SUSPENSIONS,
            "0.7 higher than in the same period last year (8.4). The target for the whole year is at most 10.0.",
        ),
        (SPEND, "Spend on independent placements: £13,752,955 forecast for the whole year as at 30 June 2025"),
        (SPEND, "£1,752,955 more than in the same period last year (£12,000,000)"),
        (SPEND, "£752,955 above the target of at most £13,000,000."),
        (REFERRALS, "Referrals: 97 per 10,000 in the financial year to 30 June 2025, as a yearly rate, 3 higher"),
        (REFERRALS, "within the target of at most 98."),
        (WINTER, "Not in education was 92.4% on average from December to February, 0.6 points higher"),
    ],
)
def test_each_kind_of_figure_is_told_in_its_own_words(reading: Reading, text: str) -> None:
    assert text in wording.sentence(reading)


@pytest.mark.parametrize(
    ("before", "now", "unit", "decimals", "said"),
    [
        ("39", "42", "count", 0, "39 to 42: 3 more (7.7%)"),
        ("42", "39", "count", 0, "42 to 39: 3 fewer (7.1%)"),
        ("0", "3", "count", 0, "0 to 3: 3 more"),  # of nothing there is no share
        ("91.04", "91.36", "percent", 1, "91.0% to 91.4%: 0.4 points higher"),
        ("91.04", "91.01", "percent", 1, "91.0% to 91.0%: the same"),
        ("131", "122", "per 10,000", 0, "131 to 122: 9 lower"),
        ("1000", "900", "pounds", 0, "£1,000 to £900: £100 less (10.0%)"),
        ("-200", "-100", "pounds", 0, "−£200 to −£100: £100 more (50.0%)"),
        ("38", "39", "percent", 0, "38% to 39%: 1 point higher"),
        (None, "3", "count", 0, ""),
        ("3", None, "count", 0, ""),
    ],
)
def test_a_change_is_told_as_shown_and_of_amounts_in_per_cent(
    before: str | None, now: str | None, unit: str, decimals: int, said: str
) -> None:
    then, value = (None if text is None else Decimal(text) for text in (before, now))
    assert wording.change_text(value, then, unit, decimals) == said
