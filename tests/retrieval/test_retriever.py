from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.briefs import IncidentBrief, IncidentKind, Jurisdiction
from service.briefs.loader import brief_from_data
from service.config import Settings
from service.errors import InvalidInput
from service.retrieval.corpus import load_corpus
from service.retrieval.index import PassageIndex, open_index
from service.retrieval.passages import Passage
from service.retrieval.ranking import Signals
from service.retrieval.retriever import MAX_SUMMARY, find_passages, known_collections, passages_for_brief
from tests.retrieval.conftest import WriteDocument


def brief(title: str, kind: str, **changes: Any) -> IncidentBrief:
    incident = {
        "title": title,
        "kind": kind,
        "jurisdiction": changes.pop("jurisdiction", "CN"),
        "detected_at": "2026-03-02T09:10:00+08:00",
        "summary": changes.pop("summary", ""),
    }
    data = {
        "schema": "firstword.brief/1",
        "brand": "没有档案的品牌",
        "issued_at": "2026-03-02T10:40:00+08:00",
        "incident": incident,
    }
    return brief_from_data(data | changes)


def documents(passages: list[Passage]) -> list[str]:
    return [passage.document for passage in passages]


def incident_cards(kind: str) -> set[str]:
    """The shipped incident cards that name this kind."""
    return {
        document.id for document in load_corpus() if document.front.collection == "incidents" and kind in document.front.kinds
    }


class TestFindPassages:
    @pytest.mark.parametrize(
        ("query", "document"),
        [
            ("发生个人信息泄露要通知哪些内容", "law/personal-information-protection-law"),
            ("食品召回 停止生产", "law/food-safety-law"),
            ("广告使用国家级最佳用语", "law/advertising-law"),
            ("群管理员骂人怎么处理", "playbooks/employee-misconduct"),
            ("直播间超卖退款", "playbooks/false-advertising"),
            ("航班旅客被拖下飞机", "incidents/united-3411-2017"),
            ("SCCT 受害型 可预防型", "standards/scct"),
            ("food safety recall notice hotline", "playbooks/food-safety-en"),
        ],
    )
    def test_finds_what_the_words_are_about(self, shipped_index: PassageIndex, query: str, document: str) -> None:
        assert document in documents(find_passages(query, index=shipped_index, k=3))

    def test_scores_lie_between_0_and_1_and_fall(self, shipped_index: PassageIndex) -> None:
        scores = [passage.score for passage in find_passages("召回公告", index=shipped_index, k=20)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)

    def test_a_search_stays_inside_its_collections(self, shipped_index: PassageIndex) -> None:
        found = find_passages("召回", index=shipped_index, collections=["law", "standards"], k=10)
        assert {passage.collection for passage in found} <= {"law", "standards"}
        assert found

    def test_an_unknown_collection_is_refused_with_the_known_names(self, shipped_index: PassageIndex) -> None:
        with pytest.raises(InvalidInput, match="playbooks") as refusal:
            find_passages("召回", index=shipped_index, collections=["laws"])
        assert "laws" in refusal.value.message.zh
        assert "law" in known_collections(shipped_index)

    @pytest.mark.parametrize("k", [0, -1, 101])
    def test_a_count_out_of_range_is_refused(self, shipped_index: PassageIndex, k: int) -> None:
        with pytest.raises(InvalidInput):
            find_passages("召回", index=shipped_index, k=k)

    @pytest.mark.parametrize("query", ["", "   ", "？！"])
    def test_a_query_without_words_finds_nothing(self, shipped_index: PassageIndex, query: str) -> None:
        assert find_passages(query, index=shipped_index) == []

    def test_a_very_long_query_is_answered(self, shipped_index: PassageIndex) -> None:
        assert find_passages("召回" * 100_000, index=shipped_index, k=1)

    @pytest.mark.parametrize("name", ["chenhe", "晨禾乳业", "Chenhe Dairy"])
    def test_a_brand_s_own_passages_are_found_by_any_of_its_names(self, shipped_index: PassageIndex, name: str) -> None:
        assert "brands/chenhe/guidelines" in documents(
            find_passages("各级别由总经理还是质量负责人署名", index=shipped_index, brand=name, k=3)
        )

    @pytest.mark.parametrize("name", [None, "", "别的品牌", "brands"])
    def test_nobody_else_sees_a_brand_s_passages(self, shipped_index: PassageIndex, name: str | None) -> None:
        found = find_passages("晨禾乳业危机沟通准则 谁来说", index=shipped_index, brand=name, k=100)
        assert all("chenhe" not in passage.id for passage in found)

    def test_the_same_language_comes_first(self, shipped_index: PassageIndex) -> None:
        found = {
            language: find_passages(
                "food safety 食品安全 recall 召回",
                index=shipped_index,
                collections=["playbooks"],
                k=1,
                signals=Signals(language=language),
            )
            for language in ("zh", "en")
        }
        assert documents(found["zh"]) == ["playbooks/food-safety"]
        assert documents(found["en"]) == ["playbooks/food-safety-en"]

    def test_the_same_kind_lifts_the_score(self, shipped_index: PassageIndex) -> None:
        plain = {p.id: p.score for p in find_passages("对外发声 单一发言人", index=shipped_index, k=50)}
        signals = Signals(language="zh", kinds=frozenset({IncidentKind.DATA_BREACH}))
        lifted = {p.id: p.score for p in find_passages("对外发声 单一发言人", index=shipped_index, k=50, signals=signals)}
        both = plain.keys() & lifted.keys()
        assert any(lifted[ident] > plain[ident] for ident in both if ident.startswith("playbooks/data-breach"))
        assert all(lifted[ident] == plain[ident] for ident in both if ident.startswith("playbooks/rumour"))


class TestRulesOfUse:
    def test_near_duplicates_come_once(self, settings: Settings, knowledge: Path, write: WriteDocument) -> None:
        for slug in ("a", "b"):
            write(f"corpus/playbooks/{slug}.md", "## 退款\n\n顾客申请退款后，客服当天答复并办理。\n")
        with open_index(settings, knowledge=knowledge) as index:
            assert len(find_passages("退款", index=index)) == 1

    def test_what_is_not_in_force_on_the_day_is_left_out(self, settings: Settings, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/law/old.md", "## 第一条\n\n旧法规定七日内退款。\n", collection="law", effective_to="2025-12-31")
        write("corpus/law/new.md", "## 第一条\n\n新的法律要求七日内退款。\n", collection="law", effective_from="2026-01-01")
        with open_index(settings, knowledge=knowledge) as index:
            for day, document in ((date(2025, 12, 31), "law/old"), (date(2026, 1, 1), "law/new")):
                assert documents(find_passages("七日内退款", index=index, signals=Signals(on=day))) == [document]

    def test_law_of_another_place_is_left_out_and_practice_of_another_place_counts_less(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/law/cn.md", "## 第一条\n\n七日内退款。\n", collection="law", jurisdiction="CN")
        write("corpus/playbooks/cn.md", "## 做法\n\n核对订单后七日内退款。\n", jurisdiction="CN")
        with open_index(settings, knowledge=knowledge) as index:
            here = find_passages("七日内退款", index=index, signals=Signals(jurisdiction=Jurisdiction.CN))
            there = find_passages("七日内退款", index=index, signals=Signals(jurisdiction=Jurisdiction.UK))
        assert {passage.collection for passage in here} == {"law", "playbooks"}
        assert documents(there) == ["playbooks/cn"]
        assert there[0].score < next(p.score for p in here if p.document == "playbooks/cn")

    def test_a_brand_without_a_profile_may_have_its_own_passages(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("brands/beihe/refunds.md", "## 退款\n\n北河的退款规则。\n", collection="playbooks", brand="beihe")
        write("corpus/playbooks/a.md", "## 其他\n\n客服值守安排。\n")
        with open_index(settings, knowledge=knowledge) as index:
            assert "brands/beihe/refunds" in documents(find_passages("退款", index=index, brand=" Beihe "))
            assert "brands/beihe/refunds" not in documents(find_passages("退款", index=index))


class TestPassagesForBrief:
    @pytest.mark.parametrize(
        ("title", "kind", "expected"),
        [
            ("部分批次酸奶胀包", "food_safety", {"playbooks/food-safety", "law/food-safety-law"}),
            ("会员手机号疑似外泄", "data_breach", {"playbooks/data-breach", "law/personal-information-protection-law"}),
            ("社群管理员辱骂顾客", "employee_misconduct", {"playbooks/employee-misconduct"}),
            ("主播夸大功效被投诉", "false_advertising", {"playbooks/false-advertising", "law/advertising-law"}),
            ("网传产品致癌", "rumour", {"playbooks/rumour"}),
        ],
    )
    def test_brings_playbook_lesson_and_law_of_the_kind(
        self, shipped_index: PassageIndex, title: str, kind: str, expected: set[str]
    ) -> None:
        found = documents(passages_for_brief(brief(title, kind), index=shipped_index))
        assert expected <= set(found)
        assert incident_cards(kind).intersection(found)

    @pytest.mark.parametrize("kind", IncidentKind)
    @pytest.mark.parametrize(
        ("title", "jurisdiction", "suffix"), [("出了一件事", "CN", ""), ("Something has happened", "UK", "-en")]
    )
    def test_every_kind_gets_its_own_playbook_in_the_language_of_the_brief(
        self, shipped_index: PassageIndex, kind: IncidentKind, title: str, jurisdiction: str, suffix: str
    ) -> None:
        found = passages_for_brief(brief(title, kind, jurisdiction=jurisdiction), index=shipped_index)
        playbooks = [passage.document for passage in found if passage.collection == "playbooks"]
        assert playbooks[0] == f"playbooks/{kind.replace('_', '-')}{suffix}"

    def test_the_playbook_of_the_kind_comes_before_one_with_more_common_words(self, shipped_index: PassageIndex) -> None:
        odd = brief("直播间群管理员投诉热线", "data_breach")
        found = [p for p in passages_for_brief(odd, index=shipped_index, k=2) if p.collection == "playbooks"]
        assert documents(found)[:1] == ["playbooks/data-breach"]

    def test_brand_guidelines_and_a_playbook_are_always_there(self, shipped_index: PassageIndex) -> None:
        for kind in IncidentKind:
            found = passages_for_brief(brief("出了一件事", kind, brand="晨禾乳业"), index=shipped_index, k=3)
            assert {"brands", "playbooks"} <= {passage.collection for passage in found}, kind

    def test_another_brand_s_guidelines_are_not(self, shipped_index: PassageIndex) -> None:
        found = passages_for_brief(brief("晨禾鲜奶有异味", "food_safety"), index=shipped_index, k=30)
        assert all(passage.collection != "brands" for passage in found)

    def test_the_set_is_diverse_bounded_and_best_first(self, shipped_index: PassageIndex) -> None:
        found = passages_for_brief(brief("部分批次酸奶胀包", "food_safety"), index=shipped_index, k=8)
        assert 4 <= len(found) <= 8
        assert max(Counter(documents(found)).values()) <= 2
        assert len({passage.collection for passage in found}) >= 3
        assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)

    def test_no_chinese_law_for_a_brief_from_elsewhere(self, shipped_index: PassageIndex) -> None:
        found = passages_for_brief(brief("Member data exposed", "data_breach", jurisdiction="UK"), index=shipped_index)
        assert incident_cards("data_breach").intersection(documents(found))
        assert {passage.document for passage in found if passage.collection == "law"} <= {"law/pointers-uk"}

    def test_the_language_of_the_first_request_decides(self, shipped_index: PassageIndex) -> None:
        asked = brief("酸奶胀包", "food_safety", requests=[{"statement": "faq", "language": "en-GB"}], jurisdiction="HK")
        found = passages_for_brief(asked, index=shipped_index, k=2)
        assert any(passage.document == "playbooks/food-safety-en" for passage in found)

    def test_facts_and_the_tail_of_a_long_summary_change_nothing(self, shipped_index: PassageIndex) -> None:
        head = "顾客反映酸味。" * (MAX_SUMMARY // 7 + 1)
        plain = brief("酸奶胀包", "food_safety", summary=head)
        secret = {"id": "F1", "text": "供应商泄露个人信息", "status": "confirmed", "disclosure": "privileged"}
        more = brief("酸奶胀包", "food_safety", summary=head + "群管理员辱骂成员" * 500, facts=[secret])
        assert passages_for_brief(more, index=shipped_index) == passages_for_brief(plain, index=shipped_index)
