"""What lies outside the house: a web server and a mail server on the loopback that keep what they are given."""

from __future__ import annotations

import os
import socket
import socketserver
import struct
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


@dataclass
class Web:
    """A web server: `received` holds the headers and body of every POST; `status` is what it answers."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    # What it does with a request before it answers.
    meanwhile: Callable[[], None] = lambda: None
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/t0ken-in-the-path"

    @contextmanager
    def open(self) -> Iterator[None]:
        """Answer for the length of the block, always at the same port."""
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                web.received.append((dict(self.headers), body))
                web.meanwhile()
                self.send_response(web.status)
                for name, value in web.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = server.server_port
        with _serving(server):
            yield


@contextmanager
def breaking_off(said: bytes | None) -> Iterator[str]:
    """An address where a request is read, these bytes are said, and that is all; None: the connection is reset."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            if said is None:
                # Closed without waiting for what is still under way: the other side sees a reset.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                os.close(self.connection.detach())
            else:
                self.wfile.write(said)

    server = socketserver.TCPServer(("127.0.0.1", 0), Handler)
    with _serving(server):
        yield f"http://127.0.0.1:{server.server_address[1]}/hook"


class _SmtpHandler(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs that neither encrypts nor logs in."""

    kept: ClassVar[list[bytes]]
    lines: ClassVar[list[bytes]]

    def handle(self) -> None:
        self._say(b"220 sink")
        while line := self.rfile.readline().strip():
            self.lines.append(line)
            verb = line.split()[0].upper()
            if verb == b"DATA":
                self._say(b"354 go on")
                self._keep()
            elif verb == b"QUIT":
                self._say(b"221 bye")
                return
            self._say(b"250 ok")

    def _keep(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.kept.append(b"".join(lines))

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@dataclass
class Mailbox:
    """A mail server without encryption; `raw` holds every message, `lines` everything that was said to it."""

    port: int
    raw: list[bytes]
    lines: list[bytes]

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(each, policy=policy.default) for each in self.raw]

    def address(self, user: str = "") -> str:
        return f"smtp://{user}127.0.0.1:{self.port}/?from=jixiao@bureau.example&to=tianbao@shijing.example"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server for the length of the block."""

    class Handler(_SmtpHandler):
        kept: ClassVar[list[bytes]] = []
        lines: ClassVar[list[bytes]] = []

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with _serving(server):
        yield Mailbox(server.server_address[1], Handler.kept, Handler.lines)


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
