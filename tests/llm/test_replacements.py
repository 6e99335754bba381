import json

import pytest

from service.llm.lenient import AnswerRefused
from service.llm.replacements import Replacement, parse_replacements


def raw(*rows: object, name: str = "replacements") -> str:
    return json.dumps({name: rows}, ensure_ascii=False)


def test_sentences_are_read_under_their_numbers() -> None:
    read = parse_replacements(
        raw({"number": 2, "text": "二。", "element": "known", "basis": ["F1"]}, {"number": "5", "text": ""})
    )
    assert read.value == (Replacement(2, "二。", "known", ("F1",)), Replacement(5, "", "", ()))
    assert not read.cut_off


def test_the_first_of_two_under_one_number_counts_and_one_without_is_dropped() -> None:
    read = parse_replacements(
        raw({"number": 1, "text": "一。"}, {"number": 1, "text": "另一。"}, {"text": "无号。"}, name="sentences")
    )
    assert [item.text for item in read.value] == ["一。"]


def test_a_cut_off_answer_keeps_its_whole_sentences() -> None:
    whole = raw({"number": 1, "text": "一。"}, {"number": 2, "text": "二。"})
    read = parse_replacements(whole[: whole.index("二")])
    assert ([item.number for item in read.value], read.cut_off) == ([1], True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("对不起", "not the JSON"),
        (raw({"text": "一。"}), "no numbered"),
        (raw({"number": True, "text": "一。"}), "no numbered"),
        (raw(*[{"number": n, "text": "一。"} for n in range(81)]), "more than 80"),
    ],
)
def test_what_cannot_be_placed_is_refused(text: str, words: str) -> None:
    with pytest.raises(AnswerRefused, match=words):
        parse_replacements(text)
