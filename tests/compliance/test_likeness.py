"""What is like labelled sentences, and what is like none of them."""

from pathlib import Path

import numpy as np
import pytest

from evals.compliance.dataset import Labelled
from evals.compliance.teaching import Lesson, lessons_of, teach
from service.compliance.checker import check
from service.compliance.likeness import Opinions, clauses, likeness, read_likeness, write_likeness
from service.compliance.pack import shipped
from service.compliance.reading import read
from service.compliance.schemas import CheckContext

THREAT = "再转发这条视频的人，我们一个一个告到底"
NOTICE = "原因正在调查，结果以主管部门公布的为准"


def taught() -> list[Lesson]:
    bad = [Lesson(f"{who}{THREAT}", frozenset({"threaten-critics"})) for who in ("听着，", "最后说一遍：", "诸位，", "")]
    good = [Lesson(f"{when}，{NOTICE}", frozenset()) for when in ("目前", "截至今天", "现在", "到九点")]
    return [*bad, *good]


class TestTeaching:
    def test_a_taught_model_tells_what_it_was_taught_apart(self) -> None:
        model = teach(taught(), [])
        lines = [f"请注意，{THREAT}", f"今早，{NOTICE}"]
        text = "。".join(lines) + "。"
        marked = model.of(text, [len(lines[0]) + 1, len(text)])[:, -1]
        assert marked[0] > marked[1]

    def test_the_same_lessons_make_the_same_model(self) -> None:
        one, other = teach(taught(), []), teach(taught(), [])
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.bias, other.bias)

    def test_a_model_is_read_as_it_was_written(self, tmp_path: Path) -> None:
        item = Labelled.model_validate_json(
            '{"id": "x", "text": "一个一个告到底。", "language": "zh", "labels": [{"rule": "threaten-critics", "text": "一个一个告到底"}]}'
        )
        model = teach(taught(), [item])
        write_likeness(model, tmp_path / "model.npz")
        again = read_likeness(tmp_path / "model.npz")
        assert again.rules == model.rules
        assert again.examples == {"threaten-critics": ("一个一个告到底",)}
        assert np.array_equal(again.of(NOTICE, [len(NOTICE)]), model.of(NOTICE, [len(NOTICE)]))

    def test_a_sentence_learns_the_labels_that_lie_in_it(self) -> None:
        item = Labelled.model_validate(
            {
                "id": "x",
                "text": "我们道歉。再转发的一个一个告到底。\n热线不变。",
                "language": "zh",
                "labels": [{"rule": "threaten-critics", "text": "再转发的一个一个告到底", "may": ["tone-dismissive"]}],
            }
        )
        assert [(lesson.rules, lesson.unknown) for lesson in lessons_of(item)] == [
            (frozenset(), frozenset()),
            (frozenset({"threaten-critics"}), frozenset({"tone-dismissive"})),
            (frozenset(), frozenset()),
        ]


class TestShippedModel:
    def test_it_knows_no_rule_that_is_not_shipped(self) -> None:
        assert set(likeness().rules) <= {rule.id for rule in shipped().rules}

    def test_a_plain_notice_is_doubted_and_a_threat_is_not(self) -> None:
        reading = read(f"{NOTICE}。{THREAT}。")
        opinions = Opinions(likeness(), reading)
        assert opinions.doubts("threaten-critics", (0, 1))
        assert not opinions.doubts("threaten-critics", (len(NOTICE) + 1, len(NOTICE) + 2))

    def test_a_rule_it_was_not_taught_is_never_doubted(self) -> None:
        assert not Opinions(likeness(), read(NOTICE)).doubts("brand-own-rule", (0, 1))

    def test_the_nearest_example_shares_words(self) -> None:
        nearest = likeness().nearest("threaten-critics", THREAT)
        assert nearest
        assert set(nearest) & set("转发告到底")

    def test_what_is_found_by_likeness_says_so_and_names_its_nearest(self) -> None:
        texts = (
            "谁再把截图往外发，我们就让法务挨个登门拜访。",
            "要是还有人继续传，公司法务会陪他玩到倾家荡产。",
            "凡是跟着起哄转载的账号，等着收法院的信吧。",
        )
        found = [finding for text in texts for finding in check(text, CheckContext(language="zh", statement="rumour_rebuttal"))]
        assert {finding.rule for finding in found} >= {"threaten-critics"}

    @pytest.mark.parametrize("heading", ["三、对公司的影响", "四、补偿。", "（二）下架与删除"])
    def test_a_heading_is_not_reported_for_what_it_names(self, heading: str) -> None:
        text = f"情况说明\n\n{heading}\n\n原因正在调查。"
        assert check(text, CheckContext(language="zh", statement="holding_statement")) == []

    @pytest.mark.parametrize("text", ["", "。", "\n\n", "a", "最" * 5_000, "原因不明，" * 2_000])
    def test_any_text_has_an_opinion(self, text: str) -> None:
        assert isinstance(check(text, CheckContext(language="zh")), list)


class TestClauses:
    def test_a_sentence_falls_into_clauses_without_their_stops(self) -> None:
        text = "原因不明，我们在查：请等。"
        assert [text[slice(*clause)] for clause in clauses(text, (0, len(text)))] == ["原因不明", "我们在查", "请等"]
