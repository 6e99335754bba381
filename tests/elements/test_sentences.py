"""Sentences with their places."""

import pytest

from service.elements.data import fold, folding
from service.elements.sentences import is_question, split_sentences, stem, tells

TEXTS = [
    "我们注意到了。请放心！您问：“能退吗？”可以。",
    "At 6 p.m. we closed. No. 4 is open, Mr. Lee said. Call 1.5 hours later!\r\nThanks",
    "1. 能喝吗？\r\n请先不要饮用。\n\n\n2. 能退吗？",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_where_it_says(text: str) -> None:
    for sentence in split_sentences(text):
        assert fold(text)[sentence.start : sentence.end] == sentence.text


def test_abbreviations_decimals_and_list_numbers_do_not_end_a_sentence() -> None:
    pieces = [sentence.text for sentence in split_sentences(TEXTS[1])]
    assert pieces == ["At 6 p.m. we closed.", "No. 4 is open, Mr. Lee said.", "Call 1.5 hours later!", "Thanks"]
    assert [sentence.text for sentence in split_sentences(TEXTS[2])] == ["1. 能喝吗？", "请先不要饮用。", "2. 能退吗？"]


def test_an_abbreviation_at_the_end_of_a_line_ends_the_sentence() -> None:
    assert [sentence.text for sentence in split_sentences("We open at 9 a.m.\nCall us")] == ["We open at 9 a.m.", "Call us"]


@pytest.mark.parametrize("text", ["能退吗？", "**能退吗？**", "问：怎么退", "Q1: how"])
def test_a_question_line_is_known(text: str) -> None:
    assert is_question(split_sentences(text)[0])


def test_folding_keeps_every_place_and_ends_in_one_step() -> None:
    text = "對３號櫃檯的說明ＡＢ"
    assert len(fold(text)) == len(text)
    assert fold("對３號說明Ａ") == "对3号说明A"
    assert fold(fold(text)) == fold(text)
    assert all(len(simplified) == 1 for simplified in folding().values())


def test_a_clause_is_told_in_other_words_by_its_figures() -> None:
    clause = "4,812 customers could see another customer's address between 06:20 and 07:05"
    assert tells("From 06:20 to 07:05, 4,812 people saw an address that belonged to another customer.", clause, "en")
    assert not tells("We open between 06:20 and 07:05.", clause, "en")


@pytest.mark.parametrize(
    ("word", "root"), [("customers", "customer"), ("refunded", "refund"), ("company's", "company"), ("as", "as")]
)
def test_stems_drop_the_commonest_endings(word: str, root: str) -> None:
    assert stem(word) == root
