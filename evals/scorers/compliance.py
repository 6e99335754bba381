"""How one text is scored: which expected findings were made, which findings nobody expected."""

from dataclasses import dataclass

from evals.compliance.dataset import Expected, Labelled, place_of
from service.compliance.checker import check
from service.compliance.cues import Ruleset
from service.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """A rule and a span with its words."""

    rule: str
    start: int
    end: int
    text: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class TextScore:
    """What the checker made of one text.

    Attributes:
        found: expected findings that were made. missed: those that were not. false: findings nobody expected.
        is_flagged: it has any finding that is not merely tolerated.
        is_alarmed: it has an error or a warning that is not merely tolerated.
    """

    id: str
    language: str
    is_dirty: bool
    is_evasive: bool
    is_flagged: bool
    is_alarmed: bool
    found: tuple[Place, ...]
    missed: tuple[Place, ...]
    false: tuple[Place, ...]


def score(item: Labelled, ruleset: Ruleset | None = None) -> TextScore:
    """The score of one text, under the shipped rules or others.

    A finding answers a label when its rule is the label's, or one the label allows, and their spans share a character.
    """
    findings = check(item.text, item.known(), ruleset)
    expected = [(label, place_of(label, item.text) or (0, 0)) for label in item.labels]
    tolerated = [(label, place_of(label, item.text) or (0, 0)) for label in item.tolerated]
    found: list[Place] = []
    missed: list[Place] = []
    answered: set[int] = set()
    for label, span in expected:
        answers = [index for index, finding in enumerate(findings) if _answers(finding, label, span)]
        answered.update(answers)
        (found if answers else missed).append(Place(label.rule, *span, label.text))
    loose = [finding for index, finding in enumerate(findings) if index not in answered]
    false = [finding for finding in loose if not any(_answers(finding, label, span) for label, span in tolerated)]
    counted = [finding for index, finding in enumerate(findings) if index in answered or finding in false]
    return TextScore(
        id=item.id,
        language=item.language,
        is_dirty=bool(expected),
        is_evasive=item.evasion is not None,
        is_flagged=bool(counted),
        is_alarmed=any(finding.severity is not Severity.SUGGESTION for finding in counted),
        found=tuple(found),
        missed=tuple(missed),
        false=tuple(Place(f.rule, f.start, f.end, f.text, f.severity.value) for f in false),
    )


def _answers(finding: Finding, label: Expected, span: tuple[int, int]) -> bool:
    return finding.rule in {label.rule, *label.may} and finding.start < span[1] and span[0] < finding.end
