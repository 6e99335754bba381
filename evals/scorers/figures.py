"""Scores of statements put together by model: counts added up, shares averaged."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.models.drafting import Drafted
from evals.scorers.drafting import DraftScore


@dataclass(frozen=True, slots=True)
class Row:
    """A statement and its scores."""

    drafted: Drafted
    score: DraftScore


def figures_of(scores: Sequence[DraftScore]) -> dict[str, dict[str, float]]:
    """Counts added up, and shares averaged, by model."""
    return {model: _figures([item for item in scores if item.model == model]) for model in dict.fromkeys(s.model for s in scores)}


def _figures(scores: Sequence[DraftScore]) -> dict[str, float]:
    counted = ("inventions", "planted", "leaks", "missing", "forbidden", "above_ceiling", "rule_errors", "repairs")
    raw = [item.raw_inventions for item in scores if item.raw_inventions is not None]
    found: dict[str, float] = {"statements": len(scores), "raw_inventions": sum(raw)}
    found |= {name: sum(getattr(item, name) for item in scores) for name in counted}
    found |= {"labelled": _mean([float(item.labelled) for item in scores]), "models": _mean([item.models for item in scores])}
    found |= {"kept": _mean([item.kept for item in scores if item.kept is not None])}
    found |= {name: _mean([getattr(item, name) for item in scores]) for name in ("length", "cliches", "distance")}
    found["stale"] = sum(item.stale for item in scores)
    return found


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
