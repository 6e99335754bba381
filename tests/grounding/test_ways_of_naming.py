"""What is named on the way to telling something else: whose shop it is, which boxes are meant, what a notice is about."""

import pytest

from service.findings import Severity
from service.grounding import check
from tests.grounding.ledgers import grounds

ORCHARD = grounds(
    {
        "text": "岭川市市场监督管理局5月2日在江口仓抽检杨梅，检出除虫脲0.9mg/kg，标准限值为0.5mg/kg",
        "attribution": "据岭川市市场监督管理局5月4日检验报告",
    },
    ("426箱中，391箱发往三个区的订户，35箱未发货", "confirmed"),
    ("旅客在车上等了3小时20分，其间1名老人16时由120送往柳城市人民医院，20时离院", "confirmed"),
    ("下午2时10分暖气停止，15时35分交警送来热水", "confirmed"),
    ("滨河店泳池停用，健身区照常开放", "confirmed"),
    ("夜间批量改价漏填了一位数字", "confirmed"),
    ("前台取消了37笔订单", "confirmed"),
    {"text": "澄果把超标杨梅酿成酒出售", "status": "refuted", "attribution": "据岭川市市场监督管理局5月4日16时现场核查"},
    brand="澄果生鲜",
    issuer={"organisation": "岭川澄果农业科技有限公司"},
    incident={
        "title": "澄果生鲜部分杨梅抽检不合格",
        "kind": "food_safety",
        "jurisdiction": "CN",
        "detected_at": "2026-05-04T11:00:00+08:00",
    },
    commitments=[
        {"id": "C1", "text": "391箱按订单金额全额退款，5月16日前退到原账户", "approved": True},
        {"id": "C2", "text": "37笔被取消的订单，客人可在5月31日前改订同城门店", "approved": True},
    ],
)


def errors(text: str) -> list[str]:
    return [f"{f.rule}: {f.text}" for f in check(text, ORCHARD).findings if f.severity is Severity.ERROR]


class TestNaming:
    @pytest.mark.parametrize(
        "text",
        [
            "我司滨河店泳池停用。",
            "监管部门派员3人到店，16时约谈门店负责人。",
            "岭川澄果农业科技有限公司关于杨梅抽检不合格的情况说明",
            "已售出的391箱全额退款，16日前退到原账户。",
            "37位客人的订单被我们取消了。",
            "没有这回事，市场监管局下午4点到现场核查过。",
            "我是公司客运管安全的。",
        ],
    )
    def test_what_is_only_named_is_no_claim(self, text: str) -> None:
        assert errors(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "检出除虫脲0.9毫克每公斤，标准是不超过0.5。",
            "等了三个多小时。",
            "暖气下午2时10分停，3时35分交警送来热水。",
            "16:00 一名老人送医",
            "健身区不受影响，照常开放。",
            "因夜间批量改价漏填一位数字，房价标错。",
            "不是所有门店都停了泳池。",
            "为什么扣了我两次钱？",
            "5·4抽检通报。",
            "您放心，钱会退到原账户。",
        ],
    )
    def test_a_fact_in_other_words_is_no_claim(self, text: str) -> None:
        assert errors(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "我司临江店泳池停用。",
            "检出除虫脲0.7毫克每公斤。",
            "等了五个多小时。",
            "暖气下午2时10分停，4时35分交警送来热水。",
            "健身区没有开放。",
            "391箱已经全额退款。",
            "所有门店都停了泳池。",
            "请大家放心食用。",
        ],
    )
    def test_what_the_ledger_does_not_hold_is_found(self, text: str) -> None:
        assert check(text, ORCHARD).findings
