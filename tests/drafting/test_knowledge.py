"""What a draft gets to read: per statement, with reasons; what nobody has checked enters no prompt; nothing holds a draft up."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.briefs import IncidentBrief, Language, StatementType
from service.briefs.loader import brief_from_data
from service.config import Settings
from service.drafting import knowledge as in_use
from service.drafting.borrowing import RULE
from service.drafting.knowledge import open_knowledge, search_knowledge
from service.drafting.pipeline import DraftOptions, draft, show_prompt
from service.drafting.schemas import DraftResult
from service.drafting.submitted import CheckRequest, check
from service.errors import ComponentUnavailable
from service.retrieval.ingestion import Shelving, ingest
from service.retrieval.keeping import PassageKeeper
from tests.indexed import copied

CARD = """---
title: 某乳企鲜奶异味事件
collection: incidents
language: zh
kinds: [food_safety]
verified: false
owner: 品牌公关
review_due: 2027-06-30
---

## 发生了什么

鲜奶出现酸味和异味，多名顾客反映胀包，公司起初否认批次有问题。
"""


def brief(kind: str = "food_safety", jurisdiction: str = "CN", **changes: Any) -> IncidentBrief:
    data = {
        "schema": "firstword.brief/1",
        "brand": "晨禾乳业",
        "issued_at": "2026-03-02T10:40:00+08:00",
        "incident": {
            "title": changes.pop("title", "部分鲜奶出现酸味和异味"),
            "kind": kind,
            "jurisdiction": jurisdiction,
            "detected_at": "2026-03-02T09:10:00+08:00",
        },
        "facts": [{"id": "F1", "text": "截至3月2日9时，收到6起异味反馈", "status": "confirmed", "disclosure": "public"}],
        "contacts": [{"label": "客服热线", "value": "400-820-0000"}],
    }
    return brief_from_data(data | changes)


@pytest.fixture(scope="module")
def data_dir(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(indexed, tmp_path_factory.mktemp("data"))


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, chroma_url="", embedding_model="", model="")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(in_use, "_open", {})
    yield
    for held in in_use._open.values():
        held.index.close()


def offline(asked: IncidentBrief, settings: Settings, **options: Any) -> DraftResult:
    return draft(asked, DraftOptions(offline=True, **options), settings)


class TestPerStatement:
    def test_each_statement_names_its_passages_and_the_result_holds_them_all(self, settings: Settings) -> None:
        requests = [{"statement": "apology", "language": "zh-CN"}, {"statement": "faq", "language": "en-GB"}]
        result = offline(brief(requests=requests), settings)
        held = {passage.id: passage for passage in result.passages}
        first, second = result.statements
        assert set(held) == {*first.passages, *second.passages}
        assert "standards/statement-elements#2" in first.passages
        assert any(ident.startswith("playbooks/food-safety#") for ident in first.passages)
        assert any(ident.startswith("playbooks/food-safety-en#") for ident in second.passages)
        for statement in result.statements:
            assert {"brands", "playbooks"} <= {held[ident].collection for ident in statement.passages}

    def test_every_passage_says_why_it_is_there_in_both_languages(self, settings: Settings) -> None:
        for passage in offline(brief(), settings).passages:
            assert passage.reasons
            for reason in passage.reasons:
                assert reason.zh
                assert reason.en.isascii() or "shares" in reason.en
        shown = json.loads(json.dumps(offline(brief(), settings).to_json()))
        assert {"code", "zh", "en"} == set(shown["passages"][0]["reasons"][0])

    def test_the_law_of_a_notice_is_owed(self, settings: Settings) -> None:
        asked = brief("data_breach", title="会员手机号外泄", requests=[{"statement": "apology", "language": "zh-CN"}])
        held = {passage.id: passage for passage in offline(asked, settings).passages}
        assert "law-required" in {reason.code for reason in held["law/personal-information-protection-law#12"].reasons}


class TestPrompts:
    def prompt(self, asked: IncidentBrief, settings: Settings, statement: str = "holding_statement") -> str:
        messages = show_prompt(asked, StatementType(statement), Language.ZH_CN, settings)
        return "\n".join(message["content"] for message in messages)

    def test_an_unverified_card_is_shown_and_enters_no_prompt(self, settings: Settings, tmp_path: Path) -> None:
        path = tmp_path / "card.md"
        path.write_text(CARD, encoding="utf-8")
        with open_knowledge(settings) as index:
            assert [item.state for item in ingest([path], PassageKeeper(index), Shelving())] == ["added"]
            try:
                found = [item for item in offline(brief(), settings).passages if item.title.startswith("某乳企")]
                assert found
                assert all(item.is_unproven for item in found)
                assert "起初否认批次" not in self.prompt(brief(), settings)
                assert "某乳企" not in self.prompt(brief(), settings)
            finally:
                keeper = PassageKeeper(index)
                keeper.remove([ident for ident, item in keeper.holdings().items() if item.origin != "shipped"])

    def test_a_pointer_to_law_that_nobody_has_read_enters_none(self, settings: Settings) -> None:
        asked = brief("data_breach", "UK", title="Member data exposed")
        passages = offline(asked, settings).passages
        pointer = next(item for item in passages if item.id == "law/pointers-uk#3")
        assert pointer.is_unproven
        assert pointer.text[:40] not in self.prompt(asked, settings)

    def test_precedents_are_marked_as_lessons_and_ids_stand_once(self, settings: Settings) -> None:
        told = self.prompt(brief(), settings)
        assert "别家的前例：只作教训和警示" in told
        assert "[passage:incidents/" in told
        assert "passage:passage:" not in told


class TestWithoutTheIndex:
    def test_a_server_that_is_down_leaves_the_words(self, settings: Settings) -> None:
        offline(brief(), settings)
        gone = settings.model_copy(update={"chroma_url": "http://127.0.0.1:9"})
        result = draft(brief(), DraftOptions(), gone)
        assert [note.code for note in result.notes] == ["words-only"]
        assert "Chroma" in result.notes[0].zh
        assert any(passage.document == "playbooks/food-safety" for passage in result.passages)
        assert result.statements[0].text
        found = search_knowledge("发生个人信息泄露要通知哪些内容", settings=gone, k=3)
        assert found.notes
        assert "law/personal-information-protection-law" in {passage.document for passage in found.first}

    def test_a_fresh_folder_has_the_words_of_the_shipped_corpus(self, tmp_path: Path) -> None:
        gone = Settings(data_dir=tmp_path / "new", chroma_url="http://127.0.0.1:9", embedding_model="")
        found = search_knowledge("群管理员骂人怎么处理", settings=gone, k=3)
        assert "playbooks/employee-misconduct" in {passage.document for passage in found.first}
        assert found.first[0].reasons[0].code in {"words", "kind"}

    def test_without_fallback_the_draft_is_refused(self, tmp_path: Path) -> None:
        gone = Settings(data_dir=tmp_path / "new", chroma_url="http://127.0.0.1:9", embedding_model="")
        with pytest.raises(ComponentUnavailable):
            draft(brief(), DraftOptions(fallback=False), gone)

    def test_offline_touches_no_server_and_no_embedder(self, tmp_path: Path) -> None:
        far = Settings(data_dir=tmp_path / "new", chroma_url="http://203.0.113.1:8000", embedding_model="openai/x")
        result = offline(brief(), far, fallback=False)
        assert [note.code for note in result.notes] == ["words-only"]
        assert result.passages

    def test_not_even_a_folder_that_cannot_be_used_holds_it_up(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("", encoding="utf-8")
        result = offline(brief(), Settings(data_dir=tmp_path / "data", chroma_url="", embedding_model=""))
        assert [note.code for note in result.notes] == ["words-only", "no-knowledge"]
        assert result.statements[0].text

    def test_what_another_process_adds_is_seen(
        self, settings: Settings, own_data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(in_use, "_LOOK_AGAIN", -1.0)
        own = settings.model_copy(update={"data_dir": own_data_dir})
        assert not search_knowledge("夜班钥匙放在哪里", settings=own, collections=["playbooks"]).first
        path = tmp_path / "a.txt"
        path.write_text("夜班钥匙放在保安室。", encoding="utf-8")
        with open_knowledge(own) as index:
            list(ingest([path], PassageKeeper(index), Shelving()))
        assert search_knowledge("夜班钥匙放在哪里", settings=own).first[0].text == "夜班钥匙放在保安室。"


class TestBorrowedWording:
    STOLEN = "9月14日，创始人在行业群里承认应对方式有错，同一段话里又称对方是网络黑社会。"

    def test_another_company_s_words_are_a_finding(self) -> None:
        found = [item for item in check(CheckRequest(text=self.STOLEN, brief=brief())) if item.rule == RULE]
        assert found
        assert found[0].basis == "incidents/xibei-2025"

    def test_a_brand_s_own_past_is_its_own(self) -> None:
        assert not [item for item in check(CheckRequest(text=self.STOLEN, brief=brief(brand="西贝"))) if item.rule == RULE]
