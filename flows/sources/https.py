"""An HTTPS server that gives a file per address, with the date that its data run to in it.

The ends of quarters are tried: what is not there yet is no delivery. Whether a file has changed is asked with what the
server said of it last (its ETag, or when it was modified), so that a file that has not is not sent again.
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import unquote, urlsplit

import httpx

from flows.settings import SourceLogin
from flows.sources.delivery import Delivery, Known, SourceFile, ends_of_quarters, name_to_show
from flows.sources.login import check_name, login_of, refused
from flows.sources.patience import LIST_SECONDS, PULL_SECONDS, Deadline, Final, Host, Passing, patiently, receive
from transforms.council_types import Supply
from transforms.errors import CouncilFolderError
from transforms.quarters import Quarter

T = TypeVar("T")

_DATE = "{data_to}"
_NOT_THERE = (404, 410)
_UNCHANGED = 304
_REFUSED = (401, 403, 407)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_SECRETS = ("token", "password")
_ETAG, _MODIFIED = "etag ", "modified "


@dataclass(frozen=True)
class Https:
    """Settings of an HTTPS server.

    ``urls``: an address per file, each with ``{data_to}``. ``since``: deliveries from the quarter of this date on; when
    not set, the quarter's alone. ``login`` names the settings that sign in (``CYP_SOURCE_<LOGIN>_TOKEN``, or ``_USER``
    and ``_PASSWORD``); empty for a server that asks for none.
    """

    urls: tuple[str, ...]
    since: date | None = None
    login: str = ""
    largest_megabytes: int = 500


PLACE = Https


@dataclass(frozen=True)
class _Session:
    """A client with its login, and until when it may ask."""

    client: httpx.Client
    login: str
    deadline: Deadline


def check(folder: Path, supply: Supply) -> None:
    """Raise CouncilFolderError for addresses that are not HTTPS, lack the date, hold a login or share a file's name."""
    place = _place(supply)
    if place.login:
        check_name(place.login)
    hosts = {urlsplit(url).netloc for url in place.urls if isinstance(url, str)}
    if not isinstance(place.urls, tuple) or not place.urls or len(hosts) != 1:
        raise CouncilFolderError(
            f"https: urls of {supply.extract} from {supply.supplier} are no addresses of one server.",
            f'Write urls = ["https://…/{_DATE}/episodes.csv", …].',
        )
    for url in place.urls:
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname or _DATE not in parts.path + parts.query:
            raise CouncilFolderError(
                f"https: {url} is no HTTPS address with the date in it.", f"Write https://… with {_DATE} in its path."
            )
        if "@" in parts.netloc:
            raise CouncilFolderError(
                f"https: an address of {parts.hostname} holds a login.",
                "Put it into the environment, and name it: login.",
            )
    if len({_name(url) for url in place.urls}) < len(place.urls):
        raise CouncilFolderError("https: two urls end in the same file name.", "Give each file another name.")
    if type(place.largest_megabytes) is not int or place.largest_megabytes < 1:
        raise CouncilFolderError("https: largest_megabytes is no whole number.", "Write one, such as 500.")


def deliveries(folder: Path, supply: Supply, quarter: Quarter, known: Known) -> tuple[Delivery, ...]:
    """A delivery for each end of a quarter at which any of the addresses has a file, oldest first."""
    ends = ends_of_quarters(_place(supply).since, quarter)
    found = _asked(supply, LIST_SECONDS, lambda session: [_listed(session, supply, end, known) for end in ends])
    return tuple(delivery for delivery in found if delivery.files)


def pull(supply: Supply, delivery: Delivery, file: SourceFile, into: Path) -> None:
    """Fetch a file whole. One that is larger than may be is refused."""
    most_bytes = _place(supply).largest_megabytes * 1024**2
    _asked(supply, PULL_SECONDS, lambda session: _fetch(session, file, into, most_bytes))


def _listed(session: _Session, supply: Supply, data_to: date, known: Known) -> Delivery:
    urls = [url.replace(_DATE, data_to.isoformat()) for url in _place(supply).urls]
    files = (_seen(session, url, known.get((data_to, _name(url)), "")) for url in urls)
    return Delivery(
        extract=supply.extract,
        supplier=supply.supplier,
        data_to=data_to,
        taken_on=data_to,
        files=tuple(file for file in files if file is not None),
    )


def _seen(session: _Session, url: str, last: str) -> SourceFile | None:
    """The file at an address, if there is one, without its content."""
    with _answer(session, url, _if_changed(last)) as answer:
        if answer.status_code in _NOT_THERE:
            return None
        identity = last if answer.status_code == _UNCHANGED else _identity(answer.headers)
        return SourceFile(_name(url), url, identity)


def _fetch(session: _Session, file: SourceFile, into: Path, most_bytes: int) -> None:
    with _answer(session, file.place, {}) as answer:
        if answer.status_code in _NOT_THERE:
            raise Final(f"has {file.name} no longer", "Ask the supplier, then run cyp rerun.")
        if file.identity and _identity(answer.headers) != file.identity:
            raise Final(f"is still being given {file.name}", "Run cyp rerun when it is whole: nothing of it was taken.")
        receive(answer.iter_bytes(), into, session.deadline, most_bytes)


@contextmanager
def _answer(session: _Session, url: str, if_changed: dict[str, str]) -> Iterator[httpx.Response]:
    """An answer that can be used, before its content is read. What may pass and what may not is told apart."""
    usable = (200, *_NOT_THERE, *([_UNCHANGED] if if_changed else []))
    timeout = session.deadline.for_answer()
    with session.client.stream("GET", url, headers=if_changed, timeout=timeout) as answer:
        status = answer.status_code
        if status in _REFUSED:
            raise refused(session.login, *_SECRETS)
        if status in _PASSING:
            raise _busy(status, _asked_to_wait(answer.headers))
        if status not in usable:
            raise Final(f"answers with {status}", "Check the address in council.toml; redirects are not followed.")
        yield answer


def _busy(status: int, wait: float | None) -> Passing:
    asks = "" if wait is None else f", and asks us to wait {wait:,.0f} seconds"
    return Passing(f"cannot answer at present ({status}{asks})", wait=wait, of_host=True)


def _asked(supply: Supply, seconds: float, work: Callable[[_Session], T]) -> T:
    """What ``work`` brings from the server, with connections of its own."""
    place = _place(supply)
    host = Host(urlsplit(place.urls[0]).netloc, place.login)

    def on_client(deadline: Deadline) -> T:
        login = login_of(place.login, *_SECRETS) if place.login else SourceLogin()
        with _failures_told(), _client(login) as client:
            return work(_Session(client, place.login, deadline))

    return patiently(supply, host, seconds, on_client)


def _client(login: SourceLogin) -> httpx.Client:
    """A client that trusts the certificate authorities of this machine, the council's own among them."""
    headers = {"Accept-Encoding": "identity"}  # the bytes as they lie there: the limit counts what arrives
    if login.token is not None:
        headers["Authorization"] = f"Bearer {login.token.get_secret_value()}"
    password = login.password.get_secret_value() if login.password else ""
    return httpx.Client(
        auth=(login.user, password) if login.user and login.token is None else None,
        headers=headers,
        verify=ssl.create_default_context(),
    )


@contextmanager
def _failures_told() -> Iterator[None]:
    """What the library reports, as what passes and what does not. Its own words stay here."""
    try:
        yield
    except httpx.TimeoutException:
        raise Passing("does not answer in time", of_host=True) from None
    except httpx.TransportError as error:
        if _is_about_certificate(error):
            raise Final(
                "shows a certificate that is not trusted here",
                "Nothing was sent to it. Ask the supplier; a council's own authority belongs into this machine's list.",
                of_host=True,
            ) from None
        raise Passing(f"does not answer ({type(error).__name__})", of_host=True) from None
    except httpx.HTTPError as error:
        raise Final(f"answers what cannot be read ({type(error).__name__})", "Ask the supplier.") from None


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _identity(headers: httpx.Headers) -> str:
    """What a server says of a file's content; empty where it says nothing."""
    if etag := headers.get("ETag"):
        return _ETAG + etag
    if modified := headers.get("Last-Modified"):
        return f"{_MODIFIED}{modified}, {headers.get('Content-Length', '?')} bytes"
    return ""


def _if_changed(last: str) -> dict[str, str]:
    """The header that asks for a file only if it is no longer what it was."""
    if last.startswith(_ETAG):
        return {"If-None-Match": last.removeprefix(_ETAG)}
    if last.startswith(_MODIFIED):
        return {"If-Modified-Since": last.removeprefix(_MODIFIED).rpartition(", ")[0]}
    return {}


def _asked_to_wait(headers: httpx.Headers) -> float | None:
    """Seconds that the server asks us to stay away: a number, or until a date."""
    said = headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _name(url: str) -> str:
    return name_to_show(unquote(urlsplit(url).path.rpartition("/")[2]))


def _place(supply: Supply) -> Https:
    return cast(Https, supply.place)  # as flows.council made it of PLACE
