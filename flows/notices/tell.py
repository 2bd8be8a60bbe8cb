"""Telling: find what is due, write it down, send it."""

from collections.abc import Iterable
from functools import partial

from flows.notices.due import events, reminders
from flows.notices.mail import send_mail
from flows.notices.outbox import Message, not_written, send, write
from flows.notices.recipients import EMAIL, read_recipients
from flows.notices.web import post
from flows.settings import Settings
from flows.steps.context import RunContext
from flows.warehouse.engine import transaction
from transforms.notices import Notice


def tell(run: RunContext, *, reminding: bool) -> tuple[Message, ...]:
    """Write and send what people of a council are to know; gives the messages, taken or not.

    ``reminding``: also of what they owe. A council without recipients costs nothing.
    """
    recipients = read_recipients(run.folder, run.council)
    if not recipients:
        return ()
    notices = _notices(run, reminding)
    with transaction(run.engine) as connection:
        write(connection, run.council.slug, notices, recipients)
    return send(run.engine, run.council, partial(deliver, run.settings))


def would_tell(run: RunContext) -> tuple[Message, ...]:
    """The messages that ``tell`` would add to those that wait. Changes nothing."""
    recipients = read_recipients(run.folder, run.council)
    notices = _notices(run, reminding=True)
    with run.engine.connect() as connection:
        return not_written(connection, run.council, notices, recipients)


def deliver(settings: Settings, message: Message) -> None:
    """Send one message on its channel. Raises NotTaken."""
    if message.channel == EMAIL:
        send_mail(settings, message)
    else:
        post(message)


def _notices(run: RunContext, reminding: bool) -> Iterable[Notice]:
    return (*events(run), *(reminders(run) if reminding else ()))
