"""``cyp bench --published``: what it prints of published rates, and how it ends."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import cli
from flows.bench import published
from flows.bench.published_rates import PublishedRate
from transforms.indicators.indicator import Unit

Said = Callable[..., tuple[int, str]]

HEADER = "time_period,geographic_level,country_name,region_name,la_name,old_la_code,in_time,issued,percent\n"
FOUND = PublishedRate(
    title="Plans issued in time",
    file="plans.csv",
    numerator="in_time",
    denominator="issued",
    value="percent",
    unit=Unit.PERCENT,
    decimals=1,
    reproduced=1,
    total=2,
    why="A half was lost",
)
ABSENT = PublishedRate(
    title="Children in need", file="need.csv", numerator="n", unit=Unit.PERCENT, decimals=1, reproduced=1, total=1
)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run the command in this process: how it ended, and all that it printed."""
    monkeypatch.setattr(published, "PUBLISHED_RATES", (FOUND, ABSENT))

    def run(*words: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["cyp", "bench", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as ending:
            code = int(ending.code or 0)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def put(folder: Path, *cells: str) -> None:
    rows = [f"2024,Local authority,England,North,Oldtown,301,{each}\n" for each in cells]
    (folder / FOUND.file).write_text(HEADER + "".join(rows))


def test_each_rate_is_told_with_what_differs_and_what_is_absent(said: Said, tmp_path: Path) -> None:
    put(tmp_path, "1,8,12.5", "41,80,51.2")
    code, text = said("--published", tmp_path)
    assert code == 0
    assert [line.rstrip() for line in text.splitlines()] == [
        "plans.csv",
        f"  {FOUND.title:<72}       1 / 2",
        "    Oldtown, 2024: published 51.2, ours 51.3 (41 of 80)",
        "    A half was lost.",
        "need.csv",
        f"  {ABSENT.title:<72} absent: need.csv, ons_mid-year_population_estimates_2012_to_2024.csv",
        "In all 1 of 2 published values come out; 1 of 2 rates are left out, their files are absent",
    ]


def test_it_ends_with_3_when_fewer_come_out_than_must(said: Said, tmp_path: Path) -> None:
    put(tmp_path, *["1,8,12.4"] * 21)
    code, text = said("--published", tmp_path)
    assert code == 3
    assert "      0 / 21  fewer than 1\n" in text
    assert text.count("published 12.4, ours 12.5 (1 of 8)") == 20
    assert "    and 1 more; --json names them all\n" in text


def test_a_script_is_told_the_same(said: Said, tmp_path: Path) -> None:
    put(tmp_path, "1,8,12.5", "41,80,51.2")
    code, text = said("--published", tmp_path, "--json")
    first, second = json.loads(text)
    assert code == 0
    assert (first["reproduced"], first["total"], first["expected_reproduced"]) == (1, 2, 1)
    assert first["misses"] == [
        {"area": "Oldtown", "year": "2024", "published": "51.2", "ours": "51.3", "of": "41 of 80"}
    ]
    assert second["absent"][0] == "need.csv"


def test_a_folder_without_them_is_refused(said: Said, tmp_path: Path) -> None:
    code, text = said("--published", tmp_path)
    assert code == 2
    assert "holds none of the published files" in text
