"""Clock times in Chinese, in figures and in English words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.grounding.leeway import with_leeway
from service.grounding.moment_parts import Part, longest, number, on_day_clock
from service.grounding.numerals import EN_COUNTED
from service.grounding.types import ClaimKind, Moment
from service.grounding.units import unit_at
from service.patterns import lazy

PERIOD = r"凌晨|清晨|早上|早晨|上午|中午|正午|午间|午后|下午|下昼|晏昼|朝早|夜晚|晚黑|傍晚|晚上|晚间|夜间|深夜|夜里|半夜|午夜|晚|早|晨|夜"
_PERIOD_BEFORE = lazy(rf"({PERIOD})\s?\Z")
_TIME_ZH = lazy(
    r"[0-9零一二两三四五六七八九十](?<![.第][0-9])(?<![0-9.第].)(?<![0-9]:.)(?:(?<=[0-9])[0-9]{0,1}|(?<![0-9])[一二三四五六七八九十]{0,2})\s?"
    r"(?:(?P<shi>时)(?!间|候|尚|常|代|光|效|段|长|装|差|期|速|而|起时)|(?P<dian>点钟?)(?![0-9]+[万亿%]|名|击|赞|评|关|对|燃|餐|亮|滴|心|菜|位|数))"
    r"(?:(?P<half>半)(?!小时|天|年|个)|(?P<q>[一三])刻|\s?(?P<mi>[0-9]{1,2}|[零一二三四五六七八九十廿]{1,3})(?:\s?分(?!钟|之(?!间|前|后|内|际)|公|店|局|别|批)|(?=[许左，。、前起至到 ]|$)|(?:(?<=[0-9]{2})|(?<=[二三四五点]十)|(?<=[十廿][一二三四五六七八九]))(?![0-9.%零一二三四五六七八九十百千万亿个人名条件项元块页米分年月日号倍吨公度级成折升斤克厘毫]))|整)?"
    r"(?P<about>许|左右|前后|多)?"
)
_NOT_A_CLOCK = lazy(
    r"(?:[^，。]{0,3}(?:建议|要求|说明|原因|措施|意见|问题|内容|理由|声明|承诺|情况|澄清|事|提示|提醒|经验|教训|思考|看法|疑问|希望))"
)
_LIST_BEFORE = lazy(r"(?:以下|如下|下列|这|上述|下面|几|有)\Z")
_FIRST_ZH = lazy(r"(?<![0-9.:第月])(?P<h>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s?[至到~—-]\s?\Z")
_SPAN_BEFORE = lazy(r"[时点半分刻许整0-9]\s?[至到~—-]\s?\Z")
_CLOCK = lazy(
    r"[0-9](?<![0-9.+][0-9])(?<![0-9]:[0-9])(?<![A-Za-z][-][0-9])[0-9]?(?<!3[0-9])(?<![4-9][0-9]):(?P<mi>[0-5][0-9])(?::[0-5][0-9](?:\.[0-9]{1,6})?)?(?:\s?(?P<ap>[ap])\.?m(?![A-Za-z])\.?)?(?:Z|\+[0-9]{2}:?[0-9]{2})?(?![0-9]|:[0-9])(?P<about>许|左右)?",
    re.IGNORECASE,
)
_AM_PM = lazy(
    r"[0-9](?<![0-9:.][0-9])[0-9]?(?:[.:](?P<mi>[0-5][0-9]))?\s?(?P<ap>[ap])(?:\.\s?m(?![A-Za-z])\.?|m(?![A-Za-z])\.?)",
    re.IGNORECASE,
)
_FIRST_EN = lazy(
    r"(?<![0-9.:/])(?P<h>1[0-2]|0?[1-9])(?:[.:](?P<mi>[0-5][0-9]))?(?:\s?[-—]\s?|\s(?:to|until|till|and)\s)\Z", re.IGNORECASE
)
_DOTTED = lazy(r"(?P<h>[01]?[0-9]|2[0-3])\.(?P<mi>[0-5][0-9])(?![0-9A-Za-z%]|[.,][0-9])")
_H_CLOCK = lazy(r"(?P<h>[01]?[0-9]|2[0-3])h(?P<mi>[0-5][0-9])(?P<unit>)(?![0-9A-Za-z])", re.IGNORECASE)
_HUNDREDS = lazy(
    r"(?P<h>[01][0-9]|2[0-3])(?P<mi>[0-5][0-9])(?P<unit>)(?=\s(?:on\s(?:the\s[0-9]|[A-Z]|[0-9])|today|yesterday|tomorrow|this\s(?:morning|afternoon|evening)))"
)
_AT_ALONE = lazy(r"(?<![A-Za-z])at\s\Z", re.IGNORECASE)
# Behind other prepositions a figure with a full stop is as often a price or a length.
_TIME_FOLLOWS = lazy(r"\s(?:on|and|today|GMT|BST|hrs)(?![A-Za-z])|[,;)]|\s?$|\.(?:\s|$)", re.IGNORECASE)
# The words that make a figure with a full stop a time without "at" before it.
_TIME_TAIL = lazy(
    r"\s(?:this\s(?:morning|afternoon|evening)|(?:yesterday|tomorrow)(?![A-Za-z])|in\sthe\s(?:morning|afternoon|evening)|last\snight|tonight|that\s(?:morning|afternoon|evening|night)|the\ssame\s(?:day|morning|afternoon|evening|night))",
    re.IGNORECASE,
)
# A timeline's line begins with its time; a time may follow its date.
_TIMELINE = lazy(r"(?:^|\n)[-*•\s]{0,3}\Z")
_TIMELINE_TAIL = lazy(r"\s?(?:[-—:]|\s[A-Z])")
_DATED = lazy(r"(?:(?:19|20)[0-9]{2}|[a-z]day),?\s\Z")
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AT_HOUR = lazy(r"(?<![A-Za-z])(?<!one\s)(?<!two\s)(?:at|by|until|before|since)\s\Z", re.IGNORECASE)
_CHINESE = lazy(r"[\u4e00-\u9fff]")
_HOUR_WORD = lazy(
    rf"(?P<h>{'|'.join(_HOURS)})(?=[.,;](?!\w)|\s(?:that|on|sharp|yesterday|tomorrow|today|last)(?![A-Za-z])|\s?$)"
    r"|(?P<n>1[0-2]|[1-9])(?=\s(?:sharp|yesterday|tomorrow|that\s(?:the|it|they|he|she|a|an|we|our|no|all|there)|on\s(?:the\s)?[A-Z0-9])(?![A-Za-z]*\s?%))",
    re.IGNORECASE,
)
_STANDS = lazy(
    r"(?<![A-Za-z])(?:st[oa]nds?|stood|standing|remain\w*|total\w*|count\w*|capped|number\w*|figure\w*|put)\s(?:at|by)\s\Z",
    re.IGNORECASE,
)
_AT = lazy(r"(?<![A-Za-z])(?:at|of|by|until|till|from|before|after|around|about|approximately|since)\s\Z", re.IGNORECASE)
_MILITARY = lazy(
    r"(?P<h>[01][0-9]|2[0-3]):?(?P<mi>[0-5][0-9])\s?(?P<unit>hrs|hours|h|GMT|BST|UTC|EST|EDT|PST|PDT|CET|HKT|local time)(?![A-Za-z])",
    re.IGNORECASE,
)
_ZONED = lazy(r"[0-9]h[0-9]|[0-9]{2}\s?(?:h|H|GMT|BST|UTC|[EP][SD]T|CET|local)")
# Minutes past or to an hour, in words.
_COUNTED = {word: number for word, number in EN_COUNTED.items() if 0 < number < 30}
# "From ten to two" are the hours between.
_FROM = lazy(r"\b(?:from|between|open)\s\Z", re.IGNORECASE)
_HOUR = rf"(?P<h>{'|'.join(_HOURS)}|1[0-2]|[1-9])(?![A-Za-z0-9])"
_MINUTES = {"quarter": 15, "half": 30, **_COUNTED, **{word.replace("-", " "): number for word, number in _COUNTED.items()}}
_ROUND_MINUTES = ("twenty-five", "twenty five", "five", "ten", "twenty", "quarter", "half")
_WORDS = lazy(
    rf"(?P<noon>(?:12 )?(?:noon|midday)|midday)(?![A-Za-z])|(?:12 )?(?P<night>midnight)(?![A-Za-z])"
    rf"|(?P<half>half)(?:\s|-)past\s(?:{_HOUR})",
    re.IGNORECASE,
)
_PAST = lazy(
    rf"(?P<m>{'|'.join(sorted(_MINUTES, key=len, reverse=True))}|[0-9]{{1,2}})(?P<min>\sminutes?)?\s(?P<way>past|to|after|before)\s(?:(?P<pole>(?:12\s)?(?:noon|midday|midnight))(?![A-Za-z])|{_HOUR}(?!:[0-9]|\s?[ap]\.?m|\s(?:people|years|days|hours|weeks)))",
    re.IGNORECASE,
)
# 15 o'clock, 7.10 o'clock: as people say them whose clocks have 24 hours.
_O_CLOCK = lazy(r"(?<![0-9.:,])(?P<h>[01]?[0-9]|2[0-4])(?:[.:](?P<mi>[0-5][0-9]))?\s?o'?clock(?![A-Za-z])", re.IGNORECASE)
_WORD_HOUR = lazy(
    rf"{_HOUR}(?:\so'clock|\s(?P<ap>[ap])\.?m(?![A-Za-z])\.?|(?=\s(?:in the|this|that|on the|yesterday|tomorrow) (?:morning|afternoon|evening)|\s(?:at|last) night|\stonight))",
    re.IGNORECASE,
)
_PERIOD_AFTER = lazy(
    r"\s?,?\s?(?:o'clock\s)?(?:in\sthe|this|at|that|on\sthe|(?P<day>yesterday|tomorrow))\s(?P<p>morning|afternoon|evening|night)(?![A-Za-z])",
    re.IGNORECASE,
)
_ABOUT_BEFORE = lazy(
    r"(?:约|大约|近|around|about|approximately|roughly|circa|some time (?:after|before)|shortly (?:after|before))\s*\Z",
    re.IGNORECASE,
)
_WORD_START = lazy(r"[A-Za-z]+|[0-9]+")
_TIME_WORDS = frozenset([*_HOURS, *_MINUTES, "noon", "midday", "midnight"])
_LATIN = lazy(r"[A-Za-z]")
_COUNTING = lazy(r"(?<![A-Za-z])(?:more|fewer) than\s\Z", re.IGNORECASE)


def times(text: str, date_ends: set[int]) -> list[Part]:
    """Every clock time; `date_ends`: where dates end, for a time may follow one without more ado."""
    found = [*_zh_times(text, date_ends), *_figures(text)]
    if _LATIN.search(text):
        found += _words(text)
    # "Fewer than nine" counts something, whatever follows.
    clear = [part for part in longest(found) if _COUNTING.search(text, max(0, part.start - 16), part.start) is None]
    return [replace(part, moment=with_leeway(text, part.start, part.end, part.moment)) for part in clear]


def _zh_times(text: str, date_ends: set[int]) -> Iterator[Part]:
    if "时" not in text and "点" not in text:
        return
    last: Part | None = None
    for match in _TIME_ZH.finditer(text):
        part = _zh_time(text, match, date_ends)
        if part is None:
            continue
        if first := _FIRST_ZH.search(text, max(0, part.start - 6), part.start):
            period = _PERIOD_BEFORE.search(text, max(0, first.start() - 2), first.start())
            hour = on_day_clock(number(first["h"]) or 0, period[1] if period else "")
            earlier = Part(period.start() if period else first.start(), first.end("h"), Moment(hour=hour, minute=0))
            if hour <= 24:
                yield earlier
                last = earlier
        part = _same_half(text, last, part)
        if last is not None and part.bare and part.moment.alternative is None and _goes_on(text, last, part):
            # 下午2时10分……3时35分: still of that afternoon, or of the small hours.
            part = replace(part, moment=replace(part.moment, alternative=replace(part.moment, hour=(part.moment.hour or 0) + 12)))
        yield part
        last = part


def _goes_on(text: str, last: Part, part: Part) -> bool:
    """Whether a time of the first half of the day stands behind one of the second, in the same paragraph."""
    hour, before = part.moment.hour or 0, last.moment.hour or 0
    return 1 <= hour < 12 <= before and "\n" not in text[last.end : part.start]


def _same_half(text: str, first: Part | None, part: Part) -> Part:
    """下午2点至5点: the second time is of the half of the day the first names."""
    hour, before = part.moment.hour, first.moment.hour if first else None
    if hour is None or before is None or first is None or not part.bare or before < 12 or not hour < 12 or hour + 12 <= before:
        return part
    if part.start - first.end > 3 or not _SPAN_BEFORE.search(text, max(0, part.start - 4), part.start):
        return part
    return replace(part, moment=replace(part.moment, hour=hour + 12))


_SHORT_OF = lazy(r"(?:还?[差欠])\s?(?:(?P<mi>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})分钟?|(?P<q>[一三])刻钟?)(?:到|就)?\s?\Z")
_HOUR_TEXT = lazy(r"[0-9]{1,2}|[零一二两三四五六七八九十]{1,3}")


def _zh_time(text: str, match: re.Match[str], date_ends: set[int]) -> Part | None:
    start, end = match.span()
    written = _HOUR_TEXT.match(match.group())
    if written is None or text.endswith("分之", 0, start):
        return None
    before = text[max(0, start - 4) : start]
    period = _PERIOD_BEFORE.search(before)
    numeral = not written.group()[0].isdigit()
    precise = bool(match["half"] or match["q"] or match["mi"] or match["about"]) or match["dian"] == "点钟"
    short = _SHORT_OF.search(text, max(0, start - 16), start)
    anchored = period is not None or short is not None or start in date_ends or (precise and match["about"] != "多")
    if match["dian"] and not anchored and (_LIST_BEFORE.search(before) or _NOT_A_CLOCK.match(text, end) or numeral):
        return None
    if (
        match["shi"]
        and numeral
        and not anchored
        and (written.group() == "一" or text[end : end + 1] not in set("前起止整至到，。"))
    ):
        return None
    hour, minute = number(written.group()) or 0, number(match["mi"])
    if hour > 24 and match["dian"]:
        return None
    if match["half"] or match["q"]:
        minute = 30 if match["half"] else 15 if match["q"] == "一" else 45
    word = period[1] if period else ""
    if short is not None and not precise:
        # 差二十分十二点 is eleven forty; the words for the half of the day stand before it.
        period = _PERIOD_BEFORE.search(text, max(0, short.start() - 4), short.start())
        word = period[1] if period else word
        start, hour, minute = short.start(), hour - 1 if hour > 1 else 12, 60 - _short_of(short)
    about = bool(match["about"]) or bool(_ABOUT_BEFORE.search(before))
    minute = minute if about and minute is None else minute or 0
    start -= len(period.group()) if period else 0
    moment = Moment(hour=on_day_clock(hour, word), minute=minute, about=about)
    if match["dian"] and period is None and 1 <= hour < 12:
        # 时 is of the 24-hour clock; 两点四十一分 may be of the afternoon the text tells of.
        moment = replace(moment, alternative=replace(moment, hour=hour + 12))
    return Part(start, end, moment, bare=period is None)


def _short_of(match: re.Match[str]) -> int:
    return 15 * (number(match["q"]) or 0) if match["q"] else number(match["mi"]) or 0


def _figures(text: str) -> Iterator[Part]:
    latin = _LATIN.search(text) is not None
    if latin:
        # "From 1:10 to 4:35 p.m." begins in the afternoon: the pair is read before its first figure is read alone.
        yield from _half_days(text)
    if ":" in text:
        yield from (_clock(text, match) for match in _CLOCK.finditer(text))
    if not latin:
        return
    if "clock" in text.lower():
        yield from (_bare(text, *m.span(), int(m["h"]), int(m["mi"] or 0)) for m in _O_CLOCK.finditer(text))
    if "." in text or _HUNDREDS.search(text) or _ZONED.search(text):
        yield from _dotted(text)


def _half_days(text: str) -> Iterator[Part]:
    for match in _AM_PM.finditer(text):
        part = _clock(text, match)
        if (part.moment.hour or 0) > 24:
            continue
        if first := _FIRST_EN.search(text, max(0, match.start() - 12), match.start()):
            hour = int(first["h"]) % 12 + (12 if match["ap"] in "pP" else 0)
            # 11 to 1 p.m. begins before noon.
            hour -= 12 if hour > (part.moment.hour or 0) and hour >= 12 else 0
            yield Part(first.start(), first.end("mi" if first["mi"] else "h"), Moment(hour=hour, minute=int(first["mi"] or 0)))
        yield part


def _dotted(text: str) -> Iterator[Part]:
    for match in _at_digits(_DOTTED, text):
        if _is_time(text, match.start(), match.end()):
            yield _bare(text, *match.span(), int(match["h"]), int(match["mi"]))
    for pattern in (_MILITARY, _H_CLOCK, _HUNDREDS):
        for match in _at_digits(pattern, text):
            sure = pattern is not _HUNDREDS and (match["h"][0] == "0" or match["unit"].lower() not in ("hours", "h"))
            if sure or _AT.search(text, max(0, match.start() - 16), match.start()):
                part = _bare(text, *match.span(), int(match["h"]), int(match["mi"]))
                yield replace(part, moment=replace(part.moment, alternative=None), bare=False)


def _is_time(text: str, start: int, end: int) -> bool:
    """Whether 4.40 is a time of day: by the word before it or behind it, or because its line begins with it."""
    if _TIME_TAIL.match(text, end) or _DATED.search(text, max(0, start - 7), start):
        return True
    unit = unit_at(text, end, end)
    if unit.kind is not ClaimKind.NUMBER and len(text[end : unit.end].split()) < 2:
        return False
    if _AT_ALONE.search(text, max(0, start - 4), start):
        return _STANDS.search(text, max(0, start - 24), start) is None
    if _TIMELINE.search(text, max(0, start - 4), start):
        return _TIMELINE_TAIL.match(text, end) is not None
    return bool(_AT.search(text, max(0, start - 16), start) and _TIME_FOLLOWS.match(text, end))


def _at_digits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for digits in _DIGIT_RUN.finditer(text):
        if (match := pattern.match(text, digits.start())) is not None:
            yield match


_DIGIT_RUN = lazy(r"[0-9](?<![0-9.:,A-Za-z/-][0-9])[0-9]{0,3}(?=[.:\sA-Za-z])")


def _clock(text: str, match: re.Match[str]) -> Part:
    start, end = match.span()
    written = _HOUR_TEXT.match(match.group())
    hour, minute = int(written.group()) if written else 0, int(match["mi"] or 0)
    groups = match.groupdict()
    mark = (match["ap"] or "").lower()
    if mark:
        hour = hour % 12 + (12 if mark == "p" else 0) if hour <= 12 else hour
        return Part(start, end, Moment(hour=hour, minute=minute, about=_is_about(text, start)))
    part = _bare(text, start, end, hour, minute)
    moment = part.moment
    about = bool(groups.get("about")) or moment.about
    # 09:30 and 22:20 are of the 24-hour clock; 9:30 and 10:20 may not be.
    other = (
        moment.alternative
        if not match.group().startswith("0") and not _CHINESE.search(text, max(0, start - 3), end + 3)
        else None
    )
    moment = Moment(hour=moment.hour, minute=moment.minute, about=about, alternative=other)
    return Part(part.start, end, moment, bare=part.bare and not match.group().startswith("0"))


def _is_about(text: str, start: int) -> bool:
    return _ABOUT_BEFORE.search(text, max(0, start - 20), start) is not None


def _bare(text: str, start: int, end: int, hour: int, minute: int) -> Part:
    """A time whose half of the day the words around it may give."""
    about = _is_about(text, start)
    if zh := _PERIOD_BEFORE.search(text, max(0, start - 4), start):
        return Part(zh.start(), end, Moment(hour=on_day_clock(hour, zh[1]), minute=minute, about=about))
    if after := _PERIOD_AFTER.match(text, end):
        period = after["p"].lower()
        if period == "night" and hour < 5:
            period = "morning"
        if period == "morning" and hour == 12:
            # 12:50 this morning is past midnight.
            hour = 0
        return Part(start, end, Moment(hour=on_day_clock(hour, period), minute=minute, about=about))
    moment = Moment(hour=0 if hour == 24 else hour, minute=minute, about=about)
    if 1 <= hour < 12:
        moment = replace(moment, alternative=replace(moment, hour=hour + 12))
    return Part(start, end, moment, bare=hour <= 12)


def _words(text: str) -> Iterator[Part]:
    for word in _WORD_START.finditer(text):
        start = word.start()
        if word.group().lower() not in _TIME_WORDS and not word.group().isdigit():
            continue
        ranged = _FROM.search(text, max(0, start - 12), start) is not None
        if not ranged and (match := _PAST.match(text, start)) and (part := _past(text, match)) is not None:
            yield part
        elif match := _WORDS.match(text, start):
            hour = 12 if match["noon"] else 0 if match["night"] else _hour_of(match["h"])
            if match["half"]:
                yield _bare(text, start, match.end(), hour, 30)
            else:
                yield Part(start, match.end(), Moment(hour=hour, minute=0, about=_is_about(text, start)))
        elif match := _WORD_HOUR.match(text, start):
            hour, mark = _hour_of(match["h"]), (match["ap"] or "").lower()
            if mark:
                yield Part(
                    start,
                    match.end(),
                    Moment(hour=hour % 12 + (12 if mark == "p" else 0), minute=0, about=_is_about(text, start)),
                )
            else:
                yield _bare(text, start, match.end(), hour, 0)
        elif (
            (match := _HOUR_WORD.match(text, start))
            and _AT_HOUR.search(text, max(0, start - 8), start)
            and not _STANDS.search(text, max(0, start - 24), start)
        ):
            yield _bare(text, start, match.end(), _hour_of(match["h"] or match["n"]), 0)


def _hour_of(word: str) -> int:
    return int(word) if word.isdigit() else _HOURS.index(word.lower()) + 1


def _past(text: str, match: re.Match[str]) -> Part | None:
    """Ten past nine, a quarter to ten."""
    word, way = match["m"].lower(), match["way"].lower()
    if match["min"] is None and not word.isdigit() and word not in _ROUND_MINUTES:
        return None
    minutes = int(word) if word.isdigit() else _MINUTES[word]
    clear = word == "quarter" or (way == "past" and minutes <= 30) or match["pole"] is not None or match["min"] is not None
    if (
        not clear
        and not _AT.search(text, max(0, match.start() - 16), match.start())
        and not _PERIOD_AFTER.match(text, match.end())
    ):
        return None
    if (
        minutes >= 60
        or (word.isdigit() and way == "to" and minutes not in (5, 10, 20, 25) and not match["pole"])
        or (way in ("after", "before") and word != "quarter" and not match["pole"] and not _o_clock(text, match))
    ):
        return None
    if match["pole"]:
        hour = 0 if "night" in match["pole"].lower() else 12
        later = hour * 60 + (minutes if way in ("past", "after") else -minutes)
        return Part(*match.span(), Moment(hour=later // 60 % 24, minute=later % 60))
    hour = _hour_of(match["h"])
    if way in ("to", "before"):
        hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
    return _bare(text, match.start(), match.end(), hour, minutes)


def _o_clock(text: str, match: re.Match[str]) -> bool:
    """Five minutes before nine this morning: words behind it that only an hour has."""
    return match["min"] is not None and (
        text.startswith(" o'clock", match.end()) or _PERIOD_AFTER.match(text, match.end()) is not None
    )
