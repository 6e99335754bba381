"""Spans of time that a text works out: days between two dates, days from now, the length of what a line tells in two moments."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, islice

from service.grounding.entries import unique
from service.grounding.ledger import Ledger
from service.grounding.types import Amount, Bound, Mention, Moment
from service.patterns import lazy

_DAY = 24 * 60 * 60
# Longer spans are told in weeks and months, and fewer dates are so far apart by chance.
_LONGEST = 60
# Among more moments than this any span is that of some two.
_MOST_MOMENTS = 60
_AHEAD = lazy(r"\b(?:within|in|under|over|for)\s(?:the\s)?(?:next\s|about\s|just\s|only\s|some\s)?\Z", re.IGNORECASE)
_AHEAD_AFTER = lazy(r"(?:\s?(?:之|以)?[内后]|\s(?:from now|time|later|hence)\b)", re.IGNORECASE)
# All of the days that a line lists: "any of those three days", 这三天.
_THOSE = lazy(r"(?:\b(?:those|these|all|the|any|each of|either of)\s|[这那前头]|连续|整整)\Z", re.IGNORECASE)
_BEFORE = 24


@dataclass(slots=True)
class SpansOfTime:
    """What a ledger's dates and moments make of a span of time in a text."""

    folded: str
    ledger: Ledger
    _dates: dict[date, str] | None = field(default=None, init=False)

    def support(self, mention: Mention, amount: Amount, near: Sequence[Mention]) -> tuple[str, ...]:
        """The sources of dates or moments so far apart. `near`: the values of the sentences around."""
        if amount.units != {"seconds"}:
            return ()
        if not 0 < amount.value <= _LONGEST * _DAY:
            return ()
        days, rest = divmod(amount.value, _DAY)
        if rest:
            return self._of_a_line(amount)
        return self._between(int(days), near) or self._ahead(mention, int(days)) or self._listed(mention, int(days))

    def _between(self, days: int, near: Sequence[Mention]) -> tuple[str, ...]:
        """“Monday 25 May, three days after”: from a day named beside it to another the ledger has, or to today."""
        held = self._held()
        for said in _days_of(near, self.ledger.today):
            for other in (said - timedelta(days), said + timedelta(days)):
                if (said in held or said == self.ledger.today) and (other in held or other == self.ledger.today):
                    return unique(held[day] for day in (said, other) if day in held)
        return ()

    def _ahead(self, mention: Mention, days: int) -> tuple[str, ...]:
        """两天后的18时, within three days: a day the ledger has, so many from now. An hour beside it is judged by itself."""
        before = self.folded[max(0, mention.start - _BEFORE) : mention.start]
        if _AHEAD.search(before) is None and _AHEAD_AFTER.match(self.folded, mention.end) is None:
            return ()
        source = self._held().get(self.ledger.today + timedelta(days))
        return (source,) if source is not None else ()

    def _listed(self, mention: Mention, days: int) -> tuple[str, ...]:
        """“Any of those three days”, where a line lists three."""
        before = self.folded[max(0, mention.start - _BEFORE) : mention.start]
        if days < 2 or _THOSE.search(before) is None:
            return ()
        by_source: dict[str, set[date]] = {}
        for source, moment in self._moments():
            if (day := _day_of(moment, self.ledger.today)) is not None:
                by_source.setdefault(source, set()).add(day)
        return tuple(source for source, dates in by_source.items() if _in_a_row(dates, days))[:1]

    def _of_a_line(self, amount: Amount) -> tuple[str, ...]:
        """Within an hour, of what a line tells from 20:30 to 21:30."""
        if amount.bound in (Bound.OVER, Bound.UNDER):
            return ()
        by_source: dict[str, list[int]] = {}
        for source, moment in self._moments():
            if moment.hour is not None:
                by_source.setdefault(source, []).append(moment.hour * 3600 + (moment.minute or 0) * 60)
        for source, times in by_source.items():
            if any(abs(first - second) == amount.value for first, second in combinations(times, 2)):
                return (source,)
        return ()

    def _held(self) -> dict[date, str]:
        if self._dates is None:
            dated = ((_day_of(moment, self.ledger.today), source) for source, moment in self._moments())
            self._dates = {}
            for day, source in dated:
                if day is not None:
                    self._dates.setdefault(day, source)
        return self._dates

    def _moments(self) -> Iterator[tuple[str, Moment]]:
        for entry in islice(self.ledger.groups.get("moment", ()), _MOST_MOMENTS):
            if isinstance(entry.value, Moment):
                yield entry.source, entry.value


def _in_a_row(dates: set[date], days: int) -> bool:
    """Whether exactly so many of the dates follow on each other."""
    for day in sorted(dates):
        if day - timedelta(1) not in dates:
            last = day
            while last in dates:
                last += timedelta(1)
            if (last - day).days == days:
                return True
    return False


def _days_of(mentions: Sequence[Mention], today: date) -> Iterator[date]:
    for mention in mentions:
        if isinstance(mention.value, Moment) and (day := _day_of(mention.value, today)) is not None:
            yield day


def _day_of(moment: Moment, today: date) -> date | None:
    """The day of a moment that names one; a year or month it leaves out is this one."""
    if moment.day is None:
        return None
    try:
        return date(moment.year or today.year, moment.month or today.month, moment.day)
    except ValueError:
        return None
