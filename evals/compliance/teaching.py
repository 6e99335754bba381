"""Teaches `knowledge/rules/likeness.npz` and, for English, `likeness.en.npz` from the labelled texts, the rules' own tests and statements that are known to be faithful.

    python -m evals.compliance.teaching [FILE.jsonl …]

Files named besides are labelled texts that lie elsewhere. Needs nothing but numpy; takes a minute or two and gives the same model for the same data.
A held-back set is never read.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.compliance.dataset import DATA, HELD_BACK, Labelled, load, place_of
from service.compliance.coverage import load_coverage
from service.compliance.likeness import BITS, FILE, Floats, Ints, Likeness, codes_of, pairs, singles, write_likeness
from service.compliance.reading import read
from service.compliance.rulefiles import load_folder
from service.compliance.schemas import Hit, Missing, SourceRule
from service.compliance.wordlikeness import FILE as ENGLISH
from service.compliance.wordlikeness import word_codes
from service.language import TextLanguage
from service.resources import knowledge_dir

FAITHFUL = DATA.parent / "grounding" / "faithful"
# How gently weights grow, what a labelled sentence counts against an unlabelled one, how often all is read.
_GENTLE, _COUNTS, _ROUNDS = 50.0, 3.0, 140
# What a sentence counts that a rule's own tests say it must leave alone.
_PLAIN = 12.0
# A faithful statement may promise and report; of these rules it says nothing.
_OPEN = frozenset(
    {"deadline-overpromise", "compensation-overpromise", "unauthorised-official-info", "price-sensitive-disclosure"}
)
# What these rules are labelled for lies in the facts of the context, not in the words.
_OF_FACTS = frozenset({"false-publicity", "false-info-public-order"})
_LEAST_SHARED = 4
# What a notice lacks is no matter of one sentence.
_BY_PARTS = frozenset({"breach-notice-incomplete", "recall-notice-incomplete", "en-gdpr-breach-notice", "en-recall-wording"})


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sentence: the rules it is labelled with, those nothing is known of, and the one rule it was written for, if for one."""

    text: str
    rules: frozenset[str]
    unknown: frozenset[str] = frozenset()
    only: str | None = None


def lessons_of(item: Labelled) -> Iterator[Lesson]:
    """The sentences of a labelled text."""
    reading = read(item.text)
    labels = [(label.rule, label.may, place_of(label, item.text) or (0, 0)) for label in item.labels]
    spared = [(label.rule, place_of(label, item.text) or (0, 0)) for label in item.tolerated]
    has_facts = item.context is not None and bool(item.context.facts)
    for number in range(len(reading.sentence_ends) + 1):
        start, end = reading.bounds(number)
        if not reading.text[start:end].strip():
            continue
        left, right = reading.original((start, end))
        inside = [(rule, may) for rule, may, (begin, stop) in labels if _shares(left, right, begin, stop)]
        rules = {rule for rule, _ in inside}
        unknown = {rule for _, may in inside for rule in may} | {rule for rule, (a, b) in spared if a < right and left < b}
        if has_facts:
            unknown |= rules & _OF_FACTS
        yield Lesson(reading.low[start:end], frozenset(rules), frozenset(unknown))


def _shares(left: int, right: int, begin: int, stop: int) -> bool:
    return min(right, stop) - max(left, begin) >= min(_LEAST_SHARED, stop - begin)


def lessons_of_rule(rule: SourceRule) -> Iterator[Lesson]:
    """The sentences of a rule's own tests, of which only this rule is known."""
    if isinstance(rule.kind, Missing):
        return
    for test in rule.tests.cases():
        reading = read(test.text)
        spans = test.spans if isinstance(test, Hit) else ()
        places = [(at, at + len(span)) for span in spans if (at := test.text.find(span)) >= 0]
        for number in range(len(reading.sentence_ends) + 1):
            start, end = reading.bounds(number)
            left, right = reading.original((start, end))
            if reading.text[start:end].strip():
                is_hit = any(_shares(left, right, begin, stop) for begin, stop in places)
                yield Lesson(reading.low[start:end], frozenset({rule.id} if is_hit else ()), only=rule.id)


def lessons_of_catalogue() -> Iterator[Lesson]:
    """The sentences that show each clause of the catalogue enforced, and those near them that no rule must meet."""
    for entry in load_coverage(knowledge_dir() / "rules"):
        for is_hit, sentences in ((True, entry.hits), (False, (*entry.excused, *entry.traps))):
            for sentence in sentences:
                rule = sentence.by or entry.rule
                if rule is not None and sentence.not_enforced is None and not (is_hit and rule in _BY_PARTS):
                    reading = read(sentence.text)
                    if is_hit and sentence.span is None and len(reading.sentence_ends) > 1:
                        continue
                    where = sentence.text if sentence.span is None else sentence.span
                    at = max(sentence.text.find(where), 0)
                    for number in range(len(reading.sentence_ends) + 1):
                        start, end = reading.bounds(number)
                        left, right = reading.original((start, end))
                        if reading.text[start:end].strip():
                            hit = is_hit and _shares(left, right, at, at + len(where))
                            yield Lesson(reading.low[start:end], frozenset({rule} if hit else ()), only=rule)


def faithful(language: TextLanguage) -> Iterator[Lesson]:
    """The sentences of faithful statements."""
    for path in sorted(FAITHFUL.glob("*.jsonl")):
        if path.stem.startswith(HELD_BACK):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if item["language"].startswith(language):
                yield from (Lesson(lesson.text, lesson.rules, _OPEN) for lesson in lessons_of(_plain(item, language)))


def _plain(item: dict[str, str], language: TextLanguage) -> Labelled:
    return Labelled(id=item["id"], text=item["text"], language=language, labels=())


def texts(extra: Iterable[Path], language: TextLanguage) -> list[Labelled]:
    """The labelled texts of a language that may be read."""
    known = [item for name, items in load(DATA).items() if not name.startswith(HELD_BACK) for item in items]
    added = [
        Labelled.model_validate_json(line) for path in extra for line in path.read_text(encoding="utf-8").splitlines() if line
    ]
    return [item for item in (*known, *added) if item.language == language]


def teach(lessons: Sequence[Lesson], items: Iterable[Labelled], codes: Callable[[str], Ints] = codes_of) -> Likeness:
    """The model that these lessons make; `items`: where the examples are taken from, `codes`: what it reads texts as."""
    rules = tuple(sorted({rule for lesson in lessons for rule in lesson.rules}))
    table = _table([codes(lesson.text) for lesson in lessons])
    weights, bias = _fitted(table, *_marks(lessons, rules))
    full = np.zeros((1 << BITS, len(rules) + 1), dtype=np.float32)
    full[table.features] = weights
    scale = np.maximum(np.abs(full).max(axis=0), 1e-9) / 127
    examples: dict[str, list[str]] = {}
    for item in items:
        for label in item.labels:
            examples.setdefault(label.rule, []).append(label.text)
    return Likeness(
        rules,
        np.rint(full / scale).astype(np.int8),
        scale.astype(np.float32),
        table.rarity,
        bias,
        {rule: tuple(dict.fromkeys(found)) for rule, found in sorted(examples.items())},
    )


Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Table:
    """Lessons by features, sparse, sorted by lesson; `order` sorts the same entries by feature."""

    lesson: Places
    column: Places
    value: Floats
    order: Places
    features: Places
    rarity: Floats
    lessons: int


def _table(lines: list[Ints]) -> _Table:
    found = [np.concatenate((singles(codes), pairs(codes))) for codes in lines]
    held = np.zeros(1 << BITS, dtype=np.int64)
    for features in found:
        held[np.unique(features)] += 1
    rarity = np.where(held, np.log((1 + len(lines)) / (1 + held)) + 1, 0).astype(np.float32)
    kept = np.flatnonzero(held > 1)
    place = np.full(1 << BITS, -1)
    place[kept] = np.arange(len(kept))
    rarity[held < 2] = np.float32(np.log(1 + len(lines)))
    lesson, column, value = [], [], []
    for number, features in enumerate(found):
        length = np.sqrt((rarity[features] ** 2).sum()) + 1e-6
        each, count = np.unique(features, return_counts=True)
        is_kept = place[each] >= 0
        lesson.append(np.full(int(is_kept.sum()), number))
        column.append(place[each[is_kept]])
        value.append((count * rarity[each] / length)[is_kept])
    columns = np.concatenate(column)
    return _Table(
        np.concatenate(lesson),
        columns,
        np.concatenate(value).astype(np.float32),
        np.argsort(columns, kind="stable"),
        kept,
        rarity,
        len(lines),
    )


def _marks(lessons: Sequence[Lesson], rules: Sequence[str]) -> tuple[Floats, Floats]:
    """What each lesson says of each rule and, last, of being marked at all; and how much that counts."""
    at = {rule: number for number, rule in enumerate(rules)}
    said = np.zeros((len(lessons), len(rules) + 1), dtype=np.float32)
    counts = np.ones_like(said)
    for number, lesson in enumerate(lessons):
        if lesson.only is not None:
            counts[number] = 0
            if lesson.only in at:
                counts[number, at[lesson.only]] = _COUNTS if lesson.rules else _PLAIN
        said[number, [at[rule] for rule in lesson.rules]] = 1
        said[number, -1] = bool(lesson.rules)
        if lesson.rules:
            counts[number, -1] = 1
        counts[number, [at[rule] for rule in lesson.unknown if rule in at]] = 0
        if lesson.unknown and not lesson.rules:
            counts[number, -1] = 0 if lesson.unknown != _OPEN else 1
    counts[said > 0] = np.minimum(counts[said > 0] * _COUNTS, _COUNTS)
    return said, counts


def _fitted(table: _Table, said: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Weights and bias of logistic regressions, one for each column of `said`, all at once, by accelerated gradient descent."""
    size, columns = len(table.features), said.shape[1]
    by_lesson = np.searchsorted(table.lesson, np.arange(table.lessons))
    by_feature = np.searchsorted(table.column[table.order], np.arange(size))
    feature_lesson, feature_value = table.lesson[table.order], table.value[table.order]

    def times(weights: Floats) -> Floats:
        return np.add.reduceat(weights[table.column] * table.value[:, None], by_lesson, axis=0)

    def back(gradient: Floats) -> Floats:
        return np.add.reduceat(gradient[feature_lesson] * feature_value[:, None], by_feature, axis=0)

    probe = np.ones((size, 1), dtype=np.float32)
    norm = 1.0
    for _ in range(12):
        probe = back(times(probe))
        norm = float(np.linalg.norm(probe))
        probe /= norm
    step = 1 / (0.33 * norm + 1 / _GENTLE)
    weights = ahead = np.zeros((size, columns), dtype=np.float32)
    bias = ahead_bias = np.full(columns, -3, dtype=np.float32)
    pace = 1.0
    for _ in range(_ROUNDS):
        gap = (1 / (1 + np.exp(-(times(ahead) + ahead_bias))) - said) * counts
        following = ahead - step * (back(gap) + ahead / _GENTLE)
        following_bias = ahead_bias - 4 / table.lessons * gap.sum(axis=0)
        swing = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = (following + (pace - 1) / swing * (following - weights)).astype(np.float32)
        ahead_bias = (following_bias + (pace - 1) / swing * (following_bias - bias)).astype(np.float32)
        weights, bias, pace = following.astype(np.float32), following_bias.astype(np.float32), float(swing)
    return weights, bias


def lessons(items: Iterable[Labelled], language: TextLanguage) -> Iterator[Lesson]:
    """Everything there is to learn of a language."""
    rules = load_folder(knowledge_dir() / "rules")
    own = [lesson for rule in rules for lesson in lessons_of_rule(rule)]
    yield from (lesson for item in items for lesson in lessons_of(item))
    yield from (lesson for lesson in (*own, *lessons_of_catalogue()) if _is_in(lesson.text, language))
    yield from faithful(language)


def _is_in(text: str, language: TextLanguage) -> bool:
    return any(char >= "\u4e00" for char in text) == (language == "zh")


def main(extra: Sequence[Path], folder: Path) -> None:
    """Teach and keep both models."""
    ways: tuple[tuple[TextLanguage, Callable[[str], Ints], str], ...] = (("en", word_codes, ENGLISH), ("zh", codes_of, FILE))
    for language, codes, name in ways:
        items = texts(extra, language)
        learnt = list(lessons(items, language))
        write_likeness(teach(learnt, items, codes), folder / name)
        print(f"{language}: {len(items)} texts, {len(learnt)} sentences")


if __name__ == "__main__":
    main([*map(Path, sys.argv[1:])], knowledge_dir() / "rules")
