"""A delivery: the files of one extract that one supplier sent for one span of time."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Delivery:
    """Files of a supply whose data run to a date, where the source has them. ``taken_on``: the day of the cut."""

    extract: str
    supplier: str
    data_to: date
    taken_on: date
    files: tuple[Path, ...]
