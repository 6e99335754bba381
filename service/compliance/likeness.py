"""How like a sentence is to those that reviewers have labelled: a second opinion on what expressions match, and a way to find what they miss.

A linear model over characters and pairs of characters, taught by `evals/compliance/teaching.py` from the labelled texts and the rules' own
tests. This one is for Chinese; `wordlikeness` reads English by words.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.compliance.codes import codes_of as codes_of_text
from service.compliance.reading import Reading, Span
from service.patterns import lazy
from service.resources import knowledge_dir

FILE = "likeness.npz"
BITS = 16
_ZERO, _NINE = np.uint32(ord("0")), np.uint32(ord("9"))
_SHIFT = np.uint32(32 - BITS)
_LEAST = 1e-6
# Below these an expression's match is not believed.
_ANY, _OWN = 0.2, 0.012
# Unless one clause by itself is like the rule: 我们收到16起反馈，产品绝对安全.
_CLAUSE = 0.1
_STOP = lazy("[，,：:]")
# What is read at once, in characters; and a chance that neither doubts nor speaks.
_BLOCK, _OPEN = 2_000, 0.05
_SUREST = 60
Floats = npt.NDArray[np.float32]
# Features of characters and pairs; products wrap at 32 bits, which is how they are spread.
Ints = npt.NDArray[np.uint32]


def codes_of(low: str) -> Ints:
    """The characters of a text as numbers, every digit alike."""
    codes = codes_of_text(low)
    # Below 0 the difference wraps.
    return np.where(codes - _ZERO <= _NINE - _ZERO, _ZERO, codes)


def singles(codes: Ints) -> Ints:
    """The feature of every character."""
    return codes * np.uint32(0x9E3779B1) >> _SHIFT


def pairs(codes: Ints) -> Ints:
    """The feature of every character with the one after it; one fewer than there are characters."""
    return (codes[:-1] * np.uint32(0x85EBCA6B) ^ codes[1:] * np.uint32(0xC2B2AE35)) * np.uint32(0x27D4EB2F) >> _SHIFT


@dataclass(frozen=True, eq=False)
class Likeness:
    """The taught model.

    Attributes:
        weights: of every feature for every rule and, last, for being marked at all; one byte each, times `scale`.
        rarity: of every feature.
        bias: of every column.
        examples: for every rule, passages that were labelled with it.
    """

    rules: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    rarity: Floats
    bias: Floats
    examples: dict[str, tuple[str, ...]]

    @cached_property
    def columns(self) -> dict[str, int]:
        """Every rule to its column."""
        return {rule: number for number, rule in enumerate(self.rules)}

    @cached_property
    def _rated(self) -> Floats:
        """The weights of every feature times its rarity."""
        return self.weights * self.rarity[:, None]

    @cached_property
    def _squares(self) -> Floats:
        return self.rarity * self.rarity

    def of(self, low: str, ends: list[int]) -> Floats:
        """For every piece of a text, each ending where the next begins, the chance of every column; shape (pieces, columns)."""
        return self.of_both(low, ends, ends)[0]

    def of_pieces(self, low: str, pieces: list[Span]) -> Floats:
        """The same for pieces that need not meet."""
        ends = list(accumulate(end - start for start, end in pieces))
        return self.of("".join(low[start:end] for start, end in pieces), ends)

    def of_both(self, low: str, ends: list[int], stops: list[int]) -> tuple[Floats, Floats]:
        """The same for pieces and for parts of them; `stops`: where the parts end, the ends of the pieces among them."""
        return self.of_codes(codes_of(low), ends, stops)

    def of_codes(self, codes: Ints, ends: list[int], stops: list[int]) -> tuple[Floats, Floats]:
        """The same for a text as codes; ends and stops are places among them."""
        # One row for each character and, but for the last of a piece, for its pair.
        features = np.zeros(2 * len(codes), dtype=np.intp)
        features[0::2] = singles(codes)
        features[1:-1:2] = pairs(codes)
        none = 2 * np.array(ends) - 1
        value = self._squares[features]
        value[none] = 0
        rows = self._rated.take(features, axis=0)
        rows[none] = 0
        firsts = 2 * np.array([0, *stops[:-1]])
        totals, lengths = np.add.reduceat(rows, firsts, axis=0), np.add.reduceat(value, firsts)
        parts = self._chances(totals, lengths)
        if len(ends) == len(stops):
            return parts, parts
        begins = np.searchsorted(stops, [0, *ends[:-1]], side="right")
        return self._chances(np.add.reduceat(totals, begins, axis=0), np.add.reduceat(lengths, begins)), parts

    def _chances(self, totals: Floats, lengths: Floats) -> Floats:
        sums = totals * self.scale / (np.sqrt(lengths) + _LEAST)[:, None] + self.bias
        # Beyond this a chance is 0 or 1, and the power would overflow.
        chances: Floats = (1 / (1 + np.exp(-np.clip(sums, -_SUREST, _SUREST)))).astype(np.float32)
        return chances

    def turning(self, low: str, column: int) -> Span:
        """The pair of characters in a text that says most for a column."""
        codes = codes_of(low)
        two = pairs(codes)
        if not len(two):
            return 0, len(low)
        at = int((self.weights[two, column] * self.rarity[two]).argmax())
        return at, at + 2

    @cached_property
    def _grams(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        return {rule: [(example, _pairs_in(example)) for example in examples] for rule, examples in self.examples.items()}

    def nearest(self, rule: str, text: str) -> str:
        """The labelled passage of a rule that shares most with a text."""
        mine = _pairs_in(text)

        def shared(example: tuple[str, frozenset[str]]) -> float:
            both = len(mine & example[1])
            return both / (len(mine) + len(example[1]) - both or 1)

        return max(self._grams.get(rule, [("", frozenset())]), key=shared)[0]


def _pairs_in(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


class Opinions:
    """The opinions on the sentences of one reading, formed when first asked for.

    A rule is doubted in a sentence that is like none a reviewer would mark, and like none that was labelled with this rule.
    """

    def __init__(self, model: Likeness, reading: Reading) -> None:
        self.model, self.reading = model, reading

    @cached_property
    def _ends(self) -> list[int]:
        size = len(self.reading.low)
        return [end for end in self.reading.sentence_ends if end < size] + [size]

    @property
    def chances(self) -> Floats:
        """For every sentence that of every column; shape (sentences, columns).

        Nothing is said of a sentence that has no end, and of one that reads as written where others do not.
        """
        return self._formed[0]

    @cached_property
    def _formed(self) -> tuple[Floats, Floats]:
        """The chances of the sentences, and for each the highest that one of its clauses has."""
        ends = self._ends
        chances = np.full((len(ends), len(self.model.bias)), _OPEN, dtype=np.float32)
        surest = chances.copy()
        for block in self._blocks():
            spans = [(ends[number - 1] if number else 0, ends[number]) for number in block]
            low = "".join(self.reading.low[start:end] for start, end in spans)
            inner = list(accumulate(end - start for start, end in spans))
            stops = sorted({*inner, *(found.end() for found in _STOP.finditer(low))})
            whole, parts = self.model.of_both(low, inner, stops)
            chances[block] = whole
            surest[block] = np.maximum.reduceat(parts, np.searchsorted(stops, [0, *inner[:-1]], side="right"), axis=0)
        return chances, surest

    def _blocks(self) -> Iterator[list[int]]:
        """The sentences, by their numbers, so many as are read at once."""
        block: list[int] = []
        size = 0
        for number in range(len(self._ends)) if self.reading.is_plain else sorted(self.reading.changed_sentences):
            if not self._is_short(number):
                continue
            length = self._ends[number] - (self._ends[number - 1] if number else 0)
            if block and size + length > _BLOCK:
                yield block
                block, size = [], 0
            block.append(number)
            size += length
        if block:
            yield block

    def _is_short(self, number: int) -> bool:
        return number < len(self._ends) and 0 < self._ends[number] - (self._ends[number - 1] if number else 0) <= _BLOCK

    @cached_property
    def doubted(self) -> npt.NDArray[np.bool_]:
        """For every sentence and column whether it is doubted there; the last column never is. Shape (sentences, columns)."""
        chances, surest = self._formed
        own, marked = chances[:, :-1], chances[:, -1:]
        found = np.zeros(chances.shape, dtype=np.bool_)
        found[:, :-1] = (own < _OWN) & (marked < _ANY) & (surest[:, :-1] < _CLAUSE)
        return found

    def doubts(self, rule: str, span: Span) -> bool:
        """Whether a rule is doubted in the sentence in which a span begins; one the model was not taught never is."""
        column = self.model.columns.get(rule)
        number = bisect_right(self.reading.sentence_ends, span[0])
        return column is not None and number < len(self._ends) and bool(self.doubted[number, column])


def read_likeness(path: Path, made: type[Likeness] = Likeness) -> Likeness:
    """The model in a file that `write_likeness` wrote, of the class it was taught as."""
    with np.load(path, allow_pickle=False) as data:
        taught = json.loads(bytes(data["taught"]))
        return made(
            tuple(taught["rules"]),
            data["weights"],
            data["scale"],
            data["rarity"],
            data["bias"],
            {rule: tuple(examples) for rule, examples in taught["examples"].items()},
        )


def write_likeness(model: Likeness, path: Path) -> None:
    """Keep the model in a file."""
    taught = json.dumps({"rules": model.rules, "examples": model.examples}, ensure_ascii=False).encode()
    np.savez_compressed(
        path,
        weights=model.weights,
        scale=model.scale,
        rarity=model.rarity,
        bias=model.bias,
        taught=np.frombuffer(taught, dtype=np.uint8),
    )


@cache
def likeness() -> Likeness:
    """The shipped model."""
    return read_likeness(knowledge_dir() / "rules" / FILE)


def clauses(text: str, span: Span) -> list[Span]:
    """The clauses of a sentence, without what parts them."""
    found: list[Span] = []
    start = span[0]
    for at in range(span[0], span[1] + 1):
        if at == span[1] or text[at] in "，,：:。！？!?；;\n—":
            if at > start:
                found.append((start, at))
            start = at + 1
    return found
