"""Distances from postcodes: against places whose distance is known, in whatever way a postcode is written."""

import pandas as pd
import pytest

from transforms.places import placements

# Of well-known places: Manchester, Liverpool and Newcastle town halls; distances in a straight line from public maps.
POSTCODES = pd.DataFrame(
    {
        "latitude": [53.4794, 53.4075, 54.9780],
        "longitude": [-2.2453, -2.9916, -1.6130],
        "area": ["E08000003", "E08000012", "E08000021"],
    },
    index=["M25DB", "L22DH", "NE18QH"],
)


def placed(home: str | None, away: str | None, postcodes: pd.DataFrame | None = POSTCODES) -> tuple:
    episodes = pd.DataFrame({"home_postcode": [home], "placement_postcode": [away]}, index=[7], dtype="str")
    (row,) = placements(episodes, postcodes).astype("object").itertuples(name=None)
    return tuple(None if pd.isna(value) else value for value in row)


@pytest.mark.parametrize(
    ("home", "away", "miles", "area"),
    [
        ("M2 5DB", "M2 5DB", 0.0, "E08000003"),
        ("M2 5DB", "L2 2DH", 31.1, "E08000012"),
        ("m25db", " ne1  8qh", 106.5, "E08000021"),
        ("M2 5DB", "ZZ1 1AA", None, None),
        ("ZZ1 1AA", "L2 2DH", None, "E08000012"),
        (None, "L2 2DH", None, "E08000012"),
        ("M2 5DB", None, None, None),
    ],
)
def test_distance_is_in_a_straight_line(
    home: str | None, away: str | None, miles: float | None, area: str | None
) -> None:
    found = placed(home, away)
    assert found[::2] == (7, area)
    assert found[1] == (miles if miles is None else pytest.approx(miles, abs=0.3))


def test_without_a_table_of_postcodes_no_place_is_known() -> None:
    assert placed("M2 5DB", "L2 2DH", None) == (7, None, None)
