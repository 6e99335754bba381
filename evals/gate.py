"""Holds the comparison of models against the last accepted figures, offline; `make eval-gate`, and a test in CI.

A figure may get better freely and worse by no more than its tolerance; what must never stand in a final text has none.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from evals.scorers.figures import figures_of
from evals.tasks.models import known, run
from service.errors import ServiceError
from service.i18n import Localized
from service.strict import Strict

BASELINE = Path(__file__).parent / "baseline.json"
Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a figure may move: which way is better, and by how much it may get worse."""

    higher_is_better: bool
    tolerance: float


RULES = {
    "statements": Rule(higher_is_better=True, tolerance=0),
    "inventions": Rule(higher_is_better=False, tolerance=0),
    "planted": Rule(higher_is_better=False, tolerance=0),
    "leaks": Rule(higher_is_better=False, tolerance=0),
    "above_ceiling": Rule(higher_is_better=False, tolerance=0),
    "rule_errors": Rule(higher_is_better=False, tolerance=0),
    "missing": Rule(higher_is_better=False, tolerance=0),
    "forbidden": Rule(higher_is_better=False, tolerance=1),
    "labelled": Rule(higher_is_better=True, tolerance=0.13),
    "kept": Rule(higher_is_better=True, tolerance=0.03),
    "models": Rule(higher_is_better=True, tolerance=0.03),
    "cliches": Rule(higher_is_better=False, tolerance=0.05),
}


class Baseline(Strict):
    """The last accepted figures, by model."""

    models: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that got worse than it may, or a model that is gone (`now` is None)."""

    model: str
    figure: str
    was: float
    now: float | None

    def __str__(self) -> str:
        return f"{self.model}  {self.figure}: {self.was:g} → {'–' if self.now is None else f'{self.now:g}'}"


def falls(now: Figures, baseline: Figures) -> list[Fall]:
    """What got worse than it may."""
    found = []
    for model, was in baseline.items():
        for name, rule in RULES.items():
            value = now.get(model, {}).get(name)
            worse = 0.0 if value is None else (was[name] - value) * (1 if rule.higher_is_better else -1)
            # Shares are rounded to four digits.
            if value is None or worse > rule.tolerance + 1e-4:
                found.append(Fall(model, name, was[name], value))
    return found


def measure() -> dict[str, dict[str, float]]:
    """The figures of this moment, from the recorded answers."""
    return {
        model: {name: row[name] for name in RULES} for model, row in figures_of([item.score for item in run(known())]).items()
    }


def accepted(path: Path = BASELINE) -> dict[str, dict[str, float]]:
    """The last accepted figures.

    Raises:
        ServiceError: the file cannot be used.
    """
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8")).models
    except (OSError, ValidationError) as error:
        raise ServiceError(Localized(zh=f"{path.name} 读不了：{error}", en=f"{path.name} cannot be read: {error}")) from error


def main() -> int:
    """Compare and say so; 1 when something fell. `--write` accepts the figures of this moment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="accept the present figures; judge the change as a diff")
    if parser.parse_args().write:
        told = json.dumps(Baseline(models=measure()).model_dump(), ensure_ascii=False, indent=1)
        BASELINE.write_text(told + "\n", encoding="utf-8")
        return 0
    found = falls(measure(), accepted())
    print("\n".join(map(str, found)) or "no figure fell")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
