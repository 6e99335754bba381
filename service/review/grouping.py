"""Findings as a reviewer decides them: by rule, gravest first, so that one screen asks few questions. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.findings import Severity
from service.review.policy import DecidedFinding

FIRST_SCREEN = 5
_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.SUGGESTION: 2}


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding and its number in the text, from 1."""

    number: int
    row: DecidedFinding


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one rule, of one severity and on one basis, that can be decided alike; never empty."""

    rule: str
    severity: Severity
    basis: str | None
    members: tuple[NumberedFinding, ...]

    @property
    def message(self) -> str:
        """The one reason of all of them; empty where each has its own."""
        told = {member.row.finding.message for member in self.members}
        return told.pop() if len(told) == 1 else ""


@dataclass(frozen=True, slots=True)
class Questions:
    """What a reviewer is asked of a text.

    Attributes:
        first: at most `FIRST_SCREEN` groups with something to decide, gravest first.
        further: the other groups with something to decide.
        suggestions: advice; nothing has to be decided about it.
        settled: errors and warnings whose decision holds.
    """

    first: tuple[FindingGroup, ...]
    further: tuple[FindingGroup, ...]
    suggestions: tuple[FindingGroup, ...]
    settled: tuple[FindingGroup, ...]


def questions(findings: Sequence[DecidedFinding]) -> Questions:
    """The findings of a text as questions."""
    numbered = [NumberedFinding(number, row) for number, row in enumerate(findings, 1)]
    advice = [item for item in numbered if item.row.finding.severity is Severity.SUGGESTION]
    others = [item for item in numbered if item.row.finding.severity is not Severity.SUGGESTION]
    asked = _grouped([item for item in others if item.row.is_open])
    return Questions(
        first=asked[:FIRST_SCREEN],
        further=asked[FIRST_SCREEN:],
        suggestions=_grouped(advice),
        settled=_grouped([item for item in others if not item.row.is_open]),
    )


def _grouped(items: Sequence[NumberedFinding]) -> tuple[FindingGroup, ...]:
    groups: dict[tuple[str, Severity, str | None], list[NumberedFinding]] = {}
    for item in items:
        found = item.row.finding
        groups.setdefault((found.rule, found.severity, found.basis), []).append(item)
    made = [FindingGroup(rule, severity, basis, tuple(members)) for (rule, severity, basis), members in groups.items()]
    return tuple(sorted(made, key=lambda group: (_GRAVITY[group.severity], group.members[0].number)))
