"""Read a council folder into ``transforms.council_types``. Every complaint names the file, the line and what to do."""

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from flows.council_checks import check_commentary, check_council
from flows.published import published_files
from flows.sources import SOURCES, source
from transforms.council_types import (
    DEFAULT_SIGN_OFF,
    UNMEASURED,
    Commentary,
    Committee,
    Council,
    HalfTerm,
    Measure,
    Meeting,
    Milestone,
    Narrative,
    Objective,
    Officer,
    Override,
    OwnWord,
    Part,
    Population,
    Rating,
    School,
    SchoolBefore,
    Section,
    SeriesBreak,
    SettingReason,
    SignOffStep,
    Supply,
    Target,
    Writers,
)
from transforms.errors import CouncilFolderError
from transforms.extracts import EXTRACTS
from transforms.national_disclosure import national_class
from transforms.retention import DEFAULT, Keep, Retention

T = TypeVar("T")

_IN_WORDS = {
    r"(\w+)\.__init__\(\) got an unexpected keyword argument (.*)": "{what} has no setting {1}",
    r"(\w+)\.__init__\(\) missing \d+ required positional arguments?: (.*)": "{what} without {1}",
    r"Invalid isoformat string: (.*)": "{0} is not a date, as 2025-06-30",
    r"could not convert string to float: (.*)": "{0} is not a number",
    r"invalid literal for int\(\) with base 10: (.*)": "{0} is not a whole number",
}


def read_council(folder: Path) -> Council:
    """The council that a folder describes. Raises CouncilFolderError."""
    settings = _read_toml(folder / "council.toml")
    try:
        council = _council(folder, settings)
    except (KeyError, TypeError, ValueError) as error:
        raise CouncilFolderError(
            f"{folder / 'council.toml'}: {_complaint(error)}.", "samples/merebridge/council.toml shows every setting."
        ) from None
    check_council(folder, council)
    return council


def _council(folder: Path, settings: Mapping[str, Any]) -> Council:
    words = ("slug", "name", "la_code", "gss_code", "region")
    return _made(
        Council,
        {name: settings[name] for name in words}
        | {
            "synthetic": settings.get("synthetic", False),
            "ambition_year": settings.get("ambition_year"),
            "minimum_coverage": float(settings.get("minimum_coverage", 0.95)),
            "officers": tuple(_made(Officer, officer) for officer in settings.get("officers", ())),
            "supplies": tuple(_supply(supply) for supply in settings["supply"]),
            "objectives": tuple(_made(Objective, objective) for objective in settings["objectives"]),
            "measures": tuple(_measure(measure) for measure in settings["measures"]),
            "schools": _schools(folder / "reference"),
            "half_terms": _rows(folder / "reference/half_terms.csv", _half_term),
            "population": _rows(folder / "reference/population.csv", _population),
            "targets": _rows(folder / "targets.csv", _target),
            "milestones": _rows(folder / "milestones.csv", _milestone),
            "materiality": _by_name(settings.get("materiality", {}), "materiality"),
            "matching": _by_name(settings.get("matching", {}), "matching"),
            "words": _own_words(folder / "mappings"),
            "breaks": _rows(folder / "breaks.csv", _break),
            "overrides": _rows(folder / "overrides.csv", _override),
            "setting_reasons": _rows(folder / "changes.csv", _setting_reason),
            "sign_off": tuple(_sign_off(step) for step in settings.get("sign_off", ())) or DEFAULT_SIGN_OFF,
            "writers": _made(Writers, _with_tuples(settings.get("commentary", {}))),
            "meetings": _rows(folder / "committee.csv", _meeting),
            "retention": _retention(settings.get("retention", {})),
            "committee": _made(Committee, settings.get("committee", {})),
        },
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
        school_improvement=_sections(place / "school_improvement.md"),
    )


def read_commentary(folder: Path, quarter: str, council: Council) -> tuple[Commentary, ...]:
    """Officers' words about measures in a quarter. Raises CouncilFolderError."""
    file = folder / "narrative" / quarter / "commentary.csv"
    commentary = _rows(
        file,
        lambda row: Commentary(
            row["measure"], quarter, row["officer"], date.fromisoformat(row["written_on"]), row["text"]
        ),
    )
    check_commentary(file, commentary, council)
    return commentary


def folder_hash(folder: Path) -> str:
    """One hash over everything of the council's own that the figures depend on: settings, targets, reference data."""
    return _hash_of(folder, files_behind_figures(folder))


def files_behind_figures(folder: Path) -> list[Path]:
    """The council's own files that the figures depend on, those that are there."""
    files = [folder / "council.toml", folder / "targets.csv", folder / "milestones.csv"]
    files += [folder / "breaks.csv", folder / "overrides.csv", folder / "changes.csv"]
    files += [*sorted((folder / "reference").glob("*.csv")), *published_files(folder)]
    return [file for file in files if file.is_file()]


def _hash_of(folder: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _made(kind: type[T], entry: Mapping[str, Any]) -> T:
    """A dataclass from its settings. Raises TypeError for a text or a flag that was written as something else."""
    name = kind.__name__.lower()
    if not isinstance(entry, Mapping):
        raise TypeError(f"{name} is no table of settings")
    made = kind(**entry)
    for each in fields(cast(Any, kind)):
        value = getattr(made, each.name)
        if each.type is str and not isinstance(value, str):
            raise TypeError(f"{name}: {each.name} must be text, in quotation marks")
        if each.type == date | None and value is not None and type(value) is not date:
            raise TypeError(f"{name}: {each.name} must be a date, without quotation marks")
        if each.type is bool and not isinstance(value, bool):
            raise TypeError(f"{name}: {each.name} must be true or false, without quotation marks")
    return made


def _supply(entry: object) -> Supply:
    """A supply, with the settings of its kind of source from the table that bears the kind's name."""
    kind = entry.get("source") if isinstance(entry, Mapping) else None
    place = source(kind).PLACE if isinstance(kind, str) and kind in SOURCES else None
    if not isinstance(entry, Mapping) or place is None:
        return _made(Supply, cast(Any, entry))
    given = entry.get(kind, {})
    settings = {name: entry[name] for name in entry if name != kind}
    return _made(Supply, {**settings, "place": _made(place, _with_tuples(given))})


def _with_tuples(given: Any) -> Any:  # noqa: ANN401 - whatever the file has there
    """Lists of a table of settings as tuples; what is no table as it is."""
    if not isinstance(given, Mapping):
        return given
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _sign_off(entry: object) -> SignOffStep:
    if isinstance(entry, Mapping) and not isinstance(entry.get("by", []), list):
        raise TypeError("signoffstep: by must be a list of initials, in square brackets")
    return _made(SignOffStep, _with_tuples(entry))


def _retention(entry: object) -> Retention:
    """How long deliveries are kept, by extract; what an extract does not set is as for all others."""
    if not isinstance(entry, Mapping):
        raise TypeError("retention is no table of settings")
    unknown = sorted(set(entry) - {DEFAULT, *(extract.id for extract in EXTRACTS)})
    if unknown:
        raise ValueError(f"retention: there is no extract {', '.join(unknown)}")
    usual = entry.get(DEFAULT, {})
    return tuple((name, _keep({**usual, **given} if name != DEFAULT else usual)) for name, given in entry.items())


def _keep(entry: Mapping[str, Any]) -> Keep:
    made = _made(Keep, entry)
    for each in fields(Keep):
        if type(getattr(made, each.name)) is not int or getattr(made, each.name) < 1:
            raise TypeError(f"keep: {each.name} must be a whole number of years, from 1")
    return made


def _meeting(row: Mapping[str, str]) -> Meeting:
    return Meeting(row["quarter"], row["committee"], date.fromisoformat(row["meets_on"]))


def _measure(entry: Mapping[str, Any]) -> Measure:
    parts = tuple(_made(Part, part) for part in entry["parts"])
    rating = _made(Rating, entry.get("rating", {}))
    least = {"materiality": float(entry["materiality"])} if "materiality" in entry else {}
    others = entry.get("other_officers", [])
    if not isinstance(others, list):
        raise TypeError("measure: other_officers must be a list of initials, in square brackets")
    own = {"parts": parts, "rating": rating, "other_officers": tuple(others), **least}
    return _made(Measure, {**_class_of(entry, parts), **entry, **own})


def _class_of(entry: Mapping[str, Any], parts: tuple[Part, ...]) -> Mapping[str, str]:
    """The disclosure class of a measure for which the council sets none: as national practice has it."""
    if "disclosure" in entry:
        return {"disclosure_approved_by": ""}
    return {"disclosure": national_class(part.indicator for part in parts), "disclosure_approved_by": ""}


def _own_words(folder: Path) -> tuple[OwnWord, ...]:
    """The council's headings and words of every extract; a file is named by its extract."""
    words: list[OwnWord] = []
    for file in sorted(folder.glob("*.csv")):
        words += _numbered_rows(file, partial(_own_word, file.stem))
    return tuple(words)


def _own_word(extract: str, row: Mapping[str, str], line: int) -> OwnWord:
    table, column, given, means = (row[name].strip() for name in ("table", "column", "given", "means"))
    return OwnWord(extract, table, column, given, means, line)


def _by_name(entry: object, setting: str) -> tuple[tuple[str, float], ...]:
    """A number for each name."""
    if not isinstance(entry, Mapping):
        raise TypeError(f"{setting} is no table of settings")
    return tuple((name, float(least)) for name, least in entry.items())


def _schools(folder: Path) -> tuple[School, ...]:
    """The schools of today, each with what it was before."""
    before: dict[str, list[SchoolBefore]] = {}
    file = folder / "school_changes.csv"
    for urn, change in _rows(file, _school_before):
        before.setdefault(urn, []).append(change)
    schools = _rows(folder / "schools.csv", lambda row: _school(row, before.pop(row["urn"], [])))
    if before:
        raise CouncilFolderError(f"{file}: schools.csv has no school {min(before)}.", "Write its number of today.")
    return schools


def _school_before(row: Mapping[str, str]) -> tuple[str, SchoolBefore]:
    former = row["former_urn"] or row["urn"]
    until = date.fromisoformat(row["until"])
    return row["urn"], SchoolBefore(until, former, row["name"], row["phase"], row["status"])


def _school(row: Mapping[str, str], before: Iterable[SchoolBefore]) -> School:
    """A school. Numbers that it had are those of its own line and those of its changes."""
    changes = tuple(sorted(before, key=lambda each: each.until))
    had = (*(row.get("formerly") or "").split(), *(each.urn for each in changes))
    formerly = tuple(urn for urn in dict.fromkeys(had) if urn != row["urn"])
    return School(
        row["urn"], row["name"], row["phase"], int(row["headcount"]), formerly, row.get("status") or "", changes
    )


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
        float(row["value"] or 0) if row["kind"] in UNMEASURED else float(row["value"]),
        row["kind"],
        row["set_by"],
        date.fromisoformat(row["set_on"]),
        *(_number(row.get(name)) for name in ("reward", "baseline", "threshold", "said_change")),
        said_year=row.get("said_year") or "",
        reason=row.get("reason") or "",
        upper=_number(row.get("upper")),
    )


def _setting_reason(row: Mapping[str, str]) -> SettingReason:
    changed_on = date.fromisoformat(row["changed_on"])
    return SettingReason(row["measure"], row["setting"], changed_on, row["by"], row["reason"])


def _number(text: str | None) -> float | None:
    """A number that a line may leave out."""
    return float(text) if text else None


def _override(row: Mapping[str, str]) -> Override:
    return Override(
        row["measure"],
        row["part"],
        row["quarter"],
        row["progress"],
        row["reason"],
        row["officer"],
        date.fromisoformat(row["set_on"]),
    )


def _break(row: Mapping[str, str]) -> SeriesBreak:
    return SeriesBreak(row["measure"], date.fromisoformat(row["first_day"]), row["reason"])


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
    return _numbered_rows(file, lambda row, _: make(row))


def _numbered_rows(file: Path, make: Callable[[Mapping[str, str], int], T]) -> tuple[T, ...]:
    """A dataclass per line of a CSV file, made of the line and its number."""
    made = []
    reader = csv.DictReader(io.StringIO(_text(file), newline=""))
    for row in reader:
        try:
            _refuse_uneven(row)
            made.append(make(row, reader.line_num))
        except (KeyError, TypeError, ValueError) as error:
            raise CouncilFolderError(
                f"{file}, line {reader.line_num}: {_complaint(error)}.", "Put that line right."
            ) from None
    return tuple(made)


def _refuse_uneven(row: Mapping[str | None, str | None]) -> None:
    if None in row or None in row.values():
        raise ValueError("the line has another number of fields than the header")


def _complaint(error: Exception) -> str:
    """What Python says of a setting or a value, in words for the person who wrote it."""
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    for said, ours in _IN_WORDS.items():
        if found := re.fullmatch(said, str(error)):
            return ours.format(*found.groups(), what=found[1].lower())
    return str(error)


def _text(file: Path) -> str:
    """The text of a file, without a byte order mark; nothing where it is not there."""
    try:
        return file.read_bytes().decode("utf-8-sig") if file.is_file() else ""
    except UnicodeDecodeError:
        raise CouncilFolderError(f"{file} is not UTF-8 text.", "Save it as UTF-8.") from None


def _paragraphs(file: Path) -> tuple[str, ...]:
    return _split(_text(file))


def _split(text: str) -> tuple[str, ...]:
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    return tuple(" ".join(block.split()) for block in blocks if block.strip())


def _sections(file: Path) -> tuple[Section, ...]:
    """Sections of a file in which ``## Title`` starts each."""
    parts = ("\n" + _text(file).replace("\r\n", "\n")).split("\n## ")[1:]
    titles_and_bodies = (part.partition("\n") for part in parts)
    return tuple(Section(title.strip(), _split(body)) for title, _, body in titles_and_bodies)
