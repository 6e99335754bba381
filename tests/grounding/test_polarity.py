"""Clauses that say the opposite of their line, by a negation or an opposite word, and the many that agree with it."""

import pytest

from service.grounding import Grounds
from service.grounding.polarity import opposite
from tests.grounding.compared import around, rules, spans
from tests.grounding.ledgers import Row

RULE = "polarity-turned"
# What the ledger confirms, what a text says.
TURNED_ZH = [
    ("事故没有造成人员受伤", "事故造成多人受伤"),
    ("事故没有造成人员受伤", "这起事故中有人员受伤"),
    ("涉事批次已从各门店下架", "涉事批次仍在销售"),
    ("涉事批次已从各门店下架", "涉事批次没有从门店下架"),
    ("送检样品不合格", "送检样品检测合格"),
    ("两名伤者病情稳定", "两名伤者仍有生命危险"),
    ("支付密码已加密存储", "支付密码以明文存储"),
    ("万达店已停止营业", "万达店照常营业"),
    ("顾客的银行卡号没有外泄", "顾客的银行卡号已经外泄"),
    ("涉事厨师已停职", "涉事厨师照常上班"),
    ("3号电梯已停用", "3号电梯正常运行"),
    ("二号生产线已停产", "二号生产线没有停产"),
    ("退回的食品未过期", "退回的食品已过期"),
    ("抽检样品未检出沙门氏菌", "抽检样品检出沙门氏菌"),
    ("商家拒绝退款", "商家已同意退款"),
    ("警方已经立案", "警方并未立案"),
    ("公司没有收到身体不适的反馈", "公司收到了身体不适的反馈"),
    ("App服务已经恢复", "App服务仍处于中断状态"),
    ("骑手当天没有饮酒", "骑手当天饮了酒"),
    ("仓库的灭火器没有过期", "仓库的灭火器已经过期"),
]
AGREES_ZH = [
    ("事故没有造成人员受伤", "事故中无人受伤"),
    ("事故没有造成人员受伤", "万幸的是，没有人因事故受伤"),
    ("事故没有造成人员受伤", "这起事故未造成人员伤亡"),
    ("涉事批次已从各门店下架", "涉事批次不再销售"),
    ("涉事批次已从各门店下架", "各门店已停止销售涉事批次"),
    ("涉事批次已从各门店下架", "门店里现在买不到涉事批次，都已撤柜"),
    ("送检样品不合格", "送检样品没有达标"),
    ("送检样品不合格", "送检样品未通过检测"),
    ("两名伤者病情稳定", "两名伤者没有生命危险"),
    ("支付密码已加密存储", "支付密码并非明文存储"),
    ("万达店已停止营业", "万达店目前不营业"),
    ("万达店已停止营业", "万达店暂停营业，何时恢复营业会另行通知"),
    ("顾客的银行卡号没有外泄", "顾客的银行卡号不在外泄之列"),
    ("顾客的银行卡号没有外泄", "顾客的银行卡号未被外泄"),
    ("3号电梯已停用", "3号电梯目前不能使用"),
    ("退回的食品未过期", "退回的食品均在保质期内"),
    ("抽检样品未检出沙门氏菌", "抽检样品中没有检出沙门氏菌"),
    ("商家拒绝退款", "商家没有退款"),
    ("公司没有收到身体不适的反馈", "目前还没有接到身体不适的反馈"),
    ("公司没有收到身体不适的反馈", "如果您出现身体不适，请联系我们"),
    ("公司没有收到身体不适的反馈", "是否有人身体不适，我们仍在了解"),
    ("App服务已经恢复", "App服务不再中断"),
    ("警方已经立案", "警方何时结案，我们目前无法答复"),
    ("骑手当天没有饮酒", "网传“骑手当天饮酒”并不属实"),
]
TURNED_EN = [
    ("Nobody was injured in the collapse", "Several people were injured in the collapse"),
    ("Nobody was injured in the collapse", "There were injuries in the collapse"),
    ("The March batch has been withdrawn from all shops", "The March batch is still on sale"),
    ("The March batch has been withdrawn from all shops", "The March batch has not been withdrawn"),
    ("The returned sample failed the test", "The returned sample passed the test"),
    ("Both patients are in a stable condition", "Both patients are in critical condition"),
    ("Passwords were stored in encrypted form", "Passwords were stored in plain text"),
    ("The High Street shop is closed", "The High Street shop remains open"),
    ("Card numbers were not exposed", "Card numbers were exposed"),
    ("The chef has been suspended from duty", "The chef is back at work"),
    ("Lift 3 has been taken out of service", "Lift 3 is running as normal"),
    ("Production has been halted at the Leeds plant", "Production has resumed at the Leeds plant"),
    ("The returned meals were in date", "The returned meals were out of date"),
    ("Salmonella was not detected in the samples", "Salmonella was detected in the samples"),
    ("The retailer refused to refund the customer", "The retailer refunded the customer"),
    ("The driver had not been drinking", "The driver had been drinking"),
    ("We have received no reports of illness", "We have received reports of illness"),
    ("The booking service has been restored", "The booking service is still unavailable"),
    ("The water supply was not contaminated", "The water supply was contaminated"),
]
AGREES_EN = [
    ("Nobody was injured in the collapse", "No one was hurt in the collapse"),
    ("Nobody was injured in the collapse", "There were no injuries in the collapse"),
    ("Nobody was injured in the collapse", "The collapse caused no injuries"),
    ("The March batch has been withdrawn from all shops", "The March batch is no longer on sale"),
    ("The March batch has been withdrawn from all shops", "You will not find the March batch in our shops"),
    ("The returned sample failed the test", "The returned sample did not pass the test"),
    ("Both patients are in a stable condition", "Both patients are out of danger"),
    ("Both patients are in a stable condition", "Neither patient is in critical condition"),
    ("Passwords were stored in encrypted form", "Passwords were never stored in plain text"),
    ("The High Street shop is closed", "The High Street shop is not open"),
    ("The High Street shop is closed", "When the High Street shop reopens we will say so here"),
    ("Card numbers were not exposed", "No card numbers were exposed"),
    ("Card numbers were not exposed", "Card numbers weren't part of what was exposed"),
    ("The returned meals were in date", "The returned meals were not out of date"),
    ("Salmonella was not detected in the samples", "No salmonella was found in the samples"),
    ("Salmonella was not detected in the samples", "The samples tested negative for salmonella"),
    ("The retailer refused to refund the customer", "The retailer did not refund the customer"),
    ("We have received no reports of illness", "We have not received any reports of illness"),
    ("We have received no reports of illness", "If you feel ill, please call us"),
    ("We have received no reports of illness", "Whether anyone has been ill is still being checked"),
    ("The booking service has been restored", "The booking service is no longer unavailable"),
    ("The driver had not been drinking", "The claim that the driver had been drinking is false"),
]


def on(fact: str, language: str, status: str = "confirmed") -> Grounds:
    return around((fact, status), language=language)


class TestATurnedClause:
    @pytest.mark.parametrize(("fact", "text"), TURNED_ZH)
    def test_it_is_found_in_chinese(self, fact: str, text: str) -> None:
        assert rules(f"{text}。", on(fact, "zh"), RULE) == [(RULE, "F1")]

    @pytest.mark.parametrize(("fact", "text"), TURNED_EN)
    def test_it_is_found_in_english(self, fact: str, text: str) -> None:
        assert rules(f"{text}.", on(fact, "en"), RULE) == [(RULE, "F1")]


class TestAClauseThatAgrees:
    @pytest.mark.parametrize(("fact", "text"), AGREES_ZH)
    def test_it_is_left_alone_in_chinese(self, fact: str, text: str) -> None:
        assert rules(f"{text}。", on(fact, "zh"), RULE) == []

    @pytest.mark.parametrize(("fact", "text"), AGREES_EN)
    def test_it_is_left_alone_in_english(self, fact: str, text: str) -> None:
        assert rules(f"{text}.", on(fact, "en"), RULE) == []

    @pytest.mark.parametrize("fact", [fact for fact, _ in TURNED_ZH])
    def test_a_fact_agrees_with_itself_in_chinese(self, fact: str) -> None:
        assert rules(f"{fact}。", on(fact, "zh"), RULE) == []

    @pytest.mark.parametrize("fact", [fact for fact, _ in TURNED_EN])
    def test_a_fact_agrees_with_itself_in_english(self, fact: str) -> None:
        assert rules(f"{fact}.", on(fact, "en"), RULE) == []


class TestOneLineThatAgreesIsEnough:
    DAYS: tuple[Row, ...] = (("4月8日门店停止营业", "confirmed"), ("4月11日门店恢复营业", "confirmed"))

    @pytest.mark.parametrize("text", ["4月8日门店停止营业。", "4月11日门店恢复营业。", "门店4月11日起恢复营业。"])
    def test_the_state_of_another_day_is_no_contradiction(self, text: str) -> None:
        assert rules(text, around(*self.DAYS), RULE) == []

    def test_two_lines_may_negate_different_things(self) -> None:
        held = around(("A店的员工没有受伤", "confirmed"), ("B店的一名员工受伤", "confirmed"))
        assert rules("B店的一名员工受伤。", held, RULE) == []
        assert rules("A店的员工没有受伤。", held, RULE) == []

    def test_in_english_too(self) -> None:
        held = around(("The Leeds depot is closed", "confirmed"), ("The York depot remains open", "confirmed"), language="en")
        assert rules("The York depot remains open. The Leeds depot is closed.", held, RULE) == []


class TestThePlace:
    @pytest.mark.parametrize(
        ("fact", "text", "place"),
        [
            ("涉事批次已从各门店下架", "涉事批次仍在销售。", "仍在销售"),
            ("两名伤者病情稳定", "目前两名伤者病情危急。", "病情危急"),
            ("Lift 3 has been taken out of service", "Lift 3 is back in service.", "back in service"),
        ],
    )
    def test_it_is_the_opposite_word(self, fact: str, text: str, place: str) -> None:
        assert spans(text, on(fact, "en" if text.isascii() else "zh"), RULE) == [place]

    @pytest.mark.parametrize(
        ("fact", "text", "place"),
        [
            ("警方已经立案", "昨天警方并未立案。", "警方并未立案"),
            ("The alarm was switched on", "We know that the alarm was not switched on.", "alarm was not switched"),
        ],
    )
    def test_it_reaches_from_the_negation_to_what_is_shared(self, fact: str, text: str, place: str) -> None:
        found = spans(text, on(fact, "en" if text.isascii() else "zh"), RULE)
        assert len(found) == 1
        assert found[0] in text
        assert place in found[0] or found[0] in place


class TestOpposite:
    @pytest.mark.parametrize(
        ("key", "other"), [("#withdraw", "#on_sale"), ("#on_sale", "#withdraw"), ("#stable", "#critical"), ("#fire", None)]
    )
    def test_it_is_mutual_or_there_is_none(self, key: str, other: str | None) -> None:
        assert opposite(key) == other

    @pytest.mark.parametrize("key", ["withdraw", "=6", "@place", "#", "#no_such_concept", ""])
    def test_a_word_or_value_has_none(self, key: str) -> None:
        assert opposite(key) is None
