"""What statements say without telling anything of the incident, and the wordings of deeds that only a ledger can vouch for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick
from pydantic import Field

from service.datafiles import load_data
from service.grounding.lexicon import Bilingual, fragments
from service.grounding.overlap import stem
from service.language import TextLanguage
from service.patterns import lazy
from service.resources import knowledge_dir
from service.strict import Strict

# A fragment is looked for where its first literal stands: groups that open one are spelled out, look-behinds skipped.
_OPENING = lazy(r"\(\?:([A-Za-z\u4e00-\u9fff |-]+)\)(?![?*{])")
_BEHIND = lazy(r"\(\?<[!=][^)]*\)")
_LITERAL = lazy(r"[A-Za-z\u4e00-\u9fff -]+(?![?*{])")
_HAN = lazy(r"[\u4e00-\u9fff]")


class Lines(Strict):
    """Words by language, in lines that each hold what belongs together."""

    zh: tuple[tuple[str, ...], ...]
    en: tuple[tuple[str, ...], ...]


class Grave(Lines):
    """Words and concepts that are new matter one by one."""

    concepts: tuple[tuple[str, ...], ...]


class Deed(Bilingual):
    """One class of deeds. `concepts` name it too; a `soft` one is every statement's own.

    `ours`: nobody else would do it, whoever the clause names; `channel`: it may open a channel of ours, which needs no fact.
    """

    concepts: tuple[str, ...] = ()
    soft: bool = False
    ours: bool = False
    channel: bool = False


class EverydayWords(Strict):
    """everyday.yml."""

    words: Lines
    concepts: tuple[tuple[str, ...], ...]
    grave: Grave
    edges: str = Field(min_length=1)
    deeds: dict[str, Deed]
    company: Bilingual
    others: Bilingual
    channels: Bilingual
    told: Bilingual
    undone: Bilingual
    shapes: Bilingual


class Place(NamedTuple):
    """A deed named at a place of a text."""

    start: int
    end: int
    deed: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """The words of one language around a deed."""

    company: re.Pattern[str]
    others: re.Pattern[str]
    channels: re.Pattern[str]
    told: re.Pattern[str]
    undone: re.Pattern[str]
    shapes: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Deeds:
    literals: AhoCorasick
    patterns: tuple[tuple[tuple[str, re.Pattern[str]], ...], ...]


@cache
def lists() -> EverydayWords:
    """The word lists.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(knowledge_dir() / "grounding" / "everyday.yml", EverydayWords)


@cache
def keys() -> frozenset[str]:
    """Keys that carry no claim: words, stems and concepts."""
    return _keys_of(lists().words, lists().concepts)


@cache
def grave() -> frozenset[str]:
    """Keys that are new matter one by one."""
    return _keys_of(lists().grave, lists().grave.concepts)


def _keys_of(words: Lines, concepts: Iterable[Iterable[str]]) -> frozenset[str]:
    chinese = {word for line in words.zh for word in line}
    english = {stem(word) for line in words.en for word in line}
    return frozenset(chinese | english | {f"#{name}" for line in concepts for name in line})


def is_everyday(word: str, *, whole: bool) -> bool:
    """Whether a word carries no claim: as it stands (`whole`), or also without what the segmenter left on it."""
    words = keys()
    if not _HAN.match(word):
        return stem(word) in words or ("-" in word and all(stem(part) in words for part in word.split("-")))
    if whole or word in words:
        return word in words
    core = word.strip(lists().edges)
    return len(core) < 2 or core in words


@cache
def patterns(language: TextLanguage) -> Patterns:
    """The words around deeds, compiled."""
    given = lists()
    border = "" if language == "zh" else "(?![A-Za-z])"
    before = "" if language == "zh" else "(?<![A-Za-z])"

    def words(kind: Bilingual) -> re.Pattern[str]:
        return re.compile(f"{before}(?:{'|'.join(kind.in_(language))}){border}", re.IGNORECASE)

    return Patterns(
        company=words(given.company),
        others=words(given.others),
        channels=words(given.channels),
        told=words(given.told),
        undone=words(given.undone),
        shapes=fragments(given.shapes.in_(language)),
    )


@cache
def _deeds() -> _Deeds:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, deed in lists().deeds.items():
        for fragment in (*deed.zh, *deed.en):
            ascii_only = not _HAN.search(fragment)
            for variant in _variants(fragment):
                opening = _LITERAL.match(_BEHIND.sub("", variant))
                if opening is None:
                    raise ValueError(f"everyday.yml: deeds.{name}: {fragment}: does not open with a literal")
                borders = rf"(?<![a-z]){variant}(?![a-z])" if ascii_only else variant
                found.setdefault(opening.group().rstrip(), []).append((name, re.compile(borders)))
    return _Deeds(AhoCorasick(list(found)), tuple(tuple(given) for given in found.values()))


def _variants(fragment: str) -> Iterator[str]:
    opening = _OPENING.match(fragment)
    if opening is None:
        yield fragment
        return
    for word in opening[1].split("|"):
        yield word + fragment[opening.end() :]


def deeds_in(folded: str) -> list[Place]:
    """Every deed a folded text names, in order; longer wordings of one place first."""
    lowered = folded.lower()
    if len(lowered) != len(folded):
        lowered = folded
    compiled = _deeds()
    found: set[Place] = set()
    for index, start, _ in compiled.literals.find_matches_as_indexes(lowered, overlapping=True):
        for name, pattern in compiled.patterns[index]:
            match = pattern.match(lowered, start)
            if match is not None:
                found.add(Place(start, match.end(), name))
    return sorted(found, key=lambda place: (place.start, -place.end, place.deed))


@lru_cache(maxsize=4096)
def deeds_of(folded: str, concepts: frozenset[str]) -> frozenset[str]:
    """The classes of deeds a line of the ledger tells of, by its words or its concepts."""
    named = {place.deed for place in deeds_in(folded)}
    return frozenset(
        named | {name for name, deed in lists().deeds.items() if not concepts.isdisjoint(_concept_keys(deed.concepts))}
    )


def kin_of(deeds: Iterable[str]) -> frozenset[str]:
    """The concepts that name deeds of these classes: other words for what is held."""
    given = lists().deeds
    return frozenset(key for deed in deeds for key in _concept_keys(given[deed].concepts))


@lru_cache(maxsize=256)
def _concept_keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"#{name}" for name in names)
