"""The knowledge index in use: one for each set of settings, by its embedder; and what goes on when it cannot be had."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import IncidentBrief, StatementRequest
from service.config import Settings
from service.drafting.gate import shield_of
from service.errors import ComponentUnavailable
from service.language import base_language, text_language
from service.llm.failures import ModelUnavailable
from service.llm.gateway import embed
from service.privacy import Shield
from service.retrieval.embedding import Embedder
from service.retrieval.index import PassageIndex, open_index
from service.retrieval.owed import notices_in
from service.retrieval.passages import Note, Passage
from service.retrieval.retriever import Wanted, find_passages, passages_for_statements
from service.retrieval.shelves import Index
from service.retrieval.words_only import open_words

PASSAGES = 8
# For one query, of which a draft waits; and for many passages that are read in.
_EMBED_SECONDS = 15.0
# How often an open index is asked whether another process has changed it.
_LOOK_AGAIN = 2.0
# An open index keeps its vectors in memory; a process with many data folders is a test.
_MOST_OPEN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Passages, for one search or for each statement, and what has to be said about how they were found."""

    passages: tuple[tuple[Passage, ...], ...]
    notes: tuple[Note, ...] = ()

    @property
    def first(self) -> tuple[Passage, ...]:
        """Those of the first statement, or of the search."""
        return self.passages[0] if self.passages else ()


def open_knowledge(settings: Settings, *, rebuild: bool = False) -> PassageIndex:
    """The index by the embedder of the settings; close it after use. `rebuild` as `open_index` has it.

    Raises:
        ComponentUnavailable: as `open_index`.
        InvalidInput: EMBEDDING_MODEL is a folder without a model.
    """
    return open_index(settings, embedder=_embedder(settings), rebuild=rebuild)


def search_knowledge(
    query: str, *, brand: str | None = None, collections: Sequence[str] | None = None, k: int = PASSAGES, settings: Settings
) -> Found:
    """Passages for a query, best first; by words alone where the index cannot be had, with a note that says so.

    Raises:
        InvalidInput: an unknown collection, or `k` out of range.
        ComponentUnavailable: not even the words can be had.
    """
    if _is_elsewhere(settings):
        (query,), _ = Shield.over([query]).protect([query], text_language(query))
    ask = partial(find_passages, query, brand=brand, collections=collections, k=k)
    try:
        with _index(settings) as index:
            return Found((tuple(ask(index=index)),))
    except ComponentUnavailable as failure:
        return Found((tuple(ask(index=open_words(settings))),), (_by_words(failure),))


def knowledge_for(
    brief: IncidentBrief,
    brand: BrandProfile | None,
    assessment: Assessment,
    requests: Sequence[StatementRequest],
    settings: Settings,
    *,
    offline: bool = False,
    fallback: bool = True,
) -> Found:
    """Passages for each statement, in order.

    `offline`: only what needs no network; the words alone where Chroma or the embedder is elsewhere.

    Raises:
        ComponentUnavailable: the index cannot be had, and `fallback` is off.
    """
    if _is_elsewhere(settings):
        brief = _shielded(brief)
    notices = notices_in([*assessment.recommended, *(request.statement for request in requests)])
    wanted = [Wanted(statement=item.statement, language=base_language(item.language), notices=notices) for item in requests]

    def ask(index: Index) -> tuple[tuple[Passage, ...], ...]:
        key = brand.key if brand else None
        found = passages_for_statements(brief, wanted, index=index, brand=key, level=assessment.level, k=PASSAGES)
        return tuple(map(tuple, found))

    try:
        if offline and (settings.chroma_url or _is_elsewhere(settings)):
            return Found(ask(open_words(settings)), (_OFFLINE,))
        with _index(settings) as index:
            return Found(ask(index))
    except ComponentUnavailable as failure:
        if not fallback:
            raise
        note = _by_words(failure)
    try:
        return Found(ask(open_words(settings)), (note,))
    except ComponentUnavailable as failure:
        # No sentence of the composer's rests on a passage: the draft is not held up.
        return Found(tuple(() for _ in requests), (note, _without(failure)))


def _embedder(settings: Settings) -> Embedder | None:
    """The embedder that is set, None for the built-in one."""
    named = settings.embedding_model
    if not named:
        return None
    if not _is_elsewhere(settings):
        from service.retrieval.folder_model import FolderEmbedder  # noqa: PLC0415 - only where a folder is set

        return FolderEmbedder(Path(named).expanduser())
    from service.retrieval.remote import RemoteEmbedder  # noqa: PLC0415 - only where a model is set

    return RemoteEmbedder(named, partial(embed, settings=settings, timeout=_EMBED_SECONDS), settings.api_base)


def _is_elsewhere(settings: Settings) -> bool:
    """Whether vectors come from another machine: the setting is neither empty nor a folder, nor written like one."""
    named = settings.embedding_model
    looks_local = named.startswith(("/", ".", "~"))
    return bool(named) and not looks_local and not Path(named).is_dir()


def _shielded(brief: IncidentBrief) -> IncidentBrief:
    """The brief with nothing personal in what is looked up: that goes to a model elsewhere."""
    incident = brief.incident
    (title, summary), _ = shield_of(brief).protect([incident.title, incident.summary], text_language(incident.title))
    return brief.with_changes(incident=incident.model_copy(update={"title": title, "summary": summary}))


@dataclass(slots=True)
class _Open:
    index: PassageIndex
    users: int
    looked_at: float


# One open index per settings: opening costs far more than searching.
_open: dict[tuple[str, ...], _Open] = {}
_lock = threading.Lock()


@contextmanager
def _index(settings: Settings) -> Iterator[PassageIndex]:
    """The open index, opened anew where another process has changed it and nobody here is reading."""
    key = (str(settings.data_dir), settings.chroma_url, settings.embedding_model, settings.api_base)
    with _lock:
        held = _open.get(key)
        if held is not None and not held.users and time.monotonic() - held.looked_at > _LOOK_AGAIN:
            held.looked_at = time.monotonic()
            if not _is_current(held.index):
                held.index.close()
                held = _open.pop(key) and None
        if held is None:
            _make_room()
            held = _open[key] = _Open(open_knowledge(settings), 0, time.monotonic())
        held.users += 1
    try:
        yield held.index
    except ComponentUnavailable as failure:
        if not isinstance(failure, ModelUnavailable):
            held.looked_at = 0.0
        raise
    finally:
        with _lock:
            held.users -= 1


def _make_room() -> None:
    """Closes indexes nobody reads, the one opened first, until there is room for another; the caller holds the lock."""
    idle = [key for key, held in _open.items() if not held.users]
    for key in idle[: max(0, len(_open) + 1 - _MOST_OPEN)]:
        _open.pop(key).index.close()


def _is_current(index: PassageIndex) -> bool:
    try:
        return index.is_current()
    except ComponentUnavailable:
        return False


def _by_words(failure: ComponentUnavailable) -> Note:
    told = failure.message
    return Note(
        code="words-only",
        zh=f"知识库只按字词检索，没有用上语义：{told.zh}",
        en=f"knowledge was searched by words alone, without meaning: {told.en}",
    )


def _without(failure: ComponentUnavailable) -> Note:
    told = failure.message
    return Note(code="no-knowledge", zh=f"没有用上知识库：{told.zh}", en=f"no knowledge was used: {told.en}")


_OFFLINE = Note(
    code="words-only",
    zh="离线起草：知识库只按字词检索，因为向量或索引在别的机器上",
    en="drafted offline: knowledge was searched by words alone, because vectors or index are on another machine",
)
