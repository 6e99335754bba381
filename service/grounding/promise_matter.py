"""What a promise speaks of, weighed against whole commitments: one held in quite other words is still held."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.grounding.alignment import Board, Kind
from service.grounding.folding import Span
from service.grounding.said import Said
from service.grounding.seen import Seen
from service.patterns import lazy

# A commitment holds a promise when most of what it says is the commitment's, and hardly anything of it is new.
_MOST = 0.6
_NEW = 0.25
_KNOWN = 0.7
_FEWEST = 2
# Keys of a sentence that make its promise the commitment's, the values and words of the clause among them.
_TOGETHER = 3
# A day, or a mark with digits in it: small numbers and names are shared by too much.
_TELLING_VALUE = lazy(r"=\d+-\d+\Z|@(?=.*\d)(?=.*[A-Za-z])")
# Values and names are resolved one by one.
_VALUES = ("=", "@")


@dataclass(frozen=True, slots=True)
class PromisedMatter:
    """The clauses of a text in order, asked by place which approved commitment they speak of."""

    board: Board
    said: Sequence[Said]

    def seen(self, sentence: Span) -> Seen | None:
        """What was found of a sentence before; None where it says nothing."""
        at = bisect_left(self.said, sentence.start, key=_start)
        said = self.said[at] if at < len(self.said) else None
        return said.seen if said is not None and said.sentence.start == sentence.start else None

    def holder(self, span: Span) -> str | None:
        """The approved commitment that holds what is said at a place, unless one nobody has approved fits as well."""
        keys = frozenset(key for key in self._keys(span) if not key.startswith(_VALUES))
        if len(keys) < _FEWEST:
            return None
        weight = self.board.weight(keys)
        if self.board.weight(key for key in keys if not self.board.is_public(key)) > _NEW * weight:
            return None
        best = next((matter for matter in self.board.matter(keys) if matter.item.kind is Kind.PROMISE), None)
        if best is None or best.of_text < _MOST:
            return None
        wished = (self.board.weight(keys & item.keys) for item in self.board.items if item.kind is Kind.WISH)
        return best.item.id if best.of_text * weight > max(wished, default=0.0) else None

    def anchor(self, span: Span) -> str | None:
        """The approved commitment that shares the date or number of a place: its day, its batch."""
        values = frozenset(key for key in self._keys(span) if _TELLING_VALUE.match(key))
        promised = (item for item in self.board.items if item.kind is Kind.PROMISE)
        return next((item.id for item in promised if values & item.keys), None)

    def same_values(self, span: Span) -> str | None:
        """The approved commitment that gives every number and day of a place, what else it names and the rest of its sentence.

        “每份另补5元购物券” of “每份商品另发5元购物券”: the verb may be any that gives.
        """
        keys = frozenset(self._keys(span))
        values = frozenset(key for key in keys if key.startswith("=") and key != "=1")
        words = frozenset(key for key in keys if not key.startswith(_VALUES))
        sentence = next((said for said in self.said if said.start <= span.start < said.end), None)
        if not values or sentence is None:
            return None
        for item in self.board.items:
            near = sentence.together.get(item.id, frozenset())
            if item.kind is not Kind.PROMISE or not values <= item.keys:
                continue
            due = any("-" in key for key in near if key[0] == "=") and words <= item.keys
            given = any("-" not in key for key in values) and words & item.keys
            if due or (given and len(near) >= _TOGETHER):
                return item.id
        return None

    def is_known(self, span: Span) -> bool:
        """Whether nearly all that is said at a place stands in one public line."""
        keys = frozenset(key for key in self._keys(span) if not key.startswith(_VALUES))
        return len(keys) >= _FEWEST and any(matter.of_text >= _KNOWN for matter in self.board.matter(keys)[:1])

    def _keys(self, span: Span) -> Iterator[str]:
        at = bisect_right(self.said, span.start, key=lambda said: said.end)
        while at < len(self.said) and self.said[at].start < span.end:
            yield from self.said[at].keys
            at += 1


def _start(said: Said) -> int:
    return said.start
