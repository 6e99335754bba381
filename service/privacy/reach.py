"""How a person is reached: phones and e-mail. A published hotline and the mailbox of a press desk are not a person's."""

import re
from collections.abc import Iterator

from service.patterns import lazy
from service.privacy.folding import fold
from service.privacy.kinds import Item, Kind

_EMAIL = lazy(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
# Mailboxes of a post, not of a person.
_POST = lazy(
    r"(?:press|media|news|info|hello|hi|contact|service|services|support|help|care|customercare|customer\.?service|kefu|service\d*|sales|admin|office|enquiries|inquiries|"
    r"complaints?|feedback|legal|privacy|dpo|data\.?protection|safety|security|recalls?|pr|hr|jobs|careers|investors?|ir|noreply|no-reply|residents?|guests?|members?|team|gongguan|"
    r"tousu|shouhou|meiti|touzizhe|jiandu|jubao|dingyue|refunds?|cargo|payroll|reports?|listen|voice|pals|orders?|bookings?|reservations?|returns?|billing|accounts?|warranty|marketing|partners?|community|hospitality|webmaster|postmaster)@",
    re.IGNORECASE,
)
_FREE_CALL = lazy(
    r"(?:\+?86[ -]?)?[48]00(?:[ -]?[0-9]){7}\Z|(?:1)?[ -]?\(?8(?:00|33|44|55|66|77|88)\)?[ -].*|0?8(?:00|08|45|44|43|70|71)[ -].*|03[0-9]{2}[ -].*"
)
_HOTLINE_BEFORE = lazy(
    r"(?:热线|专线|客服|总机|服务电话|咨询电话|投诉电话|报警电话|官方电话|售后电话?|值班电话|新闻中心|媒体联系|helpline|hotline|customer (?:line|service|care)|switchboard|press office|media (?:line|desk|office)|support line|"
    r"residents'? line|toll[- ]free|our (?:line|number))[^，。；,;.]{0,12}\Z",
    re.IGNORECASE,
)
_CN_MOBILE = lazy(r"(?<![0-9A-Za-z])(?:\(?\+?(?:0086|86)\)?[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")
_UK_MOBILE = lazy(r"(?<![0-9A-Za-z])(?:\+?44 ?(?:\(0\) ?)?|0)7[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}(?![0-9])")
_US_PHONE = lazy(r"(?<![0-9A-Za-z-])(?:\+?1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4}(?![0-9-])")
_HK_PHONE = lazy(r"(?<![0-9A-Za-z.-])\+852[ -]?[2-9][0-9]{3}[ -]?[0-9]{4}(?![0-9])")
_SPOKEN = lazy(r"[一幺][三四五六七八九](?:[ -]?[零〇一幺二三四五六七八九]){9}(?![零〇一二三四五六七八九十百])")
_MAY_BE_PHONE = lazy(r"[0-9](?:[ .()/-]{0,2}[0-9]){6}")
# CR-2026-004417: the rest of a reference.
_CODE_BEFORE = lazy(r"[A-Za-z0-9][-_/]?\Z|[-_/]\Z")
_REGIONS = ("CN", "GB", "US", "HK")
# A landline someone is asked to call is a firm's.
_OFFICE_BEFORE = lazy(
    r"(?:办公室|公司|部门?|中心|服务|咨询|客服|预约|订购|监督|投诉|登记|合规|联系电话|抢修|接待|办公|医院|[店处科站]|值班|拨打?|致电|请联系|疑问|热线|总机|前台|desk|office|enquir|team|department|store|branch|helpdesk|please call|ring us|call us|us on)"
    r"[^，。；;\n]{0,14}\Z",
    re.IGNORECASE,
)
_PHONE_BEFORE = lazy(
    r"(?:电话|手机号?|号码|联系方式|致电|拨打|座机|phone|mobile|cell|tel|call|ring|text|number|whatsapp)[^，。；,;]{0,10}\Z",
    re.IGNORECASE,
)


def find_reach(text: str) -> Iterator[Item]:
    """Phones and e-mail addresses in a folded text."""
    yield from (Item(*match.span(), Kind.EMAIL) for match in _EMAIL.finditer(text) if not _POST.match(match.group()))
    yield from _phones(text)


def is_personal_line(value: str) -> bool:
    """Whether a contact's value is somebody's own mobile rather than a firm's number."""
    line = fold(value)
    return any(pattern.search(line) for pattern in (_CN_MOBILE, _UK_MOBILE))


def _phones(text: str) -> Iterator[Item]:
    yield from (Item(*match.span(), Kind.PHONE) for match in _SPOKEN.finditer(text))
    if not _MAY_BE_PHONE.search(text):
        return
    for pattern in (_CN_MOBILE, _UK_MOBILE, _HK_PHONE, _US_PHONE):
        for match in pattern.finditer(text):
            # A mobile is a person's even where it serves as a hotline.
            if pattern is not _US_PHONE or not _is_hotline(text, match.start(), match.group()):
                yield Item(*match.span(), Kind.PHONE)
    yield from _by_library(text)


def _by_library(text: str) -> Iterator[Item]:
    """Numbers a region's plan knows; without a country's sign or a separator only behind a word for a phone."""
    import phonenumbers  # noqa: PLC0415 - a run that calls no model need not load the world's plans

    for region in _REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region):
            raw = match.raw_string
            called = _PHONE_BEFORE.search(text, max(0, match.start - 20), match.start)
            if _CODE_BEFORE.search(text, max(0, match.start - 2), match.start):
                continue
            shaped = raw.startswith("+") or (raw[0] in "0(" and re.search(r"[ ()-]", raw))
            office = _OFFICE_BEFORE.search(text, max(0, match.start - 28), match.start)
            mobile = phonenumbers.number_type(match.number) == phonenumbers.PhoneNumberType.MOBILE
            if (called or shaped) and (mobile or not office) and not _is_hotline(text, match.start, raw):
                yield Item(match.start, match.end, Kind.PHONE)


def _is_hotline(text: str, start: int, number: str) -> bool:
    return bool(_FREE_CALL.match(number) or _HOTLINE_BEFORE.search(text, max(0, start - 32), start))
