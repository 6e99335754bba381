"""Sentences that hold are told while the model still writes; what fails is not, and the end is the same as without."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.drafting.observing import Quiet
from service.drafting.pipeline import draft
from service.llm.schemas import Sentence
from tests.drafting.test_model_path import GOOD, MODEL, _answer, _brief, _settings
from tests.model_server import ModelServer, Reply

INVENTED = ("目前已有37人就医，均为轻症。", "known", ["F4"], 2)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer([]) as running:
        yield running


class _Clocked(Quiet):
    def __init__(self) -> None:
        self.sentences: list[tuple[float, Sentence]] = []
        self.verified_at = 0.0

    def on_stage(self, name: str) -> None:
        if name == "verify":
            self.verified_at = time.monotonic()

    def on_sentence(self, sentence: Sentence) -> None:
        self.sentences.append((time.monotonic(), sentence))


def pieces(text: str, size: int = 40) -> tuple[str, ...]:
    return tuple(text[at : at + size] for at in range(0, len(text), size))


def test_sentences_that_hold_are_told_before_the_answer_is_whole(data_dir: Path, server: ModelServer) -> None:
    answer = _answer([*GOOD[:3], INVENTED, *GOOD[3:]])
    server.replies.append(Reply(answer, pieces=pieces(answer), pause=0.02))
    notes = _Clocked()
    (item,) = draft(_brief(), MODEL, _settings(data_dir, server, draft_deadline=120), notes).statements
    early = [sentence.text for at, sentence in notes.sentences if at < notes.verified_at]
    assert len(early) >= 5
    assert all("37" not in sentence.text for _, sentence in notes.sentences)
    texts = [sentence.text for _, sentence in notes.sentences]
    assert len(texts) == len(set(texts))
    assert item.generation.model == "openai/scripted"
    assert item.generation.usage is not None
    assert server.requests[0]["stream"] is True


def test_the_result_is_the_same_with_and_without_anybody_watching(data_dir: Path, server: ModelServer) -> None:
    answer = _answer(GOOD)
    server.replies.append(Reply(answer, pieces=pieces(answer)))
    watched = draft(_brief(), MODEL, _settings(data_dir, server), _Clocked()).statements[0]
    alone = draft(_brief(), MODEL, _settings(data_dir, server)).statements[0]
    assert watched.text == alone.text
    assert [request.get("stream", False) for request in server.requests] == [True, False]


def test_an_endpoint_that_knows_no_streaming_is_asked_once_more_without(data_dir: Path, server: ModelServer) -> None:
    server.replies.append(Reply(_answer(GOOD)))
    item = draft(_brief(), MODEL, _settings(data_dir, server), _Clocked()).statements[0]
    assert item.generation.model == "openai/scripted"


def test_a_stream_that_breaks_off_leaves_whole_sentences_or_the_composer(data_dir: Path, server: ModelServer) -> None:
    answer = _answer(GOOD)
    server.replies.append(Reply(answer, pieces=pieces(answer), hang_up_after=8))
    item = draft(_brief(), MODEL, _settings(data_dir, server, draft_deadline=15), _Clocked()).statements[0]
    assert item.text
    assert json.dumps(item.model_dump(mode="json"))
    assert not [finding for finding in item.findings if finding.severity == "error"]
