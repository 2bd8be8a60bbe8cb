"""Patience with a source on another machine: what passes is tried again within a deadline, what is final is not.

A host that does not answer, or refuses a login, is left in peace for a while: sixty schools whose files lie on one
server are not sixty waits, and a password that was changed does not lock its account.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import BinaryIO, TypeVar

from flows.room import is_full, room_for
from flows.stopping import sleep
from transforms.council_types import Supply
from transforms.errors import SourceRefused, SourceUnavailable

T = TypeVar("T")

ANSWER_SECONDS = 15.0  # for one answer
LIST_SECONDS = 40.0  # for the list of what there is, with every try
PULL_SECONDS = 15 * 60.0  # for one file, with every try
MOST_BYTES = 2 * 1024**3
_PAUSES = (1.0, 4.0)  # between three tries
_PEACE_SECONDS = 10.0
_PEACE_AFTER_REFUSAL_SECONDS = 5 * 60.0


class Passing(Exception):
    """What may be over in a moment. ``wait``: how long the source asks us to stay away, in seconds.

    ``of_host``: it is about the host and not about one file.
    """

    def __init__(self, what: str, *, wait: float | None = None, of_host: bool = False) -> None:
        super().__init__(what)
        self.what, self.wait, self.of_host = what, wait, of_host


class Final(Exception):
    """What stays so until somebody does something about it: ``fix``."""

    def __init__(self, what: str, fix: str, *, of_host: bool = False) -> None:
        super().__init__(what)
        self.what, self.fix, self.of_host = what, fix, of_host


@dataclass(frozen=True)
class Host:
    """Where a supply's files are, as it is told to people, and the login used there."""

    name: str
    login: str


@dataclass(frozen=True)
class Peace:
    """Until when a host is left alone, by the clock that every process of this machine shares, and why.

    ``fix``: what somebody must do about it first; empty for what may pass.
    """

    until: float
    what: str
    fix: str = ""


class Deadline:
    """The end of the time that something may take."""

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._ends - monotonic())

    def for_answer(self) -> float:
        """How long to wait for one answer. Raises Passing when there is no time left."""
        if not self.left:
            raise Passing("took too long")
        return min(self.left, ANSWER_SECONDS)


_in_peace: dict[Host, Peace] = {}


def patiently(supply: Supply, host: Host, seconds: float, work: Callable[[Deadline], T]) -> T:
    """What ``work`` brings, tried up to three times while its failure passes and there is time.

    Raises SourceUnavailable, or SourceRefused for what is final. Both name the supply and the host, and no login.
    """
    peace = _in_peace.get(host)
    if peace is not None and monotonic() < peace.until:
        raise _told(supply, host, peace)
    try:
        return _tried(Deadline(seconds), work)
    except Final as error:
        problem, is_of_host = Peace(monotonic() + _PEACE_AFTER_REFUSAL_SECONDS, error.what, error.fix), error.of_host
    except Passing as error:
        problem, is_of_host = Peace(monotonic() + _PEACE_SECONDS, error.what), error.of_host
    if is_of_host:
        _in_peace[host] = problem
    raise _told(supply, host, problem)


def hosts_in_peace() -> dict[Host, Peace]:
    """The hosts that this process leaves alone."""
    return dict(_in_peace)


def leave_in_peace(hosts: Mapping[Host, Peace]) -> None:
    """Leave hosts alone that another process of this machine was refused by."""
    _in_peace.update(hosts)


def receive(chunks: Iterable[bytes], into: Path, deadline: Deadline, most_bytes: int = MOST_BYTES) -> int:
    """Write what comes to a file; gives its size. Raises Final when it is larger than may be, Passing when it drips.

    And DiskFull when there is no room for it.
    """
    size = 0
    with room_for("the landing store", into.parents[1]), into.open("wb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if size > most_bytes:
                raise Final(
                    f"sends a file of more than {most_bytes / 1024**2:,.0f} MB",
                    "Check that it is the right file.",
                )
            deadline.for_answer()
            _write(stream, chunk)
    return size


def _write(stream: BinaryIO, chunk: bytes) -> None:
    try:
        stream.write(chunk)
    except OSError as error:
        if is_full(error):
            raise
        raise Final(f"sends what cannot be kept here ({error.strerror})", "Free some space under CYP_HOME.") from None


def forget() -> None:
    """Leave no host in peace any longer."""
    _in_peace.clear()


def _tried(deadline: Deadline, work: Callable[[Deadline], T]) -> T:
    for pause in _PAUSES:
        try:
            return work(deadline)
        except Passing as error:
            wait = pause if error.wait is None else error.wait
            if wait >= deadline.left:
                raise
            sleep(wait)
    return work(deadline)


def _told(supply: Supply, host: Host, problem: Peace) -> SourceUnavailable:
    message = f"{supply.extract}, {supply.title}: {host.name} {problem.what}."
    if problem.fix:
        return SourceRefused(message, problem.fix)
    return SourceUnavailable(message, "Check that it is up and can be reached from this machine, then run cyp rerun.")
