"""Figures that mean another thing than their first reading says: a figure is an invention only when no reading is in the ledger."""

import pytest

from service.grounding import Grounds
from tests.grounding.compared import rules
from tests.grounding.ledgers import grounds

FERRY = grounds(
    ("5月5日6时52分至10时17分，售票系统在两处码头中断", "confirmed"),
    ("取消航次23班，另有41班晚点，旅客均可免费改签一次", "confirmed"),
    ("23名学生和1名老师落水，其中4名学生留院，其余人员已上岸", "confirmed"),
    ("发错行李87件，分属87名旅客，其中64名来自同一旅行团", "confirmed"),
    ("5号舱、7号舱进水，6号舱完好", "confirmed"),
    ("拖欠的是3月和4月两个月的工资", "confirmed"),
    ("渡轮搁浅在白沙河口", "confirmed"),
    ("救生衣批号为JS2411K和JS2412K", "confirmed"),
    ("望江渡有12间分店售票，其中青石分店停业", "confirmed"),
    ("5月4日发现漏油", "confirmed"),
    issuer={"organisation": "望江渡"},
    brand="望江渡",
    commitments=[{"id": "C1", "text": "5月11日18时前退还票款", "approved": True}],
    contacts=[{"label": "热线", "value": "0571-000-6120"}],
)
KOWLOON = grounds(
    ("汤包每包售价48港元", "confirmed"),
    ("已通知食物环境卫生署", "confirmed"),
    brand="鼎记",
)

HELD = [
    "0652至1017，售票中断。",
    "截至1017，仍在抢修。",
    "两项合计64班。",
    "附近两处码头都停了。",
    "可免费改签1次。",
    "其余20人已经上岸。",
    "发错的行李里，64件是同一旅行团的。",
    "5号、7号舱进水。",
    "5、7号舱进水。",
    "两个月的工资没有发。",
    "渡轮开进白沙河口就搁浅了。",
    "救生衣批号JS2411K/JS2412K。",
    "12间望江渡分店售票。",
    "青石店停业。",
    "热线是零五七一，零零零，六一二零。",
    "3月的工资不谈，票款11号下午六点前退。",
    "5/11前退还票款。",
    "早上六点五十二分售票中断，十点十七分恢复。",
]
NOT_HELD = [
    "0655，售票中断。",
    "两项合计66班。",
    "其余21人已经上岸。",
    "发错的行李里，65件是同一旅行团的。",
    "8号舱进水。",
    "三个月的工资没有发。",
    "救生衣批号JS2411K/JS2419K。",
    "票款12号下午六点前退。",
    "5/13前退还票款。",
    "早上六点五十五分售票中断。",
]


def ungrounded(text: str, held: Grounds) -> list[str]:
    return [
        rule
        for rule, _ in rules(text, held)
        if rule.startswith("ungrounded") and rule not in {"ungrounded-act", "ungrounded-statement", "ungrounded-matter"}
    ]


class TestFiguresTheLedgerHolds:
    @pytest.mark.parametrize("text", HELD)
    def test_another_reading_is_enough(self, text: str) -> None:
        assert ungrounded(text, FERRY) == []

    @pytest.mark.parametrize("text", NOT_HELD)
    def test_no_reading_holds(self, text: str) -> None:
        assert ungrounded(text, FERRY)

    def test_a_part_of_a_row_is_no_number_of_its_own(self) -> None:
        assert ungrounded("6号舱完好。", FERRY) == []


class TestMoney:
    def test_where_only_one_currency_is_spent_it_need_not_be_named(self) -> None:
        assert ungrounded("每包售价48元。", KOWLOON) == []

    @pytest.mark.parametrize("text", ["每包售价58元。", "每包售价48美元。"])
    def test_another_sum_or_currency_is_none(self, text: str) -> None:
        assert ungrounded(text, KOWLOON)


class TestWhatCountsNothing:
    @pytest.mark.parametrize(
        "text",
        [
            "120打得早还是晚，还在核实。",
            "说三件我们要做的事。",
            "退票和改签，两样都可以办。",
        ],
    )
    def test_it_is_no_claim(self, text: str) -> None:
        assert ungrounded(text, FERRY) == []
