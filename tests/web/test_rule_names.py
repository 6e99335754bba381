"""What rules are called in front of people."""

import pytest

from service.compliance.pack import shipped
from service.web.rule_names import rule_name


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("ungrounded-promise", "承诺没有依据", "Promise without support"),
        ("missing-issuer", "缺少落款单位", "No signature"),
        ("missing-quantity", "缺少应有的内容", "A required part is missing"),
        ("a-brands-own", "a-brands-own", "a-brands-own"),
    ],
)
def test_a_finding_s_rule_is_named(rule: str, zh: str, en: str) -> None:
    assert (rule_name("zh", rule), rule_name("en", rule)) == (zh, en)


def test_a_rule_of_the_catalogue_is_called_by_its_title() -> None:
    rule = shipped().rules[0]
    assert rule_name("zh", rule.id) == rule.title.zh
    assert [known.id for known in shipped().rules if rule_name("en", known.id) == known.id] == []
