"""Doubts about clauses that differ from the line they share most with: each may still be another matter, so none is an error."""

import pytest

from service.findings import Severity
from service.grounding import Grounds, check
from tests.grounding.ledgers import grounds

PLANT = grounds(
    ("环城高速南亭出口附近，一辆冷藏车的制冷机停机", "confirmed"),
    ("34个新账号在19个用户群发了同样的话", "confirmed"),
    ("87名受检者来自两家单位，第三中学64名，港务公司23名", "confirmed"),
    ("二号熔炼车间全部停产", "confirmed"),
    ("有顾客反映产品掉漆", "reported"),
    ("杯子漏水的原因", "unknown"),
    commitments=[{"id": "C1", "text": "承担伤者的医疗费用", "approved": True}],
)
CLINIC = grounds(
    ("Eleven people were examined at the gate and four of them were taken to hospital", "confirmed"),
    ("Carbon monoxide was detected in a flat at Calder Court", "confirmed"),
    ("412 hourly employees were paid short for October 4 through October 17", "confirmed"),
    ("The page copies her work", "disputed"),
    ("The label was wrong on two jars", "confirmed"),
    commitments=[{"id": "C1", "text": "we will pay the medical bills of everyone hurt", "approved": True}],
)


def found(text: str, held: Grounds) -> list[tuple[str, Severity]]:
    rules = {"polarity-turned", "modality-changed", "scope-widened", "status-overstated", "values-swapped"}
    return [(finding.rule, finding.severity) for finding in check(text, held).findings if finding.rule in rules]


class TestSwappedValues:
    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("34个用户群遭刷屏，涉及19个新账号。", PLANT),
            ("87名受检者里，第三中学23名，港务公司64名。", PLANT),
            ("Four people were examined at the gate and eleven were taken to hospital.", CLINIC),
        ],
    )
    def test_two_values_among_each_others_words_are_doubted(self, text: str, held: Grounds) -> None:
        assert [rule for rule, _ in found(text, held)] == ["values-swapped"]

    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("19个用户群遭刷屏，涉及34个新账号。", PLANT),
            ("港务公司23名，第三中学64名，合计87名受检者。", PLANT),
            ("Four went to hospital of the eleven people examined at the gate.", CLINIC),
            ("412 employees: October 4 to October 17.", CLINIC),
        ],
    )
    def test_values_among_their_own_words_are_not(self, text: str, held: Grounds) -> None:
        assert found(text, held) == []

    def test_a_text_without_values_has_none(self) -> None:
        assert found("我们很抱歉。", PLANT) == []
        assert found("", CLINIC) == []


class TestDenials:
    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("在环城高速南亭出口附近，冷藏车没有发生停机。", PLANT),
            ("Carbon monoxide was not detected in any flat at Calder Court.", CLINIC),
        ],
    )
    def test_a_facts_own_word_behind_a_negation_is_told(self, text: str, held: Grounds) -> None:
        assert "polarity-turned" in {rule for rule, _ in found(text, held)}

    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("冷藏车在南亭出口附近停机，没有再启动。", PLANT),
            ("Carbon monoxide was detected in a flat at Calder Court, and we do not know why.", CLINIC),
        ],
    )
    def test_another_word_behind_it_is_not(self, text: str, held: Grounds) -> None:
        assert "polarity-turned" not in {rule for rule, _ in found(text, held)}


class TestSettled:
    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("产品掉漆一事已完成核实。", PLANT),
            ("有顾客说产品掉漆，已核实属实。", PLANT),
            ("Does the page copy her work?\nYes.", CLINIC),
        ],
    )
    def test_what_is_open_may_not_be_called_settled(self, text: str, held: Grounds) -> None:
        assert found(text, held)

    @pytest.mark.parametrize("text", ["伤者的医疗费用已由我们承担。", "医疗费用，公司已经承担。"])
    def test_a_promise_is_not_yet_kept(self, text: str) -> None:
        assert "modality-changed" in {rule for rule, _ in found(text, PLANT)}


class TestScope:
    def test_one_summed_up_is_not_all(self) -> None:
        assert "scope-widened" in {rule for rule, _ in found("全部车间已停产。", PLANT)}

    def test_what_the_ledger_says_of_it_is(self) -> None:
        assert found("二号熔炼车间全部停产。", PLANT) == []
