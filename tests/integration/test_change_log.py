"""The database writes down every change to publications, words, signatures, decisions and rights, whoever makes it."""

import json

import pytest
from sqlalchemy import Engine, text

from flows.warehouse.access import note_opened
from flows.warehouse.engine import transaction
from transforms.errors import CypError

LOGGED = "select object, operation, council, login, as_role, row_before, row_after from audit.change_log"
APPEND_ONLY = (
    "change_log",
    "access_log",
    "decision",
    "commentary",
    "sign_off",
    "issued_words",
    "disclosure_choice",
    "waiver",
    "waiver_row",
    "council_key",
    "removal",
    "removal_proof",
    "removed_file",
    "erased_person",
)
WORDS = """
    insert into audit.commentary (
        council, quarter, publication_id, kind, officer, written_on, words, file_name, sha256
    )
    values ('alder', '2025-26-Q1', 10, 'introduction', 'AA', '2025-07-01', 'Long words.', 'a.xlsx', '')
"""
DECISION = """
    insert into audit.decision (council, quarter, kind, by_name) values ('alder', '2025-26-Q1', 'freeze', 'Officer')
"""


def test_a_change_by_anybody_is_logged_with_who_made_it_and_what_was_before(changing_councils: Engine) -> None:
    changes = (
        ("cyp_publisher", WORDS),
        ("cyp_publisher", DECISION),
        ("cyp_publisher", "update mart.publication set status = 'withdrawn' where publication_id = 10"),
        ("cyp_owner", "insert into mart.reader_council values ('stranger', 'birch')"),
        ("cyp_owner", "delete from mart.reader_council where role_name = 'stranger'"),
    )
    with changing_councils.connect() as connection:
        before = connection.scalar(text("select max(change_id) from audit.change_log"))
    for role, change in changes:
        _as(changing_councils, role, change)
    with changing_councils.connect() as connection:
        query = text(f"{LOGGED} where change_id > :before order by change_id")
        rows = connection.execute(query, {"before": before}).all()
    assert [(row.object, row.operation, row.council, row.as_role) for row in rows] == [
        ("audit.commentary", "insert", "alder", "cyp_publisher"),
        ("audit.decision", "insert", "alder", "cyp_publisher"),
        ("mart.publication", "update", "alder", "cyp_publisher"),
        ("mart.reader_council", "insert", "birch", "cyp_owner"),
        ("mart.reader_council", "delete", "birch", "cyp_owner"),
    ]
    assert {row.login for row in rows} == {"postgres"}
    assert "Long words" not in rows[0].row_after, "they stand in their own table, for ever"
    was, now = json.loads(rows[2].row_before), json.loads(rows[2].row_after)
    assert (was["status"], now["status"]) == ("issued", "withdrawn")


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("role", ["cyp_owner", "cyp_publisher"])
def test_nobody_takes_back_what_was_written_down(two_councils: Engine, table: str, role: str) -> None:
    query = """
        select column_name from information_schema.columns
        where table_schema = 'audit' and table_name = :name and is_identity = 'NO'
        order by ordinal_position desc
        limit 1
    """
    with two_councils.connect() as connection:
        column = connection.scalar(text(query), {"name": table})
    for change in ("update audit.{0} set {1} = {1}", "delete from audit.{0}", "truncate audit.{0}"):
        with pytest.raises(CypError, match=r"never changed or deleted|InsufficientPrivilege|FeatureNotSupported"):
            _as(two_councils, role, change.format(table, column))


def _as(engine: Engine, role: str, statement: str) -> None:
    with transaction(engine) as connection:
        connection.execute(text(f"set local role {role}"))
        connection.execute(text(statement))


def test_what_a_command_gave_away_is_written_down(changing_councils: Engine) -> None:
    note_opened(changing_councils, "alder", "held export", "ssda903, " + "a-rule-with-a-long-name, " * 20)
    with changing_councils.connect() as connection:
        row = connection.execute(text("select * from audit.access_log")).one()
    assert (row.council, row.command, row.login, len(row.subject)) == ("alder", "held export", "postgres", 200)
    assert row.account
