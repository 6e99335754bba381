"""The index of everything a statement may say: values and names of the brief's public side, each with the id it comes from."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar, cast

from service.grounding.concepts import is_act, table
from service.grounding.entries import Entry, Source, alike, equal, group_of, is_whole, moment_key, rounds, same, unique
from service.grounding.folding import fold
from service.grounding.name_keys import holds, lookup_keys, worded_apart
from service.grounding.nearby import listed, next_morning, other_night, within_leeway
from service.grounding.remembered import Remembered
from service.grounding.roles import NO_ROLE, Role
from service.grounding.sums import is_left
from service.grounding.types import Amount, Bound, ClaimKind, Label, Mention, Moment, Value
from service.patterns import lazy

T = TypeVar("T")

_PART = lazy(r"其中|当中|(?<![A-Za-z])(?:of (?:them|whom|these|those|which)|including)(?![A-Za-z])", re.IGNORECASE)
_TIMES = lazy(r"once|twice|thrice|both", re.IGNORECASE)
# Sums are looked for among this many values; a ledger with more would make any number a sum.
_MAX_SUMMANDS = 200
# A sum of many figures is none by chance: of three digits whatever it counts, of two where the units agree.
_TELLING = 100
_CHANCE = 10
_STRICT = frozenset({Bound.OVER, Bound.UNDER})
_ROUND, _ROUND_FIGURES = 5, 2
# Nobody tells a share to the last figure: one in seven is 57 of 402.
_SHARE_ROUNDED = Decimal("0.985"), Decimal("1.015")
_SHARE_HEDGED = Decimal("0.93"), Decimal("1.07")
# Of minutes, hours, days and weeks.
_RATIOS = frozenset({60, 24, 7, 1440})
_MINUTE = 60
# Spans of time are taken between this many moments.
_MAX_MOMENTS = 60


@dataclass(frozen=True, slots=True)
class Ledger:
    """The supported values of one brief. Build it with `may_be_said`; look values up with `support`."""

    today: date
    sources: tuple[Source, ...]
    entries: tuple[Entry, ...]
    moments: dict[tuple[object, ...], tuple[str, ...]] = field(repr=False)
    amounts: dict[tuple[str, Decimal], tuple[Entry, ...]] = field(repr=False)
    groups: dict[str, tuple[Entry, ...]] = field(repr=False)
    labels: dict[str, tuple[str, ...]] = field(repr=False)
    names: tuple[Source, ...] = field(repr=False)
    all_names: str = field(repr=False)
    name_starts: tuple[int, ...] = field(repr=False)
    identifiers: tuple[Source, ...] = field(repr=False)
    # The initials of its names.
    acronyms: frozenset[str] = field(default=frozenset(), repr=False)
    # A text is checked again after every edit, and most of its values stand where they stood.
    _known: Remembered[tuple[ClaimKind, Value, Role], tuple[str, ...]] = field(
        default_factory=Remembered, init=False, repr=False, compare=False
    )
    _made: Remembered[Callable[["Ledger"], object], object] = field(
        default_factory=Remembered, init=False, repr=False, compare=False
    )

    def support(self, mention: Mention, role: Role = NO_ROLE) -> tuple[str, ...]:
        """The ids that support a mention; empty when nothing does, or when what holds its value speaks of something else."""
        return self._known.get((mention.kind, mention.value, role), lambda: self._support(mention, role))

    def once(self, make: Callable[["Ledger"], T]) -> T:
        """What a function of a module makes of the whole ledger, made for the first text that needs it."""
        return cast("T", self._made.get(make, lambda: make(self)))

    def _support(self, mention: Mention, role: Role) -> tuple[str, ...]:
        value = mention.value
        if isinstance(value, Moment):
            return self._moment(value, role)
        if isinstance(value, Amount):
            return self._amount(mention.kind, value, role)
        if mention.kind is ClaimKind.NAME:
            return self._name(value)
        if mention.kind is ClaimKind.IDENTIFIER:
            found = self.labels.get(value.key, ())
            return found or tuple(source.id for source in self.identifiers if is_whole(value.key, source.text))
        return self.labels.get(value.key, ())

    def counts_other(self, mention: Mention, role: Role, words: str) -> tuple[str, ...]:
        """The sources of an amount none of which speaks of what the text counts: 1,912 pallets, where the ledger has 1,912 kits."""
        if not isinstance(mention.value, Amount) or not role.noun:
            return ()
        exact = self.amounts.get((group_of(mention.kind), mention.value.value), ())
        if not exact or any(not entry.matter or role.noun & entry.matter for entry in exact):
            return ()
        noun = words.rsplit(maxsplit=1)[-1].casefold().rstrip("s")
        if any(noun in source.text.casefold() for source in self.sources if source.id in {entry.source for entry in exact}):
            return ()
        return unique(entry.source for entry in exact)

    def in_another_unit(self, mention: Mention) -> bool:
        """Whether a span of time has the figure of one the ledger gives in another unit: 48 minutes, where it has 48 hours."""
        amount = mention.value
        if mention.kind is not ClaimKind.DURATION or not isinstance(amount, Amount):
            return False
        if amount.value <= 0 or self.amounts.get((group_of(mention.kind), amount.value)):
            return False
        held = (entry.value for entry in self._group(group_of(mention.kind)))
        return any(
            isinstance(other, Amount)
            and other.value > 0
            and max(other.value, amount.value) / min(other.value, amount.value) in _RATIOS
            and min(other.value, amount.value) % _MINUTE == 0
            for other in held
        )

    def rival(self, mention: Mention, role: Role) -> Entry | None:
        """The entry of the role the text gives its value, where the value stands in another role."""
        if not role.near:
            return None
        group = "moment" if isinstance(mention.value, Moment) else group_of(mention.kind)
        for entry in self.groups.get(group, ()):
            if role.near & entry.role.near and not equal(mention.value, entry.value) and alike(mention.value, entry.value):
                return entry
        return None

    def _fitting(
        self, entries: Sequence[Entry], value: Amount | Moment, group: str, role: Role, *, bare: bool = False
    ) -> list[Entry]:
        """The entries whose role the text keeps. A role is broken only where another value of the ledger holds it."""
        # "One of the two" says nothing of what the two are.
        if not role.near or bare:
            return list(entries)
        good = [e for e in entries if not e.role.near or (e.role.near & role.near and not _opposed(role.near, e.role.near))]
        # A thing alone is what a number is said of, not what happened to it: only a rival of that very thing counts.
        acts = any(is_act(name) for name in role.near)
        held = frozenset(name for entry in good or entries for name in entry.role.near | entry.role.around)
        # Where an entry's own role cannot be told, it may be any.
        missing = role.near - held if all(entry.role.near for entry in good) else frozenset()
        best = max((len(entry.role.near & role.near) for entry in good), default=0)
        beside = {entry.source for entry in good}
        for other in self.groups.get(group, ()):
            shared = role.near & other.role.near
            if len(shared) <= best:
                continue
            # Two numbers of one line change places more easily than their roles are worded anew.
            taken = len(shared) > best and (not good or (other.source in beside and missing and missing <= other.role.near))
            taken = taken and (acts or other.role.near <= role.near)
            if taken and not equal(value, other.value) and alike(value, other.value):
                return []
        # The text may word the role otherwise.
        return good or list(entries)

    def _moment(self, moment: Moment, role: Role) -> tuple[str, ...]:
        if moment.weekday is not None and moment.hour is None:
            return self.moments.get(("weekday", moment.weekday), ())
        for reading in (moment, moment.alternative):
            if reading is None:
                continue
            if found := self.moments.get(moment_key(reading), ()):
                return self._in_role(found, reading, role)
            if reading.hour is not None and reading.has_date:
                # A clock time the ledger gives without a day goes with any day it gives.
                clock = self.moments.get(("bare", reading.hour, reading.minute), ())
                day = self.moments.get(moment_key(replace(reading, hour=None, minute=None, about=False)), ())
                if clock and day:
                    return unique([*clock, *day])
        other = other_night(moment, self.entries, self.today)
        found = self._moment(other, role) if other is not None else ()
        return found or within_leeway(moment, self.groups.get("moment", ()))

    def may_hold(self, mention: Mention) -> bool:
        """Whether an unsupported moment holds in a text that is issued late at night and read the next morning."""
        moment = mention.value
        if not isinstance(moment, Moment) or (other := next_morning(moment, self.entries, self.today)) is None:
            return False
        return bool(self._moment(other, NO_ROLE))

    def _in_role(self, ids: tuple[str, ...], moment: Moment, role: Role) -> tuple[str, ...]:
        if not role.near or not moment.has_date:
            return ids
        same = [entry for entry in self.groups.get("moment", ()) if entry.source in ids and equal(moment, entry.value)]
        if not same:
            return ids
        kept = {entry.source for entry in self._fitting(same, moment, "moment", role)}
        return tuple(ident for ident in ids if ident in kept)

    def _amount(self, kind: ClaimKind, amount: Amount, role: Role) -> tuple[str, ...]:
        group = group_of(kind)
        exact = [entry for entry in self.amounts.get((group, amount.value), ()) if same(amount, entry.value)]
        # "Twice" counts no customers.
        exact = [entry for entry in exact if not (amount.units and _TIMES.fullmatch(entry.text))]
        if exact:
            named = [entry for entry in exact if not role.noun or not entry.matter or role.noun & entry.matter]
            return unique(
                entry.source
                for entry in self._fitting(
                    named or exact, amount, group, role, bare=kind is ClaimKind.NUMBER and not amount.units
                )
            )
        if amount.bound in _STRICT and not _is_round(amount.value) and self._gives(group, amount):
            # Nobody rounds 13 to "more than 11", least of all where there are 11; nor 1,890 to "more than 1,305".
            return ()
        if amount.bound is not Bound.EXACT:
            rounded = [e for e in self._group(group) if isinstance(e.value, Amount) and rounds(amount, e.value)]
            found = unique(e.source for e in self._fitting(rounded, amount, group, role))
            return found or (self._share(kind, amount) if amount.bound is Bound.ABOUT else ())
        if kind is ClaimKind.DURATION:
            return self._elapsed(amount)
        if kind is ClaimKind.NUMBER and not amount.units and (sums := self.amounts.get(("money", amount.value), ())):
            # 停车费83600: the currency goes without saying.
            return unique(entry.source for entry in sums)
        return (
            self._sum(kind, amount, role)
            or is_left(kind, amount, self._group(group), self.sources)
            or self._share(kind, amount)
            or listed(amount, self.entries)
        )

    def _gives(self, group: str, amount: Amount) -> bool:
        """Whether a line gives the very number, unhedged, of the same kind of thing."""
        held = (entry.value for entry in self.amounts.get((group, amount.value), ()))
        return any(isinstance(other, Amount) and other.bound is Bound.EXACT and amount.may_count_as(other) for other in held)

    def _elapsed(self, amount: Amount) -> tuple[str, ...]:
        """A span of time between two whole moments the ledger gives."""
        moments = {e.value: e.source for e in islice(self._group("moment"), _MAX_MOMENTS) if isinstance(e.value, Moment)}
        day = Moment(self.today.year, self.today.month, self.today.day)
        whole = [(at, source) for moment, source in moments.items() if (at := moment.instant(day)) is not None]
        for first, earlier in whole:
            for second, later in whole:
                if second > first and Decimal(int((second - first).total_seconds())) == amount.value:
                    return unique([earlier, later])
        return ()

    def _share(self, kind: ClaimKind, amount: Amount) -> tuple[str, ...]:
        """One in five is 20 per cent, whichever of them the ledger gives."""
        if kind is not ClaimKind.PERCENT:
            return ()
        found: list[str] = []
        for source in self.sources:
            numbers = {
                e.value.value for e in self.groups.get("count", ()) if e.source == source.id and isinstance(e.value, Amount)
            }
            low, high = _SHARE_ROUNDED if amount.bound is Bound.EXACT else _SHARE_HEDGED
            shares = [100 * part / whole for part in numbers for whole in numbers if whole > part]
            if any(low * amount.value <= share <= high * amount.value for share in shares):
                found.append(source.id)
        return unique(found)

    def _group(self, group: str) -> Iterator[Entry]:
        return iter(self.groups.get(group, ()))

    def _sum(self, kind: ClaimKind, amount: Amount, role: Role) -> tuple[str, ...]:
        """A sum or difference of two values of the same unit, where the text adds up, or they stand together or are of one kind."""
        group, large = group_of(kind), amount.value >= _TELLING
        # 班, 个: a measure that may count anything is still no bare number.
        measured = bool(amount.units) or (kind is ClaimKind.QUANTITY and role.sums)
        if not (measured or large) or "ordinal" in amount.units or amount.value <= 0:
            return ()
        first = islice(self._group(group), _MAX_SUMMANDS)
        entries = [
            entry
            for entry in first
            if isinstance(entry.value, Amount) and (large or entry.value.units & amount.units or not entry.value.units)
        ]
        by_value: dict[Decimal, list[Entry]] = {}
        for entry in entries:
            if isinstance(entry.value, Amount):
                by_value.setdefault(entry.value.value, []).append(entry)
        for value, holders in by_value.items():
            for other in (amount.value - value, value - amount.value):
                for partner in by_value.get(other, ()) if other > 0 else ():
                    for entry in holders:
                        # One and one are as like to be strangers as one and the rest of three.
                        lone = min(value, other) == 1 and (value == other or max(value, other) > amount.value)
                        if entry is partner or (lone and not self._is_part(entry, partner)):
                            continue
                        if min(value, other) >= _CHANCE or _may_add(entry, partner, role):
                            return unique([entry.source, partner.source])
        return ()

    def _is_part(self, entry: Entry, partner: Entry) -> bool:
        """Whether one counts some of the other: "two more" is no three injured less the one who died."""
        texts = (source.text for source in self.sources if source.id == entry.source == partner.source)
        return any(_PART.search(text) for text in texts)

    def _name(self, label: Label) -> tuple[str, ...]:
        found: list[str] = []
        for key in lookup_keys(label):
            # One look at everything first: most invented names stand nowhere.
            at = self.all_names.find(key)
            while at >= 0:
                number = bisect_right(self.name_starts, at) - 1
                source = self.names[number]
                if source.id not in found and holds(source.text, key):
                    found.append(source.id)
                following = self.name_starts[number + 1] if number + 1 < len(self.names) else len(self.all_names)
                at = self.all_names.find(key, following)
            if found:
                break
        if not found and (apart := worded_apart(label)) is not None:
            found += [self.names[bisect_right(self.name_starts, m.start()) - 1].id for m in apart.finditer(self.all_names)]
        return unique(found)


def _is_round(number: Decimal) -> bool:
    """Whether somebody may round to a number: it ends in 5 or 0, and has no more than two figures before its zeros."""
    return not number % _ROUND and len(number.normalize().as_tuple().digits) <= _ROUND_FIGURES


def _opposed(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether one role is the other's opposite, whatever else they share: badly hurt and slightly hurt are both hurt."""
    concepts = table()
    for key in mine - theirs:
        concept = concepts.get(key[1:])
        if concept is not None and concept.opposite and f"#{concept.opposite}" in theirs - mine:
            return True
    return False


def _may_add(entry: Entry, partner: Entry, role: Role) -> bool:
    if _TIMES.fullmatch(entry.text) or _TIMES.fullmatch(partner.text):
        # 18,400 payments taken twice are no 18,402.
        return False
    if not (_units(entry) and _units(partner)):
        # 12 guests, and 3 of them: a number without a unit belongs to its own line alone.
        counted = role.sums and entry.kind is partner.kind is ClaimKind.QUANTITY
        return entry.source == partner.source and (counted or bool(_units(entry) | _units(partner)))
    if role.sums or entry.source == partner.source:
        return True
    return bool(role.near & (entry.role.near | entry.roles) and role.near & (partner.role.near | partner.roles))


def _units(entry: Entry) -> frozenset[str]:
    return entry.value.units if isinstance(entry.value, Amount) else frozenset()


def units_of(ledger: Ledger) -> frozenset[str]:
    """The units a ledger counts in."""
    return frozenset(unit for entry in ledger.entries for unit in _units(entry))


def text_of(ledger: Ledger) -> str:
    """All that a ledger's sources say, folded, a line each."""
    return "\n".join(fold(source.text) for source in ledger.sources)
