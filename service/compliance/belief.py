"""Where the words of a rule are believed: not in a sentence that is like none which reviewers mark."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from service.compliance.advertising import Passages
from service.compliance.cues import Numbers, Probe, Ruleset
from service.compliance.likeness import Likeness, Opinions
from service.compliance.reading import Reading, Span, is_endless
from service.compliance.schemas import Missing, Pattern, Rule

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Traits:
    """Of every probe its rule's place, the column of the model by which it is doubted (the last: it never is), and whether its rule is of advertising law."""

    rules: Numbers
    columns: Numbers
    is_advertising: Flags


@lru_cache(maxsize=8)
def traits(ruleset: Ruleset, model: Likeness) -> Traits:
    """The traits of the probes of a ruleset."""
    probes = ruleset.cues.probes
    rules = [ruleset.rules[probe.rule] for probe in probes]
    never = len(model.rules)
    columns = [
        model.columns.get(rule.id, never) if may_be_doubted(rule, probe) else never
        for rule, probe in zip(rules, probes, strict=True)
    ]
    return Traits(
        np.array([probe.rule for probe in probes], dtype=np.intp),
        np.array(columns, dtype=np.intp),
        np.array([rule.group == "A" for rule in rules], dtype=np.bool_),
    )


def may_be_doubted(rule: Rule, probe: Probe) -> bool:
    """Whether the words of a sentence decide: not where facts or the whole text do."""
    is_of_more = isinstance(rule.kind, Missing) or (isinstance(probe.way, Pattern) and probe.way.against is not None)
    return probe.script == "zh" and not is_of_more and bool(probe.cues)


@dataclass(frozen=True, eq=False, slots=True)
class Belief:
    """What is believed in one reading.

    What advertising law forbids it forbids in any advertisement, whatever stands around it; there it is believed.

    Attributes:
        active: of every rule whether it is asked at all.
    """

    traits: Traits
    active: Flags
    opinions: Opinions
    reading: Reading
    passages: Passages

    def wanted(self, probes: Numbers, sentences: Numbers) -> Flags:
        """Which of these probes to try in which of these sentences; those without end are left to `within`."""
        active: Flags = self.active[self.traits.rules[probes]]
        doubted = self.opinions.doubted[sentences, self.traits.columns[probes]]
        if self.reading.has_endless:
            doubted &= ~np.array([is_endless(self.reading.bounds(at)) for at in sentences.tolist()], dtype=np.bool_)
        asked = doubted & self.traits.is_advertising[probes]
        selling = [at for at in set(sentences[asked].tolist()) if self.passages.is_advertisement(self.reading.bounds(at))]
        return active & (~doubted | (asked & np.isin(sentences, selling)))

    def within(self, rule: Rule, probe: Probe, windows: list[Span]) -> list[Span]:
        """The windows but those of endless sentences in which the rule is doubted."""
        if not self.reading.has_endless or not may_be_doubted(rule, probe):
            return windows
        return [
            window
            for window in windows
            if not self.opinions.doubts(rule.id, window) or (rule.group == "A" and self.passages.is_advertisement(window))
        ]
