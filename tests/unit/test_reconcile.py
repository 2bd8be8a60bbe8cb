"""Notifications of exclusions beside the school census, term by term."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import drawn, staged_of
from transforms.reconcile import BOTH, ONLY_COUNTED, ONLY_NOTIFIED, RESCINDED, Reconciliation, reconciliations

NOTIFIED: Row = {"batch_id": 1, "extract": "exclusions", "covers": "2024/25", "data_to": date(2025, 6, 30)}
LAST_DAYS = {"autumn": date(2024, 12, 20), "spring": date(2025, 3, 28), "summer": date(2025, 7, 22)}


def census(term: str) -> Row:
    number = 2 + list(LAST_DAYS).index(term)
    return {"extract": "census_exclusions", "covers": f"2024/25 {term}"} | {
        "batch_id": number,
        "data_to": LAST_DAYS[term],
    }


def compared(notified: str, counted: dict[str, str], data_to: date = NOTIFIED["data_to"]) -> list[Reconciliation]:
    batches = [NOTIFIED | {"data_to": data_to}, *(census(term) for term in counted)]
    rows = drawn("core.exclusion", notified, **batches[0])
    for term, picture in counted.items():
        rows += drawn("core.exclusion", picture, **census(term))
    return list(reconciliations(staged_of(Town({"core.exclusion": rows}, batches))))


NOTHING = "pupil | category | start_date"


def test_an_exclusion_is_the_same_by_pupil_day_and_category() -> None:
    notified = """
        pupil | category | start_date | school_urn | session
        Ann   | SUSP     | 2024-10-07 | 900001     | AM
        Bob   | SUSP     | 2024-10-07 | 900002     |
        Cat   | PERM     | 2024-10-07 | 900002     |
        Dan   | SUSP     | 2024-10-07 | 900001     |
        Dan   | SUSP     | 2024-10-07 | 900001     | PM
        Eve   | LNCH     | 2024-10-07 | 900001     |
    """
    counted = """
        pupil | category | start_date
        Ann   | SUSP     | 2024-10-07
        Bob   | SUSP     | 2024-10-08
        Cat   | SUSP     | 2024-10-07
        Dan   | SUSP     | 2024-10-07
        Fay   | PERM     | 2024-11-11
    """
    (autumn,) = compared(notified, {"autumn": counted})
    assert (autumn.extract, autumn.covers, autumn.differing) == ("exclusions", "2024/25 autumn", 5)
    assert dict(autumn.counts) == {BOTH: 2, ONLY_NOTIFIED: 2, ONLY_COUNTED: 3, RESCINDED: 0}
    assert autumn.differs
    assert autumn.words == (
        "Exclusions from 1 September 2024 to 20 December 2024: 2 are in the school census and in schools' "
        "notifications, 2 only in the notifications, 3 only in the census."
    )


def test_what_was_rescinded_is_missed_in_neither_and_told_where_the_census_still_has_it() -> None:
    notified = """
        pupil | category | start_date | decision
        Ann   | PERM     | 2024-10-07 | QUASHED
        Bob   | PERM     | 2024-10-07 | REINSTATED
        Cat   | PERM     | 2024-10-07 | UPHELD
    """
    counted = "pupil | category | start_date\nAnn | PERM | 2024-10-07\nCat | PERM | 2024-10-07"
    (autumn,) = compared(notified, {"autumn": counted})
    assert dict(autumn.counts) == {BOTH: 1, ONLY_NOTIFIED: 0, ONLY_COUNTED: 0, RESCINDED: 1}
    assert autumn.words.endswith("1 of the census were rescinded since.")
    assert not autumn.differs


def test_a_term_is_compared_as_far_as_both_sources_reach() -> None:
    notified = """
        pupil | category | start_date
        Ann   | SUSP     | 2024-12-20
        Bob   | SUSP     | 2025-01-06
        Cat   | SUSP     | 2025-03-28
        Dan   | SUSP     | 2025-03-29
        Eve   | SUSP     | 2025-06-30
    """
    late = "pupil | category | start_date\nFay | SUSP | 2025-07-01"
    found = compared(notified, {"autumn": NOTHING, "spring": NOTHING, "summer": late})
    only = [
        (each.covers.split()[1], *(dict(each.counts)[side] for side in (ONLY_NOTIFIED, ONLY_COUNTED))) for each in found
    ]
    assert only == [
        ("autumn", 1, 0),
        ("spring", 2, 0),
        ("summer", 2, 0),
    ]


def test_sources_that_agree_do_not_differ() -> None:
    same = "pupil | category | start_date\nAnn | SUSP | 2024-10-07"
    (autumn,) = compared(same, {"autumn": same})
    assert not autumn.differs


def test_nothing_is_compared_that_one_source_does_not_reach() -> None:
    assert compared(NOTHING, {"spring": NOTHING}, data_to=date(2024, 12, 31)) == []
    assert compared(NOTHING, {"summer": NOTHING}) == []  # its first day follows the spring's census
    assert reconciliations(staged_of(Town(batches=[census("autumn")]))) == ()
    assert reconciliations(staged_of(Town(batches=[NOTIFIED]))) == ()
