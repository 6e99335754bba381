"""Twenty questions of a PR lead and a lawyer, asked of a data folder that nobody has prepared."""

from evals.twenty import first_hit, questions
from service.retrieval.corpus import load_corpus
from service.retrieval.index import PassageIndex
from service.retrieval.retriever import find_passages


def test_they_are_twenty_and_name_documents_that_exist() -> None:
    known = {document.id for document in load_corpus()}
    asked = questions()
    assert len({item.query for item in asked}) == 20
    assert {item.who for item in asked} == {"pr", "legal"}
    assert {name for item in asked for name in item.first} <= known


def test_the_first_hit_is_sensible(shipped_index: PassageIndex) -> None:
    missed = []
    for item in questions():
        hit = first_hit(item, shipped_index)
        if hit is None or hit.document not in item.first:
            missed.append(item.query)
    assert missed == []


def test_a_question_in_one_language_finds_law_written_in_the_other(shipped_index: PassageIndex) -> None:
    for query, document in (
        ("personal data leaked in China, what must we tell people", "law/personal-information-protection-law"),
        ("food recall duty in China", "law/food-safety-law"),
        ("advertising law of China superlatives", "law/advertising-law"),
        ("英国个人数据泄露72小时通知", "law/pointers-uk"),
    ):
        found = find_passages(query, index=shipped_index, collections=["law"], k=5)
        assert document in {passage.document for passage in found}, query
