"""Where two certain facts of one ledger cannot both be right."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.grounding.alignment import Board, Line
from service.grounding.consistency import Conflict, equal_values, opposed, same_kind
from service.grounding.types import Amount, Label, Mention, Moment
from service.patterns import lazy

# Two facts say the same thing when this much of both is shared.
_SAME_FACT = 0.6
_MANY = 2
# A longer ledger is no longer compared line by line.
_LINES = 1_000
# Who has this many to mend needs no more of them.
_ENOUGH = 20
_PARTS = lazy(r"其中|当中|包括|分别|\b(?:of whom|of which|of them|including)\b")


@dataclass(frozen=True, slots=True)
class FactConflict:
    """Two certain facts of one ledger that cannot both be right."""

    first: str
    second: str
    kind: Conflict


@dataclass(frozen=True, slots=True)
class _Told:
    """A line as it is compared with others. `keys` without its numbers and dates, which are what may differ, and how much they say."""

    line: Line
    keys: frozenset[str]
    weight: float
    # Those of its whole item.
    moments: tuple[Mention, ...]
    values: tuple[Mention, ...]
    subjects: frozenset[str]


def fact_conflicts(board: Board) -> Iterator[FactConflict]:
    """Confirmed facts that say the same thing with different values, or once yes and once no."""
    seen: set[frozenset[str]] = set()
    # A line is met from many others; all of them live as long as the board.
    known: dict[int, _Told] = {}

    def told(line: Line) -> _Told:
        found = known.get(id(line))
        if found is None:
            found = known[id(line)] = _told(line, board)
        return found

    for line in board.lines[:_LINES]:
        if not line.item.is_certain or line.is_source:
            continue
        for match in board.align(line.keys):
            if not match.item.is_certain or match.item.id == line.item.id or line.clause.language != match.line.clause.language:
                continue
            pair = frozenset({line.item.id, match.item.id})
            if pair in seen or not _alike(told(line), told(match.line), board):
                continue
            kind = _conflict(told(line), told(match.line))
            if kind is not None:
                if len(seen) >= _ENOUGH:
                    return
                seen.add(pair)
                yield FactConflict(line.item.id, match.item.id, kind)


def _told(line: Line, board: Board) -> _Told:
    start, end = line.sentence.start + line.clause.start, line.sentence.start + line.clause.end
    inside = [m for m in line.item.mentions if start <= m.start < end]
    keys = frozenset(key for key in line.keys if key[0] != "=")
    # The names, numbers of things and places in a row that tell one subject from another.
    named = {m.value.key for m in inside if isinstance(m.value, Label)}
    numbered = {str(m.value.value) for m in inside if isinstance(m.value, Amount) and "ordinal" in m.value.units}
    return _Told(
        line,
        keys,
        board.weight(keys),
        tuple(m for m in line.item.mentions if isinstance(m.value, Moment)),
        tuple(m for m in inside if isinstance(m.value, (Amount, Moment))),
        frozenset(named | numbered),
    )


def _alike(a: _Told, b: _Told, board: Board) -> bool:
    """Whether two lines speak of the same, their numbers and dates aside: those are what may differ."""
    mine, theirs = a.keys, b.keys
    if any(key[0] == "@" for key in mine ^ theirs):
        # Of another product, place or office.
        return False
    if len(mine & theirs) < _MANY:
        # One word is enough where it is all that both say: "14 reports", "41 reports".
        return bool(mine) and mine == theirs and _around_values(a.line) == _around_values(b.line)
    return board.weight(mine & theirs) >= _SAME_FACT * max(a.weight, b.weight)


def _around_values(line: Line) -> str:
    """The item's words without its numbers and dates."""
    text, at = "", 0
    for mention in line.item.mentions:
        if isinstance(mention.value, (Amount, Moment)) and mention.start >= at:
            text, at = text + line.item.folded[at : mention.start], mention.end
    return text + line.item.folded[at:]


def _conflict(a: _Told, b: _Told) -> Conflict | None:
    if a.subjects != b.subjects:
        return None
    if any((m.kind is o.kind and not equal_values(m, o)) or _of_another_day(m, o) for m in a.moments for o in b.moments):
        # Counted at another time, or of another day: no contradiction.
        return None
    if _is_part(a.line) or _is_part(b.line):
        return None
    for value in a.values:
        alike = [other for other in b.values if same_kind(value, other) and _count_one_thing(value, other)]
        if alike and not any(equal_values(value, other) for other in alike):
            return Conflict.NUMBER
    one, other = a.line.clause, b.line.clause
    return Conflict.POLARITY if opposed(one, other, one.keys & other.keys) else None


def _of_another_day(one: Mention, other: Mention) -> bool:
    mine, theirs = one.value, other.value
    if not isinstance(mine, Moment) or not isinstance(theirs, Moment) or mine.day is None or theirs.day is None:
        return False
    return (mine.month, mine.day) != (theirs.month, theirs.day)


def _count_one_thing(mine: Mention, other: Mention) -> bool:
    """Whether two numbers count in the same unit: four of some trains are no 64 passengers. A day is no hour of another."""
    a, b = mine.value, other.value
    if not (isinstance(a, Amount) and isinstance(b, Amount)):
        return mine.kind is other.kind
    return a.units == b.units or bool(a.units & b.units)


def _is_part(line: Line) -> bool:
    """Whether a line counts a part of what its fact counts: two teachers of the hurt are not the twelve of all who came."""
    return _PARTS.search(line.item.folded, line.sentence.start, line.sentence.start + line.clause.end) is not None
