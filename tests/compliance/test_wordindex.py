"""Words are found in texts of codes, wherever they stand."""

import pytest

from service.compliance.codes import codes_of, members_of, paired
from service.compliance.wordindex import WordIndex

WORDS = ["最好", "第一", "第一名", "绝对安全", "绝对"]


def found(text: str, words: list[str] = WORDS) -> list[tuple[int, int, str]]:
    return sorted(WordIndex(words).found(codes_of(text)))


@pytest.mark.parametrize(
    "text", ["", "最", "最坏", "绝对", "我们的第一名绝对安全，最好", "第一第一名", "最好" * 50, "a\U000e0041最好"]
)
def test_finds_every_word_as_a_search_for_each_does(text: str) -> None:
    expected = [(at, at + len(word), word) for word in WORDS for at in range(len(text)) if text.startswith(word, at)]
    assert found(text) == sorted(expected)


def test_no_words_are_in_no_text() -> None:
    assert found("最好", []) == []


def test_what_stands_as_it_is_can_be_left_out() -> None:
    index, table = WordIndex(WORDS, paired("蕞", "最")), paired("蕞", "最")
    codes = codes_of("最好，蕞好")
    assert list(index.found(table[codes], codes)) == [(3, 5, "最好")]


def test_pairs_are_looked_for_where_they_may_stand() -> None:
    codes = codes_of("最好，第一名")
    assert list(WordIndex(WORDS).found(codes, pairs_at=members_of(frozenset("第"))[codes])) == [(3, 6, "第一名")]
