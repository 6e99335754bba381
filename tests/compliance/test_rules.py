"""Every rule's own self-tests, and what the shipped rules must say about themselves."""

import pytest

from service.compliance.loader import run_self_test, run_self_tests, shipped
from service.compliance.rulefiles import rule_files
from service.compliance.schemas import Hit
from tests.compliance.from_files import FOLDER, rules

IDS = sorted(path.stem for path in rule_files(FOLDER))


def test_there_is_a_rule_for_every_file() -> None:
    assert sorted(rules()) == IDS


@pytest.mark.parametrize("ident", IDS)
def test_a_rule_meets_its_hits_and_leaves_its_misses(ident: str) -> None:
    assert run_self_tests([rules()[ident]]) == []


@pytest.mark.parametrize("ident", IDS)
def test_every_rule_is_tested_in_both_languages(ident: str) -> None:
    texts = [test.text for test in rules()[ident].tests.cases()]
    assert any(text.isascii() for text in texts)
    assert any(not text.isascii() for text in texts)


def test_the_shipped_pack_holds_the_tested_rules() -> None:
    assert [rule.id for rule in shipped().rules] == sorted(rules())


def test_a_broken_self_test_is_reported_with_what_was_found() -> None:
    rule = rules()[IDS[0]]
    failure = run_self_test(rule, Hit(text="没有什么可说的。", spans=("最好",)))
    assert failure is not None
    assert (failure.rule, failure.expected, failure.found) == (rule.id, ("最好",), ())


def test_a_self_test_with_another_severity_is_reported() -> None:
    rule = rules()["conditional-apology"]
    failure = run_self_test(rule, Hit(text="如有冒犯，敬请见谅。", spans=("如有冒犯",), severity="block"))
    assert failure is not None
    assert failure.found == ("如有冒犯", "suggestion")
