"""What a synthetic council is called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """What the council is called. All of it is invented."""

    slug: str = "testborough"
    name: str = "Testborough"
    gss_code: str = "E06999998"
    region: str = "North West"
