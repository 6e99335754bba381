"""The clock times and days that figures may be which no finder took for one: 1845, half six, 28/3, twenty past."""

import re
from collections.abc import Iterator

from service.grounding.leeway import with_leeway
from service.grounding.numerals import EN_COUNTED
from service.grounding.types import Amount, ClaimKind, Mention, Moment
from service.patterns import lazy

_HHMM = lazy(r"(?P<h>[01]?[0-9]|2[0-4])(?P<mi>[0-5][0-9])\Z")
_TIME_LEAD = lazy(
    r"(?<![A-Za-z])(?:at|by|from|to|till?|until|before|after|since|around|about|past|between|and|or|-|@|nearly|almost|towards?|open|hours|daily|half)\s?\Z",
    re.IGNORECASE,
)
_TIME_FOLLOWS = lazy(r"\s?(?:-|to|till?|until)\s?(?=[0-9]|[a-z]+(?![a-z]))", re.IGNORECASE)
_HALF_HOUR = lazy(r"(?<![A-Za-z])half\s\Z", re.IGNORECASE)
_POINTED_CLOCK = lazy(r"(?P<h>[01]?[0-9]|2[0-4])\.(?P<mi>[0-5][0-9])\Z")
_SHORT_HALF = lazy(r"(?P<h>1[0-2]|0?[1-9])(?:[.:](?P<mi>[0-5][0-9]))?\s?(?P<half>[ap])\Z", re.IGNORECASE)
_PAST_NO_HOUR = lazy(
    r"(?<![A-Za-z-])(?P<m>five|ten|twenty|twenty-five)\s(?P<way>to|past)(?=[,.;:)]|\s(?!the |a |an |our |your )|$)", re.IGNORECASE
)
_MINUTES_TO = lazy(
    r"(?<![A-Za-z-])(?P<m>five|ten|twenty|twenty-five)\s(?P<way>to|past)\s(?P<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![A-Za-z-])",
    re.IGNORECASE,
)
_DAY_LEAD = lazy(
    r"(?<![A-Za-z])(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?s?\.?,?(?:\s(?:the|and))?|the|on|by|to|till?|until|from|since|before|after|between|and|or|-|&)\s?\Z",
    re.IGNORECASE,
)
_OTHER_HALF = lazy(r"\s?/\s?(?P<n>[0-9]{1,2})(?![0-9/])")
_FIRST_HALF = lazy(r"(?<![0-9/])(?P<n>[0-9]{1,2})\s?/\s?\Z")
_FOUR_FIGURES = 4
_HOURS_OF_A_HALF = 12
_DAYS_OF_A_MONTH = 31
_MONTHS = 12
_REACH = 16
_MINUTES = 60
_DAY = 24 * 60


def moments_of(folded: str, mention: Mention) -> Iterator[Moment]:
    """Every moment that the words of a mention may name, likeliest first."""
    words = folded[mention.start : mention.end]
    yield from _clocks(words)
    minutes = _MINUTES_TO.search(folded, max(0, mention.start - _REACH), mention.end + _REACH)
    if minutes is not None and minutes.start() <= mention.start and mention.end <= minutes.end():
        yield from _past_or_to(minutes)
    number = _plain_number(mention)
    if number is None:
        return
    before = folded[max(0, mention.start - _REACH) : mention.start]
    if 1 <= number <= _HOURS_OF_A_HALF and (_TIME_LEAD.search(before) or _TIME_FOLLOWS.match(folded, mention.end)):
        for moment in _both_halves(number, 30 if _HALF_HOUR.search(before) else 0):
            yield with_leeway(folded, mention.start, mention.end, moment)
    if words.isdigit() and 1 <= number <= _DAYS_OF_A_MONTH:
        yield from _of_a_pair(folded, mention, number)
        if _DAY_LEAD.search(before):
            yield Moment(day=number)


def minute_of(folded: str, mention: Mention) -> int | None:
    """The minute of an hour named before: "from a quarter to seven to twenty past"."""
    found = _PAST_NO_HOUR.match(folded, mention.start)
    if found is None:
        return None
    minutes = EN_COUNTED[found["m"].lower()]
    return minutes if found["way"].lower() == "past" else _MINUTES - minutes


def _plain_number(mention: Mention) -> int | None:
    """The whole number of a mention that counts nothing."""
    value = mention.value
    if mention.kind is not ClaimKind.NUMBER or not isinstance(value, Amount) or value.units or value.value != int(value.value):
        return None
    return int(value.value)


def _clocks(words: str) -> Iterator[Moment]:
    """1845, 8.30 and 3p."""
    if len(words) == _FOUR_FIGURES and (clock := _HHMM.match(words)) is not None:
        yield Moment(hour=int(clock["h"]) % 24, minute=int(clock["mi"]))
    if (clock := _POINTED_CLOCK.match(words)) is not None:
        yield from _both_halves(int(clock["h"]), int(clock["mi"]))
    if (clock := _SHORT_HALF.match(words)) is not None:
        hour = int(clock["h"]) % _HOURS_OF_A_HALF + (_HOURS_OF_A_HALF if clock["half"] in "pP" else 0)
        yield Moment(hour=hour, minute=int(clock["mi"] or 0))


def _both_halves(hour: int, minute: int) -> Iterator[Moment]:
    """A clock time whose half of the day nothing tells."""
    yield Moment(hour=hour % 24, minute=minute)
    if hour <= _HOURS_OF_A_HALF:
        yield Moment(hour=(hour + _HOURS_OF_A_HALF) % 24, minute=minute)


def _past_or_to(match: re.Match[str]) -> Iterator[Moment]:
    """Twenty to twelve, of either half of the day."""
    minutes, hour = EN_COUNTED[match["m"].lower()], EN_COUNTED[match["h"].lower()]
    of_day = hour * _MINUTES + (minutes if match["way"].lower() == "past" else -minutes)
    for whole in (of_day, of_day + _DAY // 2):
        yield Moment(hour=whole // _MINUTES % 24, minute=whole % _MINUTES)


def _of_a_pair(folded: str, mention: Mention, number: int) -> Iterator[Moment]:
    """28/3: the 28th of the third month, from either of its figures."""
    other = _OTHER_HALF.match(folded, mention.end) or _FIRST_HALF.search(folded, max(0, mention.start - 5), mention.start)
    if other is None:
        return
    for day, month in ((number, int(other["n"])), (int(other["n"]), number)):
        if 1 <= month <= _MONTHS:
            yield Moment(month=month, day=day)
