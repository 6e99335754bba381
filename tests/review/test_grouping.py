"""Findings as decisions: a phrase is decided once, and what is wrong alike is decided together."""

from service.findings import Finding, Severity
from service.models import DecisionKind
from service.review.grouping import questions
from service.review.policy import DecidedFinding

TEXT = "我们的底料绝对安全，全国第一。本店已停业。底料全国第一。"


def _found(rule: str, words: str, *, nth: int = 0, severity: Severity = Severity.ERROR, basis: str | None = None) -> Finding:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Finding(
        layer="rules",
        rule=rule,
        severity=severity,
        start=start,
        end=start + len(words),
        text=words,
        message=f"{rule}: {words}",
        basis=basis,
    )


def _asked(*findings: Finding) -> list[tuple[tuple[str, ...], list[str]]]:
    rows = [DecidedFinding(str(number), found) for number, found in enumerate(findings)]
    return [(group.rules, [item.row.finding.text for item in group.members]) for group in questions(rows).first]


class TestOnePhrase:
    def test_that_breaks_several_rules_is_one_decision(self) -> None:
        asked = _asked(
            _found("safety", "绝对安全"), _found("absolute", "绝对"), _found("first", "第一", severity=Severity.WARNING)
        )
        assert asked == [(("safety", "absolute"), ["绝对安全", "绝对"]), (("first",), ["第一"])]

    def test_is_as_grave_as_its_gravest_finding_and_is_shown_whole(self) -> None:
        found = (_found("absolute", "绝对", severity=Severity.WARNING), _found("safety", "绝对安全", basis="§ 9"))
        (group,) = questions([DecidedFinding(item.rule, item) for item in found]).first
        assert (group.severity, group.phrase, group.basis) == (Severity.ERROR, "绝对安全", None)
        assert group.rules == ("safety", "absolute")

    def test_elsewhere_with_the_same_wrong_is_decided_with_it(self) -> None:
        both = [_found(rule, "第一", nth=nth) for nth in (0, 1) for rule in ("first", "advertising")]
        assert _asked(*both) == [(("first", "advertising"), ["第一"] * 4)]

    def test_elsewhere_with_less_wrong_is_a_decision_of_its_own(self) -> None:
        asked = _asked(_found("first", "第一"), _found("advertising", "第一"), _found("first", "第一", nth=1))
        assert sorted(asked) == [(("first",), ["第一"]), (("first", "advertising"), ["第一", "第一"])]

    def test_does_not_take_its_neighbour_in(self) -> None:
        assert len(_asked(_found("safety", "绝对安全"), _found("comma", "，"))) == 2


class TestWhatIsNoPhrase:
    def test_a_finding_of_the_whole_text_stands_alone(self) -> None:
        whole = Finding(layer="rules", rule="missing", severity=Severity.ERROR, start=0, end=0, text="", message="no issuer")
        assert _asked(whole, _found("subject", "我们")) == [(("missing",), [""]), (("subject",), ["我们"])]

    def test_a_passage_does_not_join_the_phrases_in_it(self) -> None:
        long = "长" * 90
        passage = Finding(layer="rules", rule="long", severity=Severity.ERROR, start=0, end=90, text=long, message="long")
        assert len(_asked(passage, _found("safety", "绝对安全"), _found("closed", "停业"))) == 3


def test_a_decided_finding_leaves_its_phrase() -> None:
    rows = [
        DecidedFinding("a", _found("safety", "绝对安全"), DecisionKind.WAIVED, "x"),
        DecidedFinding("b", _found("absolute", "绝对")),
    ]
    asked = questions(rows)
    assert [group.rules for group in asked.first] == [("absolute",)]
    assert [group.rules for group in asked.settled] == [("safety",)]
