"""Patterns that know which words they cannot match without, so that most of them are never tried on most clauses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from ahocorasick_rs import AhoCorasick

from service.grounding import lexicon
from service.patterns import lazy

# What follows an atom: how often it stands.
_QUANTIFIER = lazy(r"(?:[?*+]|\{\d*,?\d*\})\??")
_OPTIONAL = ("?", "*", "{0", "{,")
_LOOKAROUND = ("(?=", "(?!", "(?<=", "(?<!")
_OPENING = lazy(r"\((?:\?:|\?P<\w+>)?")
_BORDERS = (r"(?<![A-Za-z])", r"\b")
_ALWAYS = 1
# Any other word of a pattern tells more than a common one.
_COMMON_WORTH = 0.1


@dataclass(frozen=True, slots=True)
class Listed:
    """One pattern of a word list with its bit in the mask of words that a text holds."""

    pattern: re.Pattern[str]
    bit: int
    register: "Register" = field(repr=False, compare=False)

    def search(self, text: str, start: int = 0, end: int = 1 << 30) -> re.Match[str] | None:
        """As for a compiled pattern."""
        return self.pattern.search(text, start, end) if self.bit & self.register.mask(text) else None

    def match(self, text: str, start: int = 0, end: int = 1 << 30) -> re.Match[str] | None:
        """As for a compiled pattern."""
        return self.pattern.match(text, start, end) if self.bit & self.register.mask(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As for a compiled pattern."""
        return self.pattern.finditer(text) if self.bit & self.register.mask(text) else iter(())


class Register:
    """Patterns that are looked for together, and the words they need. All are to be added before the first text is read."""

    def __init__(self) -> None:
        self._masks: dict[str, int] = {}
        self._always = _ALWAYS
        self._next = _ALWAYS << 1
        self._automaton: AhoCorasick | None = None
        self._by_number: list[int] = []
        self.mask = lru_cache(maxsize=8192)(self._mask)

    def add(self, parts: Iterable[str], sources: Iterable[str], flags: int = 0) -> Listed:
        """A pattern of these alternatives; `parts` as written, `sources` as compiled."""
        bit, self._next = self._next, self._next << 1
        for part in parts:
            needed = needed_words(part)
            if needed is None:
                self._always |= bit
            for word in needed or ():
                lowered = word.lower()
                self._masks[lowered] = self._masks.get(lowered, 0) | bit
        self._automaton = None
        self.mask.cache_clear()
        return Listed(re.compile(joined(sources) or r"(?!)", flags), bit, self)

    def finder(self, bits: int) -> AhoCorasick:
        """An automaton of the words that some of these patterns need."""
        return AhoCorasick([word for word, mask in self._masks.items() if mask & bits])

    def _mask(self, text: str) -> int:
        """The bits of all patterns that may match a lower-cased text."""
        if self._automaton is None:
            self._by_number = list(self._masks.values())
            self._automaton = AhoCorasick(list(self._masks))
        mask, masks = self._always, self._by_number
        for number, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            mask |= masks[number]
        return mask


def joined(sources: Iterable[str]) -> str:
    """Alternatives as one pattern. A border that several in a row begin with is asked for once: most places of a text are none."""
    parts: list[str] = []
    for border, found in groupby(sources, key=_border):
        inside = "|".join(f"(?:{source[len(border) :]})" for source in found)
        parts.append(f"{border}(?:{inside})" if border else inside)
    return "|".join(parts)


def _border(source: str) -> str:
    """The border that all of an alternative begins with."""
    border = next((border for border in _BORDERS if source.startswith(border)), "")
    return "" if has_alternatives(source) else border


def has_alternatives(pattern: str) -> bool:
    """Whether a pattern is several alternatives, in no group."""
    return _sequence(pattern, 0)[1] < len(pattern)


def needed_words(pattern: str) -> frozenset[str] | None:
    """Words of which one stands in every text the pattern matches; none: it may match without any."""
    words, _ = _alternatives(pattern, 0)
    return words


def _alternatives(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    """What the alternatives from `at` to the end of their group need, and where they end."""
    needed: frozenset[str] | None = frozenset()
    while True:
        branch, at = _sequence(pattern, at)
        needed = None if needed is None or branch is None else needed | branch
        if at >= len(pattern) or pattern[at] == ")":
            return needed, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    """What one alternative needs: its longest run of plain characters, or what a group in it needs."""
    found: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        plain, group, after = _atom(pattern, at)
        quantifier = _QUANTIFIER.match(pattern, after)
        optional = quantifier is not None and quantifier.group().startswith(_OPTIONAL)
        if plain and not optional:
            run += plain
        if group is not None and not optional:
            found.append(group)
        if not plain or quantifier is not None:
            found.append(frozenset({run}))
            run = ""
        at = quantifier.end() if quantifier else after
    found.append(frozenset({run}))
    best = max(found, key=lambda words: (_rarity(words), -len(words)))
    return (best if _rarity(best) else None), at


def _rarity(words: frozenset[str]) -> float:
    """How seldom the commonest of the words is likely to stand, going by length."""
    common = lexicon.promises().common
    return min((_COMMON_WORTH if word.strip() in common else len(word.strip()) for word in words), default=0)


def _atom(pattern: str, at: int) -> tuple[str, frozenset[str] | None, int]:
    """A plain character or what a group needs, and where the atom ends."""
    character = pattern[at]
    if pattern.startswith("(?P=", at):
        return "", None, pattern.index(")", at) + 1
    if character == "(":
        around = pattern.startswith(_LOOKAROUND, at)
        opening = _OPENING.match(pattern, at)
        inside = at + (4 if pattern.startswith("(?<", at) else 3) if around else opening.end() if opening else at + 1
        needed, end = _alternatives(pattern, inside)
        return "", None if around else needed, end + 1
    if character == "[":
        return "", None, pattern.index("]", at + 1) + 1
    if character == "\\":
        escaped = pattern[at + 1]
        return ("" if escaped.isalnum() else escaped), None, at + 2
    return ("" if character in "^$." else character), None, at + 1
