"""Read a council folder into ``transforms.council_types``. Every complaint names the file, the line and what to do."""

import csv
import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from transforms.council_types import (
    Commentary,
    Council,
    HalfTerm,
    Measure,
    Milestone,
    Narrative,
    Objective,
    Officer,
    Part,
    Population,
    Rating,
    School,
    Section,
    Supply,
    Target,
)
from transforms.errors import CouncilFolderError
from transforms.extracts import EXTRACTS
from transforms.indicators import INDICATORS

T = TypeVar("T")


def read_council(folder: Path) -> Council:
    """The council that a folder describes. Raises CouncilFolderError."""
    settings = _read_toml(folder / "council.toml")
    try:
        council = _council(folder, settings)
    except (KeyError, TypeError, ValueError) as error:
        raise CouncilFolderError(
            f"{folder / 'council.toml'}: {_complaint(error)}.", "samples/merebridge/council.toml shows every setting."
        ) from None
    _check_names(folder, council)
    return council


def _council(folder: Path, settings: Mapping[str, Any]) -> Council:
    return Council(
        slug=settings["slug"],
        name=settings["name"],
        la_code=settings["la_code"],
        gss_code=settings["gss_code"],
        region=settings["region"],
        synthetic=bool(settings.get("synthetic", False)),
        minimum_coverage=float(settings.get("minimum_coverage", 0.95)),
        officers=tuple(Officer(**officer) for officer in settings.get("officers", ())),
        supplies=tuple(Supply(**supply) for supply in settings["supply"]),
        objectives=tuple(Objective(**objective) for objective in settings["objectives"]),
        measures=tuple(_measure(measure) for measure in settings["measures"]),
        schools=_rows(folder / "reference/schools.csv", _school),
        half_terms=_rows(folder / "reference/half_terms.csv", _half_term),
        population=_rows(folder / "reference/population.csv", _population),
        targets=_rows(folder / "targets.csv", _target),
        milestones=_rows(folder / "milestones.csv", _milestone),
    )


def read_narrative(folder: Path, quarter: str) -> Narrative:
    """The council's words for a quarter; empty where a file is not there."""
    place = folder / "narrative" / quarter
    return Narrative(
        introduction=_paragraphs(place / "introduction.md"),
        key_developments=_sections(place / "key_developments.md"),
        emerging_issues=_sections(place / "emerging_issues.md"),
        equality=_paragraphs(place / "equality.md"),
        financial_summary=_paragraphs(place / "financial_summary.md"),
    )


def read_commentary(folder: Path, quarter: str) -> tuple[Commentary, ...]:
    """Officers' words about measures in a quarter."""
    return _rows(
        folder / "narrative" / quarter / "commentary.csv",
        lambda row: Commentary(
            row["measure"], quarter, row["officer"], date.fromisoformat(row["written_on"]), row["text"]
        ),
    )


def folder_hash(folder: Path) -> str:
    """One hash over everything of the council's own that the figures depend on: settings, targets, reference data."""
    files = [folder / "council.toml", folder / "targets.csv", folder / "milestones.csv"]
    return _hash_of(folder, files + sorted((folder / "reference").glob("*.csv")))


def narrative_hash(folder: Path, quarter: str) -> str:
    """One hash over the council's words for a quarter."""
    return _hash_of(folder, sorted((folder / "narrative" / quarter).glob("*")))


def _hash_of(folder: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _measure(entry: Mapping[str, Any]) -> Measure:
    fields = dict(entry)
    parts = tuple(Part(**part) for part in fields.pop("parts"))
    rating = Rating(**fields.pop("rating", {}))
    return Measure(parts=parts, rating=rating, **fields)


def _school(row: Mapping[str, str]) -> School:
    return School(row["urn"], row["name"], row["phase"], int(row["headcount"]))


def _half_term(row: Mapping[str, str]) -> HalfTerm:
    return HalfTerm(
        row["academic_year"], int(row["half_term"]), date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    )


def _population(row: Mapping[str, str]) -> Population:
    return Population(int(row["mid_year"]), int(row["children_0_17"]))


def _target(row: Mapping[str, str]) -> Target:
    return Target(
        row["measure"],
        row["part"],
        row["year"],
        float(row["value"]),
        row["kind"],
        row["set_by"],
        date.fromisoformat(row["set_on"]),
    )


def _milestone(row: Mapping[str, str]) -> Milestone:
    return Milestone(
        row["objective"],
        row["ref"],
        row["title"],
        date.fromisoformat(row["due"]),
        row["officer"],
        row["progress"],
        row["comment"],
    )


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CouncilFolderError(
            f"{file} is not there, so {file.parent} is not a council folder.",
            "Give the folder with --council or CYP_COUNCIL; samples/merebridge is one.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CouncilFolderError(f"{file} cannot be read: {error}.", "Put that line right.") from None


def _rows(file: Path, make: Callable[[Mapping[str, str]], T]) -> tuple[T, ...]:
    """A dataclass per line of a CSV file; nothing where the file is not there."""
    if not file.is_file():
        return ()
    made = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            try:
                made.append(make(row))
            except (KeyError, TypeError, ValueError) as error:
                raise CouncilFolderError(
                    f"{file}, line {reader.line_num}: {_complaint(error)}.", "Put that line right."
                ) from None
    return tuple(made)


def _complaint(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return str(error).replace("__init__() ", "").replace("Council.", "")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _paragraphs(file: Path) -> tuple[str, ...]:
    return _split(_text(file))


def _split(text: str) -> tuple[str, ...]:
    return tuple(" ".join(block.split()) for block in text.split("\n\n") if block.strip())


def _sections(file: Path) -> tuple[Section, ...]:
    """Sections of a file in which ``## Title`` starts each."""
    parts = ("\n" + _text(file)).split("\n## ")[1:]
    titles_and_bodies = (part.partition("\n") for part in parts)
    return tuple(Section(title.strip(), _split(body)) for title, _, body in titles_and_bodies)


def _check_names(folder: Path, council: Council) -> None:
    """Every name that one file uses must be declared by another."""
    where = folder / "council.toml"
    _known(where, "extract", (s.extract for s in council.supplies), (e.id for e in EXTRACTS))
    parts = [part for measure in council.measures for part in measure.parts]
    _known(where, "indicator", (part.indicator for part in parts), (i.id for i in INDICATORS))
    _known(where, "objective", (m.objective for m in council.measures), (o.ref for o in council.objectives))
    _known(where, "officer", (m.officer for m in council.measures), (o.initials for o in council.officers))
    _known(
        folder / "targets.csv",
        "measure and part",
        (f"{target.measure} {target.part}" for target in council.targets),
        (f"{measure.ref} {part.title}" for measure in council.measures for part in measure.parts),
    )


def _known(file: Path, what: str, used: Iterable[str], declared: Iterable[str]) -> None:
    known = set(declared)
    for name in used:
        if name not in known:
            raise CouncilFolderError(
                f"{file}: there is no {what} '{name}'.", f"Known: {', '.join(sorted(known)) or 'none'}."
            )
