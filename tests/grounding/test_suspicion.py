"""Sentences that no rule meets, weighed as a whole."""

from pathlib import Path

import pytest

from evals.tasks.grounding_scores import grounds_at
from service.errors import DataFault
from service.grounding import check, suspicion
from service.grounding.suspicion import RULE, Model, Signs, taught, wording_of

DOGS = "evals/datasets/grounding/briefs/dev8-e-b01.yml"
LIFT = "evals/datasets/grounding/briefs/dev8-z-b01.yml"


def _asked(brief: str, text: str, language: str) -> list[str]:
    return [finding.text for finding in check(text, grounds_at(brief), language=language).findings if finding.rule == RULE]


class TestSuspects:
    @pytest.mark.parametrize(
        ("brief", "language", "text"),
        [
            (DOGS, "en-US", "We have pulled every remaining vial and sent them back to the manufacturer"),
            (LIFT, "zh-CN", "作为补偿，每位滞留游客都能拿到一张下个雪季的季卡"),
        ],
    )
    def test_an_invention_no_rule_knows_is_asked_about(self, brief: str, language: str, text: str) -> None:
        stop = "。" if language == "zh-CN" else "."
        assert _asked(brief, text + stop, language) == [text]

    @pytest.mark.parametrize(
        ("brief", "language", "text"),
        [
            (DOGS, "en-US", "We are so sorry to everyone who loved them."),
            (DOGS, "en-US", "Would it help to call us?"),
            (DOGS, "en-US", "We do not know yet why this was not noticed."),
            (LIFT, "zh-CN", "我们心里十分难过，向各位游客道歉。"),
            (LIFT, "zh-CN", "我们将全力配合有关部门的调查。"),
        ],
    )
    def test_courtesy_questions_and_what_is_open_are_not(self, brief: str, language: str, text: str) -> None:
        assert _asked(brief, text, language) == []

    def test_where_another_finding_stands_nothing_is_added(self) -> None:
        found = check("The supplier caused this by mislabeling the vials.", grounds_at(DOGS), language="en-US").findings
        assert found
        assert RULE not in {finding.rule for finding in found}


class TestModel:
    def test_wording_counts_as_a_whole(self) -> None:
        model = Model({"*": -1.0, "a": 1.0, "b": 1.0}, 0.0)
        assert model.score(Signs({"*": 2.0}, ())) == -2
        assert model.score(Signs({"*": 1.0}, ("a", "unheard of"))) == 1
        assert model.score(Signs({}, ("a", "b"))) == pytest.approx(2 * 2**0.5)

    def test_every_number_is_alike(self) -> None:
        assert wording_of("at 10:30 we closed") == wording_of("at 9 we closed")
        assert "关0" in wording_of("已关12台")

    def test_a_line_without_a_weight_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "grounding"
        folder.mkdir()
        (folder / suspicion.FILE).write_text("\t0.5\nword\tmuch\n", encoding="utf-8")
        monkeypatch.setattr(suspicion, "knowledge_dir", lambda: tmp_path)
        with pytest.raises(DataFault, match="2"):
            taught.__wrapped__()
