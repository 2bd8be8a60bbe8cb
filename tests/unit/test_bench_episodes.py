"""The returns that the bench reads are what it calls them."""

import pytest

from flows.bench.episodes import bench_episodes


@pytest.mark.slow
def test_a_clean_return_is_loaded_whole_and_bad_ones_are_held() -> None:
    clean, bad, one, uneven = bench_episodes(400)
    assert clean.rows == bad.rows == one.rows == uneven.rows == 500
    assert clean.rows_held == 0
    assert bad.rows_held == 400
    assert one.rows_held > 0
    assert uneven.rows_held >= 20
