"""The word index by itself: goes on where vectors cannot be had, because Chroma is down, a model is, or another one filled the index."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from service.config import Settings
from service.language import TextLanguage
from service.retrieval.corpus import corpus_digest, find_corpus_files, read_documents
from service.retrieval.cutting import cut
from service.retrieval.embedding import Vectors
from service.retrieval.index import WORDS, spelled
from service.retrieval.lexical import LexicalIndex
from service.retrieval.shelves import Hit, Shelf

_SHIPPED = f"{WORDS}-shipped"


class NoEmbedder:
    """Gives no meaning to anything."""

    name = "none"
    digest = ""
    trust: Mapping[TextLanguage, float] = {"zh": 0.0, "en": 0.0}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One zero per text."""
        return np.zeros((len(texts), 1), dtype=np.float32)


class WordsIndex:
    """Answers as an index does, with no nearness but that of words."""

    floor = 0.0

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical
        self._nothing = NoEmbedder()
        self._shelves = lexical.shelves()

    @property
    def embedder(self) -> NoEmbedder:
        """None that knows anything."""
        return self._nothing

    def shelves(self) -> tuple[Shelf, ...]:
        """Every shelf, sorted."""
        return self._shelves

    def words(self, query: str, shelves: Sequence[Shelf], limit: int) -> dict[str, float]:
        """Ids of the passages of these shelves that share words with the query, and the share of its weight they hold."""
        return self._lexical.search(query, shelves, limit)

    def fetch(self, shelf: Shelf, idents: Sequence[str], vector: Vectors) -> list[Hit]:
        """The named entries of a shelf."""
        found = self._lexical.named(idents)
        return [Hit(entry, 0.0, vector) for entry in found if Shelf(entry.collection, entry.brand) == shelf]

    def search(self, shelf: Shelf, vector: Vectors, limit: int) -> list[Hit]:
        """Passages of a shelf, all equally far."""
        return [Hit(entry, 0.0, vector) for entry in self._lexical.first(shelf, limit)]


def open_words(settings: Settings, *, knowledge: Path | None = None) -> WordsIndex:
    """The words that were indexed last in DATA_DIR; where there are none, those of the shipped corpus alone.

    Raises:
        ComponentUnavailable: the folder can neither be read nor written.
        DataFault: a corpus file is wrong.
    """
    known = [folder for folder in settings.data_dir.glob(f"{WORDS}-*") if folder.name != _SHIPPED and LexicalIndex(folder).stamp]
    if known:
        return WordsIndex(LexicalIndex(max(known, key=lambda folder: folder.stat().st_mtime)))
    files = find_corpus_files(knowledge)
    lexical = LexicalIndex(settings.data_dir / _SHIPPED)
    if lexical.stamp != (stamp := corpus_digest(files)):
        lexical.write((spelled(piece) for document in read_documents(files) for piece in cut(document)), stamp)
    return WordsIndex(lexical)
