"""Numbers, quantities, percentages, money and durations, in digits and in words."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from service.grounding import lexicon
from service.grounding.folding import Span, blank, matches
from service.grounding.numerals import EN_NUMERAL, ZH_NUMERAL, en_number, multiplier, zh_number
from service.grounding.types import Amount, Bound, ClaimKind, Mention
from service.patterns import lazy

_DIGITS = r"\d{1,3}(?:,\d{3}){1,12}(?:\.\d{1,20})?|\d{1,60}(?:\.\d{1,20})?"
_NUMBER = lazy(
    rf"(?<![\d.,A-Za-z])(?P<dig>{_DIGITS})(?![\d]|\.\d)\s?(?P<more>[余多]?)(?P<mul>[十百千万亿]{{0,3}})(?P<more2>[余多几]?)(?P<plus>\+?)"
    r"(?P<emul>\s?(?:thousand|million|billion|bn|k(?![A-Za-z]))|m(?= )(?<=\dm))?"
    rf"|(?P<vague>(?:数|几|好几|上|成)[十百千万]{{1,2}}|十几|[一二三四五六七八九两]?[十百千万]{{1,2}}[余多])"
    r"|(?P<halves>一半(?!以)|过半(?!夜)|半数)"
    rf"|(?P<zh>{ZH_NUMERAL})(?P<zmore>[余多几]?)"
    rf"|(?<![A-Za-z-])(?P<en>{EN_NUMERAL})(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<envague>(?:dozens|scores|hundreds|thousands|millions) of)(?![A-Za-z])"
    r"|(?P<half>半)(?=个?(?:小时|月|年|天|日))|(?P<twice>双)(?=倍)",
    re.IGNORECASE,
)
_PERCENT_ZH = lazy(rf"百分之(?P<n>百|{ZH_NUMERAL}|\d+(?:\.\d+)?)")
_PERCENT_AFTER = lazy(
    r"\s?(?:%|‰|个百分点|percent|per cent|percentage points?)|成(?P<half>半)?(?![为员立功果长本绩人品熟年绩就交])", re.IGNORECASE
)
_FRACTION = lazy(rf"(?P<d>{ZH_NUMERAL})分之(?P<n>{ZH_NUMERAL})|(?<![\d/.])(?P<dn>[1-9])/(?P<dd>[2-9]|10)(?![\d/])")
_EN_FRACTION = lazy(
    r"(?<![A-Za-z])(?:(?P<n>one|two|three|a)[- ])(?P<d>third|quarter|fifth)s?(?= of(?![A-Za-z]))|(?P<half>half)(?= of)",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = lazy(r"(?:(HK\$|US\$|[¥￥$€£])|(?<![A-Za-z])(RMB|CNY|USD|HKD|EUR|GBP)|(人民币|港币|美元))\s?\Z", re.IGNORECASE)
_CURRENCY_AFTER = lazy(
    r"\s?(?:(?P<zh>元|块钱?|美元|港元|港币|欧元|英镑|人民币)(?!旦|件|素|宵)"
    r"|(?P<en>yuan|RMB|CNY|renminbi|US dollars?|dollars?|USD|HKD|euros?|EUR|pounds?|GBP)(?![A-Za-z]))",
    re.IGNORECASE,
)
_CURRENCIES = {
    "CNY": ("元", "块", "块钱", "人民币", "¥", "￥", "yuan", "rmb", "cny", "renminbi"),
    "USD": ("美元", "us$", "usd", "us dollar", "us dollars"),
    "HKD": ("港元", "港币", "hk$", "hkd"),
    "EUR": ("欧元", "€", "euro", "euros", "eur"),
    "GBP": ("英镑", "£", "pound", "pounds", "gbp"),
}
_CURRENCY = {word: code for code, words in _CURRENCIES.items() for word in words}
_DURATION_AFTER = lazy(
    r"\s?(?P<zh>个?(?:工作日|交易日|自然日|小时|钟头|星期|礼拜|月|季度)|工作日|秒钟?|分钟|小时|天|周(?![一二三四五六日边岁年])|日(?=内|以内|之内|后|无理由|游)|年(?![度月底初级代龄轻]))"
    r"|[- ]?(?P<en>(?:working|business) days?|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?(?!-old| old))(?![A-Za-z])"
    r"|(?P<h>[hH])(?![A-Za-z])"
)
_SECONDS = {
    "秒": 1,
    "分": 60,
    "小": 3600,
    "钟": 3600,
    "天": 86400,
    "日": 86400,
    "自": 86400,
    "周": 604800,
    "星": 604800,
    "礼": 604800,
}
_EN_SECONDS = {"sec": 1, "min": 60, "hou": 3600, "hrs": 3600, "hr": 3600, "day": 86400, "wee": 604800}
_BOUNDS_BEFORE = lazy(
    r"(?:(?P<about>约|大约|大概|左右|about|around|approximately|some|roughly)|(?P<over>超过?|逾|超出|以上|more than|over|above)"
    r"|(?P<under>近|将近|接近|不足|不到|nearly|almost|fewer than|less than|under|below))\s?\Z",
    re.IGNORECASE,
)
_BOUNDS_AFTER = lazy(r"(?P<over>以上|余|多)|(?P<about>左右|上下)|(?P<under>以下)")
_RANGE = lazy(r"\s?(?:-|~|至|到|to)\s?(?=[\d一二三四五六七八九十两])")
_LIST_MARKER = lazy(
    r"(?m)^\s*(?:第[一二三四五六七八九十\d]{1,3}[、，,:]|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.](?!\d)|[QA问答]\s?\d{0,2}\s?[:.、]|(?:Step|Question|Part)\s\d+)"
    r"|(?<=[。；;:，,\s])(?:第[一二三四五六七八九十]{1,2}[、，,:]|其[一二三四五六]|[一二三四五六]是|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d[)、）](?!\d))"
    r"|^[一二三四五六]是"
)
_VERSION = lazy(
    r"第\s?[\d一二三四五六七八九十]{1,3}\s?版|版本\s?[vV]?\d[\d.]{0,9}|(?<![A-Za-z])(?:version|v)\s?\d[\d.]{0,9}|\d(?:\.\d)?版",
    re.IGNORECASE,
)
_NOT_NUMBERS = lazy(
    r"24/7(?=\D)|周[一二三四五六日]|[A-Za-z]{1,10}-?\d{1,2}(?![\dA-Za-z%])|(?<![\d.])\dG(?![A-Za-z])|(?<![\d.,])[248]K(?![A-Za-z ])"
)
_ORDINAL = lazy(
    rf"第\s?(?P<n>\d{{1,6}}|{ZH_NUMERAL})\s?(?P<c>[\u4e00-\u9fff])|(?<![\d.])(?P<en>\d{{1,3}})(?:st|nd|rd|th)(?![A-Za-z])"
)
_LIST_LEAD = lazy(r"(?:以下|如下|下列|上述|这|following|these|below)\s?\Z", re.IGNORECASE)
_ONE_MATTERS = lazy(r"(?:名|人|例|死|岁)")
_ONE_GENERIC = lazy(r"(?:作为|是|每|任何|任|某|成为|做|为|当|像|哪怕)\Z")
_EN_ONE = lazy(
    r"\s(?:person|customer|patient|child|passenger|employee|worker|resident|user|student|death|man|woman|girl|boy)(?![A-Za-z])"
)
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
    ]
)


@dataclass(frozen=True, slots=True)
class _Units:
    zh: re.Pattern[str]
    zh_classes: dict[str, frozenset[str]]
    en_classes: dict[str, frozenset[str]]
    idioms: re.Pattern[str]
    people: re.Pattern[str]
    list_nouns: re.Pattern[str]


@cache
def _units() -> _Units:
    words = lexicon.numbers()
    zh: dict[str, set[str]] = {}
    en: dict[str, set[str]] = {}
    for name, unit in words.units.items():
        for word in unit.zh:
            zh.setdefault(word, set()).update(() if name == "any" else (name,))
        for word in unit.en:
            en.setdefault(word, set()).add(name)
    idioms_en = lexicon.alternation(words.idioms.en)
    return _Units(
        zh=re.compile(r"\s?" + lexicon.alternation(zh)),
        zh_classes={word: frozenset(classes) for word, classes in zh.items()},
        en_classes={word: frozenset(classes) for word, classes in en.items()},
        idioms=re.compile(lexicon.alternation(words.idioms.zh) + rf"|(?<![A-Za-z]){idioms_en}(?![A-Za-z])", re.IGNORECASE),
        people=re.compile(r"[^，。；、,.]{0,3}?" + lexicon.alternation(words.people_nouns)),
        list_nouns=re.compile(
            r"\s?(?:[个项条件步]|大|big|key|main)?\s?[\u4e00-\u9fff]{0,4}?"
            f"(?:{lexicon.alternation(words.list_nouns.zh)}|{lexicon.alternation(words.list_nouns.en)}(?![A-Za-z]))"
        ),
    )


def find_amounts(text: str) -> list[Mention]:
    """Every amount of a folded text whose moments, contacts and identifiers are blanked out already."""
    listed = len(_LIST_MARKER.findall(text))
    text = blank(text, [span for pattern in (_LIST_MARKER, _VERSION) for span in matches(pattern, text)])
    found = _shares(text)
    # Before 之一 is blanked as a word that holds no number: 三分之一 is one.
    text = blank(text, [Span(mention.start, mention.end) for mention in found])
    text = blank(text, [span for pattern in (_units().idioms, _NOT_NUMBERS) for span in matches(pattern, text)])
    ordinals = _ordinals(text)
    text = blank(text, [Span(mention.start, mention.end) for mention in ordinals])
    found += ordinals
    reader = _Reader(text, listed)
    for match in _NUMBER.finditer(text):
        if (mention := reader.read(match)) is not None:
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _shares(text: str) -> list[Mention]:
    """Shares with the number inside: 百分之三, 三分之一, one third."""
    found: list[Mention] = []
    for match in _PERCENT_ZH.finditer(text):
        word = match["n"]
        number = Decimal(100) if word == "百" else Decimal(word) if word[0].isdigit() and word.isascii() else zh_number(word)
        found.append(_amount(ClaimKind.PERCENT, match.start(), match.end(), number))
    for match in _FRACTION.finditer(text):
        top = zh_number(match["n"]) if match["n"] else Decimal(match["dn"])
        under = zh_number(match["d"]) if match["d"] else Decimal(match["dd"])
        if under:
            found.append(_amount(ClaimKind.PERCENT, match.start(), match.end(), (100 * top / under).quantize(Decimal("0.1"))))
    for match in _EN_FRACTION.finditer(text):
        share = {"third": 300, "quarter": 400, "fifth": 500}.get((match["d"] or "").lower(), 200)
        parts = {"two": 2, "three": 3}.get((match["n"] or "").lower(), 1)
        found.append(
            _amount(ClaimKind.PERCENT, match.start(), match.end(), (Decimal(10000) * parts / share).quantize(Decimal("0.1")))
        )
    return found


def _ordinals(text: str) -> list[Mention]:
    """第二批, 3rd: held only by the same ordinal."""
    found: list[Mention] = []
    for match in _ORDINAL.finditer(text):
        word = match["n"] or match["en"]
        number = Decimal(word) if word.isdigit() else zh_number(word)
        found.append(Mention(ClaimKind.NUMBER, *match.span(), Amount(number, frozenset({"ordinal"})), unsure=True))
    return found


def _amount(kind: ClaimKind, start: int, end: int, number: Decimal) -> Mention:
    return Mention(kind, start, end, Amount(number, frozenset({"percent"})))


class _Reader:
    """Reads one number match after another; a range gives its first number the unit of the second."""

    def __init__(self, text: str, listed: int) -> None:
        self._text = text
        self._listed = listed

    def read(self, match: re.Match[str]) -> Mention | None:
        number, end, bound, high = _value(match)
        start = match.start()
        if match["halves"]:
            return _amount(ClaimKind.PERCENT, start, end, Decimal(50))
        bound = self._bound(start, bound)
        kind, units, tail, factor = self._unit(start, end)
        if kind is ClaimKind.NUMBER and (ranged := _RANGE.match(self._text, end)):
            second = _NUMBER.match(self._text, ranged.end())
            if second is not None and not second["halves"]:
                _, second_end, _, _ = _value(second)
                kind, units, _, factor = self._unit(start, second_end)
        if kind is ClaimKind.NUMBER and self._is_no_number(match, end, number):
            return None
        if kind in (ClaimKind.QUANTITY, ClaimKind.DURATION) and self._is_generic_one(match, number, start, end, kind):
            return None
        if self._announces_list(number, start, end):
            return None
        if after := _BOUNDS_AFTER.match(self._text, tail):
            bound = Bound(after.lastgroup or "exact") if bound is Bound.EXACT else bound
            tail = after.end()
        scaled = None if high is None else high * factor
        start = self._with_currency(start) if kind is ClaimKind.MONEY else start
        return Mention(kind, start, tail, Amount(number * factor, units, bound, scaled))

    def _bound(self, start: int, bound: Bound) -> Bound:
        before = _BOUNDS_BEFORE.search(self._text[max(0, start - 14) : start])
        return Bound(before.lastgroup) if before is not None and before.lastgroup and bound is Bound.EXACT else bound

    def _with_currency(self, start: int) -> int:
        before = _CURRENCY_BEFORE.search(self._text[max(0, start - 4) : start])
        return start - len(before.group()) if before else start

    def _unit(self, start: int, end: int) -> tuple[ClaimKind, frozenset[str], int, Decimal]:
        """Kind, unit classes, end with the unit, and the factor to the kind's own base."""
        text, one = self._text, Decimal(1)
        if percent := _PERCENT_AFTER.match(text, end):
            tenths = percent.group().startswith("成")
            return ClaimKind.PERCENT, frozenset({"percent"}), percent.end(), Decimal(10) if tenths else one
        money = _CURRENCY_AFTER.match(text, end)
        before = _CURRENCY_BEFORE.search(text[max(0, start - 4) : start])
        if money or before:
            word = (money["zh"] or money["en"]) if money else next(group for group in before.groups() if group) if before else ""
            units = frozenset({_CURRENCY[word.lower()]}) if word.lower() in _CURRENCY else frozenset({"USD", "HKD"})
            return ClaimKind.MONEY, units, money.end() if money else end, one
        if duration := _DURATION_AFTER.match(text, end):
            name, factor = _duration(duration)
            return ClaimKind.DURATION, frozenset({name}), duration.end(), factor
        if unit := _units().zh.match(text, end):
            classes = _units().zh_classes[unit.group().strip()]
            if unit.group().strip() in ("个", "起", "例", "次") and _units().people.match(text, unit.end()):
                classes |= {"people"}
            return ClaimKind.QUANTITY, classes, unit.end(), one
        return self._english_unit(end)

    def _english_unit(self, end: int) -> tuple[ClaimKind, frozenset[str], int, Decimal]:
        classes: set[str] = set()
        at, last = end, end
        for _ in range(4):
            word = _WORD_AFTER.match(self._text, at)
            if word is None or word[1].lower() in _STOPS:
                break
            at = word.end()
            if found := _units().en_classes.get(word[1].lower()):
                classes |= found
                last = at
        return (ClaimKind.QUANTITY if classes else ClaimKind.NUMBER), frozenset(classes), last, Decimal(1)

    def _is_no_number(self, match: re.Match[str], end: int, number: Decimal) -> bool:
        """Numerals without a unit that are part of a word, or count nothing."""
        if match["zh"]:
            # 三鹿, 五粮液: a numeral of one or two characters needs something to count.
            return len(match["zh"]) < 3 or number < 100
        if match["vague"] or match["half"] or match["twice"]:
            return not match["vague"]
        return bool(match["en"]) and number == 1 and not _EN_ONE.match(self._text, end)

    def _is_generic_one(self, match: re.Match[str], number: Decimal, start: int, end: int, kind: ClaimKind) -> bool:
        """一 and one mostly mean "a"; they count only where lives or deadlines are at stake."""
        if number != 1 or match["dig"] or match["half"] or (match["zh"] and match["zh"] != "一"):
            return False
        if kind is ClaimKind.DURATION:
            return not re.match(r"\s?\S{1,3}(?:内|后|之内|以内|之后)", self._text[end : end + 8]) and not re.search(
                r"within\s\Z", self._text[max(0, start - 8) : start], re.IGNORECASE
            )
        if match["en"]:
            return not _EN_ONE.match(self._text, end)
        return not _ONE_MATTERS.match(self._text, end) or bool(_ONE_GENERIC.search(self._text[max(0, start - 3) : start]))

    def _announces_list(self, number: Decimal, start: int, end: int) -> bool:
        if not _units().list_nouns.match(self._text, end):
            return False
        lead = _LIST_LEAD.search(self._text[max(0, start - 12) : start])
        return bool(lead) or number <= self._listed


def _value(match: re.Match[str]) -> tuple[Decimal, int, Bound, Decimal | None]:
    """Number, end, hedge, and the upper end of a vague one."""
    end = match.start() + len(match.group().rstrip())
    if match["dig"]:
        number = Decimal(match["dig"].replace(",", "")) * multiplier(match["mul"] or "")
        word = (match["emul"] or "").strip().lower()
        number *= {"thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}.get(word, 1)
        return number, end, Bound.OVER if match["more"] or match["more2"] or match["plus"] else Bound.EXACT, None
    if match["vague"]:
        low, high = _vague(match["vague"])
        return low, end, Bound.RANGE, high
    if match["zh"]:
        return zh_number(match["zh"]), end, Bound.OVER if match["zmore"] else Bound.EXACT, None
    if match["en"]:
        return en_number(match["en"]), end, Bound.EXACT, None
    if match["envague"]:
        word = match["envague"].split()[0].lower()
        low = Decimal({"dozens": 20, "scores": 20, "hundreds": 200, "thousands": 2000}.get(word, 2 * 10**6))
        return low, end, Bound.RANGE, low * 5 - 1
    return (Decimal("0.5") if match["half"] else Decimal(2)), end, Bound.EXACT, None


def _vague(word: str) -> tuple[Decimal, Decimal]:
    """数十 is 20 to 99, 百余 101 to 199, 十几 11 to 19."""
    if word[0] in "数几好":
        base = Decimal(multiplier(word))
        return base * 2, base * 10 - 1
    if word[0] in "上成":
        base = Decimal(multiplier(word))
        return base, base * 10 - 1 if word[0] == "成" else base * 2 - 1
    stem = word[:-1]
    lead = stem[0] not in "十百千万"
    base = Decimal(multiplier(stem))
    number = zh_number(stem[0]) * base if lead else base
    return number + 1, number + base - 1


def _duration(match: re.Match[str]) -> tuple[str, Decimal]:
    """The class a duration is compared in, and the factor to its base."""
    word = (match["zh"] or match["en"] or match["h"]).lower()
    if match["zh"]:
        word = word.removeprefix("个")
        if word in ("月", "季度"):
            return "months", Decimal(1 if word == "月" else 3)
        if word == "年":
            return "months", Decimal(12)
        if word in ("工作日", "交易日"):
            return "working days", Decimal(1)
        return "seconds", Decimal(_SECONDS[word[0]])
    if word.startswith(("working", "business")):
        return "working days", Decimal(1)
    if word.startswith(("month", "year")):
        return "months", Decimal(1 if word[0] == "m" else 12)
    return "seconds", Decimal(3600 if word == "h" else _EN_SECONDS.get(word[:3], 3600))
