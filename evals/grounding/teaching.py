"""Teaches `knowledge/grounding/suspicion.tsv` from faithful texts, inventions, careless texts and what the composer writes.

    python -m evals.grounding.teaching

Needs nothing but numpy; takes a minute or two and gives the same model for the same data. A held-back set is never read. Prints what a model
taught without a set says about it: that is what hands never met may expect.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from evals.grounding.dataset import DATA, ROOT, Dataset, brief_of, is_held_back, load
from evals.tasks.grounding_scores import grounds_at
from service.assessment.assess import assess
from service.brands import find_brand
from service.briefs import NEEDS_PREVIOUS, Language, Previous, StatementRequest, StatementType
from service.drafting.assembly import assemble
from service.drafting.composer.compose import compose
from service.grounding import check
from service.grounding.checked import CheckedText
from service.grounding.grounds import Grounds
from service.grounding.suspicion import FILE, RULE, WORDED, Signs, signs_of, told_sentences
from service.language import base_language
from service.resources import knowledge_dir

Floats = npt.NDArray[np.float64]
# How much an invention counts against a faithful sentence; how gently weights grow; how often all is read, and how boldly.
_COUNTS, _GENTLE, _ROUNDS, _PACE = 12.0, 1e-4, 120, 0.05
# Wording that fewer briefs than this have is a matter's own.
_FEWEST = 3
_LEAST = 0.005
_COMPOSED = "composed"
# How many of a thousand faithful sentences may be asked about.
_ASKED = 24


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sentence against its brief. `told`: another finding tells of it already."""

    signs: Signs
    invented: bool
    told: bool
    group: str
    brief: str


def lessons(data: Dataset) -> Iterator[Lesson]:
    """Every sentence of the sets that are not held back."""
    briefs: dict[str, set[str]] = defaultdict(set)
    for text in data.texts(held_back=False):
        briefs[base_language(text.language)].add(text.brief)
    groups = {
        item.id: name
        for sets in (data.faithful, data.inventions, data.careless)
        for name, items in sets.items()
        for item in items
    }
    for text in data.texts(held_back=False):
        yield from _read(text.text, text.brief, text.language, groups[text.id], [])
    for marked in data.marked(held_back=False):
        yield from _read(marked.text, marked.brief, marked.language, "careless", list(marked.spans))
    for invention in data.bank(held_back=False):
        known = sorted(briefs[base_language(invention.language)])
        brief = invention.brief or known[crc32(invention.id.encode()) % len(known)]
        whole = [(0, len(invention.sentence))]
        yield from _read(invention.sentence, brief, invention.language, groups[invention.id], whole)
    sets = (path for path in (DATA / "briefs").glob("*.yml") if not is_held_back(path.stem))
    for path in sorted([*(ROOT / "evals" / "briefs").glob("*.yml"), *sets]):
        yield from _composed(str(path.relative_to(ROOT)))


def _composed(path: str) -> Iterator[Lesson]:
    """What the composer writes of a brief, in every kind and language it can; each sentence once."""
    brief, grounds = brief_of(path), grounds_at(path)
    brand = find_brand(brief.brand)
    assessment = assess(brief, brand)
    seen: set[tuple[str, ...]] = set()
    for language in Language:
        if brief.incident.wording(base_language(language)) is None:
            continue
        earlier = Previous(text="", issued_at=brief.incident.detected_at)
        for kind in StatementType:
            request = StatementRequest(statement=kind, language=language, previous=earlier if kind in NEEDS_PREVIOUS else None)
            text = assemble(compose(brief, request, assessment, brand)).text
            for inside in told_sentences(CheckedText(text, grounds, None, base_language(language)).said):
                signs, _ = signs_of(inside, grounds.board)
                if signs.wording not in seen:
                    seen.add(signs.wording)
                    yield Lesson(signs, invented=False, told=False, group=_COMPOSED, brief=path)


def _read(text: str, brief: str, language: str, group: str, inventions: Sequence[tuple[int, int]]) -> Iterator[Lesson]:
    grounds: Grounds = grounds_at(brief)
    findings = [item for item in check(text, grounds, language=language).findings if item.rule != RULE]
    for inside in told_sentences(CheckedText(text, grounds, None, base_language(language)).said):
        start, end = inside[0].start, inside[-1].end
        invented = any(start < right and left < end for left, right in inventions)
        told = any(start < finding.end and finding.start < end for finding in findings)
        yield Lesson(signs_of(inside, grounds.board)[0], invented, told, group, brief)


def _columns(taught: Sequence[Lesson]) -> dict[str, int]:
    seen: dict[str, set[str]] = defaultdict(set)
    for lesson in taught:
        for sign in (*lesson.signs.matter, *lesson.signs.wording):
            seen[sign].add(lesson.brief)
    return {
        sign: at for at, sign in enumerate(sorted(sign for sign, held in seen.items() if len(held) >= _FEWEST or sign[0] == "*"))
    }


class _Table:
    """The signs of many lessons as one sparse table."""

    def __init__(self, lessons: Sequence[Lesson], columns: dict[str, int]) -> None:
        cells: list[tuple[int, int, float]] = []
        for row, lesson in enumerate(lessons):
            cells += [(row, columns[sign], value) for sign, value in lesson.signs.matter.items() if sign in columns]
            worded = [columns[sign] for sign in lesson.signs.wording if sign in columns]
            cells += [(row, column, WORDED / math.sqrt(len(worded))) for column in worded]
        self.rows, self.size = len(lessons), len(columns)
        self.row = np.array([cell[0] for cell in cells], dtype=np.intp)
        self.column = np.array([cell[1] for cell in cells], dtype=np.intp)
        self.value = np.array([cell[2] for cell in cells])

    def times(self, weights: Floats) -> Floats:
        """The score of every lesson."""
        return np.bincount(self.row, self.value * weights[self.column], self.rows).astype(np.float64)

    def back(self, gap: Floats) -> Floats:
        """What every sign has to do with a gap."""
        return np.bincount(self.column, self.value * gap[self.row], self.size).astype(np.float64)


def fit(taught: Sequence[Lesson]) -> tuple[dict[str, int], Floats]:
    """The weight of every sign: logistic regression, by gradients whose pace is each weight's own."""
    columns = _columns(taught)
    table = _Table(taught, columns)
    said = np.array([float(lesson.invented) for lesson in taught])
    counts = np.where(said > 0, _COUNTS, 1.0)
    counts /= counts.sum()
    weights, first, second = np.zeros(table.size), np.zeros(table.size), np.zeros(table.size)
    for number in range(1, _ROUNDS + 1):
        chance = 1 / (1 + np.exp(-table.times(weights)))
        slope = table.back((chance - said) * counts) + _GENTLE * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope * slope
        weights = weights - _PACE * (first / (1 - 0.9**number)) / (np.sqrt(second / (1 - 0.99**number)) + 1e-9)
    return columns, weights


def scores(asked: Sequence[Lesson], columns: dict[str, int], weights: Floats) -> Floats:
    """How much each lesson is like an invention."""
    return _Table(asked, columns).times(weights)


def _without(group: str, found: Sequence[Lesson]) -> list[tuple[float, Lesson]]:
    """A set as a model sees it that was taught without it and its briefs."""
    asked = [lesson for lesson in found if lesson.group == group]
    briefs = {lesson.brief for lesson in asked}
    columns, weights = fit([lesson for lesson in found if lesson.group != group and lesson.brief not in briefs])
    return list(zip(scores(asked, columns, weights).tolist(), asked, strict=True))


def main(target: Path) -> None:
    """Teach, tell how well, and keep the model."""
    found = list(lessons(load()))
    # What the composer writes, it writes of every brief: nothing would be left to teach with.
    unseen = {group: _without(group, found) for group in sorted({lesson.group for lesson in found} - {_COMPOSED})}
    quiet = sorted(score for seen in unseen.values() for score, lesson in seen if not lesson.invented and not lesson.told)
    threshold = quiet[len(quiet) - 1 - len(quiet) * _ASKED // 1000]
    for group, seen in unseen.items():
        told = [
            [score >= threshold for score, item in seen if item.invented is invented and not item.told]
            for invented in (True, False)
        ]
        more = [score >= threshold for score, item in seen if item.invented]
        print(
            f"{group}: asked about {sum(told[1])} of {len(told[1])} faithful sentences, {sum(more)} of {len(more)} inventions, "
            f"{sum(told[0])} of {len(told[0])} nothing else tells of"
        )
    columns, weights = fit(found)
    lines = [f"{sign}\t{weights[at]:.3f}" for sign, at in columns.items() if abs(weights[at]) >= _LEAST]
    target.write_text("\n".join([f"\t{threshold:.3f}", *lines]) + "\n", encoding="utf-8")
    print(f"{len(found)} sentences, {len(lines)} signs")


if __name__ == "__main__":
    main(knowledge_dir() / "grounding" / FILE)
