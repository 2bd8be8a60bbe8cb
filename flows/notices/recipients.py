"""Who is told what, and where: ``recipients.csv`` of a council folder."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transforms.council_types import Council
from transforms.errors import CouncilFolderError
from transforms.notices import OFFICER, ROLES, SUPPLIER, Notice

EMAIL, WEBHOOK = "email", "webhook"
EVERYBODY = "*"
_COLUMNS = ["role", "who", "channel", "target"]
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,180}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Recipient:
    """Where people of a role are told: a mail address, or the name of a webhook in the settings.

    ``who``: initials of an officer, or name of a supplier; ``*`` for what is told to any of the role.
    """

    role: str
    who: str
    channel: str
    target: str

    def is_told(self, notice: Notice) -> bool:
        return self.role == notice.role and (not notice.who or self.who in (EVERYBODY, notice.who))


def read_recipients(folder: Path, council: Council) -> tuple[Recipient, ...]:
    """The recipients of a council; none where it has no such file. Raises CouncilFolderError."""
    file = folder / "recipients.csv"
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames != _COLUMNS:
            raise CouncilFolderError(
                f"{file} has other columns than {','.join(_COLUMNS)}.", "Write them as its first line."
            )
        found = tuple(Recipient(*(str(row[name] or "").strip() for name in _COLUMNS)) for row in rows)
    for number, each in enumerate(found, 2):
        for wrong, fix in _complaints(each, council):
            raise CouncilFolderError(f"{file}, line {number}: {wrong}", fix)
    return found


def _complaints(each: Recipient, council: Council) -> Iterator[tuple[str, str]]:
    known = {
        SUPPLIER: {supply.supplier for supply in council.supplies} | {EVERYBODY},
        OFFICER: {officer.initials for officer in council.officers} | {EVERYBODY},
    }
    if each.role not in ROLES:
        yield f"there is no role '{each.role}'.", f"Roles: {', '.join(ROLES)}."
    elif each.who not in known.get(each.role, {"", EVERYBODY}):
        yield f"there is no {each.role} '{each.who}'.", "Write a supplier or initials of council.toml, or * for all."
    if each.channel == EMAIL:
        if not _ADDRESS.fullmatch(each.target):
            yield "the target is no mail address.", "Write one address per line."
    elif each.channel != WEBHOOK:
        yield f"there is no channel '{each.channel}'.", f"Channels: {EMAIL}, {WEBHOOK}."
    elif not _NAME.fullmatch(each.target):
        yield "the target is no name of a webhook.", "Write a name such as teams, and set CYP_WEBHOOK_TEAMS_URL."
