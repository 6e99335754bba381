"""How like a sentence is to those that reviewers have labelled: a second opinion on what expressions match, and a way to find what they miss.

A linear model over characters and pairs of characters, taught by `evals/compliance/teaching.py` from the labelled texts and the rules' own
tests. It answers for Chinese only; of English too little is labelled.
"""

import json
from bisect import bisect_right
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
_CLAUSE = 0.15
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
        codes = codes_of(low)
        stops = np.array(ends, dtype=np.int64)
        starts = np.concatenate(([0], stops[:-1]))
        one, two = singles(codes), pairs(codes)
        last = np.zeros(len(codes), dtype=bool)
        last[stops - 1] = True
        # One row for each character and, but for the last of a piece, for its pair.
        features = np.empty(2 * len(codes), dtype=np.int64)
        features[0::2] = one
        features[1:-1:2] = two
        features[-1] = 0
        value = self.rarity[features]
        value[1::2][last] = 0
        rows = self.weights[features].astype(np.float32)
        rows *= value[:, None]
        total = np.add.reduceat(rows, 2 * starts, axis=0) * self.scale
        length = np.sqrt(np.add.reduceat(value * value, 2 * starts)) + _LEAST
        return (1 / (1 + np.exp(-(total / length[:, None] + self.bias)))).astype(np.float32)

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

    @cached_property
    def chances(self) -> Floats:
        """For every sentence that of every column; shape (sentences, columns). Of a sentence that has no end nothing is said."""
        return self._of(self._ends)

    def _of(self, ends: list[int]) -> Floats:
        low = self._reading.low
        chances = np.full((len(ends), len(self._model.bias)), _OPEN, dtype=np.float32)
        first = 0
        while first < len(ends):
            start = ends[first - 1] if first else 0
            last = max(bisect_right(ends, start + _BLOCK), first + 1)
            if low and ends[last - 1] - start <= _BLOCK:
                chances[first:last] = self._model.of(low[start : ends[last - 1]], [end - start for end in ends[first:last]])
            first = last
        return chances

    @cached_property
    def _surest(self) -> Floats:
        """For every sentence the highest chance that one of its clauses has, of every column."""
        stops = sorted({*self._ends, *(found.end() for found in _STOP.finditer(self._reading.low))})
        firsts = np.searchsorted(stops, [0, *self._ends[:-1]], side="right")
        return np.maximum.reduceat(self._of(stops), firsts, axis=0)

    @cached_property
    def _doubted(self) -> list[list[bool]]:
        own, marked = self.chances[:, :-1], self.chances[:, -1:]
        doubted: list[list[bool]] = ((own < _OWN) & (marked < _ANY) & (self._surest[:, :-1] < _CLAUSE)).tolist()
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
