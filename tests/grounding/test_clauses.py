"""Texts as clauses: where they part, what they speak of, what they negate, of what time they are."""

import time

import pytest

from service.grounding.clauses import Clause
from service.grounding.marks import Mark, Marks
from tests.grounding.compared import clause_texts, clauses_of, sentences_of

# A long text may take this many times as long per character as a short one; without a bound it would be the ratio of their lengths.
_LINEAR = 4.0


def only(text: str) -> Clause:
    found = clauses_of(text)
    assert len(found) == 1, clause_texts(text)
    return found[0]


class TestWhereClausesPart:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("门店停业，两人住院。", ["门店停业", "两人住院"]),
            ("涉事批次已下架；样品已送检。", ["涉事批次已下架", "样品已送检"]),
            ("3名工人受伤、2名顾客住院。", ["3名工人受伤", "2名顾客住院"]),
            ("The shop is closed, and two guests are in hospital.", ["The shop is closed", "and two guests are in hospital"]),
            (
                "The batch was withdrawn while the samples were sent for testing.",
                ["The batch was withdrawn", "the samples were sent for testing"],
            ),
            (
                "Two staff members were injured and four guests were taken to hospital.",
                ["Two staff members were injured", "four guests were taken to hospital"],
            ),
        ],
    )
    def test_statements_are_read_alone(self, text: str, parts: list[str]) -> None:
        found = clause_texts(text)
        assert len(found) == len(parts)
        assert all(part.lower() in whole.lower() for part, whole in zip(parts, found, strict=True))

    @pytest.mark.parametrize(
        "text",
        [
            "门店和线上渠道停售涉事鲜奶。",
            "牛奶、酸奶和奶酪停售。",
            "Fish and chips are off the menu.",
            "The police and the fire service are here.",
            "Milk and yoghurt are off sale.",
        ],
    )
    def test_a_list_is_not_cut(self, text: str) -> None:
        assert len(clauses_of(text)) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "门店停业，两人住院。原因不明？",
            " 一，二 。 三 ",
            "A, b and c. D?\n\nE: f; g.",
            "中文 and English，混排。",
            "。，。",
            "\n\n",
        ],
    )
    def test_offsets_lie_within_their_sentence_and_in_order(self, text: str) -> None:
        for sentence in sentences_of(text):
            last = 0
            for clause in sentence.clauses:
                assert last <= clause.start <= clause.end <= sentence.end - sentence.start
                assert all(clause.start <= piece.start < piece.end for piece in clause.pieces)
                last = clause.start

    @pytest.mark.parametrize("text", ["", " ", "……", "?!", "😀😀", "\u200b", "สวัสดี", "مرحبا"])
    def test_a_text_without_words_speaks_of_nothing(self, text: str) -> None:
        assert all(not clause.keys for clause in clauses_of(text))


class TestWhatItSpeaksOf:
    @pytest.mark.parametrize(
        ("one", "other", "key"),
        [
            ("涉事批次已下架", "The batch has been withdrawn", "#withdraw"),
            ("两人住院", "Two people were admitted to hospital", "#hospital_stay"),
            ("警方到场", "The police are here", "#police"),
            ("门店起火", "There was a fire in the shop", "#fire"),
        ],
    )
    def test_both_languages_share_the_concept(self, one: str, other: str, key: str) -> None:
        assert key in only(one).keys
        assert key in only(other).keys

    def test_a_word_no_concept_holds_is_a_key_of_its_own(self) -> None:
        assert "飞艇" in only("飞艇悬停在空中").keys
        assert "zeppelin" in only("A zeppelin hovered above").keys

    @pytest.mark.parametrize("text", ["我们在做的是这些。", "This is what we have.", "情况是这样的。", "It is as it was."])
    def test_words_of_every_sentence_are_no_keys(self, text: str) -> None:
        assert only(text).keys == frozenset()

    @pytest.mark.parametrize(
        ("one", "other"), [("Batches were recalled", "The batch is recalled"), ("customers", "a customer's")]
    )
    def test_inflection_makes_no_difference(self, one: str, other: str) -> None:
        assert only(one).keys & only(other).keys


class TestNegation:
    @pytest.mark.parametrize(
        ("text", "negated", "free"),
        [
            ("没有人员受伤", "#injury", None),
            ("店长未接受采访", "采访", "#manager"),
            ("顾客没有被烫伤", "#injury", "#customer"),
            ("无人住院", "#hospital_stay", None),
            ("涉事批次并未下架", "#withdraw", "#batch"),
            ("从未向经销商供货", "#distributor", None),
            ("No injuries were reported at the store", "#injury", None),
            ("The batch has not been withdrawn", "#withdraw", "#batch"),
            ("Nobody was injured", "#injury", None),
            ("The shop wasn't evacuated", "#evacuate", "#store"),
            ("The factory never produced batteries", "#battery", "#factory"),
            ("We cannot refund the ticket", "#refund", None),
        ],
    )
    def test_it_reaches_what_stands_after_it(self, text: str, negated: str, free: str | None) -> None:
        clause = only(text)
        assert negated in clause.negated
        assert free is None or (free in clause.keys and free not in clause.negated)

    @pytest.mark.parametrize(
        "text",
        ["不仅门店停业", "不断有顾客来电", "非常感谢顾客", "无锡门店停业", "不久门店停业", "未来门店会升级", "不少顾客来电", "不过门店停业",
         "No. 3 lift was stopped"],
    )  # fmt: skip
    def test_words_that_only_look_like_one_negate_nothing(self, text: str) -> None:
        assert only(text).negated == frozenset()

    @pytest.mark.parametrize("text", ["送检样品不合格", "退回的食品未过期", "The passwords were not encrypted"])
    def test_one_that_belongs_to_a_word_is_the_words_own(self, text: str) -> None:
        clause = only(text)
        assert clause.swallows
        assert clause.negated == frozenset()

    @pytest.mark.parametrize("text", ["并非没有顾客受伤", "门店不是没有灭火器", "It is not true that no customer was hurt"])
    def test_two_cancel_out(self, text: str) -> None:
        assert {"#injury", "#customer", "灭火器"}.isdisjoint(only(text).negated)

    @pytest.mark.parametrize(
        ("text", "head"), [("门店没有下架该批次", "#withdraw"), ("The shop did not withdraw the batch", "#withdraw")]
    )
    def test_its_head_is_what_stands_right_behind(self, text: str, head: str) -> None:
        assert head in only(text).heads


class TestTenses:
    @pytest.mark.parametrize(
        ("text", "word", "tense"),
        [
            ("公司已召回涉事批次", "召回", Mark.DONE),
            ("公司将召回涉事批次", "召回", Mark.FUTURE),
            ("公司正在召回涉事批次", "召回", Mark.ONGOING),
            ("公司可能召回涉事批次", "召回", Mark.POSSIBLE),
            ("公司召回涉事批次", "召回", Mark.NONE),
            ("We have recalled the batch", "recalled", Mark.DONE),
            ("We will recall the batch", "recall", Mark.FUTURE),
            ("We are recalling the batch", "recalling", Mark.ONGOING),
            ("We may recall the batch", "recall", Mark.POSSIBLE),
        ],
    )
    def test_the_last_mark_before_a_word_governs_it(self, text: str, word: str, tense: Marks) -> None:
        assert only(text).tense_at(text.index(word)) == tense

    @pytest.mark.parametrize(
        ("text", "word", "tense"),
        [
            ("样品检测已经完成", "检测", Mark.DONE),
            ("库存核对中", "核对", Mark.ONGOING),
            ("We tested it already", "tested", Mark.NONE),
        ],
    )
    def test_chinese_marks_it_right_behind_too(self, text: str, word: str, tense: Marks) -> None:
        clause = only(text)
        assert clause.tense_after(text.index(word) + len(word)) == tense


class TestMarksOfTheWhole:
    def test_a_sentence_has_the_marks_of_its_clauses(self) -> None:
        sentence = sentences_of("据用户反映，门店起火，我们正在核实。")[0]
        assert sentence.marks & Mark.REPORTED
        assert sentence.marks & Mark.OPEN
        assert not sentence.clauses[1].marks & (Mark.REPORTED | Mark.OPEN)

    @pytest.mark.parametrize("text", ["有人受伤吗？", "门店起火是真的？”", "Was anyone hurt?", 'Is the shop closed?"'])
    def test_a_question_is_one_though_its_clause_is_not(self, text: str) -> None:
        sentence = sentences_of(text)[0]
        assert sentence.marks & Mark.QUESTION

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("全部门店停业", ["全部"]),
            ("都已下架", ["都"]),
            ("All shops are closed", ["All"]),
            ("成都市门店停业", []),
            ("Small shops closed", []),
        ],
    )
    def test_universal_words_are_placed(self, text: str, words: list[str]) -> None:
        assert [text[span.start : span.end] for span in only(text).universals] == words


class TestCost:
    @pytest.mark.parametrize("unit", ["门店没有停业，", "都不是，", "We have not and will not, ", "不没未无", "and but while "])
    def test_it_grows_with_the_text(self, unit: str) -> None:
        def seconds(length: int) -> float:
            # The least of three, in processor time: other work on the machine is none of ours.
            found = []
            for turn in range(3):
                text = (unit * (length // len(unit) + 1))[:length] + str(turn)
                before = time.process_time()
                sentences_of(text)
                found.append(time.process_time() - before)
            return min(found)

        sentences_of(unit)
        short, long = seconds(5_000), seconds(20_000)
        assert long / max(short, 0.005) < 4 * _LINEAR
