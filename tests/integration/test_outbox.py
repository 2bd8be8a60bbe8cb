"""The outbox: told until a report has followed, for a day, and no longer than the publication counts."""

import pytest
from sqlalchemy import Engine, text

from flows.warehouse.outbox import Published, drain_outbox

EVENT = """
    insert into audit.outbox (event, council, quarter, publication_id, status, created_at, emitted_at, times_told)
    values ('cyp.quarter.published', 'alder', '2025-26-Q1', :publication, :status,
        now() - make_interval(mins => :written), now() - make_interval(mins => :told), :times)
"""
REPORT = """
    insert into audit.report (publication_id, audience, render_fingerprint, folder, sha256, created_at)
    values (:publication, :audience, repeat('0', 64), 'folder', repeat('0', 64), now() - make_interval(mins => :made))
"""
DRAFT, ISSUED, SUPERSEDED = 11, 10, 12  # publications of alder; the first two count
INTERNAL, PUBLIC = ("internal", 1), ("public", 1)


@pytest.mark.parametrize(
    ("publication", "status", "written", "told", "times", "reports", "is_told_again"),
    [
        (DRAFT, "draft", 15, 11, 1, (), True),
        (DRAFT, "draft", 15, 1, 1, (), False),  # its report may still come
        (DRAFT, "draft", 15, 3, 1, (), True),
        (DRAFT, "draft", 15, 3, 2, (), False),  # each pause is twice as long as the one before
        (DRAFT, "draft", 15, 5, 2, (), True),
        (DRAFT, "draft", 15, 11, 1, (INTERNAL,), False),
        (DRAFT, "frozen", 15, 11, 1, (("internal", 20),), True),  # a report of the draft, before it was frozen
        (ISSUED, "issued", 15, 11, 1, (INTERNAL,), True),  # two reports follow an issue
        (ISSUED, "issued", 15, 11, 1, (PUBLIC,), True),
        (ISSUED, "issued", 15, 11, 1, (INTERNAL, PUBLIC), False),
        (SUPERSEDED, "draft", 15, 11, 1, (), False),  # nobody waits for its report any more
        (DRAFT, "draft", 24 * 60 + 1, 11, 1, (), False),  # a day of trying is enough
    ],
)
def test_an_event_that_was_lost_is_told_again(
    changing_councils: Engine,
    publication: int,
    status: str,
    written: int,
    told: int,
    times: int,
    reports: tuple[tuple[str, int], ...],
    is_told_again: bool,
) -> None:
    with changing_councils.begin() as connection:
        event = {"publication": publication, "status": status, "written": written, "told": told, "times": times}
        connection.execute(text(EVENT), event)
        for audience, made in reports:
            connection.execute(text(REPORT), {"publication": publication, "audience": audience, "made": made})

    again: list[Published] = []
    drain_outbox(changing_councils, again.append)
    assert [(each.publication_id, each.status) for each in again] == [(publication, status)] * is_told_again
    assert drain_outbox(changing_councils, again.append) == 0
