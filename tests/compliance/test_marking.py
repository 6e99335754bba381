"""What of a text a finding marks."""

from itertools import pairwise

import pytest

from service.compliance.checker import check
from service.compliance.likeness import likeness
from service.compliance.marking import passage, trimmed
from service.compliance.reading import read
from service.compliance.schemas import CheckContext


def _marks(text: str, rule: str, statement: str | None = None) -> list[str]:
    return [finding.text for finding in check(text, CheckContext(statement=statement)) if finding.rule == rule]


def test_the_clause_of_a_match_is_marked() -> None:
    text = "每日两粒，饭后服用。净水行业公认的头把交椅，滤芯三年一换。"
    assert _marks(text, "ad-absolute-superlative") == ["净水行业公认的头把交椅"]


def test_clauses_beside_it_that_say_the_same_are_marked_with_it() -> None:
    text = "充电宝起火，给大家造成不便。电芯是外购的，出了事理应由电芯厂来担，我们只是组装。涉事批次已停止投放。"
    [found] = _marks(text, "third-party-blame", statement="apology")
    assert found.startswith("电芯是外购的，出了事理应由电芯厂来担")


def test_clauses_beside_it_on_another_matter_are_not() -> None:
    text = "本产品净重500克，是全国最好的酱油，常温保存。"
    assert _marks(text, "ad-absolute-superlative") == ["是全国最好的酱油"]


def test_the_message_names_the_words_that_matched() -> None:
    found = next(item for item in check("厨房里全国第一的蒸箱。", CheckContext()) if item.rule == "ad-absolute-superlative")
    assert found.text == "厨房里全国第一的蒸箱"
    assert "全国第一" in found.message


def test_a_text_without_stops_is_marked_at_the_match() -> None:
    text = "我们" * 80 + "是全国最好的酱油" + "大家" * 80
    [found] = _marks(text, "ad-absolute-superlative")
    assert len(found) < 30


def test_an_english_match_ends_where_a_phrase_ends() -> None:
    text = "A customer had a rash. The fault lies squarely with the pigment house in Leeds, not with us. The tins are off sale."
    [found] = _marks(text, "third-party-blame", statement="press_release")
    assert found == "The fault lies squarely with the pigment house in Leeds"


def test_spans_are_those_of_the_text_as_written_where_it_is_disguised() -> None:
    text = "净重500克，全 国 最 好 的酱油，常温保存。"
    for finding in check(text, CheckContext()):
        assert text[finding.start : finding.end] == finding.text
        assert "，" not in finding.text


@pytest.mark.parametrize(
    ("text", "inside", "expected"),
    [
        ("一、我们绝对安全。", "一、我们绝对安全。", "我们绝对安全"),
        ("他说“绝对安全", "“绝对安全", "绝对安全"),
        ("他说“绝对安全”", "“绝对安全”", "“绝对安全”"),
        ("型号（绝对安全", "（绝对安全", "绝对安全"),
        ("约3.5元，", "3.5元，", "3.5元"),
        ("，。", "，。", "，。"),
    ],
)
def test_stops_list_numbers_and_halves_of_pairs_are_left_out(text: str, inside: str, expected: str) -> None:
    at = text.index(inside)
    start, end = trimmed(text, (at, at + len(inside)))
    assert text[start:end] == expected


def test_a_rule_the_model_was_not_taught_has_its_clause() -> None:
    text = "今天上架，货真价实，欢迎选购。"
    at = text.index("货真")
    start, end = passage(read(text), (at, at + 2), likeness(), "brand-own-word")
    assert text[start:end] == "货真价实"


def test_one_rule_marks_one_passage_once() -> None:
    text = "昨晚的漏液先别往区里报，三号机的运行记录今晚抹掉，对外就说是例行检修。"
    found = [item for item in check(text, CheckContext(statement="internal_notice")) if item.rule == "conceal-report"]
    for one, other in pairwise(found):
        assert one.end <= other.start


def test_a_rule_met_by_chance_gives_way_to_one_the_passage_is_like() -> None:
    text = "关于与启明公司的专利纠纷，法官心里有数，这场官司对方赢不了。本案处于一审阶段，我们将积极应诉。"
    rules = [finding.rule for finding in check(text, CheckContext(statement="press_release"))]
    assert rules == ["pending-proceedings-comment"]


def test_two_rules_that_a_passage_is_like_are_both_reported() -> None:
    text = "我们是全国最安全的净水器，绝对安全。"
    rules = {finding.rule for finding in check(text, CheckContext())}
    assert rules >= {"ad-absolute-superlative", "unsupported-safety-absolute"}
