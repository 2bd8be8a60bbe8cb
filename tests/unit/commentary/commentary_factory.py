"""What workbooks are made from, of the sample publication, without a warehouse."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from flows.commentary.basis import Basis
from flows.commentary.form import form_of
from flows.commentary.workbook import workbook_bytes
from tests.unit.report.report_factory import (
    QUARTER,
    sample_commentary,
    sample_council,
    sample_narrative,
    sample_rows,
)
from transforms.council_types import Commentary, Council, Narrative, SignOffStep, Writers
from transforms.officers_words import Words
from transforms.sign_off import sign_off_states

BEFORE = str(QUARTER.plus(-1))


def sample_basis(words: Words | None = None) -> Basis:
    """The frozen sample publication; RS answers for PED01, JT and MK for PED02."""
    rows = sample_rows("internal", "frozen")
    council = replace(
        sample_council(),
        sign_off=(SignOffStep("officer", own=True), SignOffStep("director", by=("AP",))),
        writers=Writers(equality=("MK",)),
    )
    earlier = tuple(words for words in sample_commentary() if words.quarter == BEFORE)
    return Basis(
        council,
        QUARTER,
        rows,
        _breakdowns(rows.performance[0]["indicator_key"]),
        words or Words(sample_narrative(), sample_commentary()),
        Words(Narrative(), earlier),
        sign_off_states(council, ["RS", "JT", "MK"], [], lambda _step, _who: ""),
    )


def written_about(council: Council, ref: str, text: str, figures: str = "") -> Commentary:
    """Words of this quarter, by who answers for the measure."""
    owner = next(measure.officer for measure in council.measures if measure.ref == ref)
    return Commentary(ref, str(QUARTER), owner, date(2025, 7, 20), text, publication=12, figures=figures)


def workbook_of(basis: Basis, officer: str, folder: Path) -> Path:
    """An officer's workbook, written."""
    file = folder / f"{officer}.xlsx"
    file.write_bytes(workbook_bytes(form_of(basis, officer)))
    return file


def _breakdowns(indicator: int) -> list[dict[str, Any]]:
    quarters = {str(QUARTER): 4, BEFORE: 7, str(QUARTER.same_last_year): 6}
    return [
        {
            "indicator_key": indicator, "unit": "count", "decimals": 0, "breakdown": "Reason", "item": "Illness",
            "quarter": quarter, "value": value, "numerator": value, "denominator": None, "symbol": "",
        }
        for quarter, value in quarters.items()
    ]  # fmt: skip
