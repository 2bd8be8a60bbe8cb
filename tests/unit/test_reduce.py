"""A register reduced to counts: each case is a handful of marks."""

import weakref
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from transforms.checking import check_table
from transforms.council_types import HalfTerm
from transforms.errors import CypError, DataRejected
from transforms.extracts.attendance_register import MARKS
from transforms.reduce import LINES_KEPT, TEXTS_ALLOWED, Reduced, reduce_register
from transforms.register_chunk import Chunk, chunks_of
from transforms.register_grid import periods
from transforms.rules.derived import all_rules
from transforms.rules.rule import Context, Rule, Severity
from transforms.staging import typed

ROLL = pd.DataFrame({"pupil": ["Ann", "Bob", "Bob"], "school_urn": ["900001", "900001", "900002"]}, dtype="str")
HALF_TERMS = (
    HalfTerm("2024/25", 5, date(2025, 4, 22), date(2025, 5, 23)),
    HalfTerm("2024/25", 6, date(2025, 6, 2), date(2025, 7, 22)),
)
CONTEXT = Context(
    data_to=date(2025, 7, 22),
    taken_on=date(2025, 7, 25),
    covers_from=date(2025, 4, 22),
    covers_to=date(2025, 7, 22),
    half_terms=HALF_TERMS,
    tables={"roll": ROLL},
)
ATTENDING = frozenset({"/", "\\", "L"})
NAMES = ("pupil", "school_urn", "session_date", "session", "mark")


def text_of(rows: list[str]) -> pd.DataFrame:
    """Rows written ``Ann 900001 2025-04-28 AM /``; ``-`` for an empty field; lines counted from 2."""
    fields = [[None if field == "-" else field for field in row.split()] for row in rows]
    return pd.DataFrame(fields, columns=list(NAMES), index=range(2, len(rows) + 2)).astype("str")


def reduce(
    rows: list[str], rows_per_chunk: int = 2, context: Context = CONTEXT, rules: tuple[Rule, ...] = ()
) -> Reduced:
    return reduce_register(
        lambda: chunks_of(text_of(rows), rows_per_chunk),
        ROLL,
        MARKS,
        rules or all_rules(MARKS),
        context,
        attending=ATTENDING,
        date_formats=("%Y-%m-%d",),
    )


def sessions(reduced: Reduced) -> dict[tuple, int]:
    names = ["pupil", "school_urn", "half_term", "period_start", "code"]
    counts = reduced.counts.assign(period_start=reduced.counts["period_start"].dt.strftime("%Y-%m-%d"))
    return {tuple(row[name] for name in names): row["sessions"] for row in counts.to_dict("records")}


def totals(reduced: Reduced) -> tuple[int, int, int, int]:
    return reduced.rows_received, reduced.rows_loaded, reduced.rows_held, reduced.duplicates


def test_marks_are_counted_by_enrolment_period_and_code() -> None:
    reduced = reduce(
        [
            "Ann 900001 2025-04-28 AM /",
            "Ann 900001 2025-04-28 PM \\",
            "Ann 900001 2025-04-29 AM /",
            "Bob 900001 2025-04-28 AM I",
            "Bob 900002 2025-06-30 AM /",
            "Bob 900002 2025-07-01 AM /",
        ]
    )
    assert sessions(reduced) == {
        ("Ann", "900001", 5, "2025-04-22", "/"): 2,
        ("Ann", "900001", 5, "2025-04-22", "\\"): 1,
        ("Bob", "900001", 5, "2025-04-22", "I"): 1,
        ("Bob", "900002", 6, "2025-06-02", "/"): 1,
        ("Bob", "900002", 6, "2025-07-01", "/"): 1,
    }
    assert totals(reduced) == (6, 6, 0, 0)
    assert reduced.findings == ()
    assert set(reduced.counts["academic_year"]) == {"2024/25"}


def test_school_days_say_how_many_were_marked_and_attending() -> None:
    reduced = reduce(
        [
            "Ann 900001 2025-04-28 AM /",
            "Bob 900001 2025-04-28 AM I",
            "Bob 900002 2025-04-28 AM L",
            "Ann 900001 2025-04-28 PM O",
        ]
    )
    days = reduced.school_days.assign(session_date=reduced.school_days["session_date"].dt.strftime("%Y-%m-%d"))
    assert [tuple(row) for row in days.to_numpy()] == [
        ("900001", "2025-04-28", "AM", 2, 1),
        ("900001", "2025-04-28", "PM", 1, 0),
        ("900002", "2025-04-28", "AM", 1, 1),
    ]


def test_a_row_repeated_exactly_counts_once() -> None:
    reduced = reduce(["Ann 900001 2025-04-28 AM /"] * 4)
    assert totals(reduced) == (4, 1, 0, 3)
    assert sum(sessions(reduced).values()) == 1


def test_different_marks_for_one_session_are_all_held() -> None:
    reduced = reduce(["Ann 900001 2025-04-28 AM /", "Ann 900001 2025-04-28 PM \\", "Ann 900001 2025-04-28 AM I"])
    assert totals(reduced) == (3, 1, 2, 0)
    assert reduced.held.to_dict() == {2: "marks-key-repeated", 4: "marks-key-repeated"}


def test_of_three_rows_for_one_session_a_repeated_one_is_a_duplicate() -> None:
    reduced = reduce(["Ann 900001 2025-04-28 AM /", *["Ann 900001 2025-04-28 AM I"] * 2])
    assert totals(reduced) == (3, 0, 2, 1)


def test_one_date_spelled_in_two_ways_is_no_exact_duplicate() -> None:
    reduced = reduce(["Ann 900001 2025-04-28 AM /", "Ann 900001 2025-4-28 AM /"])
    assert totals(reduced) == (2, 0, 2, 0)


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("Ann 900001 2025-04-28 AM QQ", "marks-mark-unknown-code"),
        ("Ann 900001 2025-04-28 AM -", "marks-mark-missing"),
        ("Ann 900001 2025-04-28 AM H", "marks-retired-code"),
        ("Ann 900001 2025-04-28 NIGHT /", "marks-session-unknown-code"),
        ("Ann 900001 2025-04-28 - /", "marks-session-missing"),
        ("Ann 900001 28/04/2025 AM /", "marks-session-date-not-a-date"),
        ("Ann 900001 - AM /", "marks-session-date-missing"),
        ("Ann 900001 2025-05-28 AM /", "marks-outside-term"),
        ("Ann 900001 2025-05-03 AM /", "marks-weekend"),
        ("Cat 900001 2025-04-28 AM /", "marks-pupil-not-on-roll"),
        ("Ann 900002 2025-04-28 AM /", "marks-pupil-not-on-roll"),
        ("- 900001 2025-04-28 AM /", "marks-pupil-missing"),
        ("Ann 900001 2025-05-03 AM QQ", "marks-mark-unknown-code marks-weekend"),
    ],
)
def test_a_bad_mark_is_held_and_not_counted(row: str, rules: str) -> None:
    good = ["Bob 900001 2025-04-28 AM /", "Bob 900001 2025-04-28 PM \\"]
    reduced = reduce([good[0], row, good[1]])
    assert reduced.held.to_dict() == {3: rules}
    assert totals(reduced) == (3, 2, 1, 0)


def test_a_flag_is_reported_and_its_row_counted() -> None:
    flag = Rule("marks-late", Severity.FLAG, ("mark",), lambda rows, _: rows["mark"].eq("L"), "Late.", "Hurry.", "test")
    reduced = reduce(["Ann 900001 2025-04-28 AM L", "Ann 900001 2025-04-28 PM \\"], rules=(*all_rules(MARKS), flag))
    assert [(finding.rule.id, finding.lines) for finding in reduced.findings] == [("marks-late", (2,))]
    assert totals(reduced) == (2, 2, 0, 0)
    assert not reduced.is_stopped


def test_a_stop_rule_stops_from_its_share_of_rows_on() -> None:
    other_term = "Ann 900001 2024-04-2{} AM /"
    assert reduce([other_term.format(day) for day in (2, 3)] + ["Ann 900001 2025-04-28 AM /"]).is_stopped
    assert not reduce([other_term.format(2)] + [f"Ann 900001 2025-04-2{day} AM /" for day in (2, 3)]).is_stopped


def test_a_finding_names_the_first_lines_and_counts_all() -> None:
    rows = [f"Ann 900001 2025-04-28 AM Q{number}" for number in range(LINES_KEPT + 50)]
    findings = reduce(rows, rows_per_chunk=100).findings
    finding = next(finding for finding in findings if finding.rule.id == "marks-mark-unknown-code")
    assert finding.rows_failed == LINES_KEPT + 50
    assert finding.lines == tuple(range(2, LINES_KEPT + 2))


def test_profiles_count_every_row_but_duplicates_and_agree_with_the_findings() -> None:
    reduced = reduce(
        ["Ann 900001 2025-04-28 AM QQ"] * 2 + ["Cat 900001 2025-04-28 PM /"] * 2 + ["Bob 900001 2025-04-28 AM /"]
    )
    assert reduced.duplicates == 2
    assert {int(profile["rows"].sum()) for profile in reduced.profiles.values()} == {3}
    for finding in reduced.findings:
        profile = reduced.profiles[finding.rule.id]
        assert int(profile["rows"][profile["failed"]].sum()) == finding.rows_failed


def test_the_same_as_checking_the_whole_file_in_memory() -> None:
    rows = [
        "Ann 900001 2025-04-28 AM /",
        "Ann 900001 2025-04-28 AM I",
        "Cat 900001 2025-04-28 AM /",
        "Cat 900001 2025-04-28 AM I",
        "Cat 900001 2025-04-28 AM I",
        "Bob 900002 2025-05-03 PM QQ",
        "Bob 900002 2025-05-03 PM QQ",
        "Bob 900002 2025-05-06 PM L",
    ]
    text = text_of(rows)
    whole = check_table(typed(text, MARKS, ("%Y-%m-%d",)), text, MARKS, CONTEXT)
    reduced = reduce(rows)
    assert reduced.held.to_dict() == whole.held.to_dict()
    assert totals(reduced) == (whole.rows_received, whole.rows_loaded, whole.rows_held, whole.duplicates)
    assert [(found.rule.id, found.lines) for found in reduced.findings] == [
        (found.rule.id, found.lines) for found in whole.findings
    ]


def test_half_terms_are_cut_at_quarter_ends_and_where_the_data_end() -> None:
    context = Context(
        data_to=date(2025, 7, 4), taken_on=date(2025, 7, 4), covers_from=date(2025, 4, 22), covers_to=date(2025, 7, 22),
        half_terms=(HalfTerm("2024/25", 4, date(2025, 2, 24), date(2025, 4, 4)), *HALF_TERMS),
    )  # fmt: skip
    assert [(period.half_term, period.start, period.end) for period in periods(context)] == [
        (5, date(2025, 4, 22), date(2025, 5, 23)),
        (6, date(2025, 6, 2), date(2025, 6, 30)),
        (6, date(2025, 7, 1), date(2025, 7, 4)),
        (6, date(2025, 7, 5), date(2025, 7, 22)),
    ]


def test_an_empty_roll_holds_every_mark() -> None:
    reduced = reduce_register(
        lambda: chunks_of(text_of(["Ann 900001 2025-04-28 AM /"]), 5),
        ROLL.iloc[:0],
        MARKS,
        all_rules(MARKS),
        Context(**{**CONTEXT.__dict__, "tables": {"roll": ROLL.iloc[:0]}}),
        attending=ATTENDING,
        date_formats=("%Y-%m-%d",),
    )
    assert totals(reduced) == (1, 0, 1, 0)
    assert len(reduced.counts) == len(reduced.school_days) == 0


def test_a_file_without_chunks_gives_nothing() -> None:
    reduced = reduce_register(
        list, ROLL, MARKS, all_rules(MARKS), CONTEXT, attending=ATTENDING, date_formats=("%Y-%m-%d",)
    )
    assert totals(reduced) == (0, 0, 0, 0)


def test_a_register_of_any_length_takes_the_memory_of_a_few_chunks() -> None:
    seen: list[weakref.ref[Chunk]] = []
    most = 0

    def chunks() -> Iterator[Chunk]:
        nonlocal most
        for chunk in chunks_of(text_of(["Ann 900001 2025-04-28 AM /"] * 100), 2):
            seen.append(weakref.ref(chunk))
            most = max(most, sum(each() is not None for each in seen))
            yield chunk

    reduced = reduce_register(
        chunks, ROLL, MARKS, all_rules(MARKS), CONTEXT, attending=ATTENDING, date_formats=("%Y-%m-%d",)
    )
    assert reduced.rows_received == 100
    assert len(seen) >= 50
    assert most <= 3


def test_a_column_of_countless_texts_is_no_register() -> None:
    rows = [f"Ann 900001 2025-04-28T{second} AM /" for second in range(TEXTS_ALLOWED + 1)]
    with pytest.raises(DataRejected, match="column date holds more than 10,000 different texts"):
        reduce(rows, rows_per_chunk=100_000)


def test_a_mark_that_no_rule_holds_and_no_half_term_has_is_our_fault() -> None:
    rules = tuple(rule for rule in all_rules(MARKS) if rule.id != "marks-outside-term")
    with pytest.raises(CypError, match="do not add up"):
        reduce(["Ann 900001 2025-05-28 AM /"], rules=rules)
