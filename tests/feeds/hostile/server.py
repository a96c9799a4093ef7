"""A loopback server that misbehaves as a table tells it, down to the bytes on the wire."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "self_signed.pem"  # of this test alone; no one trusts it
Answer = Callable[["Wire"], None]


class Wire:
    """One question and the raw connection to answer it on."""

    def __init__(self, connection: socket.socket, path: str, head: str, site: str) -> None:
        self.connection, self.path, self.head, self.site = connection, path, head, site

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def drip(self, data: bytes, pause: float) -> None:
        """A byte at a time."""
        for byte in data:
            self.send(bytes([byte]))
            time.sleep(pause)


def http(body: str | bytes = b"", kind: str = "application/rss+xml", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; underscores in the names of headers stand for hyphens."""
    data = body.encode() if isinstance(body, str) else body
    told = {"Content-Type": kind, "Content-Length": str(len(data)), "Connection": "close",
            **{name.replace("_", "-"): value for name, value in headers.items()}}  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + data


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, answers: Callable[[Wire], None], tls: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.tls: ssl.SSLContext | None = None
        if tls:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(CERTIFICATE)

    @property
    def site(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.server_address[1]}"

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Handler(socketserver.BaseRequestHandler):
    server: Server

    def handle(self) -> None:
        with contextlib.suppress(OSError, IndexError):  # a client that has seen enough
            connection = self.request
            connection.settimeout(10)
            if self.server.tls:
                connection = self.server.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
                if head.startswith(b"\x16"):  # someone tries to speak TLS
                    connection.sendall(http(status="400 Plain HTTP"))
                    return
            told = head.decode("latin-1")
            path = told.split()[1]
            self.server.asked.append(path)
            self.server.heads.append(told)
            self.server.answers(Wire(connection, path, told, self.server.site))
            connection.close()


@contextlib.contextmanager
def serving(answers: Callable[[Wire], None], tls: bool = False) -> Iterator[Server]:
    """A server at work in the background."""
    with Server(answers, tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
