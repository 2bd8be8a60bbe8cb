"""A whole quarter's time is told by what was done in it."""

from flows.bench.quarter import Part, parts_of

_BEGAN = 1_764_374_400.0  # 2025-11-29, midnight


def test_tasks_are_gathered_by_what_they_do() -> None:
    runs = [
        {"name": "publish draft", "start_time": "2025-11-29T00:00:40Z", "end_time": "2025-11-29T00:00:50Z"},
        {"name": "ingest cin one", "start_time": "2025-11-29T00:00:10Z", "end_time": "2025-11-29T00:00:20Z"},
        {"name": "ingest cin two", "start_time": "2025-11-29T00:00:12Z", "end_time": "2025-11-29T00:00:31Z"},
        {"name": "report 1 internal", "start_time": "2025-11-29T00:00:50.5Z", "end_time": "2025-11-29T00:01:00Z"},
    ]
    assert parts_of(runs, _BEGAN) == (
        Part("ingest cin", 2, 10.0, 31.0, 29.0),
        Part("publish draft", 1, 40.0, 50.0, 10.0),
        Part("report", 1, 50.5, 60.0, 9.5),
    )
