"""Every incident card lists what it rests on."""

from evals.verified import FACTUAL, cards, factual_sentences
from service.retrieval.corpus import load_corpus


def test_every_verified_card_has_factual_sentences_and_a_source() -> None:
    found = cards()
    assert len([card for card in found if card.verified]) >= 30
    for card in found:
        assert card.sentences, card.id
        assert card.sources or not card.verified, card.id


def test_every_section_of_a_card_is_factual_or_ours() -> None:
    ours = {"教训", "不可模仿", "Lessons", "Do not imitate"}
    for document in load_corpus():
        if document.front.collection == "incidents":
            headings = {line[3:].strip() for line in document.body.splitlines() if line.startswith("## ")}
            assert headings <= FACTUAL | ours, document.id


def test_sentences_are_counted_once_each() -> None:
    body = "## 结果\n\n当天停售1.5万件。次日“道歉”。\n\n- 一项\n\n## 教训\n\n不算。\n\n## What happened\n\nIt fell by 2.5 points. Nobody was hurt.\n"
    assert list(factual_sentences(body)) == [
        "当天停售1.5万件。",
        "次日“道歉”。",
        "一项",
        "It fell by 2.5 points.",
        "Nobody was hurt.",
    ]
