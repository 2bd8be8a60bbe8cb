"""Erase a child: from the landing store, from core, from the held rows. What was published of all children stays.

Each part may be done again, so that an erasure that was cut short is finished by asking for it again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pandas as pd
import pyarrow as pa

from flows.fingerprints import file_hash
from flows.parsing.cleaning import clean
from flows.steps.context import RunContext
from flows.steps.land import INCOMING, WITHOUT, LandedFile, clear_incoming, stored
from flows.steps.landed import TheirRows, find_theirs, put_in_place, written_without
from flows.steps.officers import officer_name
from flows.warehouse import removals
from flows.warehouse.engine import transaction
from flows.warehouse.ledger import require_no_run
from flows.warehouse.statements import statement
from transforms.erasure import CHILD_REGISTERS, Numbers, columns_of_children, count_by_register, mark_of
from transforms.errors import Refused, UsageError
from transforms.extracts import EXTRACTS, extract_by_id
from transforms.extracts.extract import Column, Extract
from transforms.identity import pseudonyms
from transforms.wording import worded

LANDED, UNREADABLE, HELD = "rows of landed files", "landed files that cannot be read", "held rows"


@dataclass(frozen=True)
class Place:
    """A place that was looked through: rows taken out of it, and rows found there afterwards."""

    name: str
    removed: int
    left_over: int


@dataclass(frozen=True)
class Erasure:
    """What an erasure did, or would do: how many numbers of which registers the child is known by, and where."""

    registers: tuple[tuple[str, int], ...]
    places: tuple[Place, ...]
    removal_id: int | None = None


def erase_child(
    run: RunContext, register: str, number: str, by: str, reason: str, *, alone: bool = False, dry_run: bool = False
) -> Erasure:
    """Erase the child who has a number in a register of people, in an officer's name. ``dry_run`` only counts.

    With the number go all that stand in one row with it, unless ``alone``. Raises Refused where these may be two
    children's, for a person who is no officer, without a reason and while a run goes on; UsageError for what is no
    number of a child.
    """
    name = officer_name(run.council, by)
    if not reason.strip():
        raise Refused("Nobody is erased without a reason.", "Say why, without naming anybody: --reason TEXT")
    given = _numbers(run, register, number)
    with run.engine.connect() as connection:
        numbers = given if alone else removals.linked_numbers(connection, run.council.slug, given)
    registers = _counted(numbers, alone)
    marks = frozenset(mark_of(pseudonym, run.key) for _, pseudonym in numbers)
    people = [pseudonym for _, pseudonym in numbers]
    if dry_run:
        with run.engine.connect() as connection:
            in_core = removals.rows_in_core(connection, run.council.slug, people)
        landed = [each for _, each in _in_landed_files(run, marks)]
        places = [
            Place(LANDED, 0, sum(sum(each.counts.values()) for each in landed)),
            Place(UNREADABLE, 0, sum(each.is_unreadable for each in landed)),
        ]
        return Erasure(registers, (*places, *(Place(table, 0, count) for table, count in in_core.items())))
    with alone_in_landing(run):
        with transaction(run.engine) as connection:
            removal_id = removals.add_removal(connection, run.council.slug, "erasure", name, reason)
            removals.add_marks(connection, removal_id, run.council.slug, marks)
        return Erasure(registers, _erase(run, removal_id, people, marks), removal_id)


@contextmanager
def alone_in_landing(run: RunContext) -> Iterator[None]:
    """One removal at a time, and none beside a run. What an earlier one was ended at is finished first.

    Raises Refused while a run of the council goes on.
    """
    council = run.council.slug
    with transaction(run.engine) as connection:
        connection.execute(statement("lock"), {"name": "removals"})
        require_no_run(connection, council, "and could bring back what is removed")
        ready = {each.stem: each for each in (run.settings.landing / INCOMING).glob(f"*{WITHOUT}")}
        for sha256, now in removals.hashes_now(connection, list(ready)).items():
            if file_hash(ready[sha256]) == now:
                put_in_place(ready[sha256], stored(run.settings.landing, sha256))
        clear_incoming(run.settings.landing, with_written=True)
        yield


def keep_out(run: RunContext, extract: Extract, landed: Sequence[LandedFile]) -> int:
    """Take children who were erased out of files that were landed just now. How many rows were theirs.

    The source may still have them, or send them again; nothing of them is loaded.
    """
    with run.engine.connect() as connection:
        marks = removals.marks_of(connection, run.council.slug)
        removal_id = connection.scalar(statement("removal_last"), {"council": run.council.slug})
    if not marks or removal_id is None:
        return 0
    files = [(file.name, file.path) for file in landed]
    found = [each for each in find_theirs(extract, files, run.key, marks) if each.counts]
    return sum(_take_out(run, removal_id, extract, each)[0] for each in found)


def _erase(run: RunContext, removal_id: int, people: Sequence[str], marks: frozenset[str]) -> tuple[Place, ...]:
    taken = held = whole = 0
    for extract, theirs in list(_in_landed_files(run, marks)):
        rows, held_rows = _take_out(run, removal_id, extract, theirs)
        taken, held, whole = taken + rows, held + held_rows, whole + theirs.is_unreadable
    with transaction(run.engine) as connection:
        removed = removals.remove_from_core(connection, run.council.slug, people)
    with run.engine.connect() as connection:
        left = removals.rows_in_core(connection, run.council.slug, people)
    still = [each for _, each in _in_landed_files(run, marks)]
    places = (
        Place(LANDED, taken, sum(sum(each.counts.values()) for each in still)),
        Place(UNREADABLE, whole, sum(each.is_unreadable for each in still)),
        *(Place(table, rows, left.get(table, 0)) for table, rows in removed.items() if rows or table in left),
        Place(HELD, held, 0),
    )
    with transaction(run.engine) as connection:
        for place in places:
            removals.add_proof(connection, removal_id, place.name, place.removed, place.left_over)
    return places


def _take_out(run: RunContext, removal_id: int, extract: Extract, theirs: TheirRows) -> tuple[int, int]:
    """Rows taken out of one landed file, and of these how many had been held. One that cannot be read goes whole.

    The record comes first. Ended before the file is in its place, the next removal puts it there.
    """
    council, sha256 = run.council.slug, theirs.path.name
    without, held = None, 0
    if not theirs.is_unreadable:
        without = written_without(extract, theirs, run.settings.landing / INCOMING)
    with transaction(run.engine) as connection:
        for table, lines in theirs.rows.items():
            place = {"council": council, "sha256": sha256, "table_name": table, "lines": list(lines)}
            held += connection.execute(statement("held_rows_remove"), place).rowcount
        if without is None:
            removals.add_file(connection, removal_id, council, sha256, {"": 0}, "")
        else:
            removals.add_file(connection, removal_id, council, sha256, theirs.counts, file_hash(without))
    if without is None:
        theirs.path.unlink(missing_ok=True)
    else:
        put_in_place(without, theirs.path)
    return sum(theirs.counts.values()), held


def _in_landed_files(run: RunContext, marks: frozenset[str]) -> Iterator[tuple[Extract, TheirRows]]:
    """The landed files of a council with rows of theirs, and those that nobody can read, each once."""
    with run.engine.connect() as connection:
        rows = connection.execute(statement("landed_of_council"), {"council": run.council.slug}).all()
    seen: set[Path] = set()
    for _, group in groupby(rows, key=lambda row: (row.batch_id, row.extract if row.batch_id else row.sha256)):
        delivery = list(group)
        extract = worded(extract_by_id(delivery[0].extract), run.council.words)
        files = [(row.file_name, stored(run.settings.landing, row.sha256)) for row in delivery]
        for theirs in find_theirs(extract, files, run.key, marks):
            if theirs.path not in seen and (theirs.counts or theirs.is_unreadable):
                seen.add(theirs.path)
                yield extract, theirs


def _numbers(run: RunContext, register: str, number: str) -> Numbers:
    """A number as it is written, as pseudonyms. Raises UsageError for what stands for no number."""
    column = next(iter(_columns_of(register)), None)
    if column is None:
        raise UsageError(f"There is no register {register}.", f"Registers: {', '.join(CHILD_REGISTERS)}.")
    cleaned = clean(pa.array([number], pa.string()), column)[0].as_py()
    named = pseudonyms(pd.Series([cleaned], dtype="str"), register, run.key)[0]
    if not isinstance(named, str):
        raise UsageError("What was given is no number of a child.", "Give one number, as the files have it.")
    return frozenset({(register, named)})


def _columns_of(register: str) -> Iterator[Column]:
    for extract in EXTRACTS:
        for table in extract.tables:
            yield from (column for column in columns_of_children(table) if column.identity == register)


def _counted(numbers: Numbers, alone: bool) -> tuple[tuple[str, int], ...]:
    """How many numbers of each register. Raises Refused where they may be of two children."""
    counts = count_by_register(numbers)
    several = [f"{count} of {register}" for register, count in counts.items() if count > 1]
    if several and not alone:
        raise Refused(
            f"Rows link this number with others of the same kind ({', '.join(several)}), which may be another child's.",
            "Look them up in their systems, then erase each that is this child's: --alone",
        )
    return tuple(counts.items())
