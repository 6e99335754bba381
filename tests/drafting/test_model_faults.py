"""Whatever becomes of the model: a whole statement, labelled with who wrote it and why. The deadlines are short, the server's delays are not."""

import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.assessment.assess import assess
from service.briefs import Channel, Language, StatementRequest, StatementType
from service.config import Settings
from service.drafting import writing
from service.drafting.grounds import grounds_for
from service.drafting.tasks import Task
from service.drafting.writing import Written, write
from service.errors import ComponentUnavailable
from service.llm.breaker import FAILURES
from service.llm.gateway import warm_up
from tests.drafting.answers import GOOD, answered
from tests.model_server import ModelServer, Reply, Script
from tests.samples import ROOT, milk

KEY = "sk-very-secret-4711"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The import of litellm must not eat the short deadlines below."""
    warm_up()
    with ModelServer([Reply(answered(GOOD))]) as running:
        _write(running, deadline=120)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer([]) as running:
        yield running


def _task() -> Task:
    brief = milk()
    request = StatementRequest(statement=StatementType.HOLDING_STATEMENT, language=Language.ZH_CN, channel=Channel.WEB)
    assessment = assess(brief, None)
    return Task(brief, request, assessment, None, (), grounds_for(brief, None, assessment))


def _write(server: ModelServer, *replies: Script, deadline: float = 20, fallback: bool = True, **settings: Any) -> Written:
    if replies:
        server.replies[:] = replies
    values: dict[str, Any] = {"model": "openai/scripted", "api_base": server.url, "api_key": SecretStr(KEY)}
    whole = Settings(**(values | settings), draft_deadline=deadline)
    return write(_task(), whole, offline=False, fallback=fallback)


def _is_composers(written: Written, reason: str) -> None:
    generation = written.generation
    assert generation.composition == _task().composed(), "the composer's text is not whole"
    assert (generation.model, generation.fallback) == ("composer", True)
    assert generation.reason is not None
    assert reason in generation.reason
    assert KEY not in repr(written)


SLOW = 30.0
FAULTS: dict[str, tuple[Reply, float, str]] = {
    "slow": (Reply(answered(GOOD), delay=SLOW), 1.0, "没有在时限内答复"),
    "drip-feeding": (Reply(answered(GOOD), drip=0.05), 1.0, "没有在时限内答复"),
    "hanging up in the middle": (Reply(answered(GOOD), hang_up_after=600), 20, "连接不上"),
    "429 storm": (Reply("slow down", status=429, headers={"retry-after": "0"}), 20, "请求太多"),
    "429 that asks for an hour": (Reply("slow down", status=429, headers={"retry-after": "3600"}), 20, "请求太多"),
    "500": (Reply("broken", status=500), 20, "内部出错"),
    "wrong JSON": (Reply('{"answer": 42}'), 20, "答复无法使用"),
    "html": (Reply(raw=b"<html>gateway</html>"), 20, "答复无法使用"),
    "empty": (Reply(""), 20, "答复是空的"),
    "5 MB": (Reply("字" * 1_700_000), 20, "超出长度上限"),
    "refusal": (Reply("抱歉，我无法协助撰写这份声明。"), 20, "不是约定的 JSON"),
    "refusal in the format": (Reply(answered([("作为AI语言模型，我无法协助。", "known", [], 1)])), 20, "大部分句子没有依据"),
    "other language": (
        Reply(answered([("We are sorry for the worry that this has caused to all of you.", "concern", [], 1)] * 1)),
        20,
        "大部分句子没有依据",
    ),
    "wrong key": (Reply(f"no such key {KEY}", status=401), 20, "拒绝了密钥"),
    "no such model": (Reply("no such model", status=404), 20, "不存在"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gives_the_composers_whole_text_with_the_reason(server: ModelServer, name: str) -> None:
    reply, deadline, reason = FAULTS[name]
    _is_composers(_write(server, reply, deadline=deadline), reason)


def test_a_server_that_is_down(server: ModelServer) -> None:
    with ModelServer([]) as gone:
        address = gone.url
    _is_composers(_write(server, api_base=address), "连接不上")


def test_a_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    order = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    subprocess.run([*order, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ModelServer([Reply(answered(GOOD))], tls=context) as server:
        _is_composers(_write(server), "证书不可信")
        assert server.requests == []


def test_without_fallback_a_fault_is_an_error_without_the_key(server: ModelServer) -> None:
    with pytest.raises(ComponentUnavailable) as caught:
        _write(server, Reply(f"no such key {KEY}", status=401), fallback=False)
    assert KEY not in repr(caught.value)


def test_a_text_that_runs_in_circles_is_kept_once(server: ModelServer) -> None:
    rows = [*GOOD[:-1], *[GOOD[2]] * 150, GOOD[-1]]
    written = _write(server, Reply(answered(rows)))
    assert written.generation.model == "openai/scripted"
    texts = [sentence.text for sentence in written.generation.composition.sentences]
    assert len(texts) == len(set(texts))


def test_an_answer_cut_off_in_the_middle_is_made_whole(server: ModelServer) -> None:
    text = answered(GOOD)
    written = _write(server, Reply(text[: text.index("客服热线")], finish_reason="length"))
    assert written.generation.model == "openai/scripted"
    assert {"contact", "next_update", "issuer"} <= {s.element for s in written.generation.composition.sentences}
    assert written.generation.repairs >= 3


def test_a_repair_that_hangs_does_not_hold_up_the_statement(server: ModelServer) -> None:
    rows = [*GOOD[:3], ("目前已有37人就医，均为轻症。", "known", ["F4"], 2), *GOOD[4:]]
    written = _write(server, Reply(answered(rows)), Reply("{}", delay=SLOW), deadline=4)
    assert written.generation.model == "openai/scripted"
    assert not [s for s in written.generation.composition.sentences if "37" in s.text]
    assert len(server.requests) == 2


def test_a_check_that_breaks_on_an_answer_costs_no_statement(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("of a text")

    monkeypatch.setattr(writing, "verify", broken)
    _is_composers(_write(server, Reply(answered(GOOD))), "大部分句子没有依据")


def test_a_fallback_of_another_provider_is_asked_for_repairs_without_our_key(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [*GOOD[:3], ("目前已有37人就医，均为轻症。", "known", ["F4"], 2), *GOOD[4:]]
    with ModelServer([Reply(answered(wrong)), Reply('{"replacements": [{"number": 4, "text": ""}]}')]) as other:
        monkeypatch.setenv("DEEPSEEK_API_BASE", other.url)
        monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-deep")
        written = _write(server, Reply("no", status=401), model_fallbacks="deepseek/deepseek-chat")
        assert written.generation.model == "deepseek/deepseek-chat"
        assert other.keys == ["sk-deep", "sk-deep"]
    assert len(server.requests) == 1


def test_a_model_that_never_answers_is_no_longer_asked(server: ModelServer) -> None:
    storm = Reply("slow down", status=429, headers={"retry-after": "3600"})
    for _ in range(FAILURES):
        _write(server, storm)
    asked = len(server.requests)
    _is_composers(_write(server, storm), "暂时不再调用")
    assert len(server.requests) == asked


SCRIPT = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
from tests.drafting import test_model_faults as t
from tests.model_server import ModelServer, Reply
wrong = [*t.GOOD[:3], ("目前已有37人就医，均为轻症。", "known", ["F4"], 2), *t.GOOD[4:]]
with ModelServer([]) as server:
    for replies in ([Reply("no such key " + t.KEY, status=401)], [Reply(t.answered(wrong))], [Reply("x", status=500), Reply(t.answered(t.GOOD))]):
        print(t._write(server, *replies, deadline=120).generation.model)
logging.getLogger("own").debug("logging works")
"""


def test_at_debug_no_log_holds_key_prompt_or_answer() -> None:
    environment = os.environ | {
        "LITELLM_LOG": "DEBUG",
        "OPENAI_LOG": "debug",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment, cwd=ROOT)
    told = run.stdout + run.stderr
    assert run.stdout.split() == ["composer", "openai/scripted", "openai/scripted"]
    assert "logging works" in told, "nothing was logged at DEBUG, so nothing was tested"
    unescaped = told.encode().decode("unicode_escape", "replace") if "\\u" in told else told
    for secret in (KEY, "事实台账", "客服热线", "异味", "37人就医"):
        assert secret not in told
        assert secret not in unescaped
        assert json.dumps(secret) not in told
