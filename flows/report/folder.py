"""Putting a finished report in its place: whole or not at all."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.failpoints import failpoint
from flows.report.formats import ALL_FORMATS, rendered_files
from flows.report.model import Report

LATEST, MANIFEST = "latest", "manifest.json"
_STATUS_ORDER = ("draft", "frozen", "superseded", "issued")


@dataclass(frozen=True)
class WrittenReport:
    """Where a report lies, and the SHA-256 of its manifest, which holds those of the other files."""

    folder: Path
    sha256: str


def write_report(
    report: Report, folder: Path, formats: Sequence[str] = ALL_FORMATS, fingerprint: str = ""
) -> WrittenReport:
    """Write ``folder/<publication>-<status>-<audience>/`` and point ``folder/latest`` at the newest.

    ``folder`` is the one of the council's quarter, ``fingerprint`` that of all that the report depends on. The files
    are written beside their place, flushed to disk and renamed into it, so that a reader sees the old report or the new
    one. A report already there with the same bytes is left as it is; one with other bytes (a newer version of this
    program) is replaced, and formats of the same report that are there already stay. ``latest`` never moves back to an
    older publication.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / folder_name(report)
    formats = [name for name in ALL_FORMATS if name in (*formats, *_formats_of(place, fingerprint))]
    files = rendered_files(report, formats)
    manifest = _manifest(report, formats, fingerprint, files)
    written = WrittenReport(place, hashlib.sha256(manifest).hexdigest())
    put_files(written.folder, {**files, MANIFEST: manifest})
    _point(folder, written.folder.name)
    return written


def files_of(place: Path) -> tuple[Path, ...]:
    """The files of a report but its manifest, as written; none where there is no report."""
    return tuple(place / name for name in _read_manifest(place).get("sha256", ()))


def holds(place: Path, fingerprint: str, formats: Sequence[str]) -> bool:
    """Whether a report that depends on just this is in its place in these formats, with every file of it.

    What the files hold is not looked at: an officer may be writing in one of them.
    """
    are_there = set(formats) <= set(_formats_of(place, fingerprint))
    return are_there and all(file.is_file() for file in files_of(place))


def put_files(place: Path, files: dict[str, bytes]) -> None:
    """Make ``place`` a folder of these files, whole or not at all; left alone when it holds the same bytes."""
    if not _same(place, files):
        _put(place, files)


def folder_name(report: Report) -> str:
    """``12-draft-internal``."""
    return f"{report.cover.publication}-{report.cover.status}-{report.cover.audience}"


def _manifest(report: Report, formats: Sequence[str], fingerprint: str, files: Mapping[str, bytes]) -> bytes:
    cover = report.cover
    content = {
        "council": cover.council,
        "quarter": cover.quarter,
        "publication": cover.publication,
        "status": cover.status,
        "audience": cover.audience,
        "fingerprint": cover.fingerprint,
        "code_version": cover.code_version,
        "render_fingerprint": fingerprint,
        "formats": list(formats),
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _formats_of(place: Path, fingerprint: str) -> Sequence[str]:
    """The formats in which a report that depends on just this is there."""
    found = _read_manifest(place)
    return found.get("formats", ()) if fingerprint and found.get("render_fingerprint") == fingerprint else ()


def _read_manifest(place: Path) -> dict[str, Any]:
    """What the manifest says; nothing where there is none, or none that can be read."""
    try:
        return json.loads((place / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}


def _same(place: Path, files: dict[str, bytes]) -> bool:
    names = {path.name for path in place.iterdir()} if place.is_dir() else set()
    return names == set(files) and all((place / name).read_bytes() == content for name, content in files.items())


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
