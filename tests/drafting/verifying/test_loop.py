"""The loop over one brief: what holds is kept, what does not is written anew, replaced by the composer's sentence, or cut."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from service.assessment.assess import assess
from service.briefs import Channel, Language, StatementRequest, StatementType
from service.drafting.grounds import grounds_for
from service.drafting.observing import QUIET, Quiet
from service.drafting.tasks import Task
from service.drafting.verifying.loop import Faults, Verified, verify
from service.llm.replacements import Replacement
from service.llm.schemas import Composition, Sentence
from tests.samples import milk

GOOD: list[tuple[str, str, tuple[str, ...], int]] = [
    ("截至3月2日10时，我们收到6起关于晨禾鲜奶有异味的反馈。", "acknowledgement", ("F1",), 1),
    ("让大家为入口的牛奶担心，我们很抱歉。", "concern", (), 1),
    ("2月27日生产的鲜奶已于3月2日10时起从门店和线上下架、封存。", "known", ("F3",), 2),
    ("截至3月2日10时，没有收到饮用后身体不适的反馈。", "known", ("F4",), 2),
    ("异味的原因目前还不清楚，样品已送第三方检测机构。", "unknown", ("F5", "F6"), 3),
    ("如果您手里有2月27日生产的鲜奶，请先不要饮用。", "instruction", ("F3",), 4),
    ("凭实物或照片可以全额退款，3月5日18时前办结。", "remedy", ("C1",), 4),
    ("客服热线：400-820-0000。", "contact", ("contact:0",), 4),
    ("下一次说明不晚于今天14时在本账号发布。", "next_update", ("next_update_at",), 5),
    ("晨禾乳业，2026年3月2日10时40分。", "issuer", ("issuer", "issued_at"), 6),
]
TITLE = "关于部分晨禾鲜奶出现异味的情况说明"


def task() -> Task:
    brief = milk()
    request = StatementRequest(statement=StatementType.HOLDING_STATEMENT, language=Language.ZH_CN, channel=Channel.WEB)
    assessment = assess(brief, None)
    return Task(brief, request, assessment, None, (), grounds_for(brief, None, assessment))


def written(*changes: tuple[int, str], without: str = "", title: str = TITLE) -> Composition:
    """The good answer with other words in some sentences, and without those of one element."""
    texts = dict(changes)
    sentences: list[Sentence] = []
    paragraph = 0
    for number, (text, element, basis, here) in enumerate(GOOD):
        if element != without:
            before = "" if here == paragraph or not sentences else "\n\n"
            sentences.append(Sentence(texts.get(number, text), element, basis, before, "model"))
            paragraph = here
    return Composition(title, tuple(sentences))


class Model:
    """Answers requests for repair with these, in turn; None: no answer."""

    def __init__(self, *answers: Sequence[Replacement] | None) -> None:
        self._answers = list(answers)
        self.asked: list[Faults] = []

    def __call__(self, _composition: Composition, faults: Faults) -> Sequence[Replacement] | None:
        self.asked.append(faults)
        return self._answers.pop(0) if self._answers else None


def run(composition: Composition, model: Model | None = None) -> Verified:
    found = verify(task(), composition, task().composed(), model or Model(), QUIET)
    assert found is not None
    return found


def texts(found: Verified, origin: str = "model") -> list[str]:
    return [sentence.text for sentence in found.composition.sentences if sentence.origin == origin]


def test_a_good_answer_comes_through_untouched_and_is_not_asked_for_again() -> None:
    model = Model()
    found = run(written(), model)
    assert texts(found) == [text for text, *_ in GOOD]
    assert (found.repairs, found.composition.title, model.asked) == (0, TITLE, [])


class TestRepair:
    def test_only_the_failing_sentence_is_asked_for_with_words_reason_and_item(self) -> None:
        model = Model([Replacement(4, "截至3月2日10时，我们没有收到饮用后身体不适的反馈。", "known", ("F4",))])
        found = run(written((3, "目前已有37人就医。")), model)
        (faults,) = model.asked
        assert list(faults) == [3]
        assert any("37" in fault.text for fault in faults[3])
        assert all(fault.reason for fault in faults[3])
        assert "截至3月2日10时，我们没有收到饮用后身体不适的反馈。" in texts(found)
        assert found.repairs == 1

    def test_a_second_try_is_given_and_no_third(self) -> None:
        again = [Replacement(4, f"目前已有{number}人就医。", "known", ("F4",)) for number in (38, 39, 40)]
        model = Model([again[0]], [again[1]], [again[2]])
        found = run(written((3, "目前已有37人就医。")), model)
        assert len(model.asked) == 2
        assert not [text for text in texts(found) if "就医" in text]

    def test_an_empty_sentence_is_cut(self) -> None:
        found = run(written((1, "我们很抱歉，目前已有37人就医。")), Model([Replacement(2, "", "", ())]))
        assert not [text for text in texts(found) if "37" in text]

    def test_a_sentence_that_was_not_asked_for_stays(self) -> None:
        model = Model([Replacement(1, "改掉没有问题的一句。", "acknowledgement", ()), Replacement(4, "", "", ())])
        assert GOOD[0][0] in texts(run(written((3, "目前已有37人就医。")), model))


class TestReplacing:
    def test_what_still_fails_becomes_the_composers_sentence_on_the_same_matter(self) -> None:
        found = run(written((2, "2月27日生产的鲜奶已全部销毁，共4731箱。")))
        composed = [sentence.text for sentence in task().composed().sentences if "F3" in sentence.basis]
        assert set(texts(found, "composer")) <= {sentence.text for sentence in task().composed().sentences}
        assert any(text in texts(found, "composer") for text in composed)
        assert len(texts(found)) == 9

    def test_what_is_told_already_is_cut(self) -> None:
        doubled = written()
        wrong = Sentence("目前已有37人就医。", "known", ("F4",), "", "model")
        found = run(replace(doubled, sentences=(*doubled.sentences[:4], wrong, *doubled.sentences[4:])))
        assert texts(found) == [text for text, *_ in GOOD]
        assert texts(found, "composer") == []

    def test_regret_that_is_there_already_is_not_said_twice(self) -> None:
        doubled = written()
        wrong = Sentence("董事会昨晚召开了紧急会议。", "concern", (), "", "model")
        found = run(replace(doubled, sentences=(*doubled.sentences[:4], wrong, *doubled.sentences[4:])))
        assert texts(found, "composer") == []

    @pytest.mark.parametrize("element", ["contact", "issuer", "next_update"])
    def test_a_missing_element_is_put_in_where_the_composer_has_it(self, element: str) -> None:
        found = run(written(without=element))
        order = [sentence.element for sentence in found.composition.sentences]
        assert element in order
        assert found.judged.missing == frozenset()
        if element == "issuer":
            assert order[-1] == "issuer"
        if element == "next_update":
            assert order.index("next_update") > order.index("known")

    def test_a_title_that_claims_too_much_gives_way(self) -> None:
        assert run(written(title="晨禾鲜奶致37人就医的情况说明")).composition.title == task().composed().title

    def test_a_paragraph_break_outlives_its_sentence(self) -> None:
        found = run(written((8, "我们一周内会公布完整的调查报告。")))
        text = "".join(sentence.before + sentence.text for sentence in found.composition.sentences)
        assert "\n\n晨禾乳业" in text

    def test_an_answer_of_which_nothing_holds_is_none(self) -> None:
        wrong = Composition("说明", (Sentence("目前已有37人就医。", "known", ("F1",), "", "model"),))
        assert verify(task(), wrong, task().composed(), Model(), QUIET) is None


class TestFaults:
    @pytest.mark.parametrize(
        "wrong",
        [
            "作为AI语言模型，我无法协助撰写这份声明。",
            "截至×月×日，我们收到××起反馈。",
            "我们很抱歉我们很抱歉我们很抱歉我们很抱歉我们很抱歉。",
            "We are sorry for the worry this has caused to all of you.",
            "下架的产品【待确认：数量】。",
            "这是我们成立以来第一次遇到这样的事。",
            "下一次说明在107月3日。",
        ],
        ids=["machine talk", "blank", "circle", "other language", "gap", "denial", "unreadable figure"],
    )
    def test_what_no_statement_may_hold_does_not_stand(self, wrong: str) -> None:
        assert wrong not in texts(run(written((3, wrong))))

    def test_a_claim_no_line_is_near_does_not_stand_beside_one_that_holds(self) -> None:
        wrong = "样品已送第三方检测机构，夜班同事把两个阀门装反了。"
        assert wrong not in texts(run(written((4, wrong))))

    def test_what_the_composer_says_too_is_no_fault(self) -> None:
        said = next(sentence for sentence in task().composed().sentences if "F3" in sentence.basis)
        model = Model()
        assert said.text in texts(run(written((2, said.text)), model))
        assert model.asked == []

    def test_hidden_items_are_named_in_no_reason(self) -> None:
        model = Model()
        run(written((3, "2月28日一辆冷链车温控故障两小时，我们给每位用户补偿一箱鲜奶。")), model)
        reasons = " ".join(fault.reason for faults in model.asked for found in faults.values() for fault in found)
        assert reasons
        assert not [word for word in ("F7", "C2", "温控故障", "补偿一箱") if word in reasons]


class TestSettling:
    def test_a_wrong_basis_becomes_the_resolvers(self) -> None:
        composition = written()
        wrong = replace(composition.sentences[2], basis=("F4", "F99"))
        found = run(replace(composition, sentences=(*composition.sentences[:2], wrong, *composition.sentences[3:])))
        assert found.composition.sentences[2].basis == ("F3",)

    @pytest.mark.parametrize(
        ("number", "label", "right"),
        [(7, "known", "contact"), (8, "", "next_update"), (1, "remedy", "concern"), (2, "gossip", "known")],
    )
    def test_a_wrong_label_becomes_one_the_sentence_carries(self, number: int, label: str, right: str) -> None:
        composition = written()
        wrong = replace(composition.sentences[number], element=label)
        sentences = (*composition.sentences[:number], wrong, *composition.sentences[number + 1 :])
        assert run(replace(composition, sentences=sentences)).composition.sentences[number].element == right


class TestTelling:
    def test_each_sentence_is_told_once_when_it_passes(self) -> None:
        told: list[str] = []

        class Notes(Quiet):
            def on_stage(self, name: str) -> None:
                told.append(name)

            def on_sentence(self, sentence: Sentence) -> None:
                told.append(sentence.text)

        model = Model([Replacement(4, "截至3月2日10时，我们没有收到饮用后身体不适的反馈。", "known", ("F4",))])
        found = verify(task(), written((3, "目前已有37人就医。")), task().composed(), model, Notes())
        assert found is not None
        assert told[0] == "verify"
        assert "目前已有37人就医。" not in told
        assert sorted(told[1:]) == sorted(sentence.text for sentence in found.composition.sentences)
        assert told.index("截至3月2日10时，我们没有收到饮用后身体不适的反馈。") == len(told) - 1
