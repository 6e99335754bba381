"""Which line of the ledger a clause speaks of: by shared concepts, words, values and names, the rarer the heavier."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from service.briefs import IncidentBrief, Status
from service.grounding.assertions import Assertion, find_assertions
from service.grounding.clauses import Clause, Sentence, read_sentences
from service.grounding.extract import read
from service.grounding.folding import Sentences
from service.grounding.marks import Mark
from service.grounding.remembered import Remembered
from service.grounding.types import Amount, Label, Mention, Moment
from service.language import text_language

# A key every line holds still counts a little; a key no line holds counts most.
_UNKNOWN_COUNT = 0.5
# Pulling in more lines than this for one clause says nothing more about it.
_KEPT = 6
# Every public item may share something with a clause.
_MATTERS = 65_536
_COMMON = 100


class Kind(StrEnum):
    """What a line of the ledger is."""

    FACT = "fact"
    PROMISE = "promise"
    TITLE = "title"
    SECRET = "hidden"  # noqa: S105  # a kind of line, no password
    WISH = "wish"
    LAW = "law"


_PUBLIC = frozenset({Kind.FACT, Kind.PROMISE, Kind.TITLE, Kind.LAW})


@dataclass(frozen=True, slots=True)
class Item:
    """One wording of a fact, promise or title; `attributed` when it names who says so."""

    id: str
    kind: Kind
    status: Status | None
    text: str
    folded: str
    sentences: tuple[Sentence, ...]
    keys: frozenset[str]
    mentions: tuple[Mention, ...]
    assertions: tuple[Assertion, ...]
    attribution: str | None = None
    # Whether a statement may draw on it; may state it plainly; and whether it speaks of all.
    is_public: bool = True
    is_certain: bool = False
    has_universal: bool = False
    has_partial: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of an item."""

    item: Item
    sentence: Sentence
    clause: Clause
    keys: frozenset[str]
    # It tells who says so, not what.
    is_source: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A line a clause may speak of. Weights: `shared` in absolute, `of_text` and `of_line` as shares of either side."""

    line: Line
    item: Item
    keys: frozenset[str]
    shared: float
    of_text: float
    of_line: float
    # How well the two fit, for comparing matches of one clause.
    score: float


@dataclass(frozen=True, slots=True)
class Matter:
    """What an item as a whole shares with a clause."""

    item: Item
    keys: frozenset[str]
    of_text: float


class Board:
    """All lines of a brief, found by their keys."""

    def __init__(self, items: Iterable[Item], also_public: frozenset[str] = frozenset()) -> None:
        self.items = tuple(items)
        self.lines: list[Line] = []
        index: dict[str, list[int]] = {}
        holders: dict[str, set[str]] = {}
        numbers: dict[str, list[int]] = {}
        for number, item in enumerate(self.items):
            for key in item.keys:
                if item.is_public:
                    numbers.setdefault(key, []).append(number)
                holders.setdefault(key, set()).add(item.id)
            for line in _lines(item):
                for key in line.keys:
                    index.setdefault(key, []).append(len(self.lines))
                self.lines.append(line)
        # The languages in which the public facts are told.
        self.languages = frozenset(text_language(item.text) for item in self.items if item.kind is Kind.FACT)
        # Whether the title speaks of some only: then all is more than that.
        self.is_partial = any(item.has_partial for item in self.items if item.kind is Kind.TITLE)
        # Whether a certain line says that something was verified; and the first item that is not certain.
        self.verified = any(s.marks & Mark.VERIFIED for item in self.items if item.is_certain for s in item.sentences)
        self.doubtful = next((item for item in self.items if item.kind is Kind.FACT and not item.is_certain), None)
        self._all = frozenset(key for item in self.items if item.is_public for key in _universal_keys(item))
        self._some = {key: item for item in self.items if item.is_public for key in _partial_keys(item)}
        self._negated = dict(_negated_only(self.items))
        self._public = also_public.union(key for item in self.items if item.is_public for key in item.keys)
        self._certain = frozenset(key for item in self.items if item.is_certain for key in item.keys)
        count = max(1, len({item.id for item in self.items}))
        self._index = index
        self._order = {key: place for place, key in enumerate(sorted(index, key=lambda key: (len(index[key]), key)))}
        self._sorts = [(line.item.kind, line.item.status) for line in self.lines]
        self._sorted = len(set(self._sorts))
        self._common = {key: frozenset(held) for key, held in index.items() if len(held) > _COMMON}
        # Statements of one brief say many clauses alike, and a text is checked again after every edit.
        # A bare 7号 is the one day of that number the ledger gives.
        self._days = _lone_days(key for item in self.items if item.is_public for key in item.keys)
        self._aligned: Remembered[frozenset[str], tuple[Match, ...]] = Remembered()
        self._matters: Remembered[frozenset[str], tuple[Matter, ...]] = Remembered(_MATTERS)
        self._holders = numbers
        self._unknown = math.log(1 + count / _UNKNOWN_COUNT)
        self._weights = {key: math.log(1 + count / len(ids)) for key, ids in holders.items()}
        self._totals = [self.weight(line.keys) for line in self.lines]

    def weight(self, keys: Iterable[str]) -> float:
        """How much the keys say together."""
        weights, unknown = self._weights, self._unknown
        return sum(weights.get(key, unknown) for key in keys)

    def matter(self, keys: frozenset[str]) -> tuple[Matter, ...]:
        """The public items that share most with `keys`, all their lines together, best first."""
        return self._matters.get(keys, lambda: self._matter(keys), len)

    def _matter(self, keys: frozenset[str]) -> tuple[Matter, ...]:
        # Values and names are resolved one by one; here only what is said of them counts.
        words = frozenset(key for key in keys if key[0] not in "=@")
        weights = self._weights
        total = 0.0
        shares: dict[int, float] = {}
        for key in words:
            weight = weights.get(key, self._unknown)
            total += weight
            for number in self._holders.get(key, ()):
                shares[number] = shares.get(number, 0.0) + weight
        ranked = sorted(shares.items(), key=lambda share: (-share[1], share[0]))
        return tuple(Matter(self.items[number], words & self.items[number].keys, weight / total) for number, weight in ranked)

    def dated(self, keys: frozenset[str]) -> frozenset[str]:
        """The keys with the month of every bare day that can only be one."""
        bare = [key for key in keys if key.startswith("=None-")]
        return keys if not bare else keys - frozenset(bare) | {self._days.get(key, key) for key in bare}

    def holds_all(self, keys: Iterable[str]) -> bool:
        """Whether a public line says all, every or the like of one of the keys."""
        return not self._all.isdisjoint(keys)

    def negates(self, keys: Iterable[str]) -> Item | None:
        """The certain item that negates one of the keys, which no public item says plainly."""
        return next((self._negated[key] for key in sorted(keys) if key in self._negated), None)

    def says_some(self, keys: Sequence[str]) -> Item | None:
        """A public item that says some or most of one of the keys, where none says all of it."""
        return None if self.holds_all(keys) else next((self._some[key] for key in keys if key in self._some), None)

    def is_certain(self, key: str) -> bool:
        """Whether a confirmed public fact holds the key."""
        return key in self._certain

    def is_public(self, key: str) -> bool:
        """Whether a line that may be told holds the key."""
        return key in self._public

    def align(self, keys: frozenset[str]) -> tuple[Match, ...]:
        """The lines that share most with `keys`, best first."""
        return self._aligned.get(keys, lambda: self._align(keys))

    def _align(self, keys: frozenset[str]) -> tuple[Match, ...]:
        weights, unknown, index, totals = self._weights, self._unknown, self._index, self._totals
        total = 0.0
        shares: dict[int, float] = {}
        for key in sorted(key for key in keys if key not in index):
            total += weights.get(key, unknown)
        # Rare keys first: a key that very many lines hold tells only between lines that share something rarer.
        for key in sorted((key for key in keys if key in index), key=self._order.__getitem__):
            weight, holders = weights[key], index[key]
            total += weight
            if shares and len(holders) > _COMMON:
                for number in shares.keys() & self._common[key]:
                    shares[number] += weight
                continue
            for number in holders:
                shares[number] = shares.get(number, 0.0) + weight
        if not shares:
            return ()
        fits = sorted((-(shared * (shared / total + shared / totals[number])), number) for number, shared in shares.items())
        return tuple(self._match(keys, number, shares[number], total, -minus) for minus, number in self._best(fits))

    def _best(self, fits: Sequence[tuple[float, int]]) -> Iterator[tuple[float, int]]:
        """The best few, and the best of every kind and status among the rest: each is asked for."""
        seen: set[tuple[Kind, Status | None]] = set()
        for rank, fit in enumerate(fits):
            sort = self._sorts[fit[1]]
            if rank < _KEPT or sort not in seen:
                seen.add(sort)
                yield fit
            elif len(seen) == self._sorted:
                return

    def _match(self, keys: frozenset[str], number: int, shared: float, total: float, score: float) -> Match:
        line = self.lines[number]
        return Match(line, line.item, keys & line.keys, shared, shared / total, shared / self._totals[number], score)


def _universal_keys(item: Item) -> Iterable[str]:
    for sentence in item.sentences:
        for clause in sentence.clauses:
            for span in clause.universals:
                # 样品已全部送检 says all of what stands before it.
                before = max((piece for piece in clause.pieces if piece.end <= span.start), default=None)
                yield from before.keys if before else ()
                for piece in clause.pieces:
                    if span.end <= piece.start <= span.end + 1:
                        yield from piece.keys


def _lone_days(keys: Iterable[str]) -> dict[str, str]:
    days: dict[str, set[str]] = {}
    for key in keys:
        month, _, day = key[1:].partition("-")
        if key[0] == "=" and month.isdigit() and day.isdigit():
            days.setdefault(f"=None-{day}", set()).add(key)
    return {bare: next(iter(full)) for bare, full in days.items() if len(full) == 1}


def _negated_only(items: Sequence[Item]) -> Iterable[tuple[str, Item]]:
    public = [(item, clause) for item in items if item.is_public for sentence in item.sentences for clause in sentence.clauses]
    plain = {key for item, clause in public for key in clause.keys - clause.negated}
    for item, clause in public:
        if item.is_certain and not clause.swallows:
            yield from ((key, item) for key in clause.heads - plain)


def _partial_keys(item: Item) -> Iterable[str]:
    for sentence in item.sentences:
        for clause in sentence.clauses:
            for span in clause.partials:
                yield from next((piece.keys for piece in clause.pieces if piece.start >= span.end), ())


def _lines(item: Item) -> Iterable[Line]:
    for sentence in item.sentences:
        for clause in sentence.clauses:
            start, end = sentence.start + clause.start, sentence.start + clause.end
            yield Line(item, sentence, clause, clause.keys | value_keys(item.mentions, start, end), start >= len(item.text))


def value_keys(mentions: Sequence[Mention], start: int, end: int) -> frozenset[str]:
    """Values and names within a span as keys, so that 6 aligns with 6."""
    return frozenset(value_key(mention) for mention in mentions if start <= mention.start < end)


def value_key(mention: Mention) -> str:
    """A value or name as a key of a clause: `=6`, `=3-2`, `@…`."""
    value = mention.value
    if isinstance(value, Amount):
        return f"={value.value.normalize()}"
    if isinstance(value, Moment):
        day = f"{value.month}-{value.day}" if value.day is not None else ""
        return f"={day or value.hour}"
    return f"@{value.key}" if isinstance(value, Label) else ""


def board_of(brief: IncidentBrief, passages: Sequence[str] = ()) -> Board:
    """The lines of a brief: public ones, and those that must not show."""
    today = brief.issued_at.date()

    def item(ident: str, kind: Kind, text: str, status: Status | None = None, attribution: str | None = None) -> Item:
        return item_of(ident, kind, text, today, status=status, attribution=attribution)

    items: list[Item] = []
    for fact in (*brief.public_facts, *brief.hidden_facts):
        kind = Kind.FACT if fact.is_public else Kind.SECRET
        items += [item(fact.id, kind, text, fact.status, fact.attribution) for text in (fact.text, *fact.translations.values())]
    for promise in brief.commitments:
        kind = Kind.PROMISE if promise.approved else Kind.WISH
        items += [item(promise.id, kind, text) for text in (promise.text, *promise.translations.values())]
    items += [item("incident", Kind.TITLE, text) for text in (brief.incident.title, *brief.incident.translations.values())]
    items += [item(f"passage:{n}", Kind.LAW, text) for n, text in enumerate(passages)]
    # What a line is called is told with it: "our help line".
    labels = [item(f"contact:{n}", Kind.TITLE, contact.label) for n, contact in enumerate(brief.contacts)]
    return Board(items, frozenset(key for label in labels for key in label.keys))


# A brief is read anew for every text under it, and of its facts one at most was changed.
@lru_cache(maxsize=4096)
def item_of(
    ident: str, kind: Kind, text: str, today: date, *, status: Status | None = None, attribution: str | None = None
) -> Item:
    """One wording, read."""
    # Who says so is part of what is said: "据应急管理局通报" is told with its fact.
    whole = f"{text}。\n{attribution}" if attribution else text
    reading = read(whole, today)
    spans = Sentences(reading.folded)
    sentences = read_sentences(reading.folded, spans)
    keys = frozenset(key for sentence in sentences for clause in sentence.clauses for key in clause.keys)
    return Item(
        id=ident,
        kind=kind,
        status=status,
        text=text,
        folded=reading.folded,
        sentences=sentences,
        keys=keys | value_keys(reading.mentions, 0, len(whole)),
        mentions=reading.mentions,
        assertions=tuple(find_assertions(reading.folded, spans)),
        attribution=attribution,
        is_public=kind in _PUBLIC,
        is_certain=kind is Kind.FACT and status is Status.CONFIRMED,
        has_universal=any(clause.universals for sentence in sentences for clause in sentence.clauses),
        has_partial=any(clause.partials for sentence in sentences for clause in sentence.clauses),
    )
