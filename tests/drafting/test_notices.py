"""Recall and breach notices, letters, corrections and last statements from small ledgers: order, law, and what is left out."""

from typing import Any

import pytest

from service.assessment.assess import assess
from service.briefs import IncidentBrief, StatementRequest
from service.briefs.loader import brief_from_data
from service.drafting.assembly import Assembled, assemble
from service.drafting.checking import check_statement
from service.drafting.composer.compose import compose
from service.drafting.grounds import grounds_for
from service.findings import Finding, Layer
from tests.samples import sample

NOW = "2026-08-03T09:00:00+08:00"


def ledger(kind: str, *facts: tuple[str, str], jurisdiction: str = "CN", **more: Any) -> IncidentBrief:
    """A brief of this kind of incident with these facts, F1 and on: (text, status)."""
    rows = [{"id": f"F{n}", "text": t, "status": s, "disclosure": "public"} for n, (t, s) in enumerate(facts, 1)]
    title = more.pop("title", "沐岚QH-20型电水壶底座过热")
    incident = {"title": title, "kind": kind, "jurisdiction": jurisdiction, "detected_at": NOW}
    given = {"schema": "firstword.brief/1", "brand": "沐岚电器", "issued_at": NOW, "incident": incident, "facts": rows}
    return brief_from_data(given | more)


def written(brief: IncidentBrief, kind: str, language: str = "zh-CN", **more: Any) -> tuple[Assembled, list[Finding]]:
    """The composer's statement and its findings."""
    request = StatementRequest.model_validate({"statement": kind, "language": language, **more})
    assessment = assess(brief, None)
    text = assemble(compose(brief, request, assessment, None))
    return text, check_statement(text, brief, request, assessment, grounds_for(brief, None, assessment))


def missing(findings: list[Finding]) -> dict[str, str | None]:
    """The rules on missing elements, with the law that asks for them."""
    return {f.rule.removeprefix("missing-"): f.basis for f in findings if f.rule.startswith("missing-")}


class TestRecall:
    def test_it_says_what_is_recalled_then_why_then_what_to_do(self) -> None:
        text, _ = written(sample("21-kettle-recall"), "recall_notice")
        places = [
            text.text.index(words)
            for words in ("我们召回", "产品范围", "存在的问题", "请立即停止使用", "可以全额退款", "召回热线")
        ]
        assert places == sorted(places)

    def test_what_the_law_asks_for_and_the_ledger_lacks_is_left_out_and_reported_with_the_law(self) -> None:
        brief = ledger(
            "product_quality", ("自8月3日起召回QH-20型电水壶", "confirmed"), contacts=[{"label": "热线", "value": "400-000-6120"}]
        )
        text, findings = written(brief, "recall_notice")
        assert set(missing(findings)) >= {"batch", "quantity", "hazard", "remedy", "authority"}
        assert "第十九条" in (missing(findings)["hazard"] or "")
        assert all(
            "待确认" not in segment_text(text, i) or text.segments[i].element == "next_update" for i in range(len(text.segments))
        )

    def test_what_only_american_law_asks_for_is_not_asked_for_in_china(self) -> None:
        facts = ("Hearthlane is recalling HL-300 heaters", "confirmed")
        here, there = (
            missing(
                written(ledger("product_quality", facts, jurisdiction=law, title="HL-300 heaters"), "recall_notice", "en-US")[1]
            )
            for law in ("CN", "US")
        )
        assert "sold" not in here
        assert there["sold"] == "16 CFR 1115.27"

    def test_without_a_fact_that_says_so_nothing_is_recalled(self) -> None:
        text, findings = written(ledger("product_quality", ("收到9起底座过热的反馈", "confirmed")), "recall_notice")
        assert "召回" not in text.text + text.title
        assert "recall" in missing(findings)

    def test_a_risk_is_no_harm_done(self) -> None:
        brief = ledger("product_quality", ("自8月3日起召回QH-20型电水壶", "confirmed"), ("底座过热可能造成烫伤", "confirmed"))
        text, _ = written(brief, "recall_notice")
        assert "受伤的人" not in text.text
        assert "让大家为用着的东西担心" in text.text

    def test_on_x_what_to_do_stays_longest(self) -> None:
        text, _ = written(sample("22-us-heater-recall"), "recall_notice", "en-US", channel="x")
        assert len(text.text) <= 280
        assert "please stop using them now" in text.text
        assert "800-555-0186" in text.text


class TestBreach:
    def test_it_follows_the_law_and_speaks_to_the_person(self) -> None:
        text, findings = written(sample("23-clinic-breach"), "breach_notice")
        places = [
            text.text.index(w)
            for w in ("各位患者", "信息范围", "可能的后果", "我们已经做的", "您可以这样保护自己", "信息安全专线")
        ]
        assert places == sorted(places)
        assert missing(findings) == {}
        assert "请放心" not in text.text

    def test_what_is_missing_names_its_law(self) -> None:
        facts = (("5月12日发现部分客户的姓名和手机号被外部访问", "confirmed"),)
        _, findings = written(ledger("data_breach", *facts, title="部分客户信息外泄"), "breach_notice")
        told = missing(findings)
        assert "第五十七条" in (told["consequences"] or "")
        assert "第五十七条" in (told["actions"] or "")
        british = ledger(
            "data_breach", ("Names of members were copied on 3 June", "confirmed"), jurisdiction="UK", title="Records copied"
        )
        assert "UK GDPR" in (missing(written(british, "breach_notice", "en-GB")[1])["consequences"] or "")

    def test_what_was_not_taken_brings_no_advice_about_it(self) -> None:
        facts = (("会员的手机号被外部访问", "confirmed"), ("密码没有被访问", "confirmed"))
        text, _ = written(ledger("data_breach", *facts, title="会员资料外泄"), "breach_notice")
        assert "同样的密码" not in text.text


class TestCorrection:
    PREVIOUS: dict[str, str] = {"text": "使用过期茶底的门店只有1家。原因目前还不清楚。", "issued_at": "2026-08-02T21:00:00+08:00"}  # noqa: RUF012

    def test_the_wrong_words_stand_once_and_are_taken_back_at_once(self) -> None:
        facts = (
            ("使用过期茶底的门店只有1家", "refuted"),
            ("使用过期茶底的门店有3家", "confirmed"),
            ("3家门店已停业", "confirmed"),
        )
        text, findings = written(ledger("food_safety", *facts, title="过期茶底"), "correction", previous=self.PREVIOUS)
        assert text.text.count("只有1家") == 1
        assert (
            "（8月2日21时）里，我们说“使用过期茶底的门店只有1家”，这句话不对。正确的情况是：使用过期茶底的门店有3家" in text.text
        )
        assert "我们向大家道歉" in text.text
        assert not [f for f in findings if f.layer is Layer.GROUNDING]

    def test_a_correction_that_corrects_nothing_is_reported(self) -> None:
        text, findings = written(ledger("food_safety", ("3家门店已停业", "confirmed")), "correction", previous=self.PREVIOUS)
        assert "correction" in missing(findings)
        assert "不对" not in text.text

    def test_another_value_is_put_in_place_of_the_earlier_one(self) -> None:
        facts = (("使用过期茶底的门店有3家", "confirmed"),)
        previous = self.PREVIOUS | {"text": "使用过期茶底的门店有1家。"}
        text, findings = written(ledger("food_safety", *facts, title="过期茶底"), "correction", previous=previous)
        assert "以这一份为准。使用过期茶底的门店有3家。" in text.text
        assert "correction" not in missing(findings)


class TestClosing:
    PREVIOUS: dict[str, str] = {"text": "停暖的原因目前还不清楚。", "issued_at": "2026-08-01T21:00:00+08:00"}  # noqa: RUF012

    def test_a_promise_a_confirmed_fact_keeps_is_not_promised_again(self) -> None:
        facts = (("8月1日停暖", "confirmed"), ("已向4386户退还采暖费", "confirmed"))
        promises = [
            {"id": "C1", "text": "向4386户退还采暖费", "approved": True},
            {"id": "C2", "text": "更换3号泵站的循环泵", "approved": True},
        ]
        text, _ = written(ledger("service_outage", *facts, commitments=promises), "closing_statement", previous=self.PREVIOUS)
        assert "答应过、已经办到的：我们已向4386户退还采暖费。" in text.text
        assert "还在办的：我们会更换3号泵站的循环泵" in text.text
        assert "会向4386户退还" not in text.text

    def test_what_was_done_for_some_keeps_no_promise_to_the_rest(self) -> None:
        facts = (("已向4120户退还采暖费", "confirmed"),)
        promises = [{"id": "C1", "text": "向其余266户退还采暖费", "approved": True}]
        text, _ = written(ledger("service_outage", *facts, commitments=promises), "closing_statement", previous=self.PREVIOUS)
        assert "还在办的：我们会向其余266户退还采暖费" in text.text

    def test_what_was_not_established_is_said_not_to_be(self) -> None:
        text, _ = written(ledger("service_outage", ("停暖的原因", "unknown")), "closing_statement", previous=self.PREVIOUS)
        assert "停暖的原因到现在还不清楚。" in text.text

    def test_a_last_statement_has_no_gap_for_the_next(self) -> None:
        text, _ = written(ledger("service_outage", ("8月1日停暖", "confirmed")), "closing_statement", previous=self.PREVIOUS)
        assert not [gap for gap in text.gaps if "更新" in gap.need]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_a_letter_is_addressed_and_says_why_it_is_written(language: str) -> None:
    name = "21-kettle-recall" if language == "zh-CN" else "24-uk-gym-breach"
    text, _ = written(sample(name), "customer_letter", language)
    assert text.segments[0].element == "greeting"
    assert ("我们想直接向您说明" if language == "zh-CN" else "We are writing to tell you ourselves") in text.text


def segment_text(text: Assembled, number: int) -> str:
    """One sentence of a text."""
    segment = text.segments[number]
    return text.text[segment.start : segment.end]
