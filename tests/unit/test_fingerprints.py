"""What the hash of the sources covers: every file that decides a figure or a report, and nothing else."""

from pathlib import Path

import pytest

from flows.fingerprints import FIGURE_SOURCES, sources_hash
from flows.steps.report import REPORT_SOURCES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folders", [FIGURE_SOURCES, REPORT_SOURCES], ids=["figures", "reports"])
def test_a_change_of_any_kind_of_source_is_another_version(folders: tuple[str, ...], tmp_path: Path) -> None:
    files = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()]
    kinds = {file.suffix for file in files} - {".pyc"}
    assert kinds >= {".py"}
    place = tmp_path / folders[0]
    place.mkdir(parents=True)
    seen = set()
    for kind in sorted(kinds):
        (place / f"one{kind}").write_text(kind)
        sources_hash.cache_clear()
        seen.add(sources_hash(tmp_path, folders))
    assert len(seen) == len(kinds)
    (place / "one.pyc").write_text("compiled")
    sources_hash.cache_clear()
    assert sources_hash(tmp_path, folders) in seen
    sources_hash.cache_clear()


def test_how_files_are_read_counts_for_figures() -> None:
    assert "flows/parsing" in FIGURE_SOURCES
