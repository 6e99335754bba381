"""The same path with a model behind a real OpenAI-compatible server: used, checked, labelled; or the composer, labelled."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.briefs import Channel, IncidentBrief, Language, Previous, StatementRequest, StatementType
from service.config import Settings
from service.drafting.observing import Quiet
from service.drafting.pipeline import DraftOptions, draft, draft_with_record, show_prompt
from service.drafting.schemas import Statement
from service.errors import ComponentUnavailable
from service.findings import Layer
from service.llm.schemas import Sentence
from tests.model_server import ModelServer, Reply
from tests.samples import milk

MODEL = DraftOptions()


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer([]) as running:
        yield running


def _settings(data_dir: Path, server: ModelServer, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "model": "openai/scripted",
        "api_base": server.url,
        "api_key": SecretStr("k-secret"),
        "data_dir": data_dir,
        # The first call imports the client; how fast a busy machine is is not what is tested.
        "draft_deadline": 120,
    }
    return Settings(**(values | changes))


def _brief(statement: StatementType = StatementType.HOLDING_STATEMENT) -> IncidentBrief:
    request = StatementRequest(statement=statement, language=Language.ZH_CN, channel=Channel.WEIBO)
    return milk().with_changes(requests=(request,))


GOOD: list[tuple[str, str, list[str], int]] = [
    ("截至3月2日10时，我们收到6起关于晨禾鲜奶有异味的反馈。", "acknowledgement", ["F1"], 1),
    ("让大家为入口的牛奶担心，我们很抱歉。", "concern", [], 1),
    ("2月27日生产的鲜奶已于3月2日10时起从门店和线上下架、封存。", "known", ["F3"], 2),
    ("截至3月2日10时，没有收到饮用后身体不适的反馈。", "known", ["F4"], 2),
    ("异味的原因目前还不清楚，样品已送第三方检测机构。", "unknown", ["F5", "F6"], 3),
    ("如果您手里有2月27日生产的鲜奶，请先不要饮用。", "instruction", ["F3"], 4),
    ("凭实物或照片可以全额退款，3月5日18时前办结。", "remedy", ["C1"], 4),
    ("客服热线：400-820-0000。", "contact", ["contact:0"], 4),
    ("下一次说明不晚于今天14时在本账号发布。", "next_update", ["next_update_at"], 5),
    ("晨禾乳业，2026年3月2日10时40分。", "issuer", ["issuer", "issued_at"], 6),
]


def _answer(sentences: list[tuple[str, str, list[str], int]]) -> str:
    rows = [{"text": t, "element": e, "basis": b, "paragraph": p} for t, e, b, p in sentences]
    return json.dumps({"title": "关于部分晨禾鲜奶出现异味的情况说明", "sentences": rows}, ensure_ascii=False)


def _only(statements: tuple[Statement, ...]) -> Statement:
    (item,) = statements
    return item


def test_the_models_text_is_used_checked_and_labelled(data_dir: Path, server: ModelServer) -> None:
    server.replies.append(Reply(_answer(GOOD)))
    item = _only(draft(_brief(), MODEL, _settings(data_dir, server)).statements)
    assert item.generation.model == "openai/scripted"
    assert (item.generation.fallback, item.generation.repairs) == (False, 0)
    assert "让大家为入口的牛奶担心" in item.text
    assert item.prompt is not None
    assert item.prompt.id == "drafting/holding_statement.zh"
    assert [f for f in item.findings if f.layer is Layer.GROUNDING] == []


def test_an_invented_sentence_is_cut_and_the_rest_kept(data_dir: Path, server: ModelServer) -> None:
    invented = [*GOOD[:4], ("目前已有37人就医，均为轻症。", "known", ["F4"], 2), *GOOD[4:]]
    server.replies.append(Reply(_answer(invented)))
    item = _only(draft(_brief(), MODEL, _settings(data_dir, server)).statements)
    assert item.generation.model == "openai/scripted"
    assert item.generation.repairs == 1
    assert "37" not in item.text
    assert "异味的原因目前还不清楚" in item.text
    # The second request asks for the failing sentence alone, with the words and the reason.
    assert len(server.requests) == 2
    asked = server.requests[1]["messages"][1]["content"]
    assert "6. 目前已有37人就医，均为轻症。" not in asked
    assert "5. 目前已有37人就医，均为轻症。\n   - 要重写：" in asked
    assert asked.count("要重写：") < 5


def test_a_sentence_written_anew_takes_its_place(data_dir: Path, server: ModelServer) -> None:
    wrong = [*GOOD[:3], ("目前已有37人就医，均为轻症。", "known", ["F4"], 2), *GOOD[4:]]
    anew = {"replacements": [{"number": 4, "text": GOOD[3][0], "element": "known", "basis": ["F4"]}]}
    server.replies += [Reply(_answer(wrong)), Reply(anew)]
    drafted = draft_with_record(_brief(), MODEL, _settings(data_dir, server))
    item = _only(drafted.result.statements)
    assert GOOD[3][0] in item.text
    assert {segment.origin for segment in item.segments} == {"model"}
    assert item.generation.repairs == 1
    assert item.generation.usage is not None
    assert item.generation.usage.prompt_tokens == 22
    first, second = drafted.record[0].generation.exchanges
    assert (first.purpose, second.purpose, first.failure) == ("draft", "repair", None)
    assert first.answer == _answer(wrong)
    assert second.messages[1][1] == server.requests[1]["messages"][1]["content"]
    assert "k-secret" not in repr(drafted) + str(first.messages)


def test_the_failures_of_a_chain_are_in_the_record(data_dir: Path, server: ModelServer) -> None:
    server.replies.append(lambda request: _answer(GOOD) if request["model"] == "b" else Reply("no", status=401))
    drafted = draft_with_record(_brief(), MODEL, _settings(data_dir, server, model_fallbacks="openai/b"))
    item = _only(drafted.result.statements)
    assert (item.generation.model, item.generation.fallback) == ("openai/b", True)
    assert item.generation.reason == "模型 openai/scripted 拒绝了密钥，请检查 FIRSTWORD_API_KEY"
    assert [exchange.failure for exchange in drafted.record[0].generation.exchanges] == [item.generation.reason, None]


def test_a_model_that_answers_no_repair_loses_the_sentence_and_not_the_text(data_dir: Path, server: ModelServer) -> None:
    wrong = [*GOOD[:3], ("目前已有37人就医，均为轻症。", "known", ["F4"], 2), *GOOD[4:]]
    server.replies += [Reply(_answer(wrong)), Reply("抱歉，我不能写。")]
    item = _only(draft(_brief(), MODEL, _settings(data_dir, server)).statements)
    assert item.generation.model == "openai/scripted"
    assert "composer" in {segment.origin for segment in item.segments}
    assert "37" not in item.text


class _Notes(Quiet):
    def __init__(self) -> None:
        self.stages: list[str] = []
        self.sentences: list[Sentence] = []

    def on_stage(self, name: str) -> None:
        self.stages.append(name)

    def on_sentence(self, sentence: Sentence) -> None:
        self.sentences.append(sentence)


def test_an_observer_sees_the_stages_and_only_sentences_that_hold(data_dir: Path, server: ModelServer) -> None:
    server.replies.append(Reply(_answer([*GOOD, ("目前已有37人就医，均为轻症。", "known", ["F4"], 2)])))
    notes = _Notes()
    item = _only(draft(_brief(), MODEL, _settings(data_dir, server), notes).statements)
    assert notes.stages[:4] == ["retrieve", "write 1/1 holding_statement zh-CN", "model", "verify"]
    assert [s.text for s in notes.sentences] == [item.text[seg.start : seg.end] for seg in item.segments]
    assert {segment.origin for segment in item.segments} == {"model"}


def test_an_answer_that_is_mostly_invented_gives_the_composers_text(data_dir: Path, server: ModelServer) -> None:
    server.replies.append(Reply(_answer([("经检测，超标3倍的是12批次产品。", "known", ["F1"], 1)])))
    item = _only(draft(_brief(), MODEL, _settings(data_dir, server)).statements)
    assert item.generation.model == "composer"
    assert item.generation.fallback
    assert item.generation.reason


def test_a_server_that_is_gone_gives_the_composers_text_with_the_reason(data_dir: Path, server: ModelServer) -> None:
    settings = _settings(data_dir, server, api_base="http://127.0.0.1:9/v1", draft_deadline=20)
    item = _only(draft(_brief(), MODEL, settings).statements)
    assert (item.generation.model, item.generation.fallback) == ("composer", True)
    assert item.generation.reason
    assert "k-secret" not in item.model_dump_json()


def test_without_fallback_a_server_that_is_gone_is_an_error(data_dir: Path, server: ModelServer) -> None:
    settings = _settings(data_dir, server, api_base="http://127.0.0.1:9/v1", draft_deadline=20)
    with pytest.raises(ComponentUnavailable) as caught:
        draft(_brief(), DraftOptions(fallback=False), settings)
    assert caught.value.exit_code == 3


def test_offline_touches_no_model(data_dir: Path, server: ModelServer) -> None:
    item = _only(draft(_brief(), DraftOptions(offline=True), _settings(data_dir, server)).statements)
    assert (item.generation.model, item.generation.fallback) == ("composer", False)
    assert server.requests == []


def test_nothing_hidden_reaches_the_server(data_dir: Path, server: ModelServer) -> None:
    server.replies.append(Reply(_answer(GOOD)))
    draft(_brief(), MODEL, _settings(data_dir, server))
    sent = json.dumps(server.requests, ensure_ascii=False)
    for hidden in ("冷链车", "温控", "补偿一箱", "拉肚子", "客服系统"):
        assert hidden not in sent
    assert "客服热线" in sent


def test_prompt_show_prints_what_would_be_sent(data_dir: Path, server: ModelServer) -> None:
    messages = show_prompt(_brief(), StatementType.HOLDING_STATEMENT, None, _settings(data_dir, server))
    assert [message["role"] for message in messages] == ["system", "user"]
    assert "6起" in messages[1]["content"]
    assert "冷链车" not in "".join(message["content"] for message in messages)
    assert server.requests == []


def test_prompt_show_prints_every_kind_in_every_language(data_dir: Path, server: ModelServer) -> None:
    settings = _settings(data_dir, server)
    for kind in StatementType:
        for language in Language:
            system, user = show_prompt(_brief(), kind, language, settings)
            assert "400-820-0000" in user["content"]
            assert "冷链车" not in system["content"] + user["content"]
    assert server.requests == []


def test_the_prompt_knows_the_brands_voice_and_the_earlier_text(data_dir: Path, server: ModelServer) -> None:
    earlier = Previous(text="截至3月2日9时，收到5起反馈。", issued_at=datetime.fromisoformat("2026-03-02T09:30:00+08:00"))
    request = StatementRequest(statement=StatementType.UPDATE, language=Language.ZH_CN, previous=earlier)
    brief = milk().with_changes(requests=(request,))
    system, user = show_prompt(brief, StatementType.UPDATE, None, _settings(data_dir, server))
    assert "不写“广大消费者”，写“大家”。" in system["content"]
    assert "| 截至3月2日9时，收到5起反馈。" in user["content"]
    assert "2026年3月2日9时30分" in user["content"]
