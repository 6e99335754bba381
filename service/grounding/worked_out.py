"""Values that a text works out: the time between two moments, what is left of a whole, a sum with a figure beside it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations, islice

from service.grounding.entries import group_of, moment_key, unique
from service.grounding.folding import Span
from service.grounding.ledger import Ledger
from service.grounding.roles import Role
from service.grounding.types import Amount, Bound, Mention, Moment

# Sums of smaller figures come about by chance.
_CHANCE = 20
# Among more values than this anything is a sum of some.
_MOST_VALUES = 60
_NEIGHBOURS = 24
_MINUTE = 60
# Half a point: a percentage is told in whole ones.
_ROUNDED = Decimal("0.5")
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
class WorkedOut:
    """What can be worked out from a text's values and a ledger's. `mentions`: the text's, in any order."""

    mentions: Sequence[Mention]
    ledger: Ledger
    _ordered: list[Mention] | None = field(default=None, init=False)

    def total(self, mention: Mention, amount: Amount, near: Span, role: Role) -> tuple[str, ...]:
        """A rounded sum of two values, the rest of a whole, or a sum with a figure of the sentences `near`."""
        if amount.bound is Bound.ABOUT and (found := self.exactly(mention, amount, replace(role, sums=True))):
            return found
        if amount.value < _CHANCE:
            return ()
        group = group_of(mention.kind)
        if amount.bound not in (Bound.EXACT, Bound.ABOUT) or self.ledger.amounts.get((group, amount.value)):
            # "More than" a sum is not the sum, and what the ledger gives has its own role to keep.
            return ()
        return self._rest(group, amount) or self._beside(mention, amount, near, group)

    def exactly(self, mention: Mention, amount: Amount, role: Role) -> tuple[str, ...]:
        """What supports the figure itself: "some 77" may be 77, "more than 77" says otherwise."""
        return self.ledger.support(replace(mention, value=replace(amount, bound=Bound.EXACT)), role)

    def elapsed(self, amount: Amount, near: Span) -> tuple[str, ...]:
        """The time from a moment named beside it to one the ledger gives: "sealed at 19:50, roughly 70 minutes after"."""
        if amount.units != {"seconds"}:
            return ()
        low, high = _HEDGED.get(amount.bound, (Decimal(1), Decimal(1)))
        shortest, longest = amount.value * low / _MINUTE, amount.value * high / _MINUTE
        said = [self._as_held(mention.value) for mention in self.within(near) if isinstance(mention.value, Moment)]
        for entry in islice(self.ledger.groups.get("moment", ()), _MOST_VALUES):
            held = entry.value
            if isinstance(held, Moment) and any(shortest <= apart <= longest for one in said for apart in _apart(one, held)):
                return (entry.source,)
        return ()

    def change(self, amount: Amount) -> tuple[str, ...]:
        """By how many per cent one value of a line lies below or above another: from 5.20 to 4.40 is 15 per cent less."""
        for source, values in self._by_source().items():
            for first, second in combinations(values, 2):
                pair = min(first, second), max(first, second)
                if any(whole and abs((pair[1] - pair[0]) * 100 / whole - amount.value) <= _ROUNDED for whole in pair):
                    return (source,)
        return ()

    def _by_source(self) -> dict[str, list[Decimal]]:
        """The sums of money, and the larger counts, of each line."""
        found: dict[str, list[Decimal]] = {}
        for group in ("money", "count"):
            for entry in islice(self.ledger.groups.get(group, ()), _MOST_VALUES):
                if isinstance(entry.value, Amount) and (group == "money" or entry.value.value >= _CHANCE):
                    found.setdefault(entry.source + group, []).append(entry.value.value)
        return {source.removesuffix("money").removesuffix("count"): values for source, values in found.items()}

    def _as_held(self, moment: Moment) -> Moment:
        """A moment without its other reading where the ledger holds the first: 10点17分 is not the evening's too."""
        held = moment.alternative is not None and self.ledger.moments.get(moment_key(moment))
        return replace(moment, alternative=None) if held else moment

    def _beside(self, mention: Mention, amount: Amount, near: Span, group: str) -> tuple[str, ...]:
        """A figure that makes one of the ledger with another beside it: 1,119 and 149, of 1,268."""
        for other in self.within(near):
            said = other.value
            if not isinstance(said, Amount) or group_of(other.kind) != group or said.value < _CHANCE:
                continue
            for result in (amount.value + said.value, abs(amount.value - said.value)):
                entries = self.ledger.amounts.get((group, result), ()) if result >= _CHANCE else ()
                if entries and other.start != mention.start:
                    return unique(entry.source for entry in entries)
        return ()

    def _rest(self, group: str, amount: Amount) -> tuple[str, ...]:
        """What is left of a whole when two values of one line are taken from it."""
        by_source: dict[str, list[Decimal]] = {}
        for entry in islice(self.ledger.groups.get(group, ()), _MOST_VALUES):
            if isinstance(entry.value, Amount) and entry.value.value >= _CHANCE:
                by_source.setdefault(entry.source, []).append(entry.value.value)
        for source, values in by_source.items():
            for first, second in combinations(values, 2):
                if whole := self.ledger.amounts.get((group, amount.value + first + second), ()):
                    return unique([source, *(entry.source for entry in whole)])
        return ()

    def within(self, near: Span) -> Sequence[Mention]:
        """The first values of some sentences."""
        if self._ordered is None:
            self._ordered = sorted((m for m in self.mentions if isinstance(m.value, (Amount, Moment))), key=_start)
        first = bisect_left(self._ordered, near.start, key=_start)
        return self._ordered[first : min(first + _NEIGHBOURS, bisect_left(self._ordered, near.end, key=_start))]


def _apart(said: Moment, held: Moment) -> Iterator[int]:
    """The minutes between two moments, in either reading of the one said; a day that one leaves out is the other's."""
    for reading in (said, said.alternative):
        if reading is None or reading.hour is None or held.hour is None:
            continue
        minutes = (held.hour - reading.hour) * 60 + (held.minute or 0) - (reading.minute or 0)
        if reading.day is not None and held.day is not None:
            first, second = replace(reading, hour=0, minute=0).instant(reading), replace(held, hour=0, minute=0).instant(held)
            if first is not None and second is not None:
                yield abs((second - first).days * _DAY + minutes)
            continue
        yield abs(minutes)
        yield _DAY - abs(minutes)


def _start(mention: Mention) -> int:
    return mention.start
