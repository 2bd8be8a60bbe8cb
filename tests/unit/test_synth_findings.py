"""The rules find in the synthetic deliveries what DEFECTS.csv says was put in: the same rows, by the same rules."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pytest

from flows.council import read_council
from flows.sources.folder import lying_in
from flows.steps.validate import CheckedBatch, check_files
from samples.synth.generate import generate
from samples.synth.merebridge import FOLDER as MEREBRIDGE
from tests.synthetic import Fault, faults
from transforms.council_types import Council
from transforms.extracts import EXTRACTS, extract_by_id
from transforms.rules.rule import Context, Severity
from transforms.slices import slice_of

Found = set[tuple[str, int, str]]  # table, row, rule
WHOLE = [extract.id for extract in EXTRACTS if not extract.chunked]


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small council with every fault."""
    folder = tmp_path_factory.mktemp("damaged")
    generate(folder, 400, seed=5, defects=True)
    return folder


@cache
def council_of(folder: Path) -> Council:
    return read_council(folder)


@pytest.mark.slow
@pytest.mark.parametrize("extract_id", WHOLE)
@pytest.mark.parametrize("which", ["the sample council", "a council with every fault"])
def test_rules_hold_what_is_listed_and_nothing_else(extract_id: str, which: str, damaged: Path) -> None:
    folder = MEREBRIDGE if which == "the sample council" else damaged
    listed = by_delivery(folder, extract_id)
    deliveries = checked_deliveries(folder, extract_id, listed)
    assert set(listed) <= {checked.context.data_to.isoformat() for checked in deliveries}
    for checked in deliveries:
        expected = listed[checked.context.data_to.isoformat()]
        assert not checked.is_rejected
        assert found(checked, Severity.HOLD) == {key(fault) for fault in expected if fault.kind == "hold"}
        assert found(checked, Severity.FLAG) >= {key(fault) for fault in expected if fault.kind == "flag"}
        copies = sum(table.duplicates for table in checked.tables)
        assert copies == sum(fault.kind == "duplicate" for fault in expected)


def by_delivery(folder: Path, extract_id: str) -> dict[str, list[Fault]]:
    listed = defaultdict(list)
    for fault in faults(folder):
        if fault.extract == extract_id:
            listed[fault.data_to].append(fault)
    return listed


def checked_deliveries(folder: Path, extract_id: str, days: Collection[str]) -> list[CheckedBatch]:
    """The deliveries of an extract of some days, and the newest, read and checked as a run would."""
    council, extract = council_of(folder), extract_by_id(extract_id)
    urns = frozenset(school.urn for school in council.schools)
    checked = []
    for supply in (each for each in council.supplies if each.extract == extract_id):
        deliveries = sorted(lying_in(folder / supply.path, supply), key=lambda each: each.data_to)
        of_days = [each for each in deliveries[:-1] if each.data_to.isoformat() in days]
        for delivery in [*of_days, *deliveries[-1:]]:
            of = slice_of(extract, delivery.data_to, council.half_terms)
            dates = (delivery.data_to, delivery.taken_on, of.first, of.last)
            context = Context(*dates, council.la_code, urns, council.half_terms)
            files = [(file.name, Path(file.place)) for file in delivery.files]
            checked.append(check_files(extract, files, context, with_verdict=False))
    return checked


def found(checked: CheckedBatch, severity: Severity) -> Found:
    return {
        (table.table.name, line, finding.rule.id)
        for table in checked.tables
        for finding in table.findings
        if finding.rule.severity is severity
        for line in finding.lines
    }


def key(fault: Fault) -> tuple[str, int, str]:
    return fault.table, fault.line, fault.rule_id
