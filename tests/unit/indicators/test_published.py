"""What the year of a published value means, and which figures are compared with what."""

from collections import Counter
from datetime import date

import pytest

from transforms.indicators import INDICATORS
from transforms.indicators.indicator import AMOUNTS
from transforms.indicators.published import PublishedPeriod, Stands, published_period


@pytest.mark.parametrize(
    ("stands", "written", "title", "end"),
    [
        (Stands.FINANCIAL_YEAR, "2025", "2024-25", date(2025, 3, 31)),
        (Stands.FINANCIAL_YEAR, "2000", "1999-00", date(2000, 3, 31)),
        (Stands.END_OF_MARCH, "2025", "31 March 2025", date(2025, 3, 31)),
        (Stands.ACADEMIC_YEAR, "2025", "2024/25", date(2025, 8, 31)),
        (Stands.ACADEMIC_YEAR, "2023/24", "2023/24", date(2024, 8, 31)),
        (Stands.CALENDAR_YEAR, "2024", "2024", date(2024, 12, 31)),
        (Stands.WINTER, "2025", "winter 2024-25", date(2025, 2, 28)),
        (Stands.SEPTEMBER, "2024", "September 2024", date(2024, 9, 30)),
        (Stands.JANUARY, "2025", "January 2025", date(2025, 1, 31)),
    ],
)
def test_a_year_is_named_by_that_in_which_it_ends(stands: Stands, written: str, title: str, end: date) -> None:
    assert published_period(stands, written) == PublishedPeriod(title, end)


@pytest.mark.parametrize("written", ["2014-16", "", "20/21", "2023/2024", "Spring 2024", "-"])
def test_spans_of_several_years_and_words_are_no_year(written: str) -> None:
    assert published_period(Stands.FINANCIAL_YEAR, written) is None


def test_only_rates_are_compared_and_each_with_a_series_of_its_own() -> None:
    compared = [indicator for indicator in INDICATORS if indicator.published]
    assert [indicator.id for indicator in compared if indicator.unit in AMOUNTS] == []
    series = Counter(indicator.published.series for indicator in compared if indicator.published)
    assert [name for name, times in series.items() if times > 1] == []
