"""Identifiers: documents, standards, batches, models, laws and their articles. And contacts, which live beside them."""

import re
from collections.abc import Iterator

from service.grounding.contacts import contacts
from service.grounding.statutes import statutes
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_DOCUMENT = lazy(r"[〔\[(【](?:19|20)[0-9]{2}[〕\])】]\s?[\u4e00-\u9fff]{0,4}[0-9]{0,6}[\u4e00-\u9fff]{0,3}第?\s?[0-9]{1,7}号")
_ISSUER = lazy(r"[\u4e00-\u9fff]{1,8}\Z")
_STANDARD = lazy(
    r"[A-Z](?<![A-Za-z][A-Z])(?:(?<=G)B(?!P)(?:/T|T)?|(?<=G)B/?Z|(?<=I)SO(?:/IEC)?|(?<=I)EC|(?<=D)B[0-9]{2}(?:/T)?|(?<=[QNYHJLSWT])[BYZTJDGNSM](?:/T)?|(?<=E)N|(?<=A)STM|(?<=A)NSI|(?<=B)S(?:\sEN)?|(?<=U)L|(?<=J)IS|(?<=N)FPA|(?<=C)SA)"
    r"\s?-?(?:[A-Z]\s?)?[0-9]{2,6}(?:[.\-—:][0-9]{1,4}){0,3}(?![A-Za-z0-9])"
)
_EU_LAW = lazy(r"(?:19|20)(?<![0-9/]..)[0-9]{2}/[0-9]{1,4}/(?:EU|EC|EEC)(?![A-Za-z])")
_CODE = lazy(r"[0-9][A-Za-z0-9/_.-]{0,60}")
_CODE_BEFORE = lazy(r"[A-Za-z0-9/_.-]{1,40}\Z")
_LABEL_ZH = lazy(
    r"(?:批号|批次号?|型号|编号|文号|货号|订单号|单号|受理号|序列号|案号|追溯码|条码|证号|备案号|注册号|登记号|流水号|合同号|工单号|车牌号?|车牌号码|号牌|航班号?|车次|代码|编码|尾号|许可证|批准文号|房号|房间)\s?(?:[:：为是#]|No\.?)?\s?\Z"
)
_LABEL_EN = lazy(
    r"(?<![A-Za-z])(?:lots?|batch(?:es)?|models?|report|case|order|references?|serial|ref|licen[cs]e|notice|recall|flight|train|plate|registration|docket|claim|ticket|"
    r"invoice|tracking|part|permit|certificate|approval|policy|file|complaint|incident|item|product|document|SKU|UPC|VIN|IMEI|EAN|ASIN|code|ID)"
    r"(?:\s?(?P<strong>numbers?|nos?\.?|id|code|#|:|numbered|ref\.?))*\s?[:#]?\s?\Z",
    re.IGNORECASE,
)
_NO_LABELLED = lazy(
    r"\s?(?:[年月日时人次起个件箱小天%]|hours?|days?|people|times|of\s|to\s[0-9]|per\s?cent|minutes?|customers?|items?|units?)",
    re.IGNORECASE,
)
_LABELLED = lazy(r"[A-Za-z0-9](?:[A-Za-z0-9/_.-]{0,38}[A-Za-z0-9])?")
_MIXED = lazy(r"(?=[A-Z0-9-]{0,30}[A-Z])(?=(?:[A-Z0-9-]{0,30}?[0-9]){2})[A-Z0-9]{1,20}(?:-[A-Z0-9]{1,20}){0,4}\Z")
_ONE_LETTER = lazy(r"[0-9]{3,}[A-Z]")
_DAY = lazy(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\Z")
_LONG_DIGITS = lazy(r"[0-9]{8,40}\Z")
_COUNTED = lazy(
    r"\s?[万亿余多]?[元人名个件次条户]|\s?(?:yuan|people|users|records|customers|accounts|dollars|pounds|euros)|\s?(?:million|billion)"
)
_PLATE = lazy(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?(?=[A-Z0-9]{0,5}[0-9])[A-Z0-9]{4,6}(?![A-Za-z0-9])"
)
_SPACED = lazy(
    r"[A-Z](?<![A-Za-z][A-Z])[A-Z0-9]\s[0-9]{3,4}(?![0-9A-Za-z%]|[,.][0-9]|\s?(?:[年月日人名个元]|people|users|customers|stores))"
)
_SPACED_LEAD = lazy(r"(?:flight|航班|train)\s?\Z", re.IGNORECASE)
# Quantities that only look like identifiers.
_NOT_MIXED = lazy(
    r"[0-9]+(?:MM|CM|KM|KG|ML|MG|GB|MB|TB|KB|KW|MW|KWH|MAH|WH|HZ|GHZ|MHZ|KV|KPA|MPA|DB|PPM|PPB|KJ|W|V|A|H|K|M|G|L|T|AM|PM|P|X|BN|HRS|GMT|UTC|BST|EST)?\Z|COVID-[0-9]+\Z|(?:19|20)[0-9]{2}S?\Z|PM[0-9]+\Z"
    r"|Q[1-4]20[0-9]{2}\Z|H[1-9]N[1-9]\Z|(?:UTC|GMT|RMB|CNY|USD|HKD|GBP|EUR)[0-9]+\Z|[0-9]{1,2}(?:ST|ND|RD|TH)\Z|T[0-9]{2}\Z|20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}\Z"
    r"|FY[0-9]{2,4}\Z|(?:19|20)?[0-9]0S\Z"
)
_ANY = lazy(r"[0-9《]|条|Act|Ordinance|[A-Z]{4}|REACH|RoHS")
_DIGIT = lazy(r"[0-9]")
_CAPITAL = lazy(r"[A-Z]")
# A code has a letter beside a digit, eight digits in a row, or a word of its kind before it.
_CODE_LIKE = lazy(r"[0-9](?:(?<=[A-Za-z/_.-].)|[A-Za-z/_-]|[0-9]{7}|(?<=[号码型次牌单房为是#:：证 ].))")
_BRACKETS = str.maketrans("[【〔]】〕—", "((()))-")
_LEADING_WORDS = lazy(r".*(?:根据|依据|按照|见|为|文号|编号|收到|的)")
_SPACES = lazy(r"[\s\x00]+")


def find_contacts(text: str) -> list[Mention]:
    """Phones, e-mails, web addresses and handles of a folded text."""
    return first_wins(list(contacts(text)))


def find_identifiers(text: str) -> list[Mention]:
    """Document, standard, batch and model numbers, articles and titles of laws, in a folded text."""
    if not _ANY.search(text):
        return []
    found = [
        Mention(ClaimKind.IDENTIFIER, start, end, Label(identifier_key(key), label), unsure=doubt)
        for start, end, key, label, doubt in statutes(text)
    ]
    if _DIGIT.search(text):
        found += _numbered(text)
    return first_wins(found)


def _numbered(text: str) -> Iterator[Mention]:
    for match in _DOCUMENT.finditer(text):
        yield _document(text, match)
    if _CAPITAL.search(text):
        for pattern, label in ((_STANDARD, "standard"), (_EU_LAW, "standard"), (_PLATE, "number")):
            for match in pattern.finditer(text):
                yield _mention(*match.span(), match.group(), label)
        for match in _SPACED.finditer(text):
            if _SPACED_LEAD.search(text, max(0, match.start() - 8), match.start()):
                yield _mention(*match.span(), match.group(), "number")
    if _CODE_LIKE.search(text):
        yield from _codes(text)


def _codes(text: str) -> Iterator[Mention]:
    last = 0
    for digits in _CODE.finditer(text):
        if digits.start() < last:
            continue
        before = _CODE_BEFORE.search(text, max(last, digits.start() - 40), digits.start())
        start = before.start() if before else digits.start()
        last = digits.end()
        if (mention := _code(text, start, last)) is not None:
            yield mention


def _code(text: str, start: int, end: int) -> Mention | None:
    """A token with digits in it: labelled as a number of something, or of a shape that numbers of something have."""
    while start < end and text[start] in "/_.-":
        start += 1
    while start < end and text[end - 1] in "/_.-":
        end -= 1
    token = text[start:end]
    quantity = not token.isdigit() and _NOT_MIXED.match(token.upper()) is not None
    if start == end or (quantity and not _ONE_LETTER.fullmatch(token)):
        return None
    shaped = not quantity and "/" not in token and "_" not in token and "." not in token
    if _is_labelled(text, start, end, token) or (shaped and _MIXED.match(token)):
        return _mention(start, end, token, "number")
    # Eight digits may be a date; only a label makes them a number of something.
    long = shaped and _LONG_DIGITS.match(token) and not _DAY.match(token)
    if long and not _COUNTED.match(text, end) and text[start - 1 : start] not in (",", "."):
        return _mention(start, end, token, "number")
    return None


def _is_labelled(text: str, start: int, end: int, token: str) -> bool:
    if len(token) < 2 or not _LABELLED.fullmatch(token) or _NO_LABELLED.match(text, end):
        return False
    if _LABEL_ZH.search(text, max(0, start - 10), start):
        return True
    label = _LABEL_EN.search(text, max(0, start - 24), start)
    # "report 12" may go on with people; "report no. 12" and "report 2026-0117" cannot.
    return label is not None and (bool(label["strong"]) or len(token) > 3 or not token.isdigit())


def _document(text: str, match: re.Match[str]) -> Mention:
    issuer = _ISSUER.search(text, max(0, match.start() - 8), match.start())
    start = issuer.start() if issuer else match.start()
    lead = _LEADING_WORDS.match(text, start, match.start())
    start = lead.end() if lead else start
    return _mention(start, match.end(), text[start : match.end()], "document")


def first_wins(mentions: list[Mention]) -> list[Mention]:
    """Without overlaps: the earlier, then the longer one stays."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda item: (item.start, -item.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def identifier_key(text: str) -> str:
    """An identifier without spaces, case and kinds of bracket."""
    return _SPACES.sub("", text).upper().translate(_BRACKETS)


def _mention(start: int, end: int, key: str, label: str) -> Mention:
    return Mention(ClaimKind.IDENTIFIER, start, end, Label(identifier_key(key), label))
