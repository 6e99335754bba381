import pytest

from evals.scorers.grounding import Change, Grade, difference, flags, is_blanket, sentences_around, stray, touches, verdict
from service.findings import Finding, Layer, Severity
from service.grounding.types import SentenceBasis

BEFORE = "我们收到6起反馈。产品已经下架。"
TEXT = "我们收到9起反馈。产品已经下架。"
NINE = Change(TEXT, 4, 5, BEFORE)


def found(
    text: str, words: str, rule: str = "ungrounded-number", severity: Severity = Severity.ERROR, *, at: int | None = None
) -> Finding:
    start = text.index(words) if at is None else at
    return Finding(
        rule=rule,
        severity=severity,
        start=start,
        end=start + len(words),
        text=words,
        message="…",
        layer=Layer.GROUNDING,
    )


class TestVerdict:
    def test_an_error_on_the_change_catches_it(self) -> None:
        result = verdict(NINE, [found(TEXT, "9起")])
        assert (result.grade, result.rules) == (Grade.ERROR, ("ungrounded-number",))

    def test_a_warning_catches_it_too_and_is_told_apart(self) -> None:
        assert verdict(NINE, [found(TEXT, "9", severity=Severity.WARNING)]).grade is Grade.WARNING

    def test_an_error_beside_a_warning_counts_once_as_an_error(self) -> None:
        both = [found(TEXT, "9", "a", Severity.WARNING), found(TEXT, "9起", "b")]
        assert verdict(NINE, both).grade is Grade.ERROR
        assert verdict(NINE, both).rules == ("a", "b")

    @pytest.mark.parametrize(
        "finding",
        [
            found(TEXT, "下架"),
            found(TEXT, "收到"),
            found(TEXT, TEXT),
            found(TEXT, "9起反馈。产品"),
            found(TEXT, "9", severity=Severity.SUGGESTION),
            found(TEXT, "9", "unfilled-gap"),
            found(TEXT, "9", "promise-overdue"),
            found(TEXT, "", at=0),
        ],
        ids=["elsewhere", "touching", "blanket", "two-sentences", "suggestion", "gap", "overdue", "no-place"],
    )
    def test_what_tells_nothing_of_the_change_catches_nothing(self, finding: Finding) -> None:
        assert verdict(NINE, [finding]).grade is Grade.MISSED

    def test_a_finding_on_the_whole_sentence_is_no_blanket(self) -> None:
        assert verdict(NINE, [found(TEXT, "我们收到9起反馈。")]).grade is Grade.ERROR

    def test_what_was_said_before_catches_nothing(self) -> None:
        assert verdict(NINE, [found(TEXT, "9起")], [found(BEFORE, "6起")]).grade is Grade.MISSED
        assert verdict(NINE, [found(TEXT, "收到9起反馈")], [found(BEFORE, "收到6起反馈")]).grade is Grade.MISSED

    def test_another_rule_or_another_place_is_new(self) -> None:
        assert verdict(NINE, [found(TEXT, "9起", "other")], [found(BEFORE, "6起")]).grade is Grade.ERROR
        assert verdict(NINE, [found(TEXT, "9起反馈")], [found(BEFORE, "6起")]).grade is Grade.ERROR

    def test_a_warning_that_became_an_error_is_new_but_not_the_reverse(self) -> None:
        error, warning = found(TEXT, "9起"), found(TEXT, "9起", severity=Severity.WARNING)
        assert verdict(NINE, [error], [found(BEFORE, "6起", severity=Severity.WARNING)]).grade is Grade.ERROR
        assert verdict(NINE, [warning], [found(BEFORE, "6起")]).grade is Grade.MISSED

    def test_an_earlier_finding_is_known_again_after_the_text_has_grown(self) -> None:
        before = "We got 6 reports. Sales have stopped."
        text = "We got 6 reports. A pump failed. Sales have stopped."
        start = text.index("A pump")
        change = Change(text, start, start + len("A pump failed."), before)
        # The same errors, one before and one behind the insertion, and a blanket that now holds it too.
        earlier = [found(before, "6"), found(before, "Sales"), found(before, before)]
        now = [found(text, "6"), found(text, "Sales"), found(text, text)]
        assert verdict(change, now, earlier).grade is Grade.MISSED
        assert verdict(change, [*now, found(text, "pump failed", "ungrounded-cause")], earlier).rules == ("ungrounded-cause",)

    def test_a_finding_whose_sentence_has_grown_is_still_the_same(self) -> None:
        before, text = "共6起，已下架。", "共二十六起，已下架。"
        change = Change(text, 1, 4, before)
        assert verdict(change, [found(text, "共二十六起，已下架")], [found(before, "共6起，已下架")]).grade is Grade.MISSED

    def test_an_empty_change_is_caught_by_what_touches_it(self) -> None:
        before, text = "尚未查明。停业。", "查明。停业。"
        gone = Change(text, 0, 0, before)
        assert verdict(gone, [found(text, "查明")]).grade is Grade.ERROR
        assert verdict(gone, [found(text, "停业")]).grade is Grade.MISSED

    def test_an_invention_without_a_text_before_is_scored_as_it_stands(self) -> None:
        assert verdict(Change(TEXT, 4, 5), [found(TEXT, "9起")]).grade is Grade.ERROR


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "words", "around"),
        [
            ("甲。乙丙！丁", "丙", "乙丙！"),
            ("甲。乙丙！丁", "丁", "丁"),
            ("甲。“乙丙。”丁", "丙", "“乙丙。”"),
            ("甲\n乙丙\n丁", "乙", "乙丙\n"),
            ("甲。乙。丙。丁。", "乙。丙", "乙。丙。"),
            ("It cost 3.5 pounds. We paid. So", "3.5", "It cost 3.5 pounds."),
            ("It cost 3.5 pounds. We paid. So", "paid", " We paid."),
            ("At 9 a.m. we left. So", "9", "At 9 a.m. we left."),
            ("Dr. Lowe left. So", "Lowe", "Dr. Lowe left."),
            ("Who? We.", "We", " We."),
        ],
    )
    def test_reach_from_stop_to_stop(self, text: str, words: str, around: str) -> None:
        start = text.index(words)
        left, right = sentences_around(text, start, start + len(words))
        assert text[left:right] == around

    def test_a_removal_between_two_sentences_touches_both(self) -> None:
        assert sentences_around("甲。乙。丙。", 4, 4) == (2, 6)

    def test_blank_space_around_a_finding_does_not_make_it_a_blanket(self) -> None:
        text = "Ours. It broke. Sorry."
        change = Change(text, text.index("broke"), text.index("broke") + 5)
        assert not is_blanket(found(text, "It broke. "), change)
        assert is_blanket(found(text, "It broke. S"), change)

    def test_spans_that_only_meet_do_not_touch(self) -> None:
        assert not touches(found(TEXT, "收到"), 4, 5)
        assert touches(found(TEXT, "收到"), 4, 4)


class TestFlags:
    def test_keep_rule_place_and_sentence_and_leave_out_what_does_not_count(self) -> None:
        findings = [found(TEXT, "9起"), found(TEXT, "下架", "unfilled-gap"), found(TEXT, "产品", severity=Severity.WARNING)]
        (flag,) = flags(TEXT, findings, Severity.ERROR)
        assert (flag.rule, flag.start, flag.end, flag.words) == ("ungrounded-number", 4, 6, "9起")
        assert flag.sentence == "我们收到9起反馈。"

    def test_stray_errors_lie_away_from_every_invention(self) -> None:
        findings = [found(TEXT, "9起"), found(TEXT, "下架"), found(TEXT, "产品", severity=Severity.WARNING)]
        assert [flag.words for flag in stray(TEXT, findings, [(4, 5)])] == ["下架"]
        assert len(stray(TEXT, findings, [])) == 2


class TestDifference:
    SENTENCES = (SentenceBasis(0, 9, ("F1",)), SentenceBasis(9, 16, ("F2", "C1")))

    def test_the_same_ids_in_any_order_do_not_differ(self) -> None:
        assert difference(TEXT, (0, 9), ["F1"], self.SENTENCES) is None
        assert difference(TEXT, (0, 16), ["C1", "F1", "F2"], self.SENTENCES) is None

    def test_other_ids_are_told_with_the_words(self) -> None:
        found = difference(TEXT, (9, 16), ["F2"], self.SENTENCES)
        assert found is not None
        assert (found.sentence, found.declared, found.resolved) == ("产品已经下架。", ("F2",), ("C1", "F2"))
