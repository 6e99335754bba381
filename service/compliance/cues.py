"""Which patterns are worth trying where.

One pass of an automaton finds the words of all rules; a pattern is tried on the sentences that hold one of its cues and every word
its expression cannot do without.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from service.compliance.factors import Group, factors
from service.compliance.reading import WINDOW, Reading, Span
from service.compliance.schemas import Conditional, Misleading, Missing, Pair, Pattern, Rule
from service.language import TextLanguage

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# A word's number, and where it begins and ends.
_Match = tuple[int, int, int]
# Words that together stand more often in a thousand characters than this tell nothing.
_OFTEN = 4.0
# Expression to the groups of words its matches must hold.
Factors = Mapping[str, Sequence[Group]]


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


@dataclass(frozen=True)
class Cues:
    """The probes of a pack; `asked`: for every word the probes whose rarest group it belongs to."""

    probes: tuple[Probe, ...]
    uncued: tuple[int, ...]
    words: tuple[str, ...]
    asked: tuple[tuple[int, ...], ...] = field(repr=False)

    @cached_property
    def _automaton(self) -> "AhoCorasick":
        # Built when a text is first read, not when rules are only listed.
        from ahocorasick_rs import AhoCorasick, Implementation  # noqa: PLC0415

        return AhoCorasick(self.words, store_patterns=False, implementation=Implementation.ContiguousNFA)

    def windows(self, reading: Reading) -> Iterator[tuple[Probe, list[Span]]]:
        """Every probe that may match, with the places to try it: sentences, or parts of one that has no end.

        Of a reading that differs from the text as written, only sentences that do are given.
        """
        ends = reading.sentence_ends
        found: dict[int, list[_Match]] = {}
        for match in self._automaton.find_matches_as_indexes(reading.low, overlapping=True) if self.words else ():
            sentence = bisect_right(ends, match[1])
            if sentence in found:
                found[sentence].append(match)
            else:
                found[sentence] = [match]
        everywhere = {match[0] for matches in found.values() for match in matches}
        places: dict[int, list[Span]] = {}
        for sentence, matches in found.items():
            span = reading.bounds(sentence)
            if reading.is_plain or reading.is_changed(span):
                for number in self._possible(matches, everywhere):
                    places.setdefault(number, []).extend(_windows(span, matches, self.probes[number]))
        for number in sorted(places):
            probe = self.probes[number]
            if probe.script in reading.scripts:
                yield probe, _joined(places[number])
        yield from ((self.probes[number], [(0, len(reading.text))]) for number in self.uncued)

    def _possible(self, matches: list[_Match], everywhere: set[int]) -> list[int]:
        """The probes whose words all stand in a sentence with these matches, and in the text."""
        held = {match[0] for match in matches}
        tried: set[int] = set()
        for word in held:
            tried.update(self.asked[word])
        possible = []
        for number in tried:
            probe = self.probes[number]
            for group in probe.needs:
                if group.isdisjoint(held):
                    break
            else:
                if not any(group.isdisjoint(everywhere) for group in probe.wide):
                    possible.append(number)
        return possible


def _windows(span: Span, matches: list[_Match], probe: Probe) -> list[Span]:
    """The sentence, or of one that has no end the parts around the probe's cues."""
    start, end = span
    if end - start <= 2 * WINDOW:
        return [span]
    return [(max(start, at - WINDOW), min(end, to + WINDOW)) for word, at, to in matches if word in probe.cues]


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


@dataclass(frozen=True, eq=False)
class Ruleset:
    """Rules that are checked together; compared by identity, since to compare them by content would cost more than to use them.

    Attributes:
        known: the factors of their expressions where they were found before; the others are found when first needed.
        common: how often words stand in a thousand characters of ordinary text. A word that is not named is rare, unless it is a
            single character, of which nothing is then known.
    """

    rules: tuple[Rule, ...]
    known: Factors = field(default_factory=dict)
    common: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def cues(self) -> Cues:
        """The cues of all of them, found once."""
        return _Maker(self.known, self.common).cues(self.rules)


def factors_of(rules: Iterable[Rule], text: str) -> tuple[dict[str, tuple[Group, ...]], dict[str, float]]:
    """The factors of every expression that is searched, less those that stand everywhere, and how common their words are in a text."""
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - as for the cues

    regexes = expressions(rules)
    words = sorted(
        {word for regex in regexes for group in factors(regex) for word in group} | {c for r in rules for c in _cues(r)}
    )
    found = AhoCorasick(words, store_patterns=False).find_matches_as_indexes(text.lower(), overlapping=True)
    counts = Counter(match[0] for match in found)
    common = {
        word: round(1000 * counts[at] / max(1, len(text)), 4) for at, word in enumerate(words) if counts[at] or len(word) == 1
    }
    kept = {regex: tuple(group for group in factors(regex) if _tells(group, common)) for regex in regexes}
    used = {word for groups in kept.values() for group in groups for word in group} | {c for r in rules for c in _cues(r)}
    return kept, {word: often for word, often in common.items() if word in used}


def expressions(rules: Iterable[Rule]) -> list[str]:
    """Every expression that is searched, once, in the order of the rules."""
    return list(dict.fromkeys(regex for rule in rules for _, ways, _ in _ways(rule) for way in ways for regex in _all(way)))


def _cues(rule: Rule) -> Iterator[str]:
    return (cue for _, ways, _ in _ways(rule) for way in ways for cue in way.cue)


def _tells(group: Group, common: Mapping[str, float]) -> bool:
    """Whether a group is rare enough to tell sentences apart; of a single character it must be known."""
    return all(len(word) > 1 or word in common for word in group) and sum(common.get(word, 0) for word in group) <= _OFTEN


@dataclass(frozen=True)
class _Maker:
    """Makes cues of rules."""

    known: Factors
    common: Mapping[str, float]

    def cues(self, rules: Sequence[Rule]) -> Cues:
        """The cues of every pattern and pair.

        A probe is tried where its rarest group of words has one, be that its cues or a group its expression needs: all must be there
        anyway.
        """
        words: dict[str, int] = {}
        asked: dict[int, list[int]] = {}
        probes: list[Probe] = []
        uncued: list[int] = []

        def numbers(group: Group) -> frozenset[int]:
            return frozenset(words.setdefault(word, len(words)) for word in group)

        for place, rule in enumerate(rules):
            for script, ways, says in _ways(rule):
                for way in ways:
                    groups, wide = self._groups(way)
                    rarest = min(groups, key=self._often, default=frozenset())
                    for word in numbers(rarest):
                        asked.setdefault(word, []).append(len(probes))
                    if not rarest:
                        uncued.append(len(probes))
                    needs = tuple(numbers(group) for group in groups if group != rarest)
                    probes.append(Probe(place, way, script, says, needs, tuple(map(numbers, wide)), numbers(rarest)))
        return Cues(tuple(probes), tuple(uncued), tuple(words), tuple(tuple(asked.get(word, ())) for word in range(len(words))))

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
        if regex in self.known:
            return list(self.known[regex])
        return [group for group in factors(regex) if _tells(group, self.common)]


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
