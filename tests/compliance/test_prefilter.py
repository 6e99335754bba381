"""Expressions behind a look for their words."""

import pytest

from service.compliance.prefilter import Prefiltered


@pytest.mark.parametrize(
    ("text", "found"), [("全场五折", "五折"), ("满100减20", "满100减"), ("五月", None), ("满意", None), ("", None)]
)
def test_finds_what_the_expression_finds(text: str, found: str | None) -> None:
    match = Prefiltered(r"[一二三四五]折|满\d{1,4}(?:减|送)").search(text)
    assert (match[0] if match else None) == found


def test_an_expression_without_words_is_searched_all_the_same() -> None:
    match = Prefiltered(r"\d{3}").search("第100天")
    assert match is not None
    assert match.span() == (1, 4)
