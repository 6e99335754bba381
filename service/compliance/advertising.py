"""Is the text an advertisement? A plain apology, report or legally required notice is not; one that promotes is, as a whole."""

import re

from service.compliance.reading import Reading
from service.compliance.schemas import CheckContext
from service.patterns import lazy

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
# Written to sell unless the text says otherwise.
_SELLING = {None, "social_post"}


def is_advertisement(reading: Reading, context: CheckContext) -> bool:
    """Whether advertising law applies to the text.

    The context's answer counts; else marketing copy is one unless it deals with an incident, and a statement becomes one when it promotes.
    """
    if context.advertisement is not None:
        return context.advertisement
    if _PROMOTION.search(reading.text):
        return True
    return context.statement in _SELLING and _CRISIS.search(reading.text) is None
