"""What was found of a sentence under a brief where it stood as it stands now: an editor changes one sentence and the rest is as it was."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from service.grounding.alignment import Board, Item, Match
from service.grounding.clauses import Clause, Sentence
from service.grounding.marks import Marks
from service.grounding.mismatch import Announced, Mismatch, Novel
from service.grounding.promise_clause import Promise
from service.grounding.promise_holders import Holder
from service.grounding.remembered import Remembered
from service.grounding.roles import Role
from service.grounding.types import ClaimKind, Mention, Value

# No check of a clause looks further around its sentence, but to a colon that may lead in a list.
_AROUND, _LIST = 64, 264
_SENTENCES = 2048
# In how many ways a sentence is remembered that stands alike but is supported otherwise.
_WAYS = 8


def _few() -> Remembered[Any, Any]:
    return Remembered(_WAYS)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What was judged of a sentence as a whole, and the line nearest to it. `is_short`: it says little beside a figure, if it gives one."""

    is_suspect: bool = False
    nearest: Item | None = None
    is_short: bool = False


NO_SUSPICION = Suspicion()


@dataclass(slots=True)
class Seen:
    """The keys and lines of each clause of a sentence, the roles of its values, and what checks found so far; places are those of the sentence."""

    aligned: tuple[tuple[frozenset[str], tuple[Match, ...]], ...]
    together: Mapping[str, frozenset[str]]
    roles: Mapping[int, Role]
    # By where the clause begins.
    mismatches: dict[int, tuple[Mismatch, ...]] = field(default_factory=dict)
    differences: dict[int, tuple[Mismatch, ...]] = field(default_factory=dict)
    # By its claims and the topics of the brief: the ids it rests on, and those it is near to.
    bases: Remembered[object, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=_few)
    # By its times and what the sentence before told of: its promises, and the commitments it tells of.
    promises: Remembered[object, tuple[tuple[Promise, ...], tuple[Holder, ...]]] = field(default_factory=_few)
    suspicion: Suspicion | None = None
    # By clause again: what it announces, and what it says that is new or widens a promise.
    announced: dict[int, Announced | None] = field(default_factory=dict)
    novel: dict[int, Novel | None] = field(default_factory=dict)
    wider: dict[int, Novel | None] = field(default_factory=dict)


def of_clause(
    known: dict[int, tuple[Mismatch, ...]], clause: Clause, at: int, found: Callable[[], Iterable[Mismatch]]
) -> Sequence[Mismatch]:
    """What a check finds in a clause of the sentence that begins `at`, found once for all texts in which it stands like this."""
    told = known.get(clause.start)
    if told is None:
        told = known[clause.start] = tuple(mismatch.moved(-at) for mismatch in found())
    return [mismatch.moved(at) for mismatch in told] if told else ()


class Standing(NamedTuple):
    """A sentence with all around it that its checks may see; a tuple because a text makes one of each of its sentences."""

    window: str
    start: int
    end: int
    marks: Marks
    asked: bool
    mentions: tuple[tuple[int, int, ClaimKind, Value], ...]


_SEEN: WeakKeyDictionary[Board, Remembered[Standing, Seen]] = WeakKeyDictionary()


def seen_under(board: Board) -> Remembered[Standing, Seen]:
    """The sentences seen under a brief."""
    seen = _SEEN.get(board)
    if seen is None:
        seen = _SEEN[board] = Remembered(_SENTENCES)
    return seen


def standing(folded: str, sentence: Sentence, mentions: Sequence[Mention], marks: Marks, *, asked: bool) -> Standing:
    """How a sentence stands in a text. `mentions`: those within it; `marks`: its own and what its neighbours lend it."""
    at = sentence.start
    # A colon may lead in a list from further off.
    led = folded.find(":", max(0, at - _LIST), sentence.end) >= 0
    first = max(0, at - (_LIST if led else _AROUND))
    given = tuple((mention.start - at, mention.end - at, mention.kind, mention.value) for mention in mentions)
    return Standing(folded[first : sentence.end + _AROUND], at - first, sentence.end - first, marks, asked, given)
