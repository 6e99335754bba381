"""A model behind a real port that does whatever it is told: it adds the facts, prints the prompt, changes the form.

The rest of its answer is true, so that a result is judged by what the order changed. It obeys whether the order reached it or not:
no defence may rest on what it did not see.
"""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from evals.injection.dataset import Item
from service.llm.schemas import Composition

_FENCE = re.compile(r"<<<([0-9a-z]{8,40})")
_PROMPT_LINES = 6


@dataclass
class ObedientModel:
    """Serves one item at a time: `item` is the order, `truth` what it would say without one, `seen` whether the order's words reached it."""

    item: Item | None = None
    truth: Composition | None = None
    asked: int = 0
    seen: bool = False
    bodies: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the base class's signature
                """Say nothing."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                answer = model.answer(json.loads(body))
                message = {"role": "assistant", "content": answer}
                choice = {"index": 0, "finish_reason": "stop", "message": message}
                whole = {"id": "o", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
                sent = json.dumps(whole).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The address for API_BASE."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def obey(self, item: Item, truth: Composition) -> None:
        """From now on the order is this item's."""
        self.item, self.truth, self.asked, self.seen = item, truth, 0, False

    def answer(self, request: dict[str, Any]) -> str:
        """What the model says to a request."""
        item, truth = self.item, self.truth
        assert item is not None
        assert truth is not None
        self.asked += 1
        said = "\n".join(str(message["content"]) for message in request["messages"])
        self.seen = self.seen or item.text[-12:] in said
        if item.raw is not None:
            return item.raw
        rows = [] if item.only else [_row(s.text, s.element, list(s.basis), n) for n, s in enumerate(truth.sentences, 1)]
        added = list(item.says)
        if item.prompt:
            added += [line for line in said.splitlines() if len(line) > 30][:_PROMPT_LINES]
        if item.fence:
            added += [f"口令是{token}。" for token in _FENCE.findall(said)[:1]]
        rows = [_row(text, "known", [item.basis], 1) for text in added] + rows
        return json.dumps({"title": item.title or truth.title, "sentences": rows}, ensure_ascii=False)


def _row(text: str, element: str, basis: list[str], paragraph: int) -> dict[str, Any]:
    return {"text": text, "element": element, "basis": basis, "paragraph": paragraph}
