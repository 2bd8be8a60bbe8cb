"""The same person in several extracts: which identifiers are one child's, where they contradict, who is missed where.

Identifiers are pseudonyms of four registers of people: the council's own child number (``child``), the unique pupil
number (``upn``), the unique learner number (``learner_number``) and the number of the participation service
(``young_person``). A row that holds two of them says that they are one person's; so does one that holds a pupil number
beside the one that the pupil had before. Blank numbers, and codes that stand for none (UN1…), say nothing: they are
missing once staged.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from transforms.indicators.indicator import Staged
from transforms.reconcile import Reconciliation

UPN, FORMER_UPN, CHILD, YOUNG_PERSON, LEARNER = "upn", "former_upn", "child", "young_person", "learner_number"
_NUMBERS = (UPN, FORMER_UPN, CHILD, YOUNG_PERSON, LEARNER)
_REGISTER = {FORMER_UPN: UPN}


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
    Holder("cin", "core.cin_child", ((CHILD, "child"), (UPN, "upn"), (FORMER_UPN, "former_upn"))),
    Holder("nccis", "core.young_person", ((YOUNG_PERSON, "young_person"), (UPN, "upn"), (LEARNER, "learner_number"))),
    Holder("sen2", "core.ehc_case", ((UPN, "pupil"), (LEARNER, "learner_number"))),
    Holder("exclusions", "core.exclusion", ((UPN, "pupil"),)),
    Holder("attendance_register", "core.enrolment", ((UPN, "pupil"),)),
    Holder(
        "census_sessions", "core.enrolment", ((UPN, "pupil"), (FORMER_UPN, "former_upn"), (LEARNER, "learner_number"))
    ),
)


@dataclass(frozen=True)
class Match:
    """Two extracts of which the first's people should be in the second: the least ``share`` that is no cause to ask.

    With fewer than ``least`` the two files cannot be of the same people, and nothing is published of them; with 0 that
    never stops anything. A council may set its own ``least``, by the match's ``id``.
    """

    extract: str
    other: str
    share: float
    least: float
    words: str
    fix: str

    @property
    def id(self) -> str:
        return f"people-of-{self.extract}-in-{self.other}".replace("_", "-")


MATCHES = (
    Match(
        "ssda903",
        "cin",
        0.9,
        0.5,
        "Every child looked after is a child in need, so the two returns should know the same children",
        "Compare the child numbers of both exports; one may be cut to another date, or hold another system's numbers.",
    ),
    Match(
        "exclusions",
        "attendance_register",
        0.9,
        0,  # registers may come from some schools alone
        "Every pupil who was excluded is, or was, on a school's roll",
        "Check the pupil numbers of the notifications, and whether each school has sent its register.",
    ),
)


@dataclass(frozen=True)
class MatchRate:
    """How many ``of`` the first extract's people were ``found`` in the second."""

    match: Match
    found: int
    of: int

    @property
    def share(self) -> float:
        return self.found / self.of


def identity_checks(staged: Staged) -> tuple[Reconciliation, ...]:
    """What the newest batches of the extracts say of the same people: numbers that contradict, and people missed."""
    seen = sightings(staged)
    return (*_contradictions(seen), *(_compared(rate) for rate in _match_rates(seen)))


def match_rates(staged: Staged) -> tuple[MatchRate, ...]:
    """For each pair of extracts that should know the same people, how many they do. None where either has nobody."""
    return tuple(_match_rates(sightings(staged)))


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
    found = pd.concat(parts, ignore_index=True).reindex(columns=["extract", *_NUMBERS])
    return found.drop_duplicates(ignore_index=True)


def _newest(rows: pd.DataFrame, extract: str) -> pd.DataFrame:
    rows = rows[rows["extract"].eq(extract)]
    return rows[rows["data_to"].eq(rows["data_to"].max())]


def crosswalk(seen: pd.DataFrame) -> pd.DataFrame:
    """Which number is whose: ``register``, ``number`` and ``person``, a whole number that all of a person's share.

    Numbers that stand in one row are one person's, and so on from row to row. Numbers that contradict are joined as
    well: both are kept under one person, and the contradiction is told (``identity_checks``).
    """
    long = seen.reset_index(names="row").melt(["row"], list(_NUMBERS), "register", "number").dropna()
    long["register"] = long["register"].replace(_REGISTER)
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
        (UPN, LEARNER, "nccis", "core.young_person", "unique pupil numbers have two unique learner numbers"),
        (LEARNER, UPN, "nccis", "core.young_person", "unique learner numbers have two unique pupil numbers"),
    )
    known = seen.assign(**{UPN: _as_they_are_now(seen)})
    for one, other, extract, table, words in ways:
        pairs = known[[one, other]].dropna().drop_duplicates()
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


def _as_they_are_now(seen: pd.DataFrame) -> pd.Series:
    """Pupil numbers, with one that a row calls the pupil's former number in the form that the row has it in now."""
    changed = seen[[FORMER_UPN, UPN]].dropna().drop_duplicates(FORMER_UPN).set_index(FORMER_UPN)[UPN]
    return seen[UPN].map(changed).astype("str").fillna(seen[UPN])


def _match_rates(seen: pd.DataFrame) -> Iterator[MatchRate]:
    whose = {str(register): of.set_index("number")["person"] for register, of in crosswalk(seen).groupby("register")}
    for match in MATCHES:
        ours, theirs = (_people_of(seen[seen["extract"].eq(each)], whose) for each in (match.extract, match.other))
        if len(ours) and len(theirs):
            yield MatchRate(match, int(ours.isin(theirs).sum()), len(ours))


def _compared(rate: MatchRate) -> Reconciliation:
    match, missed = rate.match, rate.of - rate.found
    return Reconciliation(
        id=match.id,
        extract=match.extract,
        table=next(holder for holder in HOLDERS if holder.extract == match.extract).table,
        covers="",
        words=f"{match.words}: {rate.found:,} of {rate.of:,} people were found.",
        fix=match.fix,
        differing=missed if rate.share < match.share else 0,
    )


def _people_of(rows: pd.DataFrame, whose: dict[str, pd.Series]) -> pd.Series:
    """The different people of some rows."""
    numbers = ((number, whose.get(_REGISTER.get(number, number))) for number in _NUMBERS)
    found = [rows[number].dropna().map(persons) for number, persons in numbers if persons is not None]
    return pd.concat(found).drop_duplicates() if found else pd.Series(dtype="int64")
