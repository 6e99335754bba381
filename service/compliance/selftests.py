"""The self-tests that every rule carries in its own file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.compliance.checker import SEVERITY, check
from service.compliance.cues import Ruleset
from service.compliance.schemas import Hit, Miss, Rule, SourceRule
from service.findings import Severity


@dataclass(frozen=True, slots=True)
class Failure:
    """A self-test that does not hold: what was expected of the text, and what was found."""

    rule: str
    text: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


def run_self_tests(rules: Iterable[SourceRule]) -> list[Failure]:
    """Every self-test of these rules that does not hold; empty when all do."""
    failures: list[Failure] = []
    for rule in rules:
        alone = Ruleset((rule,))
        failures += [failure for test in rule.tests.cases() if (failure := run_self_test(rule, test, alone))]
    return failures


def run_self_test(rule: Rule, test: Hit | Miss, alone: Ruleset | None = None) -> Failure | None:
    """The failure of one self-test of one rule, None when it holds. `alone`: the rule by itself, made once for all its tests."""
    findings = check(test.text, test.context.context(), alone or Ruleset((rule,)), is_bare=True)
    found = tuple(finding.text for finding in findings)
    expected = test.spans if isinstance(test, Hit) else ()
    graver = tuple(_wrong_severity(test, [finding.severity for finding in findings])) if isinstance(test, Hit) else ()
    if found == expected and not graver:
        return None
    return Failure(rule.id, test.text, expected, (*found, *graver))


def _wrong_severity(test: Hit, found: list[Severity]) -> Iterator[str]:
    if test.severity is not None:
        yield from (severity.value for severity in found if severity is not SEVERITY[test.severity])
