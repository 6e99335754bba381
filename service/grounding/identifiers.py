"""Contacts (phones, e-mails, addresses on the web) and identifiers (documents, standards, batches, articles of a law)."""

import re

from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_URL = lazy(r"(?:https?://|www\.)[^\s\x00-\x20\u3000-\u9fff，。；、)）】」”\"'<>]{3,500}", re.IGNORECASE)
_DOMAIN = lazy(
    r"(?<![A-Za-z0-9@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|cn|net|org|hk|co\.uk|gov|io|eu|info)(?![a-z0-9-])(?:/[\w./?=&%#-]{0,300})?",
    re.IGNORECASE | re.ASCII,
)
_EMAIL = lazy(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_PHONE = lazy(
    r"(?<![\dA-Za-z.+-])(?:"
    r"(?:\+?86[- ]?)?(?:[48]00[- ]?\d{3}[- ]?\d{4}|[48]00[- ]?\d{4}[- ]?\d{3}|1[3-9]\d[- ]?\d{4}[- ]?\d{4})"
    r"|(?:\+?86[- ]?)?\(?0\d{2,3}\)?[- ]?\d{7,8}(?:[-转]\d{1,5})?"
    r"|\+\d{1,3}[- ]?\(?\d{1,4}\)?(?:[- ]?\d{2,4}){2,3}"
    r"|(?:\+?1[- .])?\(?[2-9]\d{2}\)?[- .]\d{3}[- .]\d{4}"
    r"|0\d{2,4}[- ]\d{3,4}[- ]?\d{3,4}"
    r")(?![\dA-Za-z])"
)
_SHORT_PHONE = lazy(
    r"(?:电话|热线|拨打|致电|专线|客服|(?<![A-Za-z])(?:tel|call|hotline|helpline|line|phone))[:：.为是号 ]{0,4}(?:at |on )?"
    r"(?P<n>\d[\d -]{2,14}\d)(?!\d|\s?[余多万]?[年月日时点人次起个元名位户家小:%/])",
    re.IGNORECASE,
)
_HANDLE = lazy(
    r"(?:微信号?|公众号|QQ群?|WeChat(?: ID)?)[:： ]{1,2}(?P<n>[A-Za-z0-9][A-Za-z0-9_-]{4,19})(?![A-Za-z0-9])", re.IGNORECASE
)

_DOCUMENT = lazy(
    r"[\u4e00-\u9fff]{0,8}[〔\[(【](?:19|20)\d{2}[〕\])】]\s?[\u4e00-\u9fff]{0,4}\d{0,6}[\u4e00-\u9fff]{0,3}第?\s?\d{1,7}号"
)
_STANDARD = lazy(
    r"(?<![A-Za-z])(?:GB/?T?|ISO(?:/IEC)?|IEC|DB\d{2}|QB/?T?|NY/?T?|HJ|YY/?T?|SN/?T?|EN|ASTM|BS)\s?-?\d{2,6}(?:[.\-—:]\d{1,4}){0,3}(?![A-Za-z\d])"
)
_LABELLED = lazy(
    r"(?:批号|批次号?|型号|编号|文号|货号|订单号|受理号|序列号|案号|追溯码|条码|许可证号|单号"
    r"|(?<![A-Za-z])(?:lot|batch|model|report|case|order|reference|serial|ref|licen[cs]e|notice|recall)(?:\s+(?:number|no\.?|numbers))?)"
    r"\s?[:：为是#]?\s?(?P<n>(?=[A-Za-z0-9/_.-]{0,30}\d)[A-Z0-9](?:[A-Za-z0-9/_.-]{1,38})[A-Za-z0-9])(?![A-Za-z0-9])(?!\s?[年月日时人次起个件箱])",
    re.IGNORECASE,
)
_MIXED = lazy(
    r"(?<![A-Za-z0-9.+-])(?=[A-Z0-9-]{0,30}[A-Z])(?=(?:[A-Z0-9-]{0,30}?\d){2})[A-Z0-9]{1,20}(?:-[A-Z0-9]{1,20}){0,4}(?![A-Za-z0-9-])"
)
_LONG_DIGITS = lazy(r"(?<![\d.,-])\d{8,40}(?![\d.,]|\s?[万亿余多]?[元人名个件次条户]|\s?(?:yuan|people|users|records|customers))")
_ARTICLE = lazy(
    r"第(?P<zh>[一二三四五六七八九十百零\d]{1,8})条(?!件|线)(?:之[一二三四五])?(?:第[一二三四五六七八九十]{1,3}[款项]){0,2}"
    r"|(?<![A-Za-z])(?:Article|Section|Regulation)s?\s(?P<en>\d{1,4}(?:\(\w{1,3}\)){0,3})"
)
_TITLE = lazy(r"《(?P<n>[^《》\n]{2,40}(?:法|条例|办法|规定|标准|规范|细则|通则|决定书|通知书|报告书?|公告))》")
# Quantities that only look like identifiers.
_NOT_MIXED = lazy(
    r"\d+(?:MM|CM|KM|KG|ML|GB|MB|TB|KW|MW|W|V|H|K|M|G|L|AM|PM|P|X|%)?\Z|COVID-\d+\Z|(?:19|20)\d\dS?\Z|PM\d+\Z|Q[1-4]20\d\d\Z"
)


def find_contacts(text: str) -> list[Mention]:
    """Phones, e-mails, web addresses and handles of a folded text."""
    contact = ClaimKind.CONTACT
    return first_wins(
        [
            *(_mention(contact, match, match.group().lower().rstrip("."), "email") for match in _EMAIL.finditer(text)),
            *(
                _mention(contact, match, _url(match.group()), "web")
                for pattern in (_URL, _DOMAIN)
                for match in pattern.finditer(text)
            ),
            *(_mention(contact, match, _phone(match.group()), "phone") for match in _PHONE.finditer(text)),
            *(Mention(contact, *match.span("n"), Label(_phone(match["n"]), "phone")) for match in _SHORT_PHONE.finditer(text)),
            *(Mention(contact, *match.span("n"), Label(match["n"].lower(), "handle")) for match in _HANDLE.finditer(text)),
        ]
    )


def find_identifiers(text: str) -> list[Mention]:
    """Document, standard, batch and model numbers, articles and titles of laws, in a folded text."""
    mixed = [match for match in _MIXED.finditer(text) if not _NOT_MIXED.match(match.group())]
    return first_wins(
        [
            *(_document(match) for match in _DOCUMENT.finditer(text)),
            *(_numbered(match, match.group(), "standard") for match in _STANDARD.finditer(text)),
            *(
                Mention(ClaimKind.IDENTIFIER, *match.span("n"), Label(identifier_key(match["n"]), "number"))
                for match in _LABELLED.finditer(text)
            ),
            *(_numbered(match, match.group(), "number") for match in (*mixed, *_LONG_DIGITS.finditer(text))),
            *(_numbered(match, match.group(), "article") for match in _ARTICLE.finditer(text)),
            *(_numbered(match, match["n"], "title") for match in _TITLE.finditer(text)),
        ]
    )


def _numbered(match: re.Match[str], key: str, label: str) -> Mention:
    return _mention(ClaimKind.IDENTIFIER, match, identifier_key(key), label)


def first_wins(mentions: list[Mention]) -> list[Mention]:
    """Without overlaps: the earlier, then the longer one stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda item: (item.start, -item.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def identifier_key(text: str) -> str:
    """An identifier without spaces, case and kinds of bracket."""
    return re.sub(r"[\s\x00]+", "", text).upper().translate(_BRACKETS)


_BRACKETS = str.maketrans("[【〔]】〕—", "((()))-")
_LEADING_WORDS = lazy(r".*(?:根据|依据|按照|见|为|文号|编号|收到|的)")


def _document(match: re.Match[str]) -> Mention:
    lead = _LEADING_WORDS.match(match.group()[: match.group().find("(") if "(" in match.group() else 8])
    start = match.start() + (lead.end() if lead else 0)
    key = identifier_key(match.group()[start - match.start() :])
    return Mention(ClaimKind.IDENTIFIER, start, match.end(), Label(key, "document"))


def _mention(kind: ClaimKind, match: re.Match[str], key: str, label: str) -> Mention:
    end = match.start() + len(match.group().rstrip(".,-"))
    return Mention(kind, match.start(), end, Label(key, label))


def _url(text: str) -> str:
    return re.sub(r"\A(?:https?://)?(?:www\.)?", "", text.lower()).rstrip("/.,?!")


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[2:] if digits.startswith("86") and len(digits) > 10 else digits
