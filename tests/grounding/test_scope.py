"""Words for all and every: where they claim more than the ledger, and where they sum up, thank or restrict."""

import pytest

from service.grounding import Grounds
from tests.grounding.compared import around, rules, spans

RULE = "scope-widened"
WIDENED_ZH = [
    ("部分门店的涉事鲜奶已下架", "所有门店的涉事鲜奶已下架"),
    ("部分门店的涉事鲜奶已下架", "涉事鲜奶已在全国门店下架"),
    ("2月27日生产的鲜奶已下架", "全部鲜奶已下架"),
    ("2月27日生产的鲜奶已下架", "鲜奶已全部下架"),
    ("2月27日生产的鲜奶已下架", "我们的鲜奶产品已经全线下架"),
    ("部分用户的手机号外泄", "所有用户的手机号外泄"),
    ("部分用户的手机号外泄", "用户的手机号全部外泄"),
    ("部分用户的手机号外泄", "每位用户的手机号都外泄了"),
    ("3号生产线已停产", "所有生产线已停产"),
    ("3号生产线已停产", "各条生产线均已停产"),
    ("个别电池出现鼓包", "该型号电池都出现鼓包"),
    ("万达店已停业整顿", "全市门店已停业整顿"),
    ("两名家长已收到退款", "所有家长已收到退款"),
]
FINE_ZH = [
    ("部分门店的涉事鲜奶已下架", "部分门店的涉事鲜奶已经下架"),
    ("2月27日生产的鲜奶已从门店和线上下架", "2月27日生产的鲜奶，门店和线上都已下架"),
    ("3名伤者已出院", "3名伤者均已出院"),
    ("3名伤者已出院", "3名伤者都已出院，感谢大家的关心"),
    ("样品已全部送检", "所有样品已送检"),
    ("样品已全部送检", "样品都已送检"),
    ("A店和B店已停业", "A店和B店都已停业"),
    ("部分用户的手机号外泄", "所有受影响用户的手机号"),
    ("部分用户的手机号外泄", "我们向所有用户致歉"),
    ("部分用户的手机号外泄", "感谢每一位用户的监督"),
    ("部分用户的手机号外泄", "对所有手机号外泄的用户，我们深表歉意"),
    ("3号生产线已停产", "是不是所有生产线都停产了？"),
    ("3号生产线已停产", "3号生产线已经停产"),
    ("个别电池出现鼓包", "如果任何电池出现鼓包，请停用"),
    ("个别电池出现鼓包", "请不要使用任何鼓包的电池"),
    ("成都门店已停业", "成都市门店已停业"),
    ("万达店已停业整顿", "公司的全称不变，万达店已停业整顿"),
]
WIDENED_EN = [
    ("Some shops have withdrawn the milk", "All shops have withdrawn the milk"),
    ("Some shops have withdrawn the milk", "Every shop has withdrawn the milk"),
    ("Some shops have withdrawn the milk", "The milk has been withdrawn from shops nationwide"),
    ("Milk made on 27 February has been withdrawn", "All milk has been withdrawn"),
    ("Milk made on 27 February has been withdrawn", "All of our milk has been withdrawn"),
    ("The phone numbers of some users were exposed", "The phone numbers of all users were exposed"),
    ("The phone numbers of some users were exposed", "Every user's phone number was exposed"),
    ("Production line 3 has been halted", "All production lines have been halted"),
    ("Some batteries were swollen", "All the batteries were swollen"),
    ("The Leeds shop has been closed", "Every one of our shops has been closed"),
    ("Two parents have been refunded", "All parents have been refunded"),
    ("A few of the rides were closed", "The entire park and all rides were closed"),
]
FINE_EN = [
    ("Some shops have withdrawn the milk", "Some shops have withdrawn the milk"),
    ("Milk made on 27 February has been withdrawn", "All milk made on 27 February has been withdrawn"),
    ("Three patients have been discharged", "All three patients have been discharged"),
    ("Three patients have been discharged", "The three patients have all been discharged"),
    ("All samples have been sent for testing", "Every sample has been sent for testing"),
    ("The Leeds and York shops have been closed", "The Leeds and York shops have both been closed"),
    ("The phone numbers of some users were exposed", "We apologise to all our users"),
    ("The phone numbers of some users were exposed", "Thank you to every user who wrote to us"),
    ("The phone numbers of some users were exposed", "We are writing to all affected users"),
    ("The phone numbers of some users were exposed", "All users whose phone numbers were exposed"),
    ("Some batteries were swollen", "If all the batteries are swollen, stop using them"),
    ("Some batteries were swollen", "Were all the batteries swollen?"),
    ("Some batteries were swollen", "Please check every battery"),
    ("The Leeds shop has been closed", "The small Leeds shop has been closed"),
    ("The Leeds shop has been closed", "The Leeds shop has been closed altogether"),
]


def on(fact: str, text: str) -> Grounds:
    return around((fact, "confirmed"), language="en" if text.isascii() else "zh")


class TestAWiderClause:
    @pytest.mark.parametrize(("fact", "text"), WIDENED_ZH)
    def test_it_is_found_in_chinese(self, fact: str, text: str) -> None:
        assert rules(f"{text}。", on(fact, text), RULE) == [(RULE, "F1")]

    @pytest.mark.parametrize(("fact", "text"), WIDENED_EN)
    def test_it_is_found_in_english(self, fact: str, text: str) -> None:
        assert rules(f"{text}.", on(fact, text), RULE) == [(RULE, "F1")]


class TestAClauseAsWideAsItsLine:
    @pytest.mark.parametrize(("fact", "text"), FINE_ZH)
    def test_it_is_left_alone_in_chinese(self, fact: str, text: str) -> None:
        assert rules(text if text.endswith("？") else f"{text}。", on(fact, text), RULE) == []

    @pytest.mark.parametrize(("fact", "text"), FINE_EN)
    def test_it_is_left_alone_in_english(self, fact: str, text: str) -> None:
        assert rules(text if text.endswith("?") else f"{text}.", on(fact, text), RULE) == []

    @pytest.mark.parametrize(
        "fact",
        [
            "所有门店已停业",
            "全国门店已停售该批次",
            "每位用户都已收到短信",
            "All shops are closed",
            "Every parent has been told",
            "Nobody at all was hurt",
        ],
    )
    def test_a_fact_that_says_all_agrees_with_itself(self, fact: str) -> None:
        assert rules(f"{fact}。" if not fact.isascii() else f"{fact}.", on(fact, fact), RULE) == []


class TestTheOthers:
    @pytest.mark.parametrize(
        ("fact", "text"),
        [("3名伤者已出院", "除3名伤者外，其余伤者也都已出院"), ("A店和B店已停业", "除A店和B店外，其他门店也全部停业")],
    )
    def test_the_rest_is_more_than_what_was_counted(self, fact: str, text: str) -> None:
        assert {rule for rule, _ in rules(f"{text}。", on(fact, text))}


class TestThePlace:
    @pytest.mark.parametrize(
        ("fact", "text", "word"),
        [
            ("部分用户的手机号外泄", "所有用户的手机号外泄。", "所有"),
            ("部分用户的手机号外泄", "用户的手机号全部外泄。", "全部"),
            ("Some batteries were swollen", "We saw that all the batteries were swollen.", "all"),
            ("Some shops have withdrawn the milk", "Every shop has withdrawn the milk.", "Every"),
        ],
    )
    def test_it_is_the_word_itself(self, fact: str, text: str, word: str) -> None:
        assert spans(text, on(fact, text), RULE) == [word]


class TestWhatWeOwe:
    @pytest.mark.parametrize(
        ("fact", "text"),
        [
            ("市监局已派员到现场检查", "现场每个人的平安，我们都有责任。"),
            ("Inspectors have been at the site since Monday", "Keeping everyone at the site safe is our responsibility."),
        ],
    )
    def test_it_tells_nothing_of_anybody(self, fact: str, text: str) -> None:
        assert spans(text, on(fact, text), RULE) == []
