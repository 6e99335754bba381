"""Drafts as server-sent events, by API and for the page."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from pydantic import SecretStr
from starlette.testclient import TestClient

from service.app import create_app
from service.config import Settings
from service.drafting.observing import Observer
from service.llm.schemas import Sentence
from service.web import streaming
from service.web.streaming import MAX_WAITING, Event, streamed
from tests.model_server import ModelServer, Reply

STREAM = {"accept": "text/event-stream"}
FAILED = Event("error", {"status": 500})


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def read(response: Any) -> bytes:
    async def all_of_it() -> bytes:
        return b"".join([piece async for piece in response.body_iterator])

    return asyncio.run(all_of_it())


class TestDrafts:
    def test_the_events_lead_to_the_result_that_comes_whole_without_them(self, client: TestClient, brief: str) -> None:
        answer = client.post("/api/v1/drafts", content=brief, headers=STREAM)
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        told = events(answer.text)
        assert [data["stage"] for name, data in told if name == "stage"][:3] == ["accepted", "retrieve", "write"]
        result = told[-1][1]
        assert told[-1][0] == "done"
        whole = client.post("/api/v1/drafts", content=brief).json()
        assert [s["digest"] for s in result["statements"]] == [s["digest"] for s in whole["statements"]]
        for place, statement in enumerate(result["statements"]):
            sentences = [data["text"] for name, data in told if name == "sentence" and data["statement"] == place]
            assert sentences == [statement["text"][s["start"] : s["end"]] for s in statement["segments"]]
            findings = [data["finding"] for name, data in told if name == "finding" and data["statement"] == place]
            assert findings == statement["findings"]

    def test_a_brief_with_problems_is_refused_before_anything_is_streamed(self, client: TestClient) -> None:
        answer = client.post("/api/v1/drafts", content="schema: firstword.brief/1", headers=STREAM)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"

    def test_a_refusal_on_the_way_is_an_event_with_the_problem_document(self, own_data_dir: Path, brief: str) -> None:
        gone = Settings(model="openai/x", api_base="http://127.0.0.1:9/v1", draft_deadline=20, data_dir=own_data_dir)
        with TestClient(create_app(gone), base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000)) as client:
            told = events(client.post("/api/v1/drafts?fallback=false", content=brief, headers=STREAM).text)
        assert told[-1][0] == "error"
        assert (told[-1][1]["status"], told[-1][1]["code"]) == (503, "model-unavailable")

    def test_the_page_says_why_the_model_did_not_write(self, own_data_dir: Path, brief: str) -> None:
        gone = Settings(model="openai/x", api_base="http://127.0.0.1:9/v1", draft_deadline=20, data_dir=own_data_dir)
        with TestClient(create_app(gone), base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000)) as client:
            told = events(client.post("/", data={"mode": "text", "brief": brief, "lang": "zh"}, headers=STREAM).text)
        assert "连接不上，请检查网络和 FIRSTWORD_API_BASE" in told[-1][1]["html"]

    def test_the_page_comes_as_the_last_event(self, client: TestClient, brief: str) -> None:
        fields = {"mode": "text", "brief": brief, "lang": "zh"}
        told = events(client.post("/", data=fields, headers=STREAM).text)
        assert told[-1][0] == "done"
        assert told[-1][1]["html"].startswith("<!doctype html>")
        assert 'ol class="basis"' in told[-1][1]["html"]
        refused = events(client.post("/", data=fields | {"brief": "x: 1"}, headers=STREAM).text)
        assert "problems-heading" in refused[-1][1]["html"]


class TestReaders:
    def test_previews_nobody_reads_are_dropped_and_the_end_is_not(self) -> None:
        def work(observer: Observer) -> Event:
            for number in range(MAX_WAITING * 3):
                observer.on_sentence(Sentence(str(number), "known"))
            return Event("done", {"ok": True})

        async def late() -> list[bytes]:
            found = []
            async for piece in streamed(work, FAILED).body_iterator:
                found.append(bytes(piece) if not isinstance(piece, str) else piece.encode())
                if len(found) == 2:
                    await asyncio.sleep(0.3)
            return found

        pieces = asyncio.run(late())
        assert len(pieces) <= MAX_WAITING + 4
        assert pieces[-1] == Event("done", {"ok": True}).encoded()

    def test_a_silence_is_filled_so_that_proxies_keep_the_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.02)
        waiting = threading.Event()

        def work(_: Observer) -> Event:
            waiting.wait(0.3)
            return Event("done", {})

        body = read(streamed(work, FAILED))
        assert body.count(b": ping\n\n") >= 2
        assert body.endswith(Event("done", {}).encoded())

    def test_a_failure_nobody_foresaw_is_told_without_its_words(self, caplog: pytest.LogCaptureFixture) -> None:
        def work(_: Observer) -> Event:
            raise KeyError("k-secret")

        body = read(streamed(work, FAILED))
        assert body.endswith(FAILED.encoded())
        assert b"k-secret" not in body
        assert "a streamed draft failed" in caplog.text

    def test_text_of_any_kind_stays_one_line_of_data(self) -> None:
        encoded = Event("sentence", {"text": "一\n\nevent: done\rdata: {}\u2028"}).encoded()
        assert encoded.count(b"\n") == 3
        assert events(encoded.decode())[0] == ("sentence", {"text": "一\n\nevent: done\rdata: {}\u2028"})


@pytest.fixture
def running(own_data_dir: Path) -> Iterator[tuple[int, ModelServer]]:
    """A real server whose model takes its time."""
    with ModelServer([Reply("no JSON", delay=0.5)]) as model:
        settings = Settings(
            model="openai/slow", api_base=model.url, api_key=SecretStr("k"), data_dir=own_data_dir, draft_deadline=20
        )
        server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield server.servers[0].sockets[0].getsockname()[1], model
        server.should_exit = True
        thread.join()


def test_a_reader_who_leaves_stops_nothing_else(running: tuple[int, ModelServer], brief: str) -> None:
    port, model = running
    body = brief.encode()
    head = f"POST /api/v1/drafts HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\ncontent-length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as leaving:
        leaving.sendall(head.encode() + body)
        seen = b""
        while b'"stage":"accepted"' not in seen:
            seen += leaving.recv(4096)
    with socket.create_connection(("127.0.0.1", port)) as staying:
        staying.sendall(head.encode() + body)
        seen = b""
        while b"event: done" not in seen:
            piece = staying.recv(65536)
            assert piece
            seen += piece
    # Both drafts asked the model: the first was not dropped with its reader.
    assert len(model.requests) >= 2
