"""Reads the sets of notes and compares with what a person listed; `firstword eval intake`."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evals.scorers.intake import IntakeSample, IntakeScore, score
from service.i18n import UiLanguage
from service.intake.briefing import take_in
from service.intake.schemas import IntakeRequest, Note

DATA = Path(__file__).resolve().parents[1] / "datasets" / "intake" / "notes.jsonl"
SCHEMA = "firstword.eval.intake/1"
# Below these the exit code is 1; the first reading of these notes gave 0.92 and 0.56.
LEAST_RECALL, LEAST_PRECISION = 0.9, 0.6
# The notes name days without a year; comparisons need one.
_TODAY = date(2026, 4, 18)


def report(*, which: str, misses: bool, as_json: bool, workers: int, language: UiLanguage) -> tuple[str, int]:
    """The page of a run and its exit code; there is one set, and it is read in a second by one process."""
    del which, workers
    samples = load()
    scores = [read(sample) for sample in samples]
    figures = figures_of(scores)
    failed = figures["recall"] < LEAST_RECALL or figures["precision"] < LEAST_PRECISION
    if as_json:
        told = {"schema": SCHEMA, "figures": figures, "samples": {s.id: c.missed for s, c in zip(samples, scores, strict=True)}}
        return json.dumps(told, ensure_ascii=False, indent=2), int(failed)
    lines = [f"{name:<22} {value:.2f}" for name, value in figures.items()]
    if misses:
        for sample, counts in zip(samples, scores, strict=True):
            lines += [f"{sample.id} - {words}" for words in (*counts.missed, *counts.missed_pairs)]
            lines += [f"{sample.id} + {words}" for words in counts.extra]
    heading = "整理笔记" if language == "zh" else "Reading notes"
    return "\n".join([f"{heading}: {len(samples)}", *lines]), int(failed)


def load() -> list[IntakeSample]:
    """Every set of notes."""
    return [IntakeSample.model_validate(json.loads(line)) for line in DATA.read_text(encoding="utf-8").splitlines() if line]


def read(sample: IntakeSample) -> IntakeScore:
    """One set read by rules."""
    notes = tuple(Note(name=name, text=text) for name, text in sample.files.items())
    return score(sample, take_in(IntakeRequest(notes=notes), "zh", _TODAY))


def figures_of(scores: Sequence[IntakeScore]) -> dict[str, float]:
    """Shares over all sets; `pairs shown for one` counts pairs a person looks at for each that is a contradiction."""
    facts, candidates = sum(item.facts for item in scores), sum(item.candidates for item in scores)
    pairs, found = sum(item.pairs for item in scores), sum(item.pairs_found for item in scores)
    return {
        "recall": sum(item.found for item in scores) / facts,
        "precision": sum(item.wanted for item in scores) / candidates,
        "contradictions found": found / pairs,
        "pairs shown for one": sum(item.pairs_shown for item in scores) / max(1, found),
        "kind guessed": sum(item.is_kind for item in scores) / len(scores),
        "quotes exact": sum(item.is_exact for item in scores) / len(scores),
    }
