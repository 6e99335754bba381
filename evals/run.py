"""Drafts every sample brief offline and scores the statements; `make eval`.

Scores are counts, not averages: an invention, a missing fact and a wrong level are each one too many, and fail the run.
"""

import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.briefs import IncidentBrief, Status
from service.briefs.loader import load_brief
from service.config import Settings
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import DraftResult
from service.findings import Layer, Severity

BRIEFS = Path(__file__).parent / "briefs"


@dataclass(frozen=True, slots=True)
class Score:
    """What one brief's result shows; every number but `statements` should be zero for a complete brief."""

    name: str
    statements: int
    wrong_level: int
    inventions: int
    rule_errors: int
    warnings: int
    gaps: int
    facts_left_out: int

    @property
    def failed(self) -> bool:
        """Whether something stands that must not."""
        gaps = self.gaps if not self.name.endswith("-incomplete") else 0
        return bool(self.wrong_level or self.inventions or self.rule_errors or self.facts_left_out or gaps)


def score(name: str, brief: IncidentBrief, result: DraftResult, level: str) -> Score:
    """The score of one result."""
    findings = [finding for item in result.statements for finding in item.findings]
    used = {ident for item in result.statements for segment in item.segments for ident in segment.basis}
    long = any(item.statement in {"holding_statement", "faq"} and item.channel != "x" for item in result.statements)
    confirmed = {fact.id for fact in brief.facts_with(Status.CONFIRMED)}
    return Score(
        name=name,
        statements=len(result.statements),
        wrong_level=int(result.assessment.level != level),
        inventions=sum(f.layer is Layer.GROUNDING for f in findings),
        rule_errors=sum(f.layer is not Layer.GROUNDING and f.severity is Severity.ERROR for f in findings),
        warnings=sum(f.severity is Severity.WARNING for f in findings),
        gaps=sum(len(item.gaps) for item in result.statements),
        facts_left_out=len(confirmed - used) if long else 0,
    )


def run(paths: Iterable[Path]) -> list[Score]:
    """Scores of all briefs."""
    levels = json.loads((BRIEFS / "levels.json").read_text(encoding="utf-8"))
    scores = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        for path in paths:
            brief = load_brief(path.read_bytes(), path.name)
            result = draft(brief, DraftOptions(offline=True), settings)
            scores.append(score(path.stem, brief, result, levels[path.stem]["level"]))
    return scores


def main() -> int:
    """Print the table; 1 when something failed."""
    scores = run(sorted(BRIEFS.glob("*.yml")))
    columns = ("statements", "wrong_level", "inventions", "rule_errors", "warnings", "gaps", "facts_left_out")
    print(f"{'brief':40}" + "".join(f"{name:>15}" for name in columns))
    for item in scores:
        print(f"{item.name:40}" + "".join(f"{getattr(item, name):>15}" for name in columns) + ("  FAILED" if item.failed else ""))
    print(f"{'total':40}" + "".join(f"{sum(getattr(s, name) for s in scores):>15}" for name in columns))
    return int(any(item.failed for item in scores))


if __name__ == "__main__":
    sys.exit(main())
