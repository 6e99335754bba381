"""Finds passages for a query or a brief: nearness of words first, then kind, language, jurisdiction and dates.

What comes back is reading matter for a drafter; only law and procedure may support a sentence, and that is decided elsewhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from service.brands import find_brand
from service.briefs import IncidentBrief, Level, StatementType
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.language import TextLanguage, base_language, text_language
from service.retrieval.choosing import ALWAYS, for_a_draft, varied
from service.retrieval.embedding import blend
from service.retrieval.intents import kinds_in, wanted_collections
from service.retrieval.kinds import kind_words
from service.retrieval.owed import checklist, owed_law
from service.retrieval.passages import Passage
from service.retrieval.ranking import Query, Ranked, Signals, Weights, in_order, rank_all, ranked, usual_weights
from service.retrieval.reasons import query_words, reasons_for
from service.retrieval.shelves import Hit, Index, Shelf

MAX_QUERY = 2000
MAX_SUMMARY = 600
MAX_PASSAGES = 100
_POOL = 40
# How much the words of the kind and the summary count in a brief's query, beside its title.
_KIND = 0.4
_SUMMARY = 0.8
# How far below what a query must reach the rest of an answer may lie.
_BEHIND = 0.15
_GUESSED_KIND = 0.2
# Of a brief's summary so much is looked up word by word.
_SPELLED = 200
# What a query of each language must reach to be answered at all.
_ANSWER: dict[TextLanguage, float] = {"zh": 0.345, "en": 0.40}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A statement to find passages for: its kind and language, and the notices that its incident calls for."""

    statement: StatementType | None = None
    language: TextLanguage | None = None
    notices: frozenset[StatementType] = frozenset()


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
    said = signals or Signals(
        language=language, kinds=kinds_in(text), kind_lift=_GUESSED_KIND, collections=wanted_collections(text)
    )
    weights = weights or usual_weights(index.embedder, language)
    found = ranked(Query(text, index.embedder.embed([text])[0]), wanted, index, said, pool=max(_POOL, 3 * k), weights=weights)
    least = weights.bar * _ANSWER[language]
    if max((item.own for item in found), default=0.0) < least:
        return []
    relevant = [item for item in found if item.own >= least - _BEHIND]
    asked = query_words(text)
    return [_passage(item, said, asked) for item in varied(relevant, k)]


def passages_for_brief(
    brief: IncidentBrief,
    *,
    index: Index,
    brand: str | None = None,
    k: int = 8,
    language: TextLanguage | None = None,
) -> list[Passage]:
    """What a drafter of this brief should read, best first, no statement in particular; as `passages_for_statements`."""
    return passages_for_statements(brief, [Wanted(language=language)], index=index, brand=brand, k=k)[0]


def passages_for_statements(
    brief: IncidentBrief,
    statements: Sequence[Wanted],
    *,
    index: Index,
    brand: str | None = None,
    level: Level | None = None,
    k: int = 8,
) -> list[list[Passage]]:
    """What a drafter of each statement should read, best first: brand rules and playbook always, then lessons, law, standards.

    Title, kind and summary make the query and nothing else does: no fact of the ledger, public or not, leaves for the index.

    Raises:
        InvalidInput: `k` outside 1 to 100.
        ComponentUnavailable: the index does not answer.
    """
    _check_count(k)
    incident = brief.incident
    parts = ((1.0, incident.title), (_KIND, kind_words([incident.kind])), (_SUMMARY, incident.summary[:MAX_SUMMARY]))
    vector = blend(index.embedder, [(weight, [text]) for weight, text in parts])[0]
    query = Query(f"{incident.title}\n{incident.summary[:_SPELLED]}", vector)
    search = _Search(brief, query, index, _shelves(index, None, brand or brief.brand), level)
    return [search.chosen(wanted, k) for wanted in statements]


def known_collections(index: Index) -> tuple[str, ...]:
    """The names a search may be limited to."""
    return tuple(sorted({shelf.collection for shelf in index.shelves()}))


class _Search:
    """One brief's query, ranked once for each language that is asked for."""

    def __init__(self, brief: IncidentBrief, query: Query, index: Index, shelves: Sequence[Shelf], level: Level | None) -> None:
        self._brief, self._query, self._index, self._shelves, self._level = brief, query, index, shelves, level
        self._weights = usual_weights(index.embedder, text_language(query.words))
        self._words = query_words(query.words)
        self._found: dict[TextLanguage, list[Ranked]] = {}

    def chosen(self, wanted: Wanted, k: int) -> list[Passage]:
        """The passages of one statement."""
        language = wanted.language or _language_of(self._brief)
        said = Signals(
            language=language,
            kinds=frozenset({self._brief.incident.kind}),
            level=self._level,
            jurisdiction=self._brief.incident.jurisdiction,
            on=self._brief.issued_at.date(),
        )
        if language not in self._found:
            self._found[language] = ranked(
                self._query, self._shelves, self._index, said, pool=_POOL, whole=ALWAYS, weights=self._weights
            )
        found = self._found[language]
        owed = self._owed(wanted, language)
        items = self._looked_up(found, owed, said)
        return [_passage(item, said, self._words, owed.get(item.hit.entry.id, "")) for item in for_a_draft(found, items, said, k)]

    def _owed(self, wanted: Wanted, language: TextLanguage) -> dict[str, str]:
        """Ids that this statement is read against in any case, and why."""
        if wanted.statement is None:
            return {}
        incident = self._brief.incident
        law = owed_law((wanted.statement, *wanted.notices), incident.kind, incident.jurisdiction)
        found = dict.fromkeys(law, "law-required")
        listed = checklist(wanted.statement, language)
        return {**found, listed: "checklist"} if listed else found

    def _looked_up(self, found: Sequence[Ranked], owed: Collection[str], said: Signals) -> list[Ranked]:
        known = {item.hit.entry.id: item for item in found if item.hit.entry.id in owed}
        missing = [ident for ident in owed if ident not in known]
        hits: dict[str, Hit] = {}
        for shelf in self._shelves if missing else ():
            here = [ident for ident in missing if ident.startswith(f"{shelf.collection}/")]
            hits.update((hit.entry.id, hit) for hit in self._index.fetch(shelf, here, self._query.vector))
        for item in rank_all(hits, {}, said, self._weights, self._index.floor):
            known[item.hit.entry.id] = item
        return in_order(list(known.values()))


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


def _passage(item: Ranked, said: Signals, asked: frozenset[str], owed: str = "") -> Passage:
    entry = item.hit.entry
    return Passage(
        id=entry.id,
        document=entry.document,
        collection=entry.collection,
        title=entry.title,
        text=entry.text,
        score=round(item.score, 4),
        verified=entry.verified,
        reasons=reasons_for(item, said, asked, owed),
    )
