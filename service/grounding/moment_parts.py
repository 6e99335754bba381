"""Pieces of moments before they are joined: a date or a clock time at its place, and the small readings both need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from service.grounding.numerals import zh_number
from service.grounding.types import Moment

N = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"


@dataclass(frozen=True, slots=True)
class Part:
    """A date or time where it stands.

    `period`: the part of the day a date names (晚, evening); `bare`: the hour may be of either half of the day; `later`: days
    after the date named before it (次日); `unsure`: worked out from the name of a weekday.
    """

    start: int
    end: int
    moment: Moment
    period: str = ""
    bare: bool = False
    later: int = 0
    unsure: bool = False


_LATE = frozenset(
    [
        "下午",
        "午后",
        "傍晚",
        "晚上",
        "晚间",
        "夜间",
        "深夜",
        "夜里",
        "半夜",
        "午夜",
        "晚",
        "夜",
        "下昼",
        "晏昼",
        "夜晚",
        "晚黑",
        "afternoon",
        "evening",
        "night",
        "tonight",
    ]
)
_NIGHT = frozenset(["深夜", "夜里", "半夜", "午夜", "夜", "night", "tonight"])
_MIDNIGHT_AT_TWELVE = frozenset(
    ["晚上", "晚间", "夜间", "深夜", "夜里", "半夜", "午夜", "晚", "夜", "夜晚", "凌晨", "night", "tonight"]
)


def number(text: str | None) -> int | None:
    """A short numeral in digits or Chinese; None stays None."""
    if text is None:
        return None
    return int(text) if text.isdigit() else int(zh_number(text.replace("廿", "二十")))


def on_day_clock(hour: int, period: str) -> int:
    """The hour on a 24-hour clock, given the part of the day it was said of."""
    if period in _LATE and hour < 12 and not (period in _NIGHT and hour < 5):
        return hour + 12
    if period in ("中午", "正午", "午间") and 1 <= hour <= 3:
        return hour + 12
    if hour == 24 or (hour == 12 and period in _MIDNIGHT_AT_TWELVE):
        return 0
    return hour


def day_from(today: date, offset: int) -> Moment:
    """The day so many days from today."""
    day = today + timedelta(days=offset)
    return Moment(day.year, day.month, day.day)


def month_from(today: date, offset: int) -> Moment:
    """The month so many months from this one."""
    months = today.year * 12 + today.month - 1 + offset
    return Moment(months // 12, months % 12 + 1)


def longest(parts: Iterable[Part]) -> list[Part]:
    """Without overlaps: earlier first, then longer."""
    kept: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return kept
