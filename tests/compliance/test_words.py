"""Matches that are only part of a word."""

import pytest

from service.compliance.words import is_chance


def _span(text: str, piece: str) -> tuple[int, int]:
    at = text.index(piece)
    return at, at + len(piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("伤者已转入普通病房。", "通病"),
        ("截至目前没有发现泄漏。", "没有发"),
        ("个别门店仍在使用。", "别门店"),
        ("抢修人员连夜到场，虚惊一场。", "虚惊"),
    ],
)
def test_part_of_a_word_is_no_match(text: str, piece: str) -> None:
    assert is_chance(text, _span(text, piece))


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("这是行业的通病。", "通病"),
        ("我们的奶粉全国第一。", "全国第一"),
        ("本品绝对安全。", "绝对安全"),
        ("Completely safe for普通 users.", "safe"),
        ("该批次产品零风险。", "零风险"),
    ],
)
def test_whole_words_are(text: str, piece: str) -> None:
    assert not is_chance(text, _span(text, piece))


def test_a_longer_match_stands_wherever_it_was_cut() -> None:
    text = "把一切损失包括演出票都赔给您。"
    assert not is_chance(text, _span(text, "一切损失包括演出"))
