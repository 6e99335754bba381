"""The word index: the best of the shelves that are asked for, however many others there are."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.retrieval.lexical import LexicalIndex, LexicalPassage
from service.retrieval.shelves import Shelf

SHELVES = (Shelf("library", "chenhe"), Shelf("library", "other"), Shelf("law", ""))
WORDS = ("召回", "牛奶", "异味", "退款", "门店", "客服", "道歉", "泄露", "milk", "refund", "recall")
TEXTS = st.lists(st.tuples(st.sampled_from(SHELVES), st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)), max_size=40)


def passage(place: int, shelf: Shelf, words: list[str]) -> LexicalPassage:
    said = {"document": f"d{place}", "collection": shelf.collection, "brand": shelf.brand, "title": words[0]}
    return LexicalPassage(f"{shelf.collection}/{place}", " ".join(words), said)


@given(TEXTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sets(st.sampled_from(SHELVES), min_size=1))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_found_first_among_all_is_what_is_found_on_the_shelves_alone(
    tmp_path: Path, texts: list[tuple[Shelf, list[str]]], query: list[str], asked: set[Shelf]
) -> None:
    index = LexicalIndex(tmp_path / "lexical")
    index.write((passage(place, *text) for place, text in enumerate(texts)), "s")
    found = index.search(" ".join(query), sorted(asked), 3)
    every = index.search(" ".join(query), sorted(asked), len(texts) + 1)
    there = {
        f"{shelf.collection}/{place}" for place, (shelf, words) in enumerate(texts) if shelf in asked and {*words} & {*query}
    }
    assert set(every) == there
    assert list(found.values()) == pytest.approx(list(every.values())[:3])


def test_a_brand_with_little_is_served_among_many_others(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical")
    many = [passage(place, SHELVES[1], ["召回", "召回"]) for place in range(60)]
    index.write([*many, passage(60, SHELVES[0], ["召回", "牛奶"])], "s")
    assert list(index.search("召回", [SHELVES[0]], 5)) == ["library/60"]


def test_the_best_of_most_is_not_crowded_out_by_others(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical")
    better = [passage(place, SHELVES[1], ["召回", "召回", "召回"]) for place in range(30)]
    mine = [passage(place, SHELVES[0], ["牛奶", "召回", "门店", "客服", "退款"]) for place in range(30, 80)]
    index.write([*better, *mine], "s")
    found = index.search("召回", [SHELVES[0]], 10)
    assert len(found) == 10
    assert {int(ident.split("/")[1]) >= 30 for ident in found} == {True}
