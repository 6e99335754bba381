"""A whole shelf in memory, searched exactly: for small shelves quicker than one call to the database."""

from collections.abc import Sequence

from service.retrieval.embedding import Vectors
from service.retrieval.shelves import Entry, Hit


class MemoryShelf:
    """A whole shelf in memory, searched exactly."""

    def __init__(self, entries: list[Entry], vectors: Vectors) -> None:
        self.entries = entries
        self.vectors = vectors
        self._rows = {entry.id: row for row, entry in enumerate(entries)}

    def named(self, idents: Sequence[str], vector: Vectors) -> list[Hit]:
        """The entries of these ids, with their nearness to `vector`."""
        rows = [self._rows[ident] for ident in idents if ident in self._rows]
        return [Hit(self.entries[row], float(self.vectors[row] @ vector), self.vectors[row]) for row in rows]

    def nearest(self, vector: Vectors, limit: int) -> list[Hit]:
        """The entries nearest to `vector`, best first, ties by id."""
        if not self.entries:
            return []
        similarities = self.vectors @ vector
        order = sorted(range(len(self.entries)), key=lambda row: (-similarities[row], self.entries[row].id))[:limit]
        return [Hit(self.entries[row], float(similarities[row]), self.vectors[row]) for row in order]
