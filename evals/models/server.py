"""A model server on loopback that answers from recordings, and where it may, asks a real model and records what it says.

The address holds the sample (`/<sample>/v1`), so that samples can be drafted side by side and an answer finds its place.
"""

import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import quote, unquote

import httpx

from evals.models.recordings import Recorded, Recordings, digest_of, same_fence


@dataclass(frozen=True, slots=True)
class Heard:
    """One call that came in. `answer` is None where nothing was recorded; `is_stale`: it answered an earlier wording of the prompt."""

    turn: int
    digest: str
    answer: Recorded | None
    is_stale: bool = False


class RecordingServer:
    """Answers with what is recorded; with `upstream`, asks there for what is not, for at most `patience` seconds."""

    def __init__(self, recordings: Recordings, *, model: str, upstream: str | None = None, patience: float = 600.0) -> None:
        self._recordings, self._model, self._upstream, self._patience = recordings, model, upstream, patience
        self._heard: dict[str, list[Heard]] = defaultdict(list)
        self._lock, self._asking = threading.Lock(), threading.Lock()

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        # A question to a slow model outlives the drafter's patience; its answer is kept for the next run.
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def address(self, sample: str) -> str:
        """What API_BASE is for a sample."""
        return f"http://127.0.0.1:{self._server.server_port}/{quote(sample, safe='')}/v1"

    def heard(self, sample: str) -> list[Heard]:
        """The calls for a sample, in order."""
        with self._lock:
            return list(self._heard[sample])

    def answer(self, sample: str, request: dict[str, Any]) -> Recorded | None:
        """The recorded answer to a request, recorded now if need be."""
        messages = request["messages"]
        digest = digest_of(messages)
        with self._lock:
            # A gateway may put the same question again in another format.
            asked = dict.fromkeys([*(call.digest for call in self._heard[sample]), digest])
            turn = list(asked).index(digest)
            found, is_stale = self._recordings.find(sample, digest), False
            if found is None and self._upstream is None and turn == 0:
                found = self._recordings.earlier(sample)
                # An empty digest: written by hand, for no particular wording.
                is_stale = found is not None and bool(found.digest)
        if found is None and self._upstream is not None:
            # The model has one place: what waits, waits here and is not charged to its time.
            with self._asking:
                found = self._ask(sample, turn, digest, request)
        with self._lock:
            self._heard[sample].append(Heard(turn, digest, found, is_stale))
        return found

    def _ask(self, sample: str, turn: int, digest: str, request: dict[str, Any]) -> Recorded | None:
        body = {**request, "messages": same_fence(request["messages"]), "stream": False}
        body.pop("stream_options", None)
        started = time.monotonic()
        try:
            reply = httpx.post(f"{self._upstream}/chat/completions", json=body, timeout=self._patience, trust_env=False)
            told = reply.raise_for_status().json()
        except (httpx.HTTPError, json.JSONDecodeError):
            return None
        choice, usage = told["choices"][0], told.get("usage", {})
        row = Recorded(
            sample=sample,
            turn=turn,
            digest=digest,
            content=choice["message"]["content"] or "",
            finish_reason=choice["finish_reason"],
            prompt_tokens=usage.get("prompt_tokens", 0),
            completion_tokens=usage.get("completion_tokens", 0),
            seconds=round(time.monotonic() - started, 1),
        )
        with self._lock:
            self._recordings.add(row)
        return row

    def reply(self, row: Recorded) -> dict[str, Any]:
        """The answer as the chat protocol has it."""
        choice = {
            "index": 0,
            "finish_reason": row.finish_reason,
            "message": {"role": "assistant", "content": row.content},
        }
        usage = {
            "prompt_tokens": row.prompt_tokens,
            "completion_tokens": row.completion_tokens,
            "total_tokens": row.prompt_tokens + row.completion_tokens,
        }
        return {
            "id": row.digest[7:23],
            "object": "chat.completion",
            "created": 1,
            "model": self._model,
            "choices": [choice],
            "usage": usage,
        }


def _chunks(whole: dict[str, Any]) -> bytes:
    """The same as a stream of two events."""
    (choice,) = whole["choices"]
    head = {key: whole[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    first = {"index": 0, "delta": choice["message"], "finish_reason": None}
    last = {"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}
    events = [head | {"choices": [first]}, head | {"choices": [last], "usage": whole["usage"]}]
    return (
        b"".join(b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n" for event in events) + b"data: [DONE]\n\n"
    )


def _handler(server: RecordingServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            sample = unquote(self.path.split("/")[1])
            found = server.answer(sample, request)
            if found is None:
                # 404, since no other format and no second try would change it.
                self._send(
                    404, "application/json", json.dumps({"error": {"message": "nothing is recorded", "code": 404}}).encode()
                )
            elif request.get("stream"):
                self._send(200, "text/event-stream", _chunks(server.reply(found)))
            else:
                self._send(200, "application/json", json.dumps(server.reply(found), ensure_ascii=False).encode())

        def _send(self, status: int, kind: str, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                return  # the drafter gave up waiting

    return Handler
