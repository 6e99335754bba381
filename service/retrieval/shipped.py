"""Vectors of the shipped corpus, made beforehand: a new installation searches it at once instead of embedding it first.

`knowledge/embeddings/shipped.npz` holds them by a digest of everything they were made from, and the name of the embedder; a passage
that has changed since is embedded as any other. `python -m evals.build_vectors` writes the file.
"""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np

from service.resources import knowledge_dir
from service.retrieval.embedding import Vectors

FILE = "shipped.npz"


def key_of(text: str, title: str, kinds: str) -> bytes:
    """What a passage's vector depends on, beside the embedder."""
    return hashlib.blake2b(f"{text}\x1f{title}\x1f{kinds}".encode(), digest_size=16).digest()


def shipped_vectors(embedder: str) -> dict[bytes, Vectors]:
    """The vectors this embedder made of shipped passages, by key; empty for another embedder."""
    name, vectors = _load(knowledge_dir() / "embeddings" / FILE)
    return vectors if name == embedder else {}


def write_vectors(path: Path, embedder: str, vectors: dict[bytes, Vectors]) -> None:
    """Writes the file, in an order that makes it the same every time."""
    keys = sorted(vectors)
    np.savez_compressed(
        path,
        name=np.array(embedder),
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1),
        vectors=np.stack([vectors[key] for key in keys]).astype(np.float16),
    )


@cache
def _load(path: Path) -> tuple[str, dict[bytes, Vectors]]:
    if not path.exists():
        return "", {}
    with np.load(path) as file:
        rows = file["vectors"].astype(np.float32)
        return str(file["name"]), {key.tobytes(): row for key, row in zip(file["keys"], rows, strict=True)}
