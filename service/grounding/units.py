"""What a number counts: the unit that stands behind it, or the currency before it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from service.grounding import lexicon
from service.grounding.numerals import EN_NUMERAL, en_number, zh_number
from service.grounding.types import ClaimKind
from service.patterns import lazy

_ONE = Decimal(1)
_NO_CLASSES: frozenset[str] = frozenset()
_MILLION = lazy(r"[mM](?![A-Za-z])")
_VIDEO_LINES = frozenset(["240", "360", "480", "720", "1080", "1440", "2160"])
_PERCENT = lazy(
    r"\s?(?:(?P<mille>‰|per mille)|%|个?百分点|percent|per cent|percentage points?|(?:pc|pct)(?![A-Za-z]))"
    r"|(?P<tenths>成)(?P<half>半)?(?![为员立功果长本绩人品熟年绩就交新群千百都分因])",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = lazy(
    r"(?:(?P<sign>(?:HK|US|AU?|CA?|NT|SG?|NZ)?\$|[¥￥€£₩₹])|(?<![A-Za-z])(?P<code>RMB|CNY|USD|HKD|EUR|GBP|JPY|AUD|CAD|SGD|MOP|TWD)"
    r"|(?P<zh>人民币|港币|美元|美金|欧元|英镑|日元))\s?\Z",
    re.IGNORECASE,
)
_CURRENCY_AFTER = lazy(
    r"\s?(?:(?P<zh>(?:人民币|港|美|欧|日|韩|澳|加|新台|泰)?(?:元|币|圆)整?|块钱?|毛(?![利孔衣巾发重绒病笔豆坯线毯刷竹])|美金|美分|港仙|英镑|便士|欧分|人民币|卢布|卢比|泰铢|法郎|澳门元|角钱?|毛钱|分钱)(?!旦|件|素|宵|老|月|器|组|户)"
    r"|-?(?P<en>yuan|RMB|CNY|renminbi|US dollars?|Hong Kong dollars?|Australian dollars?|Canadian dollars?|dollars?|USD|HKD|bucks|euros?|EUR|pounds?(?: sterling)?|sterling|GBP|pence|cents?|yen|quid|p)(?![A-Za-z]))",
    re.IGNORECASE,
)
_PER_PIECE = lazy(r"(?:/|每)(?:千克|公斤|小时|平方米|平米|[个件瓶箱盒袋斤吨升人份天日月年次台辆张套只支户晚位课])")
_CURRENCIES = {
    "CNY": (
        "元",
        "块",
        "块钱",
        "人民币",
        "人民币元",
        "圆",
        "元整",
        "圆整",
        "人民币元整",
        "¥",
        "￥",
        "yuan",
        "rmb",
        "cny",
        "renminbi",
    ),
    "USD": ("美元", "美金", "us$", "usd", "us dollar", "us dollars"),
    "HKD": ("港元", "港币", "hk$", "hkd", "hong kong dollar", "hong kong dollars"),
    "EUR": ("欧元", "€", "euro", "euros", "eur"),
    "GBP": ("英镑", "£", "pound", "pounds", "gbp", "sterling", "pounds sterling", "pound sterling", "quid"),
    "JPY": ("日元", "日圆", "jpy", "yen"),
    "KRW": ("韩元", "韩圆", "韩币", "₩"),
    "AUD": ("澳元", "a$", "au$", "aud", "australian dollar", "australian dollars"),
    "CAD": ("加元", "c$", "ca$", "cad", "canadian dollar", "canadian dollars"),
    "SGD": ("s$", "sg$", "sgd"),
    "TWD": ("新台币", "新台元", "新台币元", "nt$", "twd"),
    "MOP": ("澳门元", "mop"),
    "INR": ("卢比", "₹"),
    "THB": ("泰铢", "泰币"),
    "RUB": ("卢布",),
    "CHF": ("法郎",),
    "NZD": ("nz$",),
}
_CURRENCY = {word: code for code, words in _CURRENCIES.items() for word in words}
# Small coin counts in hundredths of the currency.
_COINS = {
    "pence": "GBP",
    "p": "GBP",
    "便士": "GBP",
    "cent": "USD",
    "cents": "USD",
    "美分": "USD",
    "欧分": "EUR",
    "港仙": "HKD",
    "分钱": "CNY",
}
_DIMES = frozenset({"角", "角钱", "毛钱", "毛"})
_CHANGE_ZH = lazy(
    r"(?:(?P<dime>[0-9一二三四五六七八九两])[毛角]钱?(?:(?P<cent>[0-9一二三四五六七八九])分?钱?(?![0-9]))?|(?P<bare>[0-9]{1,2}|[一二三四五六七八九])(?![0-9.零二三四五六七八九十百千万亿%]|一(?![单个份件斤瓶次碗杯位人年月天套张])))"
)
_CHANGE_EN = lazy(
    rf"\s(?:and\s)?(?P<n>[0-9]{{2}}|{EN_NUMERAL})(?P<p>(?:\s?p|\spence|\scents)?)(?![A-Za-z0-9.,-]*[0-9])(?![A-Za-z-])",
    re.IGNORECASE,
)
_WHOLE_ZH = ("块", "元", "块钱")
_PER = {"mg": ("mg/kg", "mg/l"), "ug": ("ug/kg", "ug/l"), "g": ("g/kg", "g/l")}
_PER_BEFORE = lazy(r"每(?:(?P<kg>千克|公斤)|(?P<l>升))[^，。,.;\n]{0,8}\Z")
_PER_AFTER = lazy(
    r"(?:\sof\s[a-z]{2,16}){0,1}\s(?:per|a|in\s(?:each|every|one))\s(?:(?P<kg>kg|kilo(?:gram)?)|(?P<l>lit(?:re|er)))(?![A-Za-z])",
    re.IGNORECASE,
)
_DOLLARS = frozenset({"USD", "HKD"})
_ACIDITY = lazy(r"pH(?:值|\svalue)?\s?(?:为|是|of)?\s?\Z")
_DURATION = lazy(
    r"\s?(?P<zh>个?(?:工作日|交易日|自然日|半?小时|半?钟头|星期|礼拜|半?月|季度|世纪)(?!龄)|工作日|交易日|自然日|秒钟?|分钟|小时|天(?![气然津河]|花板)|晚(?![上间])"
    r"|周(?![一二三四五六日边岁年围])|日(?=内|以内|之内|后|之后|无理由|游|起?至|[,，。；]?$)|年(?![度月底初级代龄轻货会]|[前第]三)|刻钟)"
    r"|[- ]?(?P<en>(?:working|business|trading|calendar)[- ]days?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|fortnights?|weekdays|weeks?|months?|quarters?|years?(?!-olds?| olds?| of age)|decades?)(?![A-Za-z])"
    r"|(?P<h>[hH]|\sh)(?![A-Za-z])"
)
_SECONDS = {"秒": 1, "分": 60, "小": 3600, "钟": 3600, "刻": 900, "天": 86400, "日": 86400, "自": 86400, "晚": 86400, "周": 604800, "星": 604800, "礼": 604800}  # fmt: skip
_EN_SECONDS = {"sec": 1, "min": 60, "hou": 3600, "hrs": 3600, "hr": 3600, "day": 86400, "cal": 86400, "nig": 86400, "wee": 604800, "for": 1209600}  # fmt: skip
_WORD_AFTER = lazy(r"[\s-]+([A-Za-z-]+)")
_STOPS = frozenset(
    [
        "of",
        "in",
        "from",
        "about",
        "to",
        "at",
        "on",
        "have",
        "had",
        "has",
        "were",
        "was",
        "is",
        "are",
        "and",
        "or",
        "by",
        "before",
        "after",
        "will",
        "for",
        "with",
        "than",
        "more",
        "that",
        "who",
        "a",
        "an",
        "the",
        "when",
        "while",
        "because",
        "as",
        "but",
        "per",
        "out",
        "over",
        "since",
        "until",
        "we",
        "you",
        "they",
        "it",
        "our",
        "your",
        "their",
        "this",
        "these",
        "those",
        "not",
        "under",
    ]
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What follows a number: kind and classes, where it ends, and the factor to the kind's own base."""

    kind: ClaimKind
    classes: frozenset[str]
    end: int
    factor: Decimal = _ONE


@dataclass(frozen=True, slots=True)
class _Words:
    zh: re.Pattern[str]
    zh_classes: dict[str, frozenset[str]]
    en_classes: dict[str, frozenset[str]]
    en_phrases: re.Pattern[str]
    people: re.Pattern[str]


def _table() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    zh: dict[str, set[str]] = {}
    en: dict[str, set[str]] = {}
    for name, unit in lexicon.numbers().units.items():
        for word in unit.zh:
            zh.setdefault(word, set()).update(() if name == "any" else (name,))
        for word in unit.en:
            en.setdefault(word.lower(), set()).add(name)
    return zh, en


@cache
def _words() -> _Words:
    zh, en = _table()
    latin = [word for word in zh if word[-1].isascii() and word[-1].isalpha()]
    chinese = [word for word in zh if word not in latin]
    phrases = [word for word in en if not word.isalpha()]
    return _Words(
        zh=re.compile(rf"\s?(?:{lexicon.alternation(chinese)}|{lexicon.alternation(latin)}(?![A-Za-z]))"),
        zh_classes={word: frozenset(classes) for word, classes in zh.items()},
        en_classes={word: frozenset(classes) for word, classes in en.items()},
        en_phrases=re.compile(rf"[\s-]?{lexicon.alternation(phrases)}(?![A-Za-z])", re.IGNORECASE),
        people=re.compile(r"[^，。；、,.]{0,3}?" + lexicon.alternation(lexicon.numbers().people_nouns)),
    )


def unit_at(text: str, start: int, end: int) -> Unit:
    """The unit of the number between start and end; a kind NUMBER when it has none."""
    following = text[end : end + 1]
    # In half of all cases the next character alone tells which patterns can hold.
    chinese = "\u4e00" <= following <= "\u9fff"
    if (not chinese or following in "成个百") and (percent := _PERCENT.match(text, end)):
        factor = Decimal("0.1") if percent["mille"] else Decimal(10) if percent["tenths"] else _ONE
        return Unit(ClaimKind.PERCENT, frozenset({"percent"}), percent.end(), factor)
    if (money := _money(text, start, end)) is not None:
        return money
    if "H" in text[max(0, start - 7) : start] and _ACIDITY.search(text, max(0, start - 7), start):
        return Unit(ClaimKind.QUANTITY, frozenset({"ph"}), end)
    if not chinese and (phrase := _words().en_phrases.match(text, end)):
        return Unit(ClaimKind.QUANTITY, _words().en_classes[phrase.group().strip(" -\n\t").lower()], phrase.end())
    if duration := _DURATION.match(text, end):
        name, factor = _duration(duration)
        return Unit(ClaimKind.DURATION, frozenset({name}), duration.end(), factor)
    if following in "mM" and _MILLION.match(text, end) and (counted := _english_unit(text, end + 1)).classes:
        return Unit(ClaimKind.QUANTITY, counted.classes, counted.end, Decimal(10**6))
    if unit := _words().zh.match(text, end):
        word = unit.group().strip()
        classes = _words().zh_classes[word]
        if word in ("个", "起", "例", "次", "家") and _words().people.match(text, unit.end()):
            classes |= {"people"}
        return _per_measure(text, start, Unit(ClaimKind.QUANTITY, classes, unit.end()))
    return Unit(ClaimKind.NUMBER, _NO_CLASSES, end) if chinese else _per_measure(text, start, _english_unit(text, end))


def small_change(text: str, unit: Unit, value: Decimal) -> tuple[Unit, Decimal]:
    """5块2, 五元二角, five pounds twenty: the whole sum, and where it ends."""
    if unit.factor != 1 or value != int(value):
        return unit, value
    if text.endswith(_WHOLE_ZH, unit.end - 2, unit.end) and (match := _CHANGE_ZH.match(text, unit.end)):
        return _with_change_zh(text, unit, value, match)
    named = text[max(0, unit.end - 7) : unit.end].lower()
    if named.endswith(("pounds", "dollars", "euros", "pound", "dollar", "euro", "quid")) and (
        match := _CHANGE_EN.match(text, unit.end)
    ):
        part = Decimal(match["n"]) if match["n"].isdigit() else en_number(match["n"])
        if part < 100 and (match["p"] or unit_at(text, match.start("n"), match.end("n")).kind is ClaimKind.NUMBER):
            return replace(unit, end=match.end()), value + part / 100
    return unit, value


def _with_change_zh(text: str, unit: Unit, value: Decimal, match: re.Match[str]) -> tuple[Unit, Decimal]:
    if bare := match["bare"]:
        # 5块2 is said of 块 only, and 5块2个 is two sums.
        if text[unit.end - 1] != "块" or unit_at(text, match.start(), match.end()).kind is not ClaimKind.NUMBER:
            return unit, value
        return replace(unit, end=match.end()), value + _digit(bare) / (100 if len(bare) > 1 else 10)
    part = _digit(match["dime"]) / 10 + (_digit(match["cent"]) / 100 if match["cent"] else 0)
    return replace(unit, end=match.end()), value + part


def _digit(word: str) -> Decimal:
    return Decimal(word) if word.isdigit() and word.isascii() else zh_number(word)


def _per_measure(text: str, start: int, unit: Unit) -> Unit:
    """每千克0.3毫克, 0.3 mg of lead per kg: the same as 0.3 mg/kg."""
    name = next(iter(unit.classes)) if len(unit.classes) == 1 else ""
    found = (_PER_BEFORE.search(text, max(0, start - 14), start) or _PER_AFTER.match(text, unit.end)) if name in _PER else None
    return replace(unit, classes=unit.classes | {_PER[name][0 if found["kg"] else 1]}) if found else unit


def currency_start(text: str, start: int) -> int:
    """Where the number begins with a currency that stands before it."""
    before = _CURRENCY_BEFORE.search(text, max(0, start - 4), start)
    return before.start() if before else start


def _money(text: str, start: int, end: int) -> Unit | None:
    before = _CURRENCY_BEFORE.search(text, max(0, start - 4), start)
    million = _MILLION.match(text, end) if before else None
    end = million.end() if million else end
    after = None if million else _CURRENCY_AFTER.match(text, end)
    if before is None and after is None:
        return None
    word = (after["zh"] or after["en"] if after else before.group() if before else "").strip().lower()
    if word == "p" and (text[end : end + 1] != "p" or text[start:end] in _VIDEO_LINES):
        return None
    stop = after.end() if after else end
    if piece := _PER_PIECE.match(text, stop):
        stop = piece.end()
    factor = Decimal(10**6) if million else _ONE
    if word in _COINS:
        return Unit(ClaimKind.MONEY, frozenset({_COINS[word]}), stop, Decimal("0.01"))
    if word in _DIMES:
        return Unit(ClaimKind.MONEY, frozenset({"CNY"}), stop, Decimal("0.1"))
    code = _CURRENCY.get(word)
    if word in ("元", "dollar", "dollars") and before:
        code = _CURRENCY.get(before.group().strip().lower(), code)
    classes = frozenset({code}) if code else _DOLLARS
    return Unit(ClaimKind.MONEY, classes, stop, factor)


def _duration(match: re.Match[str]) -> tuple[str, Decimal]:
    """The class a duration is compared in, and the factor to its base."""
    word = (match["zh"] or match["en"] or match["h"].strip()).lower()
    if match["zh"]:
        word = word.removeprefix("个").removeprefix("半")
        months = {"月": 1, "季度": 3, "年": 12, "世纪": 1200}.get(word)
        if months is not None:
            return "months", Decimal(months)
        if word in ("工作日", "交易日"):
            return "working days", _ONE
        return "seconds", Decimal(_SECONDS[word[0]])
    if word.startswith(("working", "business", "trading", "weekday")):
        return "working days", _ONE
    months = {"mon": 1, "qua": 3, "yea": 12, "dec": 120}.get(word[:3])
    if months is not None:
        return "months", Decimal(months)
    return "seconds", Decimal(3600 if word == "h" else _EN_SECONDS.get(word[:3], 3600))


def _english_unit(text: str, end: int) -> Unit:
    classes: set[str] = set()
    at, last = end, end
    known = _words().en_classes
    for _ in range(4):
        word = _WORD_AFTER.match(text, at)
        if word is None or word[1].lower() in _STOPS:
            break
        at = word.end()
        if found := known.get(word[1].lower()):
            classes |= found
            last = at
    return Unit(ClaimKind.QUANTITY if classes else ClaimKind.NUMBER, frozenset(classes), last)


def counts(text: str, end: int) -> bool:
    """Whether the number that ends here has a unit, or an English noun it counts: 2025 households, but no 2025 report."""
    unit = unit_at(text, end, end)
    one = unit.kind is ClaimKind.QUANTITY and text[unit.end - 1 : unit.end] not in ("s", "n", "e")
    return unit.kind is not ClaimKind.NUMBER and not one
