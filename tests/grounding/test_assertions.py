from pathlib import Path

import pytest

from service.datafiles import load_data
from service.errors import DataFault
from service.grounding.assertion_words import AssertionWords, cues_of, woken_in
from service.grounding.assertions import Assertion, AssertionKind, Stance, find_assertions
from service.grounding.folding import Sentences, fold
from tests.grounding.assertion_phrases import ASSERTED
from tests.grounding.careful_phrases import CAREFUL
from tests.grounding.plain_phrases import PLAIN
from tests.grounding.quiet_phrases import QUIET, RUNGS


def found(text: str) -> list[Assertion]:
    folded = fold(text)
    return find_assertions(folded, Sentences(folded))


def of_kind(text: str, kind: str) -> list[Assertion]:
    return [item for item in found(text) if item.kind == kind]


def firm(text: str, kind: str) -> list[Assertion]:
    return [item for item in of_kind(text, kind) if item.stance is Stance.ASSERTED]


class TestKinds:
    @pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ASSERTED.items() for text in texts])
    def test_an_assertion_of_a_kind_is_found(self, kind: str, text: str) -> None:
        assert firm(text, kind), found(text)

    @pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in QUIET.items() for text in texts])
    def test_what_only_looks_like_it_is_not(self, kind: str, text: str) -> None:
        grave = [item for item in firm(text, kind) if item.rung in (None, "factual_responsibility", "legal_fault")]
        assert not grave

    @pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PLAIN.items() for text in texts])
    def test_plain_speech_asserts_too(self, kind: str, text: str) -> None:
        assert firm(text, kind), found(text)

    @pytest.mark.parametrize("text", CAREFUL)
    def test_a_careful_sentence_asserts_nothing_of_the_event(self, text: str) -> None:
        firmly = [item for item in found(text) if item.stance is Stance.ASSERTED]
        assert not [item for item in firmly if item.rung in (None, "factual_responsibility", "legal_fault")]

    @pytest.mark.parametrize(("rung", "text"), [(rung, text) for rung, texts in RUNGS.items() for text in texts])
    def test_an_admission_has_its_rung(self, rung: str, text: str) -> None:
        assert rung in {item.rung for item in firm(text, "admission")}, found(text)

    @pytest.mark.parametrize("text", ["我们深表歉意", "这样的事不该发生", "We are sorry", "This should not have happened"])
    def test_sorrow_is_no_fault(self, text: str) -> None:
        assert {item.rung for item in of_kind(text, "admission")} <= {"regret", "concern", "moral_responsibility"}


class TestStance:
    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("cause", "故障是否由升级引起，尚不清楚"),
            ("cause", "起火可能由电芯短路引起"),
            ("cause", "腹泻是不是由毛肚引起，正在核实"),
            ("safety", "产品是否安全，还不知道"),
            ("safety", "这款餐椅还能不能放心使用？"),
            ("harm", "有没有人受伤？"),
            ("harm", "是否有人受伤，我们正在核实"),
            ("blame", "是不是人为破坏，警方还没有结论"),
            ("test", "如果检测结果显示超标，我们会召回"),
            ("admission", "如果违反了《广告法》，我们接受处罚"),
            ("cause", "Whether the fire was caused by the battery is not yet known"),
            ("cause", "The outage may have been caused by an update"),
            ("safety", "We cannot say whether the water is safe to drink"),
            ("safety", "Is the tap water safe to drink?"),
            ("test", "If tests show a fault, we will tell you"),
            ("harm", "Was anyone hurt?"),
        ],
    )
    def test_open_where_asked_doubted_or_conditional(self, kind: str, text: str) -> None:
        assert {item.stance for item in of_kind(text, kind)} <= {Stance.OPEN}, found(text)

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("cause", "据顾客反映，不适由毛肚引起"),
            ("harm", "有网友称现场有三人受伤"),
            ("blame", "网传事故系人为破坏"),
            ("harm", "家长来电说孩子已回家休养"),
            ("cause", "The chair reportedly broke because of a bad clip"),
            ("harm", "According to customers, two people were hurt"),
            ("cause", "The outage was caused by hackers, some users say"),
            ("safety", "It has been claimed that the water is unsafe"),
        ],
    )
    def test_reported_where_others_say_it(self, kind: str, text: str) -> None:
        assert {item.stance for item in of_kind(text, kind)} == {Stance.REPORTED}, found(text)

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("authority", "据县应急管理局通报，一名员工死亡"),
            ("harm", "据县应急管理局通报，一名员工死亡"),
            ("test", "据第三方检测机构报告，检测结果显示铅含量正常"),
            ("authority", "According to the police, one guest has died"),
            ("harm", "According to the police, one guest has died"),
        ],
    )
    def test_asserted_where_an_authority_says_it(self, kind: str, text: str) -> None:
        assert Stance.ASSERTED in {item.stance for item in of_kind(text, kind)}

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("harm", "网上说有人去世，这不是事实"),
            ("harm", "“事故造成七人死亡”的说法不属实"),
            ("blame", "事故系人为破坏，纯属谣言"),
            ("cause", "起火并非由充电引起"),
            ("blame", "这并非人为破坏"),
            ("harm", "Posts saying three people died are wrong"),
            ("harm", "It is not true that a child was hurt"),
            ("safety", "The claim that the water is unsafe is false"),
        ],
    )
    def test_denied_where_the_claim_is_denied(self, kind: str, text: str) -> None:
        assert {item.stance for item in of_kind(text, kind)} == {Stance.DENIED}, found(text)

    @pytest.mark.parametrize(
        "text", ["网传“七人死亡”不属实", "朋友圈所说“死了七个人”与通报不符", "Posts saying three people died are wrong"]
    )
    def test_a_denial_of_a_rumour_is_the_writers_own(self, text: str) -> None:
        assert firm(text, "denial")

    def test_what_follows_a_denied_rumour_is_the_writers_own(self) -> None:
        assert len(firm("网传影片不实：旺角店没有使用过期冻鸡，店里的鸡肉全部合格。", "denial")) == 2

    def test_without_the_cause_it_would_not_have_happened(self) -> None:
        assert firm("If it had not been for the storm, the roof would have held.", "cause")

    def test_a_particle_of_emphasis_asks_nothing(self) -> None:
        assert firm("桥还结实着呢。", "safety")
        assert not firm("桥还结实呢？", "safety")

    def test_a_condition_on_the_reader_leaves_the_rest_asserted(self) -> None:
        assert firm("If you own a Q20, there is no risk.", "safety")
        assert firm("如果您买过这款杯子，可以放心使用。", "safety")

    def test_doubt_in_one_clause_leaves_the_other(self) -> None:
        items = {item.kind: item.stance for item in found("两名员工受伤，事故是否由操作失误引起还不清楚。")}
        assert items[AssertionKind.HARM] is Stance.ASSERTED
        assert items[AssertionKind.CAUSE] is Stance.OPEN


class TestNegative:
    @pytest.mark.parametrize("text", ["无人伤亡", "没有顾客受伤", "Nobody was hurt", "There were no injuries"])
    def test_no_harm_is_negative(self, text: str) -> None:
        assert all(item.negative for item in of_kind(text, "harm"))

    @pytest.mark.parametrize("text", ["两人受伤", "Two people were hurt", "伤者情况稳定"])
    def test_harm_is_not(self, text: str) -> None:
        assert not any(item.negative for item in of_kind(text, "harm"))

    @pytest.mark.parametrize("text", ["产品不合格", "该批次存在安全隐患", "The water is contaminated", "The chair is not safe"])
    def test_unsafe_is_negative(self, text: str) -> None:
        assert all(item.negative for item in of_kind(text, "safety"))
        assert of_kind(text, "safety")


class TestBareAnswers:
    @pytest.mark.parametrize(
        "text",
        [
            "有人受伤吗？\n没有。",
            "问：是隔夜鸡肉吗？\n答：不是。",
            "老板跑了？——没有。",
            "Did a child die?\nNo.",
            "Q: Was anyone hurt?\nA: No one.",
        ],
    )
    def test_a_bare_no_denies_what_was_asked(self, text: str) -> None:
        answer = found(text)[-1]
        assert answer.kind is AssertionKind.DENIAL
        assert answer.negative
        assert answer.answers is not None
        assert text[answer.answers.start : answer.answers.end].strip().endswith(("？", "?"))

    @pytest.mark.parametrize("text", ["没有。", "No.", "今天下雨。没有。", "能退吗？能退。"])
    def test_without_a_question_there_is_nothing_to_deny(self, text: str) -> None:
        assert not [item for item in found(text) if item.answers]


class TestSpans:
    def test_the_span_is_the_clause_without_outer_punctuation(self) -> None:
        text = "您好。两名员工受伤，起火由短路引起。谢谢！"
        assert [text[item.start : item.end] for item in found(text)] == ["两名员工受伤", "起火由短路引起"]

    def test_an_english_clause_with_its_own_subject_stands_alone(self) -> None:
        text = "We are sorry, and we know that it was caused by a bad valve."
        assert text[slice(*_ends(of_kind(text, "cause")[0]))] == "and we know that it was caused by a bad valve"

    def test_offsets_are_those_of_the_whole_text(self) -> None:
        text = "第一句。\n\n第二句，无人伤亡。\nNobody was hurt."
        assert [text[item.start : item.end] for item in of_kind(text, "harm")] == ["无人伤亡", "Nobody was hurt"]

    def test_traditional_script_is_read_alike(self) -> None:
        assert firm("我們沒有拖欠過任何一位員工的薪金", "denial")

    def test_one_clause_gives_each_kind_once(self) -> None:
        kinds = [item.kind for item in found("检测结果显示送检样品检验合格")]
        assert len(kinds) == len(set(kinds))


class TestRobustness:
    @pytest.mark.parametrize(
        "unit", ["因为", "由于没有", "不是没有", "the cause was not ", "no ", "安全", "是", "，", '"', "检测市监局"]
    )
    def test_long_lines_stay_linear(self, unit: str) -> None:
        text = unit * (20_000 // len(unit))
        assert all(0 <= item.start < item.end <= len(text) for item in found(text))

    def test_an_empty_text_asserts_nothing(self) -> None:
        assert found("") == []

    def test_a_character_that_grows_in_lower_case_moves_no_offset(self) -> None:
        text = "İİİ. Nobody was hurt."
        assert [text[item.start : item.end] for item in of_kind(text, "harm")] == ["Nobody was hurt"]


class TestWords:
    @pytest.mark.parametrize("addition", ["mood: 1", "cues: [{kind: cause, when: [a], match: [a], mood: 1}]"])
    def test_an_unknown_key_is_refused_with_file_and_key(self, tmp_path: Path, addition: str) -> None:
        path = tmp_path / "assertions.yml"
        path.write_text(f"terms: {{}}\n{addition}\n", encoding="utf-8")
        with pytest.raises(DataFault, match=r"assertions\.yml"):
            load_data(path, AssertionWords)

    @pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ASSERTED.items() for text in texts])
    def test_every_cue_is_woken_by_its_literals(self, kind: str, text: str) -> None:
        assert any(cue.kind == kind for cue in cues_of(woken_in(fold(text).lower())))


def _ends(item: Assertion) -> tuple[int, int]:
    return item.start, item.end
