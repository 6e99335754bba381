"""How good a hit is: nearness in meaning and shared words joined, then kind, level, language, place, and whether it is in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.briefs import IncidentKind, Jurisdiction, Level
from service.language import TextLanguage
from service.retrieval.embedding import Embedder, Vectors
from service.retrieval.shelves import Hit, Index, Shelf

# All of a small collection.
_WHOLE = 1000
_SAME_LANGUAGE = 0.2
_SAME_LEVEL = 0.05
# A collection that a question asks for by how it is put.
_WANTED = 0.15
_CLEARLY_NEAR = 0.2
_OTHER_JURISDICTION = 0.8
_UNVERIFIED = 0.9
# Where words alone are asked, so much of what a query must reach is asked for.
_WORDS_ALONE = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How far nearness in meaning and shared words are trusted, each from 0 to 1 (`firstword eval retrieval`).

    `bar`: how much of what a query must reach to be answered is asked for; it is set for both together, and 0 where one is measured.
    """

    meaning: float
    words: float = 0.9
    bar: float = 1.0


def usual_weights(embedder: Embedder, language: TextLanguage) -> Weights:
    """As measured for the built-in vectors; a model that reads both languages is trusted alike in both."""
    meaning = embedder.trust[language]
    return Weights(meaning=meaning, bar=1.0 if meaning else _WORDS_ALONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is known beside the words of a query; each narrows or lifts, none is required.

    `kind_lift`: how much the same kind lifts, less where it was only guessed from words.
    """

    language: TextLanguage | None = None
    kinds: frozenset[IncidentKind] = frozenset()
    kind_lift: float = 0.3
    level: Level | None = None
    jurisdiction: Jurisdiction | None = None
    on: date | None = None
    collections: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for: its words, and where they lie among the vectors."""

    words: str
    vector: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A hit with its score, and what made it.

    Attributes:
        own: the score by words, meaning and language alone: whether a question has an answer is not for its manner to decide.
        near: the trusted part of its nearness.
        shared: the share of the query's words.
    """

    hit: Hit
    score: float
    own: float
    near: float
    shared: float
    same_kind: bool


def ranked(
    query: Query,
    shelves: Sequence[Shelf],
    index: Index,
    said: Signals,
    *,
    pool: int,
    whole: frozenset[str] = frozenset(),
    weights: Weights,
) -> list[Ranked]:
    """What is near in meaning and what shares words, in one order; of the collections in `whole` everything, however far."""
    shared = index.words(query.words, shelves, pool)
    found: dict[str, Hit] = {}
    for shelf in shelves:
        hits = index.search(shelf, query.vector, _WHOLE if shelf.collection in whole else pool)
        found.update((hit.entry.id, hit) for hit in hits)
        missing = [ident for ident in shared if ident not in found]
        found.update((hit.entry.id, hit) for hit in index.fetch(shelf, missing, query.vector))
    return in_order(rank_all(found, shared, said, weights, index.floor))


def rank_all(
    found: Mapping[str, Hit], shared: Mapping[str, float], said: Signals, weights: Weights, floor: float
) -> list[Ranked]:
    """Those of the hits that hold on the day and in the place, ranked."""
    return [_rank(hit, shared.get(ident, 0.0), said, weights, floor) for ident, hit in found.items() if holds(hit, said)]


def in_order(found: Sequence[Ranked]) -> list[Ranked]:
    """Best first."""
    return sorted(found, key=order)


def order(item: Ranked) -> tuple[float, str]:
    """Best first, ties by id."""
    return (-item.score, item.hit.entry.id)


def holds(hit: Hit, said: Signals) -> bool:
    """Whether the passage is in force on the day and, if law, in the place."""
    entry = hit.entry
    if said.on and (
        (entry.effective_to and entry.effective_to < said.on) or (entry.effective_from and entry.effective_from > said.on)
    ):
        return False
    is_foreign = said.jurisdiction is not None and entry.jurisdiction not in ("", said.jurisdiction)
    return not (is_foreign and entry.collection == "law")


def _rank(hit: Hit, shared: float, said: Signals, weights: Weights, floor: float) -> Ranked:
    entry = hit.entry
    same_kind = bool(said.kinds.intersection(entry.kinds))
    # What all passages have in common tells nothing.
    similarity = (min(max(hit.similarity, 0.0), 1.0) - floor) / (1.0 - floor)
    near = weights.meaning * max(similarity, 0.0)
    # Each finds what the other misses: a passage needs one of them, and gains by both.
    found = 1.0 - (1.0 - near) * (1.0 - weights.words * min(shared, 1.0))
    # Signals lift what the words have found, the less the less they found; alone they find nothing.
    trust = min(1.0, found / _CLEARLY_NEAR)
    rest = 1.0 - found
    if entry.language == said.language:
        rest *= 1.0 - _SAME_LANGUAGE * trust
    kept = 1.0 if entry.verified else _UNVERIFIED
    own = (1.0 - rest) * kept
    if same_kind:
        # A document that names this kind first says more about it than one that names it among eight.
        first = min(entry.kinds.index(kind) for kind in said.kinds if kind in entry.kinds)
        rest *= 1.0 - said.kind_lift * trust * (1.0 if first == 0 else 0.5 / len(entry.kinds))
    if entry.collection in said.collections:
        rest *= 1.0 - _WANTED * trust
    if said.level is not None and entry.level == said.level:
        rest *= 1.0 - _SAME_LEVEL * trust
    score = (1.0 - rest) * kept
    if said.jurisdiction is not None and entry.jurisdiction not in ("", said.jurisdiction):
        score *= _OTHER_JURISDICTION
    return Ranked(hit, score, own, near, shared, same_kind)
