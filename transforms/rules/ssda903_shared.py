"""What the rules of all SSDA903 tables share: whose row it is, and that its child is in Header.

Numbers are those of the return's published validation rules. A row is held where counting it would be wrong; whatever
leaves it usable is flagged.
"""

import pandas as pd

from transforms.rules.masks import beside_own, without_own
from transforms.rules.related import beside, looked_up
from transforms.rules.rule import Context, Rule, Severity, not_in_table

GUIDE = "Children looked after return (SSDA903), guide to submitting data"
OWN_FUTURE = "Own rule: a file cannot know the future"
SHORT_BREAKS = ("V3", "V4")
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
FOR_ADOPTION = ("A3", "A4", "A5", "A6")
ADOPTED = ("E11", "E12")
FOLLOWS = "X1"

_WHO_TO_TELL = "tell your data protection officer"


def council_rules(table: str) -> tuple[Rule, Rule]:
    """The rules of files that say in a column which council each row is of."""
    return (
        Rule(
            id=f"{table}-whole-file-of-another-council",
            severity=Severity.STOP,
            columns=("council",),
            mask=without_own("council"),
            message="No row of this file is this council's, by its LA column: it is another council's file.",
            fix=f"Stop, {_WHO_TO_TELL}, and ask the supplier for this council's file. If it is that one, its LA column "
            "must hold the code or the name that council.toml has.",
            source="Own rule: another council's children must not be loaded",
            apart=True,
        ),
        Rule(
            id=f"{table}-another-council",
            severity=Severity.HOLD,
            columns=("council",),
            mask=beside_own("council"),
            message="The row is another council's, or does not say whose, in a file that holds several councils' rows.",
            fix=f"Ask the supplier for this council's rows alone, and {_WHO_TO_TELL} that others' were sent.",
            source="Own rule: another council's children must not be loaded",
            apart=True,
        ),
    )


def not_in_header(table: str, number: str) -> Rule:
    """The rule of a table whose children must be in Header."""
    return Rule(
        id=f"{table}-child-not-in-header",
        severity=Severity.HOLD,
        columns=("child",),
        mask=lambda rows, context: not_in_table(rows["child"], context, "header"),
        message="The child is not in Header, or the Header row is held.",
        fix="Add the child to Header, or put its Header row right.",
        source=f"{GUIDE}, check {number}" if number else "Own rule: nothing is kept of a child who is not in Header",
    )


def belonging_rules(table: str, header_check: str, birth_check: str) -> tuple[Rule, ...]:
    """The rules of every table but Header and Episodes: whose rows, of which children, born when."""
    return (
        *council_rules(table),
        not_in_header(table, header_check),
        Rule(
            id=f"{table}-another-birth",
            severity=Severity.FLAG,
            columns=("child", "date_of_birth"),
            mask=beside("header", _another_birth),
            message="The date of birth is not the one in Header, which counts.",
            fix="Find out which is right, and correct the other.",
            source=f"{GUIDE}, check {birth_check}" if birth_check else "Own rule: a child is born once",
        ),
    )


def _another_birth(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where a date of birth is given that is not Header's."""
    of_header = looked_up(rows["child"], context, "header", "date_of_birth")
    return of_header.notna() & rows["date_of_birth"].notna() & rows["date_of_birth"].ne(of_header)


def differ(one: pd.Series, other: pd.Series) -> pd.Series:
    """True where two values are not the same; two that are missing are."""
    return one.ne(other) & ~(one.isna() & other.isna())


def birthdays(births: pd.Series, age: int) -> pd.Series:
    """The days on which people reach an age; 28 February for those born on 29 February."""
    return births + pd.DateOffset(years=age)


def looked_after_all_year(context: Context) -> pd.Series:
    """Children who were looked after on every day that the file speaks of, short breaks left out.

    Reads the episodes that were kept: one that was running when the year began, one that is open at its end, and no gap
    between them.
    """
    episodes = context.tables["episodes"]
    episodes = episodes[~episodes["legal_status"].isin(SHORT_BREAKS)]
    first, last = pd.Timestamp(context.covers_from), pd.Timestamp(context.data_to)
    start, end, child = episodes["episode_start"], episodes["episode_end"], episodes["child"]
    at_start = child[(start <= first) & ((end > first) | end.isna())]
    at_end = child[(end > last) | end.isna()]
    ordered = episodes.sort_values(["child", "episode_start"], kind="stable")
    ended_before = ordered["episode_end"].groupby(ordered["child"]).shift()
    after_gap = ordered.loc[ended_before < ordered["episode_start"].where(ordered["episode_start"] > first), "child"]
    return at_start[at_start.isin(at_end) & ~at_start.isin(after_gap)].drop_duplicates()
