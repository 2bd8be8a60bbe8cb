"""The bench of the views: its made-up warehouse can be filled, and every question has an answer."""

from flows.bench.warehouse import ask_all, fill, questions
from flows.settings import Settings


def test_every_question_of_the_bench_has_rows(warehouse_settings: Settings) -> None:
    assert warehouse_settings.database_url is not None
    url = warehouse_settings.database_url.get_secret_value()
    fill(warehouse_settings, url, councils=2, quarters=2)
    answered = {each.question: each.rows for each in ask_all(warehouse_settings, url, times=1)}
    assert list(answered) == [each.words for each in questions(warehouse_settings)]
    assert len(answered) >= 16
    assert min(answered.values()) > 0
    assert answered["every value of a publication"] == 1680, "those of schools stay with officers, hidden ones show c"
