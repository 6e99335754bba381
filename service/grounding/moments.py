"""Dates and clock times in Chinese and English, as far as written; days named from today are resolved against `today`."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.grounding.folding import Span
from service.grounding.numerals import zh_number
from service.grounding.types import ClaimKind, Mention, Moment
from service.patterns import lazy

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
# Months are named in letters: without any, the slow patterns have nothing to find.
_ZH_DATE = lazy(r"[月年]")
_LATIN = lazy(r"[A-Za-z]{3}")
_MONTH = r"(?P<mon>" + "|".join(f"{m}|{m[:3]}\\.?" for m in sorted(_MONTHS, key=len, reverse=True)) + r"|sept\.?)"
_ORDINAL_DAY = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?P<y>(?:19|20)\d{2}|[一二][零九一二三四五六七八]{3})"

_DATES = [
    lazy(rf"(?<!\d)(?:{_YEAR}年\s?)?(?P<m>{_N})月(?!龄)(?:份|(?P<d>{_N})(?:日|号))"),
    lazy(rf"(?<!\d){_YEAR}年(?:\s?(?P<m>{_N})月(?:份|底|初)?|度)?"),
    lazy(r"(?<![\d.个])(?P<m>1[0-2]|[1-9])月(?!龄)(?:份|底|初|中旬|上旬|下旬)?"),
    lazy(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d.])"),
    lazy(r"(?<![\d/])(?P<m>0\d|1[0-2])/(?P<d>[0-2]\d|3[01])(?![\d/])"),
    lazy(r"(?<![\dA-Za-z-])(?P<y>20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![\dA-Za-z-])"),
    lazy(rf"(?<![\dA-Za-z]){_ORDINAL_DAY}\s+(?:of\s+)?{_MONTH}(?![a-z])(?:,?\s+(?P<y>(?:19|20)\d{{2}})(?!\d))?", re.IGNORECASE),
    lazy(rf"(?<![A-Za-z]){_MONTH}\s+{_ORDINAL_DAY}(?![\d:%])(?:,?\s+(?P<y>(?:19|20)\d{{2}})(?!\d))?", re.IGNORECASE),
    lazy(rf"(?<![A-Za-z]){_MONTH}\s+(?P<y>(?:19|20)\d{{2}})(?!\d)", re.IGNORECASE),
    lazy(rf"(?<=\b(?:in|by))\s+{_MONTH}(?![A-Za-z])(?!\s+\d)", re.IGNORECASE),
    lazy(r"(?<=\b(?:in|by))\s+(?P<y>(?:19|20)\d{2})(?![\d,%])(?!\s+[a-z])|(?<=\bsince)\s+(?P<y2>(?:19|20)\d{2})(?![\d,])"),
    lazy(r"(?<![\d.月年-])(?P<d>[12]?\d|3[01])日(?!内|以内|之内|后|无理由|游|均|龄|工作|本|常)"),
    lazy(r"(?<![\d.月年-])(?P<d>[12]?\d|3[01])号(?=[上下中晚早凌起至到前，。、]|\d)"),
]
_RELATIVE = {
    **dict.fromkeys(
        ("今天", "今日", "今晨", "今早", "今晚", "今夜", "today", "tonight", "this morning", "this afternoon", "this evening"), 0
    ),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "昨夜", "昨晨", "yesterday", "last night"), -1),
    **dict.fromkeys(("明天", "明日", "明晚", "明早", "明晨", "tomorrow"), 1),
    **dict.fromkeys(("后天", "the day after tomorrow"), 2),
    **dict.fromkeys(("前天", "前日", "the day before yesterday"), -2),
}
_RELATIVE_RE = lazy(
    r"(?<!先)(?<![A-Za-z])(?:" + "|".join(sorted(_RELATIVE, key=len, reverse=True)) + r")(?![A-Za-z])(?!起的)", re.IGNORECASE
)
# A date without a year is of this year when it lies no further off than this, in days.
_SAME_YEAR = 300
_YEARS = {"今年": 0, "本年度": 0, "去年": -1, "明年": 1, "前年": -2, "this year": 0, "last year": -1, "next year": 1}
_MONTHS_NAMED = {"本月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1, "this month": 0, "last month": -1, "next month": 1}
_COARSE_RE = lazy(r"(?<![A-Za-z])(?:" + "|".join([*_YEARS, *_MONTHS_NAMED]) + r")(?![A-Za-z])", re.IGNORECASE)
_WEEKDAY_RE = lazy(
    r"(?:本|上|下|这)?(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])(?!至|到|边|围)|(?<![A-Za-z])(?P<en>"
    + "|".join(_DAYS)
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)

_ZH_PERIOD = r"凌晨|清晨|早上|早晨|上午|中午|正午|下午|傍晚|晚上|晚间|夜间|深夜|夜里|晚|早|晨|夜"
_LATE = {"下午", "傍晚", "晚上", "晚间", "夜间", "深夜", "夜里", "晚", "夜"}
_PERIOD_BEFORE = lazy(rf"({_ZH_PERIOD})\s?$")
_TIME_ZH = lazy(
    r"(?<![\d.:第])(?P<h>\d{1,2}|[一二两三四五六七八九十]{1,3})"
    r"(?:(?P<shi>时)(?!间|候|尚|常|代|光|效|段|长|装|差|期)|(?P<dian>点钟?)(?!\d+[万亿%]|名|击|赞|评|关|对|燃|餐))"
    r"(?:(?P<half>半)|(?P<q>[一三])刻|(?P<mi>\d{1,2}|[零一二三四五六七八九十]{1,3})(?:分(?!钟|之|公|店|局)|(?=[许左，。、前起 ]|$))|整)?"
    r"(?P<about>许|左右|前后|多)?"
)
_NOT_A_CLOCK = lazy(r"(?:[^，。]{0,3}(?:建议|要求|说明|原因|措施|意见|问题|内容|理由|声明|承诺|情况|澄清|事))")
_LIST_BEFORE = lazy(r"(?:以下|如下|下列|这|上述|下面|几|有)$")
_CLOCK = lazy(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-4]):(?P<mi>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<ap>[ap])\.?m(?![A-Za-z])\.?)?(?![\d:])(?P<about>许|左右)?",
    re.IGNORECASE,
)
_AM_PM = lazy(r"(?<![\d:.])(?P<h>1[0-2]|0?[1-9])(?:\.(?P<mi>[0-5]\d))?\s?(?P<ap>[ap])\.?m(?![A-Za-z])\.?", re.IGNORECASE)
_NAMED_TIME = lazy(r"(?<![A-Za-z])(?P<noon>noon|midday)|(?<![A-Za-z])midnight(?![A-Za-z])|(?P<h>\d{1,2}) o'clock", re.IGNORECASE)
_EN_PERIOD_AFTER = lazy(r"\s*(?:o'clock\s*)?(?:in the|this|at)\s+(afternoon|evening|night)", re.IGNORECASE)
_ABOUT_BEFORE = lazy(r"(?:约|大约|近|around|about|approximately|shortly (?:after|before))\s*$", re.IGNORECASE)

_DATE_THEN_TIME = lazy(
    rf"[\s,，的]*(?:{_ZH_PERIOD}|at|by|before|from|约|大约|around|about|T|\(当地时间\)|北京时间)?\s*", re.IGNORECASE
)
_TIME_THEN_DATE = lazy(
    r"[\s,]*(?:\(?(?:China|local|Beijing|Hong Kong|UK|Eastern) time\)?|[A-Z]{2,4})?[\s,]*(?:in the \w+ )?(?:on|of)?\s*(?:\w+day,?\s+)?"
)


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    moment: Moment


def find_moments(text: str, today: date) -> list[Mention]:
    """Every date and time of a folded text; a date and the time that goes with it are one mention."""
    dates = _carry_months(text, _dates(text, today))
    dates = [replace(part, moment=_with_year(part.moment, today)) for part in dates]
    return _merge(text, dates, _times(text, dates))


def _with_year(moment: Moment, today: date) -> Moment:
    """3月2日 in a statement of 2026 is 2026-03-02."""
    if moment.year is None and moment.month and moment.day:
        return replace(moment, year=year_near(today, moment.month, moment.day))
    return moment


def _dates(text: str, today: date) -> list[_Part]:
    found: list[_Part] = []
    english = _LATIN.search(text) is not None
    chinese = "月" in text or "年" in text
    for pattern in _DATES:
        # A pattern for one language costs as much on a text in the other, and finds nothing there.
        if (not english and "mon" in pattern.groupindex) or (not chinese and _ZH_DATE.search(pattern.pattern)):
            continue
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = _MONTHS_BY_NAME[groups["mon"].lower().rstrip(".")[:3]] if groups.get("mon") else _number(groups.get("m"))
            moment = Moment(_number(groups.get("y") or groups.get("y2")), month, _number(groups.get("d")))
            if moment.has_date:
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                found.append(_Part(start, match.end(), moment))
    found += [_Part(*match.span(), _day(today, _RELATIVE[match.group().lower()])) for match in _RELATIVE_RE.finditer(text)]
    found += [_Part(*match.span(), _coarse(today, match.group().lower())) for match in _COARSE_RE.finditer(text)]
    for match in _WEEKDAY_RE.finditer(text):
        name = match["zh"] or match["en"].lower()
        weekday = _DAYS.index(name) if match["en"] else "一二三四五六日".index(name.replace("天", "日"))
        found.append(_Part(*match.span(), Moment(weekday=weekday)))
    return _longest(found)


_MONTHS_BY_NAME = {name[:3]: index for index, name in enumerate(_MONTHS, 1)}


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else int(zh_number(text))


def _day(today: date, offset: int) -> Moment:
    day = today + timedelta(days=offset)
    return Moment(day.year, day.month, day.day)


def _coarse(today: date, name: str) -> Moment:
    if name in _YEARS:
        return Moment(today.year + _YEARS[name])
    months = today.year * 12 + today.month - 1 + _MONTHS_NAMED[name]
    return Moment(months // 12, months % 12 + 1)


def _longest(parts: list[_Part]) -> list[_Part]:
    """Without overlaps: earlier first, then longer."""
    kept: list[_Part] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return kept


def _carry_months(text: str, dates: list[_Part]) -> list[_Part]:
    """2月27日至28日: a bare day takes the month of the date before it in the same sentence."""
    carried: list[_Part] = []
    for part in dates:
        last = carried[-1] if carried else None
        if (
            part.moment.day is not None
            and part.moment.month is None
            and last is not None
            and last.moment.month is not None
            and not any(stop in text[last.end : part.start] for stop in "。！？\n;；")
        ):
            moment = replace(part.moment, year=last.moment.year, month=last.moment.month)
            carried.append(_Part(part.start, part.end, moment))
        else:
            carried.append(part)
    return carried


def _times(text: str, dates: list[_Part]) -> list[_Part]:
    after_date = {date.end for date in dates}
    found = [part for match in _TIME_ZH.finditer(text) if (part := _zh_time(text, match, after_date)) is not None]
    found += [_clock(text, match) for pattern in (_CLOCK, _AM_PM) for match in pattern.finditer(text)]
    for match in _NAMED_TIME.finditer(text):
        hour = 12 if match["noon"] else int(match["h"]) if match["h"] else 0
        found.append(_Part(*match.span(), Moment(hour=hour, minute=0)))
    return [part for part in _longest(found) if (part.moment.hour or 0) < 24 and (part.moment.minute or 0) < 60]


def _zh_time(text: str, match: re.Match[str], after_date: set[int]) -> _Part | None:
    start, end = match.span()
    before = text[max(0, start - 4) : start]
    period = _PERIOD_BEFORE.search(before)
    numeral = not match["h"].isdigit()
    precise = bool(match["half"] or match["q"] or match["mi"] or match["about"]) or match["dian"] == "点钟"
    follows = text[end : end + 1]
    anchored = period is not None or start in after_date or precise
    if match["dian"] and not anchored and (_LIST_BEFORE.search(before) or _NOT_A_CLOCK.match(text, end) or numeral):
        return None
    if match["shi"] and numeral and not anchored and (match["h"] == "一" or follows not in set("前起止整至到，。")):
        return None
    hour, minute = _number(match["h"]) or 0, _number(match["mi"]) or 0
    if match["half"]:
        minute = 30
    elif match["q"]:
        minute = 15 if match["q"] == "一" else 45
    word = period[1] if period else ""
    about = bool(match["about"]) or bool(_ABOUT_BEFORE.search(before))
    return _Part(start - (len(period.group()) if period else 0), end, Moment(hour=_hour(hour, word), minute=minute, about=about))


def _hour(hour: int, period: str) -> int:
    """The hour on a 24-hour clock."""
    if period in _LATE and hour < 12 and not (period in ("深夜", "夜里", "夜") and hour < 5):
        return hour + 12
    if period in ("中午", "正午") and 1 <= hour <= 3:
        return hour + 12
    if hour == 24 or (hour == 12 and period in (_LATE | {"凌晨"}) - {"下午"}):
        return 0
    return hour


def _clock(text: str, match: re.Match[str]) -> _Part:
    start, end = match.span()
    hour, minute = int(match["h"]), int(match["mi"] or 0)
    period = _PERIOD_BEFORE.search(text[max(0, start - 4) : start])
    mark = (match["ap"] or "").lower()
    if mark == "p" or (not mark and hour < 12 and _EN_PERIOD_AFTER.match(text, end)):
        hour = hour + 12 if hour < 12 else hour
    elif mark == "a" and hour == 12:
        hour = 0
    elif period and not mark:
        hour = _hour(hour, period[1])
        start -= len(period.group())
    about = bool(match.groupdict().get("about")) or bool(_ABOUT_BEFORE.search(text[max(0, start - 14) : start]))
    return _Part(start, end, Moment(hour=0 if hour == 24 else hour, minute=minute, about=about))


def _merge(text: str, dates: list[_Part], times: list[_Part]) -> list[Mention]:
    parts = sorted([*dates, *times], key=lambda part: (part.start, -part.end))
    mentions: list[Mention] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        joined = _join(text, part, parts[index + 1]) if index + 1 < len(parts) else None
        if joined is not None:
            mentions.append(Mention(ClaimKind.DATETIME, joined.start, joined.end, joined.moment))
            index += 2
            continue
        kind = ClaimKind.TIME if part.moment.hour is not None else ClaimKind.DATE
        mentions.append(Mention(kind, part.start, part.end, part.moment, unsure=part.moment.weekday is not None))
        index += 1
    return mentions


def _join(text: str, first: _Part, second: _Part) -> _Part | None:
    a, b = first.moment, second.moment
    if (a.hour is None) == (b.hour is None) or first.end > second.start + 1:
        return None
    between = text[first.end : second.start]
    day, clock = (a, b) if b.hour is not None else (b, a)
    if day.day is None or len(between) > 30:
        return None
    pattern = _DATE_THEN_TIME if b.hour is not None else _TIME_THEN_DATE
    if not pattern.fullmatch(between):
        return None
    hour = clock.hour
    # 今晚10时: the evening is in the word for the day.
    if hour is not None and day is a and text[first.end - 1 : first.end] in ("晚", "夜") and hour < 12:
        hour = _hour(hour, "晚")
    moment = replace(day, hour=hour, minute=clock.minute, about=clock.about)
    return _Part(first.start, max(first.end, second.end), moment)


def year_near(today: date, month: int, day: int) -> int:
    """The year a date without one means: today's, unless that lies most of a year away (28 December, read on 3 January)."""
    best, distance = today.year, 10**6
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            gap = abs((date(year, month, day) - today).days)
        except ValueError:
            continue
        if gap < distance:
            best, distance = year, gap
        if year == today.year and gap <= _SAME_YEAR:
            return year
    return best


def spans_of(mentions: list[Mention]) -> list[Span]:
    """The places of the mentions."""
    return [Span(mention.start, mention.end) for mention in mentions]
