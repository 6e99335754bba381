"""Dates and clock times in Chinese and English, as far as written; days named from today are resolved against `today`."""

import re
from dataclasses import replace
from datetime import date

from service.grounding.clock import PERIOD, times
from service.grounding.dates import dates
from service.grounding.english_dates import english_dates
from service.grounding.folding import Span
from service.grounding.moment_parts import Part, day_from, longest, on_day_clock
from service.grounding.types import ClaimKind, Mention, Moment
from service.patterns import lazy

# One of these stands in every moment.
_ANY = lazy(r"[0-9年月日号时点天晚夜晨早午周期拜]|[A-Za-z]{3}")
_LATIN = lazy(r"[A-Za-z]{3}")
# A date without a year is of this year when it lies no further off than this, in days.
_SAME_YEAR = 300
_DATE_THEN_TIME = lazy(
    rf"[\s,，的()（）]*(?:{PERIOD}|(?:(?:in|on)\sthe\s)?(?P<p>morning|afternoon|evening|night)|at|by|before|from|约|大约|around|about|just after|shortly after|shortly before|T|\(当地时间\)|北京时间)?"
    r"(?:\s(?:at|around|about))?\s*",
    re.IGNORECASE,
)
_TIME_THEN_DATE = lazy(
    r"[\s,]*(?:\(?(?:China|local|Beijing|Hong Kong|UK|Eastern|Pacific|Central|Mountain|Atlantic)(?: (?:standard |daylight )?time)?\)?|\(?[A-Z]{2,4}\)?)?[\s,]*(?:(?:in|on) the (?P<p>\w{5,9}) )?(?:on|of)?[\s,]*(?:the\s)?(?:\w{3,6}day,?\s+(?:the\s)?)?"
)
_HOUR_AFTER = lazy(
    r",?\s(?:at|by|(?P<about>around|about))\s(?P<h>1[0-2]|[1-9])(?![0-9A-Za-z:.%]|,[0-9]|\s[a-z]*s(?![A-Za-z]))", re.IGNORECASE
)
_SENTENCE_STOP = lazy(r"[。！？\n;；]")


def find_moments(text: str, today: date) -> list[Mention]:
    """Every date and time of a folded text; a date and the time that goes with it are one mention."""
    if not _ANY.search(text):
        return []
    found = list(dates(text, today))
    if _LATIN.search(text):
        found += english_dates(text, today)
    days = [_dated(part, today) for part in _carried(text, longest(found), today)]
    return _merge(text, days, longest([*times(text, {day.end for day in days}), *_bare_hours(text, days)]))


def _bare_hours(text: str, days: list[Part]) -> list[Part]:
    """Last night around 11: a number that only the word before it makes an hour."""
    found: list[Part] = []
    for day in days:
        if day.period and (match := _HOUR_AFTER.match(text, day.end)):
            hour = on_day_clock(int(match["h"]), day.period)
            found.append(
                Part(
                    match.start("h"),
                    match.end(),
                    Moment(hour=hour, minute=None if match["about"] else 0, about=bool(match["about"])),
                )
            )
    return found


def _dated(part: Part, today: date) -> Part:
    moment = _with_year(part.moment, today)
    return part if moment is part.moment else replace(part, moment=moment)


def _with_year(moment: Moment, today: date) -> Moment:
    """3月2日 in a statement of 2026 is 2026-03-02."""
    if moment.year is None and moment.month and moment.day:
        other = None if moment.alternative is None else _with_year(moment.alternative, today)
        return Moment(year_near(today, moment.month, moment.day), moment.month, moment.day, alternative=other)
    return moment


def _carried(text: str, parts: list[Part], today: date) -> list[Part]:
    """2月27日至28日, 次日: a bare day takes the month of the date before it in the same sentence."""
    carried: list[Part] = []
    for part in parts:
        last = carried[-1] if carried else None
        day, moment = part.moment.day, part.moment
        if not part.later and (day is None or moment.month is not None):
            carried.append(part)
            continue
        month = last.moment.month if last and not _SENTENCE_STOP.search(text, last.end, part.start) else None
        if part.later:
            if last is None or month is None or last.moment.day is None:
                continue
            moment = _days_later(_with_year(last.moment, today), part.later)
        elif month is not None and last is not None:
            moment = replace(moment, year=last.moment.year, month=month)
        carried.append(part if moment is part.moment else replace(part, moment=moment, later=0))
    return carried


def _days_later(moment: Moment, days: int) -> Moment:
    try:
        return day_from(date(moment.year or 1, moment.month or 1, moment.day or 1), days)
    except (ValueError, OverflowError):
        return moment


def _merge(text: str, days: list[Part], clock: list[Part]) -> list[Mention]:
    parts = sorted([*days, *_clear_of(days, clock)], key=lambda part: (part.start, -part.end))
    mentions: list[Mention] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        joined, used = _with_next(text, parts, index)
        if joined is not None:
            mentions.append(Mention(ClaimKind.DATETIME, joined.start, joined.end, joined.moment, unsure=joined.unsure))
            index += used
            continue
        kind = ClaimKind.TIME if part.moment.hour is not None else ClaimKind.DATE
        mentions.append(Mention(kind, part.start, part.end, part.moment, unsure=part.unsure))
        index += 1
    return mentions


def _clear_of(days: list[Part], clock: list[Part]) -> list[Part]:
    """Without the times inside dates; 昨晚10时 shares the 晚 with its date."""
    kept: list[Part] = []
    index = 0
    for part in clock:
        while index < len(days) and days[index].end <= part.start:
            index += 1
        if index == len(days) or days[index].start >= part.end or days[index].end == part.start + 1:
            kept.append(part)
    return kept


def _with_next(text: str, parts: list[Part], index: int) -> tuple[Part | None, int]:
    """A date joined with the time beside it; the weekday of the date may stand between."""
    part, rest = parts[index], parts[index + 1 : index + 3]
    if not rest:
        return None, 1
    if (joined := _join(text, part, rest[0])) is not None:
        return joined, 2
    if (
        len(rest) == 2
        and _is_weekday_of(rest[0].moment, rest[1].moment, part.moment)
        and (joined := _join(text, part, rest[1], rest[0])) is not None
    ):
        return joined, 3
    return None, 1


def _is_weekday_of(weekday: Moment, *days: Moment) -> bool:
    """Whether a bare weekday is that of the date beside it; a wrong one stays a claim of its own."""
    if weekday.weekday is None or weekday.day is not None:
        return False
    for day in days:
        if day.year and day.month and day.day:
            try:
                return date(day.year, day.month, day.day).weekday() == weekday.weekday
            except ValueError:
                return False
    return False


def _join(text: str, first: Part, second: Part, between_them: Part | None = None) -> Part | None:
    a, b = first.moment, second.moment
    if (a.hour is None) == (b.hour is None) or first.end > second.start + 1:
        return None
    between = text[first.end : second.start]
    if between_them is not None:
        between = text[first.end : between_them.start] + text[between_them.end : second.start]
    day, clock = (a, b) if b.hour is not None else (b, a)
    if day.day is None or len(between) > 40:
        return None
    match = (_DATE_THEN_TIME if b.hour is not None else _TIME_THEN_DATE).fullmatch(between)
    if match is None:
        return None
    hour = clock.hour
    # 今晚10时, last night at 10:20: the evening is in the word for the day.
    timed, dated = (second, first) if day is a else (first, second)
    period = (match["p"] or "").lower() or dated.period
    known = not timed.bare
    if hour is not None and timed.bare and period:
        hour, known = on_day_clock(hour, period), True
    other = _other(day, clock, hour, known=known)
    moment = Moment(day.year, day.month, day.day, hour, clock.minute, day.weekday, clock.about, other, clock.slack, day.night)
    return Part(first.start, max(first.end, second.end), moment, unsure=dated.unsure)


def _other(day: Moment, clock: Moment, hour: int | None, *, known: bool) -> Moment | None:
    """The other reading of the whole: of its date, else of its time."""
    if day.alternative is not None:
        return replace(day.alternative, hour=hour, minute=clock.minute, about=clock.about, alternative=None)
    if clock.alternative is not None and not known:
        return replace(day, hour=clock.alternative.hour, minute=clock.minute, about=clock.about, alternative=None)
    return None


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
