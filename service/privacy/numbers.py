"""Numbers that belong to a person: identity papers, plates, cards, accounts. A library proves the checksum; a label proves the rest."""

import re
from collections.abc import Callable, Iterator

from service.patterns import lazy
from service.privacy.kinds import Item, Kind

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_REGIONS = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
_HK_LETTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# What a label may put between itself and its number.
_TO = r"\s?(?:号码|号|编号|numbers?|nos?\.?|id|#)?\s?(?:[（(][^）)]{0,8}[）)])?\s?(?:[:：为是]|is|was|尾号为?)?\s?[“\"]?"
_ID_LABEL = (
    r"(?:身份证件?|身份證|证件|护照|護照|passport|通行证|台胞证|回乡证|军官证|居住证|驾驶证|驾照|社保卡?|社会保障卡?|医保卡?|病历|住院|病案|就诊卡?|门诊|工|学|学籍|准考证"
    r"|driver'?s? licen[cs]e|driving licen[cs]e|social security|ssn|national insurance|ni|nino|nhs|patient|medical record|mrn|employee|staff|student|hkid|identity card|id card|national id)"
)
_CARD_LABEL = r"(?:银行卡|储蓄卡|信用卡|借记卡|卡|银行账户|银行账号|账户|账号|开户账号|支付宝|对公账号|card|debit card|credit card|bank account|account|iban)"
_LABELLED_ID = lazy(
    rf"{_ID_LABEL}{_TO}(?P<n>(?=[A-Z-]{{0,6}}[0-9*])[A-Z0-9][A-Z0-9-]{{4,19}}(?:\([0-9A]\))?)(?![A-Za-z0-9])", re.IGNORECASE
)
_LABELLED_CARD = lazy(rf"{_CARD_LABEL}{_TO}(?P<n>[0-9](?:[ -]?[0-9]){{7,22}})(?![0-9])", re.IGNORECASE)
_SORT_CODE = lazy(
    r"sort code:? (?P<n>[0-9]{2}-[0-9]{2}-[0-9]{2})(?:,? (?:and )?account(?: number)?:? (?P<m>[0-9]{8}))?", re.IGNORECASE
)
_ORDER_BEFORE = lazy(
    r"(?:订单|单号|编号|流水|运单|快递|批号|货号|条码|追溯码|受理号|案号|order|tracking|invoice|ticket|reference|ref|batch|lot|serial)[^，。；,;]{0,10}\Z",
    re.IGNORECASE,
)
_RESIDENT = lazy(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:(?:19|20)[0-9]{2})?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]?(?![0-9A-Za-z])"
)
_SPACED_RESIDENT = lazy(r"(?<![0-9A-Za-z])[1-9][0-9]{5}[ -](?:19|20)[0-9]{2}[ -]?[0-9]{4}[ -][0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_HONG_KONG = lazy(r"(?<![0-9A-Za-z])[A-Z]{1,2}[0-9]{6} ?(?:\([0-9A]\)|[0-9A](?![0-9A-Za-z]))")
_PASSPORT = lazy(r"(?<![0-9A-Za-z\u4e00-\u9fff-])(?:[EGDSPH][0-9]{8}|E[A-HJ-NP-Z][0-9]{7})(?![0-9A-Za-z-])")
_SSN = lazy(r"(?<![0-9-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9-])")
_NINO = lazy(
    r"(?<![0-9A-Za-z])(?![DFIQUV])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D](?![0-9A-Za-z])"
)
_CARD = lazy(r"(?<![0-9A-Za-z.-])[2-6][0-9]{3}(?:[ -]?[0-9]){9,15}(?![0-9A-Za-z-])")
_IBAN = lazy(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![0-9A-Za-z])")
_PLATE = lazy(
    rf"(?<![{_PROVINCES}])[{_PROVINCES}][A-HJ-NP-Z][·•.\s-]?(?=[A-Z0-9]*[0-9])[A-HJ-NP-Z0-9]{{4,5}}(?:[A-HJ-NP-Z0-9]|[警学挂港澳])(?![A-Za-z0-9])"
)
_UK_PLATE = lazy(r"(?<![A-Za-z0-9])[A-HJ-PR-Y][A-HJ-PR-Y](?:[05][0-9]|[1267][0-9]) ?[A-HJ-PR-Z]{3}(?![A-Za-z0-9])")
_LABELLED_PLATE = lazy(
    r"(?:车牌(?:号码?)?|license plates?|licence plates?|number plates?|plates?|registration|reg)\s?(?:number|no\.?)?\s?(?:[:：为是]|is|was)?\s?(?P<n>(?=[A-Z]*[- ]?[A-Z]*[0-9])[A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,5})(?![A-Za-z0-9-])"
)
_CHAT = lazy(
    r"(?<![A-Za-z])(?:微信|v信|薇信|weixin|wechat|whatsapp|telegram|instagram|snapchat|qq|企鹅号)(?:账号|帐号|号码|号|群主|昵称)?\s?(?:id|handle|account|name|username)?\s?(?:[:：为是]|is)?\s?[“\"(（]?@?"
    r"(?P<n>wxid_[a-z0-9]{6,24}|[A-Za-z][A-Za-z0-9_.-]{4,24}(?<![.-])|[1-9][0-9]{4,11})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_HANDLE = lazy(
    r"(?<![A-Za-z])(?:account|handle|user ?name|user|screen name|id|昵称|网名|账号|帐号|用户名|用户)\s?(?:called|named|is|was|名为|名叫|叫|为|是)?\s?[:：]?\s?[“\"'‘@（(]?@?"
    r"(?P<n>(?=[A-Za-z0-9.-]*_|[A-Za-z_.-]*[0-9]{2})[A-Za-z][A-Za-z0-9_.-]{3,24}(?<![.-]))(?![A-Za-z0-9@])",
    re.IGNORECASE,
)
_WXID = lazy(r"wxid_[a-z0-9]{6,24}")
_OFFICIAL = lazy(r"(?:官方|公众|服务|企业|official)\S{0,6}\s?\Z", re.IGNORECASE)
_CHAT_NOUNS = frozenset(
    [
        "group",
        "groups",
        "message",
        "messages",
        "account",
        "accounts",
        "channel",
        "post",
        "posts",
        "article",
        "mini",
        "video",
        "public",
        "official",
    ]
)


def find_numbers(text: str, origin: str) -> Iterator[Item]:
    """Numbers of a person in a folded text; `origin` is the same text as written."""
    if not any(char.isdigit() for char in text):
        return
    for pattern, kind in ((_LABELLED_ID, Kind.ID), (_LABELLED_CARD, Kind.CARD), (_LABELLED_PLATE, Kind.PLATE)):
        yield from (Item(*match.span("n"), kind) for match in pattern.finditer(text))
    for match in _SORT_CODE.finditer(text):
        yield from (Item(*match.span(group), Kind.CARD) for group in ("n", "m") if match[group])
    for pattern, kind, proves in _PROVEN:
        for match in pattern.finditer(text):
            ordered = kind in _COUNTED and _ORDER_BEFORE.search(text, max(0, match.start() - 16), match.start())
            if not ordered and proves(match.group()):
                yield Item(*match.span(), kind)
    # A dot in a plate is what folding would lose.
    yield from (Item(*match.span(), Kind.PLATE) for match in _PLATE.finditer(origin))


def find_accounts(text: str) -> Iterator[Item]:
    """Names under which a person is found on chat services, in a folded text."""
    for match in _CHAT.finditer(text):
        named = match["n"]
        if _OFFICIAL.search(text, max(0, match.start() - 10), match.start()) or named.casefold() in _CHAT_NOUNS:
            continue
        if (
            named.isalpha()
            and named.islower()
            and ":" not in match.group()
            and "：" not in match.group()
            and "号" not in match.group()
        ):
            # "WeChat users", "QQ music".
            continue
        yield Item(*match.span("n"), Kind.ACCOUNT)
    yield from (Item(*match.span("n"), Kind.ACCOUNT) for match in _HANDLE.finditer(text))
    yield from (Item(*match.span(), Kind.ACCOUNT) for match in _WXID.finditer(text))


def _is_resident(number: str) -> bool:
    from stdnum.cn import ric  # noqa: PLC0415 - the library's tables take longer than a check

    bare = re.sub(r"[ -]", "", number).upper()
    if len(bare) == 18 and bare[6:8] in ("19", "20"):
        # A region and a birthday: mistyped, it is still somebody's.
        return ric.is_valid(bare) or bare[:2] in _REGIONS
    if len(bare) == 15:
        return ric.is_valid(f"{bare[:6]}19{bare[6:]}{_check_digit(f'{bare[:6]}19{bare[6:]}')}")
    return False


def _check_digit(number: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11]


def _is_hong_kong(number: str) -> bool:
    bare = re.sub(r"[^A-Z0-9]", "", number)
    letters = bare[:-7].rjust(2)
    values = [36 if letters[0] == " " else _HK_LETTERS.index(letters[0]) + 9, _HK_LETTERS.index(letters[1]) + 9]
    values += [int(digit) for digit in bare[-7:-1]] + [10 if bare[-1] == "A" else int(bare[-1])]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def _is_card(number: str) -> bool:
    from stdnum import luhn  # noqa: PLC0415 - see above

    bare = re.sub(r"[ -]", "", number)
    return 13 <= len(bare) <= 19 and len(set(bare)) > 2 and luhn.is_valid(bare)


def _is_iban(number: str) -> bool:
    from stdnum import iban  # noqa: PLC0415 - see above

    return iban.is_valid(number)


def _is_any(_: str) -> bool:
    return True


# An order's number may pass a card's checksum by chance.
_COUNTED = frozenset({Kind.CARD, Kind.ID})
_PROVEN: tuple[tuple[re.Pattern[str], Kind, Callable[[str], bool]], ...] = (
    (_RESIDENT, Kind.ID, _is_resident),
    (_SPACED_RESIDENT, Kind.ID, _is_resident),
    (_HONG_KONG, Kind.ID, _is_hong_kong),
    (_PASSPORT, Kind.ID, _is_any),
    (_SSN, Kind.ID, _is_any),
    (_NINO, Kind.ID, _is_any),
    (_IBAN, Kind.CARD, _is_iban),
    (_CARD, Kind.CARD, _is_card),
    (_UK_PLATE, Kind.PLATE, _is_any),
)
