"""The log of what commands gave away: rows about children, officers' words, logins of the warehouse."""

import os
import pwd

from sqlalchemy import Engine

from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement

_LONGEST = 200


def note_opened(engine: Engine, council: str, command: str, subject: str) -> None:
    """Write down, before it is given, that a command gives something: which, and to which account of this machine."""
    given = {"account": _account(), "council": council, "command": command, "subject": subject[:_LONGEST]}
    with transaction(engine) as connection:
        connection.execute(statement("access_add"), given)


def _account() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # an account of a container that has no name
        return str(os.geteuid())
