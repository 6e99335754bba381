"""Texts as code points, and tables over them."""

import numpy as np
import pytest

from service.compliance.characters import FOLDED, folded
from service.compliance.codes import SIZE, codes_of, members_of, paired, text_of, within


@pytest.mark.parametrize("text", ["", "最好", "a\ud800b", "🎁\U000e0041"])
def test_a_text_is_its_code_points_and_back(text: str) -> None:
    codes = codes_of(text)
    assert codes.tolist() == [ord(char) for char in text]
    assert text_of(codes) == text


def test_a_table_maps_what_it_names_and_leaves_the_rest() -> None:
    table = paired("蕞嘴", "最最")
    assert text_of(table[within(codes_of("蕞好嘴a"))]) == "最好最a"


def test_members_are_told_from_others_and_from_what_lies_beyond() -> None:
    codes = codes_of("好\U000f0000坏")
    assert members_of(frozenset("好"))[within(codes)].tolist() == [True, False, False]
    assert within(codes).max() < SIZE


class TestFolded:
    def test_folds_every_character_as_one_by_one(self) -> None:
        text = "最佳ＡＢＣ①選擇，НО１００％"
        assert folded(text) == text.translate(FOLDED)

    @pytest.mark.parametrize("text", ["第\u200b一", "㎏", "\U000e0041"])
    def test_gives_up_where_the_length_changes(self, text: str) -> None:
        assert folded(text) is None
        assert folded("最好") == "最好"

    def test_reads_half_surrogates(self) -> None:
        assert folded("a\ud800") == "a\ud800"


def test_tables_have_one_entry_for_every_code_point() -> None:
    assert np.array_equal(paired("", "")[:4], [0, 1, 2, 3])
    assert len(paired("", "")) == SIZE
