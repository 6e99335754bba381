"""Runs of another company's wording are found, with their card; short ones, one's own and the law are nobody's."""

import pytest

from service.retrieval.borrowed import Source, borrowings, shipped_cards
from service.retrieval.corpus import load_corpus

CARD = Source(
    "incidents/x", "某茶饮门店停业（2024）", "公司当晚在官方账号承认“门店管理存在明显疏漏”，并宣布涉事门店停业整改三十天。"
)
ENGLISH = Source(
    "incidents/y",
    "A chain closes (2024)",
    "The chain admitted that its controls had failed customers and closed the shop for thirty days.",
)


def found(text: str, *own: str, cards: tuple[Source, ...] = (CARD, ENGLISH)) -> list[str]:
    return [text[item.start : item.end] for item in borrowings(text, own, cards)]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        (
            "我们承认，“门店管理存在明显疏漏”，并宣布涉事门店停业整改三十天。",
            "承认，“门店管理存在明显疏漏”，并宣布涉事门店停业整改三十天",
        ),
        ("门店管理存在明显疏漏，并宣布涉事門店停業整改。", "门店管理存在明显疏漏，并宣布涉事門店停業整改"),
        (
            "We admit that its controls had failed customers and closed the shop for two weeks.",
            "that its controls had failed customers and closed the shop for",
        ),
    ],
)
def test_a_run_is_found_across_punctuation_and_script(text: str, stretch: str) -> None:
    assert found(text) == [stretch]


@pytest.mark.parametrize(
    "text",
    [
        "门店管理存在明显疏漏。",
        "涉事门店停业整改，我们很抱歉。",
        "We closed the shop for thirty days.",
        "公司昨晚在官方渠道说明：门店的管理还有不足，涉事门店现已停业，何时恢复另行通知。",
    ],
)
def test_what_anybody_may_say_is_not(text: str) -> None:
    assert found(text) == []


def test_words_of_the_brief_itself_are_its_own() -> None:
    text = "我们宣布涉事门店停业整改三十天，门店管理存在明显疏漏，并宣布涉事门店停业整改三十天。"
    assert found(text)
    assert found(text, CARD.text) == []


def test_two_cards_are_two_stretches() -> None:
    text = f"{CARD.text}\n{ENGLISH.text}"
    assert [item.source.document for item in borrowings(text, (), (CARD, ENGLISH))] == ["incidents/x", "incidents/y"]


def test_every_shipped_card_is_known_by_its_sentences() -> None:
    cards = shipped_cards()
    assert {card.document for card in cards} == {item.id for item in load_corpus() if item.front.collection == "incidents"}
    for card in cards:
        body = [line for line in card.text.splitlines() if line and not line.startswith("#")]
        longest = max(body, key=len)
        assert card.document in {item.source.document for item in borrowings(longest, ())}, card.document
        assert card.title in next(item.front.title for item in load_corpus() if item.id == card.document) or ":" in card.title


def test_law_is_no_card() -> None:
    law = next(item.body for item in load_corpus() if item.id == "law/food-safety-law")
    assert borrowings(law[:400], ()) == []
