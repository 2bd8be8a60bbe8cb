"""Reports on disk: whole, once, and the newest one named."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows.report import folder as place
from flows.report.folder import WrittenReport, files_of, holds
from flows.report.folder import write_report as write_in_formats
from flows.report.formats import ALL_FORMATS, named_formats
from flows.report.model import Report
from tests.unit.report.report_factory import sample_report
from transforms.errors import UsageError

FILES = [
    "report.html", "report.pdf", "report.docx", "tables.xlsx", "tables.ods", "draft-data-financial.csv",
    "draft-data-financial.meta.csv", "draft-data-academic.csv", "draft-data-academic.meta.csv", "draft-ratings.csv",
]  # fmt: skip


def write_report(report: Report, folder: Path) -> WrittenReport:
    """As a page alone, which is all that a test of places needs."""
    return write_in_formats(report, folder, ("html",))


def numbered(publication: int, status: str = "draft", audience: str = "internal") -> Report:
    report = sample_report(audience, status)
    return replace(report, cover=replace(report.cover, publication=publication))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_report_lies_in_a_folder_of_its_publication_status_and_audience(tmp_path: Path) -> None:
    written = write_report(numbered(12), tmp_path / "merebridge" / "2025-26-Q1")
    assert written.folder == tmp_path / "merebridge" / "2025-26-Q1" / "12-draft-internal"
    assert names(written.folder) == ["manifest.json", "report.html"]
    assert hashlib.sha256((written.folder / "manifest.json").read_bytes()).hexdigest() == written.sha256


def test_all_formats_lie_beside_each_other_with_true_hashes(tmp_path: Path) -> None:
    written = write_in_formats(numbered(12), tmp_path, fingerprint="3f9a")
    manifest = json.loads((written.folder / "manifest.json").read_text())
    assert names(written.folder) == sorted([*FILES, "manifest.json"])
    assert manifest["formats"] == list(ALL_FORMATS)
    assert [path.name for path in files_of(written.folder)] == FILES
    for name, sha256 in manifest["sha256"].items():
        assert hashlib.sha256((written.folder / name).read_bytes()).hexdigest() == sha256


def test_formats_of_the_same_report_stay_and_those_of_another_go(tmp_path: Path) -> None:
    write_in_formats(numbered(12), tmp_path, ("html",), "3f9a")
    written = write_in_formats(numbered(12), tmp_path, ("ods",), "3f9a")
    assert names(written.folder) == ["manifest.json", "report.html", "tables.ods"]
    write_in_formats(numbered(12), tmp_path, ("ods",), "another")
    assert names(written.folder) == ["manifest.json", "tables.ods"]


def test_a_report_is_in_its_place_when_all_its_files_are_and_it_depends_on_the_same(tmp_path: Path) -> None:
    folder = write_in_formats(numbered(12), tmp_path, ("html", "csv"), "3f9a").folder
    assert holds(folder, "3f9a", ("html", "csv"))
    assert holds(folder, "3f9a", ("csv",))
    assert not holds(folder, "3f9a", ("html", "ods"))
    assert not holds(folder, "another", ("html",))
    assert not holds(tmp_path / "elsewhere", "3f9a", ("html",))
    (folder / "draft-ratings.csv").unlink()
    assert not holds(folder, "3f9a", ("html",))
    (folder / "manifest.json").write_text("half a man")
    assert not holds(folder, "3f9a", ("html",))


def test_formats_are_named_in_any_order_and_an_unknown_one_is_refused() -> None:
    assert named_formats("csv, HTML") == ("html", "csv")
    for wrong in ("html,tif", "", " , "):
        with pytest.raises(UsageError, match="format"):
            named_formats(wrong)


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    first = write_report(numbered(12), tmp_path)
    before = (first.folder / "report.html").stat().st_mtime_ns
    assert write_report(numbered(12), tmp_path) == first
    assert (first.folder / "report.html").stat().st_mtime_ns == before
    assert names(tmp_path) == ["12-draft-internal", "latest"]


def test_other_bytes_replace_the_report_whole(tmp_path: Path) -> None:
    first = write_report(numbered(12), tmp_path)
    (first.folder / "report.html").write_text("half a rep")
    (first.folder / "stray.txt").write_text("left over")
    again = write_report(numbered(12), tmp_path)
    assert again == first
    assert names(again.folder) == ["manifest.json", "report.html"]
    assert names(tmp_path) == ["12-draft-internal", "latest"]


def test_what_a_killed_run_left_behind_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".12-draft-internal.new").mkdir()
    (tmp_path / ".12-draft-internal.new" / "report.html").write_text("half a rep")
    write_report(numbered(12), tmp_path)
    assert names(tmp_path) == ["12-draft-internal", "latest"]


def test_latest_names_the_newest_and_never_moves_back(tmp_path: Path) -> None:
    named = []
    for report in (numbered(12), numbered(13), numbered(12, "issued", "public"), numbered(13, "issued", "public")):
        write_report(report, tmp_path)
        named.append((tmp_path / place.LATEST).read_text().strip())
    assert named == ["12-draft-internal", "13-draft-internal", "13-draft-internal", "13-issued-public"]


def test_latest_is_put_right_when_it_names_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / place.LATEST).write_text("99-issued-public\n")
    write_report(numbered(12), tmp_path)
    assert (tmp_path / place.LATEST).read_text() == "12-draft-internal\n"
