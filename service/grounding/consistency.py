"""Where two texts about one incident contradict each other: numbers, times, promises, contacts, what is so and what is not.

Texts meet on the ledger's lines, so that a Chinese and an English statement can be compared. What the ledger does not support is
grounding's to name; here it only has to differ.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.grounding.alignment import Kind
from service.grounding.clauses import Clause
from service.grounding.folding import Span
from service.grounding.marks import Mark
from service.grounding.roles import Role
from service.grounding.said import Said
from service.grounding.types import Amount, ClaimKind, Label, Mention, Moment, normal_form

_STRONG_LINE = 0.35
_STRONG_TEXT = 0.5
_MANY = 2


class Conflict(StrEnum):
    """What two places disagree about."""

    NUMBER = "number"
    TIME = "time"
    PROMISE = "promise"
    CONTACT = "contact"
    POLARITY = "polarity"
    NAME = "name"
    ADMISSION = "admission"


@dataclass(frozen=True, slots=True)
class Statement:
    """A text as this check needs it."""

    text: str
    clauses: tuple[Said, ...]
    mentions: tuple[Mention, ...]
    roles: dict[int, Role]
    # Contacts the ledger gives: each may stand for itself.
    listed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places that cannot both be right."""

    kind: Conflict
    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class _Told:
    """What one clause says of one line of the ledger."""

    span: Span
    item: str
    is_promise: bool
    values: tuple[Mention, ...]
    # Everything the sentence gives: it may be cut into clauses in one text and not in the other.
    beside: tuple[Mention, ...]
    keys: frozenset[str]
    clause: Clause
    # An open or denied clause says neither yes nor no of its words.
    is_plain: bool
    moments_of: dict[int, Role]


def left_out(first: Statement, second: Statement) -> Iterator[Contradiction]:
    """Figures and times that the first gives of a line of the ledger and the second, telling of the same line, does not give.

    Only between two versions of one statement: elsewhere one text may well say less than another.
    """
    others: dict[str, list[_Told]] = {}
    for told in _told(second):
        others.setdefault(told.item, []).append(told)
    theirs = {item: _given(found)[item] for item, found in others.items()}
    here = list(_told(first))
    given = _given(here)
    for told in here:
        if told.item not in theirs:
            continue
        # A sentence that tells of one line alone gives all its values of that line, wherever a comma parts them.
        alone = all(other.item == told.item for other in here if other.beside == told.beside)
        places = [other.span for other in others[told.item]]
        words = " ".join(second.text[place.start : place.end] for place in places)
        for mine in told.beside if alone else told.values:
            if _is_kept(mine, theirs[told.item]) or _is_written(mine, words):
                continue
            rival = next((m for m in theirs[told.item] if same_kind(mine, m) and not _is_kept(m, given[told.item])), None)
            if rival is None and isinstance(mine.value, Moment):
                # A date may belong to a source that only one language can name.
                continue
            kind = Conflict.NUMBER if isinstance(mine.value, Amount) else Conflict.TIME
            where = Span(rival.start, rival.end) if rival is not None else places[0]
            yield Contradiction(Conflict.PROMISE if told.is_promise else kind, Span(mine.start, mine.end), where)


def _is_written(mine: Mention, words: str) -> bool:
    """Whether the other text has the same digits, though it reads them otherwise: the 23 of "23 and 24 June", station 3."""
    value = mine.value
    parts = [value.value] if isinstance(value, Amount) else [getattr(value, "day", None), getattr(value, "hour", None)]
    return all(re.search(rf"(?<!\d){part}(?!\d)", words) for part in parts if part is not None)


def _is_kept(mine: Mention, theirs: Sequence[Mention]) -> bool:
    if isinstance(mine.value, Amount):
        # One may be an article, the only shop; and what is counted has other words in another language.
        return mine.value.value == 1 or any(
            isinstance(m.value, Amount) and (m.value.value == mine.value.value or equal_values(mine, m)) for m in theirs
        )
    return any(isinstance(m.value, Moment) and equal_values(mine, m) for m in theirs)


def contradictions(first: Statement, second: Statement) -> Iterator[Contradiction]:
    """Every contradiction between two texts, each pair of places once."""
    seen: set[tuple[int, int]] = set()
    others: dict[str, list[_Told]] = {}
    for told in _told(second):
        others.setdefault(told.item, []).append(told)
    here = list(_told(first))
    given, theirs = _given(here), {item: _given(found)[item] for item, found in others.items()}
    for told in here:
        for other in others.get(told.item, ()):
            for found in _between(told, other, given[told.item], theirs[told.item]):
                if (found.a.start, found.b.start) not in seen:
                    seen.add((found.a.start, found.b.start))
                    yield found
    yield from _contacts(first, second)


def _given(told: Sequence[_Told]) -> dict[str, list[Mention]]:
    """The values a text gives in telling of each line."""
    found: dict[str, dict[int, Mention]] = {}
    for item in told:
        found.setdefault(item.item, {}).update((mention.start, mention) for mention in item.beside)
    return {item: list(values.values()) for item, values in found.items()}


def _told(statement: Statement) -> Iterator[_Told]:
    valued = sorted((m for m in statement.mentions if isinstance(m.value, (Amount, Moment))), key=_start)

    def between(start: int, end: int) -> tuple[Mention, ...]:
        return tuple(valued[bisect_left(valued, start, key=_start) : bisect_left(valued, end, key=_start)])

    for said in statement.clauses:
        if not said.is_claim:
            continue
        match = said.best(Kind.FACT, Kind.PROMISE)
        if match is None or not (match.of_line >= _STRONG_LINE and match.of_text >= _STRONG_TEXT and len(match.keys) > 1):
            continue
        values = between(said.start, said.end)
        yield _Told(
            span=Span(said.start, said.end),
            item=match.item.id,
            is_promise=match.item.kind is Kind.PROMISE,
            values=values,
            beside=between(said.sentence.start, said.sentence.end),
            keys=match.keys,
            clause=said.clause,
            is_plain=not said.marks & (Mark.DENIED | Mark.OPEN),
            moments_of={m.start: statement.roles.get(m.start, Role()) for m in values},
        )


def _start(mention: Mention) -> int:
    return mention.start


def _between(a: _Told, b: _Told, given: Sequence[Mention], theirs: Sequence[Mention]) -> Iterator[Contradiction]:
    """`given`, `theirs`: all that either text says of the line."""
    for mine in a.values:
        known = any(same_kind(mine, other) and equal_values(mine, other) for other in theirs)
        pair = None if known else _rival(mine, a, b, given)
        if pair is not None:
            kind = Conflict.NUMBER if isinstance(mine.value, Amount) else Conflict.TIME
            yield Contradiction(
                Conflict.PROMISE if a.is_promise else kind, Span(mine.start, mine.end), Span(pair.start, pair.end)
            )
    if a.is_plain and b.is_plain and opposed(a.clause, b.clause, a.keys & b.keys):
        yield Contradiction(Conflict.POLARITY, a.span, b.span)


def opposed(a: Clause, b: Clause, common: frozenset[str]) -> bool:
    """Whether one of two clauses negates what they share, and the other does not."""
    shared = frozenset(key for key in common if key[0] not in "=@")
    mine, theirs = shared & a.negated, shared & b.negated
    if len(shared) < _MANY or a.swallows or b.swallows or bool(mine) is bool(theirs):
        return False
    clause, negated = (a, mine) if mine else (b, theirs)
    # The negation reaches the word it stands before, or all there is.
    return bool(negated & clause.heads) or negated == shared


def _rival(mine: Mention, a: _Told, b: _Told, given: Sequence[Mention]) -> Mention | None:
    """The value of `b` that stands where `mine` does in `a`, and is another."""
    alike = [m for m in b.values if same_kind(mine, m)]
    role = a.moments_of[mine.start].near
    for other in alike:
        theirs = b.moments_of[other.start].near
        if (role & theirs) or (not role and not theirs):
            # What `a` gives besides is no rival: it says more, not otherwise.
            if any(same_kind(other, m) and equal_values(other, m) for m in given):
                continue
            return other
    return None


def same_kind(mine: Mention, other: Mention) -> bool:
    """Whether two values can be held against each other: numbers of one kind of thing, or moments given as far."""
    a, b = mine.value, other.value
    if isinstance(a, Amount) and isinstance(b, Amount):
        return (mine.kind is other.kind or {mine.kind, other.kind} <= _COUNTS) and a.may_count_as(b)
    return isinstance(a, Moment) and isinstance(b, Moment) and a.has_date == b.has_date


_COUNTS = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})


def equal_values(mine: Mention, other: Mention) -> bool:
    """Whether two values agree: in every part both give, or one as the other rounded."""
    a, b = mine.value, other.value
    if isinstance(a, Amount) and isinstance(b, Amount):
        return a.value == b.value or a.admits(b.value) or b.admits(a.value)
    if isinstance(a, Moment) and isinstance(b, Moment):
        parts = (a.month, b.month), (a.day, b.day), (a.hour, b.hour), (a.minute, b.minute)
        return all(x is None or y is None or x == y for x, y in parts)
    return normal_form(mine) == normal_form(other)


def _contacts(first: Statement, second: Statement) -> Iterator[Contradiction]:
    """One line, two numbers: contacts of one kind of which neither text has the other's."""
    for kind in ("phone", "email"):
        mine, theirs = _of_kind(first.mentions, kind), _of_kind(second.mentions, kind)
        both_listed = all(isinstance(m.value, Label) and m.value.key in first.listed | second.listed for m in (*mine, *theirs))
        if len(mine) == 1 and len(theirs) == 1 and mine[0].value != theirs[0].value and not both_listed:
            yield Contradiction(Conflict.CONTACT, Span(mine[0].start, mine[0].end), Span(theirs[0].start, theirs[0].end))


def _of_kind(mentions: Sequence[Mention], kind: str) -> list[Mention]:
    found: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind is ClaimKind.CONTACT and isinstance(mention.value, Label) and mention.value.kind == kind:
            found.setdefault(mention.value.key, mention)
    return list(found.values())
