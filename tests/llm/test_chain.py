import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.config import Settings
from service.language import TextLanguage
from service.llm.answer import COMPOSITION
from service.llm.breaker import FAILURES
from service.llm.chain import Question, ask
from service.llm.failures import ModelUnavailable
from service.llm.schemas import Answer, Composition, Purpose
from tests.model_server import ModelServer, Reply

KEY = "sk-very-secret-4711"
GOOD: dict[str, Any] = {
    "title": "情况说明",
    "sentences": [{"text": "我们收到6起反馈。", "element": "acknowledgement", "basis": ["F1"], "paragraph": 1}],
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
        run(running, "openai/a", timeout=60)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def run(
    server: ModelServer,
    model: str,
    fallbacks: str = "",
    *,
    timeout: float = 30,
    language: TextLanguage = "zh",
    purpose: Purpose = "draft",
) -> Answer[Composition]:
    settings = Settings(model=model, model_fallbacks=fallbacks, api_base=server.url, api_key=SecretStr(KEY))
    question = Question(MESSAGES, {"max_tokens": 9}, language, purpose)
    return ask(question, COMPOSITION, settings=settings, timeout=timeout)


def refusal(server: ModelServer, model: str = "openai/a", **more: Any) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as caught:
        run(server, model, **more)
    return caught.value


class TestOneModel:
    def test_the_answer_comes_with_its_record(self, server: ModelServer) -> None:
        server.replies[:] = [GOOD]
        answer = run(server, "openai/a", "openai/b")
        assert (answer.model, answer.failures, answer.cut_off) == ("openai/a", (), False)
        (exchange,) = answer.exchanges
        assert exchange.messages == (("system", "只依据台账。"), ("user", "请写情况说明，以 JSON 作答。"))
        assert COMPOSITION.read(exchange.answer, "zh").value == answer.value
        assert (exchange.failure, exchange.parameters, exchange.usage) == (None, {"max_tokens": 9}, answer.usage)
        assert exchange.latency_ms > 0

    def test_a_printed_record_shows_neither_question_nor_answer_nor_key(self, server: ModelServer) -> None:
        server.replies[:] = [GOOD]
        printed = repr(run(server, "openai/a").exchanges)
        assert "openai/a" in printed
        assert not [word for word in ("台账", "6起", KEY) if word in printed]

    @pytest.mark.parametrize(
        ("reply", "reason"),
        [
            (Reply({"answer": "no"}), "bad_answer"),
            (Reply(""), "bad_answer"),
            (Reply(None), "bad_answer"),
            (Reply("x" * 300_000), "too_large"),
        ],
        ids=["wrong JSON", "empty", "null", "300 kB"],
    )
    def test_what_cannot_be_read_is_no_answer(self, server: ModelServer, reply: Reply, reason: str) -> None:
        server.replies[:] = [reply]
        refused = refusal(server)
        assert refused.reason == reason
        assert refused.exchanges[0].answer == (reply.content if isinstance(reply.content, str) else refused.exchanges[0].answer)
        assert refused.exchanges[0].failure == refused.message.zh

    def test_an_answer_that_ran_out_of_tokens_is_cut_off(self, server: ModelServer) -> None:
        server.replies[:] = [Reply(GOOD, finish_reason="length")]
        assert run(server, "openai/a").cut_off

    def test_no_model_set_is_said(self, server: ModelServer) -> None:
        with pytest.raises(ModelUnavailable, match="FIRSTWORD_MODEL"):
            run(server, "")


class TestFallbacks:
    def test_the_next_model_answers_and_the_reason_is_kept(self, server: ModelServer) -> None:
        server.replies[:] = [lambda request: GOOD if request["model"] == "b" else Reply("no", status=401)]
        answer = run(server, "openai/a", "openai/b")
        assert (answer.model, answer.failures) == ("openai/b", ("模型 openai/a 拒绝了密钥，请检查 FIRSTWORD_API_KEY",))
        assert [(e.model, e.failure) for e in answer.exchanges] == [("openai/a", answer.failures[0]), ("openai/b", None)]

    def test_an_answer_that_cannot_be_used_goes_to_the_next_and_is_paid_for(self, server: ModelServer) -> None:
        server.replies[:] = [lambda request: GOOD if request["model"] == "b" else "抱歉，我不能写。"]
        answer = run(server, "openai/a", "openai/b")
        assert answer.model == "openai/b"
        assert answer.usage is not None
        assert answer.usage.prompt_tokens == 22

    def test_a_hanging_model_leaves_time_for_the_next(self, server: ModelServer) -> None:
        server.replies[:] = [lambda request: GOOD if request["model"] == "b" else Reply(GOOD, delay=20)]
        answer = run(server, "openai/a", "openai/b", timeout=3, language="en")
        assert (answer.model, answer.failures) == ("openai/b", ("the model openai/a did not answer in time",))

    def test_the_key_never_goes_to_another_provider(self, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
        server.replies[:] = [Reply("no", status=401)]
        with ModelServer([GOOD]) as other:
            monkeypatch.setenv("DEEPSEEK_API_BASE", other.url)
            monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-deep")
            assert run(server, "openai/a", "deepseek/deepseek-chat").model == "deepseek/deepseek-chat"
            assert other.keys == ["sk-deep"]

    def test_all_failing_gives_the_first_reason_and_every_exchange(self, server: ModelServer) -> None:
        server.replies[:] = [lambda request: Reply("no", status=401 if request["model"] == "a" else 404)]
        refused = refusal(server, fallbacks=" openai/b ,")
        assert (refused.model, refused.reason) == ("openai/a", "auth")
        assert [exchange.model for exchange in refused.exchanges] == ["openai/a", "openai/b"]


class TestBreaker:
    def storm(self, server: ModelServer) -> None:
        server.replies[:] = [Reply("slow down", status=429, headers={"retry-after": "600"})]

    def test_a_model_that_fails_again_and_again_is_left_alone(self, server: ModelServer) -> None:
        self.storm(server)
        reasons = [refusal(server).reason for _ in range(FAILURES + 2)]
        assert reasons == ["rate_limit"] * FAILURES + ["paused"] * 2
        assert len(server.requests) == FAILURES

    def test_the_next_model_is_asked_at_once(self, server: ModelServer) -> None:
        self.storm(server)
        for _ in range(FAILURES):
            refusal(server)
        server.replies[:] = [GOOD]
        asked = len(server.requests)
        assert run(server, "openai/a", "openai/b").model == "openai/b"
        assert [request["model"] for request in server.requests[asked:]] == ["b"]

    def test_an_answer_of_any_kind_closes_it(self, server: ModelServer) -> None:
        self.storm(server)
        for _ in range(FAILURES - 1):
            refusal(server)
        server.replies[:] = [Reply("no", status=401)]
        refusal(server)
        self.storm(server)
        assert refusal(server).reason == "rate_limit"
        assert refusal(server).reason == "rate_limit"

    def test_a_repair_out_of_time_says_nothing_of_the_model(self, server: ModelServer) -> None:
        server.replies[:] = [Reply(GOOD, delay=5)]
        reasons = {refusal(server, timeout=0.02, purpose="repair").reason for _ in range(FAILURES + 1)}
        assert reasons == {"timeout"}


def test_a_certificate_nobody_vouches_for_is_refused_and_named(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    order = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    subprocess.run([*order, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ModelServer([GOOD], tls=context) as server:
        refused = refusal(server)
        assert refused.reason == "certificate"
        assert server.requests == []
        assert server.keys == []
