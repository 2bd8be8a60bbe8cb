"""Where the invented postcodes lie: the council's own areas close together, those of others around them."""

import math
from collections.abc import Iterable
from pathlib import Path

from samples.synth.files import write_gzip
from samples.synth.looked_after import Child

FILE = "postcodes.csv.gz"
_HEADER = "postcode,latitude,longitude,area"
_CENTRE = (53.52, -2.41)
_MILES_TO_A_DEGREE = 69.0


def write_postcodes(out: Path, children: Iterable[Child], area: str, compression: int) -> None:
    """The table of every postcode that the children have lived at, as a council would cut it from the national one."""
    episodes = [episode for child in children for episode in child.episodes]
    found = {each.home_postcode for each in episodes} | {each.placement.postcode for each in episodes}
    write_gzip(out / "reference" / FILE, [_HEADER, *(_line(postcode, area) for postcode in sorted(found))], compression)


def _line(postcode: str, own: str) -> str:
    north, east = _at(postcode)
    return f"{postcode},{north:.6f},{east:.6f},{_area(postcode, own)}"


def _at(postcode: str) -> tuple[float, float]:
    """Degrees north and east: by the district, and a little by what follows."""
    district, rest = postcode.split(" ")
    number = int(district[2:])
    miles = 1 + number % 5 if district.startswith("MB") else 8 + 2.3 * number
    bearing = math.radians(number * (40 if district.startswith("MB") else 57))
    aside = (sum(map(ord, rest)) % 17 - 8) * 0.04
    north = _CENTRE[0] + (miles * math.cos(bearing) + aside) / _MILES_TO_A_DEGREE
    east = _CENTRE[1] + (miles * math.sin(bearing) - aside) / (_MILES_TO_A_DEGREE * math.cos(math.radians(north)))
    return north, east


def _area(postcode: str, own: str) -> str:
    return own if postcode.startswith("MB") else f"E0699990{int(postcode.split(' ', maxsplit=1)[0][2:]) % 4}"
