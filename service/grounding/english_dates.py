"""Dates in English words: 3 March, March 3rd, last Friday, yesterday evening, since 2019."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from service.grounding.moment_parts import Part, day_from, month_from
from service.grounding.numerals import EN_ORDINALS
from service.grounding.types import Moment
from service.grounding.units import counts
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
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_MONTH_OF = {**{name: n for n, name in enumerate(_MONTHS, 1)}, **{name[:3]: n for n, name in enumerate(_MONTHS, 1)}, "sept": 9}
# A full stop belongs to a short form only: "6 Dec. 2025", but "on 6 May.".
_MONTH = (
    r"(?P<mon>"
    + "|".join(sorted(_MONTH_OF, key=len, reverse=True))
    + r")(?![A-Za-z])(?:(?<=jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|ept)\.)?"
)
_DAY = r"(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:,\s?|\s+|-|,?\s+of\s+)(?P<y>(?:19|20)[0-9]{2})(?![0-9]|,[0-9]))"
_DAY_MONTH = lazy(rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+|-)(?:day\s+)?(?:of\s+)?{_MONTH}{_YEAR}?", re.IGNORECASE)
_MONTH_DAY = lazy(rf"{_MONTH}(?:\s+|-)(?:the\s+)?{_DAY}(?![0-9:%]|\.[0-9]|\s?[ap]\.?m|,[0-9]){_YEAR}?", re.IGNORECASE)
_MONTH_YEAR = lazy(rf"{_MONTH},?\s+(?:of\s+)?(?P<y>(?:19|20)[0-9]{{2}})(?![0-9]|,[0-9])", re.IGNORECASE)
_MONTH_ALONE = lazy(rf"{_MONTH}(?:\s+(?P<rel>last|this|next)\s+year(?![A-Za-z]))?(?!\s+[0-9])", re.IGNORECASE)
_MONTH_LEAD = lazy(
    r"(?<![A-Za-z])(?:in|by|since|until|till|during|from|early|late|mid|of|last|next|this|through|before|after|between)[\s-]+\Z",
    re.IGNORECASE,
)
_EARLIER_DAY = lazy(
    r"(?<![0-9.,:/-])(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?(?P<by>\s?(?:-|/|&|,)\s?|\s(?:to|and|or|until|through)\s(?:the\s)?)\Z"
)
_LATER_DAY = lazy(
    r"(?:\s?-\s?|\s(?:to|through|until)\s(?:the\s)?|\sand\s(?=[0-9]{1,2}(?:[.,;]|\s(?:in|at|we|the|our|inclusive|for|from)\s|$)))(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9:%]|[.,][0-9]|\s?[ap]\.?m)",
    re.IGNORECASE,
)
_AND_DAY = lazy(r"\sand\s(?:the\s)?(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9:%])")
_WORD = lazy(r"[A-Za-z]{2,}")
_RELATIVE = lazy(
    r"(?P<before>the day before yesterday|the (?P<eve>night|evening) before last)|(?P<after>the day after tomorrow)"
    r"|(?P<day>today|tonight|yesterday|tomorrow)(?:\s(?P<p>morning|afternoon|evening|night))?"
    r"|(?P<this>this)\s(?P<tp>morning|afternoon|evening)|last\s(?P<night>night)"
    r"|(?P<rel>last|this|next)\s(?P<unit>month|year)",
    re.IGNORECASE,
)
_OFFSETS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_STEPS = {"last": -1, "this": 0, "next": 1}
_WEEKDAY_LEAD = lazy(r"(?<![A-Za-z])(?P<rel>last|this|next|coming|past)\s\Z", re.IGNORECASE)
_NO_WEEKDAY_LEAD = lazy(
    r"(?:black|cyber|good|easter|bank holiday|every|each|casual|(?:to|through|-|and)|[a-z]day\s?-)\s?\Z", re.IGNORECASE
)
_WEEKDAY_RANGE = lazy(r"\s?(?:to|through|until|-|and)\s?(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_SHORT_DAY_TAIL = lazy(r"\.?,?\s(?:[0-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
# On the 28th: a day of its own, and no thing of that number.
_BARE_DAY = lazy(
    r"(?<![A-Za-z])(?:on|by|until|till|before|after|since|from|through)\sthe\s(?P<d>[12]?[0-9]|3[01])(?:st|nd|rd|th)"
    r"(?=[.,;:!?)](?![0-9])|\s?$|\s?[-(]|\s(?:at|by|and|in|from|to|until|we|our|the|it|they|that|he|she|who|which|of\s(?:this|last|next)\smonth)(?![A-Za-z]))",
    re.IGNORECASE,
)
# The ninth of February, March the ninth, "until the twenty-seventh": a day in words, bare only where no noun follows.
_ORDINAL_DAY = lazy(
    r"(?P<w>(?:twenty|thirty)[-\s])?(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)(?![A-Za-z-])"
    rf"(?:\s(?:day\s)?(?:of\s)?{_MONTH}{_YEAR}?)?",
    re.IGNORECASE,
)
_ORDINAL_LEAD = lazy(
    rf"(?<![A-Za-z])(?:(?P<prep>on|by|until|till|before|after|since|from|through|to|between|and)|{_MONTH})\sthe\s\Z",
    re.IGNORECASE,
)
_ORDINAL_TAIL = lazy(r"[.,;:!?)](?![0-9])|\s?$|\s(?:and|to|until|till|through|at|in)\s(?!of)", re.IGNORECASE)
# Those below are as often the first or third of several things.
_FIRST_BARE_DAY = 4
_BARE_YEAR = lazy(r"(?:19|20)(?<![0-9A-Za-z.,/$£€¥-].{2})[0-9]{2}(?![0-9A-Za-z%]|[.,:/-][0-9])")
_YEAR_LEAD = lazy(
    r"(?<![A-Za-z])(?:in|by|since|during|until|till|from|before|after|of|early|late|mid|the|spring|summer|autumn|winter)[\s-]\Z",
    re.IGNORECASE,
)
_DAY_FOLLOWS = lazy(r"[0-9]{1,2}(?=(?:st|nd|rd|th)?(?:\s|-))")


def english_dates(text: str, today: date) -> Iterator[Part]:
    """Every date in English words of a text."""
    last = 0
    for word in _WORD.finditer(text):
        read = _READERS.get(word.group().lower())
        if read is None or word.start() < last:
            continue
        for part in read(text, word, today):
            yield part
            last = max(last, part.end)
    for match in _BARE_DAY.finditer(text):
        yield Part(match.start("d"), match.end(), Moment(day=int(match["d"])))
    yield from _ordinal_days(text)
    for match in _BARE_YEAR.finditer(text):
        if _YEAR_LEAD.search(text, max(0, match.start() - 12), match.start()) and not counts(text, match.end()):
            yield Part(*match.span(), Moment(int(match.group())))


def _ordinal_days(text: str) -> Iterator[Part]:
    for word in _ORDINAL_WORD.finditer(text):
        match = _ORDINAL_DAY.match(text, word.start())
        if match is None:
            continue
        day = EN_ORDINALS.get((match["w"] or "").replace(" ", "-").lower() + match["n"].lower())
        lead = _ORDINAL_LEAD.search(text, max(0, match.start() - 20), match.start())
        if day is None or text[match.start() - 1 : match.start()] == "-":
            continue
        if match["mon"]:
            year = int(match["y"]) if match["y"] else None
            yield Part(*match.span(), Moment(year, _MONTH_OF[match["mon"].lower()], day))
        elif lead is not None and lead["mon"]:
            yield Part(lead.start("mon"), match.end("n"), Moment(None, _MONTH_OF[lead["mon"].lower()], day))
        elif lead is not None and day >= _FIRST_BARE_DAY and _ORDINAL_TAIL.match(text, match.end("n")):
            yield Part(match.start(), match.end("n"), Moment(day=day))


_ORDINAL_WORD = lazy(r"(?<![A-Za-z])[a-z-]{0,12}(?:first|second|th|ird)(?![A-Za-z])", re.IGNORECASE)


def _month(text: str, word: re.Match[str], today: date) -> Iterator[Part]:
    start, name = word.start(), word.group()
    if name in ("may", "march", "mar", "dec", "sat", "sun") or text[start - 1 : start] == "'":
        # "may" and "march" are verbs in small letters.
        return
    month = _MONTH_OF[name.lower()]
    if (before := _day_before(text, start, word.end())) is not None:
        year = int(before["y"]) if before["y"] else None
        yield from _earlier_days(text, before.start(), Moment(year, month, int(before["d"])))
        yield Part(*before.span(), Moment(year, month, int(before["d"])))
    elif match := _MONTH_DAY.match(text, start):
        moment = Moment(int(match["y"]) if match["y"] else None, month, int(match["d"]))
        yield Part(*match.span(), moment)
        between = text[max(0, start - 8) : start].lower() == "between "
        if later := (_AND_DAY if between else _LATER_DAY).match(text, match.end()):
            yield Part(later.start("d"), later.end(), Moment(moment.year, month, int(later["d"])))
    elif match := _MONTH_YEAR.match(text, start):
        yield Part(*match.span(), Moment(int(match["y"]), month))
    elif (match := _MONTH_ALONE.match(text, start)) and (match["rel"] or _MONTH_LEAD.search(text, max(0, start - 10), start)):
        year = today.year + _STEPS[match["rel"].lower()] if match["rel"] else None
        yield Part(start, match.end() if match["rel"] else word.end(), Moment(year, month))


def _day_before(text: str, start: int, end: int) -> re.Match[str] | None:
    """3 March, 3rd of March: the day stands before the month."""
    for figure in _DAY_FOLLOWS.finditer(text, max(0, start - 14), start):
        at = figure.start()
        if text[at - 1 : at] and (text[at - 1].isalnum() or (text[at - 1] == "-" and text[at - 2 : at - 1].isalpha())):
            continue
        match = _DAY_MONTH.match(text, at)
        if match is not None and match.end("mon") == end:
            return match
    return None


def _earlier_days(text: str, start: int, moment: Moment) -> list[Part]:
    """2-4 March, 2, 3 and 4 March: the days that share the month behind them."""
    found: list[Part] = []
    at = start
    while len(found) < 6 and (match := _EARLIER_DAY.search(text, max(0, at - 14), at)):
        if not 0 < int(match["d"]) <= 31 or (found and "," not in match["by"]) or (not found and match["by"].strip() == ","):
            break
        found.append(Part(match.start(), match.end("by") - len(match["by"]), Moment(moment.year, moment.month, int(match["d"]))))
        at = match.start()
    return found[::-1]


def _relative(text: str, word: re.Match[str], today: date) -> Iterator[Part]:
    start = word.start()
    match = _RELATIVE.match(text, start)
    if match is None or text[match.end() : match.end() + 1].isalpha():
        return
    if match["before"] or match["after"]:
        distant = day_from(today, -2 if match["before"] else 2)
        yield Part(*match.span(), replace(distant, night=bool(match["eve"])), (match["eve"] or "").lower())
    elif match["day"]:
        day = match["day"].lower()
        period = "tonight" if day == "tonight" else (match["p"] or "").lower()
        yield Part(*match.span(), replace(day_from(today, _OFFSETS[day]), night=day == "tonight"), period)
    elif match["this"] or match["night"]:
        period = (match["tp"] or match["night"]).lower()
        moment = day_from(today, 0 if match["this"] else -1)
        yield Part(*match.span(), replace(moment, night=period in ("evening", "night")), period)
    else:
        step = _STEPS[match["rel"].lower()]
        year = match["unit"].lower() == "year"
        yield Part(*match.span(), Moment(today.year + step) if year else month_from(today, step))


def _weekday(text: str, word: re.Match[str], today: date) -> Iterator[Part]:
    start, name = word.start(), word.group().lower()
    short = name in _SHORT_DAYS
    if short and not (word.group()[0].isupper() and _SHORT_DAY_TAIL.match(text, word.end())):
        return
    if _WEEKDAY_RANGE.match(text, word.end()) or _in_weekday_range(text, start):
        return
    weekday = _SHORT_DAYS[name] if short else _WEEKDAYS.index(name)
    lead = _WEEKDAY_LEAD.search(text, max(0, start - 8), start)
    if lead is None:
        yield Part(start, word.end(), Moment(weekday=weekday), unsure=True)
        return
    yield Part(lead.start("rel"), word.end(), _named_weekday(today, weekday, lead["rel"].lower()), unsure=True)


def _in_weekday_range(text: str, start: int) -> bool:
    return _NO_WEEKDAY_LEAD.search(text, max(0, start - 14), start) is not None


def _named_weekday(today: date, weekday: int, word: str) -> Moment:
    """Last Friday is the Friday before today, or that of the week before; next Friday likewise."""
    ahead = (weekday - today.weekday()) % 7
    if word in ("last", "past"):
        first = ahead - 7
        second = weekday - today.weekday() - 7
    elif word == "this":
        first = second = weekday - today.weekday()
    else:
        first = ahead or 7
        second = weekday - today.weekday() + 7 if word == "next" else first
    nearest, other = day_from(today, first), day_from(today, second)
    return nearest if first == second else replace(nearest, alternative=other)


_Reader = Callable[[str, "re.Match[str]", date], Iterator[Part]]
_READERS: dict[str, _Reader] = {
    **dict.fromkeys(_MONTH_OF, _month),
    **dict.fromkeys([*_WEEKDAYS, *_SHORT_DAYS], _weekday),
    **dict.fromkeys(["today", "tonight", "yesterday", "tomorrow", "this", "last", "next", "the"], _relative),
}
