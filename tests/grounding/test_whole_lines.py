"""Sentences that hold a whole line over several clauses, and tell it more firmly, of more, or the other way round."""

import pytest

from service.grounding import check
from tests.grounding.ledgers import grounds

ZH = grounds(
    ("有人接到自称“澄耳售后”的推销电话", "reported"),
    ("推销电话与这次数据泄露有关", "disputed"),
    ("从10月12日起，梧巷店暂停在出口查验小票", "confirmed"),
    ("7月7日起海报撤下，展览照常开放", "confirmed"),
    ("共有38家门店", "confirmed"),
)
EN = grounds(
    ("Four people were taken by ambulance to Brackenthwaite Infirmary", "confirmed"),
    ("Two of the four have broken bones", "reported"),
    ("Tests at the Wenlow laboratory are due on 5 June", "confirmed"),
    ("The Harbour Lane store stopped checking receipts at the exit on 3 May", "confirmed"),
)

OYSTERS = grounds(("The oysters are recalled", "confirmed"), ("A man died after eating the oysters", "refuted"))


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("从10月12日起，全部38家门店都停止了在出口查验小票。", "zh", "scope-widened"),
        ("展览暂停对外开放。", "zh", "polarity-turned"),
        ("Two of the four people taken to Brackenthwaite Infirmary have broken bones.", "en", "status-overstated"),
        ("All our stores stopped checking receipts at the exit on 3 May.", "en", "scope-widened"),
    ],
)
def test_it_is_asked_about(text: str, language: str, rule: str) -> None:
    report = check(text, ZH if language == "zh" else EN, language=language)
    assert rule in [item.rule for item in report.findings]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("从10月12日起，梧巷店暂停在出口查验小票。", "zh"),
        ("展览照常开放。", "zh"),
        ("推销电话与这次数据泄露有没有关系，各方说法不一。", "zh"),
        ("Relatives say that two of the four have broken bones.", "en"),
        ("The Harbour Lane store stopped checking receipts at the exit on 3 May.", "en"),
    ],
)
def test_the_line_itself_is_let_be(text: str, language: str) -> None:
    report = check(text, ZH if language == "zh" else EN, language=language)
    told = {item.rule for item in report.findings}
    assert told.isdisjoint({"scope-widened", "polarity-turned", "status-overstated"})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("您着急，我们理解。公司管理层事先对此完全不知情。", "zh"),
        ("Please do not eat these oysters. No personal data of any kind was lost or seen by others.", "en"),
    ],
)
def test_a_denial_with_words_of_its_own_does_not_deny_what_stands_before(text: str, language: str) -> None:
    under = grounds(("蚝被召回", "confirmed"), ("有人吃蚝后死亡", "refuted")) if language == "zh" else OYSTERS
    assert "ungrounded-denial" in [item.rule for item in check(text, under, language=language).findings]
