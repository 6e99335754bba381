"""A scripted model behind a real HTTP port: speaks the OpenAI chat completions protocol and says what it was told to say."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """One scripted answer.

    Attributes:
        content: what the model says; a mapping is sent as JSON text.
        status: HTTP status; from 400 on `content` is the error's message.
        delay: seconds before the first byte.
        raw: body bytes instead of a chat completion.
        drip: seconds between single bytes of the body.
        hang_up_after: close the connection after so many bytes of the body.
        finish_reason: why the model stopped.
        headers: further HTTP headers.
        pieces: what the model says piece by piece, sent as events with `pause` seconds between, where the request asks for a stream.
    """

    content: str | Mapping[str, Any] | None = ""
    status: int = 200
    delay: float = 0.0
    raw: bytes | None = None
    drip: float = 0.0
    hang_up_after: int | None = None
    finish_reason: str = "stop"
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[str, ...] = ()
    pause: float = 0.0

    def events(self) -> list[bytes]:
        """The answer as server-sent events: a chunk for each piece, the usage, the end."""
        base = {"id": "scripted", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        chunks: list[dict[str, Any]] = [
            base | {"choices": [{"index": 0, "finish_reason": None, "delta": {"role": "assistant", "content": piece}}]}
            for piece in self.pieces
        ]
        chunks.append(base | {"choices": [{"index": 0, "finish_reason": self.finish_reason, "delta": {}}]})
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        chunks.append(base | {"choices": [], "usage": usage})
        return [*(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode() for chunk in chunks), b"data: [DONE]\n\n"]

    def body(self) -> bytes:
        """The bytes of the HTTP answer."""
        if self.raw is not None:
            return self.raw
        text = self.content if isinstance(self.content, str | None) else json.dumps(self.content, ensure_ascii=False)
        if self.status >= 400:
            return json.dumps({"error": {"message": text, "type": "scripted", "code": self.status}}).encode()
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "finish_reason": self.finish_reason, "message": message}
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        whole = {"id": "scripted", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
        return json.dumps(whole, ensure_ascii=False).encode()


Script = Reply | Mapping[str, Any] | str | Callable[[dict[str, Any]], "Reply | Mapping[str, Any] | str"]


@dataclass
class ModelServer:
    """Answers with `replies` in turn, then repeats the last one; keeps every request in `requests`, and as it came in `bodies`.

    A reply is a Reply, a mapping or text (what the model says), or a function of the request body that gives one of these.
    """

    replies: list[Script] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> Self:
        self._stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The address for API_BASE."""
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self._server.server_port}/v1"

    def reply_to(self, request: dict[str, Any], key: str) -> Reply:
        """The next scripted answer; the request is recorded."""
        script = self.replies[min(len(self.requests), len(self.replies) - 1)]
        self.requests.append(request)
        self.keys.append(key)
        answer = script(request) if callable(script) else script
        return answer if isinstance(answer, Reply) else Reply(answer)

    def pause(self, seconds: float) -> None:
        """Waits, or until the server is stopped."""
        self._stopping.wait(seconds)

    @property
    def is_stopping(self) -> bool:
        """Whether the server is being closed."""
        return self._stopping.is_set()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as the base class has it
                """Say nothing."""

            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                key = self.headers.get("authorization", "").removeprefix("Bearer ")
                body = self.rfile.read(length)
                server.bodies.append(body)
                reply = server.reply_to(json.loads(body), key)
                server.pause(reply.delay)
                try:
                    if reply.pieces and server.requests[-1].get("stream"):
                        _write_events(self, reply, server.pause)
                    else:
                        self._send(reply)
                except (BrokenPipeError, ConnectionResetError):
                    return  # the client gave up, which some tests are about

            def _send(self, reply: Reply) -> None:
                body = reply.body()
                self.send_response(reply.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                body = body[: reply.hang_up_after]
                if not reply.drip:
                    self.wfile.write(body)
                    return
                for byte in body:
                    if server.is_stopping:
                        return
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(reply.drip)

        return Handler


def _write_events(handler: BaseHTTPRequestHandler, reply: Reply, pause: Callable[[float], None]) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.end_headers()
    for number, event in enumerate(reply.events()):
        if number:
            pause(reply.pause)
        handler.wfile.write(event)
        handler.wfile.flush()
        if reply.hang_up_after is not None and number >= reply.hang_up_after:
            return
