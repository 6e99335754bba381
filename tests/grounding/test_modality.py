"""Done, under way, promised: clauses that move an act in time, those that leave it, and acts told before their hour."""

from typing import Any

import pytest

from service.grounding import Grounds
from tests.grounding.compared import around, rules, spans

RULE = "modality-changed"
CHANGED_ZH = [
    ("公司正在召回涉事批次", "公司已召回涉事批次"),
    ("公司正在召回涉事批次", "涉事批次已经召回完毕"),
    ("工程师正在维修阀门", "工程师已维修阀门"),
    ("样品将于下周送检", "样品已经送检"),
    ("二号线计划停产检修", "二号线已停产检修"),
    ("平台正在修复漏洞", "平台已修复漏洞"),
    ("门店可能停业", "门店已经停业"),
    ("公司已召回涉事批次", "公司将召回涉事批次"),
    ("公司已向警方报案", "公司会向警方报案"),
    ("样品已送检", "样品即将送检"),
    ("服务已恢复", "服务预计很快恢复"),
    ("已对厨房全面消毒", "我们将对厨房全面消毒"),
]
CHANGED_EN = [
    ("We are recalling the batch", "We have recalled the batch"),
    ("We are recalling the batch", "The batch was recalled"),
    ("Engineers are repairing the valve", "Engineers have repaired the valve"),
    ("The samples will be tested next week", "The samples have been tested"),
    ("The kitchen is being disinfected", "The kitchen has been disinfected"),
    ("We plan to close the plant", "We have closed the plant"),
    ("We have recalled the batch", "We will recall the batch"),
    ("The service has been restored", "The service will soon be restored"),
    ("The plant has been closed", "The plant will be closed"),
    ("The driver has been suspended", "The driver may be suspended"),
]
SAME_ZH = [
    ("公司正在召回涉事批次", "涉事批次正在召回中"),
    ("公司正在召回涉事批次", "公司召回涉事批次"),
    ("公司正在召回涉事批次", "公司已开始召回涉事批次，召回正在进行"),
    ("公司正在召回涉事批次", "您是否已收到召回通知？"),
    ("公司正在召回涉事批次", "如果召回已完成，我们会说明"),
    ("样品将于下周送检", "样品下周送检"),
    ("公司已召回涉事批次", "涉事批次已经召回"),
    ("公司已召回涉事批次", "涉事批次召回完毕"),
    ("公司已向警方报案", "报案之后，我们会继续配合警方"),
    ("服务已恢复", "服务恢复了"),
    ("已对厨房全面消毒", "我们对厨房全面消毒"),
    ("公司正在召回涉事批次", "召回何时完成，目前无法答复"),
]
SAME_EN = [
    ("We are recalling the batch", "The batch is being recalled"),
    ("We are recalling the batch", "The recall of the batch is under way"),
    ("We are recalling the batch", "The recall has begun and is still going on"),
    ("We are recalling the batch", "When the recall has been completed we will say so"),
    ("The samples will be tested next week", "The samples are to be tested next week"),
    ("We have recalled the batch", "The batch has already been recalled"),
    ("We have recalled the batch", "The batch was recalled"),
    ("The service has been restored", "The service is back to normal"),
    ("The matter was reported to the police", "We have reported the matter to the police"),
    ("The driver has been suspended", "The suspended driver will be interviewed"),
    ("The kitchen is being disinfected", "Has the kitchen been disinfected?"),
]
PROMISES_ZH: dict[str, Any] = {"commitments": [{"id": "C1", "text": "为受影响的用户更换电池", "approved": True}]}
PROMISES_EN: dict[str, Any] = {
    "commitments": [{"id": "C1", "text": "replace the battery of every affected customer", "approved": True}]
}


def on(fact: str, text: str) -> Grounds:
    return around((fact, "confirmed"), language="en" if text.isascii() else "zh")


class TestAnActMovedInTime:
    @pytest.mark.parametrize(("fact", "text"), CHANGED_ZH)
    def test_it_is_found_in_chinese(self, fact: str, text: str) -> None:
        assert (RULE, "F1") in rules(f"{text}。", on(fact, text))

    @pytest.mark.parametrize(("fact", "text"), CHANGED_EN)
    def test_it_is_found_in_english(self, fact: str, text: str) -> None:
        assert (RULE, "F1") in rules(f"{text}.", on(fact, text))


class TestAnActOfTheSameTime:
    @pytest.mark.parametrize(("fact", "text"), SAME_ZH)
    def test_it_is_left_alone_in_chinese(self, fact: str, text: str) -> None:
        assert rules(text if text.endswith("？") else f"{text}。", on(fact, text), RULE) == []

    @pytest.mark.parametrize(("fact", "text"), SAME_EN)
    def test_it_is_left_alone_in_english(self, fact: str, text: str) -> None:
        assert rules(text if text.endswith("?") else f"{text}.", on(fact, text), RULE) == []

    @pytest.mark.parametrize("fact", sorted({fact for fact, _ in (*CHANGED_ZH, *CHANGED_EN)}))
    def test_a_fact_is_of_its_own_time(self, fact: str) -> None:
        assert rules(f"{fact}." if fact.isascii() else f"{fact}。", on(fact, fact), RULE) == []

    def test_one_line_of_the_same_time_is_enough(self) -> None:
        held = around(("北京的门店已停业", "confirmed"), ("上海的门店将停业", "confirmed"))
        assert rules("北京的门店已停业，上海的门店将停业。", held, RULE) == []


class TestAPromiseToldAsDone:
    @pytest.mark.parametrize("text", ["已为受影响的用户更换电池。", "受影响用户的电池已全部更换。"])
    def test_it_is_found_in_chinese(self, text: str) -> None:
        assert (RULE, "C1") in rules(text, around(**PROMISES_ZH))

    @pytest.mark.parametrize(
        "text",
        ["We have replaced the battery of every affected customer.", "The battery of every affected customer was replaced."],
    )
    def test_it_is_found_in_english(self, text: str) -> None:
        assert (RULE, "C1") in rules(text, around(language="en", **PROMISES_EN))

    @pytest.mark.parametrize(
        "text",
        [
            "我们将为受影响的用户更换电池。",
            "受影响的用户可以更换电池。",
            "为受影响的用户更换电池。",
            "我们承诺为受影响的用户更换电池。",
        ],
    )
    def test_a_promise_as_one_is_fine(self, text: str) -> None:
        assert rules(text, around(**PROMISES_ZH), RULE) == []

    @pytest.mark.parametrize(
        "text",
        ["We will replace the battery of every affected customer.", "Every affected customer will have the battery replaced."],
    )
    def test_in_english_too(self, text: str) -> None:
        assert rules(text, around(language="en", **PROMISES_EN), RULE) == []


class TestAheadOfTime:
    """The ledger's now is the 6th of May 2026, 20:00."""

    ZH = "5月9日的库存检查由质量部负责"
    EN = "The stock inspection on 9 May is led by the quality team"

    @pytest.mark.parametrize("text", ["5月9日，质量部已检查库存。", "质量部已于5月9日完成库存检查。"])
    def test_what_is_done_cannot_lie_ahead(self, text: str) -> None:
        assert spans(text, on(self.ZH, text), RULE)

    @pytest.mark.parametrize(
        "text", ["The quality team has inspected the stock on 9 May.", "On 9 May the stock was inspected by the quality team."]
    )
    def test_nor_in_english(self, text: str) -> None:
        assert spans(text, on(self.EN, text), RULE)

    @pytest.mark.parametrize(
        "text",
        [
            "质量部已定于5月9日检查库存。",
            "质量部将于5月9日检查库存。",
            "质量部已安排在5月9日检查库存。",
            "质量部是否已在5月9日检查库存？",
            "5月9日质量部检查库存。",
        ],
    )
    def test_a_plan_may(self, text: str) -> None:
        assert spans(text, on(self.ZH, text), RULE) == []

    @pytest.mark.parametrize(
        "text",
        [
            "The inspection of the stock has been scheduled for 9 May.",
            "The quality team will inspect the stock on 9 May.",
            "The stock inspection was set for 9 May.",
            "We have agreed that the stock is inspected on 9 May.",
        ],
    )
    def test_in_english_it_may_too(self, text: str) -> None:
        assert spans(text, on(self.EN, text), RULE) == []

    def test_a_day_that_has_passed_is_fine(self) -> None:
        text = "质量部已于5月4日完成库存检查。"
        assert spans(text, around(("质量部已于5月4日完成库存检查", "confirmed")), RULE) == []
