"""How far from home a child lives, and in whose area: from postcodes, which stay out of the database.

Postcodes are looked up in a table of them (as the Office for National Statistics publishes it): its index is the
postcode in capitals without a space; ``latitude`` and ``longitude`` are in degrees, ``area`` is the authority's code.
"""

import numpy as np
import pandas as pd

_EARTH_RADIUS_MILES = 3958.8  # the mean, 6,371.0 km


def plain_postcode(postcodes: pd.Series) -> pd.Series:
    """Postcodes as the table has them."""
    return postcodes.str.upper().str.replace(r"\s+", "", regex=True)


def placements(episodes: pd.DataFrame, postcodes: pd.DataFrame | None) -> pd.DataFrame:
    """Per episode ``distance_miles`` (in a straight line, to a tenth) and ``placement_area``; missing where not known.

    Not known is every place without a table of postcodes, and a postcode that is missing or not in it.
    """
    if postcodes is None:
        postcodes = pd.DataFrame({"latitude": [], "longitude": [], "area": []}, index=pd.Index([], dtype="str"))
    home = postcodes.reindex(plain_postcode(episodes["home_postcode"]))
    away = postcodes.reindex(plain_postcode(episodes["placement_postcode"]))
    miles = _miles(*(at[name].to_numpy(dtype=float) for at in (home, away) for name in ("latitude", "longitude")))
    return pd.DataFrame(
        {
            "distance_miles": pd.Series(np.round(miles, 1), index=episodes.index),
            "placement_area": away["area"].set_axis(episodes.index),
        }
    )


def _miles(
    latitude: np.ndarray, longitude: np.ndarray, to_latitude: np.ndarray, to_longitude: np.ndarray
) -> np.ndarray:
    """Great-circle distance in miles, by the haversine formula."""
    north, to_north = np.radians(latitude), np.radians(to_latitude)
    across = np.sin(np.radians(to_longitude - longitude) / 2) ** 2
    half = np.sin((to_north - north) / 2) ** 2 + np.cos(north) * np.cos(to_north) * across
    return 2 * _EARTH_RADIUS_MILES * np.arcsin(np.sqrt(half))
