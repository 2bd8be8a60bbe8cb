"""What to make: the size of a council, its seed, its faults."""

from dataclasses import dataclass, field

from samples.synth.defects import Level
from samples.synth.identity import Identity


@dataclass(frozen=True)
class Plan:
    """What to make. ``quarters``: registers of so many quarters back from April to June 2025, and of a year before."""

    pupils: int
    seed: int
    quarters: int = 1
    level: Level = Level.NONE
    identity: Identity = field(default_factory=Identity)
    compression: int = 6

    @property
    def population(self) -> int:
        """Children aged 0 to 17 in the area."""
        return max(100, self.pupils * 16 // 10)
