"""The words of the passages in tantivy, beside the vectors: finds names, figures and rare words that vectors blur. The only import of it.

The lexical index is derived from what Chroma holds: it can be thrown away and is written anew where it does not fit.
"""

import json
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import ComponentUnavailable
from service.i18n import Localized
from service.retrieval.entries import entry_from_metadata, sought_title
from service.retrieval.shelves import Entry, Shelf
from service.retrieval.words import pairs, words

if TYPE_CHECKING:
    from tantivy import Document, Index, IndexWriter, Query, Schema, Searcher, TextAnalyzer

# Raise it when words or fields change.
FORMAT = 3
_HEAP = 60_000_000
_STAMP = "firstword.json"
_WORD, _PAIR, _TITLE, _SHELF, _ID, _DOCUMENT, _SAID = "word", "pair", "title", "shelf", "id", "document", "said"
_BETWEEN = "\x1f"
_PAIR_WEIGHT = 0.5
_TITLE_WEIGHT = 1.5
_MAX_TERMS = 120
# BM25 of a term that stands once or twice in a passage of common length, in units of its inverse document frequency.
_SATURATION = 1.2
# Where so much of what is held stands on the shelves asked for, the best of everything are looked at first, and some more than wanted.
_MOSTLY, _SPARE = 0.5, 8


@dataclass(frozen=True, slots=True)
class LexicalPassage:
    """One passage: what is indexed of it, and all that was said of it, so that words alone can answer."""

    id: str
    text: str
    said: Mapping[str, object]

    @property
    def document(self) -> str:
        """The document it is from."""
        return str(self.said["document"])

    @property
    def shelf(self) -> Shelf:
        """Where it stands."""
        return Shelf(str(self.said["collection"]), str(self.said["brand"]))

    @property
    def title(self) -> str:
        """Document title and headings, with what else the document is called."""
        return sought_title(self.said)


class LexicalIndex:
    """Words of passages by shelf, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._folder

    def reload(self) -> None:
        """Sees what was committed."""
        self._index.reload()

    @property
    def stamp(self) -> str:
        """What the index was last said to hold; empty where it holds nothing that fits this version."""
        try:
            said = json.loads((self._folder / _STAMP).read_bytes())
        except (OSError, ValueError):
            return ""
        return str(said.get("stamp", "")) if isinstance(said, dict) and said.get("format") == FORMAT else ""

    def update(self, gone: Iterable[str], passages: Iterable[LexicalPassage], stamp: str) -> None:
        """Takes out the documents of these ids and puts passages in; a reader sees all of it or nothing.

        Raises:
            ComponentUnavailable: the folder cannot be written.
        """
        update = self.begin()
        update.replace(gone, passages)
        update.commit(stamp)

    def begin(self) -> "LexicalUpdate":
        """Changes to be made bit by bit; until they are committed a reader sees none of them.

        Raises:
            ComponentUnavailable: the folder cannot be written.
        """
        try:
            # Without a stamp the index counts as unwritten, should this be stopped half-way.
            (self._folder / _STAMP).unlink(missing_ok=True)
            return LexicalUpdate(self, self._index.writer(_HEAP, 1))
        except (OSError, ValueError) as error:
            raise _unavailable(error) from error

    def write(self, passages: Iterable[LexicalPassage], stamp: str) -> int:
        """Replaces the whole content; how many passages that were. A reader sees the old content or the new.

        Raises:
            ComponentUnavailable: the folder cannot be written.
        """
        fresh = self._folder.with_name(self._folder.name + ".new")
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            count = self._fill(fresh, passages)
            _say(fresh, stamp)
            old = self._folder.with_name(self._folder.name + ".old")
            shutil.rmtree(old, ignore_errors=True)
            if self._folder.exists():
                self._folder.rename(old)
            fresh.rename(self._folder)
            shutil.rmtree(old, ignore_errors=True)
        except (OSError, ValueError) as error:
            raise _unavailable(error) from error
        self.__dict__.pop("_index", None)
        return count

    def search(self, query: str, shelves: Sequence[Shelf], limit: int) -> dict[str, float]:
        """Ids of the passages on these shelves that share words with the query, best first.

        The score is the share of the query's weight that the passage holds, from 0 to 1: 1 is a passage that is all about every word.
        """
        terms = self._terms(query)
        if not terms or not shelves:
            return {}
        searcher = self._index.searcher()
        most = sum(weight * _best(searcher, field, word) for field, word, weight in terms if field != _TITLE)
        # A word in no title would count as the rarest of all, however often the texts have it.
        titled = (min(_best(searcher, _TITLE, word), _best(searcher, _WORD, word)) for field, word, _ in terms if field == _TITLE)
        most += _TITLE_WEIGHT * sum(titled)
        found = self._best_of(searcher, terms, shelves, limit) if most > 0 else []
        return {str(document.get_first(_ID)): min(1.0, score / most) for score, document in found}

    def named(self, idents: Sequence[str]) -> list[Entry]:
        """The passages of these ids that are there."""
        from tantivy import Query  # noqa: PLC0415

        return self._entries(Query.term_set_query(self._schema, _ID, list(idents)), max(1, len(idents)))

    def first(self, shelf: Shelf, limit: int) -> list[Entry]:
        """So many passages of a shelf, whichever."""
        from tantivy import Query  # noqa: PLC0415

        return self._entries(Query.term_query(self._schema, _SHELF, _key(shelf)), limit)

    def shelves(self) -> tuple[Shelf, ...]:
        """Every shelf that holds something, sorted."""
        found = [Shelf(*str(term).split(_BETWEEN)) for term, _ in self._index.searcher().terms_with_prefix(_SHELF, "")]
        return tuple(sorted(shelf for shelf in found if self.first(shelf, 1)))

    def _entries(self, query: "Query", limit: int) -> list[Entry]:
        searcher = self._index.searcher()
        return [_entry(searcher.doc(address)) for _, address in searcher.search(query, limit).hits]

    @cached_property
    def _index(self) -> "Index":
        from tantivy import Index  # noqa: PLC0415

        try:
            return Index(self._schema, path=str(self._folder), reuse=True)
        except ValueError as error:
            raise _unavailable(error) from error

    @cached_property
    def _schema(self) -> "Schema":
        from tantivy import SchemaBuilder  # noqa: PLC0415 - not needed until knowledge is searched

        builder = SchemaBuilder()
        for name in (_WORD, _TITLE):
            # English words are stemmed; Chinese ones pass the stemmer unchanged.
            builder.add_text_field(name, tokenizer_name="en_stem", index_option="freq")
        builder.add_text_field(_PAIR, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(_SHELF, stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(_ID, stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(_DOCUMENT, tokenizer_name="raw", index_option="basic")
        builder.add_bytes_field(_SAID, stored=True)
        return builder.build()

    def _fill(self, folder: Path, passages: Iterable[LexicalPassage]) -> int:
        from tantivy import Index  # noqa: PLC0415

        writer = Index(self._schema, path=str(folder)).writer(_HEAP, 1)
        count = add_passages(writer, passages)
        writer.commit()
        writer.wait_merging_threads()
        return count

    def _terms(self, text: str) -> list[tuple[str, str, float]]:
        """Field, term as indexed, and weight."""
        found = [word if not word.isascii() else self._stem(word) for word in words(text)]
        wanted = list(dict.fromkeys(found))[:_MAX_TERMS]
        terms = [(field, word, weight) for field, weight in ((_WORD, 1.0), (_TITLE, _TITLE_WEIGHT)) for word in wanted]
        return terms + [(_PAIR, pair, _PAIR_WEIGHT) for pair in list(dict.fromkeys(pairs(text)))[:_MAX_TERMS]]

    @cached_property
    def _stemmer(self) -> "TextAnalyzer":
        from tantivy import Filter, TextAnalyzerBuilder, Tokenizer  # noqa: PLC0415

        return TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.stemmer("english")).build()

    def _stem(self, word: str) -> str:
        stems = self._stemmer.analyze(word)
        return stems[0] if stems else word

    def _best_of(
        self, searcher: "Searcher", terms: Sequence[tuple[str, str, float]], shelves: Sequence[Shelf], limit: int
    ) -> list[tuple[float, "Document"]]:
        """Score and document. Without a condition tantivy leaves out what cannot reach the best: several times as fast."""
        keys = {_key(shelf) for shelf in shelves}
        share = sum(searcher.doc_freq(_SHELF, key) for key in keys) / max(1, searcher.num_docs)
        if share > _MOSTLY:
            most = round(limit / min(1.0, share)) + _SPARE
            found = _documents(searcher, self._any(terms), most)
            here = [(score, document) for score, document in found if document.get_first(_SHELF) in keys]
            if len(here) >= limit or len(found) < most:
                return here[:limit]
        return _documents(searcher, self._on(terms, shelves), limit)

    def _any(self, terms: Sequence[tuple[str, str, float]]) -> "Query":
        from tantivy import Occur, Query  # noqa: PLC0415

        wanted = [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, field, word, "freq"), weight))
            for field, word, weight in terms
        ]
        return Query.boolean_query(wanted)

    def _on(self, terms: Sequence[tuple[str, str, float]], shelves: Sequence[Shelf]) -> "Query":
        from tantivy import Occur, Query  # noqa: PLC0415

        here = Query.term_set_query(self._schema, _SHELF, [_key(shelf) for shelf in shelves])
        return Query.boolean_query([(Occur.Must, self._any(terms)), (Occur.Must, Query.const_score_query(here, 0.0))])


class LexicalUpdate:
    """Documents replaced one after another, seen together at the end."""

    def __init__(self, index: LexicalIndex, writer: "IndexWriter") -> None:
        self._index, self._writer = index, writer

    def replace(self, documents: Iterable[str], passages: Iterable[LexicalPassage]) -> None:
        """Takes out all passages of the documents of these ids, and puts these in."""
        for ident in documents:
            self._writer.delete_documents_by_term(_DOCUMENT, ident)
        add_passages(self._writer, passages)

    def commit(self, stamp: str) -> None:
        """Shows the changes, which bring the index to what `stamp` says.

        Raises:
            ComponentUnavailable: the folder cannot be written.
        """
        try:
            self._writer.commit()
            self._writer.wait_merging_threads()
            _say(self._index.folder, stamp)
        except (OSError, ValueError) as error:
            raise _unavailable(error) from error
        self._index.reload()


def add_passages(writer: "IndexWriter", passages: Iterable[LexicalPassage]) -> int:
    """Writes passages, uncommitted; how many they were."""
    from tantivy import Document  # noqa: PLC0415

    count = 0
    for passage in passages:
        document = Document()
        document.add_text(_WORD, " ".join(words(passage.text)))
        document.add_text(_TITLE, " ".join(words(passage.title)))
        document.add_text(_PAIR, " ".join(pairs(f"{passage.title}\n{passage.text}")))
        document.add_text(_SHELF, _key(passage.shelf))
        document.add_text(_ID, passage.id)
        document.add_text(_DOCUMENT, passage.document)
        document.add_bytes(_SAID, json.dumps([passage.text, dict(passage.said)], ensure_ascii=False).encode())
        writer.add_document(document)
        count += 1
    return count


def _documents(searcher: "Searcher", query: "Query", limit: int) -> list[tuple[float, "Document"]]:
    return [(float(score), searcher.doc(address)) for score, address in searcher.search(query, limit).hits]


def _say(folder: Path, stamp: str) -> None:
    (folder / _STAMP).write_text(json.dumps({"format": FORMAT, "stamp": stamp}), encoding="utf-8")


def _entry(document: "Document") -> Entry:
    kept = document.get_first(_SAID)
    assert kept is not None
    text, said = json.loads(bytes(kept))
    return entry_from_metadata(str(document.get_first(_ID)), text, said)


def _best(searcher: "Searcher", field: str, word: str) -> float:
    """What a passage that is all about a term would score for it: its inverse document frequency, a little over once."""
    total = max(1, searcher.num_docs)
    holding = searcher.doc_freq(field, word)
    return _SATURATION * math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def _key(shelf: Shelf) -> str:
    return f"{shelf.collection}{_BETWEEN}{shelf.brand}"


def _unavailable(error: Exception) -> ComponentUnavailable:
    return ComponentUnavailable(
        Localized(zh=f"词面索引不可用：{str(error)[:200]}", en=f"The word index is unavailable: {str(error)[:200]}")
    )
