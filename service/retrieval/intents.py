"""What a question is about and what it asks for: incident kinds by their words, collections by how the question is put."""

import re
from collections.abc import Mapping
from functools import cache

from pydantic import RootModel

from service.briefs import IncidentKind
from service.datafiles import load_data
from service.resources import knowledge_dir
from service.retrieval.kinds import kind_words
from service.retrieval.words import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
# A kind is named by a question from this share of the best kind's weight on.
_NEARLY = 0.75
_MOST_KINDS = 2


class Intents(RootModel[dict[str, tuple[str, ...]]]):
    """`knowledge/retrieval/intents.yml`: words by collection."""


def wanted_collections(query: str) -> frozenset[str]:
    """The collections that a question asks for by how it is put; mostly none or one."""
    text = fold(query)
    return frozenset(name for name, pattern in _intents().items() if pattern.search(text))


def kinds_in(query: str) -> frozenset[IncidentKind]:
    """The incident kinds whose words a question uses, the rarer a word among kinds the heavier; at most two."""
    text = fold(query)
    weights: dict[IncidentKind, float] = {}
    for word, kinds in _kinds_by_word().items():
        if _holds(text, word):
            for kind in kinds:
                weights[kind] = weights.get(kind, 0.0) + 1 / len(kinds)
    best = sorted(weights.items(), key=lambda item: -item[1])[: _MOST_KINDS + 1]
    if not best or (len(best) > _MOST_KINDS and best[0][1] == best[-1][1]):
        # A word of every kind names none.
        return frozenset()
    return frozenset(kind for kind, weight in best[:_MOST_KINDS] if weight >= _NEARLY * best[0][1])


def _holds(text: str, word: str) -> bool:
    return word in text if _HAN.match(word) else re.search(rf"\b{re.escape(word)}\b", text) is not None


@cache
def _kinds_by_word() -> Mapping[str, tuple[IncidentKind, ...]]:
    found: dict[str, tuple[IncidentKind, ...]] = {}
    for kind in IncidentKind:
        for word in dict.fromkeys(fold(kind_words([kind])).split()):
            if kind is not IncidentKind.OTHER and (len(word) >= 4 if word.isascii() else len(word) >= 2):
                found[word] = (*found.get(word, ()), kind)
    return found


@cache
def _intents() -> Mapping[str, re.Pattern[str]]:
    table = load_data(knowledge_dir() / "retrieval" / "intents.yml", Intents).root
    return {
        name: re.compile("|".join(re.escape(fold(w)) if _HAN.match(w) else rf"\b{re.escape(w)}\b" for w in words))
        for name, words in table.items()
    }
