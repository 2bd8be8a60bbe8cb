"""Days and numbers of things in sentences."""

from datetime import date

import pytest

from transforms.sentences import day_text, plural


def test_a_day_has_no_leading_nought() -> None:
    assert [day_text(day) for day in (date(2025, 9, 5), date(2025, 6, 30))] == ["5 September 2025", "30 June 2025"]


@pytest.mark.parametrize(("count", "said"), [(0, "0 rows"), (1, "1 row"), (1204, "1,204 rows")])
def test_words_agree_with_their_number(count: int, said: str) -> None:
    assert plural(count, "row", "rows") == said
