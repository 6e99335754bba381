"""The passages in Chroma: embedded in DATA_DIR, or on a server. The only import of chromadb; it takes most of a second.

One Chroma collection per shelf, never a metadata filter at search: a filter costs Chroma more than the search itself.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, Self, TypeVar, cast
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings

from service.config import Settings
from service.errors import ComponentUnavailable, InvalidInput, Problem, ServiceError
from service.i18n import Localized
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.corpus import CorpusFile, corpus_digest, find_corpus_files, read_documents
from service.retrieval.cutting import Piece, cut
from service.retrieval.embedding import Embedder, Vectors, blend
from service.retrieval.entries import entry_from_metadata, metadata_of
from service.retrieval.kinds import kind_words
from service.retrieval.lexical import LexicalIndex, LexicalPassage
from service.retrieval.shelves import Entry, Hit, Shelf

# Raise it when cutting or metadata change, so that existing indexes are written anew.
FORMAT = "1"
SHIPPED = "shipped"
# Up to so many passages a shelf is searched exactly in memory, in less time than one call to Chroma takes.
IN_MEMORY = 5000
_LOCK_SECONDS = 60.0
_BATCH = 2000
_TITLE = 0.5
_KINDS = 0.25
Args = ParamSpec("Args")
Result = TypeVar("Result")


def open_index(settings: Settings, *, knowledge: Path | None = None, embedder: Embedder | None = None) -> "PassageIndex":
    """The index of the shipped corpus, brought up to date first where the files have changed; close it after use.

    Raises:
        ComponentUnavailable: Chroma cannot be reached or opened.
        DataFault: a corpus file is wrong.
        InvalidInput: CHROMA_URL is not an address.
    """
    files = find_corpus_files(knowledge)
    with _sole_writer(settings):
        chosen = embedder or BuiltinEmbedder()
        index = PassageIndex(_client(settings), chosen, LexicalIndex(settings.data_dir / f"words-{_short(chosen.name)}"))
        try:
            index.sync(files)
        except BaseException:
            index.close()
            raise
    return index


def _guarded(call: Callable[Args, Result]) -> Callable[Args, Result]:
    """`call` with every failure of Chroma as ComponentUnavailable."""

    def guarded(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        try:
            return call(*args, **kwargs)
        except ServiceError:
            raise
        # Chroma raises its own errors, ValueError, httpx's and sqlite's alike when it cannot be reached.
        except Exception as error:
            message = f"{type(error).__name__}: {error}"[:200]
            raise ComponentUnavailable(
                Localized(
                    zh=f"知识库索引（Chroma）不可用：{message}", en=f"The knowledge index (Chroma) is unavailable: {message}"
                )
            ) from error

    return guarded


@contextmanager
def _sole_writer(settings: Settings) -> Iterator[None]:
    """One process at a time opens and fills the embedded index; SQLite's own lock ends with the process that holds it."""
    if settings.chroma_url:
        # A server takes care of itself, and writing the same passages twice changes nothing.
        yield
        return
    folder = settings.data_dir / "chroma"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / "writer.lock", timeout=_LOCK_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _folder_fault(folder, error) from error
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise _folder_fault(folder, error) from error
        yield
    finally:
        lock.close()


def _folder_fault(folder: Path, error: Exception) -> ComponentUnavailable:
    return ComponentUnavailable(
        Localized(zh=f"无法使用知识库索引目录 {folder}：{error}", en=f"Cannot use the knowledge index in {folder}: {error}")
    )


@_guarded
def _connect(host: str, port: int, scheme: str) -> Client:
    # Chroma declares an interface without close(); what it returns has it.
    return cast(
        "Client",
        chromadb.HttpClient(host=host, port=port, ssl=scheme == "https", settings=ChromaSettings(anonymized_telemetry=False)),
    )


@_guarded
def _embedded(folder: Path) -> Client:
    return cast("Client", chromadb.PersistentClient(path=folder, settings=ChromaSettings(anonymized_telemetry=False)))


def _client(settings: Settings) -> Client:
    if not settings.chroma_url:
        return _embedded(settings.data_dir / "chroma")
    try:
        url = urlsplit(settings.chroma_url)
        host, port = url.hostname, url.port
    except ValueError:
        host, port = None, None
    if not host or url.scheme not in ("http", "https"):
        message = Localized(zh="应为 http://主机:端口 的形式", en="must look like http://host:port")
        raise InvalidInput([Problem(field="FIRSTWORD_CHROMA_URL", code="setting", message=message)])
    return _connect(host, port or (443 if url.scheme == "https" else 80), url.scheme)


class PassageIndex:
    """Passages by shelf. Each shelf is read once per process: what another process adds later is seen by the next one."""

    def __init__(self, client: Client, embedder: Embedder, lexical: LexicalIndex, *, in_memory: int = IN_MEMORY) -> None:
        self._client = client
        self._embedder = embedder
        self._lexical = lexical
        self._in_memory = in_memory
        # Vectors of different embedders never meet: each has its own collections.
        self._prefix = f"firstword-{_short(embedder.name)}"
        self._collections: dict[Shelf, Collection] = {}
        self._loaded: dict[Shelf, _Loaded | None] = {}

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
        # Chroma forgets the connections of its two HTTP clients, which nobody else shares.
        owners = (self._client, getattr(self._client, "_admin_client", None))
        sessions = [getattr(getattr(owner, "_server", None), "_session", None) for owner in owners]
        self._client.close()
        for session in sessions:
            if session is not None:
                session.close()

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
        _guarded(state.modify)(metadata=said)
        self._spell(said, known, changes)
        return sum(len(change.documents) for change in changes)

    def words(self, query: str, shelves: Sequence[Shelf], limit: int) -> dict[str, float]:
        """Ids of the passages of these shelves that share words with the query, and the share of its weight they hold."""
        return self._lexical.search(query, shelves, limit)

    @_guarded
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

    @_guarded
    def search(self, shelf: Shelf, vector: Vectors, limit: int) -> list[Hit]:
        """The entries of `shelf` nearest to `vector`, best first.

        Raises:
            ComponentUnavailable: Chroma does not answer.
        """
        loaded = self._content(shelf)
        return self._ask(shelf, vector, limit) if loaded is None else loaded.nearest(vector, limit)

    def _content(self, shelf: Shelf) -> "_Loaded | None":
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
                got = _guarded(collection.get)(limit=_BATCH, offset=start, include=["metadatas", "documents"])
                for key, text, said in zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True):
                    yield LexicalPassage(key, str(said["document"]), shelf, str(said["title"]), text)

    @_guarded
    def _find_shelves(self) -> None:
        for collection in self._client.list_collections():
            said = collection.metadata or {}
            if collection.name.startswith(self._prefix) and said.get("kind") == "shelf":
                self._collections[Shelf(str(said["collection"]), str(said["brand"]))] = collection

    @_guarded
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

    @_guarded
    def _write(self, shelf: Shelf, pieces: Sequence[Piece], origin: str) -> "_Change":
        """The shelf's passages of `origin` replaced where their document changed."""
        collection = self._shelf(shelf)
        stored = collection.get(where={"origin": origin}, include=["metadatas"])
        old = {key: str(said["document"]) for key, said in zip(stored["ids"], stored["metadatas"] or [], strict=True)}
        digests = {str(said["document"]): str(said["digest"]) for said in stored["metadatas"] or []}
        new = [piece for piece in pieces if digests.get(piece.document.id) != _stamp(piece)]
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            collection.upsert(
                ids=[piece.id for piece in batch],
                embeddings=_vectors(batch, self._embedder),
                documents=[piece.text for piece in batch],
                metadatas=[{**metadata_of(piece), "origin": origin, "digest": _stamp(piece)} for piece in batch],
            )
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

    def _load(self, collection: Collection) -> "_Loaded | None":
        # One more than fits tells whether all do; count() would take longer than reading.
        got = collection.get(limit=self._in_memory + 1, include=["metadatas", "documents", "embeddings"])
        if len(got["ids"]) > self._in_memory:
            return None
        entries = [
            entry_from_metadata(key, text, said)
            for key, text, said in zip(got["ids"], got["documents"] or [], got["metadatas"] or [], strict=True)
        ]
        return _Loaded(entries, np.asarray(got["embeddings"], dtype=np.float32))

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


class _Loaded:
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


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _stamp_of(said: Mapping[str, object]) -> str:
    return json.dumps(dict(said), sort_keys=True)


def _lexical(piece: Piece) -> LexicalPassage:
    front = piece.document.front
    return LexicalPassage(piece.id, piece.document.id, Shelf(front.collection, front.brand or ""), piece.title, piece.text)


def _stamp(piece: Piece) -> str:
    return f"{FORMAT}:{piece.document.digest}"


def _vectors(pieces: Sequence[Piece], embedder: Embedder) -> Vectors:
    titles = [piece.title for piece in pieces]
    kinds = [kind_words(piece.document.front.kinds) for piece in pieces]
    return blend(embedder, [(1.0, [piece.text for piece in pieces]), (_TITLE, titles), (_KINDS, kinds)])
