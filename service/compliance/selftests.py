"""The self-tests that every rule carries in its own file."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.compliance.checker import check
from service.compliance.rulefiles import load_rules
from service.compliance.schemas import Grade, Hit, Miss, Rule
from service.findings import Severity

_SEVERITY: dict[Grade, Severity] = {"block": Severity.ERROR, "legal": Severity.WARNING, "advise": Severity.SUGGESTION}


@dataclass(frozen=True, slots=True)
class Failure:
    """A self-test that does not hold: what was expected of the text, and what was found."""

    rule: str
    text: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


def run_self_tests() -> list[Failure]:
    """Every self-test of every shipped rule that does not hold; empty when all do."""
    return [failure for rule in load_rules() for test in rule.tests.cases() if (failure := run_self_test(rule, test))]


def run_self_test(rule: Rule, test: Hit | Miss) -> Failure | None:
    """The failure of one self-test of one rule, None when it holds."""
    findings = check(test.text, test.context.context(), (rule,))
    found = tuple(finding.text for finding in findings)
    expected = test.spans if isinstance(test, Hit) else ()
    graver = tuple(_wrong_severity(test, [finding.severity for finding in findings])) if isinstance(test, Hit) else ()
    if found == expected and not graver:
        return None
    return Failure(rule.id, test.text, expected, (*found, *graver))


def _wrong_severity(test: Hit, found: list[Severity]) -> Iterator[str]:
    if test.severity is not None:
        yield from (severity.value for severity in found if severity is not _SEVERITY[test.severity])
