"""Faithful turns of phrase that name, ask, deny or set apart, and the plain claims beside them that do tell."""

import pytest

from service.findings import Severity
from service.grounding import Grounds, check
from tests.grounding.compared import rules
from tests.grounding.ledgers import Row, grounds

LEDGER: tuple[Row, ...] = (
    ("4月28日起回收杏仁饼，两个批次共5480盒，其中3912盒已经售出，其余1568盒已下架", "confirmed"),
    ("包装背面的配料表没有标示花生", "confirmed"),
    ("其余9款糕点的标签有没有遗漏", "unknown"),
    ("门店职员拒绝为顾客退款", "disputed"),
    {"text": "杏仁饼里混有牛奶", "status": "refuted", "attribution": "据检测中心5月5日的报告"},
    ("铺面用的是过期面粉", "refuted"),
    ("三名顾客被烫伤，没有人住院", "confirmed"),
    ("货物换车后运回总仓", "confirmed"),
    ("第二车间于5月3日停产", "confirmed"),
    ("木工班组43人的工资未发，其他班组的工资已发到4月", "confirmed"),
    ("截至5月6日18时，已登记退款712份，其中405份已退", "confirmed"),
)
BAKERY = grounds(
    *LEDGER,
    brand="杏记",
    issuer={"organisation": "杏记"},
    commitments=[
        {"id": "C1", "text": "顾客可凭实物或单据到任何一间门店全数退款，6月5日前办理", "approved": True},
        {"id": "C2", "text": "5月9日18时前完成其余9款糕点的标签核对并在网站公布结果", "approved": True},
        {"id": "C3", "text": "每份订单另发5元购物券，5月10日20时前发到下单账户", "approved": True},
        {"id": "C4", "text": "检测合格后再开放第二车间", "approved": True},
        {"id": "C5", "text": "免收受影响住户5月份的水费，5月30日前抵扣", "approved": True},
    ],
)
FAITHFUL = [
    # What is still open, in the words that leave it open.
    "其余9款糕点的标签，我们会在5月9日下午6时前核对完毕。",
    "其他糕点的标签有否遗漏，暂时未有答案。",
    "还没查出来。",
    # What others say, and what it is said against.
    "说法：铺面用的是过期面粉。\n实情：不是。",
    "有短片指铺面使用过期面粉。我们说明：没有。",
    "网传“铺面用过期面粉”与检测中心所告情况不符。",
    "您问铺面是否用了过期面粉。没有用。",
    "检测中心5月5日的报告显示，杏仁饼没有混入牛奶。",
    # Negations that name, set apart or wait.
    "未售的1568盒已经下架。",
    "配料表漏写了花生。",
    "错的是标签，不是饼。",
    "检测合格之前，第二车间不会开放。",
    "检测不合格，它就不会开。",
    "木工班组43人工资未发。",
    # What was decided, and what names the case.
    "5月份的水费免了，30日前抵扣。",
    "405份已经退款。",
    "▲ 已取消或者退过款的：您可以凭单据到门店办。",
    # Other words for what the ledger tells.
    "没人住院，伤了3个人。",
    "货换了车，运回总仓。",
    "每份另补5元购物券，10日晚上八点前到账。",
    "再说一句“换了我也会生气”。",
    "该认的我们认。",
    "请安心养着。",
]
TOLD = [
    "其余9款糕点的标签没有遗漏。",
    "铺面用的是过期面粉。",
    "我们的铺面使用过期面粉，已经确认。",
    "检测中心的报告显示，杏仁饼全部合格。",
    "配料表标示了花生。",
    "第二车间没有停产。",
    "每份另补50元购物券。",
    "伤了5个人。",
    "这件事我们认，是我们弄错的。",
]


def errors(text: str, held: Grounds = BAKERY) -> list[str]:
    return [rule for rule, _ in rules(text, held)]


class TestFaithfulTurns:
    @pytest.mark.parametrize("text", FAITHFUL)
    def test_they_break_no_rule_for_certain(self, text: str) -> None:
        assert [f.rule for f in check(text, BAKERY).findings if f.severity is Severity.ERROR] == []

    @pytest.mark.parametrize("text", TOLD)
    def test_plain_claims_beside_them_are_found(self, text: str) -> None:
        assert errors(text)
