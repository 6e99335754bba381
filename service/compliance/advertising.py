"""Is a passage an advertisement? It must sell, through a medium, to anybody, and nobody may have to publish it.

A plain apology, report or legally required notice is none; a passage of it that promotes is one.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from service.compliance.reading import Reading, Span
from service.compliance.schemas import CheckContext
from service.patterns import lazy

# Offers, prices, calls to buy.
_PROMOTION = lazy(
    r"优惠|促销|特价|秒杀|抢购|立减|满减|打折|[一二三四五六七八九\d](?:\.\d)?折(?!扣?后)|限时|下单|立即购买|点击购买|购买链接|加购|领券|优惠券|代金券|新品上市|全新上市|买一送一|包邮|爆款|热卖|直播间|抽奖|扫码购买|欢迎选购|火热|套餐仅"
    r"|\b(?:buy now|shop now|order now|order today|discount|% off|promo code|coupon|limited[- ]time|free shipping|new arrival|on sale|special offer|get yours)\b",
    re.IGNORECASE,
)
_CRISIS = lazy(
    r"致歉|道歉|歉意|对不起|情况说明|声明|召回|公告|通报|调查|投诉|事故|事件|伤者|退款|下架|核查|配合监管"
    r"|\b(?:apolog\w+|sorry|recall\w*|investigat\w+|incident|regret\w*|breach|outage|complaints?|refunds?|injured)\b",
    re.IGNORECASE,
)
# Not an offer although it holds the words of one: what is taken back, corrected or given to those affected.
_NO_OFFER = lazy(
    r"(?:停止|取消|撤下|下架|暂停|终止|退还|退回|违规|虚假|夸大|误导|不当|已)[^，。！？\n]{0,12}(?:优惠|促销|特价|秒杀|抽奖|直播间|打折|满减)"
    r"|(?:优惠|促销|特价|秒杀|抽奖|直播间|直播)[^，。！？\n]{0,16}(?:虚假|夸大|误导|违规|不实|取消|停止|暂停|超卖|投诉|问题|承诺未|未兑现|已下架|期间)"
    r"|下单(?:的|后|时|用户|顾客|页面)|(?:已|曾|此前|当时)[^，。\n]{0,8}下单"
)
# Written to sell unless the text says otherwise.
_SELLING = {None, "social_post", "press_release"}
# Addressed to certain people: staff, one customer, investors.
_ADDRESSED = {"internal_notice", "investor_notice"}


@dataclass(frozen=True)
class Passages:
    """The passages of a text, and which of them advertising law applies to."""

    reading: Reading
    context: CheckContext

    def is_advertisement(self, span: Span) -> bool:
        """Whether advertising law applies to the passage around the span; the caller's word counts before all."""
        if self.context.advertisement is not None:
            return self.context.advertisement
        if self.context.statement in _ADDRESSED:
            return False
        start, end = self.reading.line(span)
        if _promotes(self.reading.text[start:end]):
            return True
        return self._sells

    @cached_property
    def _sells(self) -> bool:
        return self.context.statement in _SELLING and _CRISIS.search(self.reading.text) is None


def _promotes(passage: str) -> bool:
    return _PROMOTION.search(_NO_OFFER.sub("", passage)) is not None
