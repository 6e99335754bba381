"""Vectors of passages: of their text, their title and the words of their kinds together; shipped ones are not made again."""

from collections.abc import Sequence

import numpy as np

from service.retrieval.embedding import Embedder, Vectors, blend
from service.retrieval.shipped import key_of, shipped_vectors

_TITLE = 0.5
_KINDS = 0.5


def vectors_for(texts: Sequence[str], titles: Sequence[str], kinds: Sequence[str], embedder: Embedder) -> Vectors:
    """One row per passage, in order."""
    known = shipped_vectors(embedder.name)
    parts = list(zip(texts, titles, kinds, strict=True))
    rows = [known.get(key_of(*part)) for part in parts]
    new = [part for part, row in zip(parts, rows, strict=True) if row is None]
    made = iter(vectors_of(new, embedder)) if new else iter(())
    return np.stack([next(made) if row is None else row for row in rows])


def vectors_of(parts: Sequence[tuple[str, str, str]], embedder: Embedder) -> Vectors:
    """The vectors of passages from their text, title and words of their kinds."""
    texts, titles, kinds = zip(*parts, strict=True)
    return blend(embedder, [(1.0, texts), (_TITLE, titles), (_KINDS, kinds)])


def floor_of(rows: Vectors) -> float:
    """How near two of these passages are on average that stand far apart in the list; sentence models give all texts something in common."""
    if len(rows) < 2:
        return 0.0
    half = len(rows) // 2
    return max(0.0, float(np.mean(np.sum(rows[:half] * rows[half : 2 * half], axis=1))))
