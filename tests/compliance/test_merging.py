"""Of one rule the widest of overlapping places, of two rules the more specific."""

from typing import Any

from service.compliance.checker import check
from service.compliance.cues import Ruleset
from service.compliance.schemas import CheckContext, Rule

REFERENCE = {"instrument": {"zh": "《法》", "en": "Law"}, "article": {"zh": "第一条", "en": "art. 1"}, "verified": True}


def rule(ident: str, *regexes: str, **more: Any) -> Rule:
    patterns = [{"regex": regex, "cue": ["奶"]} for regex in regexes]
    return Rule.model_validate(
        {
            "id": ident,
            "title": {"zh": f"题{ident}", "en": f"title {ident}"},
            "group": "A",
            "severity": "block",
            "basis": {"references": [REFERENCE]},
            "message": {"zh": "不行。", "en": "No."},
            "suggestion": {"zh": "改。", "en": "Change."},
            "kind": {"name": "existence", "patterns": {"zh": patterns}},
            **more,
        }
    )


NOTHING_KNOWN = CheckContext()


def found(text: str, *rules: Rule, context: CheckContext = NOTHING_KNOWN) -> list[tuple[str, str]]:
    return [(finding.rule, finding.text) for finding in check(text, context, Ruleset(rules), is_bare=True)]


def test_the_widest_of_overlapping_places_of_one_rule_stands() -> None:
    assert found("我们的好牛奶在这里。", rule("a-a", "牛奶", "好牛奶", "奶在")) == [("a-a", "好牛奶")]


def test_places_apart_are_both_reported() -> None:
    assert found("牛奶和羊奶。", rule("a-a", "[牛羊]奶")) == [("a-a", "牛奶"), ("a-a", "羊奶")]


def test_a_rule_yields_to_a_more_specific_one_which_names_it() -> None:
    general, specific = rule("a-a", "好牛奶", yields_to=["b-b"]), rule("b-b", "牛奶")
    (finding,) = check("好牛奶。", CheckContext(), Ruleset((general, specific)))
    assert finding.rule == "b-b"
    assert "题a-a (a-a)" in finding.message


def test_a_rule_does_not_yield_elsewhere() -> None:
    general, specific = rule("a-a", "[牛羊]奶", yields_to=["b-b"]), rule("b-b", "牛奶")
    assert found("牛奶和羊奶。", general, specific) == [("b-b", "牛奶"), ("a-a", "羊奶")]


def test_two_rules_may_report_one_place() -> None:
    assert found("牛奶。", rule("a-a", "牛奶"), rule("b-b", "牛奶")) == [("a-a", "牛奶"), ("b-b", "牛奶")]


class TestWhereARuleApplies:
    def test_only_in_its_languages(self) -> None:
        english = rule("a-a", "牛奶", languages=["en"])
        assert found("牛奶。", english) == []
        assert found("牛奶。", english, context=CheckContext(language="en")) == [("a-a", "牛奶")]

    def test_only_in_its_jurisdictions_or_where_none_is_named(self) -> None:
        foreign = rule("a-a", "牛奶", jurisdictions=["US"])
        assert found("牛奶。", foreign) == [("a-a", "牛奶")]
        assert found("牛奶。", foreign, context=CheckContext(jurisdiction="US")) == [("a-a", "牛奶")]
        assert found("牛奶。", foreign, context=CheckContext(jurisdiction="CN")) == []

    def test_only_in_its_kinds_of_statement(self) -> None:
        copy = rule("a-a", "牛奶", statements={"only": ["copy"]})
        assert found("牛奶。", copy) == [("a-a", "牛奶")]
        assert found("牛奶。", copy, context=CheckContext(statement="apology")) == []
