"""Further readings of a value the ledger does not hold as it was first read: 1845 may be a clock, 418 a flight, 28/3 a day.

A value contradicts the ledger only where no reading of it stands there. These readings support; they never accuse.
"""

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from service.grounding.entries import is_whole, moment_key, unique
from service.grounding.folding import Span
from service.grounding.ledger import Ledger
from service.grounding.numerals import EN_COUNTED
from service.grounding.roles import Role
from service.grounding.types import Amount, Bound, ClaimKind, Label, Mention, Moment
from service.patterns import lazy

_HHMM = lazy(r"(?P<h>[01]?[0-9]|2[0-4])(?P<mi>[0-5][0-9])\Z")
_TIME_LEAD = lazy(
    r"(?<![A-Za-z])(?:at|by|from|to|till?|until|before|after|since|around|about|past|between|and|or|-|@)\s?\Z", re.IGNORECASE
)
_DAY_LEAD = lazy(
    r"(?<![A-Za-z])(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?s?\.?,?(?:\s(?:the|and))?|the|on|by|to|till?|until|from|since|before|after|between|and|or|-|&)\s?\Z",
    re.IGNORECASE,
)
_OTHER_HALF = lazy(r"\s?/\s?(?P<n>[0-9]{1,2})(?![0-9/])")
_FIRST_HALF = lazy(r"(?<![0-9/])(?P<n>[0-9]{1,2})\s?/\s?\Z")
_CODED = lazy(r"(?<![A-Za-z0-9])[A-Z]{1,6}[ -]?(?P<n>[0-9]{3,})(?![0-9A-Za-z])")
_RANGE = lazy(r"(?P<a>(?P<letters>[A-Z]{0,4})[0-9]{1,6})[-/&+](?P<b>[A-Z]{0,4}[0-9]{1,6})\Z")
_TRAILING_CLOCK = lazy(r"[A-Z]{1,4}\s(?P<n>[0-9]{4})\Z")
_POINTED = lazy(r"[0-9]{1,3}\.[0-9]{3}(?![0-9]|\.[0-9])")
_ALL_SEVEN = lazy(r"(?:all |on )(?:seven|7) days|(?:seven|7) days (?:a|per|every|each) week|(?:seven|7) days/week", re.IGNORECASE)
_EVERY_DAY = lazy(r"(?<![A-Za-z])(?:every day|daily|each day|24/7|day and night|24 hours|round the clock)", re.IGNORECASE)
_MINUTES_TO = lazy(
    r"(?<![A-Za-z-])(?P<m>five|ten|twenty|twenty-five)\s(?P<way>to|past)\s(?P<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![A-Za-z-])",
    re.IGNORECASE,
)
_ONE = lazy(r"(?<![A-Za-z])one\s(?!(?:of|or|another|day|time|such|more|that|who)(?![A-Za-z]))[a-z]", re.IGNORECASE)
_SHORTEST_PHONE = 6
_HOURS_OF_A_HALF = 12
_DAYS_OF_A_MONTH = 31
_MONTHS = 12
_REACH = 16
_MINUTE = 60
_DAY = 24 * 60
# How far a hedged span of time may lie from the one it rounds.
_HEDGED = {
    Bound.ABOUT: (Decimal("0.85"), Decimal("1.15")),
    Bound.OVER: (Decimal(1), Decimal("1.35")),
    Bound.AT_LEAST: (Decimal(1), Decimal("1.35")),
    Bound.UNDER: (Decimal("0.75"), Decimal(1)),
    Bound.AT_MOST: (Decimal("0.75"), Decimal(1)),
}


@dataclass(slots=True)
class Readings:
    """The further readings of one folded text's values against a ledger."""

    folded: str
    mentions: Sequence[Mention]
    ledger: Ledger
    _contacts: list[tuple[Span, str]] | None = field(default=None, init=False)
    _moments: list[Mention] | None = field(default=None, init=False)

    def support(self, mention: Mention, sentence: Span, role: Role) -> tuple[str, ...]:
        """The sources that hold some reading of a mention. `sentence`: its own, with the one before it."""
        found = self._as_contact(mention)
        if found:
            return found
        value = mention.value
        if isinstance(value, Label):
            return self._as_code(mention, value) if mention.kind is ClaimKind.IDENTIFIER else ()
        if mention.kind is ClaimKind.DURATION and isinstance(value, Amount):
            return self._as_elapsed(value, sentence) or self._as_every_day(mention)
        if isinstance(value, Amount) and (whole := self._with_points(mention, value)) is not None:
            return self.ledger.support(whole, role)
        if isinstance(value, Moment) and (found := self._of_a_month(value)):
            return found
        for moment in self._as_moments(mention):
            if found := self.ledger.moments.get(moment_key(moment), ()):
                return found
        return self._as_digits_of_code(mention) or (self._with_one(value) if isinstance(value, Amount) else ())

    def _with_one(self, amount: Amount) -> tuple[str, ...]:
        """A line's "one", which counts nothing by itself: "1 attendant", and ten people where it has nine pupils and one teacher."""
        if amount.bound is not Bound.EXACT:
            return ()
        if amount.value == 1:
            return () if amount.units else unique(s.id for s in self.ledger.sources if _ONE.search(s.text))
        others = {
            entry.source
            for entry in self.ledger.amounts.get(("count", amount.value - 1), ())
            if isinstance(entry.value, Amount) and amount.may_count_as(entry.value)
        }
        return unique(s.id for s in self.ledger.sources if s.id in others and _ONE.search(s.text))

    def _as_moments(self, mention: Mention) -> Iterator[Moment]:
        """The clock times and days that bare figures may be."""
        words = self.folded[mention.start : mention.end]
        clock = _HHMM.match(words) if len(words) == 4 else None
        if clock is not None:
            yield Moment(hour=int(clock["h"]) % 24, minute=int(clock["mi"]))
        minutes = _MINUTES_TO.search(self.folded, max(0, mention.start - _REACH), mention.end + _REACH)
        if minutes is not None and minutes.start() <= mention.start and mention.end <= minutes.end():
            yield from _past_or_to(minutes)
        value = mention.value
        if mention.kind is not ClaimKind.NUMBER or not isinstance(value, Amount) or value.units or not words.isdigit():
            return
        number = int(value.value)
        before = self.folded[max(0, mention.start - _REACH) : mention.start]
        if 1 <= number <= _HOURS_OF_A_HALF and _TIME_LEAD.search(before):
            yield Moment(hour=number % 24, minute=0)
            yield Moment(hour=(number + _HOURS_OF_A_HALF) % 24, minute=0)
        if not 1 <= number <= _DAYS_OF_A_MONTH:
            return
        yield from self._of_a_pair(mention, number)
        if _DAY_LEAD.search(before):
            yield Moment(day=number)

    def _with_points(self, mention: Mention, amount: Amount) -> Mention | None:
        """18.600 as much of Europe writes 18,600."""
        if not _POINTED.match(self.folded, mention.start):
            return None
        return replace(mention, value=replace(amount, value=amount.value * 1000))

    def _as_every_day(self, mention: Mention) -> tuple[str, ...]:
        """All seven days, seven days a week: every day."""
        whole = _ALL_SEVEN.search(self.folded, max(0, mention.start - 4), mention.end + 12)
        return unique(s.id for s in self.ledger.sources if _EVERY_DAY.search(s.text)) if whole else ()

    def _of_a_month(self, moment: Moment) -> tuple[str, ...]:
        """A month alone, which a line may name in words of any kind: "as early as April"."""
        if moment.month is None or moment.day is not None or moment.year not in (None, self.ledger.today.year):
            return ()
        name = re.compile(rf"(?<![A-Za-z]){calendar.month_name[moment.month]}(?![A-Za-z])")
        return unique(s.id for s in self.ledger.sources if name.search(s.text))

    def _of_a_pair(self, mention: Mention, number: int) -> Iterator[Moment]:
        """28/3: the 28th of the third month, from either of its figures."""
        other = _OTHER_HALF.match(self.folded, mention.end) or _FIRST_HALF.search(
            self.folded, max(0, mention.start - 5), mention.start
        )
        if other is None:
            return
        for day, month in ((number, int(other["n"])), (int(other["n"]), number)):
            if 1 <= month <= _MONTHS:
                yield Moment(month=month, day=day)

    def _as_digits_of_code(self, mention: Mention) -> tuple[str, ...]:
        """Flight 418, where the ledger has TM 418."""
        words = self.folded[mention.start : mention.end]
        if mention.kind not in (ClaimKind.NUMBER, ClaimKind.IDENTIFIER) or not words.isdigit() or len(words) < 3:
            return ()
        return unique(
            source.id for source in self.ledger.sources for match in _CODED.finditer(source.text) if match["n"] == words
        )

    def _as_code(self, mention: Mention, label: Label) -> tuple[str, ...]:
        """S1-S4 where the ledger has S1 to S4; "over SD 1312", which is a place and a time."""
        words = self.folded[mention.start : mention.end]
        if clock := _TRAILING_CLOCK.match(words):
            inner = replace(mention, start=mention.end - len(clock["n"]))
            return next((ids for m in self._as_moments(inner) if (ids := self.ledger.moments.get(moment_key(m), ()))), ())
        if (ends := _RANGE.match(label.key)) is None:
            return self._as_digits_of_code(mention)
        first, last = ends["a"], ends["b"] if not ends["b"].isdigit() else ends["letters"] + ends["b"]
        return tuple(
            source.id
            for source in self.ledger.sources
            if is_whole(first, source.text.upper()) and is_whole(last, source.text.upper())
        )

    def _as_elapsed(self, amount: Amount, sentence: Span) -> tuple[str, ...]:
        """The time from a moment named beside it to one the ledger gives: "sealed at 19:50, roughly 70 minutes after"."""
        if amount.units != {"seconds"}:
            return ()
        low, high = _HEDGED.get(amount.bound, (Decimal(1), Decimal(1)))
        shortest, longest = amount.value * low / _MINUTE, amount.value * high / _MINUTE
        if self._moments is None:
            self._moments = sorted((m for m in self.mentions if isinstance(m.value, Moment)), key=_start)
        here = self._moments[
            bisect_left(self._moments, sentence.start, key=_start) : bisect_left(self._moments, sentence.end, key=_start)
        ]
        said = [mention.value for mention in here if isinstance(mention.value, Moment)]
        for entry in self.ledger.groups.get("moment", ()):
            held = entry.value
            if isinstance(held, Moment) and any(shortest <= apart <= longest for one in said for apart in _apart(one, held)):
                return (entry.source,)
        return ()

    def _as_contact(self, mention: Mention) -> tuple[str, ...]:
        """A figure within a telephone number of the ledger, however its digits are grouped."""
        if mention.kind is ClaimKind.NAME:
            return ()
        if self._contacts is None:
            self._contacts = list(self._find_contacts())
        return unique(ident for span, ident in self._contacts if span.start <= mention.start and mention.end <= span.end)

    def _find_contacts(self) -> Iterator[tuple[Span, str]]:
        for source in self.ledger.sources:
            if not source.id.startswith("contact:"):
                continue
            digits = re.sub(r"[^0-9]", "", source.text.rsplit("：", 1)[-1])
            if len(digits) < _SHORTEST_PHONE:
                continue
            pattern = re.compile(r"(?<![0-9])" + r"[ ().-]{0,2}".join(digits) + r"(?![0-9])")
            yield from ((Span(*match.span()), source.id) for match in pattern.finditer(self.folded))


def _past_or_to(match: re.Match[str]) -> Iterator[Moment]:
    """Twenty to twelve, of either half of the day."""
    minutes, hour = EN_COUNTED[match["m"].lower()], EN_COUNTED[match["h"].lower()]
    of_day = hour * _MINUTE + (minutes if match["way"].lower() == "past" else -minutes)
    for whole in (of_day, of_day + _DAY // 2):
        yield Moment(hour=whole // _MINUTE % 24, minute=whole % _MINUTE)


def _apart(said: Moment, held: Moment) -> Iterator[int]:
    """The minutes between two moments, in either reading of the one said; a day that one leaves out is the other's."""
    for reading in (said, said.alternative):
        if reading is None or reading.hour is None or held.hour is None:
            continue
        minutes = (held.hour - reading.hour) * 60 + (held.minute or 0) - (reading.minute or 0)
        if reading.day is not None and held.day is not None:
            first, second = replace(reading, hour=0, minute=0).instant(reading), replace(held, hour=0, minute=0).instant(held)
            if first is None or second is None:
                continue
            yield abs((second - first).days * _DAY + minutes)
            continue
        yield abs(minutes)
        yield _DAY - abs(minutes)


def _start(mention: Mention) -> int:
    return mention.start
