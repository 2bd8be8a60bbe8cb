"""Which figures of a publication the public does not see: reckoned anew until it is issued, kept with it from then on.

Everything runs in the caller's transaction.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row

from flows.warehouse.statements import statement
from flows.warehouse.tables import copy_rows
from transforms.disclosure import Cell, Count, Place, Together, together
from transforms.disclosure_audit import Audit, GivenAway, past_help, protect
from transforms.hidden_rows import HiddenFigures, public_row
from transforms.indicators import indicator_by_id
from transforms.national_disclosure import INTERNAL
from transforms.quarters import Quarter

HIDE, SHOW, OFF, ON, ALLOW, LEAVE = "hide", "show", "off", "on", "allow", "leave"
_KEYS = ("indicator_key", "quarter_key", "area_key", "breakdown_key")
SMALL, TELLS = "small count", "would tell"


@dataclass(frozen=True)
class Control:
    """What the public report of a publication hides. ``by`` and ``reason``: who turned it off and why.

    ``allowed``: marks of paragraphs that a named officer let stand.
    """

    is_applied: bool
    hidden: frozenset[Place]
    by: str = ""
    reason: str = ""
    allowed: frozenset[str] = frozenset()

    @cached_property
    def figures(self) -> HiddenFigures:
        return HiddenFigures.of(self.hidden)


@dataclass(frozen=True)
class Choices:
    """What people chose for a quarter's report; the last word about each figure."""

    hide: frozenset[Place]
    show: frozenset[Place]
    off: Row | None
    allowed: frozenset[str]


@dataclass(frozen=True)
class Examined:
    """A publication's figures, what is hidden of them, and what is given away all the same.

    ``known_before``: figures that earlier reports showed; ``lost``: small counts that those gave away, which nothing
    changes now.
    """

    figures: Together
    control: Control
    given_away: Sequence[GivenAway]
    lost: frozenset[Count]
    names: Mapping[Place, str]
    known_before: frozenset[Place] = frozenset()

    def name(self, place: Place) -> str:
        """A figure as officers know it: by measure and part, or by indicator and item."""
        known = self.names.get(place)
        if known:
            return known
        item = "" if place.is_whole else f", {place.breakdown} {place.item}"
        return f"{place.indicator}{item}, {place.quarter}"

    def why(self, place: Place) -> str:
        return SMALL if place in self.figures.primary else TELLS


def control_of(connection: Connection, publication: Mapping[str, Any]) -> Control | None:
    """What is hidden of a publication; None of one that was issued before anything was: its measures are closed."""
    if not publication["issued_at"]:
        return examine(connection, publication, with_audit=False).control
    key = {"publication_id": publication["publication_id"]}
    kept = connection.execute(statement("disclosure_applied"), key).one_or_none()
    if kept is None:
        return None
    hidden = frozenset(_place(row) for row in connection.execute(statement("disclosure_hidden"), key))
    by, reason = ("", "") if kept.is_applied else (kept.by_name, kept.reason)
    made = choices(connection, publication["council"], publication["quarter"], {}, publication["issued_at"])
    return Control(kept.is_applied, hidden, by, reason, made.allowed)


def examine(connection: Connection, publication: Mapping[str, Any], *, with_audit: bool = True) -> Examined:
    """Reckon what to hide of a publication that is not issued yet, and audit it."""
    key = {"publication_id": publication["publication_id"]}
    figures = together(_cell(row) for row in connection.execute(statement("disclosure_values"), key))
    known_before = _known_before(connection, publication, figures)
    names = _names(connection, key, figures)
    made = choices(connection, publication["council"], publication["quarter"], names)
    if made.off is not None:
        control = Control(False, frozenset(), made.off.by_name, made.off.reason, made.allowed)
        return Examined(figures, control, (), frozenset(), names)
    audit = Audit(figures)
    hidden = protect(figures, made.hide, known_before, made.show, audit)
    control = Control(True, hidden, allowed=made.allowed)
    if not with_audit:
        return Examined(figures, control, (), frozenset(), names)
    given_away = audit.given_away(hidden, known_before)
    lost = past_help(figures, known_before) if known_before and given_away else frozenset()
    open_ones = [each for each in given_away if each.count not in lost]
    return Examined(figures, control, open_ones, lost, names, known_before)


def choices(
    connection: Connection, council: str, quarter: str, names: Mapping[Place, str], until: datetime | None = None
) -> Choices:
    """What people chose for a quarter, ``until`` a moment, told for the figures that are named."""
    places = {name: place for place, name in names.items()}
    last: dict[Place, str] = {}
    words: dict[str, str] = {}
    off = None
    for row in connection.execute(statement("disclosure_choices"), {"council": council, "quarter": quarter}):
        if until and row.decided_at > until:
            break
        if row.kind in (OFF, ON):
            off = row if row.kind == OFF else None
        elif row.words:
            words[row.words] = row.kind
        elif place := places.get(named(row.measure_ref, row.part, row.of_quarter)):
            last[place] = row.kind
    chosen = {kind: frozenset(p for p, said in last.items() if said == kind) for kind in (HIDE, SHOW)}
    return Choices(chosen[HIDE], chosen[SHOW], off, frozenset(mark for mark, said in words.items() if said == ALLOW))


def choices_mark(connection: Connection, council: str, quarter: str) -> str:
    """What a report of drafts depends on beside its publication: the number of the last choice."""
    rows = connection.execute(statement("disclosure_choices"), {"council": council, "quarter": quarter}).all()
    return str(rows[-1].choice_id) if rows else ""


def choose(connection: Connection, **chosen: str) -> None:
    """Record what a person decided."""
    nothing = dict.fromkeys(("measure_ref", "part", "of_quarter", "words"), "")
    connection.execute(statement("disclosure_choose"), nothing | chosen)


def keep(connection: Connection, publication: Mapping[str, Any], examined: Examined, by: str) -> None:
    """Keep what is hidden with the publication that this transaction issues."""
    number, control = publication["publication_id"], examined.control
    parameters = {
        "publication_id": number,
        "is_applied": control.is_applied,
        "hidden": len(control.hidden),
        "by_name": control.by or by,
        "reason": control.reason,
    }
    connection.execute(statement("disclosure_apply"), parameters)
    key = {"publication_id": number}
    rows = [
        (number, *(getattr(row, key) for key in _KEYS), row.data_status, row.is_history, examined.why(_place(row)))
        for row in connection.execute(statement("disclosure_values"), key)
        if _place(row) in control.hidden
    ]
    copy_rows(connection, "mart.fact_hidden", ("publication_id", *_KEYS, "data_status", "is_history", "why"), rows)
    _keep_measures(connection, publication, control)


def keep_milestones(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep milestones as the public reads them with the publication that this transaction issues."""
    if rows:
        copy_rows(connection, "mart.fact_milestone_public", list(rows[0]), [list(row.values()) for row in rows])


def named(measure: str, part: str, quarter: str) -> str:
    """A figure by its measure: ``PED02 05, Total, 2025-26-Q1``."""
    return f"{measure}, {part}, {quarter}"


def _keep_measures(connection: Connection, publication: Mapping[str, Any], control: Control) -> None:
    quarter = Quarter.parse(publication["quarter"])
    key = {"publication_id": publication["publication_id"]}
    changed = []
    for found in connection.execute(statement("disclosure_performance"), key):
        row = found._asdict()
        if row["disclosure"] != INTERNAL and control.figures.of_series(row):
            changed.append(public_row(row, quarter, control.figures))
    aside = ("indicator_id", "breakdown", "item", "hidden_columns")
    if changed:
        columns = [name for name in changed[0] if name not in aside]
        copy_rows(
            connection, "mart.fact_performance_public", columns, [[row[name] for name in columns] for row in changed]
        )


def _known_before(connection: Connection, publication: Mapping[str, Any], figures: Together) -> frozenset[Place]:
    """Figures that an earlier report showed with the same counts: they are known, whether hidden now or not."""
    key = {"council": publication["council"], "publication_id": publication["publication_id"]}
    found = set()
    for row in connection.execute(statement("disclosure_known"), key):
        cell = figures.cells.get(_place(row))
        if cell is not None and (cell.numerator, cell.denominator) == (row.numerator, row.denominator):
            found.add(cell.place)
    return frozenset(found)


def _names(connection: Connection, key: Mapping[str, Any], figures: Together) -> dict[Place, str]:
    parts = {
        (row["indicator_id"], row["breakdown"], row["item"]): (row["measure_ref"], row["part"])
        for row in connection.execute(statement("disclosure_performance"), key).mappings()
    }
    return dict(_named_places(figures.cells, parts))


def _named_places(
    places: Collection[Place], parts: Mapping[tuple[str, str, str], tuple[str, str]]
) -> Iterator[tuple[Place, str]]:
    for place in places:
        if part := parts.get((place.indicator, place.breakdown, place.item)):
            yield place, named(*part, place.quarter)


def _place(row: Row) -> Place:
    return Place(row.indicator_id, row.quarter, row.breakdown, row.item)


def _cell(row: Row) -> Cell:
    numerator, denominator = (None if pd.isna(each) else int(each) for each in (row.numerator, row.denominator))
    return Cell(_place(row), numerator, denominator, row.disclosure, indicator_by_id(row.indicator_id))
