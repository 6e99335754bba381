"""Dates and hours as a person writes them, in Chinese and in both Englishes; always in the offset the brief gives."""

import re
from datetime import date, datetime, timedelta

from service.briefs import Jurisdiction, Language

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CLOCKS = {Jurisdiction.CN: "China time", Jurisdiction.HK: "Hong Kong time", Jurisdiction.UK: "UK time"}


def _local(moment: datetime, now: datetime) -> datetime:
    """By the clock of `now`; one that the brief gives an hour apart has changed to or from summer time and keeps its own."""
    mine, theirs = moment.utcoffset(), now.utcoffset()
    if mine is not None and theirs is not None and abs(mine - theirs) <= timedelta(hours=1):
        return moment
    return moment.astimezone(now.tzinfo)


def zh_day(day: date, now: datetime) -> str:
    """`3月2日`; with the year when it is not the year of `now`."""
    text = f"{day.month}月{day.day}日"
    return text if day.year == now.year else f"{day.year}年{text}"


def zh_clock(moment: datetime) -> str:
    """`14时`, `14时05分`."""
    return f"{moment.hour}时" + (f"{moment.minute:02d}分" if moment.minute else "")


def zh_moment(moment: datetime, now: datetime) -> str:
    """`今天14时`, `明天（3月3日）10时`, `3月5日18时`, seen from `now`."""
    moment = _local(moment, now)
    days = (moment.date() - now.date()).days
    if days == 0:
        return f"今天{zh_clock(moment)}"
    if days == 1:
        return f"明天（{zh_day(moment, now)}）{zh_clock(moment)}"
    return f"{zh_day(moment, now)}{zh_clock(moment)}"


def zh_date_time(moment: datetime, now: datetime) -> str:
    """`3月5日18时`: never relative, for texts that are kept."""
    moment = _local(moment, now)
    return f"{zh_day(moment, now)}{zh_clock(moment)}"


def zh_stamp(moment: datetime) -> str:
    """`2026年3月2日10时40分`."""
    return f"{moment.year}年{moment.month}月{moment.day}日{zh_clock(moment)}"


def en_day(day: date, now: datetime, language: Language, *, year: bool = False) -> str:
    """`2 March` or `March 2`; with the year when asked for or when it is not the year of `now`."""
    month = _MONTHS[day.month - 1]
    with_year = year or day.year != now.year
    if language is Language.EN_US:
        return f"{month} {day.day}" + (f", {day.year}" if with_year else "")
    return f"{day.day} {month}" + (f" {day.year}" if with_year else "")


def en_clock(moment: datetime, language: Language) -> str:
    """`14:05` in British use, `2:05 p.m.` in American use."""
    if language is not Language.EN_US:
        return f"{moment.hour:02d}:{moment.minute:02d}"
    hour = moment.hour % 12 or 12
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{hour}:{moment.minute:02d} {half}"


def en_moment(moment: datetime, now: datetime, language: Language) -> str:
    """`14:00 today`, `10:00 tomorrow (3 March)`, `18:00 on 5 March`."""
    moment = _local(moment, now)
    clock = en_clock(moment, language)
    if moment.date() == now.date():
        return f"{clock} today"
    day = en_day(moment, now, language)
    if moment.date() - now.date() == timedelta(days=1):
        return f"{clock} tomorrow ({day})"
    return f"{clock} on {day}"


def en_date_time(moment: datetime, now: datetime, language: Language) -> str:
    """`18:00 on 5 March`: never relative."""
    moment = _local(moment, now)
    return f"{en_clock(moment, language)} on {en_day(moment, now, language)}"


def en_stamp(moment: datetime, language: Language) -> str:
    """`2 March 2026, 10:40`."""
    return f"{en_day(moment, moment, language, year=True)}, {en_clock(moment, language)}"


def en_zone(jurisdiction: Jurisdiction) -> str:
    """The clock's name where readers elsewhere would wonder: `China time`; empty where there is no single one."""
    return _CLOCKS.get(jurisdiction, "")


def names_day(text: str, day: date) -> bool:
    """Whether the text names this day of the year, in either language: `3月2日`, `2 March`, `March 2`."""
    month = _MONTHS[day.month - 1]
    written = rf"(?<!\d){day.month}月{day.day}[日号]|\b{day.day} {month}\b|\b{month} {day.day}\b"
    return re.search(written, text) is not None


def stamps(moment: datetime) -> tuple[str, str]:
    """A moment as it is printed in Chinese and in English."""
    return zh_stamp(moment), en_stamp(moment, Language.EN_GB)
