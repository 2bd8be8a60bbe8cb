"""Writing deliveries: a folder each, with bytes that are the same on every machine."""

import gzip
from datetime import date, timedelta
from pathlib import Path

_PLACES = {"council_returns": "returns"}  # the council's own answers lie beside the extracts


def place_of(council: Path, extract: str, supplier: str) -> Path:
    """Where a supplier's deliveries of an extract lie in a council folder."""
    return council / _PLACES.get(extract, f"extracts/{extract}/{supplier}")


def delivery(council: Path, extract: str, supplier: str, data_to: date, days_later: int) -> Path:
    """A new delivery's folder; its data were taken so many days after the day that they run to."""
    folder = place_of(council, extract, supplier) / data_to.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    taken_on = data_to + timedelta(days=days_later)
    (folder / "delivery.toml").write_bytes(f"taken_on = {taken_on.isoformat()}\n".encode())
    return folder


def write_text(path: Path, lines: list[str]) -> None:
    """Lines as UTF-8 text."""
    path.write_bytes(_text(lines))


def write_gzip(path: Path, lines: list[str], level: int) -> None:
    """Lines as gzipped UTF-8 text, without the time at which they were written."""
    path.write_bytes(gzip.compress(_text(lines), level, mtime=0))


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
