"""Vectors for passages and queries. The built-in ones need no model: hashed character n-grams and word stems."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of length one. Another `name` means other vectors: the index then starts afresh."""

    @property
    def name(self) -> str:
        """A name that changes whenever the vectors do."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, each of length one (or zero where the text says nothing)."""
        ...


def blend(embedder: Embedder, parts: Sequence[tuple[float, Sequence[str]]]) -> Vectors:
    """One vector of length one per text from weighted parts of it (title, words of its kind, body).

    Each part counts by its weight and not by its length, so that a long title does not drown a short body.
    """
    return _unit(np.sum([np.float32(weight) * embedder.embed(texts) for weight, texts in parts], axis=0, dtype=np.float32))


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, np.where(lengths > 0, lengths, 1), dtype=np.float32)


_DIMENSIONS = 2048
_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+|[a-z]+(?:'[a-z]+)?|[0-9]+(?:[.:/-][0-9]+)*")
_HAN_FROM = "\u3400"
# Words and characters that stand in every text and tell none apart.
_FUNCTION_CHARACTERS = frozenset("的了在是和与及或之其为以于对将被把由从而则所这那个也都就还并等着过吗呢吧啊我们你他她它您一不有")
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can do does did for from had has have he her his how i if in into is it its may more no"
        " not of on or our out she should so such than that the their them then there these they this those to up was we were"
        " what when where which who will with would you your",
    )
)
_SUFFIXES = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y")
_LIGHT = 0.35
_DIGITS = 0.25


class NgramEmbedder:
    """Hashed n-grams: Chinese characters and pairs, English words, stems and letter groups; sublinear counts, length one.

    It knows no meanings: texts are near when they share words. Deterministic on every machine.
    """

    name = f"ngrams-1-{_DIMENSIONS}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text; a text without letters or digits gives zeros."""
        rows = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            counts = Counter(_features(text))
            if not counts:
                continue
            places = np.fromiter((_place(name) for name, _ in counts), dtype=np.int64, count=len(counts))
            weights = np.fromiter((weight for _, weight in counts), dtype=np.float32, count=len(counts))
            amounts = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            # The lowest bit is the sign: features that meet in one place cancel out instead of adding up.
            signed = np.where(places & 1, weights, -weights) * (1 + np.log(amounts))
            np.add.at(row, places >> 1, signed)
        return _unit(rows)


def fold(text: str) -> str:
    """The text as the vectors see it: compatibility forms and capitals folded."""
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=65536)
def _place(feature: str) -> int:
    return zlib.crc32(feature.encode()) % (2 * _DIMENSIONS)


def _features(text: str) -> Iterator[tuple[str, float]]:
    for mark in _TOKEN.finditer(fold(text)):
        token = mark.group()
        if token[0] >= _HAN_FROM:
            yield from _han(token)
        elif token[0].isdigit():
            yield token, _DIGITS
        elif token not in _FUNCTION_WORDS:
            yield from _word(token)


def _han(run: str) -> Iterator[tuple[str, float]]:
    for character in run:
        if character not in _FUNCTION_CHARACTERS:
            yield character, _LIGHT
    for left, right in pairwise(run):
        if left not in _FUNCTION_CHARACTERS and right not in _FUNCTION_CHARACTERS:
            yield left + right, 1.0


def _word(word: str) -> Iterator[tuple[str, float]]:
    yield word, 0.5
    yield "~" + _stem(word), 1.0
    padded = f"<{word}>"
    for size in (3, 4):
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size], _LIGHT / 2


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word
