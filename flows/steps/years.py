"""What another year's code lists would do to files: the same files by the lists of both, and the rules that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.steps.check import FileCheck, check_loose_files, delivery_day
from transforms.checking import Finding
from transforms.extracts.extract import Extract
from transforms.rules.rule import Rule
from transforms.years import CollectionYear


@dataclass(frozen=True)
class OtherFinding:
    """A rule that finds other rows of a file in another year. ``lines`` are those that it finds in that year alone."""

    file_name: str
    rule: Rule
    rows_before: int
    rows_now: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class YearsCompared:
    """Files checked by two years: what became of their rows in each, and where the rules differ."""

    before: tuple[FileCheck, ...]
    now: tuple[FileCheck, ...]
    differences: tuple[OtherFinding, ...]


def compare_years(
    files: Sequence[Path],
    extract: Extract,
    before: CollectionYear,
    now: CollectionYear,
    council: Path | None,
    today: date,
) -> YearsCompared:
    """Check files by the lists of two years, their dates being those of the first, or of the delivery they lie in.

    Raises UsageError, and CouncilFolderError for the council's folder.
    """
    own = "" if all(map(delivery_day, files)) else before.name
    by_before = check_loose_files(files, extract.id, own, council, today, before.first)
    by_now = check_loose_files(files, extract.id, own, council, today, now.first)
    return YearsCompared(by_before, by_now, tuple(_differences(by_before, by_now)))


def _differences(before: Sequence[FileCheck], now: Sequence[FileCheck]) -> Iterator[OtherFinding]:
    for then, each in zip(before, now, strict=True):
        found = {finding.rule.id: finding for finding in then.findings}
        found_now = {finding.rule.id: finding for finding in each.findings}
        for rule_id in dict.fromkeys((*found, *found_now)):
            old, new = found.get(rule_id), found_now.get(rule_id)
            if (old.lines if old else ()) != (new.lines if new else ()):
                yield _difference(each.file_name, old, new)


def _difference(file_name: str, old: Finding | None, new: Finding | None) -> OtherFinding:
    known = set(old.lines) if old else set()
    rule = (new or old).rule  # pyright: ignore[reportOptionalMemberAccess] - one of the two is there
    return OtherFinding(
        file_name,
        rule,
        old.rows_failed if old else 0,
        new.rows_failed if new else 0,
        tuple(line for line in (new.lines if new else ()) if line not in known),
    )
