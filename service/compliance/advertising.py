"""Is a passage an advertisement? It must sell, through a medium, to anybody, and nobody may have to publish it.

A plain apology, report or legally required notice is none; a passage of it that promotes is one.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from service.compliance.prefilter import Prefiltered
from service.compliance.reading import Reading, Span
from service.compliance.schemas import CheckContext
from service.patterns import lazy

_I = re.IGNORECASE
_FIGURE = r"(?:[\d一二两三四五六七八九十百千]{1,6})"
# A lower price, something given with it, a way to win.
_OFFER = (
    r"[一二两三四五六七八九0-9](?:[.点]?[\d一二三四五六七八九])?折(?!扣?后|叠|断|腾|射|损|返|旧|磨|线|算)|打折|折扣|半价|立减|直减|直降|立省"
    rf"|满{_FIGURE}元?[^，。！？；\n]{{0,4}}(?:减|送|抵|返|赠)|买[一二两三\d]{{1,2}}[^，。！？；\n]{{0,3}}[送赠免]|拍[一二两三\d]{{1,2}}发|第[二2][件杯份个][^，。！？；\n]{{0,2}}(?:半|免|\d|一元)"
    r"|优惠(?!政策)|促销|特价|特惠|秒杀|大促|满减|代金券|抵扣券|优惠券|领券|红包雨|包邮|赠品|抽奖|免单|拼团|团购|早鸟|首充|老带新|买一送一|清仓|甩卖|福利价|宠粉"
    r"|\b(?:discounts?|[0-9][0-9]?\s?% off|promo(?:tion)? codes?|coupons?|vouchers?|special offers?|free (?:shipping|gift|trial)|giveaway|half[- ]price|buy one|bogo|on sale|flash sale)\b"
)
# What asks the reader to buy, and says where.
_CALL = (
    r"下单|立即购买|点击购买|购买链接|马上抢|抢购|开抢|加购|上链接|小黄车|扫码(?:购买|下单|领|抢)|欢迎(?:选购|品尝|订购|购买|下单|抢购|加盟|试驾|预订)|先到先得|直播间(?:见|等你|下单|抢|福利)|今晚[^，。！？；\n]{0,6}直播间|预售|开售|火热(?:预售|报名|招生|开启)|限时(?!限|内|未)|限量|爆款|热卖|闭眼入|买它|赶紧(?:抢|囤|入手)"
    r"|\b(?:buy now|shop now|order (?:now|today)|get yours|pre-?order|limited[- ](?:time|edition)|book now|sign up today|use code|don[’']t miss)\b"
)
# New goods, a price to attract, praise that is not news.
_PITCH = (
    r"(?:新品|全新|新款|新店)[^，。！？；\n]{0,6}(?:上市|上架|登场|亮相|来袭|首发|开业|发售)|(?:套餐|到手|现价|仅售|只要|只需|仅需|一口价|活动价|首发价|尝鲜价|专享价)[^，。！？；\n]{0,6}[¥￥]?\d|[¥￥]\s?\d[\d,.]{0,8}(?:起|/|元)"
    r"|匠心(?:巨献|之作|品质|打造)|值得(?:您|你)?(?:拥有|信赖|一试|入手)|您的(?:首选|不二之选|放心之选)|认准[^，。！？；\n]{1,8}(?:牌|品牌|商标)"
    r"|\b(?:new arrival|now available|just launched|only (?:[¥$€£]\s?\d))"
)
_SELLS = Prefiltered(f"{_OFFER}|{_CALL}|{_PITCH}")
_CLAUSE = lazy(r"[，,。！？!?；;\n]|\.\s")
# A clause that takes an offer back, corrects it, speaks of its buyers or of what they get for their trouble.
_NO_OFFER = lazy(
    r"停止|取消|暂停|撤下|撤回|下架|终止|推迟|延期|叫停|关闭|中止|不再|没有|不(?:会|得|应|该|能|要|发|搞|做|办|推|参加|使用|接受)|未(?:兑现|标|能|按|生效)|无法|尚未|勿|拒绝|禁止|严禁"
    r"|退[款货还回差订票费]|补发|补偿|赔付|赔偿|顺延|延长|无门槛|可提现|受影响|误标|错标|标错|误导|虚假|夸大|不实|违规|不当|更正|删除|宣称|虚构|处罚|超卖|投诉|诈骗|冒充|谣言|失效|有效期"
    r"|(?:此前|曾|当时|原定|原计划|已经?)[^，。！？；\n]{0,10}(?:下单|购买|预订|抢购|优惠|促销)|(?:下单|购买|预订|抢购|参与|领取|付款)(?:过)?(?:的|后|时|用户|顾客|页面|记录)|(?:优惠|促销|直播|抽奖|秒杀|大促|预售)(?:活动)?(?:期间|当天|当晚|页面|规则|信息)"
    r"|\b(?:cancel\w*|withdr\w+|stop(?:ped)?|suspend\w*|postpon\w+|remov\w+|no longer|not|never|without|refund\w*|mislead\w*|incorrect|wrong|error|apolog\w*|recall\w*|affected|expired?|complaints?)\b",
    _I,
)
# The text is about an incident. The words of the second list stand in ordinary shop copy too (投诉电话, 七天退款): one alone says nothing.
_INCIDENT = lazy(
    r"致歉|道歉|歉意|抱歉|对不起|情况说明|情况通报|声明|召回|通报|更正|澄清|辟谣|网传|传言|事故|事件|伤者|受伤|伤亡|遇难|泄露|涉事|停业|整改|配合[^，。\n]{0,10}(?:调查|监管|检查)|说明如下|的说明"
    r"|\b(?:apolog\w+|sorry|recall\w*|investigat\w+|incident|regret\w*|breach|outage|injured|statement on)\b",
    _I,
)
_HINT = lazy(
    r"投诉|退款|下架|公告|调查|核查|封存|送检|赔付|监管部门|\b(?:complaints?|refunds?|withdrawn|regulators?|affected)\b", _I
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
    _promoting: dict[str, bool] = field(default_factory=dict, init=False, repr=False)

    def is_advertisement(self, span: Span) -> bool:
        """Whether advertising law applies to the passage around the span; the caller's word counts before all."""
        if self.context.advertisement is not None:
            return self.context.advertisement
        if self.context.statement in _ADDRESSED:
            return False
        if self._sells:
            return True
        if not self._may_promote:
            return False
        start, end = self.reading.line(span)
        passage = self.reading.text[start:end]
        if passage not in self._promoting:
            self._promoting[passage] = promotes(passage)
        return self._promoting[passage]

    @cached_property
    def _may_promote(self) -> bool:
        """Whether anything in the text offers something: most have no passage to look at."""
        return _SELLS.search(self.reading.low) is not None

    @cached_property
    def _sells(self) -> bool:
        return self.context.statement in _SELLING and not is_about_incident(self.reading.text)


def promotes(passage: str) -> bool:
    """Whether a clause of the passage offers something or asks to buy; an offer that is taken back or corrected is none."""
    passage = passage.lower()
    if _SELLS.search(passage) is None:
        return False
    return any(_SELLS.search(clause) and not _NO_OFFER.search(clause) for clause in _CLAUSE.split(passage))


def is_about_incident(text: str) -> bool:
    """Whether the text deals with something that went wrong."""
    return _INCIDENT.search(text) is not None or len({found[0].lower() for found in _HINT.finditer(text)}) > 1
