"""Words that say the same thing: 下架, 撤柜 and "off sale" are one concept, so that a free wording still meets its fact."""

from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import Field

from service.datafiles import load_data
from service.grounding.folding import fold
from service.grounding.overlap import stem
from service.patterns import lazy
from service.resources import knowledge_dir
from service.strict import Strict

_DOUBLING = lazy(r"[^aeiou][aeiou][^aeiouwxy]\Z")
_CONSONANT_Y = lazy(r"[^aeiou]y\Z")


class Concept(Strict):
    """One concept of concepts.yml. `counts` and `dates`: it tells what a number counts, or what a date is of."""

    counts: bool = False
    dates: bool = False
    opposite: str | None = None
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Concepts(Strict):
    """concepts.yml. `masks`: Chinese runs that hide the words they seem to hold (上报 in 晚上报警)."""

    masks: tuple[str, ...] = ()
    concepts: dict[str, Concept] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A place of a text that speaks of one or more concepts."""

    start: int
    end: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    chinese: AhoCorasick
    chinese_words: tuple[tuple[str, ...], ...]
    english: AhoCorasick
    english_words: tuple[tuple[str, ...], ...]
    stems: dict[str, tuple[str, ...]]


@cache
def _file() -> Concepts:
    return load_data(knowledge_dir() / "grounding" / "concepts.yml", Concepts)


@cache
def table() -> dict[str, Concept]:
    """Every concept by name.

    Raises:
        DataFault: the file breaks its schema.
    """
    return _file().concepts


@cache
def count_roles() -> frozenset[str]:
    """Concepts that tell what a number counts."""
    return frozenset(name for name, concept in table().items() if concept.counts)


@cache
def date_roles() -> frozenset[str]:
    """Concepts that tell what a date is of."""
    return frozenset(name for name, concept in table().items() if concept.dates)


@cache
def count_keys() -> frozenset[str]:
    """`count_roles` as keys of a clause."""
    return frozenset(f"#{name}" for name in count_roles())


@cache
def date_keys() -> frozenset[str]:
    """`date_roles` as keys of a clause."""
    return frozenset(f"#{name}" for name in date_roles())


def is_act(key: str) -> bool:
    """Whether a key is a concept of acts and events: one that tells what a date is of."""
    return key in date_keys()


@cache
def _compiled() -> _Table:
    chinese: dict[str, list[str]] = {word: [] for word in _file().masks}
    english: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for name, concept in table().items():
        for word in concept.zh:
            chinese.setdefault(fold(word), []).append(name)
        for word in concept.en:
            if " " in word or "-" in word:
                english.setdefault(word.lower(), []).append(name)
                continue
            for form in _stems(word):
                stems.setdefault(form, []).append(name)
    return _Table(
        chinese=AhoCorasick(list(chinese), matchkind=MatchKind.LeftmostLongest),
        chinese_words=tuple(tuple(names) for names in chinese.values()),
        english=AhoCorasick(list(english)),
        english_words=tuple(tuple(names) for names in english.values()),
        stems={word: tuple(dict.fromkeys(names)) for word, names in stems.items()},
    )


def _stems(word: str) -> set[str]:
    """The stems of a word's regular inflections: stop(ped), inquir(ies), address(es)."""
    found = {stem(word)}
    if _DOUBLING.search(word):
        found.add(word + word[-1])
    if _CONSONANT_Y.search(word):
        found.add(word[:-1] + "i")
    if word.endswith("s"):
        found.add(stem(word + "es"))
    return found


def chinese_concepts(text: str) -> list[Found]:
    """Concepts named in a Chinese text, leftmost and longest."""
    compiled = _compiled()
    words = compiled.chinese_words
    found = compiled.chinese.find_matches_as_indexes(text)
    return [Found(start, end, words[word]) for word, start, end in found if words[word]]


def english_phrases(lowered: str) -> list[Found]:
    """Concepts named by phrases of a lower-cased English text, leftmost and longest among those that stand as words."""
    compiled = _compiled()
    places = [
        (start, -_word_end(lowered, end), word)
        for word, start, end in compiled.english.find_matches_as_indexes(lowered, overlapping=True)
        if not lowered[start - 1 : start].isalnum() and _word_end(lowered, end)
    ]
    found: list[Found] = []
    taken = 0
    for start, minus_end, word in sorted(places):
        if start >= taken:
            taken = -minus_end
            found.append(Found(start, taken, compiled.english_words[word]))
    return found


def _word_end(lowered: str, end: int) -> int:
    """Where the word ends that a phrase ends with, a plural s included; 0 if it goes on otherwise."""
    if lowered[end : end + 1] == "s":
        end += 1
    return 0 if lowered[end : end + 1].isalnum() else end


def english_word(word: str) -> tuple[str, ...]:
    """The concepts of one English word in any inflection."""
    return _compiled().stems.get(stem(word), ())
