"""A council's own headings and words: a delivery that was refused is staged once they are listed."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.council import read_council
from flows.steps.context import RunContext
from flows.steps.ingest import ingest_supply
from flows.steps.plan import plan_supply
from tests.councils import delivery, read_rows, write_rows
from tests.ledger import queried
from transforms.errors import DataRejected

pytestmark = pytest.mark.slow

SUPPLY = ("ssda903", "case-system")
OWN = {"M": "Boy", "F": "Girl", "1": "Boy", "2": "Girl"}
SEXES = "select child, sex from core.cla_child where batch_id in (select max(batch_id) from audit.batch) order by child"


@pytest.mark.usefixtures("last_years_return")
def test_words_are_applied_once_they_are_listed_and_again_when_they_change(run: RunContext, council: Path) -> None:
    ingest_supply(run, *SUPPLY)
    before = queried(run, SEXES)
    assert {row["sex"] for row in before} == {"M", "F"}
    header = delivery(council, *SUPPLY) / "header.csv"
    rows = [{("Gender" if name == "SEX" else name): value for name, value in row.items()} for row in read_rows(header)]
    write_rows(header, [{**row, "Gender": OWN.get(row["Gender"], row["Gender"])} for row in rows])
    with pytest.raises(DataRejected, match=r"header\.csv: column SEX is missing"):
        ingest_supply(run, *SUPPLY)
    assert queried(run, SEXES) == []

    ingest_supply(listed(run, council, ",,Gender,SEX\n"), *SUPPLY)
    (finding,) = queried(run, "select * from audit.finding where rule_id = 'header-sex-unknown-code'")
    assert "mappings/" in finding["fix"]
    assert "Boy" not in finding["message"] + finding["fix"]

    both = listed(run, council, ",,Gender,SEX\nheader,SEX,girl,F\nheader,SEX,boy,M\n")
    assert [each.state for each in plan_supply(both, *SUPPLY).deliveries] == ["to do", "to do"]
    ingest_supply(both, *SUPPLY)
    assert queried(run, SEXES) == before


def listed(run: RunContext, council: Path, lines: str) -> RunContext:
    """The run, with the council's words read anew."""
    (council / "mappings").mkdir(exist_ok=True)
    (council / "mappings/ssda903.csv").write_text(f"table,column,given,means\n{lines}", encoding="utf-8")
    return replace(run, council=read_council(council))
