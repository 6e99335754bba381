"""Documents in and out of the index one by one: what an ingestion, a listing and a removal ask of it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from service.retrieval.cutting import Piece
from service.retrieval.entries import holding_from_metadata
from service.retrieval.holdings import Batch, Holding
from service.retrieval.index import BUSY, PassageIndex
from service.retrieval.shelves import SHIPPED, Shelf


class PassageKeeper:
    """The holdings of an index.

    Every method may raise ComponentUnavailable, when Chroma does not answer.
    """

    def __init__(self, index: PassageIndex) -> None:
        self._index = index

    @property
    def index(self) -> PassageIndex:
        """The index itself, to be searched."""
        return self._index

    def holdings(self, origin: str | None = None) -> Mapping[str, Holding]:
        """Every document of one origin, or of all, by id."""
        said: dict[str, list[Mapping[str, object]]] = defaultdict(list)
        for shelf in self._index.shelves():
            for _, metadata in self._index.stored(shelf, origin):
                said[str(metadata["document"])].append(metadata)
        return {ident: holding_from_metadata(items) for ident, items in sorted(said.items())}

    def begin(self, origin: str) -> None:
        """Until it is finished an origin counts as unwritten: were it stopped, the word index would be made anew."""
        self._index.begin(origin, f"{BUSY}:{uuid.uuid4().hex}")

    def put(self, batch: Batch) -> None:
        """New passages first, then what the documents had and have no more: at no moment is a document without its text."""
        pieces: dict[Shelf, list[Piece]] = defaultdict(list)
        paths: dict[str, str] = {}
        for document, path in batch.documents:
            for piece in document:
                front = piece.document.front
                pieces[Shelf(front.collection, front.brand or "")].append(piece)
                paths[piece.document.id] = path
        before = self._passages(set(batch.replaced), batch.origin) if batch.replaced else {}
        for shelf, new in pieces.items():
            self._index.put(shelf, new, batch.origin, paths)
        self._index.spell(paths, [piece for new in pieces.values() for piece in new])
        for shelf, old in before.items():
            kept = {piece.id for piece in pieces.get(shelf, ())}
            gone = [ident for ident in old if ident not in kept]
            if gone:
                self._index.delete(shelf, gone)

    def drop(self, documents: Sequence[str], origin: str) -> None:
        """Takes documents out, whatever shelf they stand on."""
        for shelf, idents in self._passages(set(documents), origin).items():
            self._index.delete(shelf, idents)
        self._index.spell(documents, ())

    def finish(self, origin: str) -> None:
        """The origin is written as a whole."""
        self._index.finish(origin, uuid.uuid4().hex)

    def remove(self, documents: Sequence[str]) -> list[Holding]:
        """Takes documents out for good; shipped ones stay, for they would come back. Gives those that went."""
        held = self.holdings()
        gone = [held[ident] for ident in documents if ident in held and held[ident].origin != SHIPPED]
        for origin in sorted({item.origin for item in gone}):
            self.begin(origin)
            self.drop([item.id for item in gone if item.origin == origin], origin)
            self.finish(origin)
        return gone

    def passages(self, document: str) -> list[tuple[str, str, str]]:
        """Id, title and text of a document's passages, in order."""
        found = [
            (ident, title, text) for shelf in self._index.shelves() for ident, title, text in self._index.texts(shelf, document)
        ]
        return sorted(found, key=lambda item: int(item[0].rpartition("#")[2] or 0))

    def _passages(self, documents: set[str], origin: str) -> dict[Shelf, list[str]]:
        found: dict[Shelf, list[str]] = {}
        for shelf in self._index.shelves():
            idents = [ident for ident, said in self._index.stored(shelf, origin) if said["document"] in documents]
            if idents:
                found[shelf] = idents
        return found
