"""Which patterns are worth trying where: one pass of an automaton finds the cues of all rules, a pattern is tried on their sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from service.compliance.reading import Reading, Span
from service.compliance.schemas import Conditional, Pair, Pattern, Rule
from service.language import TextLanguage

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


@dataclass(frozen=True, slots=True)
class Probe:
    """One pattern or pair of one rule; `rule` is the rule's place in the pack."""

    rule: int
    way: Pattern | Pair
    script: TextLanguage


@dataclass(frozen=True)
class Cues:
    """The probes of a pack, found by their cues."""

    probes: tuple[Probe, ...]
    uncued: tuple[int, ...]
    words: tuple[str, ...]
    asked: tuple[tuple[int, ...], ...] = field(repr=False)

    @cached_property
    def _automaton(self) -> "AhoCorasick":
        # Built when a text is first read, not when rules are only listed.
        from ahocorasick_rs import AhoCorasick, Implementation  # noqa: PLC0415

        return AhoCorasick(self.words, store_patterns=False, implementation=Implementation.DFA)

    def windows(self, reading: Reading) -> Iterator[tuple[Probe, list[Span]]]:
        """Every probe that has a cue in the reading, with the sentences that hold one; a probe without cues has the whole text.

        Of a reading that differs from the text as written, only sentences that do are given.
        """
        sentences: dict[int, Span] = {}
        places: dict[int, dict[Span, None]] = {}
        found = self._automaton.find_matches_as_indexes(reading.low, overlapping=True) if self.words else []
        for word, start, end in found:
            window = sentences.get(start)
            if window is None or window[1] < end:
                window = sentences[start] = reading.sentence((start, end))
            if not reading.is_plain and not reading.is_changed(window):
                continue
            for probe in self.asked[word]:
                places.setdefault(probe, {})[window] = None
        for probe in self.uncued:
            places[probe] = {(0, len(reading.text)): None}
        for probe in sorted(places):
            if self.probes[probe].script in reading.scripts:
                yield self.probes[probe], list(places[probe])


@dataclass(frozen=True, eq=False)
class Ruleset:
    """Rules that are checked together; compared by identity, since to compare them by content would cost more than to use them."""

    rules: tuple[Rule, ...]

    @cached_property
    def cues(self) -> Cues:
        """The cues of all of them, found once."""
        return cues_of(self.rules)


def cues_of(rules: Sequence[Rule]) -> Cues:
    """The cues of every pattern and pair of these rules."""
    probes: list[Probe] = []
    asked: dict[str, list[int]] = {}
    uncued: list[int] = []
    for place, rule in enumerate(rules):
        for script, ways in _ways(rule):
            for way in ways:
                for cue in way.cue:
                    asked.setdefault(cue, []).append(len(probes))
                if not way.cue:
                    uncued.append(len(probes))
                probes.append(Probe(place, way, script))
    return Cues(tuple(probes), tuple(uncued), tuple(asked), tuple(tuple(item) for item in asked.values()))


def _ways(rule: Rule) -> Iterator[tuple[TextLanguage, tuple[Pattern | Pair, ...]]]:
    kind = rule.kind
    pairs = kind.pairs if isinstance(kind, Conditional) else None
    yield "zh", (*kind.patterns.zh, *(pairs.zh if pairs else ()))
    yield "en", (*kind.patterns.en, *(pairs.en if pairs else ()))
