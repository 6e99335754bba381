"""What the index holds of files that were read in, and what an ingestion asks of it: types only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from service.retrieval.cutting import Piece
from service.retrieval.shelves import Shelf


@dataclass(frozen=True, slots=True)
class Holding:
    """One document in the index.

    Attributes:
        path: where it was read from; empty for a shipped one.
        passages: how many of its passages are there; `expected`: how many it has.
    """

    id: str
    title: str
    shelf: Shelf
    origin: str
    path: str
    digest: str
    passages: int
    expected: int
    verified: bool
    review_due: date | None
    effective_to: date | None

    @property
    def is_whole(self) -> bool:
        """Whether every passage was written."""
        return self.passages == self.expected


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to be written together: the passages of each, and where it was read from; `replaced` are those known before."""

    origin: str
    documents: Sequence[tuple[Sequence[Piece], str]]
    replaced: frozenset[str] = frozenset()


class Keeper(Protocol):
    """An index that documents can be put into."""

    def holdings(self, origin: str | None = None) -> Mapping[str, Holding]:
        """What is there, by document; of one origin or of all."""
        ...

    def begin(self, origin: str) -> None:
        """Says that an origin is being written."""
        ...

    def put(self, batch: Batch) -> None:
        """Writes documents, replacing what they had."""
        ...

    def drop(self, documents: Sequence[str], origin: str) -> None:
        """Takes documents out."""
        ...

    def finish(self, origin: str) -> None:
        """Says that an origin is written, and brings the word index up to date."""
        ...
