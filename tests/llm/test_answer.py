import json
from typing import Any

import pytest

from service.llm.answer import MAX_ANSWER_BYTES, AnswerRefused, parse_answer


def row(text: str, paragraph: object = 1, **more: object) -> dict[str, object]:
    return {"text": text, "element": "facts", "basis": ["F1"], "paragraph": paragraph} | more


def answer(*rows: object, title: object = "说明") -> str:
    return json.dumps({"title": title, "sentences": rows}, ensure_ascii=False)


GOOD = answer(row("一。"), row("二。"), row("三。", 2))


def texts(raw: str) -> list[str]:
    return [sentence.text for sentence in parse_answer(raw).value.sentences]


class TestReading:
    @pytest.mark.parametrize(
        "raw",
        [
            GOOD,
            f"\ufeff{GOOD}",
            f"```json\n{GOOD}\n```",
            f"```\n{GOOD}",
            f"说明如下：{GOOD} 以上。",
            f'<think>先写 {{"sentences": []}}</think>\n{GOOD}',
            f"格式是 {{...}} 这样：\n{GOOD}",
            GOOD.replace("}]", "},\n]").replace("]}", "],}"),
            json.dumps(json.loads(GOOD), indent=2),
        ],
        ids=["plain", "bom", "fence", "open fence", "prose", "thought", "braces before", "commas", "indented"],
    )
    def test_the_answer_is_found_in_its_wrapping(self, raw: str) -> None:
        parsed = parse_answer(raw)
        assert [sentence.text for sentence in parsed.value.sentences] == ["一。", "二。", "三。"]
        assert not parsed.cut_off

    def test_commas_and_braces_inside_a_sentence_stay(self) -> None:
        assert texts(answer(row('他说“,]”和 ",}" 。'))) == ['他说“,]”和 ",}" 。']

    @pytest.mark.parametrize("end", range(GOOD.index("二。") + 3, len(GOOD) - 1, 7))
    def test_a_cut_keeps_whole_sentences_and_never_half_of_one(self, end: int) -> None:
        parsed = parse_answer(GOOD[:end])
        kept = [sentence.text for sentence in parsed.value.sentences]
        assert kept == ["一。", "二。", "三。"][: len(kept)]
        assert parsed.cut_off

    def test_sentences_join_as_the_language_does(self) -> None:
        def between(raw: str, **more: Any) -> list[str]:
            return [sentence.before for sentence in parse_answer(raw, **more).value.sentences]

        assert between(GOOD) == ["", "", "\n\n"]
        assert between(answer(row("We know."), row("We are sorry."), row("Call us.", 2))) == ["", " ", "\n\n"]
        assert between(answer(row("App 5.0"), row("OK")), language="zh") == ["", ""]

    def test_a_paragraph_that_cannot_be_read_goes_on(self) -> None:
        rows = [row("一。", "1"), row("二。", None), row("三。", 2.0), row("四。", True), row("五。", "下")]
        assert [s.before for s in parse_answer(answer(*rows)).value.sentences] == ["", "", "\n\n", "", ""]

    @pytest.mark.parametrize(
        ("basis", "expected"),
        [("F1", ("F1",)), (["F1", "F1", " C1 "], ("F1", "C1")), (None, ()), ([None, {}, 7, True], ("7",)), ({}, ())],
    )
    def test_basis_is_a_list_of_ids_however_it_is_written(self, basis: object, expected: tuple[str, ...]) -> None:
        assert parse_answer(answer(row("一。", basis=basis))).value.sentences[0].basis == expected

    def test_controls_go_and_lines_become_one(self) -> None:
        assert texts(answer(row("我们\u202e收到\x07了\n6起\u200b反馈。"), row("two\nlines"))) == [
            "我们收到了6起反馈。",
            "two lines",
        ]

    def test_the_wide_space_of_a_signature_stays_and_two_are_one_space(self) -> None:
        assert texts(answer(row("晨禾乳业　2026年3月2日"))) == ["晨禾乳业　2026年3月2日"]
        assert texts(answer(row("晨禾乳业　　2026年"))) == ["晨禾乳业 2026年"]

    def test_raw_line_breaks_inside_a_string_are_read(self) -> None:
        assert texts(GOOD.replace("一。", "一\n句。")) == ["一句。", "二。", "三。"]

    @pytest.mark.parametrize("title", [None, "\u200b ", 7.5, {}])
    def test_a_text_without_a_title_is_not_thrown_away(self, title: object) -> None:
        parsed = parse_answer(answer(row("一。"), title=title)).value
        assert (parsed.title, len(parsed.sentences)) == ("", 1)

    def test_rows_without_text_are_dropped_and_bare_texts_are_rows(self) -> None:
        assert texts(answer(row("一。"), {"element": "x"}, row("\u200b"), "二。", 7)) == ["一。", "二。"]

    @pytest.mark.parametrize(
        "raw",
        [
            '{"title": "说明", "segments": [{"sentence": "一。", "role": "facts", "sources": ["F1"], "paragraph": 1}]}',
            '{"标题": "说明", "句子": [{"文本": "一。", "要素": "facts", "依据": "F1"}]}',
            '{"title": "说明", "statement": {"sentences": [{"content": "一。", "type": "facts", "refs": ["F1"]}]}}',
            '{"title": "说明", "paragraphs": [{"sentences": [{"text": "一。", "element": "facts", "basis": ["F1"]}]}]}',
            '例：{"title": "", "sentences": []}\n{"title": "说明", "sentences": [{"text": "一。", "element": "facts", "basis": ["F1"]}]}',
            """{"title": "说明", "sentences": [{"text": "一\\。", "element": "facts", "basis": ["F1"]}]}""",
        ],
        ids=["other names", "Chinese names", "nested", "paragraphs", "example before", "wrong escape"],
    )
    def test_neighbouring_shapes_are_read_where_only_one_thing_can_be_meant(self, raw: str) -> None:
        parsed = parse_answer(raw).value
        (sentence,) = parsed.sentences
        assert (parsed.title, sentence.text, sentence.element, sentence.basis) == ("说明", "一。", "facts", ("F1",))

    def test_paragraphs_that_hold_lists_are_numbered(self) -> None:
        raw = '{"title": "T", "paragraphs": [{"sentences": ["一。", "二。"]}, {"text": "三。"}, "四。"]}'
        assert [s.before for s in parse_answer(raw).value.sentences] == ["", "", "\n\n", "\n\n"]

    def test_what_is_said_again_and_again_is_kept_once(self) -> None:
        assert texts(answer(row("一。"), *[row("二。")] * 200, row("三。"))) == ["一。", "二。", "三。"]
        twice = [
            row(text, element=element) for text, element in (("问一？", "question"), ("答。", "answer"), ("问二？", "question"))
        ]
        assert texts(answer(*twice, row("答。", element="answer"))) == ["问一？", "答。", "问二？", "答。"]


class TestRefusing:
    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            ("", "empty"),
            ("<think>only thoughts", "empty"),
            ("抱歉，我不能写。", "not the JSON"),
            ("[1, 2]", "not the JSON"),
            ('{"title": "x"}', "not the JSON"),
            ('{"title": "x", "sentences": "一。"}', "not the JSON"),
            ("{" * 50_000, "not the JSON"),
            ("[" * 50_000, "not the JSON"),
            ('{"sentences": [' + "9" * 6000, "no whole sentence"),
            ('{"title": "说明", "sentences": [{"text": "一', "no whole sentence"),
            (answer(), "no whole sentence"),
            (answer(row("")), "no whole sentence"),
            (answer({"element": "x"}), "no whole sentence"),
            (answer({"sentence": "一。", "content": "二。"}), "no whole sentence"),
            (answer(*[row(f"第{number}句。") for number in range(81)]), "more than 80"),
        ],
    )
    def test_what_is_not_a_composition_is_refused_with_the_reason(self, raw: str, words: str) -> None:
        with pytest.raises(AnswerRefused, match=words):
            parse_answer(raw)

    @pytest.mark.parametrize("raw", ["x" * (MAX_ANSWER_BYTES + 1), "字" * (MAX_ANSWER_BYTES // 3 + 1)])
    def test_an_answer_over_the_limit_is_refused_unread(self, raw: str) -> None:
        with pytest.raises(AnswerRefused) as caught:
            parse_answer(raw)
        assert caught.value.too_large


def test_a_question_of_an_faq_stands_on_its_own_line() -> None:
    rows = [
        {"text": "还能喝吗？", "element": "question", "basis": [], "paragraph": 1},
        {"text": "请先不要饮用。", "element": "answer", "basis": ["F1"], "paragraph": 1},
        {"text": "可以退款。", "element": "answer", "basis": ["C1"], "paragraph": 1},
        {"text": "找谁？", "element": "question", "basis": [], "paragraph": 2},
    ]
    answer = parse_answer(json.dumps({"title": "问答", "sentences": rows}, ensure_ascii=False))
    assert [sentence.before for sentence in answer.value.sentences] == ["", "\n", "", "\n\n"]
