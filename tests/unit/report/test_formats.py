"""The formats together: the same bytes on any machine, libraries loaded only when they are needed, a full report."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.bench.made_up_report import CHARTS, MEASURES, made_up_report
from flows.bench.reports import WITHIN, bench_formats
from flows.report.formats import FORMATS, rendered_files
from flows.report.open_data import open_data_files
from tests.open_data_screening import complaints
from tests.unit.report.report_factory import sample_report

ROOT = Path(__file__).parents[3]
HEAVY = ("gptables", "pikepdf", "typst", "docx", "odf")
HASHES = """
import hashlib, json
from flows.report.formats import rendered_files
from tests.unit.report.report_factory import sample_report
files = rendered_files(sample_report(), ("html", "docx", "xlsx", "ods", "csv"))
print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}))
"""
LOADED = f"""
import json, sys
from flows.report.formats import rendered_files
from tests.unit.report.report_factory import sample_report
rendered_files(sample_report(), ("html",))
print(json.dumps([name for name in {HEAVY} if name in sys.modules]))
"""


def answer_of(program: str, **environment: str) -> object:
    """What a Python of its own prints, under another environment."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_files_are_the_same_bytes_whatever_the_machine() -> None:
    """The PDF has such a test of its own."""
    here = answer_of(HASHES, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    there = answer_of(HASHES, PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="de_DE.UTF-8")
    assert here == there


def test_a_page_alone_loads_no_library_of_another_format() -> None:
    assert answer_of(LOADED) == []


def test_the_made_up_report_has_the_size_of_a_full_quarter() -> None:
    report = made_up_report()
    measures = [measure for objective in report.objectives for measure in objective.measures]
    assert len(measures) == MEASURES == 40
    assert sum(part.chart is not None for measure in measures for part in measure.parts) == CHARTS == 30
    files = open_data_files(report)
    for name in {name.removesuffix(".meta.csv") for name in files if name.endswith(".meta.csv")}:
        assert complaints(name, files[f"{name}.csv"], files[f"{name}.meta.csv"]) == []


def test_the_bench_has_a_row_for_each_format_and_one_for_each_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    light = [each for each in FORMATS if each.name in ("html", "csv")]
    monkeypatch.setattr("flows.bench.reports.FORMATS", light)
    monkeypatch.setattr("flows.bench.reports.WITHIN", {("html", "csv"): 2.0})
    html, csv, both = bench_formats()
    assert [(each.name, each.within) for each in (html, csv)] == [("html", 0.0), ("csv", 0.0)]
    assert (both.within, both.files, both.kilobytes) == (
        2.0,
        html.files + csv.files,
        pytest.approx(html.kilobytes + csv.kilobytes, abs=1),
    )
    assert both.name == "html and csv, 40 measures, 30 charts"
    assert 0 < both.processor < 2 * both.within
    assert both.clock > 0


def test_the_limits_are_those_that_the_readme_states() -> None:
    assert WITHIN == {("html", "pdf"): 2.0, ("html", "pdf", "docx", "xlsx", "ods", "csv"): 10.0}


def test_formats_that_are_written_at_once_are_those_that_are_written_one_by_one() -> None:
    report = sample_report()
    one_by_one = {name: content for each in FORMATS for name, content in each.write(report).items()}
    at_once = rendered_files(report)
    assert list(at_once) == list(one_by_one)
    assert at_once == one_by_one
