"""A real SFTP server on loopback that serves a folder, for as long as a test needs it."""

import os
import socket
import threading
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from paramiko import SFTPAttributes, SFTPServer
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

USER, PASSWORD = "reader", "hidden-word"


def new_private_key(passphrase: str) -> str:
    """A private key as people keep it in a file."""
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    private = Ed25519PrivateKey.generate()
    return private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, encryption).decode()


def key_of(private: str, passphrase: str) -> paramiko.Ed25519Key:
    """A private key, opened."""
    return paramiko.Ed25519Key.from_private_key(StringIO(private), passphrase)


def new_key() -> paramiko.Ed25519Key:
    """The key of a server."""
    return key_of(new_private_key("x"), "x")


class SftpServer:
    """Serves ``root``. ``counted`` says what was asked of it: logins, lists, and the files that were opened.

    ``when_opened`` is called with the place of each file before its content is sent.
    """

    def __init__(self, root: Path, key: paramiko.PKey, allowed: paramiko.PKey | None = None) -> None:
        self.root, self.key, self.allowed = root, key, allowed
        self.counted: Counter[str] = Counter()
        self.when_opened: Callable[[Path], None] = lambda _: None
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[paramiko.Transport] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return self._socket.getsockname()[1]

    @property
    def host_key(self) -> str:
        return f"{self.key.get_name()} {self.key.get_base64()}"

    def stop(self) -> None:
        """Close the port and every connection."""
        if self._socket.fileno() != -1:
            self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
        for transport in self._open:
            transport.close()
            transport.join(5)

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            transport = paramiko.Transport(link)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", SFTPServer, _Files, self)
            self._open.append(transport)
            try:
                transport.start_server(event=threading.Event(), server=_Logins(self))
            except paramiko.SSHException:
                transport.close()


class _Logins(paramiko.ServerInterface):
    def __init__(self, server: SftpServer) -> None:
        self._server = server

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002 - paramiko's own signature
        return "password,publickey"

    def check_auth_password(self, username: str, password: str) -> int:
        self._server.counted["login"] += 1
        return self._answer((username, password) == (USER, PASSWORD))

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return self._answer(username == USER and key == self._server.allowed)

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002 - paramiko's own signature
        return OPEN_SUCCEEDED

    def _answer(self, is_right: bool) -> int:
        return AUTH_SUCCESSFUL if is_right else AUTH_FAILED


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server: paramiko.ServerInterface, ours: SftpServer) -> None:
        super().__init__(server)
        self._server = ours

    def list_folder(self, path: str) -> list[SFTPAttributes] | int:
        self._server.counted["list"] += 1
        try:
            found = sorted(self._place(path).iterdir())
        except OSError as error:
            return SFTPServer.convert_errno(error.errno or 0)
        return [SFTPAttributes.from_stat(file.stat(), file.name) for file in found]

    def stat(self, path: str) -> SFTPAttributes | int:
        try:
            return SFTPAttributes.from_stat(self._place(path).stat())
        except OSError as error:
            return SFTPServer.convert_errno(error.errno or 0)

    def open(self, path: str, flags: int, attr: SFTPAttributes) -> paramiko.SFTPHandle | int:  # noqa: ARG002 - the same
        place = self._place(path)
        self._server.counted["open"] += 1
        self._server.when_opened(place)
        try:
            return _Opened(place, flags)
        except OSError as error:
            return SFTPServer.convert_errno(error.errno or 0)

    def _place(self, path: str) -> Path:
        return self._server.root / path.strip("/")


class _Opened(paramiko.SFTPHandle):
    def __init__(self, place: Path, flags: int) -> None:
        super().__init__(flags)
        self.readfile = place.open("rb")

    def stat(self) -> SFTPAttributes:
        return SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))
