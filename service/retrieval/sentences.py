"""Sentence vectors from an ONNX model and its tokenizer: batched, truncated, pooled. The only use of onnxruntime."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from service.retrieval.embedding import Vectors, unit

if TYPE_CHECKING:
    import numpy.typing as npt

Pooling = Literal["mean", "cls"]
# Texts of one run: more need memory that a small machine does not have.
_BATCH = 32
# What models call a vector that they have pooled themselves.
_POOLED = ("sentence_embedding", "sentence_embeddings", "pooled_embeddings")


class SentenceModel:
    """A model that reads sentences as a whole."""

    def __init__(self, model: Path, tokenizer: Path, *, pooling: Pooling = "mean", tokens: int = 256) -> None:
        # Heavy, and not needed until a text is embedded.
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        options = SessionOptions()
        options.log_severity_level = 3
        self._session = InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(tokens)
        # To the longest of a run; the files often ask for a fixed length, which longer texts break.
        padding = self._tokenizer.padding or {}
        kept = {name: padding[name] for name in ("pad_id", "pad_token", "pad_type_id", "direction") if name in padding}
        self._tokenizer.enable_padding(**kept)
        self._pooling = pooling
        self._asked = {item.name for item in self._session.get_inputs()}
        outputs = [item.name for item in self._session.get_outputs()]
        self._output = next((name for name in _POOLED if name in outputs), outputs[0])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text."""
        # Texts of like length share a run, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        rows: list[Vectors] = [np.zeros(0, dtype=np.float32)] * len(texts)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            for at, row in zip(batch, self._run([texts[at] for at in batch]), strict=True):
                rows[at] = row
        return np.stack(rows)

    def _run(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([item.ids for item in encoded], dtype=np.int64)
        mask = np.array([item.attention_mask for item in encoded], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        asked = {name: value for name, value in given.items() if name in self._asked}
        return unit(self._pool(self._session.run([self._output], asked)[0], mask))

    def _pool(self, states: Any, mask: "npt.NDArray[np.int64]") -> Vectors:  # noqa: ANN401 - what the model gives
        found = np.asarray(states, dtype=np.float32)
        if found.ndim == 2:
            return found
        if self._pooling == "cls":
            return found[:, 0]
        weights = mask[:, :, np.newaxis].astype(np.float32)
        pooled: Vectors = (found * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        return pooled
