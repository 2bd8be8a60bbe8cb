"""The same person in several extracts: which identifiers are one child's, where they contradict, who is missed where.

Identifiers are pseudonyms of three registers of people: the council's own child number (``child``), the unique pupil
number (``upn``) and the number of the participation service (``young_person``). A row that holds two of them says that
they are one person's. Blank numbers, and codes that stand for none (UN1…), say nothing: they are missing once staged.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from transforms.indicators.indicator import Staged
from transforms.reconcile import Reconciliation

UPN, CHILD, YOUNG_PERSON = "upn", "child", "young_person"


@dataclass(frozen=True)
class Holder:
    """A core table that tells who a person is: the extract, and the columns with the person's numbers by register.

    Where ``among`` names another table, only people count whose first number stands there too, in a column of its name.
    """

    extract: str
    table: str
    numbers: tuple[tuple[str, str], ...]
    among: str = ""


HOLDERS = (
    # The return lists care leavers as well, who have no episodes.
    Holder("ssda903", "core.cla_child", ((CHILD, "child"), (UPN, "upn")), among="core.cla_episode"),
    Holder("cin", "core.cin_child", ((CHILD, "child"), (UPN, "upn"))),
    Holder("nccis", "core.young_person", ((YOUNG_PERSON, "young_person"), (UPN, "upn"))),
    Holder("sen2", "core.ehc_case", ((UPN, "pupil"),)),
    Holder("exclusions", "core.exclusion", ((UPN, "pupil"),)),
    Holder("attendance_register", "core.enrolment", ((UPN, "pupil"),)),
)


@dataclass(frozen=True)
class Match:
    """Two extracts of which the first's people should be in the second: the least ``share`` that is no cause to ask."""

    extract: str
    other: str
    share: float
    words: str
    fix: str


MATCHES = (
    Match(
        "ssda903",
        "cin",
        0.9,
        "Every child looked after is a child in need, so the two returns should know the same children",
        "Compare the child numbers of both exports; one may be cut to another date, or hold another system's numbers.",
    ),
    Match(
        "exclusions",
        "attendance_register",
        0.9,
        "Every pupil who was excluded is, or was, on a school's roll",
        "Check the pupil numbers of the notifications, and whether each school has sent its register.",
    ),
)


def identity_checks(staged: Staged) -> tuple[Reconciliation, ...]:
    """What the newest batches of the extracts say of the same people: numbers that contradict, and people missed."""
    seen = sightings(staged)
    return (*_contradictions(seen), *_matches(seen, crosswalk(seen)))


def sightings(staged: Staged) -> pd.DataFrame:
    """A row per row of a holder's newest batches: ``extract`` and its numbers by register, missing where not given.

    Of several batches of an extract those whose data run to the newest day count: an earlier one may hold a number that
    was changed since. Suppliers of one extract (schools) count side by side.
    """
    parts = []
    for holder in HOLDERS:
        rows = _newest(staged.rows(holder.table), holder.extract)
        if holder.among:
            first = holder.numbers[0][1]
            rows = rows[rows[first].isin(_newest(staged.rows(holder.among), holder.extract)[first])]
        numbers = {register: rows[column] for register, column in holder.numbers}
        parts.append(pd.DataFrame({"extract": holder.extract, **numbers}, index=rows.index))
    found = pd.concat(parts, ignore_index=True).reindex(columns=["extract", UPN, CHILD, YOUNG_PERSON])
    return found.drop_duplicates(ignore_index=True)


def _newest(rows: pd.DataFrame, extract: str) -> pd.DataFrame:
    rows = rows[rows["extract"].eq(extract)]
    return rows[rows["data_to"].eq(rows["data_to"].max())]


def crosswalk(seen: pd.DataFrame) -> pd.DataFrame:
    """Which number is whose: ``register``, ``number`` and ``person``, a whole number that all of a person's share.

    Numbers that stand in one row are one person's, and so on from row to row. Numbers that contradict are joined as
    well: both are kept under one person, and the contradiction is told (``identity_checks``).
    """
    long = seen.reset_index(names="row").melt(["row"], [UPN, CHILD, YOUNG_PERSON], "register", "number").dropna()
    number = long.groupby(["register", "number"], sort=True).ngroup()
    person = number.copy()
    while True:  # the least number spreads along rows and numbers; as many rounds as the longest chain has links
        spread = person.groupby(long["row"]).transform("min").groupby(number).transform("min")
        if spread.equals(person):
            break
        person = spread
    return long.assign(person=person)[["register", "number", "person"]].drop_duplicates(ignore_index=True)


def _contradictions(seen: pd.DataFrame) -> Iterator[Reconciliation]:
    """One check for each pair of registers and each way round: how many numbers of one have several of the other."""
    ways = (
        (CHILD, UPN, "cin", "core.cin_child", "child numbers of the council have two unique pupil numbers"),
        (UPN, CHILD, "cin", "core.cin_child", "unique pupil numbers belong to two child numbers of the council"),
        (UPN, YOUNG_PERSON, "nccis", "core.young_person", "unique pupil numbers belong to two young people"),
    )
    for one, other, extract, table, words in ways:
        pairs = seen[[one, other]].dropna().drop_duplicates()
        several = int(pairs[one].value_counts().gt(1).sum())
        yield Reconciliation(
            id=f"people-{one}-has-two-{other}".replace("_", "-"),
            extract=extract,
            table=table,
            covers="",
            words=f"{several:,} {words}.",
            fix="Ask which number is right, and join or part the records where they are kept.",
            differing=several,
        )


def _matches(seen: pd.DataFrame, people: pd.DataFrame) -> Iterator[Reconciliation]:
    whose = {str(register): of.set_index("number")["person"] for register, of in people.groupby("register")}
    for match in MATCHES:
        ours, theirs = (_people_of(seen[seen["extract"].eq(each)], whose) for each in (match.extract, match.other))
        if not len(ours) or not len(theirs):
            continue
        found = int(ours.isin(theirs).sum())
        holder = next(holder for holder in HOLDERS if holder.extract == match.extract)
        yield Reconciliation(
            id=f"people-of-{match.extract}-in-{match.other}".replace("_", "-"),
            extract=match.extract,
            table=holder.table,
            covers="",
            words=f"{match.words}: {found:,} of {len(ours):,} people were found.",
            fix=match.fix,
            differing=len(ours) - found if found < match.share * len(ours) else 0,
        )


def _people_of(rows: pd.DataFrame, whose: dict[str, pd.Series]) -> pd.Series:
    """The different people of some rows."""
    found = [rows[register].dropna().map(persons) for register, persons in whose.items()]
    return pd.concat(found).drop_duplicates() if found else pd.Series(dtype="int64")
