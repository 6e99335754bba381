"""What makes vectors of passages and queries, whatever it is."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from service.language import TextLanguage

Vectors = npt.NDArray[np.float32]
# A model that reads sentences as a whole.
SENTENCES: Mapping[TextLanguage, float] = {"zh": 0.7, "en": 0.7}


class Embedder(Protocol):
    """Turns texts into vectors of length one. Another `name` means other vectors, and the two never meet in one index."""

    @property
    def name(self) -> str:
        """A name that changes whenever the vectors do."""
        ...

    @property
    def digest(self) -> str:
        """Of what makes the vectors: files, or model and address."""
        ...

    @property
    def trust(self) -> Mapping[TextLanguage, float]:
        """How far nearness by these vectors is trusted beside shared words, by language, from 0 to 1."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, each of length one (or zero where the text says nothing)."""
        ...


def blend(embedder: Embedder, parts: Sequence[tuple[float, Sequence[str]]]) -> Vectors:
    """One vector of length one per text from weighted parts of it (title, words of its kind, body).

    Each part counts by its weight and not by its length, so that a long title does not drown a short body.
    """
    # Titles and words of kinds are shared by many passages: each is embedded once.
    places = {text: at for at, text in enumerate(dict.fromkeys(text for _, texts in parts for text in texts))}
    rows = embedder.embed(list(places))
    total = sum(np.float32(weight) * rows[[places[text] for text in texts]] for weight, texts in parts)
    return unit(np.asarray(total, dtype=np.float32))


def unit(rows: Vectors) -> Vectors:
    """The rows scaled to length one; zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, np.where(lengths > 0, lengths, 1), dtype=np.float32)
