"""Several quarters with one command: in order, on after a draft that was made, stopped by anything else."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import cyp
from flows.cli import quarter as commands
from transforms.errors import UsageError
from transforms.quarters import quarters_named

FOUR = ["2024-25-Q3", "2024-25-Q4", "2025-26-Q1", "2025-26-Q2"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2025-26-Q1", ["2025-26-Q1"]),
        ("2025-26-Q1..2025-26-Q1", ["2025-26-Q1"]),
        ("2024-25-Q3..2025-26-Q2", FOUR),
    ],
)
def test_a_range_names_its_quarters_in_order(text: str, names: list[str]) -> None:
    assert [str(quarter) for quarter in quarters_named(text)] == names


def test_the_backfill_of_three_years_is_thirteen_quarters() -> None:
    assert len(quarters_named("2022-23-Q1..2025-26-Q1")) == 13


@pytest.mark.parametrize("text", ["2025-26-Q2..2025-26-Q1", "2025-26-Q1..", "..2025-26-Q1", "2025-26-Q1...2025-26-Q2"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        quarters_named(text)


@pytest.mark.parametrize(
    ("ends", "ran", "code", "said"),
    [
        ([0, 0, 0, 0], FOUR, 0, ""),
        ([0, 3, 0, 4], FOUR, 3, ""),  # made without what was rejected or not read
        ([0, 5, 0, 0], FOUR[:2], 5, "cyp run 2024-25-Q4..2025-26-Q2\nNot run: 2025-26-Q1..2025-26-Q2"),
        ([3, 0, 6, 0], FOUR[:3], 3, "Not run: 2025-26-Q2"),
        ([0, 0, 0, 1], FOUR, 1, ""),
    ],
)
def test_a_range_goes_on_or_stops_clearly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ends: list[int], ran: list[str], code: int, said: str
) -> None:
    begun: list[str] = []

    def one(_folder: Path, name: str, *_: object) -> dict[str, Any]:
        begun.append(name)
        return {"quarter": name, "publication_id": len(begun), "exit_code": ends[len(begun) - 1]}

    monkeypatch.setattr(commands, "_one", one)
    arguments = [f"{FOUR[0]}..{FOUR[-1]}", "--council", str(tmp_path)]
    shown = CliRunner().invoke(cyp, ["run", *arguments])
    assert (begun, shown.exit_code) == (ran, code)
    assert said in shown.stderr
    assert (said == "") == (shown.stderr == "")
    assert f"{ran[0]}  publication 1, ended with {ends[0]}" in shown.stdout
    begun.clear()
    assert [
        each["quarter"] for each in json.loads(CliRunner().invoke(cyp, ["run", *arguments, "--json"]).stdout)
    ] == ran
