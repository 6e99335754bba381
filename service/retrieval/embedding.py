"""What makes vectors of passages and queries, whatever it is."""

from collections.abc import Sequence
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
    return unit(np.sum([np.float32(weight) * embedder.embed(texts) for weight, texts in parts], axis=0, dtype=np.float32))


def unit(rows: Vectors) -> Vectors:
    """The rows scaled to length one; zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, np.where(lengths > 0, lengths, 1), dtype=np.float32)
