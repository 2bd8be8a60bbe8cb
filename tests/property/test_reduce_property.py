"""Reduction against plain Python: a dictionary and a loop over the rows."""

from collections import Counter, defaultdict
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.checking import check_table
from transforms.council_types import HalfTerm
from transforms.extracts.attendance_register import MARKS
from transforms.reduce import Reduced, reduce_register
from transforms.register_chunk import chunks_of
from transforms.rules.derived import all_rules
from transforms.rules.rule import Context, Rule
from transforms.staging import typed

pytestmark = pytest.mark.slow

NAMES = ["pupil", "school_urn", "session_date", "session", "mark"]
ON_ROLL = {("Ann", "900001"), ("Bob", "900001"), ("Bob", "900002")}
ROLL = pd.DataFrame(sorted(ON_ROLL), columns=["pupil", "school_urn"]).astype("str")
CONTEXT = Context(
    data_to=date(2025, 7, 22),
    taken_on=date(2025, 7, 25),
    covers_from=date(2025, 4, 22),
    covers_to=date(2025, 7, 22),
    half_terms=(
        HalfTerm("2024/25", 5, date(2025, 4, 22), date(2025, 5, 23)),
        HalfTerm("2024/25", 6, date(2025, 6, 2), date(2025, 7, 22)),
    ),
    tables={"roll": ROLL},
)

# What each date text means, and the start of the period that it falls in.
DATES = {
    "2025-04-28": (date(2025, 4, 28), date(2025, 4, 22)),
    "2025-4-28": (date(2025, 4, 28), date(2025, 4, 22)),
    "2025-06-30": (date(2025, 6, 30), date(2025, 6, 2)),
    "2025-07-01": (date(2025, 7, 1), date(2025, 7, 1)),
    "2025-05-03": (date(2025, 5, 3), date(2025, 4, 22)),
    "2025-05-28": (date(2025, 5, 28), None),
    "2024-04-29": (date(2024, 4, 29), None),
    "28/04/2025": (None, None),
    None: (None, None),
}
MARK_TEXTS = ["/", "I", "C2", "H", "QQ", None]

ROW = st.tuples(
    st.sampled_from(["Ann", "Bob", "Cat", None]),
    st.sampled_from(["900001", "900002"]),
    st.sampled_from(list(DATES)),
    st.sampled_from(["AM", "PM", "EVE", None]),
    st.sampled_from(MARK_TEXTS),
)
GOOD_ROW = st.tuples(
    st.just("Bob"), st.sampled_from(["900001", "900002"]), st.sampled_from(["2025-04-28", "2025-07-01"]),
    st.sampled_from(["AM", "PM"]), st.sampled_from(["/", "I"]),
)  # fmt: skip
ROWS = st.lists(ROW | GOOD_ROW, min_size=1, max_size=24)
CHUNK_SIZES = st.sampled_from([7, 12, 24])


def text_of(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=NAMES, index=range(2, len(rows) + 2)).astype("str")


def reduce(rows: list[tuple], rows_per_chunk: int) -> Reduced:
    return reduce_register(
        lambda: chunks_of(text_of(rows), rows_per_chunk),
        ROLL,
        MARKS,
        all_rules(MARKS),
        CONTEXT,
        attending=frozenset({"/"}),
        date_formats=("%Y-%m-%d",),
    )


def counts_of(reduced: Reduced) -> Counter:
    counted = Counter()
    for row in reduced.counts.to_dict("records"):
        counted[row["pupil"], row["school_urn"], row["period_start"].date(), row["code"]] += row["sessions"]
    return counted


def reasons_to_hold(row: tuple) -> set[str]:
    """The rules that a row breaks by itself."""
    pupil, school, date_text, session, mark = row
    day, period = DATES[date_text]
    broken = {
        "marks-pupil-missing": pupil is None,
        "marks-pupil-not-on-roll": pupil is not None and (pupil, school) not in ON_ROLL,
        "marks-session-date-missing": date_text is None,
        "marks-session-date-not-a-date": date_text is not None and day is None,
        "marks-outside-term": day is not None and period is None,
        "marks-weekend": day is not None and day.weekday() >= 5,
        "marks-session-missing": session is None,
        "marks-session-unknown-code": session == "EVE",
        "marks-mark-missing": mark is None,
        "marks-mark-unknown-code": mark == "QQ",
        "marks-retired-code": day is not None and mark == ("H" if day >= date(2024, 8, 19) else "C2"),
    }
    return {rule for rule, is_broken in broken.items() if is_broken}


def expected(rows: list[tuple]) -> tuple[dict[int, set[str]], Counter, int]:
    """Held lines with their reasons, sessions by pupil, school, period and code, and the number of duplicates."""
    distinct = {}
    for line, row in enumerate(rows, start=2):
        distinct.setdefault(row, line)
    by_key = defaultdict(list)
    for row in distinct:
        pupil, school, date_text, session, _ = row
        key = (pupil, school, DATES[date_text][0], session)
        if None not in key:
            by_key[key].append(row)
    conflicting = {row for same_key in by_key.values() if len(same_key) > 1 for row in same_key}
    held, counted = {}, Counter()
    for row, line in distinct.items():
        reasons = reasons_to_hold(row) | ({"marks-key-repeated"} if row in conflicting else set())
        if reasons:
            held[line] = reasons
        else:
            counted[row[0], row[1], DATES[row[2]][1], row[4]] += 1
    return held, counted, len(rows) - len(distinct)


@settings(deadline=None, max_examples=40)
@given(ROWS, CHUNK_SIZES)
def test_reduction_equals_a_dictionary_and_a_loop(rows: list[tuple], rows_per_chunk: int) -> None:
    held, counted, duplicates = expected(rows)
    reduced = reduce(rows, rows_per_chunk)
    assert {line: set(rules.split()) for line, rules in reduced.held.items()} == held
    assert counts_of(reduced) == counted
    assert reduced.duplicates == duplicates


@settings(deadline=None, max_examples=12)
@given(ROWS, CHUNK_SIZES)
def test_reduction_equals_the_check_of_the_whole_file(rows: list[tuple], rows_per_chunk: int) -> None:
    text = text_of(rows)
    whole = check_table(typed(text, MARKS, ("%Y-%m-%d",)), text, MARKS, CONTEXT)
    reduced = reduce(rows, rows_per_chunk)
    assert reduced.held.to_dict() == whole.held.to_dict()
    assert [(found.rule.id, found.lines) for found in reduced.findings] == [
        (found.rule.id, found.lines) for found in whole.findings
    ]


@settings(deadline=None, max_examples=12)
@given(ROWS, CHUNK_SIZES)
def test_totals_and_profiles_add_up(rows: list[tuple], rows_per_chunk: int) -> None:
    reduced = reduce(rows, rows_per_chunk)
    assert len(rows) == reduced.rows_loaded + reduced.rows_held + reduced.duplicates
    assert reduced.rows_loaded == int(reduced.counts["sessions"].sum()) == int(reduced.school_days["marks"].sum())
    assert {int(frame["rows"].sum()) for frame in reduced.profiles.values()} == {len(rows) - reduced.duplicates}
    failed = {rule_id: int(frame["rows"][frame["failed"]].sum()) for rule_id, frame in reduced.profiles.items()}
    assert {found.rule.id: found.rows_failed for found in reduced.findings} == {
        rule.id: failed[rule.id] for rule in all_rules(MARKS) if failed[rule.id] and is_reported(rule, failed, reduced)
    }


def is_reported(rule: Rule, failed: dict[str, int], reduced: Reduced) -> bool:
    return failed[rule.id] > rule.share * (reduced.rows_received - reduced.duplicates)


@settings(deadline=None, max_examples=12)
@given(st.data())
def test_the_order_of_rows_makes_no_difference_to_the_counts(data: st.DataObject) -> None:
    rows = data.draw(ROWS)
    shuffled = data.draw(st.permutations(rows))
    one, other = reduce(rows, 7), reduce(shuffled, 7)
    assert counts_of(one) == counts_of(other)
    assert (one.rows_held, one.duplicates) == (other.rows_held, other.duplicates)
