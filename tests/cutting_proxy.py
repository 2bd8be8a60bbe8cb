"""A proxy between a program and the database that cuts connections: at once, or around the COMMIT of a transaction."""

import socket
import threading
from contextlib import suppress
from enum import Enum
from urllib.parse import urlsplit

_COMMIT = b"COMMIT\0"


class Cut(Enum):
    """When to cut: before the COMMIT has reached the database, or after it was done and before the answer is back."""

    BEFORE = "before"
    AFTER = "after"


class CuttingProxy:
    """Listens on a port of this machine and passes everything on, until it is told to cut."""

    def __init__(self, database_url: str) -> None:
        server = urlsplit(database_url)
        assert server.hostname is not None
        assert server.port is not None
        self._server = server.hostname, server.port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._plans: list[tuple[bytes, Cut]] = []
        self._links: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.url = server._replace(
            netloc=f"{server.username}:{server.password}@127.0.0.1:{self._listener.getsockname()[1]}"
        ).geturl()
        self.cuts = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def cut_at_commit_of(self, words: bytes, cut: Cut) -> None:
        """Cut the next connection that commits a transaction in which it sent these words. Once."""
        self._plans.append((words, cut))

    def forget(self) -> None:
        """Cut no more than was cut."""
        with self._lock:
            self._plans.clear()

    def cut_all(self) -> None:
        """Cut every connection that there is now."""
        with self._lock:
            links, self._links = self._links, set()
        for link in links:
            _end(link)

    def close(self) -> None:
        """Take no more connections, and cut those that there are."""
        self._listener.close()
        self.cut_all()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                with self._lock:
                    self._links |= {client, server}
                threading.Thread(target=self._to_server, args=(client, server), daemon=True).start()
                threading.Thread(target=_pass_on, args=(server, client), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        sent = b""
        with suppress(OSError):
            while block := client.recv(65536):
                sent += block
                if _COMMIT in block:
                    if (cut := self._planned(sent)) is not None:
                        self._cut(client, server, block if cut is Cut.AFTER else b"")
                        return
                    sent = b""
                server.sendall(block)
        _end(server)

    def _planned(self, sent: bytes) -> Cut | None:
        with self._lock:
            for plan in self._plans:
                if plan[0] in sent:
                    self._plans.remove(plan)
                    self.cuts += 1
                    return plan[1]
        return None

    def _cut(self, client: socket.socket, server: socket.socket, last_words: bytes) -> None:
        """The client hears nothing more. The server may do what it was told, and ends when nothing more comes."""
        _end(client)
        if last_words:
            server.sendall(last_words)
            server.shutdown(socket.SHUT_WR)
        else:
            _end(server)


def _pass_on(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while block := server.recv(65536):
            with suppress(OSError):  # a client that was cut off; the server is still heard to its end
                client.sendall(block)
    _end(client)
    server.close()


def _end(link: socket.socket) -> None:
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()
