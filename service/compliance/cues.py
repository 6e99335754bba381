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
from service.compliance.soundalikes import lexicon
from service.language import TextLanguage

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# A word's number, and where it begins and ends.
_Match = tuple[int, int, int]
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
        found = self._held(reading)
        everywhere: set[int] | None = None
        places: dict[int, list[Span]] = {}
        for sentence, matches in found.items():
            span = reading.bounds(sentence)
            for number in self._possible(matches):
                probe = self.probes[number]
                if probe.wide:
                    everywhere = everywhere or {match[0] for match in self._matches(reading.low)}
                    if any(group.isdisjoint(everywhere) for group in probe.wide):
                        continue
                places.setdefault(number, []).extend(_windows(span, matches, probe))
        for number in sorted(places):
            probe = self.probes[number]
            if probe.script in reading.scripts:
                yield probe, _joined(places[number])
        yield from ((self.probes[number], [(0, len(reading.text))]) for number in self.uncued)

    def _matches(self, low: str) -> list[_Match]:
        return self._automaton.find_matches_as_indexes(low, overlapping=True) if self.words else []

    def _held(self, reading: Reading) -> dict[int, list[_Match]]:
        """The words that sentences hold; of a reading that differs from the text as written, those sentences that do."""
        found: dict[int, list[_Match]] = {}
        if reading.is_plain:
            ends = reading.sentence_ends
            for match in self._matches(reading.low):
                sentence = bisect_right(ends, match[1])
                if sentence in found:
                    found[sentence].append(match)
                else:
                    found[sentence] = [match]
            return found
        for sentence in sorted(reading.changed_sentences):
            start, end = reading.bounds(sentence)
            if reading.is_changed((start, end)):
                matches = self._matches(reading.low[start:end])
                found[sentence] = [(word, start + begin, start + stop) for word, begin, stop in matches]
        return found

    def _possible(self, matches: list[_Match]) -> list[int]:
        """The probes whose words all stand in a sentence with these matches."""
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
        asked: list[list[int]] = [[] for _ in plan.words]
        for number, ask in enumerate(plan.asks):
            for word in ask.cues:
                asked[word].append(number)
        probes = tuple(
            Probe(place, way, script, says, ask.needs, ask.wide, ask.cues)
            for (place, script, way, says), ask in zip(_placed(self.rules), plan.asks, strict=True)
        )
        uncued = tuple(number for number, ask in enumerate(plan.asks) if not ask.cues)
        return Cues(probes, uncued, plan.words, tuple(map(tuple, asked)))


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
