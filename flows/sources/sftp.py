"""An SFTP server, laid out as a folder of deliveries is: a folder per delivery, named by the date (``2025-06-30``).

The server must show the host key that the council has written down. Folders of other names are left alone, since the
account may hold more than our deliveries.
"""

import logging
import socket
import stat
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import paramiko

from flows.settings import SourceLogin
from flows.sources.delivery import Delivery, Known, SourceFile, name_to_show
from flows.sources.folder import NOTE, is_data, taken_on
from flows.sources.login import check_name, login_of, refused
from flows.sources.patience import (
    ANSWER_SECONDS,
    LIST_SECONDS,
    MOST_BYTES,
    PULL_SECONDS,
    Deadline,
    Final,
    Host,
    Passing,
    patiently,
    receive,
)
from transforms.council_types import Supply
from transforms.errors import CouncilFolderError
from transforms.quarters import Quarter

T = TypeVar("T")

logging.getLogger("paramiko").addHandler(logging.NullHandler())  # what goes wrong is told in our words
_BLOCK = 256 * 1024
_SECRETS = ("password", "key_file")
_LONGEST_NOTE = 4096
_KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa")
_RSA = ("rsa-sha2-512", "rsa-sha2-256")  # how a key of type ssh-rsa signs today


@dataclass(frozen=True)
class Sftp:
    """Settings of an SFTP server.

    ``host_key`` is the public key that it must show, as ``ssh-keyscan`` prints it: type and base64. ``login`` names the
    account's settings (``CYP_SOURCE_<LOGIN>_USER``, and ``_PASSWORD`` or ``_KEY_FILE``).
    """

    host: str
    host_key: str
    login: str
    port: int = 22


PLACE = Sftp


def check(folder: Path, supply: Supply) -> None:
    """Raise CouncilFolderError for a key that is none, a port that is none, or no path."""
    place = _place(supply)
    check_name(place.login)
    if not supply.path:
        raise CouncilFolderError(f"{supply.extract} from {supply.supplier} has no path.", "Name its folder: path.")
    if type(place.port) is not int or not 0 < place.port < 65536:
        raise CouncilFolderError(f"sftp: {place.port!r} is no port.", "Write a number; SFTP's own is 22.")
    kind, key = _pinned(place)
    try:
        is_key = kind in _KINDS and b64decode(key, validate=True)[4:].startswith(kind.encode())
    except (NoBase64, ValueError):
        is_key = False
    if not is_key:
        raise CouncilFolderError(
            f"sftp: the host_key of {place.host} is no public key.",
            'Write type and key as ssh-keyscan prints them, "ssh-ed25519 AAAA…", once the supplier has confirmed it.',
        )


def deliveries(folder: Path, supply: Supply, quarter: Quarter, known: Known) -> tuple[Delivery, ...]:
    """Every delivery in the supply's folder on the server, oldest first."""
    return _asked(supply, LIST_SECONDS, lambda sftp, deadline: _listed(sftp, supply, deadline))


def pull(supply: Supply, delivery: Delivery, file: SourceFile, into: Path) -> None:
    """Copy a file. One that is no longer what was listed is not taken: it is still being written."""
    _asked(supply, PULL_SECONDS, lambda sftp, deadline: _copy(sftp, file, into, deadline))


def _listed(sftp: paramiko.SFTPClient, supply: Supply, deadline: Deadline) -> tuple[Delivery, ...]:
    try:
        entries = sftp.listdir_attr(supply.path)
    except FileNotFoundError:
        raise Final(
            f"has no folder {supply.path}", "Check path in council.toml, and what the account may see."
        ) from None
    folders = ((_date(entry.filename), entry) for entry in entries if stat.S_ISDIR(entry.st_mode or 0))
    dated = sorted((day, f"{supply.path.rstrip('/')}/{entry.filename}") for day, entry in folders if day)
    found = []
    for day, place in dated:
        deadline.for_answer()
        found.append(_delivery(sftp, supply, day, place))
    return tuple(found)


def _delivery(sftp: paramiko.SFTPClient, supply: Supply, data_to: date, place: str) -> Delivery:
    entries = [entry for entry in sftp.listdir_attr(place) if stat.S_ISREG(entry.st_mode or 0)]
    files = sorted(
        (SourceFile(name_to_show(entry.filename), f"{place}/{entry.filename}", _identity(entry)) for entry in entries),
        key=lambda file: file.name,
    )
    return Delivery(
        extract=supply.extract,
        supplier=supply.supplier,
        data_to=data_to,
        taken_on=_taken_on(sftp, place, data_to) if any(file.name == NOTE for file in files) else data_to,
        files=tuple(file for file in files if is_data(file.name)),
    )


def _taken_on(sftp: paramiko.SFTPClient, place: str, data_to: date) -> date:
    with sftp.open(f"{place}/{NOTE}") as note:
        text = note.read(_LONGEST_NOTE)
    try:
        return taken_on(text, data_to, place)
    except CouncilFolderError as error:
        raise Final(f"has a {NOTE} in {place} that cannot be read", error.fix) from None


def _copy(sftp: paramiko.SFTPClient, file: SourceFile, into: Path, deadline: Deadline) -> None:
    try:
        with sftp.open(file.place) as remote:
            size = remote.stat().st_size or 0
            remote.prefetch(min(size, MOST_BYTES))
            receive(iter(lambda: remote.read(_BLOCK), b""), into, deadline)
        now = _identity(sftp.stat(file.place))
    except FileNotFoundError:
        raise Passing(f"has {file.name} no longer") from None
    if now != file.identity or into.stat().st_size != size:
        raise Final(f"is still being given {file.name}", "Run cyp rerun when it is whole: nothing of it was taken.")


def _identity(entry: paramiko.SFTPAttributes) -> str:
    return f"{entry.st_size} bytes, {entry.st_mtime}"


def _asked(supply: Supply, seconds: float, work: Callable[[paramiko.SFTPClient, Deadline], T]) -> T:
    """What ``work`` brings from the server, on a connection of its own."""
    place = _place(supply)
    host = Host(f"{place.host}:{place.port}" if place.port != 22 else place.host, place.login)
    return patiently(supply, host, seconds, partial(_on_connection, place, work))


def _on_connection(place: Sftp, work: Callable[[paramiko.SFTPClient, Deadline], T], deadline: Deadline) -> T:
    login = login_of(place.login, *_SECRETS)
    with _failures_told(), _connection(place, login, deadline) as sftp:
        return work(sftp, deadline)


@contextmanager
def _connection(place: Sftp, login: SourceLogin, deadline: Deadline) -> Iterator[paramiko.SFTPClient]:
    """A session on the server, once it has shown its host key and taken our login."""
    try:
        link = socket.create_connection((place.host, place.port), timeout=deadline.for_answer())
    except OSError as error:
        raise Passing(f"does not answer ({_reason(error)})", of_host=True) from None
    with link, _transport(link, place, login, deadline) as transport:
        sftp = paramiko.SFTPClient.from_transport(transport)
        if sftp is None or (channel := sftp.get_channel()) is None:
            raise Final("opens no SFTP session", "Ask the supplier whether the account may use SFTP.", of_host=True)
        channel.settimeout(ANSWER_SECONDS)
        yield sftp


@contextmanager
def _transport(
    link: socket.socket, place: Sftp, login: SourceLogin, deadline: Deadline
) -> Iterator[paramiko.Transport]:
    transport = paramiko.Transport(link)
    kind, _ = pinned = _pinned(place)
    try:
        # Of its several keys the server is asked for the one that is written down; another is shown only to be told.
        wanted = _RSA if kind == "ssh-rsa" else (kind,)
        options = transport.get_security_options()
        options.key_types = [*wanted, *(each for each in options.key_types if each not in wanted)]
        transport.start_client(timeout=deadline.for_answer())
        shown = transport.get_remote_server_key()
        if (shown.get_name(), shown.get_base64()) != pinned:
            raise Final(
                f"shows another host key than the one in council.toml: {shown.get_name()} {shown.fingerprint}",
                "Nothing was sent to it. Ask the supplier whether the key was changed; only then change host_key.",
                of_host=True,
            )
        transport.auth_timeout = deadline.for_answer()
        _sign_in(transport, place, login)
        yield transport
    finally:
        transport.close()


def _sign_in(transport: paramiko.Transport, place: Sftp, login: SourceLogin) -> None:
    password = login.password.get_secret_value() if login.password else None
    try:
        if login.key_file is not None:
            transport.auth_publickey(login.user, _private_key(login.key_file, password))
        else:
            transport.auth_password(login.user, password or "")
    except paramiko.AuthenticationException:
        raise refused(place.login, "user", *_SECRETS) from None


def _private_key(file: Path, passphrase: str | None) -> paramiko.PKey:
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        with suppress(OSError, ValueError, paramiko.SSHException):
            return kind.from_private_key_file(str(file), passphrase)
    raise Final(f"needs a key, and {file} cannot be read as one", "Check the file and its passphrase.", of_host=True)


@contextmanager
def _failures_told() -> Iterator[None]:
    """What the library reports, as what passes and what does not. Its own words stay here."""
    try:
        yield
    except PermissionError:
        raise Final("does not let the account read there", "Ask the supplier for leave to read.") from None
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise Passing(f"broke off ({_reason(error)})", of_host=True) from None


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    return type(error).__name__


def _date(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _place(supply: Supply) -> Sftp:
    return cast(Sftp, supply.place)  # as flows.council made it of PLACE


def _pinned(place: Sftp) -> tuple[str, str]:
    """Type and base64 of the host key that is written down; a comment behind it does not count."""
    kind, key = (*place.host_key.split(), "", "")[:2]
    return kind, key
