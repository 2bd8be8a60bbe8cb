"""The yardstick of the registers: DuckDB doing the same work on the same file, in SQL.

Every rule of the table of marks is here, exact duplicates and contradictions are told apart, and what is left is
reduced to the same counts. DuckDB is asked for less than our own step where more would cost it time: not for the line
of each row that is held, and not to see through padding, characters that nobody can see, and other spellings of dates,
codes and pupils' numbers, of which the made-up file has none. It is installed for development alone.
"""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from flows.bench.authority import HALF_TERMS
from transforms import codelists
from transforms.codelists import group_on
from transforms.errors import DataRejected
from transforms.register_grid import Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Rows that are wholly the same are one; how often each was sent is kept.
_DISTINCT = """
create or replace temp table distinct_rows as
select upn as pupil, urn as school, "date" as written, "session", mark, count(*) as sent
from read_csv($marks, header = true, all_varchar = true)
group by all
"""
_CONTRADICTING = """
create or replace temp table contradicting as
select pupil, school, written, "session"
from distinct_rows
where pupil is not null and school is not null and try_cast(written as date) is not null and "session" is not null
group by all
having count(*) > 1
"""
_CHECKED = r"""
create or replace temp table checked as
with dated as (
    select distinct_rows.*, try_cast(written as date) as day
    from distinct_rows
)
select
    pupil, school, dated.day, dated.session, mark,
    pupil is null as "marks-pupil-missing",
    coalesce(regexp_full_match(pupil, '\d(\.\d+)?[Ee]\+\d+'), false) as "marks-pupil-shortened",
    school is null as "marks-school-urn-missing",
    coalesce(not regexp_full_match(school, '\d{6}'), false) as "marks-school-urn-pattern",
    written is null as "marks-session-date-missing",
    written is not null and dated.day is null as "marks-session-date-not-a-date",
    dated.session is null as "marks-session-missing",
    coalesce(dated.session not in ('AM', 'PM'), false) as "marks-session-unknown-code",
    mark is null as "marks-mark-missing",
    mark is not null and known.code is null as "marks-mark-unknown-code",
    contradicting.pupil is not null as "marks-key-repeated",
    dated.day is not null and not coalesce(days.is_taught, false) as "marks-outside-term",
    coalesce(isodow(dated.day) > 5, false) as "marks-weekend",
    known.code is not null and dated.day is not null and in_use.code is null as "marks-retired-code",
    pupil is not null and school is not null and roll.upn is null as "marks-pupil-not-on-roll"
from dated
left join contradicting using (pupil, school, written, "session")
left join codes as known on mark = known.code
left join codes_in_use as in_use on mark = in_use.code and dated.day = in_use.day
left join days on dated.day = days.day
left join roll on pupil = roll.upn and school = roll.urn
"""
_ANOTHER_TERM = """
select count(*) from checked left join days using (day) where checked.day is not null and days.day is null
"""
_COUNTS = """
select pupil, school as school_urn, period_start, mark as code, count(*) as sessions
from kept
inner join days on kept.day = days.day
group by all
"""
_SCHOOL_DAYS = """
select
    school as school_urn, kept.day as session_date, session, count(*) as marks,
    count(*) filter (where is_attending) as attending
from kept
inner join codes on mark = code
group by all
"""


@dataclass(frozen=True)
class Counted:
    """What a register came to: rows by what became of them, rows by the rule that they broke, and the counts.

    ``counts``: pupil, school_urn, period_start, code, sessions. ``school_days``: school_urn, session_date, session,
    marks, attending.
    """

    received: int
    loaded: int
    held: int
    duplicates: int
    broken: Mapping[str, int]
    counts: pd.DataFrame
    school_days: pd.DataFrame


def has_duckdb() -> bool:
    """Whether the yardstick can be measured here."""
    return importlib.util.find_spec("duckdb") is not None


def connect(threads: int) -> "DuckDBPyConnection":
    """A database in memory that works with so many threads."""
    import duckdb  # noqa: PLC0415 - for development alone

    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    connection.execute("set enable_progress_bar = false")  # it would be written among our own words
    return connection


def count_register(connection: "DuckDBPyConnection", delivery: Path, within: tuple[Period, ...]) -> Counted:
    """Check and reduce the marks of a delivery, as ``transforms.reduce`` does. ``within`` are its periods."""
    _know(connection, delivery / "roll.csv", within)
    connection.execute(_DISTINCT, {"marks": str(delivery / "marks.csv")})
    connection.execute(_CONTRADICTING)
    connection.execute(_CHECKED)
    rules = [name for (name, *_) in connection.execute("describe checked").fetchall() if name.startswith("marks-")]
    is_held = " or ".join(f'"{name}"' for name in rules)
    connection.execute(f"create or replace temp view kept as select * from checked where not ({is_held})")  # noqa: S608
    sums = ", ".join(f'count(*) filter (where "{name}")' for name in rules)
    received = int(_row(connection, "select sum(sent) from distinct_rows")[0])
    totals = f"select count(*), count(*) filter (where {is_held}), {sums} from checked"  # noqa: S608
    distinct, held, *broken = _row(connection, totals)
    if _row(connection, _ANOTHER_TERM)[0] > distinct / 2:
        raise DataRejected("Most marks lie outside the term.", "A made-up register has its own term's marks.")
    return Counted(
        received=received,
        loaded=distinct - held,
        held=held,
        duplicates=received - distinct,
        broken={name: rows for name, rows in zip(rules, broken, strict=True) if rows},
        counts=connection.execute(_COUNTS).df(),
        school_days=connection.execute(_SCHOOL_DAYS).df(),
    )


def scan_and_group(connection: "DuckDBPyConnection", delivery: Path) -> int:
    """The floor: nothing but the file read and its marks counted. Gives the number of rows."""
    query = "select mark, count(*) as sessions from read_csv($marks, header = true, all_varchar = true) group by mark"
    return sum(rows for _, rows in connection.execute(query, {"marks": str(delivery / "marks.csv")}).fetchall())


def _row(connection: "DuckDBPyConnection", query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    return row or ()


def _know(connection: "DuckDBPyConnection", roll: Path, within: tuple[Period, ...]) -> None:
    """Tables of what the rules know beside the rows: the roll, the days of the term, and the codes of each day."""
    first, last = within[0].start, within[-1].end
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    codes = sorted(codelists.known("attendance_code"))
    attending = group_on("attendance_code", "attending", first)
    listed = codelists.code_list("attendance_code")
    frames = {
        "days": pd.DataFrame(
            {
                "day": pd.Series(days, dtype="object"),
                "is_taught": [any(each.start <= day <= each.end for each in HALF_TERMS) for day in days],
                "period_start": [next((p.start for p in within if p.start <= day <= p.end), None) for day in days],
            }
        ),
        "codes": pd.DataFrame({"code": codes, "is_attending": [code in attending for code in codes]}),
        "codes_in_use": pd.DataFrame(
            sorted({(code.code, day) for day in days for code in listed if code.valid_on(day)}),
            columns=["code", "day"],
        ),
    }
    for name, frame in frames.items():
        connection.register("given_frame", frame)
        typed = [f"cast({column} as date) as {column}" if _is_day(column) else column for column in frame.columns]
        query = f"create or replace temp table {name} as select {', '.join(typed)} from given_frame"  # noqa: S608
        connection.execute(query)
        connection.unregister("given_frame")
    query = "create or replace temp table roll as select distinct upn, urn from read_csv($roll, all_varchar = true)"
    connection.execute(query, {"roll": str(roll)})


def _is_day(column: str) -> bool:
    return column in ("day", "period_start")
