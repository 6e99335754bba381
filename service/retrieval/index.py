"""The index: passages with their vectors in Chroma, their words beside, both brought to what the files say."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from service.config import Settings
from service.retrieval.builds import short
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.card import Card
from service.retrieval.chroma import open_client
from service.retrieval.corpus import CorpusFile, corpus_digest, find_corpus_files, read_documents
from service.retrieval.cutting import Piece, cut
from service.retrieval.embedding import Embedder, Vectors
from service.retrieval.entries import metadata_of
from service.retrieval.lexical import LexicalIndex, LexicalPassage, LexicalUpdate
from service.retrieval.memory import MemoryShelf
from service.retrieval.shelves import SHIPPED, Entry, Hit, Shelf
from service.retrieval.store import FORMAT, Change, Near, Store
from service.retrieval.writer_lock import sole_writer

# The state of an origin that is being written.
BUSY = "busy"
# Up to so many passages a shelf is searched exactly in memory, in less time than one call to Chroma takes.
IN_MEMORY = 5000
WORDS = "words"


def open_index(
    settings: Settings, *, knowledge: Path | None = None, embedder: Embedder | None = None, rebuild: bool = False
) -> "PassageIndex":
    """The index of the shipped corpus, brought up to date first where the files have changed; close it after use.

    `embedder` is the built-in one unless another is given. `rebuild` writes everything anew beside what is there, with what other
    embedders hold of read-in files, and then takes its place.

    Raises:
        ComponentUnavailable: Chroma cannot be reached or opened, or the embedder.
        OtherEmbedder: files were read in with another embedder, and `rebuild` is off.
        DataFault: a corpus file is wrong.
        InvalidInput: CHROMA_URL is not an address.
    """
    files = find_corpus_files(knowledge)
    with sole_writer(settings):
        chosen = embedder or BuiltinEmbedder()
        words = LexicalIndex(settings.data_dir / f"{WORDS}-{short(chosen.name)}")
        index = PassageIndex(Store(open_client(settings), chosen), chosen, words)
        try:
            if rebuild:
                index.rebuild(files)
            else:
                index.sync(files)
        except BaseException:
            index.close()
            raise
    return index


class PassageIndex:
    """Passages by shelf. Each shelf is read once per process: what another process adds later is seen by the next one."""

    def __init__(self, store: Store, embedder: Embedder, lexical: LexicalIndex, *, in_memory: int = IN_MEMORY) -> None:
        self._store = store
        self._embedder = embedder
        self._lexical = lexical
        self._in_memory = in_memory
        self._loaded: dict[Shelf, MemoryShelf | None] = {}
        self._update: LexicalUpdate | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def embedder(self) -> Embedder:
        """What made the vectors."""
        return self._embedder

    @property
    def floor(self) -> float:
        """How near two passages are on average that have nothing to do with each other; 0 where vectors were not measured."""
        return self._store.card.floor

    @property
    def card(self) -> Card:
        """What the index says of itself."""
        return self._store.card

    def is_current(self) -> bool:
        """Whether nothing was written since this index was opened, or last wrote itself; what is being written does not count.

        Raises:
            ComponentUnavailable: Chroma does not answer.
        """
        noted = self._store.noted()
        return noted == self.card or any(state.startswith(BUSY) for state in noted.origins.values())

    def close(self) -> None:
        """Lets go of the database."""
        self._store.close()

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self._store)

    def shelves(self) -> tuple[Shelf, ...]:
        """Every shelf, sorted."""
        return self._store.shelves()

    def sync(self, files: Sequence[CorpusFile], origin: str = SHIPPED) -> int:
        """Makes the passages of `origin` those of `files`; how many documents were written or removed.

        Unchanged documents are left alone; with an unchanged corpus nothing is read but its digest.

        Raises:
            ComponentUnavailable: Chroma does not answer.
            OtherEmbedder: another embedder holds files that were read in and this one does not.
            DataFault: a file is wrong; then nothing has been written.
        """
        digest = _digest(files)
        before = self._store.remember()
        if before.origins.get(origin) == digest:
            self._spell()
            return 0
        wanted = _by_shelf(files)
        changes = [self._store.write(shelf, wanted.get(shelf, []), origin) for shelf in sorted({*wanted, *self.shelves()})]
        self._loaded.clear()
        card = self._store.card
        if not card.floor:
            card = replace(card, floor=self._store.measured_floor())
        # Last, so that a writer that was stopped half-way is followed by one that does the rest.
        self._store.note(card.with_origin(origin, digest))
        self._spell(before, changes)
        return sum(len(change.documents) for change in changes)

    def rebuild(self, files: Sequence[CorpusFile]) -> None:
        """Writes everything anew beside the current build, from the shipped files and the kept texts, then swaps.

        Until the swap, which is one write, the old build is searched; a run that is stopped before it has changed nothing.

        Raises:
            ComponentUnavailable: Chroma does not answer, or the embedder.
            DataFault: a file is wrong; then nothing has been written.
        """
        self._store.remember(adopting=True)
        sources = self._store.all_builds()
        fresh = self._store.next_build()
        for shelf, pieces in _by_shelf(files).items():
            fresh.upsert(shelf, pieces, SHIPPED)
        origins: dict[str, str] = {}
        for source in sources:
            for shelf, collection in source.shelves.items():
                fresh.copy(shelf, collection)
            origins.update(source.card.origins)
        floor = fresh.measured_floor()
        fresh.note(replace(fresh.card, origins={**origins, SHIPPED: _digest(files)}, floor=floor))
        self._store = fresh
        self._loaded.clear()
        self._spell()
        fresh.drop_builds(sources)

    def begin(self, origin: str, state: str) -> None:
        """Notes that an origin is being written; the word index then takes the changes as they come, if it was up to date."""
        if self._lexical.stamp == _stamp(self.card):
            self._update = self._lexical.begin()
        self._store.note(self.card.with_origin(origin, state))

    def put(self, shelf: Shelf, pieces: Sequence[Piece], origin: str, paths: Mapping[str, str]) -> None:
        """Writes passages, replacing those of the same id."""
        self._store.upsert(shelf, pieces, origin, paths)
        self._loaded.pop(shelf, None)

    def delete(self, shelf: Shelf, idents: Sequence[str]) -> None:
        """Takes passages out, and the shelf with its last one."""
        self._store.delete(shelf, idents)
        self._loaded.pop(shelf, None)

    def spell(self, documents: Iterable[str], pieces: Iterable[Piece]) -> None:
        """Tells the word index what documents have now, where an origin was begun."""
        if self._update is not None:
            self._update.replace(documents, map(spelled, pieces))

    def finish(self, origin: str, state: str) -> None:
        """Notes what an origin has been brought to; the word index then follows."""
        self._store.note(self.card.with_origin(origin, state))
        update, self._update = self._update, None
        if update is not None:
            update.commit(_stamp(self.card))
        self._spell()

    def stored(self, shelf: Shelf, origin: str | None) -> list[tuple[str, Mapping[str, object]]]:
        """Id and metadata of every passage of a shelf, of one origin or of all."""
        return self._store.stored(shelf, origin)

    def texts(self, shelf: Shelf, document: str) -> list[tuple[str, str, str]]:
        """Id, title and text of every passage of a document on a shelf."""
        return self._store.texts(shelf, document)

    def words(self, query: str, shelves: Sequence[Shelf], limit: int) -> dict[str, float]:
        """Ids of the passages of these shelves that share words with the query, and the share of its weight they hold."""
        return self._lexical.search(query, shelves, limit)

    def fetch(self, shelf: Shelf, idents: Sequence[str], vector: Vectors) -> list[Hit]:
        """The named entries of a shelf with their nearness to `vector`.

        Raises:
            ComponentUnavailable: Chroma does not answer.
            OtherEmbedder: the vector is not as long as those that are held.
        """
        if not idents:
            return []
        loaded = self._content(shelf)
        self._store.fits(vector)
        return self._hits(shelf, self._store.named(shelf, idents, vector)) if loaded is None else loaded.named(idents, vector)

    def search(self, shelf: Shelf, vector: Vectors, limit: int) -> list[Hit]:
        """The entries of `shelf` nearest to `vector`, best first.

        Raises:
            ComponentUnavailable: Chroma does not answer.
            OtherEmbedder: the vector is not as long as those that are held.
        """
        loaded = self._content(shelf)
        self._store.fits(vector)
        return self._hits(shelf, self._store.nearest(shelf, vector, limit)) if loaded is None else loaded.nearest(vector, limit)

    def _hits(self, shelf: Shelf, near: Sequence[Near]) -> list[Hit]:
        """The passages with what is said of them, in the same order.

        The word index holds the same and reads it three times as fast as Chroma, which is asked where that is not up to date.
        """
        idents = [item.id for item in near]
        is_current = self._lexical.stamp == _stamp(self.card)
        known = {entry.id: entry for entry in (self._lexical.named(idents) if is_current else ()) if _stands_on(shelf, entry)}
        missing = [ident for ident in idents if ident not in known]
        if missing:
            known.update((entry.id, entry) for entry in self._store.entries(shelf, missing))
        return [Hit(known[item.id], item.similarity, item.vector) for item in near if item.id in known]

    def _content(self, shelf: Shelf) -> MemoryShelf | None:
        if shelf not in self._loaded:
            self._loaded[shelf] = self._store.whole(shelf, self._in_memory)
        return self._loaded[shelf]

    def _spell(self, before: Card | None = None, changes: Sequence[Change] = ()) -> None:
        """Brings the word index to what Chroma holds: by the changes where it was up to date before them, else from the start."""
        stamp = _stamp(self.card)
        if self._lexical.stamp == stamp:
            return
        if before is not None and self._lexical.stamp == _stamp(before):
            documents = {ident for change in changes for ident in change.documents}
            self._lexical.update(documents, (spelled(piece) for change in changes for piece in change.pieces), stamp)
        else:
            self._lexical.write(self._store.everything(), stamp)


def _stands_on(shelf: Shelf, entry: Entry) -> bool:
    return shelf == Shelf(entry.collection, entry.brand)


def _digest(files: Sequence[CorpusFile]) -> str:
    return f"{FORMAT}:{corpus_digest(files)}"


def _stamp(card: Card) -> str:
    return json.dumps(card.written(), sort_keys=True)


def spelled(piece: Piece) -> LexicalPassage:
    """The piece as the word index keeps it."""
    return LexicalPassage(piece.id, piece.text, metadata_of(piece))


def _by_shelf(files: Sequence[CorpusFile]) -> dict[Shelf, list[Piece]]:
    found: dict[Shelf, list[Piece]] = {}
    for document in read_documents(files):
        shelf = Shelf(document.front.collection, document.front.brand or "")
        found.setdefault(shelf, []).extend(cut(document))
    return found
