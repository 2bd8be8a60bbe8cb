"""What every step needs to know: which council and quarter, and where things are."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from flows.council import read_council
from flows.schedule import TIMEZONE
from flows.settings import Settings, get_settings
from flows.warehouse.engine import make_engine
from flows.warehouse.migrations import migrate
from transforms.areas import local_authorities, predecessors
from transforms.council_types import Council
from transforms.errors import Refused, UsageError
from transforms.quarters import Quarter
from transforms.sentences import day_text

_KEY_BYTES = 32
_LONDON = ZoneInfo(TIMEZONE)


def today() -> date:
    """The day that it is in England."""
    return datetime.now(_LONDON).date()


@dataclass(frozen=True)
class RunContext:
    """One council and quarter, on one warehouse. ``run_id`` is the row in audit.run that the work is recorded under.

    ``day`` is the day of the run, on which releases of held rows apply or have ended.
    """

    settings: Settings
    folder: Path
    council: Council
    quarter: Quarter
    run_id: int | None = None
    day: date = field(default_factory=today)

    @classmethod
    def open(cls, council_folder: str | Path, quarter: str, run_id: int | None = None) -> "RunContext":
        """Read the council folder and the quarter's name. Raises UsageError and CouncilFolderError."""
        folder = Path(council_folder).resolve()
        context = cls(get_settings(), folder, read_council(folder), Quarter.parse(quarter), run_id)
        _require_authority(context.council, context.quarter)
        return context

    @property
    def engine(self) -> Engine:
        """The warehouse, brought up to this version's schema. One engine serves the whole process."""
        return warehouse(self.settings)

    @cached_property
    def key(self) -> bytes:
        """The council's pseudonymisation key. One that lies in the folder is accepted for a synthetic council only."""
        return council_key(self.settings, self.folder, self.council)

    @property
    def key_id(self) -> str:
        """Tells one key from another without giving it away."""
        return hashlib.sha256(b"cyp key id" + self.key).hexdigest()[:16]


def _require_authority(council: Council, quarter: Quarter) -> None:
    """Raises UsageError for a quarter in which the council's authority was not there: its area was another then."""
    authority = local_authorities().get(council.la_code)
    if council.synthetic or authority is None:
        return
    if quarter.start < authority.begins:
        before = ", ".join(f"{each.name} ({each.la_code})" for each in predecessors(council.la_code))
        raise UsageError(
            f"{council.name} began on {day_text(authority.begins)}, after {quarter} did.",
            f"Its area was part of {before} then, which is a council folder of its own.",
        )
    if quarter.end > authority.ends:
        after = ", ".join(f"{local_authorities()[code].name} ({code})" for code in authority.successors)
        raise UsageError(
            f"{council.name} ended on {day_text(authority.ends)}, before {quarter} did.",
            f"Its area went to {after}: each is a council folder of its own.",
        )


@cache
def warehouse(settings: Settings) -> Engine:
    """An engine on the migrated warehouse, made once."""
    engine = make_engine(settings)
    migrate(engine)
    return engine


def council_key(settings: Settings, folder: Path, council: Council) -> bytes:
    """Read the key from the setting, the key file, or (synthetic councils only) the folder.

    Raises Refused when there is none, UsageError when it is not 64 hexadecimal digits.
    """
    if settings.key is not None:
        return _decoded(settings.key.get_secret_value(), "CYP_KEY")
    if settings.key_file is not None:
        return _decoded(_read(settings.key_file), "CYP_KEY_FILE")
    if council.synthetic and (folder / "key").is_file():
        return _decoded(_read(folder / "key"), "the folder's key")
    raise Refused(
        f"There is no pseudonymisation key for {council.name}.",
        "Make one with: python -c 'import secrets; print(secrets.token_hex(32))' > FILE; chmod 600 FILE; "
        "then set CYP_KEY_FILE=FILE. Keep it outside the council folder, and keep a copy.",
    )


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"The key file {file} cannot be read.", "Check CYP_KEY_FILE.") from None


def _decoded(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise UsageError(f"The pseudonymisation key in {where} is not 64 hexadecimal digits.", "Check the key.")
    return key
