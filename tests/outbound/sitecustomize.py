"""Writes down every other machine that a Python process turns to. Processes that tests start find it by PYTHONPATH."""

import os
import socket
import sys

_OUT = os.environ.get("TEST_CONNECTIONS")
_HERE = ("127.", "::1", "0.0.0.0", "localhost")


def _note(event: str, arguments: tuple) -> None:
    if event not in ("socket.connect", "socket.getaddrinfo"):
        return
    address = arguments[1] if event == "socket.connect" else arguments
    host = address[0] if isinstance(address, tuple) else ""  # a path is a socket of this machine
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if _OUT and name and not name.startswith(_HERE) and name != socket.gethostname():
        with open(_OUT, "a", encoding="utf-8") as out:  # noqa: PTH123 - the least that a start-up file can do
            out.write(f"{event} {name} by {sys.argv[:3]}\n")


if _OUT:
    sys.addaudithook(_note)
