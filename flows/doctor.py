"""What must be in order for the pipeline to run: looked at one by one, and what to do where it is not."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from flows.council import read_council
from flows.fingerprints import file_hash
from flows.notices.recipients import EMAIL, read_recipients
from flows.orchestration import server_status
from flows.settings import Settings, webhook
from flows.steps.context import RunContext, today
from flows.steps.land import stored
from flows.warehouse import removals
from flows.warehouse.embedded import QUIET_LOG
from flows.warehouse.engine import make_engine, redacted
from flows.warehouse.ledger import runs_left
from flows.warehouse.logins import GROUPS, login_name, logins_shut_out, logins_without_password
from flows.warehouse.migrations import check_revision
from flows.warehouse.statements import statement
from transforms.council_types import Council
from transforms.errors import CypError, UsageError, WarehouseUnavailable
from transforms.quarters import Quarter
from transforms.working_days import ADD_A_YEAR, last_day

WELL, LOOK, WRONG = "well", "look at", "wrong"
_ROLES = "cyp_owner cyp_loader cyp_publisher cyp_report cyp_backup core_analyst bi_officer bi_reader".split()
_LEAST_FREE, _LITTLE_FREE = 2 * 1024**3, 10 * 1024**3
_CLOCK_SECONDS = 60
_YEAR_DAYS = 365  # gov.uk has three years, so a year is time enough to take a newer version
_BACKUP_HOURS = 36
_WAITS_MINUTES = 15
_WITHOUT_ERRORS = ("log", "fatal", "panic")
_FILES = ("key_file", "secrets_file", "dask_ca_file", "dask_cert_file", "dask_key_file")
_SECRETS_OF_CONTAINERS = "/run/secrets"  # whose folder keeps others out


@dataclass(frozen=True)
class Checked:
    """One thing that was looked at: well, to look at, or wrong; in words, and what to do. ``exit_code`` when wrong."""

    name: str
    state: str
    words: str
    fix: str = ""
    exit_code: int = 0


@dataclass
class Patient:
    """What is examined. ``council`` and ``engine`` are there once their own checks found them."""

    settings: Settings
    folder: Path | None
    council: Council | None = None
    engine: Engine | None = None


class _NoDatabase(Exception):
    """What is to be looked at lies in a database that is not there."""


Finding = tuple[str, str, str]  # state, words, what to do


def examine(settings: Settings, folder: Path | None) -> tuple[Checked, ...]:
    """Look at everything, in an order in which each needs only those before. Changes nothing.

    An embedded database that is stopped is started, as every command does.
    """
    patient = Patient(settings, folder)
    try:
        return tuple(_checked(name, check, patient) for name, check in _CHECKS.items())
    finally:
        if patient.engine is not None:
            patient.engine.dispose()


def exit_code(found: tuple[Checked, ...]) -> int:
    """That of the first thing that is wrong; 0 when nothing is."""
    return next((each.exit_code for each in found if each.state == WRONG), 0)


def _checked(name: str, check: Callable[[Patient], Finding], patient: Patient) -> Checked:
    try:
        with redacted():
            state, words, fix = check(patient)
    except _NoDatabase:
        return Checked(name, LOOK, "not looked at: the database is not there")
    except CypError as error:
        return Checked(name, WRONG, error.message, error.fix, error.exit_code)
    except Exception as error:  # noqa: BLE001 - its text might quote what nobody is to see
        return Checked(name, WRONG, f"it could not be looked at ({type(error).__name__})", "", CypError.exit_code)
    return Checked(name, state, words, fix, CypError.exit_code if state == WRONG else 0)


def _settings(patient: Patient) -> Finding:
    home = patient.settings.home.resolve()
    there = _nearest(home)
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"{there} cannot be written to.", "Set CYP_HOME to a folder of your own.")
    for name in _FILES:
        file: Path | None = getattr(patient.settings, name)
        if file is not None and not os.access(file, os.R_OK):
            raise UsageError(f"CYP_{name.upper()} names {file}, which cannot be read.", "Put the setting right.")
    secrets = patient.settings.secrets_file
    if secrets is not None and secrets.stat().st_mode & 0o077 and not secrets.is_relative_to(_SECRETS_OF_CONTAINERS):
        return LOOK, f"others may read {secrets}", f"chmod 600 {secrets}"
    return WELL, f"CYP_HOME is {home}", ""


def _nearest(folder: Path) -> Path:
    """A folder, or the nearest above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _council(patient: Patient) -> Finding:
    if patient.folder is None:
        return (
            LOOK,
            "no council is given, so that nothing of one is looked at",
            "Use --council DIR, or set CYP_COUNCIL.",
        )
    patient.council = read_council(patient.folder)
    return WELL, f"{patient.council.name}, {len(patient.council.supplies)} supplies", ""


def _disk(patient: Patient) -> Finding:
    settings = patient.settings
    places = [settings.home.resolve()]
    places += [settings.postgres_dir] if settings.database_url is None else []  # for root it may lie on another disk
    places += [settings.backups] if settings.backups is not None else []
    disks: dict[int, Path] = {}
    for place in places:
        disks.setdefault(_nearest(place).stat().st_dev, place)
    frees = {place: shutil.disk_usage(_nearest(place)).free for place in disks.values()}
    words = "; ".join(f"{free / 1024**3:,.1f} GB free under {place}" for place, free in frees.items())
    if min(frees.values()) < _LEAST_FREE:
        return WRONG, words, "Free some: a run writes files, the database and reports there."
    return (LOOK, words, "Free some soon.") if min(frees.values()) < _LITTLE_FREE else (WELL, words, "")


def _database(patient: Patient) -> Finding:
    settings = patient.settings
    if settings.database_url is None and not (settings.postgres_dir / "data").is_dir():
        return LOOK, "there is none yet", "The first run makes an embedded one; for a server, set CYP_DATABASE_URL."
    patient.engine = make_engine(settings)
    with patient.engine.connect() as connection:
        version = connection.exec_driver_sql("show server_version").scalar_one()
        logged = connection.exec_driver_sql("show log_min_messages").scalar_one()
    if settings.database_url is None:
        advice = "fit for trying out, and for one council without BI tools on other machines"
        return WELL, f"Postgres {version}, embedded: {advice}", ""
    words = f"Postgres {version} at {patient.engine.url.host}"
    if logged not in _WITHOUT_ERRORS:
        return LOOK, f"{words}; its log may quote rows in errors", f"In postgresql.conf: {', '.join(QUIET_LOG)}"
    return WELL, words, ""


def _schema(patient: Patient) -> Finding:
    with _engine(patient).connect() as connection:
        check_revision(connection)
    return WELL, "of this version", ""


def _roles(patient: Patient) -> Finding:
    wanted = set(_ROLES)
    logins = {login_name(patient.council.slug, role) for role in GROUPS} if patient.council else set()
    with _engine(patient).connect() as connection:
        query = text("select rolname from pg_catalog.pg_roles where rolname = any(:names)")
        found = set(connection.execute(query, {"names": sorted(wanted | logins)}).scalars())
    if wanted - found:
        raise WarehouseUnavailable(
            f"roles are missing: {', '.join(sorted(wanted - found))}", "Run: cyp warehouse migrate"
        )
    if logins - found:
        return LOOK, "no logins for BI tools yet", "Run: cyp warehouse migrate --council DIR"
    return WELL, f"{len(found)} roles and logins", ""


def _logins(patient: Patient) -> Finding:
    if patient.council is None:
        return LOOK, "not looked at without a council", ""
    slug = patient.council.slug
    shut_out = logins_shut_out(patient.settings, _engine(patient), slug)
    without = logins_without_password(_engine(patient), slug)
    words, fixes = [], []
    if shut_out:
        words.append(f"no password that is kept here lets in {', '.join(shut_out)}")
        fixes.append("Run: cyp warehouse migrate --council DIR. Then cyp warehouse url has the address for BI tools.")
    if without:
        words.append(f"without a password: {', '.join(without)}")
        fixes.append("Who made them sets one: alter role NAME password '…'.")
    if words:
        return LOOK, "; ".join(words), " ".join(fixes)
    return WELL, "BI tools get in", ""


def _clock(patient: Patient) -> Finding:
    if patient.engine is not None:
        with patient.engine.connect() as connection:
            theirs: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
        apart = abs((theirs - datetime.now(UTC)).total_seconds())
        if apart > _CLOCK_SECONDS:
            return WRONG, f"it and the database's are {apart:,.0f} seconds apart", "Set both by a time server (NTP)."
    if last_day() < today() + timedelta(days=_YEAR_DAYS):
        words = (
            f"bank holidays are known to {last_day()} only: beyond it nothing is scheduled, and no working days counted"
        )
        return LOOK, words, ADD_A_YEAR
    return WELL, f"{today()} in London, bank holidays known to {last_day()}", ""


def _key(patient: Patient) -> Finding:
    if patient.council is None or patient.folder is None:
        return LOOK, "not looked at without a council", ""
    run = RunContext(patient.settings, patient.folder, patient.council, Quarter.containing(today()))
    key_id, used = run.key_id, None
    if patient.engine is not None:
        with patient.engine.connect() as connection:
            used = connection.execute(statement("key_in_use"), {"council": patient.council.slug}).one_or_none()
    if used is not None and used.key_id != key_id:
        return WRONG, "it is not the one in use", "Check CYP_KEY_FILE. A key replaced on purpose: cyp key replace."
    file = patient.settings.key_file
    if patient.settings.key is None and file is not None and file.stat().st_mode & 0o077:
        return LOOK, f"others may read {file}", f"chmod 600 {file}"
    return WELL, "it is there" + (", and the one in use" if used is not None else ""), ""


def _prefect(patient: Patient) -> Finding:
    found = server_status(patient.settings)
    if found.running:
        return WELL, f"running at {found.address}", ""
    if found.ours:
        return WELL, "not running: a run starts it when there is something to do", ""
    raise UsageError(f"{found.address} does not answer.", "Start it, or put PREFECT_API_URL right.")


def _landing(patient: Patient) -> Finding:
    query = text("select distinct sha256, size_bytes from audit.file")
    with _engine(patient).connect() as connection:
        files = connection.execute(query).all()
        since = removals.hashes_now(connection, [row.sha256 for row in files])
    gone = sum(
        not _is_as_it_was_left(stored(patient.settings.landing, row.sha256), row.size_bytes, since.get(row.sha256))
        for row in files
    )
    if gone:
        fix = "Bring landing/ back from a backup, or let the sources send the files again and run the quarter."
        return WRONG, f"{gone:,} of {len(files):,} landed files are gone or cut short", fix
    return WELL, f"{len(files):,} landed files are there", ""


def _is_as_it_was_left(file: Path, size: int, since: str | None) -> bool:
    """Whether a landed file is there whole. ``since``: its hash after rows were taken out of it; empty when it was."""
    if since is None:
        return file.is_file() and file.stat().st_size == size
    return not file.exists() if not since else file.is_file() and file_hash(file) == since


def _backups(patient: Patient) -> Finding:
    folder = patient.settings.backups
    if folder is None:
        return (
            LOOK,
            "CYP_BACKUPS names no folder of dumps",
            "docs/runbook.md, Backup and restore, says how to make them.",
        )
    dumps = sorted(folder.glob("cyp-*.dump"), key=lambda file: file.stat().st_mtime)
    if not dumps:
        return WRONG, f"there is no dump in {folder}", "Make one: docker/backup.sh, every night."
    newest = datetime.fromtimestamp(dumps[-1].stat().st_mtime, UTC)
    hours = (datetime.now(UTC) - newest).total_seconds() / 3600
    words = f"{len(dumps)} dumps, the newest {hours:,.0f} hours old"
    if hours > _BACKUP_HOURS or not dumps[-1].stat().st_size:
        return WRONG, words, "See why docker/backup.sh did not run last night: its log says."
    return WELL, words, ""


def _runs(patient: Patient) -> Finding:
    if patient.council is None:
        return LOOK, "not looked at without a council", ""
    with _engine(patient).connect() as connection:
        left = runs_left(connection, patient.council.slug)
        waits = connection.execute(
            text("select count(*) from audit.outbox where emitted_at is null and created_at < now() - :pause"),
            {"pause": timedelta(minutes=_WAITS_MINUTES)},
        ).scalar_one()
    if left:
        return LOOK, f"run {left[0].run_id} of {left[0].quarter} was killed", f"Run: cyp rerun {left[0].quarter}"
    if waits:
        return LOOK, f"{waits} events were not told to Prefect", "cyp serve tells them; the next run does too."
    return WELL, "none was killed, no event waits", ""


def _notices(patient: Patient) -> Finding:
    if patient.council is None or patient.folder is None:
        return LOOK, "not looked at without a council", ""
    recipients = read_recipients(patient.folder, patient.council)
    if not recipients:
        return LOOK, "nobody is told anything", "Name recipients in recipients.csv of the council folder."
    unset = [*_unset(patient.settings, {each.target for each in recipients if each.channel != EMAIL})]
    if any(each.channel == EMAIL for each in recipients) and not patient.settings.smtp_host:
        unset.append("CYP_SMTP_HOST")
    if unset:
        return WRONG, f"settings are missing: {', '.join(unset)}", "Set them, or take the recipients out."
    with _engine(patient).connect() as connection:
        row = connection.execute(statement("notices_waiting"), {"council": patient.council.slug}).one()
    if row.waiting and row.problem:
        return LOOK, f"{row.waiting} notices wait: {row.problem}", "Put it right; they are sent by themselves."
    return WELL, f"{len(recipients)} recipients, {row.waiting} notices wait", ""


def _unset(settings: Settings, webhooks: set[str]) -> Iterator[str]:
    yield from (f"CYP_WEBHOOK_{name.upper()}_URL" for name in sorted(webhooks) if webhook(name).url is None)
    if settings.smtp_host and not settings.smtp_from:
        yield "CYP_SMTP_FROM"


def _engine(patient: Patient) -> Engine:
    if patient.engine is None:
        raise _NoDatabase
    return patient.engine


_CHECKS: dict[str, Callable[[Patient], Finding]] = {
    "settings": _settings,
    "council": _council,
    "disk": _disk,
    "database": _database,
    "schema": _schema,
    "roles": _roles,
    "logins": _logins,
    "clock": _clock,
    "key": _key,
    "prefect": _prefect,
    "landing": _landing,
    "backups": _backups,
    "runs": _runs,
    "notices": _notices,
}
