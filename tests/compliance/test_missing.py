"""Rules about what a notice must say, and about wordings of such notices that are wrong in themselves."""

from typing import Any

import pytest
from pydantic import ValidationError

from service.compliance.checker import check
from service.compliance.cues import Ruleset
from service.compliance.schemas import CheckContext, Rule
from service.findings import Severity

MISLEADING = {
    "patterns": {"en": [{"regex": "(?P<span>goodwill (?P<what>swap|exchange))", "cue": ["goodwill"]}]},
    "message": {"zh": "“{text}”不是召回。", "en": "“{text}” hides the recall."},
    "suggestion": {"zh": "写召回。", "en": "Say recall, not {what|that}."},
}


def rule(**kind: Any) -> Rule:
    return Rule.model_validate(
        {
            "id": "a-a",
            "title": {"zh": "题", "en": "title"},
            "group": "E",
            "severity": "legal",
            "basis": {
                "references": [{"instrument": {"zh": "《法》", "en": "Law"}, "article": {"zh": "", "en": ""}, "verified": True}]
            },
            "message": {"zh": "缺少：{missing}。", "en": "It lacks: {missing}."},
            "suggestion": {"zh": "补上：{missing}。", "en": "Add: {missing}."},
            "kind": {
                "name": "missing",
                "plan": "recall_plan",
                "patterns": {"en": [{"regex": "recall", "cue": ["recall"]}]},
                "parts": [
                    {"name": {"zh": "危害", "en": "the hazard"}, "present": {"en": "hazard"}},
                    {
                        "name": {"zh": "联系方式", "en": "a contact"},
                        "article": {"zh": "第二条", "en": "s. 2"},
                        "present": {"en": r"\bcall"},
                    },
                ],
                "misleading": MISLEADING,
                **kind,
            },
            "languages": ["en"],
        }
    )


def found(text: str, the_rule: Rule | None = None, context: CheckContext | None = None) -> list[tuple[str, str]]:
    ruleset = Ruleset((the_rule or rule(),))
    return [(finding.text, finding.message) for finding in check(text, context or CheckContext(), ruleset)]


def test_the_announcing_sentence_is_reported_once_with_what_is_missing() -> None:
    assert found("Hello. We recall the kettle. The recall is on.") == [
        ("We recall the kettle", "It lacks: the hazard, a contact (s. 2).")
    ]


def test_a_complete_notice_is_left_alone() -> None:
    assert found("We recall the kettle. Hazard: steam. Call us.") == []


def test_fewer_missing_parts_than_asked_for_are_left_alone() -> None:
    assert found("We recall the kettle. Call us.", rule(at_least=2)) == []


def test_a_misleading_wording_is_reported_with_its_own_message_though_nothing_is_missing() -> None:
    text = "We recall the kettle. Hazard: steam. Call us about the goodwill swap and the goodwill exchange."
    (one, other) = check(text, CheckContext(), Ruleset((rule(),)))
    assert (one.text, other.text) == ("goodwill swap", "goodwill exchange")
    assert one.message == "“goodwill swap” hides the recall."
    assert one.suggestion == "Say recall, not swap."
    assert one.severity is Severity.WARNING


def test_a_misleading_wording_inside_the_announcement_is_not_reported_twice() -> None:
    assert [text for text, _ in found("We recall the kettle in a goodwill swap.")] == ["We recall the kettle in a goodwill swap"]


def test_a_full_notice_elsewhere_does_not_excuse_a_misleading_wording() -> None:
    full = CheckContext(recall_plan="full")
    assert [text for text, _ in found("We recall the kettle. It is a goodwill swap.", context=full)] == ["goodwill swap"]


def test_a_misleading_wording_needs_defaults_for_its_placeholders() -> None:
    with pytest.raises(ValidationError, match="needs a default"):
        rule(misleading={**MISLEADING, "message": {"zh": "{what}", "en": "{what}"}})
