"""Words a brand's profile lists are found where they are words, and told with what to say instead."""

import pytest

from service.brands import find_brand, list_brands
from service.brands.avoided import RULE, avoided_words
from service.drafting.submitted import CheckRequest, check
from service.findings import Layer, Severity

CHENHE = find_brand("chenhe")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("尊敬的广大消费者：我们很抱歉。", ["尊敬的", "广大消费者"]),
        ("亲，您好。", ["亲"]),
        ("总经理亲自到场，父亲陪同，亲属已联系。", []),
        ("各位用户：对不起。", []),
    ],
)
def test_in_chinese(text: str, words: list[str]) -> None:
    assert [finding.text for finding in avoided_words(text, CHENHE, "zh-CN")] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("Valued customers, please REACH OUT to us.", ["Valued customers", "REACH OUT"]), ("Our outreach team.", [])],
)
def test_in_english(text: str, words: list[str]) -> None:
    assert [finding.text for finding in avoided_words(text, CHENHE, "en-GB")] == words


def test_a_finding_names_the_word_and_what_to_say() -> None:
    (finding,) = avoided_words("致广大消费者", CHENHE, "zh-CN")
    assert (finding.rule, finding.severity, finding.layer) == (RULE, Severity.WARNING, Layer.ELEMENTS)
    assert (finding.start, finding.end, finding.suggestion) == (1, 6, "改为“大家”")


def test_an_instruction_is_not_offered_as_a_word() -> None:
    (finding,) = avoided_words("这是医学级护理。", find_brand("suli"), "zh-CN")
    assert finding.suggestion == "删去"


def test_each_shipped_word_is_found_alone() -> None:
    for brand in list_brands():
        for language, voice in brand.voice.items():
            for word in voice.avoid:
                assert [item.text for item in avoided_words(f"“{word}”", brand, language)] == [word]


@pytest.mark.parametrize("brand", [None, "没有档案的品牌"])
def test_nobody_else_is_bound(brand: str | None) -> None:
    assert not [item for item in check(CheckRequest(text="尊敬的广大消费者：你好。", brand=brand)) if item.rule == RULE]


def test_the_check_tells_of_them() -> None:
    found = check(CheckRequest(text="尊敬的广大消费者：我们很抱歉。", brand="晨禾乳业"))
    assert [item.text for item in found if item.rule == RULE] == ["尊敬的", "广大消费者"]
