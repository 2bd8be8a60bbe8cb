"""Schools that stand out: by more than chance, beside schools of their own phase, and never for being small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import table
from transforms.stand_out import SchoolShare, standing_out, wilson


def schools(picture: str) -> list[SchoolShare]:
    return [
        SchoolShare("absence", row["urn"], row["urn"], row["phase"], int(row["counted"]), int(row["pupils"]))
        for row in table(picture).to_dict("records")
    ]


def test_a_large_school_stands_out_where_a_small_one_of_the_same_share_does_not() -> None:
    found = standing_out(schools("""
        urn | phase     | counted | pupils
        A   | Secondary | 300     | 1000
        B   | Secondary | 6       | 20
        C   | Secondary | 200     | 1000
        D   | Secondary | 180     | 1000
        E   | Primary   | 90      | 300
    """))  # fmt: skip
    assert [(each.school.urn, each.is_higher) for each in found] == [("A", True), ("D", False)]
    assert found[0].of_phase == pytest.approx(100 * 686 / 3020)
    assert found[0].low > found[0].of_phase


def test_the_only_school_of_a_phase_is_its_own_average() -> None:
    assert standing_out(schools("urn | phase | counted | pupils\nA | PRU | 50 | 60\nB | PRU | 0 | 0")) == ()


@pytest.mark.parametrize(
    ("counted", "of", "low", "high"),
    [(0, 10, 0.0, 48.8), (10, 10, 51.2, 100.0), (50, 100, 35.2, 64.8), (226, 1000, 18.8, 26.9)],
)
def test_the_interval_is_wilsons(counted: int, of: int, low: float, high: float) -> None:
    assert wilson(counted, of) == (pytest.approx(low, abs=0.06), pytest.approx(high, abs=0.06))


@given(st.integers(1, 2000), st.data())
def test_the_interval_holds_the_share_and_stays_within_the_whole(of: int, data: st.DataObject) -> None:
    counted = data.draw(st.integers(0, of))
    low, high = wilson(counted, of)
    assert 0 <= low <= 100 * counted / of + 1e-9
    assert 100 * counted / of - 1e-9 <= high <= 100
    narrow = wilson(counted * 10, of * 10)
    assert high - low >= narrow[1] - narrow[0]
