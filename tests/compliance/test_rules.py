"""Every rule's own self-tests, and what the shipped rules must say about themselves."""

import pytest

from service.compliance.loader import digest, load_folder, load_rules, run_self_test, run_self_tests
from service.compliance.schemas import Hit, Miss, Rule
from service.resources import knowledge_dir

RULES = load_rules()
SELF_TESTS = [
    pytest.param(rule, test, id=f"{rule.id}-{'hit' if isinstance(test, Hit) else 'miss'}-{index}")
    for rule in RULES
    for index, test in enumerate(rule.tests.cases())
]


@pytest.mark.parametrize(("rule", "test"), SELF_TESTS)
def test_a_rule_meets_its_hits_and_leaves_its_misses(rule: Rule, test: Hit | Miss) -> None:
    assert run_self_test(rule, test) is None


def test_the_twelve_rules_are_shipped() -> None:
    assert {rule.id for rule in RULES} >= {
        "ad-absolute-superlative", "ad-medical-claim", "ad-state-organ-endorsement", "cause-speculation", "compensation-overpromise",
        "conditional-apology", "pii-disclosure", "premature-liability-admission", "threaten-critics", "unsupported-conformity",
        "unsupported-safety-absolute", "victim-blaming",
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_tested_in_both_languages(rule: Rule) -> None:
    texts = [test.text for test in rule.tests.cases()]
    assert any(text.isascii() for text in texts)
    assert any(not text.isascii() for text in texts)


def test_every_expression_of_every_rule_compiles() -> None:
    assert load_folder(knowledge_dir() / "rules", compile_all=True) == RULES


def test_no_self_test_fails() -> None:
    assert run_self_tests() == []


def test_a_broken_self_test_is_reported_with_what_was_found() -> None:
    rule = RULES[0]
    failure = run_self_test(rule, Hit(text="没有什么可说的。", spans=("最好",)))
    assert failure is not None
    assert (failure.rule, failure.expected, failure.found) == (rule.id, ("最好",), ())


def test_a_self_test_with_another_severity_is_reported() -> None:
    rule = next(rule for rule in RULES if rule.id == "conditional-apology")
    failure = run_self_test(rule, Hit(text="如有冒犯，敬请见谅。", spans=("如有冒犯",), severity="block"))
    assert failure is not None
    assert failure.found == ("如有冒犯", "suggestion")


def test_the_digest_names_its_method_and_is_stable() -> None:
    assert digest().startswith("sha256:")
    assert digest() == digest()
