"""What was found of a sentence under a brief where it stood as it stands now: an editor changes one sentence and the rest is as it was."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from service.grounding.alignment import Board, Match
from service.grounding.clauses import Clause, Sentence
from service.grounding.marks import Marks
from service.grounding.mismatch import Mismatch
from service.grounding.remembered import Remembered
from service.grounding.roles import Role
from service.grounding.types import ClaimKind, Mention, Value

# No check of a clause looks further around its sentence, but to a colon that may lead in a list.
_AROUND, _LIST = 64, 264
_STOPS = frozenset("。！？.!?\n")
_SENTENCES, _USUAL = 2048, 256
# In how many ways more a sentence is remembered that stands alike but is supported otherwise.
_WAYS = 64
_CHECKS = 12

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """The keys and lines of each clause of a sentence, the roles of its values, and what checks found so far.

    Places are those of the sentence.
    """

    aligned: tuple[tuple[frozenset[str], tuple[Match, ...]], ...]
    together: Mapping[str, frozenset[str]]
    roles: Mapping[int, Role]
    _found: dict[tuple[str, Hashable], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, check: str, of: Hashable, make: Callable[[], T]) -> T:
        """What a check makes `of` this sentence, made once for all texts in which it stands like this."""
        found = self._found
        key = check, of
        made: T
        if key in found:
            made = found[key]
            return made
        made = make()
        if len(found) >= _WAYS + _CHECKS * len(self.aligned):
            found.clear()
        found[key] = made
        return made


def of_clause(said_of: Seen, check: str, clause: Clause, at: int, make: Callable[[], Iterable[Mismatch]]) -> Sequence[Mismatch]:
    """What a check finds in a clause of the sentence that begins `at`."""
    told = said_of.once(check, clause.start, lambda: tuple(mismatch.moved(-at) for mismatch in make()))
    return [mismatch.moved(at) for mismatch in told] if told else ()


class Standing(NamedTuple):
    """A sentence with all around it that its checks may see; a tuple because a text makes one of each of its sentences."""

    window: str
    start: int
    end: int
    marks: Marks
    asked: bool
    mentions: tuple[tuple[int, int, ClaimKind, Value], ...]

    def size(self, _: Seen) -> int:
        """How many places it takes in a memory, so that endless sentences do not fill it."""
        return len(self.window) // _USUAL


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
    led = folded.find(":", led_from(folded, at), sentence.end) >= 0
    first = max(0, at - (_LIST if led else _AROUND))
    given = tuple((mention.start - at, mention.end - at, mention.kind, mention.value) for mention in mentions)
    return Standing(folded[first : sentence.end + _AROUND], at - first, sentence.end - first, marks, asked, given)


def led_from(folded: str, start: int) -> int:
    """From where a colon may lead in what a sentence says: from its start where a full stop stands before it."""
    return start if folded[start - 1 : start] in _STOPS else max(0, start - _LIST)
