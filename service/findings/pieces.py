"""A text cut at the borders of spans, so that nested and overlapping marks can be shown one after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that no span border crosses.

    Attributes:
        start: offset of `text` in the whole, in code points.
        covers: indices of the spans that lie over it, in the order given.
        ends: indices of those that end with it.
    """

    text: str
    start: int
    covers: tuple[int, ...]
    ends: tuple[int, ...]


def cut(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """The pieces of `text`, joined they give it back; empty spans cover nothing, borders outside the text are drawn in."""
    size = len(text)
    opened: dict[int, list[int]] = {}
    closed: dict[int, list[int]] = {}
    borders = {0, size}
    for index, (start, end) in enumerate(spans):
        left, right = max(0, start), min(end, size)
        if left < right:
            opened.setdefault(left, []).append(index)
            closed.setdefault(right, []).append(index)
            borders |= {left, right}
    pieces: list[Piece] = []
    active: set[int] = set()
    places = sorted(borders)
    for left, right in pairwise(places):
        active.difference_update(closed.get(left, ()))
        active.update(opened.get(left, ()))
        pieces.append(Piece(text[left:right], left, tuple(sorted(active)), tuple(closed.get(right, ()))))
    return pieces
