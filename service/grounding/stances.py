"""How a clause stands to what it says: asserted, reported from others, open, or denied. Marks reach as far as their grammar does."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from service.grounding.assertion_types import AssertionKind, Stance
from service.grounding.assertion_words import fixed
from service.grounding.folding import Span, trimmed

# A question shows in its last characters.
_TAIL = 16


# A text is checked again after every edit.
@lru_cache(maxsize=8192)
def is_question(text: str) -> bool:
    """Whether a sentence asks."""
    return bool(fixed().question.search(text, max(0, len(text) - _TAIL)))


class Stances:
    """The marks of one lower-case sentence, cut into clauses. `marks`: the patterns that may hold in it, by name."""

    def __init__(self, text: str, clauses: list[Span], marks: Mapping[str, Sequence[re.Pattern[str]]]) -> None:
        def places(name: str) -> list[Span]:
            return [Span(*match.span()) for pattern in marks.get(name, ()) for match in pattern.finditer(text)]

        self._text = text
        self._clauses = clauses
        self._words = fixed()
        self._asks = is_question(text)
        self._opens, self._examinations, self._denials = places("open"), places("open_ongoing"), places("denied")
        self._conditions, self._reader_conditions = places("condition"), places("condition_on_reader")
        self._reports, self._reports_after = self._unofficial(places("reported")), self._unofficial(places("reported_after"))
        self._opens_of_before = self._whole([*self._opens, *self._examinations], self._words.open_before)
        self._denials_of_before = self._whole(self._denials, self._words.denied_before)

    def of(self, kind: AssertionKind, place: Span, first: int, last: int) -> Stance:
        """The stance of an assertion made at `place` in the clauses `first` to `last`."""
        denies = kind is AssertionKind.DENIAL
        if not denies and self._is_denied(first, last):
            return Stance.DENIED
        if self._asks or self._is_open(kind, first, last) or self._is_conditional(first, last):
            return Stance.OPEN
        # "The rumour is false" is said by the writer.
        if denies and any(mark.start < place.end and place.start < mark.end for mark in self._denials):
            return Stance.ASSERTED
        return Stance.REPORTED if self._is_reported(kind, place, first, last) else Stance.ASSERTED

    def is_negated(self, place: Span, clause: Span) -> bool:
        """Whether a negation stands right before `place`."""
        start = max(clause.start, place.start - 24)
        return bool(self._words.negated.search(self._text[start : place.start]))

    def _is_denied(self, first: int, last: int) -> bool:
        return self._within(self._denials, first, last) or bool(self._denials_of_before & {last, last + 1})

    def _is_open(self, kind: AssertionKind, first: int, last: int) -> bool:
        if self._within(self._opens, first, last):
            return True
        # That an authority examines is no open question; what it will find is.
        if kind is AssertionKind.AUTHORITY:
            return False
        return self._within(self._examinations, first, last) or bool(self._opens_of_before & {last, last + 1})

    def _is_conditional(self, first: int, last: int) -> bool:
        # A condition reaches over what follows from it; "if you have one" only over itself.
        end = self._clauses[last].end
        return any(mark.start < end for mark in self._conditions) or self._within(self._reader_conditions, first, last)

    def _is_reported(self, kind: AssertionKind, place: Span, first: int, last: int) -> bool:
        if self._reports and any(mark.start < place.end and not self._is_own_again(kind, mark, place) for mark in self._reports):
            return True
        if not self._reports_after:
            return False
        reach = self._clauses[min(last + 1, len(self._clauses) - 1)].end
        return any(self._clauses[first].start <= mark.start < reach for mark in self._reports_after)

    def _is_own_again(self, kind: AssertionKind, mark: Span, place: Span) -> bool:
        """Whether the writer speaks again between a mark of report and `place`."""
        start, end = mark.end, max(mark.end, place.start)
        if any(start <= denial.start and denial.end <= end for denial in self._denials):
            return True
        between = self._text[start:end]
        if kind is AssertionKind.DENIAL and self._words.rumour_thing.search(between):
            return True
        return bool(self._words.own_voice.search(between))

    def _within(self, marks: list[Span], first: int, last: int) -> bool:
        if not marks:
            return False
        start, end = self._clauses[first].start, self._clauses[last].end
        return any(start <= mark.start < end for mark in marks)

    def _unofficial(self, marks: list[Span]) -> list[Span]:
        return [mark for mark in marks if not self._words.official.search(self._text, mark.start, mark.end)]

    def _whole(self, marks: list[Span], pattern: re.Pattern[str]) -> set[int]:
        """The clauses that are nothing but a mark, and so speak of what stands before them."""
        found: set[int] = set()
        for index, clause in enumerate(self._clauses if marks else ()):
            if any(clause.start <= mark.start < clause.end for mark in marks):
                inner = trimmed(self._text, clause)
                if pattern.fullmatch(self._text, inner.start, inner.end):
                    found.add(index)
        return found
