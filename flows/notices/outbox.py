"""Notices in the warehouse: written once per recipient, sent together, tried again until they are taken."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Connection, Engine

from flows.notices.recipients import Recipient
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.council_types import Council
from transforms.errors import CypError
from transforms.notices import Digest, Notice, digest

_LONGEST = 200


class NotTaken(Exception):
    """A mail server or webhook did not take a message. Its text says why, and holds no secret."""


@dataclass(frozen=True)
class Message:
    """A digest on its way to one recipient. The same notices always go under the same ``message_id``.

    ``problem``: why it was not taken; empty when it was.
    """

    role: str
    channel: str
    target: str
    digest: Digest
    message_id: str
    problem: str = ""


Deliver = Callable[[Message], None]


def write(connection: Connection, council: str, notices: Iterable[Notice], recipients: Sequence[Recipient]) -> int:
    """Write what was not written before, for each recipient who is told of it; gives how many were new."""
    new = 0
    for notice, to in _pairs(notices, recipients):
        parameters = {"council": council, "role": to.role, "channel": to.channel, "target": to.target}
        said = {"about": notice.about, "words": notice.words}
        new += connection.execute(statement("notice_add"), parameters | said).rowcount
    return new


def not_written(
    connection: Connection, council: Council, notices: Iterable[Notice], recipients: Sequence[Recipient]
) -> tuple[Message, ...]:
    """The messages that ``write`` would lead to, without writing."""
    known = {tuple(row) for row in connection.execute(statement("notices_known"), {"council": council.slug})}
    told: dict[Recipient, list[str]] = {}
    for notice, to in _pairs(notices, recipients):
        if (to.role, to.channel, to.target, notice.about) not in known:
            told.setdefault(Recipient(to.role, "", to.channel, to.target), []).append(notice.words)
    return tuple(
        Message(to.role, to.channel, to.target, digest(council.name, to.role, words), "") for to, words in told.items()
    )


def send(engine: Engine, council: Council, deliver: Deliver) -> tuple[Message, ...]:
    """Send what is due, a message per recipient; gives the messages, taken or not. One process at a time.

    Each is marked in a transaction of its own after it was taken. Ended in between, it goes out again under the same
    Message-ID, by which mail systems tell a copy.
    """
    sent: list[Message] = []
    while (message := _send_one(engine, council, deliver)) is not None:
        sent.append(message)
    return tuple(sent)


def _send_one(engine: Engine, council: Council, deliver: Deliver) -> Message | None:
    with transaction(engine) as connection:
        connection.execute(statement("lock"), {"name": f"notices {council.slug}"})
        rows = connection.execute(statement("notices_due"), {"council": council.slug}).all()
        for (role, channel, target), group in groupby(rows, key=lambda row: (row.role, row.channel, row.target)):
            same = list(group)
            numbers = [row.notice_id for row in same]
            name = hashlib.sha256(f"{council.slug} {numbers}".encode()).hexdigest()[:32]
            said = digest(council.name, role, [row.words for row in same])
            return _delivered(connection, Message(role, channel, target, said, name), numbers, deliver)
    return None


def _delivered(connection: Connection, message: Message, numbers: list[int], deliver: Deliver) -> Message:
    if why := _problem(deliver, message):
        connection.execute(statement("notices_failed"), {"notices": numbers, "problem": why})
        return replace(message, problem=why)
    connection.execute(statement("notices_sent"), {"notices": numbers, "message_id": message.message_id})
    return message


def _problem(deliver: Deliver, message: Message) -> str:
    """Why a message was not taken; empty when it was. One recipient's trouble keeps nothing from the others."""
    try:
        deliver(message)
    except NotTaken as problem:
        return str(problem)[:_LONGEST]
    except CypError as error:
        return error.message[:_LONGEST]
    except Exception as error:  # noqa: BLE001 - its text could hold an address or a password
        return f"it cannot be sent ({type(error).__name__})"
    return ""


def _pairs(notices: Iterable[Notice], recipients: Sequence[Recipient]) -> Iterable[tuple[Notice, Recipient]]:
    return ((notice, to) for notice in notices for to in recipients if to.is_told(notice))
