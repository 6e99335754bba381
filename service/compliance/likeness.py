"""How like a sentence is to those that reviewers have labelled: a second opinion on what expressions match, and a way to find what they miss.

A linear model over characters and pairs of characters, taught by `evals/compliance/teaching.py` from the labelled texts and the rules' own
tests. It answers for Chinese only; of English too little is labelled.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.compliance.reading import Reading, Span
from service.patterns import lazy
from service.resources import knowledge_dir

FILE = "likeness.npz"
BITS = 16
_ZERO, _NINE = ord("0"), ord("9")
_LEAST = 1e-6
# Below these an expression's match is not believed.
_ANY, _OWN = 0.2, 0.012
# Unless one clause by itself is like the rule: 我们收到16起反馈，产品绝对安全.
_CLAUSE = 0.1
_STOP = lazy("[，,：:]")
# What is read at once, in characters; and a chance that neither doubts nor speaks.
_BLOCK, _OPEN = 2_000, 0.05
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def codes_of(low: str) -> Ints:
    """The characters of a text as numbers, every digit alike."""
    codes = np.frombuffer(low.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    return np.where((codes >= _ZERO) & (codes <= _NINE), _ZERO, codes)


def singles(codes: Ints) -> Ints:
    """The feature of every character."""
    return (codes * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - BITS)


def pairs(codes: Ints) -> Ints:
    """The feature of every character with the one after it; one fewer than there are characters."""
    return ((codes[:-1] * 0x85EBCA6B ^ codes[1:] * 0xC2B2AE35) * 0x27D4EB2F & 0xFFFFFFFF) >> (32 - BITS)


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

    def of(self, low: str, ends: list[int]) -> Floats:
        """For every piece of a text, each ending where the next begins, the chance of every column; shape (pieces, columns)."""
        return self.of_both(low, ends, ends)[0]

    def of_both(self, low: str, ends: list[int], stops: list[int]) -> tuple[Floats, Floats]:
        """The same for pieces and for parts of them; `stops`: where the parts end, the ends of the pieces among them."""
        codes = codes_of(low)
        # One row for each character and, but for the last of a piece, for its pair.
        features = np.zeros(2 * len(codes), dtype=np.int64)
        features[0::2] = singles(codes)
        features[1:-1:2] = pairs(codes)
        value = self.rarity[features]
        value[2 * np.array(ends) - 1] = 0
        rows = self.weights[features].astype(np.float32)
        rows *= value[:, None]
        firsts = 2 * np.array([0, *stops[:-1]])
        totals, lengths = np.add.reduceat(rows, firsts, axis=0), np.add.reduceat(value * value, firsts)
        parts = self._chances(totals, lengths)
        if len(ends) == len(stops):
            return parts, parts
        begins = np.searchsorted(stops, [0, *ends[:-1]], side="right")
        return self._chances(np.add.reduceat(totals, begins, axis=0), np.add.reduceat(lengths, begins)), parts

    def _chances(self, totals: Floats, lengths: Floats) -> Floats:
        sums = totals * self.scale / (np.sqrt(lengths) + _LEAST)[:, None] + self.bias
        return (1 / (1 + np.exp(-sums))).astype(np.float32)

    def turning(self, low: str, column: int) -> Span:
        """The pair of characters in a text that says most for a column."""
        codes = codes_of(low)
        two = pairs(codes)
        if not len(two):
            return 0, len(low)
        at = int((self.weights[two, column] * self.rarity[two]).argmax())
        return at, at + 2

    def nearest(self, rule: str, text: str) -> str:
        """The labelled passage of a rule that shares most with a text."""
        mine = {text[at : at + 2] for at in range(len(text) - 1)}

        def shared(example: str) -> float:
            theirs = {example[at : at + 2] for at in range(len(example) - 1)}
            return len(mine & theirs) / (len(mine | theirs) or 1)

        return max(self.examples.get(rule, ("",)), key=shared)


class Opinions:
    """The opinions on the sentences of one reading, formed when first asked for.

    A rule is doubted in a sentence that is like none a reviewer would mark, and like none that was labelled with this rule.
    """

    def __init__(self, model: Likeness, reading: Reading) -> None:
        self._model, self._reading = model, reading

    @cached_property
    def _ends(self) -> list[int]:
        size = len(self._reading.low)
        return [end for end in self._reading.sentence_ends if end < size] + [size]

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
        chances = np.full((len(ends), len(self._model.bias)), _OPEN, dtype=np.float32)
        surest = chances.copy()
        for first, last in self._blocks():
            start = ends[first - 1] if first else 0
            low = self._reading.low[start : ends[last - 1]]
            inner = [end - start for end in ends[first:last]]
            stops = sorted({*inner, *(found.end() for found in _STOP.finditer(low))})
            whole, parts = self._model.of_both(low, inner, stops)
            chances[first:last] = whole
            surest[first:last] = np.maximum.reduceat(parts, np.searchsorted(stops, [0, *inner[:-1]], side="right"), axis=0)
        return chances, surest

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Runs of sentences to be read at once, each from the first to before the last."""
        ends, reading = self._ends, self._reading
        if not reading.is_plain:
            yield from ((number, number + 1) for number in sorted(reading.changed_sentences) if self._is_short(number))
            return
        first = 0
        while first < len(ends):
            last = max(bisect_right(ends, (ends[first - 1] if first else 0) + _BLOCK), first + 1)
            if last > first + 1 or self._is_short(first):
                yield first, last
            first = last

    def _is_short(self, number: int) -> bool:
        return number < len(self._ends) and 0 < self._ends[number] - (self._ends[number - 1] if number else 0) <= _BLOCK

    @cached_property
    def _doubted(self) -> list[list[bool]]:
        chances, surest = self._formed
        own, marked = chances[:, :-1], chances[:, -1:]
        doubted: list[list[bool]] = ((own < _OWN) & (marked < _ANY) & (surest[:, :-1] < _CLAUSE)).tolist()
        return doubted

    def doubts(self, rule: str, span: Span) -> bool:
        """Whether a rule is doubted in the sentence in which a span begins; one the model was not taught never is."""
        column = self._model.columns.get(rule)
        if column is None:
            return False
        number = bisect_right(self._reading.sentence_ends, span[0])
        return number < len(self._doubted) and self._doubted[number][column]


def read_likeness(path: Path) -> Likeness:
    """The model in a file that `write_likeness` wrote."""
    with np.load(path, allow_pickle=False) as data:
        taught = json.loads(bytes(data["taught"]))
        return Likeness(
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
