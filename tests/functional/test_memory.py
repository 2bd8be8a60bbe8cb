"""How much memory a register needs, by how many marks it has: a process of its own for each."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.faults, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
import sys
from flows.bench.registers import made_up_marks
marks = made_up_marks(int(sys.argv[1]))
marks.to_csv(sys.argv[2], index=False)
marks[["upn", "urn"]].drop_duplicates().set_axis(["pupil", "school_urn"], axis=1).to_csv(sys.argv[3], index=False)
"""
REDUCE = """
import resource, sys
from pathlib import Path
import pandas as pd
from flows.bench.registers import reduce_file
reduce_file(Path(sys.argv[1]), pd.read_csv(sys.argv[2], dtype="str"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak_megabytes(rows: int, folder: Path) -> int:
    marks, roll = folder / f"{rows}.csv", folder / f"{rows}-roll.csv"
    program(MAKE, str(rows), str(marks), str(roll))
    return int(program(REDUCE, str(marks), str(roll)))


def program(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_register_four_times_as_long_needs_hardly_more_memory(tmp_path: Path) -> None:
    short, long = (peak_megabytes(rows, tmp_path) for rows in (500_000, 2_000_000))
    assert long < short + 200  # the file itself grew by about 50 MB, and would be 500 MB as texts in memory
