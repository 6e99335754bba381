"""Quantities, dates and clock times in a text, with where they stand. The same scanners read the brief and the statement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from evals.grounding.numerals import EN_NUMBER, EN_WORD, ZH_NUMBER, ZH_NUMERAL, parse
from evals.grounding.words import listed
from service.patterns import lazy

COUNT, MONEY, PERCENT, DURATION, MEASURE = "count", "money", "percent", "duration", "measure"

ZH_UNITS = {
    DURATION: (
        "个半小时",
        "个小时",
        "个工作日",
        "工作日",
        "个自然日",
        "小时",
        "分钟",
        "个月",
        "个星期",
        "星期",
        "日内",
        "天",
        "周",
        "秒",
        "年",
    ),
    MONEY: ("人民币", "美元", "港元", "欧元", "英镑", "港币", "块钱", "元"),
    MEASURE: ("千克", "公斤", "毫升", "毫克", "公里", "千米", "厘米", "平方米", "吨", "升", "克", "米", "度"),
    COUNT: listed(
        "人次 位 名 人 起 宗 例 件 份 台 个 箱 瓶 家 批 辆 条 单 户 款 只 套 间 架 次 笔 艘 袋 盒 罐 桶 层 间 声 幅 张 所 项"
    ),
}
EN_UNITS = {
    DURATION: ("working day", "business day", "hour", "minute", "day", "week", "month", "year", "second"),
    MONEY: ("dollar", "pound", "euro", "yuan", "pence", "cent"),
    MEASURE: (
        "litre",
        "liter",
        "gallon",
        "kilogram",
        "kg",
        "gram",
        "tonne",
        "ton",
        "mile",
        "kilometre",
        "kilometer",
        "km",
        "metre",
    ),
}
MONTHS = listed("January February March April May June July August September October November December")
_MONTH = "(?P<month>" + "|".join(f"{name}|{name[:3]}\\b\\.?" for name in MONTHS) + ")"
_NOT_COUNTED = frozenset(
    listed(
        "of in on at to by from for and or the a an is are was were has have had will be been am pm per percent cent with as than that this "
        "which who when while after before between until since about hundred thousand million billion o clock times another star way "
        "thing things more most other others hand hours hour once if so but not"
    )
) | {name.lower() for name in MONTHS}


@dataclass(frozen=True)
class Quantity:
    """A number and what it counts: `start`..`end` is the number alone."""

    start: int
    end: int
    token: str
    value: Decimal
    group: str
    unit: str
    unit_end: int


@dataclass(frozen=True)
class Day:
    """A calendar day; `month` is None where only the day is written."""

    start: int
    end: int
    month: int | None
    day: int
    day_start: int
    day_end: int


@dataclass(frozen=True)
class Clock:
    """A time of day as written; `minute_at` is None where only the hour is written."""

    start: int
    end: int
    hour: int
    minute: int
    hour_at: tuple[int, int]
    minute_at: tuple[int, int] | None
    part: str


def _zh_quantity() -> str:
    units = "|".join(f"(?P<{group}>{'|'.join(sorted(names, key=len, reverse=True))})" for group, names in ZH_UNITS.items())
    return (
        rf"(?<![\d.,:：\-第每任何下上这那该另某同A-Za-z零〇一二两三四五六七八九十百千万亿])(?P<sign>[¥￥$£€]?)"
        rf"(?P<number>{ZH_NUMBER})\s?多?余?(?:(?P<sure>[%％])|{units})"
    )


_ZH_QUANTITY = lazy(_zh_quantity())
_ZH_PERCENT = lazy(rf"百分之(?P<number>{ZH_NUMBER})")
_ZH_SYMBOL = lazy(r"[¥￥$£€]\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")
_EN_QUANTITY = lazy(
    rf"(?<![\w.:$£€/,\-])(?P<number>{EN_NUMBER})(?P<gap>\s|-)?(?P<sure>%|per\s?cent\b)?(?P<next>(?<=[\s\-])[A-Za-z]+(?:\sdays?\b)?)?",
    re.IGNORECASE,
)
_EN_MONEY = lazy(r"(?<![\w.])[$£€](?P<number>\d[\d,]*(?:\.\d+)?(?:\s(?:thousand|million|billion))?)(?![\d])")


def quantities(text: str, language: str) -> Iterator[Quantity]:
    """Every number that counts something."""
    yield from _zh_quantities(text) if language == "zh" else _en_quantities(text)


def _made(match: re.Match[str], group: str, unit: str, unit_end: int) -> Iterator[Quantity]:
    token = match["number"].rstrip(",")
    value = parse(token)
    if value is not None and value > 0:
        start = match.start("number")
        yield Quantity(start, start + len(token), token, value, group, unit, unit_end)


def _zh_quantities(text: str) -> Iterator[Quantity]:
    taken: set[int] = set()
    for match in _ZH_QUANTITY.finditer(text):
        group = next((name for name in ZH_UNITS if match[name]), PERCENT)
        unit = match[group] if group != PERCENT else "%"
        if match["sign"]:
            group = MONEY
        # 一起, 一个 and 一次 count nothing; 2026年 is no length; 一天 is "one day" as often as it is a figure.
        if match["number"] == "一" and (unit in "起个次条件项款套批声份" or group == DURATION):
            continue
        if (unit == "年" and len(match["number"]) == 4) or (unit == "年" and text[match.end() :][:1].isdigit()):
            continue
        taken.add(match.start("number"))
        yield from _made(match, group, unit, match.end())
    for match in _ZH_PERCENT.finditer(text):
        yield from _made(match, PERCENT, "%", match.end())
    for match in _ZH_SYMBOL.finditer(text):
        if match.start("number") not in taken:
            yield from _made(match, MONEY, "元", match.end())


def _en_quantities(text: str) -> Iterator[Quantity]:
    for match in _EN_MONEY.finditer(text):
        yield from _made(match, MONEY, "", match.end())
    listed_at = {
        at for pattern in (EN_DAY_LIST, EN_MONTH_LIST) for match in pattern.finditer(text) for at in range(*match.span())
    }
    for match in _EN_QUANTITY.finditer(text):
        if match.start("number") in listed_at:
            continue
        word = (match["next"] or "").lower()
        if len(word) == 1 or _AFTER_MONTH.search(text, max(0, match.start() - 12), match.start()):
            continue
        if match["sure"]:
            yield from _made(match, PERCENT, "%", match.end())
            continue
        group = next((name for name, units in EN_UNITS.items() if any(word in {unit, unit + "s"} for unit in units)), None)
        if group is None:
            if not word or word in _NOT_COUNTED or match["next"][0].isupper() or match["gap"] == "-" or _is_year(match["number"]):
                continue
            group = COUNT
        yield from _made(match, group, word, match.end())


_AFTER_MONTH = lazy(rf"\b{_MONTH}\s$")


def _is_year(token: str) -> bool:
    return token.isdigit() and len(token) == 4 and token[:2] in {"19", "20"}


_ZH_DAY = lazy(rf"(?P<month>\d{{1,2}}|{ZH_NUMERAL})月(?P<day>\d{{1,2}}|{ZH_NUMERAL})(?:[日号]|(?![\d日号份底初]))")
_ZH_BARE_DAY = lazy(r"(?<![\d月.])(?P<day>\d{1,2})日(?!内|之内|元|均|常)")
_EN_DAY = lazy(rf"(?<![\d:])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}")
_EN_MONTH_DAY = lazy(rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])")


def days(text: str, language: str) -> Iterator[Day]:
    """Every calendar day that is written with its number."""
    patterns = (_ZH_DAY, _ZH_BARE_DAY) if language == "zh" else (_EN_DAY, _EN_MONTH_DAY)
    for pattern in patterns:
        for match in pattern.finditer(text):
            day = parse(match["day"])
            month = _month(match.groupdict().get("month"))
            if day is not None and 1 <= day <= 31 and (month is None or 1 <= month <= 12):
                yield Day(match.start(), match.end(), month, int(day), *match.span("day"))


def _month(written: str | None) -> int | None:
    if written is None:
        return None
    for number, name in enumerate(MONTHS, 1):
        if written[:3] == name[:3]:
            return number
    value = parse(written)
    return int(value) if value is not None else 0


_ZH_PART = "(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜|早|晚|夜)?"
_ZH_CLOCK = lazy(
    rf"{_ZH_PART}(?<![\d:：.])(?P<hour>\d{{1,2}}|(?<=[晨上午间里日天])[一二两三四五六七八九十]{{1,3}})"
    rf"(?:[时点](?!\s?间|\s?候|\s?段)(?:(?P<minute>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})分)?|[:：](?P<colon>\d{{2}}))"
)
_EN_CLOCK = lazy(
    r"(?<![\d:.,$£€-])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:\s?(?P<part>[ap]\.?m\b\.?))?(?![\d:%])", re.IGNORECASE
)


def clocks(text: str, language: str) -> Iterator[Clock]:
    """Every time of day."""
    for match in (_ZH_CLOCK if language == "zh" else _EN_CLOCK).finditer(text):
        groups = match.groupdict()
        name = "colon" if groups.get("colon") else "minute"
        hour, minute = parse(match["hour"]), parse(groups.get(name) or "0")
        if hour is None or minute is None or hour > 24 or minute > 59:
            continue
        if language == "en" and not (groups["part"] or (groups["minute"] and ":" in match.group())):
            continue
        at = match.span(name) if groups.get(name) else None
        yield Clock(match.start(), match.end(), int(hour), int(minute), match.span("hour"), at, groups["part"] or "")


NUMBER_WORDS = lazy(rf"\b{EN_WORD}\b", re.IGNORECASE)
EN_DAY_LIST = lazy(rf"(?P<list>(?:\d{{1,2}}(?:,\s?|\s(?:and|or|to)\s|[–-]))+)(?P<day>\d{{1,2}})\s{_MONTH}")
EN_MONTH_LIST = lazy(
    rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?P<list>(?:(?:,\s?|\s(?:and|or|to)\s|[–-])\d{{1,2}}(?![\d:]|\s[ap]\.?m))+)"
)


def listed_days(text: str) -> Iterator[tuple[int, int]]:
    """Month and day of English lists: 29, 30 and 31 August."""
    for pattern in (EN_DAY_LIST, EN_MONTH_LIST):
        for match in pattern.finditer(text):
            for number in re.findall(r"\d{1,2}", match["list"]):
                yield _month(match["month"]) or 0, int(number)
