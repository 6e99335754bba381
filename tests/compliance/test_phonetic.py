"""Phonetic symbols are read as pinyin."""

import pytest

from service.compliance.phonetic import spelled


@pytest.mark.parametrize(
    ("symbols", "pinyin"),
    [
        ("ㄗㄨㄟˋ", "zui"), ("ㄏㄠˇ", "hao"), ("ㄧ", "yi"), ("ㄨㄤˊ", "wang"), ("ㄩㄢˊ", "yuan"), ("ㄐㄩㄝˊ", "jue"), ("ㄌㄩˋ", "lv"),
        ("ㄕˋ", "shi"), ("ㄧㄡˇ", "you"), ("ㄨㄥ", "weng"), ("ㄓㄨㄥ", "zhong"), ("ㄣ", "en"),
    ],
)  # fmt: skip
def test_a_syllable_is_spelled_without_its_tone(symbols: str, pinyin: str) -> None:
    assert spelled(f"这{symbols}好") == {(1, 1 + len(symbols)): pinyin}


@pytest.mark.parametrize("text", ["", "最好", "ㄅ", "ㄚㄧ"])
def test_what_is_no_syllable_is_left(text: str) -> None:
    assert spelled(text) == {}
