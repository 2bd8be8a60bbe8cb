"""What named officers' releases say of the rows that a rule holds back: which of them count in spite of it.

A release is about one rule of one table of one slice. It is given for rows of the very file that lay before the
officer, by their places in it; or, where the officer chose so, for every row of whatever file comes for the slice. Of
several about one row the newest decides, so that a release is also ended or prolonged by another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Waiver:
    """One release. ``sha256`` is the file's for which it was given, and empty for whatever file comes.

    ``lines`` are the places of the rows; none where it is about every row. ``until`` is the last day on which it
    applies.
    """

    waiver_id: int
    table: str
    rule: str
    sha256: str
    lines: frozenset[int]
    until: date


@dataclass(frozen=True)
class Standing:
    """How one rule stands waived for the rows of a table: True while a release applies, False once it has ended.

    ``every`` is said of all rows of which ``lines`` says nothing; None where nothing was decided about them.
    """

    every: bool | None = None
    lines: Mapping[int, bool] = field(default_factory=dict)

    def where(self, places: pd.Index, applies: bool) -> pd.Series:
        """True at the rows for which a release applies, or has ended."""
        said = pd.Series(self.lines, dtype="object").reindex(places)
        if self.every is not None:
            said = said.where(said.notna(), self.every)
        return said.eq(applies)


Standings = Mapping[str, Mapping[str, Standing]]  # by table, then by rule


def standings(waivers: Iterable[Waiver], hashes: Iterable[str], day: date) -> dict[str, dict[str, Standing]]:
    """What a slice's releases say, on a day, of a delivery whose files have these hashes."""
    files = {"", *hashes}
    found: dict[str, dict[str, Standing]] = {}
    for waiver in sorted(waivers, key=lambda each: each.waiver_id):
        if waiver.sha256 in files:
            rules = found.setdefault(waiver.table, {})
            rules[waiver.rule] = _after(rules.get(waiver.rule, Standing()), waiver, waiver.until >= day)
    return found


def described(of: Standings) -> tuple[str, ...]:
    """The same as text, for a fingerprint: alike exactly where the same rows count."""
    return tuple(
        f"{table} {rule} {standing.every} {sorted(standing.lines.items())}"
        for table, rules in sorted(of.items())
        for rule, standing in sorted(rules.items())
    )


def _after(before: Standing, waiver: Waiver, applies: bool) -> Standing:
    if not waiver.sha256:
        return Standing(every=applies)
    return Standing(before.every, {**before.lines, **dict.fromkeys(waiver.lines, applies)})
