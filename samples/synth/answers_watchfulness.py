"""Children missing or at risk of exploitation, and audits of the work, counted line by line."""

from collections.abc import Iterator
from datetime import date, timedelta

from samples.synth.answers_folder import Answer, Folder, day_of, first_of_april, quarter_ends, quarter_name, runs_on

_MISSING = ("missing", "missing-team")
_VISITS, _AUDITS = ("PLACE", "TEAM", "PROV"), ("CASE", "DIP")
Row = dict[str, str]


def watchfulness(folder: Folder) -> Iterator[Answer]:
    """Every figure at every quarter end that the year's list reaches."""
    for end in quarter_ends():
        april = first_of_april(end)
        times = folder.list_reaching(*_MISSING, april, end)
        flags = folder.list_reaching("exploitation", "exploitation-team", april, end)
        audits = folder.list_reaching("audits", "quality-team", april, end)
        yield from _missing(end, times) if times is not None else ()
        yield from _missing_in_twelve_months(folder, end)
        yield from _flags(end, flags) if flags is not None else ()
        yield from _audits(end, audits) if audits is not None else ()


def _answer(indicator: str, end: date, numerator: int, denominator: int | None = None) -> Answer:
    return Answer(indicator, quarter_name(end), "", "Total", "Total", numerator, denominator)


def _missing(end: date, rows: list[Row]) -> Iterator[Answer]:
    """In the quarter, and interviews after the returns since April; who was only away is in none."""
    missing = [row for row in rows if row["kind"] != "A"]
    begins = date(end.year, end.month - 2, 1)
    in_quarter = {row["child"] for row in missing if begins <= date.fromisoformat(row["start_date"]) <= end}
    yield _answer("missing_children_quarter", end, len(in_quarter))
    back = [
        (ended, day_of(row["interview_date"]))
        for row in missing
        if (ended := day_of(row["end_date"]))
        and first_of_april(end) <= ended <= end
        and row["interview_offered"] != "NA"
    ]
    held = [(ended, day) for ended, day in back if day is not None and day >= ended]
    soon = sum(day <= ended + timedelta(days=3) for ended, day in held)
    yield _answer("return_interviews_held_rate", end, len(held), len(back))
    yield _answer("return_interviews_72_hours_rate", end, soon, len(back))


def _missing_in_twelve_months(folder: Folder, end: date) -> Iterator[Answer]:
    """Children of both lists that the twelve months touch; none where either is not there to its end."""
    first = date(end.year - 1, end.month, end.day) + timedelta(days=1)
    lists = []
    for april in sorted({first_of_april(first), first_of_april(end)}):
        found = folder.list_reaching(*_MISSING, april, min(date(april.year + 1, 3, 31), end))
        if found is None:
            return
        lists += found
    gone = {
        row["child"] for row in lists if row["kind"] != "A" and first <= date.fromisoformat(row["start_date"]) <= end
    }
    yield _answer("missing_children", end, len(gone))


def _flags(end: date, rows: list[Row]) -> Iterator[Answer]:
    for kind in ("CSE", "CCE"):
        children = {
            row["child"]
            for row in rows
            if row["exploitation"] == kind and runs_on(row["start_date"], row["end_date"], end)
        }
        yield _answer(f"exploitation_{kind.lower()}", end, len(children))


def _audits(end: date, rows: list[Row]) -> Iterator[Answer]:
    done = [row for row in rows if date.fromisoformat(row["audit_date"]) <= end]
    yield _answer("quality_visits", end, sum(row["audit_kind"] in _VISITS for row in done))
    graded = [row["grade"] for row in done if row["audit_kind"] in _AUDITS and row["grade"] in ("1", "2", "3", "4")]
    yield _answer("case_audits_good_rate", end, sum(grade in ("1", "2") for grade in graded), len(graded))
