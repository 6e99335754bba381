"""The passages in Chroma: embedded in DATA_DIR, or on a server.

One Chroma collection per shelf, never a metadata filter at search: a filter costs Chroma more than the search itself.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

import numpy as np

from service.briefs import IncidentKind
from service.config import Settings
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.chroma import Client, Collection, Where, close, guarded, open_client
from service.retrieval.corpus import CorpusFile, corpus_digest, find_corpus_files, read_documents
from service.retrieval.cutting import Piece, cut
from service.retrieval.embedding import Embedder, Vectors, blend
from service.retrieval.entries import entry_from_metadata, metadata_of
from service.retrieval.kinds import kind_words
from service.retrieval.lexical import LexicalIndex, LexicalPassage
from service.retrieval.memory import MemoryShelf
from service.retrieval.shelves import Hit, Shelf
from service.retrieval.shipped import key_of, shipped_vectors
from service.retrieval.writer_lock import sole_writer

# Raise it when cutting or metadata change, so that existing indexes are written anew.
FORMAT = "1"
SHIPPED = "shipped"
# The state of an origin that is being written.
BUSY = "busy"
# Up to so many passages a shelf is searched exactly in memory, in less time than one call to Chroma takes.
IN_MEMORY = 5000
_BATCH = 2000
_FAMILY = "firstword-"
_TITLE = 0.5
_KINDS = 0.5


def open_index(settings: Settings, *, knowledge: Path | None = None, embedder: Embedder | None = None) -> "PassageIndex":
    """The index of the shipped corpus, brought up to date first where the files have changed; close it after use.

    Raises:
        ComponentUnavailable: Chroma cannot be reached or opened.
        DataFault: a corpus file is wrong.
        InvalidInput: CHROMA_URL is not an address.
    """
    files = find_corpus_files(knowledge)
    with sole_writer(settings):
        chosen = embedder or BuiltinEmbedder()
        index = PassageIndex(open_client(settings), chosen, LexicalIndex(settings.data_dir / f"words-{_short(chosen.name)}"))
        try:
            index.sync(files)
        except BaseException:
            index.close()
            raise
    return index


class PassageIndex:
    """Passages by shelf. Each shelf is read once per process: what another process adds later is seen by the next one."""

    def __init__(self, client: Client, embedder: Embedder, lexical: LexicalIndex, *, in_memory: int = IN_MEMORY) -> None:
        self._client = client
        self._embedder = embedder
        self._lexical = lexical
        self._in_memory = in_memory
        # Vectors of different embedders never meet: each has its own collections.
        self._prefix = f"{_FAMILY}{_short(embedder.name)}"
        self._collections: dict[Shelf, Collection] = {}
        self._loaded: dict[Shelf, MemoryShelf | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def embedder(self) -> Embedder:
        """What made the vectors."""
        return self._embedder

    def close(self) -> None:
        """Lets go of the database."""
        close(self._client)

    def shelves(self) -> tuple[Shelf, ...]:
        """Every shelf, sorted."""
        return tuple(sorted(self._collections))

    def sync(self, files: Sequence[CorpusFile], origin: str = SHIPPED) -> int:
        """Makes the passages of `origin` those of `files`; how many documents were written or removed.

        Unchanged documents are left alone; with an unchanged corpus nothing is read but its digest.

        Raises:
            ComponentUnavailable: Chroma does not answer.
            DataFault: a file is wrong; then nothing has been written.
        """
        digest = f"{FORMAT}:{corpus_digest(files)}"
        state = self._open(f"{self._prefix}-state", {"kind": "state"})
        known = dict(state.metadata or {})
        self._find_shelves()
        if known.get(origin) == digest:
            self._spell(known)
            return 0
        wanted: dict[Shelf, list[Piece]] = {}
        for document in read_documents(files):
            shelf = Shelf(document.front.collection, document.front.brand or "")
            wanted.setdefault(shelf, []).extend(cut(document))
        changes = [self._write(shelf, wanted.get(shelf, []), origin) for shelf in sorted({*wanted, *self._collections})]
        # Last, so that a writer that was stopped half-way is followed by one that does the rest.
        said = {**known, origin: digest}
        guarded(state.modify)(metadata=said)
        self._spell(said, known, changes)
        return sum(len(change.documents) for change in changes)

    def words(self, query: str, shelves: Sequence[Shelf], limit: int) -> dict[str, float]:
        """Ids of the passages of these shelves that share words with the query, and the share of its weight they hold."""
        return self._lexical.search(query, shelves, limit)

    @guarded
    def fetch(self, shelf: Shelf, idents: Sequence[str], vector: Vectors) -> list[Hit]:
        """The named entries of a shelf with their nearness to `vector`.

        Raises:
            ComponentUnavailable: Chroma does not answer.
        """
        loaded = self._content(shelf)
        if loaded is not None:
            return loaded.named(idents, vector)
        got = self._collections[shelf].get(ids=list(idents), include=["metadatas", "documents", "embeddings"])
        rows = zip(got["ids"], got["documents"] or [], got["metadatas"] or [], np.asarray(got["embeddings"]), strict=True)
        return [Hit(entry_from_metadata(key, text, said), float(row @ vector), row) for key, text, said, row in rows]

    @guarded
    def search(self, shelf: Shelf, vector: Vectors, limit: int) -> list[Hit]:
        """The entries of `shelf` nearest to `vector`, best first.

        Raises:
            ComponentUnavailable: Chroma does not answer.
        """
        loaded = self._content(shelf)
        return self._ask(shelf, vector, limit) if loaded is None else loaded.nearest(vector, limit)

    def _content(self, shelf: Shelf) -> MemoryShelf | None:
        if shelf not in self._loaded:
            self._loaded[shelf] = self._load(self._collections[shelf])
        return self._loaded[shelf]

    def _spell(
        self, said: Mapping[str, object], before: Mapping[str, object] | None = None, changes: Sequence["_Change"] = ()
    ) -> None:
        """Brings the word index to what Chroma holds: by the changes where it was up to date before them, else from the start."""
        stamp = _stamp_of(said)
        if self._lexical.stamp == stamp:
            return
        if before is not None and self._lexical.stamp == _stamp_of(before):
            documents = {ident for change in changes for ident in change.documents}
            self._lexical.update(documents, (_lexical(piece) for change in changes for piece in change.pieces), stamp)
        else:
            self._lexical.write(self._everything(), stamp)

    def _everything(self) -> Iterator[LexicalPassage]:
        for shelf, collection in self._collections.items():
            total = collection.count()
            for start in range(0, total, _BATCH):
                got = guarded(collection.get)(limit=_BATCH, offset=start, include=["metadatas", "documents"])
                for key, text, said in zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True):
                    yield LexicalPassage(key, str(said["document"]), shelf, str(said["title"]), text)

    @guarded
    def _find_shelves(self) -> None:
        for collection in self._client.list_collections():
            said = collection.metadata or {}
            if collection.name.startswith(self._prefix) and said.get("kind") == "shelf":
                self._collections[Shelf(str(said["collection"]), str(said["brand"]))] = collection

    @guarded
    def _open(self, name: str, metadata: dict[str, str]) -> Collection:
        # Without embedding_function=None Chroma looks for a model to download.
        return self._client.get_or_create_collection(
            name, metadata=metadata, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _shelf(self, shelf: Shelf) -> Collection:
        if shelf not in self._collections:
            # Chroma's names are ASCII; a brand may be called anything.
            scope = f"-brand-{_short(shelf.brand)}" if shelf.brand else ""
            self._collections[shelf] = self._open(
                f"{self._prefix}-{shelf.collection}{scope}",
                {"kind": "shelf", "collection": shelf.collection, "brand": shelf.brand},
            )
        return self._collections[shelf]

    @guarded
    def upsert(self, shelf: Shelf, pieces: Sequence[Piece], origin: str, paths: Mapping[str, str] | None = None) -> None:
        """Writes passages, replacing those of the same id; `paths` says where each document was read from.

        Raises:
            ComponentUnavailable: Chroma does not answer.
        """
        collection = self._shelf(shelf)
        counts = Counter(piece.document.id for piece in pieces)
        for start in range(0, len(pieces), _BATCH):
            batch = pieces[start : start + _BATCH]
            texts = [piece.text for piece in batch]
            kinds = [kind_words(piece.document.front.kinds) for piece in batch]
            collection.upsert(
                ids=[piece.id for piece in batch],
                embeddings=_vectors(texts, [piece.title for piece in batch], kinds, self._embedder),
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
        self._loaded.pop(shelf, None)

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

    @guarded
    def foreign(self) -> dict[Shelf, Collection]:
        """Shelves that other embedders filled."""
        found: dict[Shelf, Collection] = {}
        for collection in self._client.list_collections():
            said = collection.metadata or {}
            own = collection.name.startswith(self._prefix)
            if collection.name.startswith(_FAMILY) and not own and said.get("kind") == "shelf":
                found[Shelf(str(said["collection"]), str(said["brand"]))] = collection
        return found

    @guarded
    def adopt(self, shelf: Shelf, collection: Collection, origin: str) -> int:
        """Embeds anew what another embedder's shelf holds of an origin; how many passages."""
        moved = 0
        while got := collection.get(where={"origin": origin}, include=["metadatas", "documents"], limit=_BATCH, offset=moved):
            texts, said = got["documents"] or [], got["metadatas"] or []
            if not texts:
                break
            kinds = [kind_words(map(IncidentKind, filter(None, str(item["kinds"]).split(",")))) for item in said]
            vectors = _vectors(texts, [str(item["title"]) for item in said], kinds, self._embedder)
            self._shelf(shelf).upsert(ids=got["ids"], embeddings=vectors, documents=texts, metadatas=said)
            moved += len(texts)
        self._loaded.pop(shelf, None)
        return moved

    @guarded
    def forget(self, collections: Iterable[Collection]) -> None:
        """Drops collections of other embedders, and what they noted."""
        for collection in collections:
            self._client.delete_collection(collection.name)

    @guarded
    def delete(self, shelf: Shelf, idents: Sequence[str]) -> None:
        """Takes passages out, and the shelf with its last one."""
        collection = self._collections[shelf]
        if idents:
            collection.delete(ids=list(idents))
        self._loaded.pop(shelf, None)
        if not collection.count():
            self._client.delete_collection(collection.name)
            del self._collections[shelf]

    def say(self, origin: str, digest: str) -> None:
        """Notes what an origin has been brought to; the word index then follows."""
        state = self._open(f"{self._prefix}-state", {"kind": "state"})
        said = {**(state.metadata or {}), origin: digest}
        guarded(state.modify)(metadata=said)
        if not digest.startswith(BUSY):
            self._spell(said)

    @guarded
    def _write(self, shelf: Shelf, pieces: Sequence[Piece], origin: str) -> "_Change":
        """The shelf's passages of `origin` replaced where their document changed."""
        collection = self._shelf(shelf)
        stored = collection.get(where={"origin": origin}, include=["metadatas"])
        old = {key: str(said["document"]) for key, said in zip(stored["ids"], stored["metadatas"] or [], strict=True)}
        digests = {str(said["document"]): str(said["digest"]) for said in stored["metadatas"] or []}
        new = [piece for piece in pieces if digests.get(piece.document.id) != _stamp(piece)]
        self.upsert(shelf, new, origin)
        kept = {piece.id for piece in pieces}
        if gone := [key for key in old if key not in kept]:
            collection.delete(ids=gone)
        self._loaded.pop(shelf, None)
        if not pieces and not collection.count():
            self._client.delete_collection(collection.name)
            del self._collections[shelf]
        documents = {piece.document.id for piece in new} | {old[key] for key in gone}
        # A document that lost a passage is written anew as a whole.
        return _Change(frozenset(documents), tuple(piece for piece in pieces if piece.document.id in documents))

    def _load(self, collection: Collection) -> MemoryShelf | None:
        # One more than fits tells whether all do; count() would take longer than reading.
        got = collection.get(limit=self._in_memory + 1, include=["metadatas", "documents", "embeddings"])
        if len(got["ids"]) > self._in_memory:
            return None
        entries = [
            entry_from_metadata(key, text, said)
            for key, text, said in zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True)
        ]
        return MemoryShelf(entries, np.asarray(got["embeddings"], dtype=np.float32))

    def _ask(self, shelf: Shelf, vector: Vectors, limit: int) -> list[Hit]:
        got = self._collections[shelf].query(
            query_embeddings=vector[np.newaxis, :], n_results=limit, include=["metadatas", "documents", "embeddings", "distances"]
        )
        documents, metadatas = got["documents"] or [[]], got["metadatas"] or [[]]
        vectors = np.asarray(got["embeddings"], dtype=np.float32)[0]
        distances = (got["distances"] or [[]])[0]
        rows = zip(got["ids"][0], documents[0], metadatas[0], distances, vectors, strict=True)
        return [Hit(entry_from_metadata(key, text, said), 1.0 - float(distance), row) for key, text, said, distance, row in rows]


@dataclass(frozen=True, slots=True)
class _Change:
    """Documents of a shelf that were written or removed, and the passages they have now."""

    documents: frozenset[str]
    pieces: tuple[Piece, ...]


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _stamp_of(said: Mapping[str, object]) -> str:
    return json.dumps(dict(said), sort_keys=True)


def _lexical(piece: Piece) -> LexicalPassage:
    front = piece.document.front
    return LexicalPassage(piece.id, piece.document.id, Shelf(front.collection, front.brand or ""), piece.title, piece.text)


def _stamp(piece: Piece) -> str:
    return f"{FORMAT}:{piece.document.digest}"


def _vectors(texts: Sequence[str], titles: Sequence[str], kinds: Sequence[str], embedder: Embedder) -> Vectors:
    known = shipped_vectors(embedder.name)
    parts = list(zip(texts, titles, kinds, strict=True))
    rows = [known.get(key_of(*part)) for part in parts]
    new = [part for part, row in zip(parts, rows, strict=True) if row is None]
    made = iter(vectors_of(new, embedder)) if new else iter(())
    return np.stack([next(made) if row is None else row for row in rows])


def vectors_of(parts: Sequence[tuple[str, str, str]], embedder: Embedder) -> Vectors:
    """The vectors of passages from their text, title and words of their kinds."""
    texts, titles, kinds = zip(*parts, strict=True)
    return blend(embedder, [(1.0, texts), (_TITLE, titles), (_KINDS, kinds)])
