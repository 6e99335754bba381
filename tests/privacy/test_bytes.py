"""Every byte that reached a real model server on loopback: nothing personal, nothing hidden, no summary."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from service.briefs import IncidentBrief, Language, StatementRequest, StatementType
from service.briefs.loader import load_brief
from service.config import Settings
from service.drafting.pipeline import DraftOptions, draft, show_prompt
from tests.model_server import ModelServer, Reply
from tests.samples import NAMES, sample

PERSONAL = (
    "张伟",
    "李雪梅",
    "阿依古丽·买买提",
    "欧阳慧敏",
    "Sarah Whitfield",
    "Whitfield",
    "13812345678",
    "138 1234 5678",
    "11010519491231002X",
    "zhangwei88@qq.com",
    "京A12345",
    "6222021234567890128",
    "文三路123号2单元501室",
    "zw_2020",
    "13900001111",
)
HIDDEN = ("冷链车", "温控", "每位用户补偿一箱鲜奶", "酸味", "拉肚子", "王建国", "客诉工单", "供应链周会")
BRIEF = """
schema: firstword.brief/1
brand: 晨禾乳业
issued_at: 2026-03-02T10:40:00+08:00
issuer: {organisation: 晨禾乳业, person: 欧阳慧敏, title: 总经理}
incident: {title: 顾客张伟反映晨禾鲜奶有异味, kind: product_quality, jurisdiction: CN, detected_at: 2026-03-02T09:10:00+08:00,
           summary: 顾客张伟（电话13812345678）说鲜奶有酸味，网上有人说喝了拉肚子。}
facts:
  - {id: F1, text: "3月2日9时，顾客张伟来电反映鲜奶有异味，手机138 1234 5678，身份证号11010519491231002X", status: confirmed, disclosure: public, source: 客诉工单}
  - {id: F2, text: "店长李雪梅已到张伟家中（文三路123号2单元501室）道歉", status: confirmed, disclosure: public, source: 供应链周会, attribution: 据店长李雪梅介绍}
  - {id: F3, text: "员工阿依古丽·买买提驾驶京A12345送回样品", status: confirmed, disclosure: public}
  - {id: F4, text: "异味的原因", status: unknown, disclosure: public}
  - {id: F5, text: "顾客Sarah Whitfield饮用后不适", status: reported, disclosure: public, attribution: 据Whitfield本人反映}
  - {id: F6, text: "2月28日一辆冷链车温控故障两小时，司机王建国没有上报", status: confirmed, disclosure: privileged}
  - {id: F7, text: "张伟的邮箱zhangwei88@qq.com、微信zw_2020、银行卡6222021234567890128已登记", status: confirmed, disclosure: public}
commitments:
  - {id: C1, text: "3月5日18时前为张伟办结退款", owner: 李雪梅, due: 2026-03-05T18:00:00+08:00, approved: true}
  - {id: C2, text: "每位用户补偿一箱鲜奶", approved: false}
contacts: [{label: 客服热线, value: 400-820-0000}, {label: 店长李雪梅, value: "13900001111"}]
next_update_at: 2026-03-02T14:00:00+08:00
"""


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer([Reply('{"title": "说明", "sentences": []}')]) as running:
        yield running


def _settings(data_dir: Path, server: ModelServer) -> Settings:
    return Settings(model="openai/scripted", api_base=server.url, api_key=SecretStr("k"), data_dir=data_dir)


def _everything(server: ModelServer) -> str:
    """What arrived, as bytes came, and with JSON's escapes undone, once and twice."""
    raw = "\n".join(body.decode("utf-8") for body in server.bodies)
    once = json.dumps([json.loads(body) for body in server.bodies], ensure_ascii=False)
    said = "\n".join(str(message["content"]) for request in server.requests for message in request["messages"])
    return "\n".join((raw, once, said, re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), raw)))


def _asking(brief: IncidentBrief, language: Language) -> IncidentBrief:
    kinds = (StatementType.HOLDING_STATEMENT, StatementType.APOLOGY, StatementType.FAQ, StatementType.INTERNAL_NOTICE)
    return brief.with_changes(requests=tuple(StatementRequest(statement=kind, language=language) for kind in kinds))


@pytest.mark.parametrize("language", [Language.ZH_CN, Language.EN_GB])
def test_no_personal_and_no_hidden_byte_reaches_the_server(data_dir: Path, server: ModelServer, language: Language) -> None:
    draft(_asking(load_brief(BRIEF, "personal.yml"), language), DraftOptions(), _settings(data_dir, server))
    sent = _everything(server)
    assert server.bodies
    assert "400-820-0000" in sent
    assert [words for words in (*PERSONAL, *HIDDEN) if words in sent] == []


def test_what_goes_back_to_the_model_for_repair_is_hidden_too(data_dir: Path, server: ModelServer) -> None:
    # The first answer names people by their placeholders and invents; its findings quote the restored sentence.
    rows = [
        ("3月2日9时，顾客〔人名1〕来电反映鲜奶有异味。", "acknowledgement", ["F1"]),
        ("顾客〔人名1〕已获赔8万元，〔人名2〕已被辞退。", "known", ["F2"]),
        ("张伟的手机是13812345678，他已接受道歉并撤诉。", "known", ["F1"]),
        ("异味的原因目前还不清楚。", "unknown", ["F4"]),
        ("客服热线：400-820-0000。", "contact", ["contact:0"]),
    ]
    sentences = [{"text": text, "element": element, "basis": basis, "paragraph": 1} for text, element, basis in rows]
    server.replies[:] = [Reply({"title": "关于鲜奶异味的说明", "sentences": sentences})]
    brief = _asking(load_brief(BRIEF, "personal.yml"), Language.ZH_CN)
    settings = _settings(data_dir, server).model_copy(update={"draft_deadline": 120.0})
    draft(brief.with_changes(requests=brief.requests[:1]), DraftOptions(), settings)
    assert len(server.bodies) > 1, "nothing went back"
    assert [words for words in (*PERSONAL, *HIDDEN) if words in _everything(server)] == []


def test_what_prompt_show_prints_is_what_is_sent(data_dir: Path, server: ModelServer) -> None:
    brief = _asking(load_brief(BRIEF, "personal.yml"), Language.ZH_CN)
    messages = show_prompt(brief, StatementType.HOLDING_STATEMENT, None, _settings(data_dir, server))
    draft(brief, DraftOptions(), _settings(data_dir, server))
    fence = re.compile(r"(?<=<<<)[0-9a-z]+|[0-9a-z]+(?=>>>)")
    shown, sent = ([fence.sub("", item["content"]) for item in items] for items in (messages, server.requests[0]["messages"]))
    assert shown == sent
    assert server.bodies


@pytest.mark.parametrize("name", NAMES)
def test_no_sample_sends_its_hidden_side(data_dir: Path, server: ModelServer, name: str) -> None:
    brief = sample(name)
    draft(brief, DraftOptions(), _settings(data_dir, server))
    sent = _everything(server)
    open_text = "\n".join(
        (fact.text + (fact.attribution or "") + "".join(fact.translations.values())) for fact in brief.public_facts
    ) + "".join(item.text for item in brief.approved_commitments)
    hidden = [fact.text for fact in brief.hidden_facts]
    hidden += [item.text for item in brief.commitments if not item.approved]
    hidden += [line.strip() for line in re.split(r"[\n。！？!?]", brief.incident.summary) if len(line.strip()) > 8]
    hidden += [brief.issuer.person] if brief.issuer.person else []
    assert [words for words in hidden if words in sent and words not in open_text] == []
    assert server.bodies
