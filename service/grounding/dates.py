"""Dates in Chinese and in figures, absolute and relative to today."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from service.grounding.moment_parts import N, Part, day_from, month_from, number
from service.grounding.types import Moment
from service.patterns import lazy

_SPAN_FOLLOWS = rf"(?=\s?[-~—至到、和及]\s?{N}(?:这?两)?\s?[日号天])"
_MONTH_TAIL = rf"(?:份|底|初|末|中旬|上旬|下旬|\s?(?P<d>{N})\s?(?:[日号]|{_SPAN_FOLLOWS}))"
_NUMERAL = lazy(
    r"[0-9一二三四五六七八九十廿](?<![0-9A-Za-z][0-9])[0-9零一二三四五六七八九十廿]{0,3}(?=\s?(?:[年月日号]|[至到~—-]\s?(?:19|20)[0-9]{2}\s?年))"
)
# 2019至2021年: the word for a year stands behind the last.
_FIRST_YEAR = lazy(r"(?P<y>(?:19|20)[0-9]{2})(?=\s?[至到~—-]\s?(?:19|20)[0-9]{2}\s?年)")
_ZH_YEAR = lazy(
    rf"(?P<y>(?:19|20)[0-9]{{2}}|[一二][零九一二三四五六七八]{{3}}|[0-9]{{2}}(?=\s?年\s?[0-9]{{1,2}}\s?月))\s?年(?!\s?第[一二三四]季)(?:\s?(?P<m>{N})\s?月{_MONTH_TAIL}?|度)?"
)
_ZH_MONTH = lazy(rf"(?P<m>{N})\s?月(?![龄薪饼嫂均租费销活])(?P<tail>{_MONTH_TAIL})?")
_ZH_DAY = lazy(r"(?P<d>[0-9]{1,2})\s?(?:日(?!内|以内|之内|后|之后|无理由|游|均|龄|工作|本|常|元|报)|(?P<hao>号))")
# 三号: with a numeral a house, a line or a vessel as often as a day.
_ZH_NUMERAL_DAY = lazy(
    rf"(?P<d>{N})号(?=\s?[(（]?(?:[上下中正]午|早上|早晨|凌晨|清晨|傍晚|晚上|夜里|深夜|晚[0-9一二两三四五六七八九十]|[之以]前|那天|当天|前[，。,、]|周[一二三四五六日]|星期))"
)
_MONTH_BESIDE = lazy(r"(?:年|月份?\s?[、和及与到至])\s?\Z")
_MONTH_AFTER = lazy(rf"\s?[、和及与到至]\s?{N}月")
_DAY_PAIR = lazy(rf"(?<![0-9月])(?P<a>{N})\s?[、和]\s?(?P<b>{N})(?:这?两)?[日号天](?![内后])")
_MONTH_SPAN = lazy(
    rf"(?<![0-9一二三四五六七八九十.])(?P<a>{N})月?份?\s?(?:[-~—到]|至)\s?(?P<b>{N})月(?:份|底|初|末|中旬|上旬|下旬)?(?![0-9龄薪饼嫂均租费销活])"
)
_AS_DAY_BEFORE = lazy(
    r"(?:[于在到至自从是(（]|截至|[今明昨前后]天|[今明昨]日|本月|上月|下月|个月|周[一二三四五六日]|星期[一二三四五六日]|[0-9][日号]\s?[、~—-])\s?\Z"
)
# What follows a day and hardly ever a house, a line or a vessel of that number.
_AS_DAY_AFTER = lazy(
    r"(?=[上下中正午晚早朝凌夜清晨深傍半起至到前以之那这当的，。、；：)）】」\s,:;.~—-]|[打来收发我你您他她它大客公接在出已就才再也都还又将会要能可须必曾刚正因经由向对给把被让请介通告宣表说称回答开结恢停复举召交办查完报退赔兑做成去送拿拆换公布网有没未]|[0-9]|$)"
)
_NOT_AFTER = lazy(r"[.月年]\Z|(?<![0-9日号])-\Z")
_RANGE_DAY_ZH = lazy(r"(?<=[日号])\s?[至到~-]\s?(?P<d>[一二三四五六七八九十]{1,3})[日号]")
_FIGURES = lazy(r"[0-9](?<![0-9A-Za-z./-][0-9])[0-9]{0,3}(?:(?P<sep>[-/.])[0-9]{1,2}(?:(?P=sep)[0-9]{1,4})?)(?![0-9]|[-/.][0-9])")
_COMPACT = lazy(r"20(?<![0-9A-Za-z-]20)(?P<y>[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z-])")
_DATE_LEAD = lazy(r"(?:on|by|until|from|since|dated|before|after|at|[于在自至到]|截至)\s?\Z", re.IGNORECASE)
_MONTHS_OF_A_YEAR = 12
_CLOCK_AFTER = lazy(
    r"\s?(?:[0-9]{1,2}\s?[:时点]|[0-9]{1,2}\s?[ap]\.?m|凌晨|清晨|早|上午|中午|下午|傍晚|晚|夜|[(（]?(?:周|星期)[一二三四五六日])",
    re.IGNORECASE,
)
_NO_DAY = lazy(r"\s?(?:of\b|[元块万亿倍%％度分个毫公米克kgm])", re.IGNORECASE)
_ALONE = lazy(r"(?:^|[\s,，。、；;:：(（\[【至到])\Z")
_SLASHED = lazy(r"[/.-]")
_LETTER = lazy(r"[A-Za-z]")

_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3, "听": 1, "寻": -1, "琴": -1}
_RELATIVE = lazy(
    r"[大前后昨今明听寻琴](?:(?<=大)[前后][天日]|(?<=[前后])(?<![先之以日大].)天|(?<=[昨今明])(?:天|儿(?!童|科|子|女|歌)|日(?!头条|资本|方舟|重现))"
    r"|(?<=[昨今明前])(?:晚(?!报|会)|夜|晨|早|午)|(?<=今)朝|(?<=[听寻琴])(?<![旁打收倾凝搜找追口钢].)[日晚朝])(?!起的)"
)
_YEARS = {"今": 0, "本": 0, "去": -1, "明": 1, "前": -2}
_COARSE = lazy(
    rf"[今去明前本上下这](?:(?<=[今去明前])年(?![轻级龄纪])(?:\s?(?P<m>{N})\s?月{_MONTH_TAIL}?)?|(?<=本)年度"
    rf"|(?:(?<=[本上下])月|(?<=[上下这])个月)(?!球)(?:份|底|初|末|中旬|上旬|下旬|\s?(?P<md>{N})\s?[日号])?)"
)
_MONTHS = {"本": 0, "这": 0, "上": -1, "下": 1}
_WEEKDAY = lazy(
    r"[本上下这周星礼](?<![每一二三四五六七八九十两几0-9].)(?:(?<=[本上下这])个?(?:周|星期|礼拜)|(?<=周)|(?<=星)期|(?<=礼)拜)(?P<d>[一二三四五六日天])(?![至到边围~-])"
)
_WEEKDAY_RANGE = lazy(r"[至到~-]\Z")
_WEEKS = {"本": 0, "这": 0, "上": -1, "下": 1}
_NEXT_DAY = lazy(r"[次翌隔第](?:(?<=[次翌])日|(?<=隔)天|(?<=第)二天)")
_HAS_ZH = lazy(r"[年月日号天晚夜晨早午周期拜]")


def dates(text: str, today: date) -> Iterator[Part]:
    """Dates in Chinese words and in figures; a day without its month is given as it stands."""
    if _HAS_ZH.search(text):
        yield from _absolute(text)
        yield from _relative(text, today)
    for match in _FIGURES.finditer(text):
        if (moment := _in_figures(text, match)) is not None:
            yield Part(*match.span(), moment)
    for match in _COMPACT.finditer(text):
        yield Part(*match.span(), Moment(2000 + int(match["y"]), int(match["m"]), int(match["d"])))


def _absolute(text: str) -> Iterator[Part]:
    last = 0
    for numeral in _NUMERAL.finditer(text):
        start = numeral.start()
        if start < last:
            continue
        if match := _FIRST_YEAR.match(text, start):
            last = match.end()
            yield Part(start, last, Moment(int(match["y"])))
            continue
        if match := _ZH_YEAR.match(text, start):
            year = number(match["y"]) or 0
            moment = Moment(year if year > 99 else 2000 + year, number(match["m"]), number(match["d"]))
        elif match := _zh_month(text, start):
            moment = Moment(month=number(match["m"]), day=number(match["d"]))
        elif match := _zh_day(text, start):
            moment = Moment(day=number(match["d"]))
        else:
            continue
        last = match.end()
        yield Part(start, last, moment)
    for match in _RANGE_DAY_ZH.finditer(text):
        yield Part(match.start("d"), match.end(), Moment(day=number(match["d"])))
    if "号" in text:
        for match in _ZH_NUMERAL_DAY.finditer(text):
            yield Part(*match.span(), Moment(day=number(match["d"])))
    yield from _pairs(text)


def _pairs(text: str) -> Iterator[Part]:
    """4、5两日, 3月到7月: the first shares the word behind the second."""
    for match in _DAY_PAIR.finditer(text):
        first, second = number(match["a"]) or 0, number(match["b"]) or 0
        if 1 <= first < second <= 31:
            yield Part(*match.span("a"), Moment(day=first))
            yield Part(match.start("b"), match.end(), Moment(day=second))
    for match in _MONTH_SPAN.finditer(text) if "月" in text else ():
        first, second = number(match["a"]) or 0, number(match["b"]) or 0
        written = match["a"].isdigit() == match["b"].isdigit()
        if written and 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            yield Part(*match.span("a"), Moment(month=first))
            yield Part(match.start("b"), match.end(), Moment(month=second))


def _zh_month(text: str, start: int) -> re.Match[str] | None:
    match = _ZH_MONTH.match(text, start)
    if match is None:
        return None
    if match["d"] or (match["tail"] and not text[max(0, start - 1) : start].isdigit()):
        return match
    if not match["m"].isdigit():
        # 三月 may be a span of time; 十一月 and a month of a row are none, for a span is said with 个.
        row = _MONTH_BESIDE.search(text, max(0, start - 3), start) or _MONTH_AFTER.match(text, match.end())
        return match if (len(match["m"]) > 1 or row) and 1 <= (number(match["m"]) or 0) <= 12 else None
    within = 1 <= int(match["m"]) <= 12 and text[start - 1 : start] not in (".", "个")
    return match if within and not match["m"].startswith("0") else None


def _zh_day(text: str, start: int) -> re.Match[str] | None:
    match = _ZH_DAY.match(text, start)
    before = text[max(0, start - 4) : start]
    if match is None or not 1 <= int(match["d"]) <= 31 or _NOT_AFTER.search(before):
        return None
    if match["hao"] and not (_AS_DAY_BEFORE.search(before) or _AS_DAY_AFTER.match(text, match.end())):
        return None
    return match


def _relative(text: str, today: date) -> Iterator[Part]:
    for match in _RELATIVE.finditer(text):
        word = match.group()
        period = word[-1] if word[-1] in "晚夜" else ""
        day = day_from(today, _DAYS[word[:-1]])
        yield Part(*match.span(), replace(day, night=True) if period else day, period)
    for match in _COARSE.finditer(text):
        word = match.group()
        if match["md"]:
            month = month_from(today, _MONTHS[word[0]])
            yield Part(*match.span(), Moment(month.year, month.month, number(match["md"])))
        elif "年" in word:
            yield Part(*match.span(), Moment(today.year + _YEARS[word[0]], number(match["m"]), number(match["d"])))
        else:
            yield Part(*match.span(), month_from(today, _MONTHS[word[0]]))
    for match in _WEEKDAY.finditer(text):
        if _WEEKDAY_RANGE.search(text, max(0, match.start() - 1), match.start()):
            continue
        weekday = "一二三四五六日".index(match["d"].replace("天", "日"))
        yield Part(*match.span(), _weekday(today, weekday, _WEEKS.get(match.group()[0])), unsure=True)
    for match in _NEXT_DAY.finditer(text):
        yield Part(*match.span(), Moment(), later=1)


def _weekday(today: date, weekday: int, week: int | None) -> Moment:
    """周五 is any Friday; 上周五 and 本周五 are dates."""
    if week is None:
        return Moment(weekday=weekday)
    return day_from(today, 7 * week + weekday - today.weekday())


def _in_figures(text: str, match: re.Match[str]) -> Moment | None:
    pieces = _SLASHED.split(match.group())
    if len(pieces) == 3:
        return _three(pieces, match["sep"])
    first, second = pieces
    if len(first) > 2 or len(second) > 2:
        return None
    if _is_day(text, match, int(first), int(second)):
        return day_and_month(int(first), int(second))
    if match["sep"] != "/":
        return None
    if int(second) < int(first) <= 12 and match.group() not in ("24/7", "7/24") and not _LETTER.match(text, match.end()):
        # More than a whole is no share.
        return day_and_month(int(first), int(second))
    plain = len(first) == len(second) == 2 and 1 <= int(first) <= 12 and int(second) <= 31
    return (
        day_and_month(int(first), int(second))
        if plain or _DATE_LEAD.search(text, max(0, match.start() - 8), match.start())
        else None
    )


def _is_day(text: str, match: re.Match[str], month: int, day: int) -> bool:
    """7/30, "8.10 20:30", 7.18晚: month and day as people type them in a hurry; 1/3 of and 5.2元 are none."""
    if not (1 <= month <= 12 and 1 <= day <= 31) or _NO_DAY.match(text, match.end()):
        return False
    if _CLOCK_AFTER.match(text, match.end()):
        return True
    return (
        match["sep"] == "/"
        and day > _MONTHS_OF_A_YEAR
        and _ALONE.search(text, max(0, match.start() - 1), match.start()) is not None
    )


def _three(pieces: list[str], separator: str) -> Moment | None:
    first, second, third = pieces
    if len(first) == 4 and first[:2] in ("19", "20") and len(third) <= 2:
        return Moment(int(first), int(second), int(third))
    if len(first) > 2 or len(third) not in (2, 4) or (len(third) == 2 and separator != "/"):
        return None
    if len(third) == 4 and third[:2] not in ("19", "20"):
        return None
    return day_and_month(int(first), int(second), int(third) if len(third) == 4 else 2000 + int(third))


def day_and_month(first: int, second: int, year: int | None = None) -> Moment:
    """03/04 as 4 March, or else 3 April; the other reading is kept beside it when both can be."""
    by_month, by_day = Moment(year, first, second), Moment(year, second, first)
    if first == second or not (1 <= second <= 12 and first <= 31):
        return by_month
    if not (1 <= first <= 12 and second <= 31):
        return by_day
    return Moment(year, first, second, alternative=by_day)
