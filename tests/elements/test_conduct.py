"""How a statement must not speak: every rule by its own self-tests, and the exemptions that hold for all."""

import pytest

from service.briefs import IncidentBrief, Level
from service.elements import check_conduct
from service.elements.data import conduct_rules
from service.elements.schemas import ConductRule
from service.findings import Finding, Layer, Severity
from service.language import TextLanguage
from tests.elements.conftest import MakeBrief

EVERY = [(rule, language) for rule in conduct_rules() for language in ("zh", "en")]


def run(
    text: str, *, level: Level | None = None, statement: str | None = "holding_statement", language: str = "zh"
) -> list[Finding]:
    return check_conduct(text, statement=statement, level=level, language=language)


def rules(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found}


def found_by(rule: ConductRule, text: str, language: str) -> bool:
    found = check_conduct(text, statement=rule.sample_statement, level=rule.sample_level, language=language)
    return rule.id in rules(found)


@pytest.mark.parametrize(("rule", "language"), EVERY, ids=lambda value: getattr(value, "id", value))
class TestSelfTests:
    def test_a_rule_finds_its_hits(self, rule: ConductRule, language: TextLanguage) -> None:
        assert [text for text in rule.tests.hits[language] if not found_by(rule, text, language)] == []

    def test_a_rule_leaves_its_misses_alone(self, rule: ConductRule, language: TextLanguage) -> None:
        assert [text for text in rule.tests.misses[language] if found_by(rule, text, language)] == []

    def test_a_rule_has_at_least_five_of_each(self, rule: ConductRule, language: TextLanguage) -> None:
        assert min(len(rule.tests.hits[language]), len(rule.tests.misses[language])) >= 5


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in conduct_rules()]
    assert len(ids) == len(set(ids))


def test_a_finding_names_its_place_and_what_to_do() -> None:
    text = "对此，公司高度重视。"
    (finding,) = run(text)
    assert finding.text == text[finding.start : finding.end] == "高度重视"
    assert finding.layer is Layer.ELEMENTS
    assert "高度重视" in finding.message
    assert finding.suggestion


def test_offsets_hold_in_traditional_text_beyond_the_basic_plane() -> None:
    text = "𠮷野：對此我們高度重視。"
    (finding,) = run(text, language="zh-HK")
    assert text[finding.start : finding.end] == "高度重視"


class TestLevels:
    @pytest.mark.parametrize(
        ("level", "severity"),
        [(Level.I, Severity.WARNING), (Level.II, Severity.WARNING), (Level.III, Severity.SUGGESTION)],
    )
    def test_tone_is_stricter_the_graver_it_is(self, level: Level, severity: Severity) -> None:
        found = run("我们错了！🙏 #致歉#", level=level)
        assert rules(found) == {"tone-exclamation", "tone-emoji", "tone-hashtag"}
        assert {finding.severity for finding in found} == {severity}

    @pytest.mark.parametrize("level", [Level.IV, None])
    def test_tone_is_free_at_the_lowest_level_and_without_one(self, level: Level | None) -> None:
        assert run("我们错了！🙏 #致歉#", level=level) == []


class TestQuotes:
    def test_reported_speech_is_exempt(self) -> None:
        assert run("有用户在评论里写道：“又是高度重视！绝对没有下文。”我们看到了。", level=Level.I) == []

    def test_quotation_marks_without_a_speaker_are_not(self) -> None:
        assert rules(run("我们“高度重视”这件事。")) == {"cliche"}

    def test_our_own_people_are_not_exempt(self) -> None:
        assert rules(run("公司负责人表示：“我们对此高度重视。”")) == {"cliche"}

    def test_document_names_are_exempt(self) -> None:
        assert run("详见《关于高度重视食品安全的通知》。") == []

    def test_faq_questions_may_use_the_readers_cliches(self) -> None:
        text = "你们总说第一时间，到底是几点？\n9时10分停售。"
        assert run(text, statement="faq") == []


class TestDenial:
    DENIAL = "我们绝对没有在客房安装摄像头。"

    def test_a_rebuttal_may_deny(self) -> None:
        assert run(self.DENIAL, statement="rumour_rebuttal") == []

    def test_a_rebuttal_with_nothing_refuted_may_not(self, make_brief: MakeBrief) -> None:
        found = check_conduct(self.DENIAL, statement="rumour_rebuttal", level=None, language="zh", brief=make_brief())
        assert rules(found) == {"absolute-denial"}

    def test_a_rebuttal_of_a_refuted_fact_may(self, make_brief: MakeBrief) -> None:
        refuted = {"id": "R1", "text": "客房装有摄像头", "status": "refuted", "disclosure": "public"}
        brief = make_brief(facts=[refuted])
        assert check_conduct(self.DENIAL, statement="rumour_rebuttal", level=None, language="zh", brief=brief) == []

    def test_the_words_of_a_confirmed_fact_are_not_held_against_it(self, make_brief: MakeBrief) -> None:
        fact = {"id": "F1", "text": "涉事门店从未使用该批次原料", "status": "confirmed", "disclosure": "public"}
        brief = make_brief(facts=[fact])
        text = "涉事门店从未使用该批次原料。"
        assert rules(run(text)) == {"absolute-denial"}
        assert check_conduct(text, statement="holding_statement", level=None, language="zh", brief=brief) == []


def test_order_is_by_place(chenhe: IncidentBrief) -> None:
    found = check_conduct(
        "我们会尽快公布结果。对此高度重视！", statement="holding_statement", level=Level.II, language="zh-CN", brief=chenhe
    )
    assert [finding.rule for finding in found] == ["vague-time-promise", "cliche", "tone-exclamation"]


def test_a_text_of_one_fault_a_thousand_times_is_told_a_bounded_number_of_times() -> None:
    assert 100 <= len(run("#a话题 " * 2000, level=Level.I)) <= 600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "受影响的航班共12个，旅客可免费改签，客服热线95530。",
        "本次断电由市供电公司通报，预计今天18时恢复。",
        "我们没有把好关，这是我们的责任。",
        "第一批退款已于3月4日10时到账，其余在3月5日18时前办结。",
        "市气象台发布暴雨红色预警，门店自15时起停业。",
    ],
)
def test_plain_statements_are_left_alone(text: str) -> None:
    assert run(text, level=Level.I) == []


@pytest.mark.parametrize(
    "text",
    [
        "Two passengers were taken to hospital; both are stable.",
        "We should have told you sooner. We did not, and we are sorry.",
        "The app was taken offline at 07:05. Refunds will be completed by 12 May.",
        "Police are investigating, and we cannot comment while they do.",
        "Please change your password as soon as you can.",
    ],
)
def test_plain_english_statements_are_left_alone(text: str) -> None:
    assert run(text, level=Level.I, language="en-GB") == []
