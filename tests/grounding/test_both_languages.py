"""Where what was learned of English meets Chinese texts: what excuses the one must not let the other pass."""

import pytest

from tests.grounding.compared import rules
from tests.grounding.ledgers import grounds

SHOP = grounds(
    ("7月4日6时52分至10时17分，收银系统停摆", "confirmed"),
    ("公布的库存是500套，实际成交3264单", "confirmed"),
    ("Q20移动电源已于9月2日18时起停售", "confirmed"),
    ("The Q20 power bank has been off sale since 18:00 on 2 September", "confirmed"),
    ("截至9月3日12时，收到23起锁扣断裂的反馈", "confirmed"),
    ("已向临洲市网信办报告，并已报警", "confirmed"),
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("最后成交3264单，库存是500套，多卖了不到2764单。", "ungrounded-number"),
        ("公布的库存是3264套，实际成交500单，多出来2764单。", "ungrounded-number"),
        ("清晨6点52分系统停摆，10点17分恢复，前后15小时25分钟。", "ungrounded-time"),
        ("Q20尚未停售。", "polarity-turned"),
        ("我们没有收到了23起反馈。", "polarity-turned"),
        ("问：报告了吗？答：已向临洲市网信办报告，尚未报警。", "polarity-turned"),
    ],
)
def test_what_errs_is_told(text: str, rule: str) -> None:
    assert rule in [told for told, _ in rules(text, SHOP)]


@pytest.mark.parametrize(
    "text",
    [
        "最后成交3264单，库存是500套，多卖了2764单。",
        "清晨6点52分系统停摆，10点17分恢复，前后3小时25分钟。",
        "Q20已经停售。",
        "我们收到了23起反馈。",
        "问：是不是还没有报警？答：已向临洲市网信办报告，并已报警。",
    ],
)
def test_what_is_so_is_not(text: str) -> None:
    assert rules(text, SHOP) == []


@pytest.mark.parametrize("asked", ["问：没有报警吗？", "Q: Is it that the police were not called?"])
def test_a_question_ends_where_its_answer_begins(asked: str) -> None:
    assert rules(asked, SHOP) == []
