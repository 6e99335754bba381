"""Sentences that are, all told, more like an invention than like a line of the ledger told anew: a person is asked about them.

A linear model over what is readable off a sentence: how much of it one line holds, which of its words that line has, how it speaks, and
its wording. `evals/grounding/teaching.py` teaches it; `suspicion.tsv` holds a weight for every sign, so that a verdict can be read.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from itertools import groupby, pairwise

from service.datafiles import fault, shown_name
from service.grounding import everyday
from service.grounding.alignment import Board, Item, Kind, Match, Matter
from service.grounding.marks import COURTESY, Mark
from service.grounding.novelty import carries_nothing, is_known, ledger_of
from service.grounding.said import Said
from service.patterns import lazy
from service.resources import knowledge_dir

FILE = "suspicion.tsv"
RULE = "ungrounded-matter"
_HAN = lazy(r"[\u4e00-\u9fff]")
_WORDS = lazy(r"[a-z]+(?:['-][a-z]+)*|[:?!;]")
_DIGITS = lazy(r"\d+(?:[.,:]\d+)*")
# Wording counts as much as two signs of matter; no more of a sentence is read.
WORDED, _LONGEST = 2.0, 600
_NEAREST = 4
_WHOLE = 0.95
_FEW = 3
_MARKS = {
    "open": Mark.OPEN,
    "reported": Mark.REPORTED,
    "denied": Mark.DENIED,
    "confirmed": Mark.CONFIRMED,
    "done": Mark.DONE,
    "ongoing": Mark.ONGOING,
    "future": Mark.FUTURE,
    "possible": Mark.POSSIBLE,
    "request": Mark.REQUEST,
    "condition": Mark.CONDITION,
    "verified": Mark.VERIFIED,
}
_COMPARED = ("open", "reported", "done", "ongoing", "future")
# Below this score one in fifty inventions of promises is found, and five in six true sentences wrongly called one.
_TOLD_ANEW = -3.0
# Lines share this much of a sentence before how they speak is compared.
_ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Signs:
    """What is seen of a sentence: of its matter against the ledger, as numbers, and of its wording."""

    matter: Mapping[str, float]
    wording: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The weight of every sign; from `threshold` a sentence is told of."""

    weights: Mapping[str, float] = field(repr=False)
    threshold: float

    def score(self, signs: Signs) -> float:
        """How much a sentence is like an invention; wording counts as a whole, however long it is."""
        weigh = self.weights.get
        told = sum(weigh(sign, 0.0) * value for sign, value in signs.matter.items())
        worded = [weight for sign in signs.wording if (weight := weigh(sign)) is not None]
        return told + (WORDED * sum(worded) / math.sqrt(len(worded)) if worded else 0.0)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A sentence to ask about, and the line nearest to it. `is_short`: it says little beside a figure, if it gives one."""

    start: int
    end: int
    nearest: Item | None
    is_short: bool


@dataclass(frozen=True, slots=True)
class _Verdict:
    nearest: Item | None
    is_short: bool


def suspects(clauses: Sequence[Said], board: Board) -> Iterator[Suspect]:
    """The sentences of a text that are more like inventions than like the ledger told anew."""
    for _, found in groupby(clauses, key=_sentence_start):
        inside = list(found)
        verdict = inside[0].seen.once("suspicion", None, partial(_judge, inside, board))
        if verdict is not None:
            yield Suspect(inside[0].start, inside[-1].end, verdict.nearest, verdict.is_short)


def _judge(inside: Sequence[Said], board: Board) -> _Verdict | None:
    # How much of a line is told cannot be seen across languages.
    if not _is_told(inside) or inside[0].clause.language not in board.languages:
        return None
    model = taught()
    signs, nearest = signs_of(inside, board)
    if _is_the_line(inside, signs, nearest) or model.score(signs) < model.threshold:
        return None
    return _Verdict(nearest, is_short=signs.matter["*words"] <= math.log(1 + _FEW))


def is_told_anew(clauses: Sequence[Said], board: Board) -> bool:
    """Whether a sentence, all told, is much more like a line of the ledger told anew than like an invention."""
    if not clauses or clauses[0].clause.language not in board.languages:
        return False
    score = clauses[0].seen.once("told anew", None, lambda: taught().score(signs_of(clauses, board)[0]))
    return score < _TOLD_ANEW


def told_sentences(clauses: Sequence[Said]) -> Iterator[list[Said]]:
    """The clauses of each sentence that states something."""
    for _, found in groupby(clauses, key=_sentence_start):
        if _is_told(inside := list(found)):
            yield inside


def _is_told(inside: Sequence[Said]) -> bool:
    return any(said.is_claim and said.clause.keys for said in inside) and not inside[0].asked


def signs_of(inside: Sequence[Said], board: Board) -> tuple[Signs, Item | None]:
    """What is seen of a sentence, and the public line nearest to it."""
    sentence = inside[0].sentence
    words = frozenset(key for said in inside for key in said.keys if key[0] not in "=@")
    values = frozenset(key for said in inside for key in said.keys if key[0] in "=@")
    matters = [matter for matter in board.matter(words) if matter.item.kind is not Kind.LAW]
    best = matters[0] if matters else None
    matter = {"*": 1.0, **_coverage(inside, words, matters, board), **_pieces(inside, board)}
    matter["*no value" if not values else "*its value" if best and values & best.item.keys else "*other value"] = 1.0
    matter |= dict.fromkeys(_speech(inside, best), 1.0)
    text = inside[0].folded[sentence.start : min(sentence.end, sentence.start + _LONGEST)].strip().lower()
    wording = (*(f"{_whose(key, best, board)}{key}" for key in sorted(words)), *wording_of(text))
    return Signs(matter, wording), best.item if best else None


def _is_the_line(inside: Sequence[Said], signs: Signs, nearest: Item | None) -> bool:
    """Whether a sentence says nothing but what one certain line does, and alike; an everyday clause may lead it in."""
    rest = [said for said in inside if not any(_repeats(said, match) for match in said.matches)]
    if len(rest) < len(inside) and all(said.is_label or said.keys <= everyday.keys() for said in rest):
        return True
    if nearest is None or not nearest.is_certain or signs.matter["*line"] < _WHOLE:
        return False
    return not any(sign.startswith(("*turned", "*all of", "*opposite", "*other value")) for sign in signs.matter)


def _repeats(said: Said, match: Match) -> bool:
    """Whether a clause is a clause of a certain line, its values and what it negates too."""
    if not match.item.is_certain or min(match.of_text, match.of_line) < _WHOLE:
        return False
    return said.clause.negated == match.line.clause.negated


def _sentence_start(said: Said) -> int:
    return said.sentence.start


def _whose(key: str, best: Matter | None, board: Board) -> str:
    """Whether the nearest line, another public one, or none has a word."""
    if best is not None and key in best.item.keys:
        return "="
    return "~" if board.is_public(key) else "+"


def _coverage(inside: Sequence[Said], words: frozenset[str], matters: Sequence[Matter], board: Board) -> Mapping[str, float]:
    """How much of the sentence, and of the clause least covered, one line holds; how many of its words no public line has."""
    least: list[tuple[bool, float]] = []
    for said in inside:
        keys = frozenset(key for key in said.keys if key[0] not in "=@")
        if said.is_claim and keys:
            held = max((board.weight(keys & matter.item.keys) for matter in matters[:_NEAREST]), default=0.0)
            least.append((len(keys) < 2, held / board.weight(keys)))
    best = matters[0].of_text if matters else 0.0
    return {
        "*line": best,
        "*no line": float(not best),
        # A clause of one word tells little, unless there is no other.
        "*clause": min((share for short, share in least if short == all(few for few, _ in least)), default=1.0),
        "*unknown": sum(not board.is_public(key) for key in words) / max(1, len(words)),
        "*words": math.log(1 + len(words)),
        "*length": math.log(1 + inside[-1].end - inside[0].start),
    }


def _pieces(inside: Sequence[Said], board: Board) -> Mapping[str, float]:
    """How many of its words are everyday ones, and of both kinds how many no public line has."""
    ledger = ledger_of(board)
    count = Counter(
        (carries_nothing(said, piece), is_known(said, piece, ledger)) for said in inside for piece in said.clause.pieces
    )
    total = max(1, count.total())
    return {
        "*everyday": (count[True, True] + count[True, False]) / total,
        "*everyday unknown": count[True, False] / total,
        "*telling unknown": count[False, False] / total,
        "*telling unknown words": float(min(_FEW, count[False, False])),
        "*everyday unknown words": float(min(_FEW + 1, count[True, False])),
    }


def _speech(inside: Sequence[Said], best: Matter | None) -> Iterator[str]:
    """How the sentence speaks, beside how its line does."""
    marks = context = Mark.NONE
    for said in inside:
        marks |= said.clause.marks
        context |= said.marks & ~said.sentence.marks
    yield from (f"*{name}" for name, mark in _MARKS.items() if marks & mark)
    yield from (f"*near {name}" for name, mark in _MARKS.items() if context & mark)
    negates = any(said.clause.negators or said.clause.swallows for said in inside)
    covers_all = any(said.clause.universals for said in inside)
    courteous = any(said.holds(COURTESY) for said in inside)
    yield from (name for name, holds in (("*negates", negates), ("*all", covers_all), ("*courtesy", courteous)) if holds)
    if best is None:
        return
    item = best.item
    yield f"*of {item.kind} {item.status or ''}"
    if best.of_text < _ALIKE:
        return
    theirs = Mark.NONE
    for line in item.sentences:
        theirs |= line.marks
    yield from (f"*{name} of {bool(theirs & _MARKS[name])}" for name in _COMPARED if marks & _MARKS[name])
    yield from (f"*no {name} of it" for name in _COMPARED if theirs & _MARKS[name] and not marks & _MARKS[name])
    if negates != any(clause.negators or clause.swallows for sentence in item.sentences for clause in sentence.clauses):
        yield f"*turned {negates}"
    if covers_all and not item.has_universal:
        yield f"*all of {'some' if item.has_partial else 'it'}"
    shown = {key for said in inside for key in said.clause.negated} & best.keys
    if shown ^ ({key for sentence in item.sentences for clause in sentence.clauses for key in clause.negated} & best.keys):
        yield "*opposite"


@lru_cache(maxsize=8192)
def wording_of(text: str) -> tuple[str, ...]:
    """The wording of a folded, small-lettered sentence: its words and pairs of words, or of characters; every number alike."""
    plain = _DIGITS.sub("0", text)
    if _HAN.search(plain):
        parts = [char for char in plain if not char.isspace()]
        return tuple(dict.fromkeys([f"^{''.join(parts[:2])}", *parts, *("".join(pair) for pair in pairwise(parts))]))
    parts = ["^", *_WORDS.findall(plain)]
    return tuple(dict.fromkeys([*parts[1:], *(" ".join(pair) for pair in pairwise(parts))]))


@cache
def taught() -> Model:
    """The taught model.

    Raises:
        DataFault: the file cannot be read, or a line is no sign with its weight.
    """
    path = knowledge_dir() / "grounding" / FILE
    weights: dict[str, float] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise fault(shown_name(path), None, "", str(error.strerror)) from error
    for number, line in enumerate(lines, start=1):
        sign, _, weight = line.rpartition("\t")
        try:
            weights[sign] = float(weight)
        except ValueError as error:
            raise fault(shown_name(path), number, "", f"no weight: {line}") from error
    return Model(weights, weights.pop("", 0.0))
