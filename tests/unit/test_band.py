"""Targets that are a range: what a council may write, and how the report says and draws them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows.council import read_council
from flows.report import charts, wording
from flows.report.model import Figure
from tests.unit.report.test_charts import chart
from tests.unit.report.test_wording import RATE
from tests.unit.test_council import FILES, folder  # noqa: F401 - a fixture
from transforms.errors import CouncilFolderError

HEADER = "measure,part,year,value,kind,set_by,set_on,upper,baseline,said_change"
BANDED = replace(RATE, target=Decimal(90), target_upper=Decimal(95), target_kind="band")


def written(place: Path, line: str) -> Path:
    assert "targets.csv" in FILES
    (place / "targets.csv").write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
    return place


def test_a_band_has_two_ends(folder: Path) -> None:  # noqa: F811
    (target,) = read_council(written(folder, "PED01 01,Total,2024/25,93,band,AP,2024-09-16,95,,")).targets
    assert (target.kind, target.value, target.upper, target.set_on) == ("band", 93, 95, date(2024, 9, 16))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("PED01 01,Total,2024/25,93,band,AP,2024-09-16,,,", "is a band without an upper end above its value"),
        ("PED01 01,Total,2024/25,93,band,AP,2024-09-16,93,,", "is a band without an upper end above its value"),
        ("PED01 01,Total,2024/25,93,band,AP,2024-09-16,90,,", "is a band without an upper end above its value"),
        ("PED01 01,Total,2024/25,93,band,AP,2024-09-16,inf,,", "is a band without an upper end above its value"),
        ("PED01 01,Total,2024/25,93,level,AP,2024-09-16,95,,", "has an upper end and is no band"),
        ("PED01 01,Total,2024/25,93,band,AP,2024-09-16,95,91,", "is a band, and has a baseline"),
        ("PED01 01,Total,2024/25,93,band,AP,2024-09-16,95,,20", "is a band, and has a baseline"),
    ],
)
def test_a_band_that_contradicts_itself_is_refused(folder: Path, line: str, said: str) -> None:  # noqa: F811
    with pytest.raises(CouncilFolderError, match=said):
        read_council(written(folder, line))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (90, "within the target of 90 to 95."),
        (95, "within the target of 90 to 95."),
        (97, "2 above the target of 90 to 95."),
        (87, "3 below the target of 90 to 95."),
    ],
)
def test_the_sentence_says_where_a_figure_lies(now: int, words: str) -> None:
    assert wording.sentence(replace(BANDED, current=Decimal(now), previous=None)).endswith(words)


def test_both_ends_are_drawn_and_the_band_is_named_once() -> None:
    banded = replace(
        chart("16 15 15 16"), target=Figure(None, "14 to 18"), target_band=(Decimal(14), Decimal(18)), title="Caseload"
    )
    drawing = charts.svg(banded)
    assert drawing.count(f'stroke="{charts.TARGET}"') == 2
    assert drawing.count(">Target 14 to 18<") == 1
    assert "Target 14 to 18." in charts.alt_text(banded)
