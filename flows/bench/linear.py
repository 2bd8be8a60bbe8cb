"""Whether cost grows as the rows do: the whole line on several numbers of marks, one after the other."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.bench.authority import make_authority
from flows.bench.timing import measured_apart
from flows.bench.yardsticks import own_server, whole_line


@dataclass(frozen=True)
class Size:
    """The whole line on so many marks.

    ``a_million`` are the seconds of processor that each million more than in the size before cost; of the first, what
    each of its own cost, imports and all.
    """

    rows: int
    seconds: float
    processor: float
    peak_mb: int
    a_million: float


def bench_linear(sizes: Sequence[int]) -> list[Size]:
    """From CSV to indicators in the warehouse, for about so many marks each, from the smallest on."""
    found: list[Size] = []
    with tempfile.TemporaryDirectory(prefix="cyp-bench-") as place, own_server(Path(place) / "home") as settings:
        for number, rows in enumerate(sorted(sizes)):
            slug = f"marks-{number}"
            authority = make_authority(Path(place) / slug, rows, slug)
            measured = measured_apart(whole_line, settings.home, authority.folder)
            rows_before, before = (found[-1].rows, found[-1].processor) if found else (0, 0.0)
            a_million = (measured.processor - before) / max(authority.rows - rows_before, 1) * 1_000_000
            found.append(Size(authority.rows, measured.seconds, measured.processor, measured.peak_mb, a_million))
    return found
