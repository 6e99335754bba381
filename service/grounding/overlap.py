"""How much two texts share, counted in what carries meaning: character pairs in Chinese, words in English."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from service.grounding import lexicon
from service.patterns import lazy

Gram = str
_HAN_RUN = lazy(r"[\u4e00-\u9fff]{2,}")
_WORD = lazy(r"[A-Za-z][A-Za-z'-]{3,}")
_FUNCTION = lazy(r"[的了在是和与及或也都就将会已被把向对为从于由到给按并而等这那其之以您你我们各请]")


@cache
def _common() -> frozenset[Gram]:
    words = lexicon.common_words()
    pairs = {word[at : at + 2] for word in words.zh for at in range(len(word) - 1)}
    return frozenset(pairs | {stem(word) for word in words.en})


@cache
def _common_pattern() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.common_words().zh))


def stem(word: str) -> str:
    """An English word without its commonest endings; crude, but the same on both sides."""
    word = word.lower()
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def grams(text: str) -> Iterator[Gram]:
    """Character pairs and word stems of a folded text; function characters break runs."""
    for run in _HAN_RUN.finditer(_FUNCTION.sub(" ", text)):
        word = run.group()
        for at in range(len(word) - 1):
            yield word[at : at + 2]
    for found in _WORD.finditer(text):
        yield stem(found.group())


def telling(text: str) -> Iterator[Gram]:
    """The grams that are not everyday words of a statement."""
    common = _common()
    return (gram for gram in grams(_common_pattern().sub(" ", text)) if gram not in common)


@lru_cache(maxsize=8192)
def grams_of(text: str) -> frozenset[Gram]:
    """The grams of a folded text; a brief's lines are asked for them again and again."""
    return frozenset(grams(text))


# Statements of one incident say many clauses alike, and a text is checked again after every edit.
@lru_cache(maxsize=8192)
def telling_of(text: str) -> frozenset[Gram]:
    """The grams of a folded text that are not everyday words of a statement."""
    return frozenset(telling(text))


def share(part: frozenset[Gram], whole: frozenset[Gram]) -> float:
    """How much of `part` is in `whole`, 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0
