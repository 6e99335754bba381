"""Where notes contradict each other. Grounding compares lines of a ledger; here everything said is compared, certain or not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations
from typing import Literal

from service.briefs import Status
from service.grounding.alignment import Board, Kind, item_of
from service.grounding.entries import alike, equal
from service.grounding.fact_conflicts import fact_conflicts
from service.grounding.folding import Span, matches
from service.grounding.types import Amount, ClaimKind, Mention, Moment
from service.i18n import Localized, UiLanguage
from service.intake.schemas import NoteContradiction
from service.patterns import lazy

ConflictKind = Literal["number", "time", "place", "polarity"]
# Every pair is compared, so their number is bounded.
_MOST = 240
_SHARE = 0.34
_MANY = 2
_NONE = lazy(
    r"没有?(?:人|看[到见]|见[到过]?)|无人|没有?(?:出现|发生|收到|发现)|未(?:出现|发生|收到|发现|造成)|(?<!\w)(?:0|零)[人起例]"
    r"|\bno(?:body|[ -]one| injur\w+| reports?| customers?| patients?| guests?| data| complaints?)\b|\bnone\b",
    re.IGNORECASE,
)
_SOME = lazy(
    r"\d|[一二两三四五六七八九十几多][名人位个起例条盆只件桶]|有人|有.{0,4}[名人位]|\b(?:one|two|three|four|five|six|some|several|a|an)\b",
    re.IGNORECASE,
)
# Everything but Chinese characters that carry matter.
_IDLE = lazy(
    r"[^\u4e00-\u9fff]|[的了是在和与有也都就还又不没未已被把从到我你他她它们这那个人名位起件条点分时年月日号上下早晚午半一二三四五六七八九十百千万几多两说称要会能可以后前中现目共约近]"
)
# Who an act befell is shared by many acts: 孩子 alone makes two lines no rivals.
_WHO = lazy(r"孩子|小孩|学生|同学|家长|家属|顾客|客人|客户|用户|员工|老人|患者|会员|消费者|业主|乘客")
_PEOPLE = frozenset(
    {"#child", "#parent", "#customer", "#student", "#staff", "#family", "#user", "#resident", "#passenger", "#patient"}
)
_SAME_ACT = 0.5
# A time by which something is to be done is no time at which something was.
_DEADLINE = lazy(r"\s*(?:之?前|以前|截止)")
_UNTIL = lazy(r"\b(?:by|before|until|no later than)\s+(?:the\s+)?\Z", re.IGNORECASE)
_LOGGED = lazy(r"\d{1,2}[:：]\d{2}\b")
_SITE = lazy(
    r"(?:(?<=[在到去于从往是])|(?<![\u4e00-\u9fff]))[\u4e00-\u9fff]{2,4}?(?:门?店|路|站|厂|校区|分校|小区|车间|仓库?)(?![长员])"
)
_BARE = 2
_MOST_PAIRS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One candidate as it is compared: `turn` tells who spoke when; one breath does not contradict itself. `day`: what 今天 means in it."""

    id: str
    text: str
    turn: object
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    told: Told
    keys: frozenset[str]
    mentions: tuple[Mention, ...]

    @property
    def marks(self) -> frozenset[str]:
        """The Chinese characters that carry matter: 鸡肉到货 and 鸡是七点到的 share two of them and no word."""
        return frozenset(_IDLE.sub("", _WHO.sub("", self.told.text)))

    @property
    def is_none(self) -> bool:
        return _NONE.search(self.told.text) is not None

    @property
    def is_some(self) -> bool:
        return not self.is_none and _SOME.search(self.told.text) is not None


_Pair = tuple[Mention, Mention] | tuple[Span, Span]
_WORDS: Mapping[ConflictKind, Localized] = {
    "number": Localized("数字对不上", "The numbers differ"),
    "time": Localized("时间对不上", "The times differ"),
    "place": Localized("地点对不上", "The places differ"),
    "polarity": Localized("一处说有，一处说没有", "One says yes, the other no"),
}


def find_contradictions(told: Sequence[Told], today: date, language: UiLanguage) -> tuple[NoteContradiction, ...]:
    """Every pair of candidates that cannot both be right, each once; the earlier one is `a`."""
    kept = told[:_MOST]
    # Read as if all were certain: only then are they compared at all.
    items = [
        replace(item_of(one.id, Kind.FACT, one.text, one.day or today, status=Status.CONFIRMED), is_certain=True) for one in kept
    ]
    board = Board(items)
    found: dict[tuple[str, str], NoteContradiction] = {}
    order = {one.id: place for place, one in enumerate(kept)}
    turns = {one.id: one.turn for one in kept}
    for conflict in fact_conflicts(board):
        first, second = sorted((conflict.first, conflict.second), key=order.__getitem__)
        if turns[first] != turns[second]:
            kind: ConflictKind = "polarity" if conflict.kind == "polarity" else "number"
            found[first, second] = _contradiction(kind, first, second, "", "", language)
    read = [
        _Read(one, frozenset(k for k in item.keys if k[0] != "="), item.mentions) for one, item in zip(kept, items, strict=True)
    ]
    for a, b in combinations(read, 2):
        if a.told.turn == b.told.turn or len(found) >= _MOST_PAIRS:
            continue
        for kind, rivals in _rivals(a, b, board, today):
            pair = ("", "")
            if rivals is not None:
                mine, theirs = rivals
                pair = a.told.text[mine.start : mine.end], b.told.text[theirs.start : theirs.end]
            found[a.told.id, b.told.id] = _contradiction(kind, a.told.id, b.told.id, *pair, language)
            break
    return tuple(sorted(found.values(), key=lambda item: (order[item.a], order[item.b])))


def _contradiction(kind: ConflictKind, a: str, b: str, mine: str, theirs: str, language: UiLanguage) -> NoteContradiction:
    what = _WORDS[kind].in_(language)
    if mine:
        message = Localized(
            f"{what}：{a} 说“{mine}”，{b} 说“{theirs}”。若后一条是更新，留后一条。",
            f"{what}: {a} says “{mine}”, {b} says “{theirs}”. If the later one is an update, keep that.",
        )
    else:
        message = Localized(f"{what}：{a} 与 {b}。", f"{what}: {a} and {b}.")
    return NoteContradiction(kind=kind, a=a, b=b, message=message.in_(language))


def _rivals(a: _Read, b: _Read, board: Board, today: date) -> Iterator[tuple[ConflictKind, _Pair | None]]:
    shared = a.keys & b.keys
    weight = board.weight(shared)
    least = min(board.weight(a.keys), board.weight(b.keys))
    if not shared or weight < _SHARE * least:
        if min(len(a.keys), len(b.keys)) <= _BARE:
            # "6 in all by now" beside "8 complaints": what is counted is all that the shorter says.
            yield from (("number", pair) for pair in _pairs(a, b, Amount) if _may_rival(*pair) and _counts_things(*pair))
        if len(a.marks & b.marks) < _MANY:
            return
    if (a.is_none and b.is_some) or (b.is_none and a.is_some):
        yield "polarity", None
        return
    yield from (("number", pair) for pair in _pairs(a, b, Amount) if _may_rival(*pair))
    if len(shared) >= _MANY or len(a.marks & b.marks) >= _MANY:
        days = a.told.day or today, b.told.day or today
        if _is_same_act(a, b, board):
            yield from (
                ("time", pair) for pair in _pairs(a, b, Moment) if _other_moment(pair, days) and not _is_apart(a, b, pair)
            )
        yield from (("place", pair) for pair in _other_places(a, b))


def _pairs(a: _Read, b: _Read, sort: type[Amount] | type[Moment]) -> Iterator[tuple[Mention, Mention]]:
    """Values of one sort of which neither side has the other's."""
    mine, theirs = ([m for m in side.mentions if isinstance(m.value, sort)] for side in (a, b))
    for x in mine:
        rivals = [y for y in theirs if x.kind is y.kind or {x.kind, y.kind} <= _COUNTS]
        if any(_agree(x, y) for y in rivals):
            continue
        for y in rivals:
            if alike(x.value, y.value) and not any(_agree(z, y) for z in mine):
                yield x, y


_COUNTS = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})


def _agree(x: Mention, y: Mention) -> bool:
    if isinstance(x.value, Amount) and isinstance(y.value, Amount):
        return x.value.value == y.value.value or x.value.admits(y.value.value) or y.value.admits(x.value.value)
    if isinstance(x.value, Moment) and isinstance(y.value, Moment):
        same_hour = equal(x.value, y.value)
        return same_hour and (x.value.minute is None or y.value.minute is None or x.value.minute == y.value.minute)
    return equal(x.value, y.value)


def _may_rival(x: Mention, y: Mention) -> bool:
    a, b = x.value, y.value
    if not (isinstance(a, Amount) and isinstance(b, Amount)) or "ordinal" in a.units | b.units:
        return False
    return bool(a.units & b.units) and x.kind is not ClaimKind.DURATION


def _counts_things(x: Mention, y: Mention) -> bool:
    """Whether both count more than people: two crowds of people may well be two crowds."""
    a, b = x.value, y.value
    return isinstance(a, Amount) and isinstance(b, Amount) and bool((a.units & b.units) - {"person", "people"})


def _is_same_act(a: _Read, b: _Read, board: Board) -> bool:
    """Whether most of what the shorter says, apart from who it befell, is in the other: one act has one time, two have two."""
    least = min(board.weight(a.keys - _PEOPLE), board.weight(b.keys - _PEOPLE))
    return board.weight((a.keys & b.keys) - _PEOPLE) >= _SAME_ACT * least


def _is_apart(a: _Read, b: _Read, pair: tuple[Mention, Mention]) -> bool:
    """Whether one time is a deadline, or both are the hours of a log's lines."""
    return _of_a_log(a, b, pair) or any(
        _DEADLINE.match(side.told.text, time.end) or _UNTIL.search(side.told.text, 0, time.start)
        for side, time in zip((a, b), pair, strict=True)
    )


def _of_a_log(a: _Read, b: _Read, pair: tuple[Mention, Mention]) -> bool:
    """Whether these are the hours before two lines of a log: each line has its own."""
    return pair[0].start == 0 == pair[1].start and all(_LOGGED.match(side.told.text) for side in (a, b))


def _other_moment(pair: tuple[Mention, Mention], days: tuple[date, date]) -> bool:
    a, b = pair[0].value, pair[1].value
    if not (isinstance(a, Moment) and isinstance(b, Moment)):
        return False
    first, second = (one.instant(Moment(day.year, day.month, day.day)) for one, day in zip((a, b), days, strict=True))
    return isinstance(first, datetime) and isinstance(second, datetime) and first != second


def _other_places(a: _Read, b: _Read) -> Iterator[tuple[Span, Span]]:
    """Sites of which neither side has the other's; 石鼓路店 and 店 may be one."""
    mine, theirs = (matches(_SITE, side.told.text) for side in (a, b))
    names, others = ({side.told.text[span.start : span.end] for span in spans} for side, spans in ((a, mine), (b, theirs)))
    if mine and theirs and not any(x[-3:] in y or y[-3:] in x for x in names for y in others):
        yield mine[0], theirs[0]
