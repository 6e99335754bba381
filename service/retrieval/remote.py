"""Vectors of an embedding model elsewhere. How it is called is handed in: this package knows no provider."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np

from service.errors import ComponentUnavailable
from service.i18n import Localized
from service.retrieval.embedding import SENTENCES, Vectors, unit

# Texts in, one list of numbers for each out.
EmbedCall = Callable[[Sequence[str]], Sequence[Sequence[float]]]
# Texts of one call: the answer stays below what the connection lets through, also with thousands of numbers for each.
_BATCH = 16


class RemoteEmbedder:
    """The model of this name at this address, called by `call`."""

    trust = SENTENCES

    def __init__(self, model: str, call: EmbedCall, address: str = "") -> None:
        self._model = model
        self._call = call
        self.digest = hashlib.blake2b(f"{model}\n{address}".encode(), digest_size=12).hexdigest()
        self.name = f"remote-{self.digest}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text, zeros for one without words: providers refuse those.

        Raises:
            ComponentUnavailable: the model does not answer, or not with vectors.
        """
        asked = [(at, text) for at, text in enumerate(texts) if text.strip()]
        found: list[Vectors] = []
        for start in range(0, len(asked), _BATCH):
            batch = [text for _, text in asked[start : start + _BATCH]]
            found.append(self._checked(self._call(batch), len(batch)))
        if not found:
            return np.zeros((len(texts), 1), dtype=np.float32)
        if len({rows.shape[1] for rows in found}) > 1:
            raise self._unusable()
        made = np.concatenate(found)
        rows = np.zeros((len(texts), made.shape[1]), dtype=np.float32)
        rows[[at for at, _ in asked]] = unit(made)
        return rows

    def _checked(self, answer: Sequence[Sequence[float]], wanted: int) -> Vectors:
        try:
            rows = np.asarray(answer, dtype=np.float32)
        except (TypeError, ValueError) as error:
            raise self._unusable() from error
        if rows.ndim != 2 or rows.shape[0] != wanted or not rows.shape[1] or not np.isfinite(rows).all():
            raise self._unusable()
        return rows

    def _unusable(self) -> ComponentUnavailable:
        return ComponentUnavailable(
            Localized(
                zh=f"向量模型 {self._model} 给出的向量无法使用",
                en=f"the embedding model {self._model} gave vectors that cannot be used",
            )
        )
