"""The passages in Chroma: embedded in DATA_DIR, or on a server.

One Chroma collection per shelf, never a metadata filter at search: a filter costs Chroma more than the search itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from service.briefs import IncidentKind
from service.retrieval.builds import CARD, FAMILY, Build, builds, drop, refuse_others, shelves_of, short
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.card import Card, OtherEmbedder
from service.retrieval.chroma import Client, Collection, Where, close, guarded
from service.retrieval.cutting import Piece
from service.retrieval.embedding import Embedder, Vectors
from service.retrieval.entries import entry_from_metadata, metadata_of, sought_title
from service.retrieval.kinds import kind_words
from service.retrieval.lexical import LexicalPassage
from service.retrieval.memory import MemoryShelf
from service.retrieval.shelves import SHIPPED, Entry, Shelf
from service.retrieval.vectors import floor_of, vectors_for

# Raise it when cutting or metadata change, so that existing indexes are written anew.
FORMAT = "2"
_BATCH = 2000
# So many passages of each shelf tell how near passages are that have nothing in common.
_SAMPLE = 50


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """A passage by its id, its cosine to a query, and its vector."""

    id: str
    similarity: float
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Change:
    """Documents of a shelf that were written or removed, and the passages they have now."""

    documents: frozenset[str]
    pieces: tuple[Piece, ...]


class Store:
    """One build of an embedder's passages.

    Every method may raise ComponentUnavailable, when Chroma or the embedder does not answer.
    """

    def __init__(self, client: Client, embedder: Embedder, generation: int = 0) -> None:
        self._client = client
        self._embedder = embedder
        # Vectors of different embedders never meet: each has its own collections.
        self._family = f"{FAMILY}{short(embedder.name)}"
        self._collections: dict[Shelf, Collection] = {}
        self.card = Card(embedder.name, embedder.digest, generation=generation)

    def close(self) -> None:
        """Lets go of the database."""
        close(self._client)

    @guarded
    def remember(self, *, adopting: bool = False) -> Card:
        """The card as it was noted last, with the shelves of its build.

        Raises:
            OtherEmbedder: another embedder holds files that were read in and this one does not, and `adopting` is off.
        """
        if not adopting:
            refuse_others(self._client, self._family, self._embedder)
        self.card = self.noted()
        self._collections = shelves_of(self._client, self._prefix)
        return self.card

    @guarded
    def noted(self) -> Card:
        """The card as it is in the database."""
        return Card.read({**self.card.written(), **(self._label().metadata or {})})

    @guarded
    def note(self, card: Card) -> None:
        """Writes the card: the one write that puts a build in use."""
        self._label().modify(metadata=card.written())
        self.card = card

    def next_build(self) -> "Store":
        """An empty build that would follow this one; what a stopped run left of it is gone."""
        fresh = Store(self._client, self._embedder, self.card.generation + 1)
        guarded(drop)(self._client, fresh._prefix)
        return fresh

    def all_builds(self) -> list[Build]:
        """What this embedder and others hold in use, this one's last."""
        return sorted(guarded(builds)(self._client), key=lambda build: build.family == self._family)

    def drop_builds(self, gone: Sequence[Build]) -> None:
        """Deletes builds, and all that other embedders ever wrote."""
        for build in gone:
            guarded(drop)(self._client, build.prefix if build.family == self._family else build.family)

    def shelves(self) -> tuple[Shelf, ...]:
        """Every shelf, sorted."""
        return tuple(sorted(self._collections))

    def __len__(self) -> int:
        """How many passages there are."""
        return sum(guarded(collection.count)() for collection in self._collections.values())

    def fits(self, rows: Vectors) -> Vectors:
        """The rows, if they are as long as those that are held.

        Raises:
            OtherEmbedder: they are not; the model behind the name has changed.
        """
        length = rows.shape[-1]
        if self.card.dimension not in (0, length):
            raise OtherEmbedder(f"{self.card.embedder}, {self.card.dimension}", f"{self._embedder.name}, {length}")
        if not self.card.dimension:
            self.card = replace(self.card, dimension=length)
        return rows

    @guarded
    def upsert(self, shelf: Shelf, pieces: Sequence[Piece], origin: str, paths: Mapping[str, str] | None = None) -> None:
        """Writes passages, replacing those of the same id; `paths` says where each document was read from."""
        collection = self._shelf(shelf)
        counts = Counter(piece.document.id for piece in pieces)
        for start in range(0, len(pieces), _BATCH):
            batch = pieces[start : start + _BATCH]
            texts = [piece.text for piece in batch]
            kinds = [kind_words(piece.document.front.kinds) for piece in batch]
            collection.upsert(
                ids=[piece.id for piece in batch],
                embeddings=self.fits(vectors_for(texts, [piece.sought for piece in batch], kinds, self._embedder)),
                documents=texts,
                metadatas=[
                    {
                        **metadata_of(piece),
                        "origin": origin,
                        "digest": _stamp(piece),
                        "of": counts[piece.document.id],
                        "path": (paths or {}).get(piece.document.id, ""),
                    }
                    for piece in batch
                ],
            )

    @guarded
    def write(self, shelf: Shelf, pieces: Sequence[Piece], origin: str) -> Change:
        """The shelf's passages of `origin` replaced where their document changed."""
        collection = self._shelf(shelf)
        stored = collection.get(where={"origin": origin}, include=["metadatas"])
        old = {key: str(said["document"]) for key, said in zip(stored["ids"], stored["metadatas"] or [], strict=True)}
        digests = {str(said["document"]): str(said["digest"]) for said in stored["metadatas"] or []}
        new = [piece for piece in pieces if digests.get(piece.document.id) != _stamp(piece)]
        self.upsert(shelf, new, origin)
        kept = {piece.id for piece in pieces}
        gone = [key for key in old if key not in kept]
        if gone or not pieces:
            self.delete(shelf, gone)
        documents = {piece.document.id for piece in new} | {old[key] for key in gone}
        # A document that lost a passage is written anew as a whole.
        return Change(frozenset(documents), tuple(piece for piece in pieces if piece.document.id in documents))

    @guarded
    def copy(self, shelf: Shelf, source: Collection) -> None:
        """Embeds anew what another build holds of read-in files."""
        where = cast("Where", {"origin": {"$ne": SHIPPED}})
        moved = 0
        while True:
            got = source.get(where=where, include=["metadatas", "documents"], limit=_BATCH, offset=moved)
            texts, said = got["documents"] or [], got["metadatas"] or []
            if not texts:
                return
            kinds = [kind_words(map(IncidentKind, filter(None, str(item["kinds"]).split(",")))) for item in said]
            rows = vectors_for(texts, [sought_title(item) for item in said], kinds, self._embedder)
            self._shelf(shelf).upsert(ids=got["ids"], embeddings=self.fits(rows), documents=texts, metadatas=said)
            moved += len(texts)

    @guarded
    def delete(self, shelf: Shelf, idents: Sequence[str]) -> None:
        """Takes passages out, and the shelf with its last one."""
        collection = self._collections[shelf]
        if idents:
            collection.delete(ids=list(idents))
        if not collection.count():
            self._client.delete_collection(collection.name)
            del self._collections[shelf]

    @guarded
    def stored(self, shelf: Shelf, origin: str | None) -> list[tuple[str, Mapping[str, object]]]:
        """Id and metadata of every passage of a shelf, of one origin or of all."""
        found: list[tuple[str, Mapping[str, object]]] = []
        where = cast("Where | None", {"origin": origin} if origin is not None else None)
        while True:
            got = self._collections[shelf].get(where=where, include=["metadatas"], limit=_BATCH, offset=len(found))
            found += zip(got["ids"], got["metadatas"] or [], strict=True)
            if len(got["ids"]) < _BATCH:
                return found

    @guarded
    def texts(self, shelf: Shelf, document: str) -> list[tuple[str, str, str]]:
        """Id, title and text of every passage of a document on a shelf."""
        got = self._collections[shelf].get(where={"document": document}, include=["metadatas", "documents"])
        rows = zip(got["ids"], got["metadatas"] or [], got["documents"] or [], strict=True)
        return [(ident, str(said["title"]), text) for ident, said, text in rows]

    def everything(self) -> Iterator[LexicalPassage]:
        """Every passage, for the word index."""
        for collection in self._collections.values():
            total = guarded(collection.count)()
            for start in range(0, total, _BATCH):
                got = guarded(collection.get)(limit=_BATCH, offset=start, include=["metadatas", "documents"])
                for key, text, said in zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True):
                    yield LexicalPassage(key, text, said)

    @guarded
    def whole(self, shelf: Shelf, limit: int) -> MemoryShelf | None:
        """The whole shelf, if it holds no more than `limit` passages."""
        collection = self._collections[shelf]
        # Whether there is more than fits is told by the one that would be too many; count() takes longer.
        if collection.get(limit=1, offset=limit, include=[])["ids"]:
            return None
        got = collection.get(include=["metadatas", "documents", "embeddings"])
        entries = [
            entry_from_metadata(key, text, said)
            for key, text, said in zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True)
        ]
        return MemoryShelf(entries, np.asarray(got["embeddings"], dtype=np.float32))

    @guarded
    def entries(self, shelf: Shelf, idents: Sequence[str]) -> list[Entry]:
        """The entries of these ids."""
        got = self._collections[shelf].get(ids=list(idents), include=["metadatas", "documents"])
        rows = zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True)
        return [entry_from_metadata(key, text, said) for key, text, said in rows]

    @guarded
    def named(self, shelf: Shelf, idents: Sequence[str], vector: Vectors) -> list[Near]:
        """How near the passages of these ids are to `vector`."""
        got = self._collections[shelf].get(ids=list(idents), include=["embeddings"])
        rows = zip(got["ids"], np.asarray(got["embeddings"], dtype=np.float32), strict=True)
        return [Near(key, float(row @ vector), row) for key, row in rows]

    @guarded
    def nearest(self, shelf: Shelf, vector: Vectors, limit: int) -> list[Near]:
        """The passages nearest to `vector`, best first."""
        got = self._collections[shelf].query(
            query_embeddings=vector[np.newaxis, :], n_results=limit, include=["embeddings", "distances"]
        )
        vectors = np.asarray(got["embeddings"], dtype=np.float32)[0]
        rows = zip(got["ids"][0], (got["distances"] or [[]])[0], vectors, strict=True)
        return [Near(key, 1.0 - float(distance), row) for key, distance, row in rows]

    @guarded
    def measured_floor(self) -> float:
        """How near passages are that have nothing in common; 0 for the built-in vectors, which weights were set for as they are."""
        if isinstance(self._embedder, BuiltinEmbedder):
            return 0.0
        found = [shelf.get(limit=_SAMPLE, include=["embeddings"])["embeddings"] for shelf in self._collections.values()]
        rows = [np.asarray(item, dtype=np.float32) for item in found if item is not None and len(item)]
        return floor_of(np.concatenate(rows)) if rows else 0.0

    @property
    def _prefix(self) -> str:
        return f"{self._family}-g{self.card.generation}-"

    def _label(self) -> Collection:
        return self._open(f"{self._family}{CARD}", self.card.written())

    def _open(self, name: str, metadata: dict[str, str | int | float]) -> Collection:
        # Without embedding_function=None Chroma looks for a model to download.
        return self._client.get_or_create_collection(
            name, metadata=metadata, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _shelf(self, shelf: Shelf) -> Collection:
        if shelf not in self._collections:
            # Chroma's names are ASCII; a brand may be called anything.
            scope = f"-brand-{short(shelf.brand)}" if shelf.brand else ""
            self._collections[shelf] = self._open(
                f"{self._prefix}{shelf.collection}{scope}",
                {"kind": "shelf", "collection": shelf.collection, "brand": shelf.brand},
            )
        return self._collections[shelf]


def _stamp(piece: Piece) -> str:
    return f"{FORMAT}:{piece.document.digest}"
