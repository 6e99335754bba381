import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from service.llm.answer import COMPOSITION, parse_answer
from service.llm.failures import ModelUnavailable
from service.llm.formats import forget_formats
from service.llm.gateway import Endpoint, Said, complete
from service.llm.schemas import Composition
from tests.model_server import ModelServer, Reply, Script

KEY = "sk-very-secret-4711"
GOOD: dict[str, Any] = {
    "title": "情况说明",
    "sentences": [
        {"text": "我们收到6起反馈。", "element": "acknowledgement", "basis": ["F1"], "paragraph": 1},
        {"text": "让大家担心，我们很抱歉。", "element": "concern", "basis": [], "paragraph": 1},
        {"text": "客服热线：400-820-0000。", "element": "contact", "basis": ["contact:0"], "paragraph": 2},
    ],
}


@dataclass(frozen=True)
class Written:
    role: str
    content: str


MESSAGES = (Written("system", "只依据台账。"), Written("user", "请写情况说明，以 JSON 作答。"))


def call(endpoint: Endpoint, timeout: float = 30, **parameters: float) -> Said:
    return complete(MESSAGES, endpoint, timeout=timeout, parameters=parameters, schema=COMPOSITION.schema, name=COMPOSITION.name)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The import of litellm must not eat the short deadlines below."""
    with ModelServer([GOOD]) as running:
        call(Endpoint("openai/local-model", running.url), timeout=60)


@pytest.fixture(autouse=True)
def _forget() -> None:
    forget_formats()


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def ask(server: ModelServer, *replies: Script, timeout: float = 30, model: str = "openai/local-model") -> Said:
    server.replies[:] = replies
    return call(Endpoint(model, server.url, SecretStr(KEY)), timeout, temperature=0.2, max_tokens=900)


def read(said: Said) -> Composition:
    return parse_answer(said.text).value


def refusal(server: ModelServer, *replies: Script, timeout: float = 30) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as caught:
        ask(server, *replies, timeout=timeout)
    return caught.value


class TestAnswers:
    def test_gives_what_was_said_with_its_usage(self, server: ModelServer) -> None:
        said = ask(server, GOOD)
        assert json.loads(said.text) == GOOD
        assert said.usage is not None
        assert (said.usage.prompt_tokens, said.usage.completion_tokens, said.usage.cost_usd) == (11, 7, None)
        assert not said.stopped_early

    def test_sends_messages_parameters_key_and_schema(self, server: ModelServer) -> None:
        ask(server, GOOD)
        (request,) = server.requests
        assert [message["role"] for message in request["messages"]] == ["system", "user"]
        assert (request["temperature"], request["max_tokens"]) == (0.2, 900)
        assert request["response_format"]["json_schema"]["schema"]["required"] == ["title", "sentences"]
        assert server.keys == [KEY]

    @pytest.mark.parametrize("status", [400, 422])
    def test_steps_down_to_a_looser_format_where_one_is_refused(self, server: ModelServer, status: int) -> None:
        def picky(request: dict[str, Any]) -> Reply:
            return Reply(GOOD) if "response_format" not in request else Reply("unsupported response_format", status=status)

        assert read(ask(server, picky)).title == "情况说明"
        kinds = [request.get("response_format", {}).get("type") for request in server.requests]
        assert list(dict.fromkeys(kinds)) == ["json_schema", "json_object", None]
        server.requests.clear()
        ask(server, picky)
        assert ["response_format" in request for request in server.requests] == [False], "what was learnt is not remembered"

    def test_a_request_refused_in_every_format_teaches_nothing(self, server: ModelServer) -> None:
        refusal(server, Reply("no", status=400))
        server.requests.clear()
        ask(server, GOOD)
        assert server.requests[0]["response_format"]["type"] == "json_schema"

    def test_an_answer_that_ran_out_of_tokens_says_so(self, server: ModelServer) -> None:
        assert ask(server, Reply('{"title": "情', finish_reason="length")).stopped_early

    def test_an_endpoint_without_a_key_gets_no_key_from_the_environment(
        self, server: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
        server.replies[:] = [GOOD]
        call(Endpoint("openai/local-model", server.url))
        assert server.keys == ["none"]

    def test_a_model_no_table_knows_is_asked_for_plain_json(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        server.replies[:] = [GOOD]
        call(Endpoint("openai/local-model", api_key=SecretStr(KEY)))
        assert server.requests[0]["response_format"] == {"type": "json_object"}

    def test_knows_the_price_of_a_public_model(self, server: ModelServer) -> None:
        usage = ask(server, GOOD, model="openai/gpt-4o-mini").usage
        assert usage is not None
        assert usage.cost_usd is not None
        assert usage.cost_usd > 0


class TestRefusals:
    @pytest.mark.parametrize(
        ("reply", "reason"),
        [
            (Reply(raw=b'{"choices": []}'), "bad_answer"),
            (Reply(raw=b"<html>gateway</html>"), "bad_answer"),
            (Reply("no such key " + KEY, status=401), "auth"),
            (Reply("forbidden " + KEY, status=403), "auth"),
            (Reply("no such model", status=404), "not_found"),
            (Reply("I will not", status=400), "refused_request"),
            (Reply("x" * 5_000_000), "too_large"),
        ],
        ids=["no choice", "html", "401", "403", "404", "400", "5 MB"],
    )
    def test_names_the_reason_and_never_the_key(
        self, server: ModelServer, reply: Reply, reason: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        refused = refusal(server, reply)
        assert capfd.readouterr() == ("", "")
        assert refused.reason == reason
        assert KEY not in f"{refused.message.zh}{refused.message.en}{refused!r}{refused.__cause__!r}{refused.__context__!r}"
        assert "openai/local-model" in refused.message.zh

    @pytest.mark.parametrize("reply", [Reply("broken", status=500), Reply("slow down", status=429), Reply("busy", status=503)])
    def test_asks_once_more_after_a_passing_failure(self, server: ModelServer, reply: Reply) -> None:
        assert read(ask(server, reply, GOOD)).title == "情况说明"
        assert len(server.requests) == 2

    @pytest.mark.parametrize(
        ("reply", "reason", "asked"),
        [
            (Reply("broken", status=500, headers={"retry-after": "0"}), "server", 3),
            (Reply("slow down", status=429, headers={"retry-after": "0"}), "rate_limit", 5),
            (Reply(GOOD, hang_up_after=40), "connection", 2),
        ],
        ids=["500", "429", "hang-up"],
    )
    def test_gives_up_after_so_many_failures(self, server: ModelServer, reply: Reply, reason: str, asked: int) -> None:
        assert refusal(server, reply).reason == reason
        assert len(server.requests) == asked

    @pytest.mark.parametrize("status", [429, 503])
    def test_a_server_that_wants_more_time_than_there_is_is_not_waited_for(self, server: ModelServer, status: int) -> None:
        refusal(server, Reply("slow down", status=status, headers={"retry-after": "600"}))
        assert len(server.requests) == 1

    def test_a_refused_connection_is_said(self) -> None:
        with ModelServer() as gone:
            address = gone.url
        with pytest.raises(ModelUnavailable) as caught:
            call(Endpoint("openai/m", address))
        assert caught.value.reason == "connection"
        assert caught.value.exit_code == 3

    def test_a_model_of_no_known_provider_is_refused_without_a_call(self) -> None:
        with pytest.raises(ModelUnavailable) as caught:
            call(Endpoint("nobody-knows-it"))
        assert caught.value.reason == "setup"

    @pytest.mark.parametrize("reply", [Reply(GOOD, delay=20), Reply(GOOD, drip=0.05)], ids=["hang", "drip-feed"])
    def test_the_deadline_holds_whatever_the_server_does(self, server: ModelServer, reply: Reply) -> None:
        assert refusal(server, reply, timeout=0.8).reason == "timeout"


def test_importing_the_gateway_imports_neither_litellm_nor_its_http_client() -> None:
    code = "import sys, service.llm.gateway; print([name for name in ('litellm', 'openai', 'httpx') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
