"""Putting a finished report in its place: whole or not at all."""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from flows.failpoints import failpoint
from flows.report.model import Report
from flows.report.page import render_html

LATEST = "latest"
_STATUS_ORDER = ("draft", "frozen", "superseded", "issued")


@dataclass(frozen=True)
class WrittenReport:
    """Where a report lies, and the SHA-256 of its page."""

    folder: Path
    sha256: str


def write_report(report: Report, folder: Path) -> WrittenReport:
    """Write ``folder/<publication>-<status>-<audience>/`` and point ``folder/latest`` at the newest.

    ``folder`` is the one of the council's quarter. The files are written beside their place, flushed to disk and
    renamed into it, so that a reader sees the old report or the new one. A report already there with the same bytes
    is left as it is; one with other bytes (a newer version of this program) is replaced. ``latest`` never moves back
    to an older publication.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page = render_html(report).encode("utf-8")
    written = WrittenReport(folder / folder_name(report), hashlib.sha256(page).hexdigest())
    files = {"report.html": page, "manifest.json": _manifest(report, {"report.html": written.sha256})}
    put_files(written.folder, files)
    _point(folder, written.folder.name)
    return written


def put_files(place: Path, files: dict[str, bytes]) -> None:
    """Make ``place`` a folder of these files, whole or not at all; left alone when it holds the same bytes."""
    if not _same(place, files):
        _put(place, files)


def folder_name(report: Report) -> str:
    """``12-draft-internal``."""
    return f"{report.cover.publication}-{report.cover.status}-{report.cover.audience}"


def _manifest(report: Report, files: dict[str, str]) -> bytes:
    cover = report.cover
    content = {
        "council": cover.council,
        "quarter": cover.quarter,
        "publication": cover.publication,
        "status": cover.status,
        "audience": cover.audience,
        "fingerprint": cover.fingerprint,
        "code_version": cover.code_version,
        "sha256": files,
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _same(place: Path, files: dict[str, bytes]) -> bool:
    return all((place / name).is_file() and (place / name).read_bytes() == content for name, content in files.items())


def _put(place: Path, files: dict[str, bytes]) -> None:
    new, old = place.with_name(f".{place.name}.new"), place.with_name(f".{place.name}.old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir()
    for name, content in files.items():
        _write(new / name, content)
    _flush_folder(new)
    failpoint("report.before-rename")
    if place.exists():
        place.rename(old)
    new.rename(place)
    _flush_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """A rename is on disk only when the folder that holds it is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(folder: Path, name: str) -> None:
    latest = folder / LATEST
    named = latest.read_text(encoding="utf-8").strip() if latest.is_file() else ""
    if named and (folder / named).is_dir() and _rank(named) > _rank(name):
        return
    new = folder / f".{LATEST}.new"
    _write(new, f"{name}\n".encode())
    new.replace(latest)
    _flush_folder(folder)


def _rank(name: str) -> tuple[int, int]:
    """Newer publications first, then the more final status of one."""
    publication, status, _ = name.split("-", 2)
    return int(publication), _STATUS_ORDER.index(status) if status in _STATUS_ORDER else -1
