"""Which of the ranked hits are shown together: something of each collection, no document five times, near duplicates once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

import numpy as np

from service.retrieval.ranking import Ranked, Signals, order

_NEAR_DUPLICATE = 0.95
_PER_DOCUMENT = 2
# What a drafter should always have looked at, in this order, as far as there is room and there are hits.
_FIRST = ("brands", "playbooks")
_THEN = ("incidents", "law", "standards", "playbooks", "incidents", "law")
_SLOTS = (*_FIRST, *_THEN)
# Read whatever the words say: a brand's own rules, and how to proceed.
ALWAYS = frozenset({"brands", "playbooks"})
_RELEVANT = 0.08
_VARIED = 8
_SAME_DOCUMENT = 0.08
_SAME_COLLECTION = 0.05
_MOST_LESS = 0.15


def for_a_draft(found: Sequence[Ranked], owed: Sequence[Ranked], said: Signals, k: int) -> list[Ranked]:
    """What a drafter reads: brand rules and playbook, what is owed, then lessons, law and standards; the rest is whatever is best."""
    held = {item.hit.entry.collection for item in owed}
    # A checklist that is owed stands for the standards; owed law leaves room for more of it.
    slots = [item for item in _slotted(found, said) if item.hit.entry.collection != "standards" or "standards" not in held]
    first = sum(item.hit.entry.collection in _FIRST for item in slots[: len(_FIRST)])
    chosen = _distinct(
        chain(slots[:first], owed, slots[first:], filter(_is_relevant, found)), k, {item.hit.entry.id for item in owed}
    )
    # The slots decide who gets in, the score how they are listed.
    return sorted(chosen, key=order)


def varied(found: Sequence[Ranked], k: int) -> list[Ranked]:
    """The best `k`, each further one of a document or a collection counting a little less, near duplicates once.

    A desk wants the playbook beside the incident and the article beside both, not the five pieces of one card.
    """
    waiting = list(found[: _VARIED * k])
    chosen: list[Ranked] = []
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


def _slotted(found: Sequence[Ranked], said: Signals) -> list[Ranked]:
    """The best of each collection in the order of the slots, passages about the same kind first."""
    by_kind = partial(_by_kind, said)
    queues = {name: sorted((item for item in found if item.hit.entry.collection == name), key=by_kind) for name in set(_SLOTS)}
    picked: list[Ranked] = []
    for name in _SLOTS:
        # Two slots of one collection go to two documents where there are two.
        taken = {item.hit.entry.document for item in picked}
        queue = queues[name]
        best = next((item for item in queue if item.hit.entry.document not in taken), queue[0] if queue else None)
        is_owed = name in ALWAYS and not any(item.hit.entry.collection == name for item in picked)
        if best is not None and (is_owed or _is_relevant(best)):
            queue.remove(best)
            picked.append(best)
    return picked


def _is_relevant(item: Ranked) -> bool:
    return item.same_kind or item.score >= _RELEVANT


def _by_kind(said: Signals, item: Ranked) -> tuple[bool, bool, int, float, str]:
    """Those about the kind first, in the language asked for, and of these the one that names the kind before others."""
    kinds = item.hit.entry.kinds
    place = min((kinds.index(kind) for kind in said.kinds if kind in kinds), default=len(kinds))
    is_foreign = said.language is not None and item.hit.entry.language != said.language
    return (not item.same_kind, item.same_kind and is_foreign, place, *order(item))


def _distinct(found: Iterable[Ranked], k: int, owed: set[str]) -> list[Ranked]:
    """The first `k`, near duplicates once, no document more often than twice unless it is owed."""
    chosen: list[Ranked] = []
    counts: Counter[str] = Counter()
    for item in found:
        document = item.hit.entry.document
        is_full = counts[document] >= _PER_DOCUMENT and item.hit.entry.id not in owed
        if is_full or any(_is_duplicate(item, other) for other in chosen):
            continue
        counts[document] += 1
        chosen.append(item)
        if len(chosen) == k:
            break
    return chosen


def _is_duplicate(one: Ranked, other: Ranked) -> bool:
    if one.hit.entry.id == other.hit.entry.id or one.hit.entry.text == other.hit.entry.text:
        return True
    return float(np.dot(one.hit.vector, other.hit.vector)) >= _NEAR_DUPLICATE
