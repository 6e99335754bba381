"""What an index holds and what it answers: types only, so that searching can be written and tested without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from service.retrieval.embedding import Embedder, Vectors

# The origin of the corpus that comes with the product.
SHIPPED = "shipped"


@dataclass(frozen=True, slots=True, order=True)
class Shelf:
    """One collection as everybody sees it, or the part of it that belongs to one brand alone."""

    collection: str
    brand: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One indexed passage with what its document says about itself; empty text or tuple where it says nothing."""

    id: str
    document: str
    collection: str
    brand: str
    title: str
    text: str
    language: str
    jurisdiction: str
    kinds: tuple[str, ...]
    level: str
    cluster: str
    verified: bool
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """One entry near a query. `similarity` is the cosine of the two vectors."""

    entry: Entry
    similarity: float
    vector: Vectors


class Index(Protocol):
    """A searchable set of shelves."""

    @property
    def embedder(self) -> Embedder:
        """What made the vectors; queries need the same."""
        ...

    @property
    def floor(self) -> float:
        """How near two passages are on average that have nothing to do with each other, if that is to be taken off."""
        ...

    def shelves(self) -> Sequence[Shelf]:
        """Every shelf, sorted."""
        ...

    def words(self, query: str, shelves: Sequence[Shelf], limit: int) -> dict[str, float]:
        """Passages of these shelves that share words with the query: id to the share of the query's weight they hold, 0 to 1."""
        ...

    def fetch(self, shelf: Shelf, idents: Sequence[str], vector: Vectors) -> list[Hit]:
        """The named entries of a shelf, with their nearness to `vector`; unknown ids are left out."""
        ...

    def search(self, shelf: Shelf, vector: Vectors, limit: int) -> list[Hit]:
        """The entries of a shelf nearest to `vector`, best first.

        Raises:
            ComponentUnavailable: the database does not answer.
        """
        ...
