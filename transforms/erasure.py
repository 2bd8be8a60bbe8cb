"""Who is to be forgotten, and which rows of a delivery are about them.

A child who was erased is known again by marks: hashes of the pseudonyms, so that nobody is linked by what is kept of
them. The key of the council makes both.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from transforms.extracts.extract import Column, Extract, Kind, Table
from transforms.identity import pseudonyms
from transforms.people import CHILD, FORMER_UPN, HOLDERS, LEARNER, UPN, YOUNG_PERSON
from transforms.register_chunk import Chunk

CENTRE_CHILD = "family centre child"
# Registers of numbers that are children's; those of workers, carers and families are other people's.
CHILD_REGISTERS = (CHILD, UPN, YOUNG_PERSON, LEARNER, CENTRE_CHILD)
# Columns of core that hold such numbers, as pseudonyms.
CHILD_COLUMNS = ("child", "pupil", "upn", "former_upn", "young_person", "learner_number", "registered_child")
# Core rows about a child that name nobody themselves: the table, its column, and the table and column that it means.
HANGING = (
    ("core.ehc_placement", "request_row", "core.ehc_case", "row_number"),
    ("core.cin_assessment_factor", "assessment_number", "core.cin_assessment", "assessment_number"),
)
# Core tables in which nobody is a child: counts, carers, workers, providers.
ABOUT_NO_CHILD = (
    "core.annex_a_adopter",
    "core.attendance_school_day",
    "core.council_return",
    "core.foster_household",
    "core.inspection",
    "core.returned_figure",
    "core.school_target",
    "core.social_worker",
    "core.training_session",
    "core.worker_post",
    "core.workforce_vacancy",
)
_ALSO_TOGETHER = (
    ("core.home_education", ((CHILD, "child"), (UPN, "pupil"))),
    ("core.care_target", ((CHILD, "child"), (UPN, "pupil"))),
    ("core.sen_transport", ((CHILD, "child"), (UPN, "pupil"))),
    ("core.family_centre_child", ((CENTRE_CHILD, "registered_child"), (CHILD, "child"))),
)

Numbers = frozenset[tuple[str, str]]  # register and pseudonym


def mark_of(pseudonym: str, key: bytes) -> str:
    """By what a pseudonym is known again once its child was erased. No pseudonym follows from it."""
    return hmac.new(key, f"erased:{pseudonym}".encode(), hashlib.sha256).hexdigest()


def tables_that_link() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Core tables whose rows hold several numbers of one child: each number's register and column."""
    holders = ((holder.table, holder.numbers) for holder in HOLDERS if len(holder.numbers) > 1)
    return (*holders, *_ALSO_TOGETHER)


def count_by_register(numbers: Numbers) -> dict[str, int]:
    """How many numbers of each register somebody is known by, without those that a pupil had before."""
    former = {pseudonym for register, pseudonym in numbers if register == FORMER_UPN}
    now = [register for register, pseudonym in numbers if pseudonym not in former or register not in (UPN, FORMER_UPN)]
    return {register: now.count(register) for register in CHILD_REGISTERS if register in now}


def columns_of_children(table: Table) -> tuple[Column, ...]:
    """The columns of a table that hold a number of a child."""
    return tuple(each for each in table.columns if each.kind is Kind.PERSON and each.identity in CHILD_REGISTERS)


def is_marked(values: pd.Series, register: str, key: bytes, marks: frozenset[str]) -> pd.Series:
    """Which of some numbers, as they stand in a file, are those of children who were erased."""
    named = pseudonyms(values, register, key)
    known = {each for each in named.dropna().unique() if mark_of(each, key) in marks}
    return named.isin(known)


def rows_of(
    extract: Extract, frames: Mapping[str, pd.DataFrame], key: bytes, marks: frozenset[str]
) -> dict[str, pd.Index]:
    """The rows of a delivery's tables, as text, that are about children who were erased; by table name.

    A table that names nobody hangs from another by that one's key, and so on down.
    """
    found: dict[str, pd.Index] = {}
    for table in extract.tables:
        if table.name not in frames:
            continue
        text = frames[table.name]
        masks = [
            is_marked(text[column.name], column.identity, key, marks)
            for column in columns_of_children(table)
            if column.name in text
        ] or list(_hanging(extract, table, frames, found))
        if masks:
            found[table.name] = text.index[np.logical_or.reduce(masks)]
    return {name: rows for name, rows in found.items() if len(rows)}


def numbers_in(
    extract: Extract, frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Index]
) -> dict[str, set[str]]:
    """The numbers of children that stand in some rows, as they are written there, by register."""
    found: dict[str, set[str]] = {}
    for table in extract.tables:
        for column in columns_of_children(table):
            if table.name in rows and column.name in frames[table.name]:
                values = frames[table.name].loc[rows[table.name], column.name].dropna()
                found.setdefault(column.identity, set()).update(values)
    return found


def lines_of_chunk(chunk: Chunk, table: Table, key: bytes, marks: frozenset[str]) -> np.ndarray:
    """The lines of a piece of a large file that are about children who were erased."""
    theirs = np.zeros(len(chunk), dtype=bool)
    for column in columns_of_children(table):
        if column.name in chunk.codes:
            of_code = is_marked(pd.Series(chunk.values[column.name]), column.identity, key, marks).to_numpy()
            codes = chunk.codes[column.name]
            theirs |= np.append(of_code, False)[codes]  # the code of an empty field, -1, is the last
    return chunk.lines[theirs]


def _hanging(
    extract: Extract, table: Table, frames: Mapping[str, pd.DataFrame], found: Mapping[str, pd.Index]
) -> Iterator[pd.Series]:
    text = frames[table.name]
    for other in extract.tables:
        key = other.key[0]
        if other is not table and len(other.key) == 1 and other.name in found and key in text:
            yield text[key].isin(set(_keys(frames[other.name], found[other.name], key)))


def _keys(text: pd.DataFrame, rows: pd.Index, key: str) -> Iterable[str]:
    return text.loc[rows, key].dropna() if key in text else ()
