import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from service.config import Settings
from service.llm.failures import ModelUnavailable
from service.llm.gateway import ModelAnswer, complete, generate
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
class Said:
    role: str
    content: str


MESSAGES = (Said("system", "只依据台账。"), Said("user", "请写情况说明，以 JSON 作答。"))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The import of litellm must not eat the short deadlines below."""
    with ModelServer([GOOD]) as running:
        complete(MESSAGES, model="openai/local-model", api_base=running.url, timeout=60, parameters={})


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def ask(server: ModelServer, *replies: Script, timeout: float = 30, model: str = "openai/local-model") -> ModelAnswer:
    server.replies[:] = replies
    return complete(
        MESSAGES,
        model=model,
        api_base=server.url,
        api_key=SecretStr(KEY),
        timeout=timeout,
        parameters={"temperature": 0.2, "max_tokens": 900},
    )


def refusal(server: ModelServer, *replies: Script, timeout: float = 30) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as caught:
        ask(server, *replies, timeout=timeout)
    return caught.value


class TestAnswers:
    def test_gives_the_composition_with_usage_and_latency(self, server: ModelServer) -> None:
        answer = ask(server, GOOD)
        assert [sentence.before for sentence in answer.composition.sentences] == ["", "", "\n\n"]
        assert answer.composition.sentences[2].basis == ("contact:0",)
        assert answer.usage is not None
        assert (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.cost_usd) == (11, 7, None)
        assert answer.latency_ms > 0
        assert not answer.cut_off

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

        assert ask(server, picky).composition.title == "情况说明"
        kinds = [request.get("response_format", {}).get("type") for request in server.requests]
        assert list(dict.fromkeys(kinds)) == ["json_schema", "json_object", None]

    @pytest.mark.parametrize(
        "text",
        [
            "```json\n" + json.dumps(GOOD, ensure_ascii=False) + "\n```",
            "好的，以下是说明：\n" + json.dumps(GOOD) + "\n希望有帮助。",
            json.dumps(GOOD, ensure_ascii=False).replace("}]", "},]"),
        ],
        ids=["fenced", "prose around", "trailing comma"],
    )
    def test_reads_json_in_its_wrapping(self, server: ModelServer, text: str) -> None:
        assert len(ask(server, text).composition.sentences) == 3

    def test_keeps_whole_sentences_of_an_answer_that_was_cut_off(self, server: ModelServer) -> None:
        text = json.dumps(GOOD, ensure_ascii=False)
        answer = ask(server, Reply(text[: text.index("客服")], finish_reason="length"))
        assert [sentence.text for sentence in answer.composition.sentences] == ["我们收到6起反馈。", "让大家担心，我们很抱歉。"]
        assert answer.cut_off

    def test_an_endpoint_without_a_key_gets_no_key_from_the_environment(
        self, server: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
        server.replies[:] = [GOOD]
        complete(MESSAGES, model="openai/local-model", api_base=server.url, timeout=30, parameters={})
        assert server.keys == ["none"]

    def test_a_model_no_table_knows_is_asked_for_plain_json(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_BASE", server.url)
        server.replies[:] = [GOOD]
        complete(MESSAGES, model="openai/local-model", api_key=SecretStr(KEY), timeout=30, parameters={})
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
            (Reply({"answer": "no"}), "bad_answer"),
            (Reply(""), "bad_answer"),
            (Reply(None), "bad_answer"),
            (Reply(raw=b'{"choices": []}'), "bad_answer"),
            (Reply(raw=b"<html>gateway</html>"), "bad_answer"),
            (Reply("no such key " + KEY, status=401), "auth"),
            (Reply("forbidden " + KEY, status=403), "auth"),
            (Reply("no such model", status=404), "not_found"),
            (Reply("I will not", status=400), "refused_request"),
            (Reply("x" * 300_000), "too_large"),
            (Reply("x" * 5_000_000), "too_large"),
        ],
        ids=["wrong JSON", "empty", "null", "no choice", "html", "401", "403", "404", "400", "300 kB", "5 MB"],
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
        assert ask(server, reply, GOOD).composition.title == "情况说明"
        assert len(server.requests) == 2

    @pytest.mark.parametrize(
        ("reply", "reason"),
        [
            (Reply("broken", status=500), "server"),
            (Reply("slow down", status=429), "rate_limit"),
            (Reply(GOOD, hang_up_after=40), "connection"),
        ],
        ids=["500", "429", "hang-up"],
    )
    def test_gives_up_after_the_second_failure(self, server: ModelServer, reply: Reply, reason: str) -> None:
        assert refusal(server, reply).reason == reason
        assert len(server.requests) == 2

    def test_a_refused_connection_is_said(self) -> None:
        with ModelServer() as gone:
            address = gone.url
        with pytest.raises(ModelUnavailable) as caught:
            complete(MESSAGES, model="openai/m", api_base=address, timeout=30, parameters={})
        assert caught.value.reason == "connection"
        assert caught.value.exit_code == 3

    def test_a_model_of_no_known_provider_is_refused_without_a_call(self) -> None:
        with pytest.raises(ModelUnavailable) as caught:
            complete(MESSAGES, model="nobody-knows-it", timeout=30, parameters={})
        assert caught.value.reason == "setup"

    @pytest.mark.parametrize("reply", [Reply(GOOD, delay=20), Reply(GOOD, drip=0.05)], ids=["hang", "drip-feed"])
    def test_the_deadline_holds_whatever_the_server_does(self, server: ModelServer, reply: Reply) -> None:
        assert refusal(server, reply, timeout=0.8).reason == "timeout"


class TestFallbacks:
    def settings(self, server: ModelServer, model: str, fallbacks: str) -> Settings:
        return Settings(model=model, model_fallbacks=fallbacks, api_base=server.url, api_key=SecretStr(KEY))

    def test_the_model_itself_is_no_fallback(self, server: ModelServer) -> None:
        server.replies[:] = [GOOD]
        made = generate(
            MESSAGES, settings=self.settings(server, "openai/a", "openai/b"), timeout=30, parameters={"max_tokens": 9}
        )
        assert (made.model, made.fallback, made.reason, made.parameters) == ("openai/a", False, None, {"max_tokens": 9})

    def test_the_next_model_answers_and_the_reason_is_kept(self, server: ModelServer) -> None:
        server.replies[:] = [lambda request: GOOD if request["model"] == "b" else Reply("no", status=401)]
        made = generate(MESSAGES, settings=self.settings(server, "openai/a", "openai/b"), timeout=30, parameters={})
        assert (made.model, made.fallback) == ("openai/b", True)
        assert made.reason == "模型 openai/a 拒绝了密钥"

    def test_a_hanging_model_leaves_time_for_the_next(self, server: ModelServer) -> None:
        server.replies[:] = [lambda request: GOOD if request["model"] == "b" else Reply(GOOD, delay=20)]
        made = generate(MESSAGES, settings=self.settings(server, "openai/a", "openai/b"), timeout=3, parameters={}, language="en")
        assert made.model == "openai/b"
        assert made.reason == "the model openai/a did not answer in time"

    def test_the_key_never_goes_to_another_provider(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        server.replies[:] = [Reply("no", status=401)]
        with ModelServer([GOOD]) as other:
            monkeypatch.setenv("DEEPSEEK_API_BASE", other.url)
            monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-deep")
            settings = self.settings(server, "openai/a", "deepseek/deepseek-chat")
            assert generate(MESSAGES, settings=settings, timeout=30, parameters={}).model == "deepseek/deepseek-chat"
            assert other.keys == ["sk-deep"]

    def test_all_failing_gives_the_first_reason(self, server: ModelServer) -> None:
        server.replies[:] = [lambda request: Reply("no", status=401 if request["model"] == "a" else 404)]
        with pytest.raises(ModelUnavailable) as caught:
            generate(MESSAGES, settings=self.settings(server, "openai/a", " openai/b ,"), timeout=30, parameters={})
        assert (caught.value.model, caught.value.reason) == ("openai/a", "auth")

    def test_no_model_set_is_said(self, server: ModelServer) -> None:
        with pytest.raises(ModelUnavailable, match="FIRSTWORD_MODEL"):
            generate(MESSAGES, settings=self.settings(server, "", ""), timeout=30, parameters={})


def test_importing_the_gateway_imports_neither_litellm_nor_its_http_client() -> None:
    code = "import sys, service.llm.gateway; print([name for name in ('litellm', 'openai', 'httpx') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
