"""assertions.yml: how people assert causes, blame, safety, results and the rest, compiled so that few patterns run on a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from ahocorasick_rs import AhoCorasick
from pydantic import Field

from service.datafiles import load_data
from service.grounding.assertion_types import AssertionKind
from service.patterns import lazy
from service.resources import knowledge_dir
from service.strict import Strict

_TERM = re.compile(r"\{([a-z_]+)\}")


class Mark(Strict):
    """Patterns that can hold only where a literal of `when` stands."""

    when: tuple[str, ...] = Field(min_length=1)
    match: tuple[str, ...] = Field(min_length=1)


class Cue(Mark):
    """One way to assert something. It does not hold across a place of `unless`."""

    kind: AssertionKind
    unless: tuple[str, ...] = ()
    rung: str | None = None
    negative: bool = False


class StanceWords(Strict):
    """What makes a clause open, reported or denied, and what ends the reach of that."""

    question: tuple[str, ...]
    open: tuple[Mark, ...]
    open_ongoing: tuple[Mark, ...]
    open_before: tuple[str, ...]
    condition: tuple[Mark, ...]
    condition_on_reader: tuple[Mark, ...]
    reported: tuple[Mark, ...]
    reported_after: tuple[Mark, ...]
    official: tuple[str, ...]
    own_voice: tuple[str, ...]
    denied: tuple[Mark, ...]
    denied_before: tuple[str, ...]
    rumour_thing: tuple[str, ...]
    negated: tuple[str, ...]
    bare_no: tuple[str, ...]


class AssertionWords(Strict):
    """assertions.yml."""

    terms: dict[str, tuple[str, ...]]
    stances: StanceWords
    cues: tuple[Cue, ...]


MARKS = ("open", "open_ongoing", "condition", "condition_on_reader", "reported", "reported_after", "denied")


@dataclass(frozen=True, slots=True)
class CompiledCue:
    """A cue ready to run."""

    kind: AssertionKind
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    rung: str | None
    negative: bool


@dataclass(frozen=True, slots=True)
class FixedPatterns:
    """The words of stance that are looked for at one place only."""

    question: re.Pattern[str]
    open_before: re.Pattern[str]
    official: re.Pattern[str]
    own_voice: re.Pattern[str]
    denied_before: re.Pattern[str]
    rumour_thing: re.Pattern[str]
    negated: re.Pattern[str]
    bare_no: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Compiled:
    literals: AhoCorasick
    # Per literal the cues and marks it wakes: a cue by its index, a mark by its index after the cues.
    wakes: tuple[tuple[int, ...], ...]
    cues: tuple[CompiledCue, ...]
    marks: tuple[tuple[str, re.Pattern[str]], ...]
    fixed: FixedPatterns


@cache
def words() -> AssertionWords:
    """The word lists.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(knowledge_dir() / "grounding" / "assertions.yml", AssertionWords)


@cache
def _compiled() -> _Compiled:
    lists = words()
    terms = _closed(lists.terms)
    marks = [(name, mark) for name in MARKS for mark in getattr(lists.stances, name)]
    literals: dict[str, list[int]] = {}
    for index, mark in enumerate(chain(lists.cues, (mark for _, mark in marks))):
        for literal in mark.when:
            literals.setdefault(literal, []).append(index)
    return _Compiled(
        literals=AhoCorasick(list(literals)),
        wakes=tuple(tuple(found) for found in literals.values()),
        cues=tuple(_cue(cue, terms) for cue in lists.cues),
        marks=tuple((name, _pattern(mark.match, terms)) for name, mark in marks),
        fixed=FixedPatterns(**{name: _pattern(getattr(lists.stances, name), terms) for name in FixedPatterns.__slots__}),
    )


def _cue(cue: Cue, terms: Mapping[str, str]) -> CompiledCue:
    unless = _pattern(cue.unless, terms) if cue.unless else None
    return CompiledCue(cue.kind, _pattern(cue.match, terms), unless, cue.rung, cue.negative)


def woken_in(lowered: str) -> frozenset[int]:
    """What may hold in a lower-case sentence: to be read by `cues_of` and `marks_of`."""
    compiled = _compiled()
    hits = {literal for literal, _, _ in compiled.literals.find_matches_as_indexes(lowered, overlapping=True)}
    return frozenset(index for literal in hits for index in compiled.wakes[literal])


def cues_of(woken: frozenset[int]) -> list[CompiledCue]:
    """The woken cues, in the order of the file."""
    cues = _compiled().cues
    return [cues[index] for index in sorted(woken) if index < len(cues)]


def marks_of(woken: frozenset[int]) -> dict[str, list[re.Pattern[str]]]:
    """The woken marks of stance by name."""
    compiled = _compiled()
    count = len(compiled.cues)
    found: dict[str, list[re.Pattern[str]]] = {}
    for index in sorted(woken):
        if index >= count:
            name, pattern = compiled.marks[index - count]
            found.setdefault(name, []).append(pattern)
    return found


def fixed() -> FixedPatterns:
    """The words of stance that are looked for at one place only."""
    return _compiled().fixed


def _closed(terms: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Terms as pattern text; a term may use those above it."""
    closed: dict[str, str] = {}
    for name, parts in terms.items():
        closed[name] = _joined(parts, closed)
    return closed


def _joined(parts: tuple[str, ...], terms: Mapping[str, str]) -> str:
    text = "|".join(_TERM.sub(lambda found: terms[found[1]], part) for part in parts)
    return text if len(parts) == 1 else f"(?:{text})"


def _pattern(parts: tuple[str, ...], terms: Mapping[str, str]) -> re.Pattern[str]:
    return lazy(_joined(parts, terms))
