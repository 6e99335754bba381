"""How much of the incident cards rests on sources that were read: `python -m evals.verified`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.retrieval.corpus import Document, load_corpus

# What is told as fact; lessons and warnings are ours.
FACTUAL = frozenset(
    {"发生了什么", "何时说了什么", "结果", "更正", "What happened", "What was said when", "Outcome", "Correction"}
)
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_BETWEEN = re.compile(r"(?<=[。！？])(?![”’」』）)])|(?<=[.!?])\s+(?=[A-Z“\"(0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its factual sentences, its sources, and whether every one of them was read."""

    id: str
    sentences: int
    sources: tuple[str, ...]
    verified: bool


def cards() -> list[Card]:
    """Every incident card, by id."""
    return [
        Card(
            item.id,
            len(list(factual_sentences(item.body))),
            tuple(f"{source.publisher}: {source.title} ({source.date})" for source in item.front.source),
            item.front.verified,
        )
        for item in _incidents()
    ]


def factual_sentences(body: str) -> Iterator[str]:
    """The sentences of the sections that tell what happened."""
    marks = list(_HEADING.finditer(body))
    for mark, end in zip(marks, [*(item.start() for item in marks[1:]), len(body)], strict=True):
        if mark.group(1) in FACTUAL:
            section = body[mark.end() : end]
            yield from (found for item in _BETWEEN.split(section) if re.search(r"\w", found := item.strip(" -\n")))


def _incidents() -> list[Document]:
    return [item for item in load_corpus() if item.front.collection == "incidents"]


def main() -> None:
    """Print every card with its sources, and the sums."""
    found = cards()
    for card in found:
        print(f"{card.id}  {'verified' if card.verified else 'unverified'}  {card.sentences} sentences")
        print(*(f"    {source}" for source in card.sources), sep="\n")
    proven = [card for card in found if card.verified]
    print(
        f"\n{len(found)} cards, {len(proven)} verified; {sum(card.sentences for card in found)} factual sentences, "
        f"{sum(card.sentences for card in proven)} in verified cards; {sum(len(card.sources) for card in found)} sources"
    )


if __name__ == "__main__":
    main()
