"""Finds passages for a query or a brief: nearness of words first, then kind, language, jurisdiction and dates.

What comes back is reading matter for a drafter; only law and procedure may support a sentence, and that is decided elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

import numpy as np

from service.brands import find_brand
from service.briefs import IncidentBrief, IncidentKind, Jurisdiction
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.language import TextLanguage, base_language, text_language
from service.retrieval.embedding import Vectors, blend
from service.retrieval.kinds import kind_words
from service.retrieval.passages import Passage
from service.retrieval.shelves import Hit, Index, Shelf

MAX_QUERY = 2000
MAX_SUMMARY = 600
MAX_PASSAGES = 100
_POOL = 40
# All of a small collection.
_WHOLE = 1000
# How much the words of the kind and the summary count in a brief's query, beside its title.
_KIND = 0.4
_SUMMARY = 0.8
_NEAR_DUPLICATE = 0.95
_SAME_KIND = 0.3
_SAME_LANGUAGE = 0.2
_CLEARLY_NEAR = 0.2
_OTHER_JURISDICTION = 0.8
_UNVERIFIED = 0.9
_PER_DOCUMENT = 2
# What a drafter should always have looked at, in this order, as far as there is room and there are hits.
_SLOTS = ("brands", "playbooks", "incidents", "law", "standards", "playbooks", "incidents", "law")
# Read whatever the words say: a brand's own rules, and how to proceed.
_ALWAYS = frozenset({"brands", "playbooks"})
_RELEVANT = 0.08
_VARIED = 8
_SAME_DOCUMENT = 0.08
_SAME_COLLECTION = 0.05
_MOST_LESS = 0.15
# How far below that the rest of an answer may lie.
_BEHIND = 0.15
# Of a brief's summary so much is looked up word by word.
_SPELLED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How far nearness in meaning and shared words are trusted, each from 0 to 1 (`firstword eval retrieval`).

    `bar`: how much of what a query must reach to be answered is asked for; it is set for both together, and 0 where one is measured.
    """

    meaning: float
    words: float = 0.9
    bar: float = 1.0


# Chinese vectors are averages of words and know less than shared words do; English ones come of sentences read as a whole.
USUAL: dict[TextLanguage, Weights] = {"zh": Weights(meaning=0.3), "en": Weights(meaning=0.7)}
# What a query of each language must reach to be answered at all.
_ANSWER: dict[TextLanguage, float] = {"zh": 0.345, "en": 0.40}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is known beside the words of a query; each narrows or lifts, none is required."""

    language: TextLanguage | None = None
    kinds: frozenset[IncidentKind] = frozenset()
    jurisdiction: Jurisdiction | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for: its words, and where they lie among the vectors."""

    words: str
    vector: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class _Ranked:
    hit: Hit
    score: float
    same_kind: bool


def find_passages(
    query: str,
    *,
    index: Index,
    collections: Sequence[str] | None = None,
    brand: str | None = None,
    k: int = 8,
    signals: Signals | None = None,
    weights: Weights | None = None,
) -> list[Passage]:
    """The best passages for `query`, best first, scores from 0 to 1, near duplicates once.

    `brand` (key, name or alias) adds what belongs to that brand alone; nobody else's is ever searched.

    Raises:
        InvalidInput: an unknown collection (the known ones are named), or `k` outside 1 to 100.
        ComponentUnavailable: the index does not answer.
    """
    text = query[:MAX_QUERY].strip()
    wanted = _shelves(index, collections, brand)
    _check_count(k)
    if not text:
        return []
    language = text_language(text)
    said = signals or Signals(language=language)
    weights = weights or USUAL[language]
    found = _ranked(Query(text, index.embedder.embed([text])[0]), wanted, index, said, pool=max(_POOL, 3 * k), weights=weights)
    least = weights.bar * _ANSWER[language]
    if not found or found[0].score < least:
        return []
    relevant = [item for item in found if item.score >= least - _BEHIND]
    return [_passage(item) for item in _varied(relevant, k)]


def passages_for_brief(
    brief: IncidentBrief, *, index: Index, brand: str | None = None, k: int = 8, language: TextLanguage | None = None
) -> list[Passage]:
    """What a drafter of this brief should read, best first: brand rules and playbook always, then lessons, law, standards.

    Title, kind and summary make the query and nothing else does: no fact of the ledger, public or not, leaves for the index.

    Raises:
        InvalidInput: `k` outside 1 to 100.
        ComponentUnavailable: the index does not answer.
    """
    _check_count(k)
    incident = brief.incident
    parts = ((1.0, incident.title), (_KIND, kind_words([incident.kind])), (_SUMMARY, incident.summary[:MAX_SUMMARY]))
    vector = blend(index.embedder, [(weight, [text]) for weight, text in parts])[0]
    said = Signals(
        language=language or _language_of(brief),
        kinds=frozenset({incident.kind}),
        jurisdiction=incident.jurisdiction,
        on=brief.issued_at.date(),
    )
    query = Query(f"{incident.title}\n{incident.summary[:_SPELLED]}", vector)
    weights = USUAL[text_language(query.words)]
    found = _ranked(query, _shelves(index, None, brand or brief.brand), index, said, pool=_POOL, whole=_ALWAYS, weights=weights)
    # Slots first and by kind, then whatever is best: the order decides who gets in, the score how they are listed.
    chosen = _distinct(chain(_slotted(found, said), filter(_is_relevant, found)), k, per_document=_PER_DOCUMENT)
    return [_passage(item) for item in sorted(chosen, key=_order)]


def known_collections(index: Index) -> tuple[str, ...]:
    """The names a search may be limited to."""
    return tuple(sorted({shelf.collection for shelf in index.shelves()}))


def _check_count(k: int) -> None:
    if not 1 <= k <= MAX_PASSAGES:
        message = Localized(zh=f"应在 1 到 {MAX_PASSAGES} 之间", en=f"must lie between 1 and {MAX_PASSAGES}")
        raise InvalidInput([Problem(field="k", code="range", message=message)])


def _shelves(index: Index, collections: Sequence[str] | None, brand: str | None) -> list[Shelf]:
    known = known_collections(index)
    if unknown := [name for name in collections or () if name not in known]:
        names = ", ".join(known)
        message = Localized(zh=f"没有“{unknown[0]}”这个资料集，可选：{names}", en=f"no collection {unknown[0]!r}; known: {names}")
        raise InvalidInput([Problem(field="collection", code="unknown-collection", message=message)], message)
    key = _brand_key(brand)
    return [
        shelf
        for shelf in index.shelves()
        if shelf.brand in ("", key) and (collections is None or shelf.collection in collections)
    ]


def _brand_key(name: str | None) -> str:
    if not name:
        return ""
    profile = find_brand(name)
    return profile.key if profile else name.strip().casefold()


def _language_of(brief: IncidentBrief) -> TextLanguage:
    return base_language(brief.requests[0].language) if brief.requests else text_language(brief.incident.title)


def _ranked(
    query: Query,
    shelves: Sequence[Shelf],
    index: Index,
    said: Signals,
    *,
    pool: int,
    whole: frozenset[str] = frozenset(),
    weights: Weights,
) -> list[_Ranked]:
    """What is near in meaning and what shares words, in one order; of the collections in `whole` everything, however far."""
    shared = index.words(query.words, shelves, pool)
    found: dict[str, Hit] = {}
    for shelf in shelves:
        hits = index.search(shelf, query.vector, _WHOLE if shelf.collection in whole else pool)
        found.update((hit.entry.id, hit) for hit in hits)
        missing = [ident for ident in shared if ident not in found]
        found.update((hit.entry.id, hit) for hit in index.fetch(shelf, missing, query.vector))
    ranked = (_rank(hit, shared.get(ident, 0.0), said, weights) for ident, hit in found.items() if _holds(hit, said))
    return sorted(ranked, key=_order)


def _order(item: _Ranked) -> tuple[float, str]:
    return (-item.score, item.hit.entry.id)


def _holds(hit: Hit, said: Signals) -> bool:
    """Whether the passage is in force on the day and, if law, in the place."""
    entry = hit.entry
    if said.on and (
        (entry.effective_to and entry.effective_to < said.on) or (entry.effective_from and entry.effective_from > said.on)
    ):
        return False
    is_foreign = said.jurisdiction is not None and entry.jurisdiction not in ("", said.jurisdiction)
    return not (is_foreign and entry.collection == "law")


def _rank(hit: Hit, shared: float, said: Signals, weights: Weights) -> _Ranked:
    entry = hit.entry
    same_kind = bool(said.kinds.intersection(entry.kinds))
    # Each finds what the other misses: a passage needs one of them, and gains by both.
    near = 1.0 - (1.0 - weights.meaning * min(max(hit.similarity, 0.0), 1.0)) * (1.0 - weights.words * min(shared, 1.0))
    # Signals lift what the words have found, the less the less they found; alone they find nothing.
    trust = min(1.0, near / _CLEARLY_NEAR)
    rest = 1.0 - near
    if same_kind:
        # A document that names this kind first says more about it than one that names it among eight.
        first = min(entry.kinds.index(kind) for kind in said.kinds if kind in entry.kinds)
        rest *= 1.0 - _SAME_KIND * trust * (1.0 if first == 0 else 0.5 / len(entry.kinds))
    if entry.language == said.language:
        rest *= 1.0 - _SAME_LANGUAGE * trust
    score = 1.0 - rest
    if said.jurisdiction is not None and entry.jurisdiction not in ("", said.jurisdiction):
        score *= _OTHER_JURISDICTION
    if not entry.verified:
        score *= _UNVERIFIED
    return _Ranked(hit, score, same_kind)


def _slotted(found: Sequence[_Ranked], said: Signals) -> list[_Ranked]:
    """The best of each collection in the order of the slots, passages about the same kind first."""
    by_kind = partial(_by_kind, said)
    queues = {name: sorted((item for item in found if item.hit.entry.collection == name), key=by_kind) for name in set(_SLOTS)}
    picked: list[_Ranked] = []
    for name in _SLOTS:
        # Two slots of one collection go to two documents where there are two.
        taken = {item.hit.entry.document for item in picked}
        queue = queues[name]
        best = next((item for item in queue if item.hit.entry.document not in taken), queue[0] if queue else None)
        is_owed = name in _ALWAYS and not any(item.hit.entry.collection == name for item in picked)
        if best is not None and (is_owed or _is_relevant(best)):
            queue.remove(best)
            picked.append(best)
    return picked


def _is_relevant(item: _Ranked) -> bool:
    return item.same_kind or item.score >= _RELEVANT


def _by_kind(said: Signals, item: _Ranked) -> tuple[bool, bool, int, float, str]:
    """Those about the kind first, in the language asked for, and of these the one that names the kind before others."""
    kinds = item.hit.entry.kinds
    place = min((kinds.index(kind) for kind in said.kinds if kind in kinds), default=len(kinds))
    is_foreign = said.language is not None and item.hit.entry.language != said.language
    return (not item.same_kind, item.same_kind and is_foreign, place, *_order(item))


def _distinct(found: Iterable[_Ranked], k: int, per_document: int = MAX_PASSAGES) -> list[_Ranked]:
    """The first `k`, near duplicates once, no document more often than `per_document`."""
    chosen: list[_Ranked] = []
    counts: dict[str, int] = {}
    for item in found:
        document = item.hit.entry.document
        if counts.get(document, 0) >= per_document or any(_is_duplicate(item, other) for other in chosen):
            continue
        counts[document] = counts.get(document, 0) + 1
        chosen.append(item)
        if len(chosen) == k:
            break
    return chosen


def _varied(found: Sequence[_Ranked], k: int) -> list[_Ranked]:
    """The best `k`, each further one of a document or a collection counting a little less, near duplicates once.

    A desk wants the playbook beside the incident and the article beside both, not the five pieces of one card.
    """
    waiting = list(found[: _VARIED * k])
    chosen: list[_Ranked] = []
    documents: Counter[str] = Counter()
    collections: Counter[str] = Counter()
    while waiting and len(chosen) < k:
        values = [
            item.score
            - _SAME_DOCUMENT * documents[item.hit.entry.document]
            - min(_MOST_LESS, _SAME_COLLECTION * collections[item.hit.entry.collection])
            for item in waiting
        ]
        at = max(range(len(waiting)), key=values.__getitem__)
        item = replace(waiting.pop(at), score=max(0.0, values[at]))
        if any(_is_duplicate(item, other) for other in chosen):
            continue
        documents[item.hit.entry.document] += 1
        collections[item.hit.entry.collection] += 1
        chosen.append(item)
    return chosen


def _is_duplicate(one: _Ranked, other: _Ranked) -> bool:
    return one.hit.entry.id == other.hit.entry.id or float(np.dot(one.hit.vector, other.hit.vector)) >= _NEAR_DUPLICATE


def _passage(item: _Ranked) -> Passage:
    entry = item.hit.entry
    return Passage(
        id=entry.id,
        document=entry.document,
        collection=entry.collection,
        title=entry.title,
        text=entry.text,
        score=round(item.score, 4),
    )
