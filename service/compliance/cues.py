"""Which patterns are worth trying where.

One pass of an automaton finds the words of all rules; a pattern is tried on the sentences that hold one of its cues and every word
its expression cannot do without.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from service.compliance.factors import Group, factors
from service.compliance.reading import WINDOW, Reading, Span, is_endless
from service.compliance.schemas import Conditional, Misleading, Missing, Pair, Pattern, Rule
from service.compliance.soundalikes import lexicon
from service.language import TextLanguage

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# A word's number, and where it begins and ends.
_Match = tuple[int, int, int]
Numbers = npt.NDArray[np.intp]
# Numbers of probes and of the sentences to try them in, to which are to be tried.
Wanted = Callable[[Numbers, Numbers], npt.NDArray[np.bool_]]
# Words that together stand more often in a thousand characters than this tell nothing.
_OFTEN = 4.0
# Words that together stand less often than this are rare.
_RARE = 0.03
_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Probe:
    """One pattern or pair of one rule; `rule` is the rule's place in the pack, `says` what it says instead of the rule.

    `needs`: groups of words, by their numbers; a sentence without one of each cannot match; `wide`: the same of the whole text.
    `cues`: the group round which it is tried.
    """

    rule: int
    way: Pattern | Pair
    script: TextLanguage
    says: Misleading | None
    needs: tuple[frozenset[int], ...]
    wide: tuple[frozenset[int], ...]
    cues: frozenset[int]


class _Meanings:
    """What words mean to the probes, as bits: one for each probe that asks by the word, and one for each whose first, second … need it meets."""

    def __init__(self, probes: Sequence[Probe], words: int) -> None:
        self._count = len(probes)
        self._all = (1 << self._count) - 1
        self.size = (self._count + 7) // 8
        self._known: dict[int, int] = {}
        asks = [
            (at * self._count + number, group)
            for number, probe in enumerate(probes)
            for at, group in enumerate((probe.cues, *probe.needs))
        ]
        asked = np.fromiter(chain.from_iterable(group for _, group in asks), dtype=np.intp)
        places = np.repeat([place for place, _ in asks], [len(group) for _, group in asks])
        order = asked.argsort(kind="stable")
        # The places of the word with number n are those from the n-th start to the next.
        self._places = places[order]
        self._starts = np.searchsorted(asked[order], np.arange(words + 1))
        # Probes that have no such need.
        self._free = [sum(1 << number for number, probe in enumerate(probes) if len(probe.needs) <= at) for at in range(_OTHERS)]

    def possible(self, words: Iterable[int]) -> bytes:
        """The probes whose words are all among these; one bit for each, the lowest first."""
        meaning = 0
        for word in words:
            bits = self._known.get(word)
            meaning |= self._of(word) if bits is None else bits
        found = meaning & self._all
        for at, free in enumerate(self._free, 1):
            found &= (meaning >> at * self._count) | free
        return found.to_bytes(self.size, "little")

    def _of(self, word: int) -> int:
        start, end = self._starts[word : word + 2]
        bits = self._known[word] = sum(1 << place for place in self._places[start:end].tolist())
        return bits


@dataclass(frozen=True)
class Cues:
    """The probes of a pack, and the words that they ask for by their numbers."""

    probes: tuple[Probe, ...]
    words: tuple[str, ...]

    @cached_property
    def _uncued(self) -> tuple[Probe, ...]:
        return tuple(probe for probe in self.probes if not probe.cues)

    @cached_property
    def _automaton(self) -> "AhoCorasick":
        # Built when a text is first read, not when rules are only listed.
        from ahocorasick_rs import AhoCorasick, Implementation  # noqa: PLC0415

        return AhoCorasick(self.words, store_patterns=False, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _meanings(self) -> _Meanings:
        return _Meanings(self.probes, len(self.words))

    def windows(self, reading: Reading, wanted: Wanted | None = None) -> Iterator[tuple[Probe, list[Span]]]:
        """Every probe that may match, with the places to try it: sentences, or parts of one that has no end.

        Of a reading that differs from the text as written, only sentences that do are given; of those `wanted` chooses, by the numbers
        of probes and sentences.
        """
        held = self._held(reading)
        if held:
            rows = np.frombuffer(b"".join(map(self._meanings.possible, held.values())), dtype=np.uint8)
            # Few bytes have a bit.
            some = rows.nonzero()[0]
            which, bits = np.unpackbits(rows[some, np.newaxis], axis=1, bitorder="little").nonzero()
            places, numbers = np.divmod(some[which] * 8 + bits, 8 * self._meanings.size)
            sentences = np.array(list(held))[places]
            if wanted is not None:
                kept = wanted(numbers, sentences)
                numbers, sentences = numbers[kept], sentences[kept]
            order = numbers.argsort(kind="stable")
            yield from self._placed(reading, held, numbers[order].tolist(), sentences[order].tolist())
        yield from ((probe, [(0, len(reading.text))]) for probe in self._uncued)

    def _placed(
        self, reading: Reading, held: dict[int, set[int]], numbers: list[int], sentences: list[int]
    ) -> Iterator[tuple[Probe, list[Span]]]:
        """The probes with their windows; `numbers`, in order: which probe, `sentences`: in which; `held`: the words of all sentences."""
        bounds = {sentence: reading.bounds(sentence) for sentence in sentences}
        endless = {span: self._matches(reading.low[slice(*span)]) for span in bounds.values() if is_endless(span)}
        scripts = reading.scripts
        # What all the text must hold is asked of the text as written alone: to look through another reading for it would cost more.
        everywhere = set().union(*held.values()) if reading.is_plain else None
        for number, group in groupby(zip(numbers, sentences, strict=True), itemgetter(0)):
            probe = self.probes[number]
            if probe.script not in scripts:
                continue
            if everywhere is not None and any(words.isdisjoint(everywhere) for words in probe.wide):
                continue
            windows = [bounds[sentence] for _, sentence in group]
            if endless:
                windows = [part for span in windows for part in _parts(span, endless.get(span), probe)]
            if windows:
                yield probe, _joined(windows)

    def _matches(self, low: str) -> list[_Match]:
        return self._automaton.find_matches_as_indexes(low, overlapping=True) if self.words else []

    def _held(self, reading: Reading) -> dict[int, set[int]]:
        """The words that sentences hold; of a reading that differs from the text as written, those sentences that do."""
        found: dict[int, set[int]] = {}
        if not reading.is_plain:
            for sentence in sorted(reading.changed_sentences):
                start, end = reading.bounds(sentence)
                if reading.is_changed((start, end)):
                    found[sentence] = {match[0] for match in self._matches(reading.low[start:end])}
            return found
        words: set[int] = set()
        start = end = 0
        for word, begin, _ in self._matches(reading.low):
            if not start <= begin < end:
                sentence = bisect_right(reading.sentence_ends, begin)
                start, end = reading.bounds(sentence)
                words = found.setdefault(sentence, set())
            words.add(word)
        return found


def _parts(span: Span, matches: list[_Match] | None, probe: Probe) -> list[Span]:
    """The sentence, or of one that has no end, whose matches are given, the parts around the probe's cues."""
    if matches is None:
        return [span]
    start, end = span
    return [(start + max(0, at - WINDOW), min(end, start + to + WINDOW)) for word, at, to in matches if word in probe.cues]


def _joined(windows: list[Span]) -> list[Span]:
    """Windows that overlap, as they do only inside one endless sentence, as one; so that nothing is tried twice."""
    if len(windows) == 1:
        return windows
    joined: list[Span] = []
    for start, end in sorted(windows):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True, slots=True)
class Ask:
    """What one pattern or pair asks: its cues, the other groups of its sentence, the groups of the whole text; all by number."""

    cues: frozenset[int]
    needs: tuple[frozenset[int], ...]
    wide: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every pattern and pair asks, in the order of the rules; `words`: what the numbers stand for.

    `common`: how often words stand in a thousand characters of ordinary text. A word that is not named is rare, unless it is a single
    character, of which nothing is then known. `lexicon`: the words of the expressions that writers may disguise.
    """

    words: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    common: Mapping[str, float] = field(default_factory=dict)
    lexicon: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Ruleset:
    """Rules that are checked together; compared by identity, since to compare them by content would cost more than to use them.

    `plan`: the plan of the first of them, where it was made before.
    """

    rules: tuple[Rule, ...]
    plan: Plan = field(default_factory=Plan)

    @cached_property
    def _whole(self) -> Plan:
        return plan_of(self.rules, self.plan)

    @cached_property
    def places(self) -> dict[str, int]:
        """Every rule's id to its place."""
        return {rule.id: place for place, rule in enumerate(self.rules)}

    @property
    def lexicon(self) -> frozenset[str]:
        """The words of all of them that writers may disguise."""
        return self._whole.lexicon

    @cached_property
    def cues(self) -> Cues:
        """The cues of all of them, found once."""
        plan = self._whole
        return Cues(
            tuple(
                Probe(place, way, script, says, ask.needs, ask.wide, ask.cues)
                for (place, script, way, says), ask in zip(_placed(self.rules), plan.asks, strict=True)
            ),
            plan.words,
        )


def commonness(rules: Iterable[Rule], text: str) -> dict[str, float]:
    """How common the words of all expressions are in a text: how often each stands in a thousand characters."""
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - as for the cues

    words = sorted(
        {word for _, _, way, _ in _placed(rules) for regex in _all(way) for group in factors(regex) for word in group}
        | {cue for _, _, way, _ in _placed(rules) for cue in way.cue}
    )
    found = AhoCorasick(words, store_patterns=False).find_matches_as_indexes(text.lower(), overlapping=True)
    counts = Counter(match[0] for match in found)
    return {
        word: round(1000 * counts[at] / max(1, len(text)), 4) for at, word in enumerate(words) if counts[at] or len(word) == 1
    }


def plan_of(rules: Sequence[Rule], before: Plan) -> Plan:
    """The plan of all rules, of which the first are planned already.

    A pattern is tried where its rarest group of words has one, be that its cues or a group its expression needs: all must be there
    anyway.
    """
    ways = [way for _, _, way, _ in _placed(rules)][len(before.asks) :]
    if not ways:
        return before
    words = {word: number for number, word in enumerate(before.words)}
    maker = _Maker(before.common, words)
    asks = tuple(maker.ask(way) for way in ways)
    disguised = before.lexicon | lexicon(text for way in ways for text in (*_all(way), *way.cue))
    return Plan(tuple(words), (*before.asks, *asks), before.common, disguised)


@dataclass(frozen=True)
class _Maker:
    """Says what patterns ask; numbers new words."""

    common: Mapping[str, float]
    words: dict[str, int]

    def ask(self, way: Pattern | Pair) -> Ask:
        groups, wide = self._groups(way)
        rarest = min(groups, key=self._often, default=frozenset())
        # Of rare cues the expression itself is asked: to look for more words would cost all texts more than it spares.
        is_rare = bool(self.common) and self._often(rarest) < _RARE
        others = [] if is_rare else sorted((group for group in groups if group != rarest), key=self._often)
        far = () if is_rare else tuple(map(self._numbers, wide))
        return Ask(self._numbers(rarest), tuple(map(self._numbers, others[:_OTHERS])), far)

    def _numbers(self, group: Group) -> frozenset[int]:
        return frozenset(self.words.setdefault(word, len(self.words)) for word in group)

    def _tells(self, group: Group) -> bool:
        """Whether a group is rare enough to tell sentences apart; of a single character it must be known."""
        return all(len(word) > 1 or word in self.common for word in group) and self._often(group) <= _OFTEN

    def _often(self, group: Group) -> float:
        return sum(self.common.get(word, 0) for word in group)

    def _groups(self, way: Pattern | Pair) -> tuple[list[Group], list[Group]]:
        """What the sentence must hold, and what the whole text must; of a cased expression nothing is known in lower case."""
        groups = [frozenset(way.cue)] if way.cue else []
        if isinstance(way, Pair):
            found = [group for regex in _all(way) for group in self._factors(regex)]
            return list(dict.fromkeys([*groups, *found])), []
        if not way.cased:
            groups += self._factors(way.regex)
        needed = self._factors(way.needs) if way.needs is not None else []
        if way.scope in {"document", "paragraph"}:
            return list(dict.fromkeys(groups)), needed
        return list(dict.fromkeys([*groups, *needed])), []

    def _factors(self, regex: str) -> list[Group]:
        return [group for group in factors(regex) if self._tells(group)]


def _placed(rules: Iterable[Rule]) -> Iterator[tuple[int, TextLanguage, Pattern | Pair, Misleading | None]]:
    """Every pattern and pair with the place of its rule, in one order."""
    for place, rule in enumerate(rules):
        for script, ways, says in _ways(rule):
            for way in ways:
                yield place, script, way, says


def _all(way: Pattern | Pair) -> tuple[str, ...]:
    if isinstance(way, Pair):
        return way.trigger, way.companion
    return (way.regex, way.needs) if way.needs is not None else (way.regex,)


def _ways(rule: Rule) -> Iterator[tuple[TextLanguage, tuple[Pattern | Pair, ...], Misleading | None]]:
    kind = rule.kind
    pairs = kind.pairs if isinstance(kind, Conditional) else None
    yield "zh", (*kind.patterns.zh, *(pairs.zh if pairs else ())), None
    yield "en", (*kind.patterns.en, *(pairs.en if pairs else ())), None
    misleading = kind.misleading if isinstance(kind, Missing) else None
    if misleading is not None:
        yield "zh", misleading.patterns.zh, misleading
        yield "en", misleading.patterns.en, misleading
