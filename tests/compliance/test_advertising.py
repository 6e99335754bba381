"""What makes a passage an advertisement: offers, prices, calls to buy; and what only sounds like one."""

import pytest

from service.compliance.advertising import Passages, is_about_incident, promotes
from service.compliance.reading import read
from service.compliance.schemas import CheckContext

CLAIM = "我们是全国销量第一的品牌。"


def is_advertisement(text: str, statement: str | None = None, answer: bool | None = None) -> bool:
    start = text.index(CLAIM)
    context = CheckContext(statement=statement, advertisement=answer)
    return Passages(read(text), context).is_advertisement((start, start + len(CLAIM)))


@pytest.mark.parametrize(
    "passage",
    [
        "全场八折，欢迎选购。",
        "满200减30。",
        "现在下单立减20元。",
        "第二杯半价。",
        "买二送一，先到先得。",
        "秋季新品上市。",
        "到手价 ¥199。",
        "套餐仅需98元。",
        "扫码领券，今晚直播间见。",
        "定金预售，限量三百份。",
        "匠心之作，值得拥有。",
        "转发抽奖送三台手机。",
        "Use code SORRY10 at checkout.",
        "20% off this week only.",
        "Shop now and get free shipping.",
        "Our new kettle is now available.",
    ],
)
def test_an_offer_a_price_or_a_call_to_buy_promotes(passage: str) -> None:
    assert promotes(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "受影响的订单全额退款，运费由我们承担。",
        "我们已停止该优惠活动。",
        "促销活动期间下单的用户可以申请退货退款。",
        "优惠券有效期顺延七天。",
        "原定周五的新品上市推迟。",
        "海报中的“五折”为误标，现更正如下。",
        "这里没有优惠，也没有新品。",
        "通话中不得推荐新品，不发促销券。",
        "请勿点击冒充我司的领券链接。",
        "每位受影响用户补偿20元代金券。",
        "直播间存在虚假宣传，已下架相关商品。",
        "该手机支持折叠，屏幕可折射强光。",
        "客服热线 400-820-0000，工作时间 9:00-18:00。",
        "The promotion has been cancelled.",
        "Affected customers will receive a voucher.",
        "We have withdrawn the coupon from sale.",
    ],
)
def test_what_is_taken_back_corrected_or_given_for_trouble_is_no_offer(passage: str) -> None:
    assert not promotes(passage)


def test_an_offer_beside_a_refund_is_still_one() -> None:
    assert promotes("相关订单全额退款，另外全场七折，欢迎选购。")


@pytest.mark.parametrize(
    "text",
    [
        "关于异味问题的情况说明",
        "我们深表歉意。",
        "网传视频不实。",
        "产品已下架并送检。",
        "We are sorry for the outage.",
        "该批次召回。",
    ],
)
def test_a_text_about_an_incident_is_recognised(text: str) -> None:
    assert is_about_incident(text)


@pytest.mark.parametrize(
    "text", ["支持七天无理由退款，放心买。", "投诉电话见包装。", "冬季羽绒服，领口可拆。", "Free refunds within 30 days."]
)
def test_the_small_print_of_shop_copy_is_no_incident(text: str) -> None:
    assert not is_about_incident(text)


class TestPassages:
    @pytest.mark.parametrize("statement", [None, "social_post", "press_release"])
    def test_what_is_written_to_sell_is_an_advertisement(self, statement: str | None) -> None:
        assert is_advertisement(CLAIM, statement=statement)

    @pytest.mark.parametrize("statement", ["apology", "holding_statement", "update", "recall_notice", "faq", "rumour_rebuttal"])
    def test_a_statement_is_none(self, statement: str) -> None:
        assert not is_advertisement(CLAIM, statement=statement)

    def test_shop_copy_with_a_refund_policy_stays_an_advertisement(self) -> None:
        assert is_advertisement(CLAIM + "支持七天无理由退款。")

    def test_copy_about_an_incident_is_none(self) -> None:
        assert not is_advertisement("关于餐品异物的情况说明：" + CLAIM)

    def test_a_passage_of_an_apology_that_sells_is_one(self) -> None:
        assert is_advertisement("我们深表歉意。" + CLAIM + "现在下单享八折。", statement="apology")

    def test_another_passage_of_the_same_apology_is_not(self) -> None:
        text = "我们深表歉意。" + CLAIM + "\n\n" + "现在下单享八折。"
        assert not is_advertisement(text, statement="apology")

    def test_a_cancelled_promotion_does_not_make_an_apology_sell(self) -> None:
        assert not is_advertisement("我们已取消八折促销。" + CLAIM, statement="apology")

    @pytest.mark.parametrize("statement", ["internal_notice", "investor_notice"])
    def test_what_is_addressed_to_certain_people_is_none(self, statement: str) -> None:
        assert not is_advertisement(CLAIM + "全场八折。", statement=statement)

    @pytest.mark.parametrize("answer", [True, False])
    def test_the_callers_word_counts_before_all(self, answer: bool) -> None:
        assert is_advertisement(CLAIM, statement="apology", answer=answer) is answer
