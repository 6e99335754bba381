"""Every rule's own self-tests, and what the shipped rules must say about themselves."""

import pytest

from service.compliance.loader import load_folder, run_self_test, run_self_tests, shipped
from service.compliance.schemas import Hit, Miss, SourceRule
from service.resources import knowledge_dir

RULES = load_folder(knowledge_dir() / "rules", compile_all=True)
SELF_TESTS = [
    pytest.param(rule, test, id=f"{rule.id}-{'hit' if isinstance(test, Hit) else 'miss'}-{index}")
    for rule in RULES
    for index, test in enumerate(rule.tests.cases())
]


@pytest.mark.parametrize(("rule", "test"), SELF_TESTS)
def test_a_rule_meets_its_hits_and_leaves_its_misses(rule: SourceRule, test: Hit | Miss) -> None:
    assert run_self_test(rule, test) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_tested_in_both_languages(rule: SourceRule) -> None:
    texts = [test.text for test in rule.tests.cases()]
    assert any(text.isascii() for text in texts)
    assert any(not text.isascii() for text in texts)


def test_no_self_test_fails() -> None:
    assert run_self_tests(RULES) == []


def test_the_shipped_pack_holds_the_tested_rules() -> None:
    assert [rule.id for rule in shipped().rules] == [rule.id for rule in RULES]


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
