"""A real HTTPS server on loopback, with a certificate of an authority of its own, for as long as a test needs it."""

import hashlib
import ssl
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TOKEN = "hidden-word"


class HttpsServer:
    """Serves ``files``, by path, to whoever brings the token.

    ``failures``: answers to give first, each a status and headers. ``counted``: requests by what became of them, and
    under ``sent`` the bodies that were sent. ``with_etags``: False for a server that says nothing of its files.
    """

    def __init__(self, certificate: Path) -> None:
        self.files: dict[str, bytes] = {}
        self.failures: list[tuple[int, dict[str, str]]] = []
        self.counted: Counter[str | int] = Counter()
        self.with_etags = True
        self._server = _Quiet(("127.0.0.1", 0), _handler(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a request."""
        if self.failures:
            status, said = self.failures.pop(0)
            return status, said, b""
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {}, b""
        if path not in self.files:
            return 404, {}, b""
        etag = f'"{hashlib.sha256(self.files[path]).hexdigest()}"'
        if not self.with_etags:
            return 200, {}, self.files[path]
        if headers.get("if-none-match") == etag:
            return 304, {"ETag": etag}, b""
        return 200, {"ETag": etag}, self.files[path]


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


def _handler(server: HttpsServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = server.answer(
                self.path, {name.lower(): text for name, text in self.headers.items()}
            )
            server.counted[status] += 1
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own signature
            pass

    return Handler


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 with its key, in one file, and that of the authority that signed it."""
    now = datetime.now(UTC)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of a test")])

    def signed(name: x509.Name, public: ec.EllipticCurvePublicKey, extension: x509.ExtensionType) -> bytes:
        builder = x509.CertificateBuilder(
            issuer_name=authority,
            subject_name=name,
            public_key=public,
            serial_number=x509.random_serial_number(),
            not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=1),
        )
        made = builder.add_extension(extension, critical=True).sign(authority_key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM)

    served, trusted = folder / "server.pem", folder / "authority.pem"
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    served.write_bytes(private + signed(x509.Name([]), key.public_key(), names))
    trusted.write_bytes(signed(authority, authority_key.public_key(), x509.BasicConstraints(ca=True, path_length=0)))
    return served, trusted
