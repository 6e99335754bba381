"""Real receivers on loopback: a mail server and a webhook, which can be down for a while and come back on the same port."""

import email
import email.policy
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Mailbox:
    """A mail server; `mails` are those it took, `refusing` makes it answer that it is busy."""

    port: int = field(default_factory=free_port)
    mails: list[EmailMessage] = field(default_factory=list)
    refusing: bool = False
    _controller: Controller | None = None

    @property
    def server(self) -> str:
        """The Apprise address of this server, as FIRSTWORD_NOTICE_MAIL has it."""
        return f"mailto://127.0.0.1:{self.port}?from=firstword@example.com&mode=insecure"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's name
        if self.refusing:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        message["X-Recipients"] = ",".join(envelope.rcpt_tos)
        self.mails.append(message)
        return "250 OK"

    def up(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def down(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


@dataclass
class Hook:
    """A webhook; `posts` are the bodies it took, `status` what it answers, `gate` (when set) what it waits for before it answers."""

    port: int = field(default_factory=free_port)
    posts: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    location: str = ""
    gate: threading.Event | None = None
    asked: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/hook"

    def up(self) -> None:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if hook.status < 300:
                    hook.posts.append(body)
                hook.asked.set()
                if hook.gate is not None:
                    hook.gate.wait(30)
                self.send_response(hook.status)
                if hook.location:
                    self.send_header("location", hook.location)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Keeps the terminal quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    made.up()
    yield made
    made.down()


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    made.up()
    yield made
    made.down()
