"""Times as a statement writes them, resolved against the brief's issue time: enough to compare a promised next update with the ledger."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from service.language import TextLanguage
from service.patterns import lazy

_ZH = lazy(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})[日号])?"
    r"(?P<word>今天|今日|今晚|今早|明天|明日|明晚|明早|后天|当天|当日|当晚|次日)?"
    r"[（(（]?(?:周|星期|礼拜)?[一二三四五六日天]?[）)）]?\s*"
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|晚|夜间|深夜|零)?\s*"
    r"(?:(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})|[时点](?:(?P<minute2>\d{1,2})分|(?P<half>半)|整)?))?"
)
_ZH_SPAN = lazy(r"(?P<count>\d{1,3}|半|[一二两三四五六七八九十]{1,3})个?(?P<unit>小时|分钟|天|日|工作日)(?:之)?(?:内|后)")
_ZH_COUNT = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_EN_CLOCK = lazy(
    r"\b(?:(?P<h24>[01]?\d|2[0-4])[:.](?P<m24>[0-5]\d)(?!\d)(?:\s*(?P<ap1>[ap])\.?m\b\.?)?|(?P<h12>1[0-2]|0?[1-9])\s*(?P<ap2>[ap])\.?m\b\.?|(?P<named>noon|midday|midnight))",
    re.IGNORECASE,
)
_EN_DAY = lazy(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mo1>{_MONTH})|(?P<mo2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?:,?\s+(?P<year>\d{{4}}))?"
    r"|\b(?P<word>today|tonight|this (?:morning|afternoon|evening)|tomorrow)\b",
    re.IGNORECASE,
)
_EN_SPAN = lazy(
    r"\b(?:within|in)\s+(?:the\s+next\s+)?(?P<count>\d{1,3}|one|two|three|four|six|eight|twelve|twenty-four)\s+(?P<unit>hours?|minutes?|days?)\b",
    re.IGNORECASE,
)
_EN_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12, "twenty-four": 24}
_AFTER_NOON = frozenset({"下午", "午后", "傍晚", "晚上", "晚间", "晚", "夜间", "深夜"})
_NEXT_DAYS = {"明天": 1, "明日": 1, "明晚": 1, "明早": 1, "次日": 1, "后天": 2, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A time in a text at `[start, end)`. What the writer left out is None; a span of time is already resolved to `at`."""

    start: int
    end: int
    day: date | None = None
    clock: time | None = None
    at: datetime | None = None

    def means(self, moment: datetime) -> bool:
        """Whether this names `moment`, as far as it says anything."""
        if self.at is not None:
            return abs(self.at - moment) < timedelta(minutes=1)
        return (self.day is None or self.day == moment.date()) and (
            self.clock is None or self.clock == moment.time().replace(second=0, microsecond=0)
        )


def written_times(text: str, issued_at: datetime, language: TextLanguage) -> tuple[WrittenTime, ...]:
    """Every day, clock time or span of time in `text`; days without a date count from `issued_at`."""
    finder = _chinese if language == "zh" else _english
    return tuple(finder(text, issued_at))


def _chinese(text: str, issued_at: datetime) -> Iterator[WrittenTime]:
    for found in _ZH_SPAN.finditer(text):
        raw = found["count"]
        count = 0.5 if raw == "半" else float(raw) if raw.isdigit() else float(_chinese_number(raw))
        at = _after(issued_at, count, found["unit"])
        if at is not None:
            yield WrittenTime(found.start(), found.end(), at=at)
    for found in _ZH.finditer(text):
        named = found["word"] or (found["day"] and (found["month"] or found["hour"]))
        if not named and not found["hour"]:
            continue
        yield WrittenTime(found.start(), found.end(), _chinese_day(found, issued_at), _chinese_clock(found))


def _chinese_number(raw: str) -> int:
    if raw.startswith("十"):
        return 10 + _ZH_COUNT.get(raw[1:], 0)
    head, _, tail = raw.partition("十")
    return _ZH_COUNT[head[0]] * (10 if "十" in raw else 1) + _ZH_COUNT.get(tail, 0)


def _chinese_day(found: re.Match[str], issued_at: datetime) -> date | None:
    if found["day"]:
        return _day(found["year"], found["month"] or issued_at.month, found["day"], issued_at)
    if found["word"]:
        return issued_at.date() + timedelta(days=_NEXT_DAYS.get(found["word"], 0))
    return None


def _chinese_clock(found: re.Match[str]) -> time | None:
    if not found["hour"]:
        return time(12) if found["part"] == "中午" else None
    minute = 30 if found["half"] else int(found["minute"] or found["minute2"] or 0)
    late = found["part"] in _AFTER_NOON or (found["word"] or "").endswith("晚")
    return _clock(int(found["hour"]), minute, late=late)


def _english(text: str, issued_at: datetime) -> Iterator[WrittenTime]:
    for found in _EN_SPAN.finditer(text):
        raw = found["count"].lower()
        at = _after(issued_at, float(raw) if raw.isdigit() else float(_EN_COUNT[raw]), found["unit"])
        if at is not None:
            yield WrittenTime(found.start(), found.end(), at=at)
    days = list(_EN_DAY.finditer(text))
    for found in _EN_CLOCK.finditer(text):
        # A day belongs to the clock time it stands next to: "14:00 today", "on 3 March at 9 am".
        beside = next((d for d in days if 0 <= d.start() - found.end() <= 16 or 0 <= found.start() - d.end() <= 10), None)
        if beside is not None:
            days.remove(beside)
        day = _english_day(beside, issued_at) if beside is not None else None
        yield WrittenTime(found.start(), found.end(), day, _english_clock(found))
    for found in days:
        yield WrittenTime(found.start(), found.end(), _english_day(found, issued_at))


def _english_day(found: re.Match[str], issued_at: datetime) -> date | None:
    if found["word"]:
        return issued_at.date() + timedelta(days=_NEXT_DAYS.get(found["word"].lower(), 0))
    name = (found["mo1"] or found["mo2"]).lower()[:3]
    return _day(found["year"], _MONTHS.index(name) + 1, found["d1"] or found["d2"], issued_at)


def _english_clock(found: re.Match[str]) -> time | None:
    if found["named"]:
        return time(0) if found["named"].lower() == "midnight" else time(12)
    half = (found["ap1"] or found["ap2"] or "").lower()
    hour = int(found["h24"] or found["h12"])
    if half == "a" and hour == 12:
        hour = 0
    return _clock(hour, int(found["m24"] or 0), late=half == "p")


def _clock(hour: int, minute: int, *, late: bool) -> time | None:
    if late and hour < 12:
        hour += 12
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _day(year: str | None, month: int | str, day: str, issued_at: datetime) -> date | None:
    try:
        found = date(int(year or issued_at.year), int(month), int(day))
    except ValueError:
        return None
    # Without a year, January read in December is the January to come.
    if year is None and (issued_at.date() - found).days > 300:
        return found.replace(year=found.year + 1) if (found.month, found.day) != (2, 29) else None
    return found


def _after(issued_at: datetime, count: float, unit: str) -> datetime | None:
    if unit == "工作日":
        return None
    if unit.startswith(("小时", "hour")):
        return issued_at + timedelta(hours=count)
    if unit.startswith(("分钟", "minute")):
        return issued_at + timedelta(minutes=count)
    return issued_at + timedelta(days=count)
