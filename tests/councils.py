"""Small councils for tests: generated, then cut down to a few deliveries so that a whole line takes seconds."""

import csv
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from samples.synth.generate import generate

QUARTER = "2025-26-Q1"
SCHOOLS = ("900001", "900002")
LAST_YEAR = "ssda903", "case-system", "2025-03-31"  # without it, two quarters have figures instead of five
_DELIVERIES = {
    "ssda903/case-system": ("2025-03-31", "2025-06-30"),
    "attendance_register/900001": ("2025-06-30",),
    "attendance_register/900002": ("2025-06-30",),
    "census_sessions/collect": ("2025-03-28",),
}
_MEASURES = ("PED01 02", "PED01 03", "PED01 04", "PED02 04", "PED02 05", "PED03 01", "PED03 02")
_OTHER_SUPPLIES = (
    "exclusions/inclusion-team",
    "census_exclusions/collect",
    "nccis/tracking-team",
    "sen2/send-team",
    "cin/case-system",
    "annex_a/case-system",
    "council_returns/officers",
)


def small_council(folder: Path, pupils: int = 120, seed: int = 7, *, every_extract: bool = False) -> Path:
    """A council of two schools and five deliveries of attendance and of children looked after, with their measures.

    ``every_extract``: and the newest delivery of each other extract, with all measures.
    """
    generate(folder, pupils, seed)
    keep_rows(folder / "reference/schools.csv", lambda row: row["urn"] in SCHOOLS)
    _keep_deliveries(folder, every_extract)
    _keep_supplies(folder / "council.toml", every_extract)
    if not every_extract:
        _keep_measures(folder)
    _keep_census_of_schools(folder / "extracts/census_sessions/collect/2025-03-28")
    return folder


def delivery(folder: Path, extract: str, supplier: str, data_to: str = "2025-06-30") -> Path:
    """The folder of a delivery."""
    return folder / "extracts" / extract / supplier / data_to


def read_rows(file: Path) -> list[dict[str, str]]:
    """A CSV file, gzipped or not, as dicts."""
    with _open(file, "rt") as lines:
        return list(csv.DictReader(lines))


def write_rows(file: Path, rows: list[dict[str, str]]) -> None:
    """Dicts as a CSV file, gzipped when its name says so."""
    with _open(file, "wt") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def keep_rows(file: Path, wanted: Callable[[dict[str, str]], bool]) -> None:
    """Leave only some rows of a CSV file."""
    write_rows(file, [row for row in read_rows(file) if wanted(row)])


def drop_column(file: Path, header: str) -> None:
    """Take a column out of a CSV file, header and all."""
    write_rows(file, [{name: value for name, value in row.items() if name != header} for row in read_rows(file)])


def with_findings(council: Path) -> Path:
    """A row to hold and a row to flag among children looked after, of whom the council then has this year's return."""
    shutil.rmtree(delivery(council, *LAST_YEAR), ignore_errors=True)
    episodes = delivery(council, "ssda903", "case-system") / "episodes.csv"
    first, second, *others = read_rows(episodes)
    write_rows(episodes, [{**first, "LS": "Q9"}, {**second, "PLACE": "H5"}, *others])
    return council


def lose_a_child(council: Path, data_to: str = "2025-06-30") -> None:
    """Take a child in care whose episode is open on a delivery's day out of each of its files."""
    folder = delivery(council, "ssda903", "case-system", data_to)
    lost = min(row["CHILD"] for row in read_rows(folder / "episodes.csv") if not row["DEC"])
    for file in folder.glob("*.csv"):
        rows = read_rows(file)
        if any(row.get("CHILD") == lost for row in rows):
            write_rows(file, [row for row in rows if row["CHILD"] != lost])


def _keep_deliveries(folder: Path, every_extract: bool) -> None:
    for supply in _supply_folders(folder):
        kept = _DELIVERIES.get("/".join(supply.parts[-2:]), ())
        if not kept and every_extract:
            kept = (max(delivery.name for delivery in supply.iterdir()),)
        for delivery in supply.iterdir():
            if delivery.name not in kept:
                shutil.rmtree(delivery)


def _supply_folders(folder: Path) -> list[Path]:
    return [*(folder / "extracts").glob("*/*"), folder / "returns"]


def _keep_supplies(settings: Path, every_extract: bool) -> None:
    head, *blocks = settings.read_text(encoding="utf-8").split("[[supply]]")
    tail_start = blocks[-1].find("[[")
    last, tail = blocks[-1][:tail_start], blocks[-1][tail_start:]
    kept = [block for block in (*blocks[:-1], last) if _is_kept(block, every_extract)]
    settings.write_text(head + "".join(f"[[supply]]{block}" for block in kept) + tail, encoding="utf-8")


def _keep_measures(folder: Path) -> None:
    """Leave the measures of attendance and of children looked after."""
    settings = folder / "council.toml"
    head, *blocks = settings.read_text(encoding="utf-8").split("[[measures]]")
    last, start_of_rest, rest = blocks[-1].partition("[materiality]")
    kept = [block for block in (*blocks[:-1], last) if any(f'ref = "{ref}"' in block for ref in _MEASURES)]
    measures = "".join(f"[[measures]]{block}" for block in kept)
    settings.write_text(head + measures + start_of_rest + rest, encoding="utf-8")
    keep_rows(folder / "targets.csv", lambda row: row["measure"] in _MEASURES)


def _is_kept(block: str, every_extract: bool) -> bool:
    named = (*_DELIVERIES, *_OTHER_SUPPLIES) if every_extract else tuple(_DELIVERIES)
    wanted = [supply.split("/") for supply in named]
    return any(f'extract = "{extract}"\nsupplier = "{supplier}"' in block for extract, supplier in wanted)


def _keep_census_of_schools(folder: Path) -> None:
    keep_rows(folder / "schoolcensus.csv.gz", lambda row: row["urn"] in SCHOOLS)
    schools = {row["schoolcensustableid"] for row in read_rows(folder / "schoolcensus.csv.gz")}
    keep_rows(folder / "pupilonroll.csv.gz", lambda row: row["schoolcensustableid"] in schools)
    pupils = {row["pupilonrolltableid"] for row in read_rows(folder / "pupilonroll.csv.gz")}
    keep_rows(folder / "termlysessiondetailsonroll.csv.gz", lambda row: row["pupilonrolltableid"] in pupils)


def _open(file: Path, mode: str) -> IO[Any]:
    opener: Any = gzip.open if file.suffix == ".gz" else open
    return opener(file, mode, encoding="utf-8", newline="")
