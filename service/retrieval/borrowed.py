"""Where a text says in a row what a card on another company's incident says: a statement is written in a brand's own words.

Cards and texts are compared by runs of tokens: a Chinese character, an English word, a figure. Law, procedure and the brand's own texts are no
cards, and what the brief itself gives is nobody else's.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from service.resources import knowledge_dir
from service.retrieval.corpus import find_corpus_files
from service.retrieval.words import fold

# A run of so many tokens is looked up; one is told of from this weight on: 14 Chinese characters, 9 English words.
_WINDOW = 8
_HAN_WEIGHT, _WORD_WEIGHT = 1.0, 1.6
LEAST = 14.0
_TOKEN = re.compile(r"[\u3400-\u9fff]|[a-z0-9]+(?:['’.,:][a-z0-9]+)*")
_TITLE = re.compile(r"^title: *\"?(.+?)\"? *$", re.MULTILINE)
COLLECTION = "incidents"

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A card: its document, its title and its text."""

    document: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Borrowing:
    """A stretch `[start, end)` of a text that a card has too."""

    start: int
    end: int
    source: Source


def shipped_cards() -> tuple[Source, ...]:
    """The incident cards that come with the product, read without their front matter."""
    return _shipped()


def borrowings(text: str, own: Iterable[str], more: Sequence[Source] = ()) -> list[Borrowing]:
    """The stretches of `text` that stand in a shipped card or in one of `more`; those that `own` texts hold as well are left out."""
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(_folded(text))]
    grams = list(_grams([token for token, _, _ in tokens]))
    ours = {gram for item in own for gram in _grams(_tokens(item))}
    cards: dict[Gram, set[int]] = defaultdict(set)
    sources = (*_shipped(), *more)
    known, extra = _index(), _indexed(more, len(_shipped()))
    for gram in grams:
        if gram not in ours:
            cards[gram] = {*known.get(gram, ()), *extra.get(gram, ())}
    found = []
    for first, last, card in _runs([cards[gram] for gram in grams]):
        run = tokens[first : last + _WINDOW]
        if sum(_HAN_WEIGHT if part >= "\u3400" else _WORD_WEIGHT for part, _, _ in run) >= LEAST:
            found.append(Borrowing(run[0][1], run[-1][2], sources[card]))
    return found


def _runs(cards: Sequence[Collection[int]]) -> Iterator[tuple[int, int, int]]:
    """First and last window of each run that one card has in a row, and that card."""
    at = 0
    while at < len(cards):
        alive, end = set(cards[at]), at
        while alive and end + 1 < len(cards) and alive.intersection(cards[end + 1]):
            end += 1
            alive.intersection_update(cards[end])
        if alive:
            yield at, end, min(alive)
        at = end + 1


def _folded(text: str) -> str:
    """Folded without a change of length, so that places stay."""
    folded = fold(text)
    return folded if len(folded) == len(text) else "".join(fold(char)[:1] or " " for char in text)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_folded(text))


def _grams(tokens: Sequence[str]) -> Iterator[Gram]:
    for start in range(len(tokens) - _WINDOW + 1):
        yield tuple(tokens[start : start + _WINDOW])


@cache
def _shipped() -> tuple[Source, ...]:
    found = []
    for file in find_corpus_files(knowledge_dir()):
        if file.id.startswith(f"{COLLECTION}/"):
            head, _, body = file.raw.decode("utf-8", "replace").partition("\n---\n")
            title = _TITLE.search(head)
            found.append(Source(file.id, title.group(1) if title else file.id, body))
    return tuple(found)


@cache
def _index() -> Mapping[Gram, tuple[int, ...]]:
    return _indexed(_shipped())


def _indexed(sources: Sequence[Source], first: int = 0) -> Mapping[Gram, tuple[int, ...]]:
    found: dict[Gram, tuple[int, ...]] = {}
    for number, source in enumerate(sources, start=first):
        for gram in _grams(_tokens(source.text)):
            if number not in (held := found.get(gram, ())):
                found[gram] = (*held, number)
    return found
