"""Release: a named officer lets rows count in spite of a rule that holds them, until a day, and for a reason.

Nothing is loaded here. The decision is part of what a batch is made of, so the next run stages the slice again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row

from flows.steps.context import RunContext
from flows.steps.officers import officer_name
from flows.warehouse import waivers
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.errors import Refused, UsageError
from transforms.extracts import EXTRACTS
from transforms.extracts.extract import Extract
from transforms.rules.derived import all_rules
from transforms.rules.rule import Rule, Severity

_SUBJECT = 120


@dataclass(frozen=True)
class Selection:
    """Which rows a release is about, beside their rule. What is empty narrows nothing.

    ``whole_slice``: not only the rows of the file that is there, but every row of whatever file comes for the slice.
    """

    extract: str = ""
    supplier: str = ""
    covers: str = ""
    lines: tuple[int, ...] = ()
    whole_slice: bool = False


@dataclass(frozen=True)
class Released:
    """What was decided about one file: how many of its rows, and how many of these another rule holds as well."""

    extract: str
    supplier: str
    covers: str
    file_name: str
    rows: int
    held_otherwise: int


def release(
    run: RunContext, rule_id: str, selection: Selection, by: str, reason: str, until: date
) -> tuple[Released, ...]:
    """Let rows that a rule holds count until a day, in a person's name. Says of which files.

    The newest decision about a row counts: one with a later day prolongs a release, one with a day that has passed
    takes it back. Raises Refused for a rule that nobody may waive, for a person who is no officer and without a reason;
    UsageError for a rule or rows that there are none of.
    """
    name = officer_name(run.council, by)
    if not reason.strip():
        raise Refused("Rows are not released without a reason.", "Say why: --reason TEXT")
    extract = _extract_of_waivable(rule_id)
    if selection.extract not in ("", extract.id):
        raise UsageError(f"{rule_id} is a rule of {extract.id}, not of {selection.extract}.", "See: cyp held list")
    if selection.whole_slice and selection.lines:
        raise UsageError("Rows of one file or the whole slice: not both.", "Leave --line or --whole-slice out.")
    with transaction(run.engine) as connection:
        groups = _by_file(_places(run, connection, rule_id, selection))
        _require_lines(groups, rule_id, selection)
        decision = waivers.decided(connection, run.council.slug, f"{extract.id} {rule_id}"[:_SUBJECT], name, reason)
        return tuple(_waive(run, connection, decision, rule_id, rows, selection, until) for rows in groups)


def rules_by_id() -> dict[str, tuple[Extract, Rule]]:
    """Every rule that there is, with the extract that it is of."""
    return {rule.id: (extract, rule) for extract in EXTRACTS for table in extract.tables for rule in all_rules(table)}


def _extract_of_waivable(rule_id: str) -> Extract:
    """The extract of a rule that an officer may waive."""
    found = rules_by_id().get(rule_id)
    if found is None:
        raise UsageError(f"There is no rule {rule_id}.", "Rules that hold rows: cyp held list")
    extract, rule = found
    if rule.severity is not Severity.HOLD:
        raise Refused(
            f"{rule_id} holds no rows: it is a {rule.severity.value} rule.",
            "A delivery that was rejected is put right in its files.",
        )
    if not rule.waivable:
        raise Refused(f"Nobody may let rows count in spite of {rule_id}. {rule.message}", rule.fix)
    return extract


def _places(run: RunContext, connection: Connection, rule_id: str, selection: Selection) -> Sequence[Row]:
    found = held_places(
        connection, run.council.slug, [rule_id], selection.extract, selection.supplier, selection.covers
    )
    if not found:
        raise UsageError(f"{rule_id} holds no row of what is loaded.", "What is held: cyp held list")
    return found


def held_places(
    connection: Connection,
    council: str,
    rules: Iterable[str] = (),
    extract: str = "",
    supplier: str = "",
    covers: str = "",
) -> Sequence[Row]:
    """Rows that rules hold in the batches that count, and rows that are released from them, each by its place."""
    parameters = {
        "council": council,
        "rules": list(rules),
        "extract": extract,
        "supplier": supplier,
        "covers": covers,
    }
    return connection.execute(statement("held_places"), parameters).all()


def _by_file(places: Iterable[Row]) -> list[list[Row]]:
    files: dict[tuple[int, str], list[Row]] = {}
    for row in places:
        files.setdefault((row.batch_id, row.table_name), []).append(row)
    return list(files.values())


def _require_lines(groups: list[list[Row]], rule_id: str, selection: Selection) -> None:
    """Lines are those of one file, and each of them is one that the rule holds."""
    if not selection.lines:
        return
    if len(groups) > 1:
        listed = "; ".join(f"{rows[0].supplier} {rows[0].covers}: {rows[0].file_name}" for rows in groups)
        raise UsageError(
            f"{rule_id} holds rows of {len(groups)} files, so a line alone says too little ({listed}).",
            "Say which: --supplier NAME --covers PERIOD",
        )
    unknown = sorted(set(selection.lines) - {row.row_number for row in groups[0]})
    if unknown:
        listed = ", ".join(map(str, unknown))
        raise UsageError(f"{rule_id} does not hold {listed} of {groups[0][0].file_name}.", "See: cyp held show RULE")


def _waive(
    run: RunContext,
    connection: Connection,
    decision: int,
    rule_id: str,
    rows: list[Row],
    selection: Selection,
    until: date,
) -> Released:
    first = rows[0]
    of_slice = first.extract, first.supplier, first.covers
    chosen = [row for row in rows if not selection.lines or row.row_number in selection.lines]
    sha256, lines = ("", []) if selection.whole_slice else (first.sha256, [row.row_number for row in chosen])
    waivers.add(connection, decision, run.council.slug, of_slice, first.table_name, rule_id, sha256, lines, until)
    held_otherwise = sum(not row.is_released and len(row.rule_ids.split()) > 1 for row in chosen)
    return Released(*of_slice, first.file_name, len(chosen), held_otherwise)
