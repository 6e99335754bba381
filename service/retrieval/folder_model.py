"""Vectors of a model in a folder: ONNX, its tokenizer, and how to pool. Works without a network."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.retrieval.embedding import SENTENCES, Vectors
from service.retrieval.sentences import Pooling, SentenceModel

Config = TypeVar("Config", bound=BaseModel)
# Where such folders keep their model, best first.
_MODELS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx", "onnx/model_int8.onnx")
_TOKENIZER = "tokenizer.json"
_POOLING = "1_Pooling/config.json"
_LENGTH = "sentence_bert_config.json"
_USUAL_TOKENS, _MOST_TOKENS = 256, 512


class _PoolingConfig(BaseModel):
    """As sentence-transformers writes it; it knows more ways than we do."""

    model_config = ConfigDict(extra="allow")

    pooling_mode_cls_token: bool = False
    pooling_mode_mean_tokens: bool = False
    pooling_mode_max_tokens: bool = False
    pooling_mode_mean_sqrt_len_tokens: bool = False
    pooling_mode_weightedmean_tokens: bool = False
    pooling_mode_lasttoken: bool = False


class _LengthConfig(BaseModel):
    model_config = ConfigDict(extra="allow")

    max_seq_length: int | None = None


class FolderEmbedder:
    """A model folder as people download it: `model.onnx` (also under `onnx/`), `tokenizer.json`, `1_Pooling/config.json` if any."""

    trust = SENTENCES

    def __init__(self, folder: Path) -> None:
        """Looks whether everything is there; the model itself is loaded when a text is embedded.

        Raises:
            InvalidInput: a file is missing, or the pooling is none that is known.
        """
        if not folder.is_dir():
            raise _refused(folder, Localized("没有这个文件夹", "there is no such folder"))
        model = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
        if model is None:
            raise _refused(folder, Localized("里面没有 model.onnx", "it holds no model.onnx"))
        if not (folder / _TOKENIZER).is_file():
            raise _refused(folder, Localized("里面没有 tokenizer.json", "it holds no tokenizer.json"))
        self._folder, self._path = folder, model
        self._pooling = self._how()
        self._tokens = self._length()

    @cached_property
    def name(self) -> str:
        """Follows the content of the files, not the folder's name."""
        return f"folder-{self.digest}"

    @cached_property
    def digest(self) -> str:
        """Of model, tokenizer and pooling."""
        whole = hashlib.blake2b(f"{self._pooling} {self._tokens}".encode(), digest_size=12)
        for path in self._files():
            with path.open("rb") as stream:
                whole.update(hashlib.file_digest(stream, hashlib.blake2b).digest())
        return whole.hexdigest()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text.

        Raises:
            InvalidInput: the files are no model and tokenizer.
        """
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        try:
            return self._model.embed(texts)
        # onnxruntime and tokenizers raise types of their own that share nothing.
        except Exception as error:
            told = f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
            raise _refused(self._folder, Localized(f"模型无法使用（{told}）", f"the model cannot be used ({told})")) from error

    @cached_property
    def _model(self) -> SentenceModel:
        return SentenceModel(self._path, self._folder / _TOKENIZER, pooling=self._pooling, tokens=self._tokens)

    def _files(self) -> Iterator[Path]:
        yield self._path
        # Large models keep their weights beside them.
        yield from sorted(self._path.parent.glob("*.onnx_data"))
        yield self._folder / _TOKENIZER

    def _how(self) -> Pooling:
        path = self._folder / _POOLING
        if not path.is_file():
            return "mean"
        said = self._read(path, _PoolingConfig)
        chosen = {name for name in _PoolingConfig.model_fields if getattr(said, name)}
        if chosen == {"pooling_mode_cls_token"}:
            return "cls"
        if chosen == {"pooling_mode_mean_tokens"}:
            return "mean"
        told = ", ".join(sorted(chosen)) or "—"
        known = Localized(
            f"{_POOLING} 要求 {told}，只支持 mean 或 cls", f"{_POOLING} asks for {told}; only mean and cls are known"
        )
        raise _refused(self._folder, known)

    def _length(self) -> int:
        path = self._folder / _LENGTH
        said = self._read(path, _LengthConfig).max_seq_length if path.is_file() else None
        return min(_MOST_TOKENS, max(8, said or _USUAL_TOKENS))

    def _read(self, path: Path, kind: type[Config]) -> Config:
        try:
            return kind.model_validate(json.loads(path.read_bytes()))
        except (OSError, ValueError, ValidationError) as error:
            name = path.relative_to(self._folder).as_posix()
            raise _refused(self._folder, Localized(f"{name} 读不懂", f"{name} cannot be read")) from error


def _refused(folder: Path, why: Localized) -> InvalidInput:
    told = Localized(f"模型文件夹 {folder}：{why.zh}", f"the model folder {folder}: {why.en}")
    return InvalidInput([Problem(field="FIRSTWORD_EMBEDDING_MODEL", code="setting", message=told)])
