"""Findings as a reviewer decides them: phrase by phrase and by rule, gravest first, so that one screen asks few questions. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.findings import Severity
from service.review.policy import DecidedFinding

FIRST_SCREEN = 5
# What is longer is a passage that holds phrases, not a phrase. In code points.
_LONGEST_PHRASE = 80
_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.SUGGESTION: 2}


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding and its number in the text, from 1."""

    number: int
    row: DecidedFinding


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that are one decision: all of one phrase, and those of other phrases with which the same is wrong; never empty.

    Attributes:
        rules: what is wrong with each phrase; several where rules meet in one phrase.
        severity: the gravest.
        basis: of all; None where there is none, or more than one.
    """

    rules: tuple[str, ...]
    severity: Severity
    basis: str | None
    members: tuple[NumberedFinding, ...]

    @property
    def name(self) -> str:
        """Unlike that of any other group of the text."""
        return f"{self.rules[0]}-{self.members[0].number}"

    @property
    def message(self) -> str:
        """The one reason of all of them; empty where each has its own."""
        told = {member.row.finding.message for member in self.members}
        return told.pop() if len(told) == 1 else ""

    @property
    def phrase(self) -> str:
        """The words in which several rules meet; empty where it is one rule's."""
        return max((member.row.finding.text for member in self.members), key=len) if len(self.rules) > 1 else ""


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
    """Phrases with which the same is wrong, together."""
    alike: dict[tuple[tuple[str, Severity, str | None], ...], list[NumberedFinding]] = {}
    for members in _phrases(items):
        wrong = {(item.row.finding.rule, item.row.finding.severity, item.row.finding.basis) for item in members}
        alike.setdefault(tuple(sorted(wrong, key=_order)), []).extend(members)
    made = [_group(tuple(sorted(members, key=lambda item: item.number))) for members in alike.values()]
    return tuple(sorted(made, key=lambda group: (_GRAVITY[group.severity], group.members[0].number)))


def _phrases(items: Sequence[NumberedFinding]) -> list[list[NumberedFinding]]:
    """The findings whose words overlap, together; one of no words or of a whole passage alone."""
    found: list[list[NumberedFinding]] = []
    end = 0
    for item in sorted(items, key=lambda item: (item.row.finding.start, item.number)):
        span = item.row.finding
        if not 0 < span.end - span.start <= _LONGEST_PHRASE:
            found.insert(0, [item])
        elif found and span.start < end:
            found[-1].append(item)
            end = max(end, span.end)
        else:
            found.append([item])
            end = span.end
    return found


def _group(members: tuple[NumberedFinding, ...]) -> FindingGroup:
    ranked = sorted(members, key=lambda item: _GRAVITY[item.row.finding.severity])
    rules = tuple(dict.fromkeys(item.row.finding.rule for item in ranked))
    bases = {item.row.finding.basis for item in members}
    return FindingGroup(rules, ranked[0].row.finding.severity, bases.pop() if len(bases) == 1 else None, members)


def _order(wrong: tuple[str, Severity, str | None]) -> tuple[str, str, str]:
    rule, severity, basis = wrong
    return rule, severity.value, basis or ""
