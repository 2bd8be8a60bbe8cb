"""Quality of practice: which visits and audits count."""

from datetime import date

from tests.oracle import Row, Town
from tests.staged import counted, drawn, staged_of

WHOLE = ("", "Total")
BATCH: Row = {"batch_id": 1, "extract": "audits", "covers": "2025-26", "data_to": date(2025, 6, 30)}
LOGGED = """
    kind  | audit_date | grade
    PLACE | 2025-04-01 | 2
    TEAM  | 2025-06-30 | NG
    PROV  | 2025-05-01 |
    PLACE | 2025-03-31 | 1
    CASE  | 2025-04-01 | 1
    CASE  | 2025-05-01 | 2
    DIP   | 2025-06-30 | 3
    DIP   | 2025-05-01 | NG
    CASE  | 2025-05-01 |
    CASE  | 2025-03-31 | 4
    OBS   | 2025-05-01 | 1
"""


def test_visits_are_counted_and_audits_are_judged_by_their_grades() -> None:
    staged = staged_of(Town({"core.quality_audit": drawn("core.quality_audit", LOGGED, **BATCH)}, [BATCH]))
    assert counted(staged, "quality_visits") == {WHOLE: (3, None)}
    assert counted(staged, "case_audits_good_rate") == {WHOLE: (2, 3)}
    assert counted(staged, "quality_visits", "2025-26-Q2") == {}
