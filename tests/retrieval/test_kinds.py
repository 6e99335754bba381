import pytest

from service.briefs import IncidentKind
from service.language import text_language
from service.retrieval.kinds import _KindWords, kind_words


def test_every_kind_has_words_in_both_languages() -> None:
    for kind in IncidentKind:
        words = kind_words([kind]).split()
        assert {text_language(word) for word in words} == {"zh", "en"}, kind


def test_a_table_that_leaves_a_kind_out_is_refused() -> None:
    with pytest.raises(ValueError, match="no words for food_safety"):
        _KindWords(words={kind: "x" for kind in IncidentKind if kind is not IncidentKind.FOOD_SAFETY})
