"""Cutting a text at the borders of spans."""

from hypothesis import given
from hypothesis import strategies as st

from service.findings.pieces import cut


class TestCut:
    def test_without_spans_the_text_is_one_piece(self) -> None:
        assert [(piece.text, piece.covers) for piece in cut("全文", [])] == [("全文", ())]

    def test_an_empty_text_has_no_pieces(self) -> None:
        assert cut("", [(0, 0)]) == []

    def test_nested_and_overlapping_spans_are_split_where_they_begin_and_end(self) -> None:
        pieces = cut("abcdef", [(0, 4), (1, 3), (2, 6)])
        assert [(piece.text, piece.covers, piece.ends) for piece in pieces] == [
            ("a", (0,), ()),
            ("b", (0, 1), ()),
            ("c", (0, 1, 2), (1,)),
            ("d", (0, 2), (0,)),
            ("ef", (2,), (2,)),
        ]

    def test_empty_spans_cover_nothing_and_outside_borders_are_drawn_in(self) -> None:
        pieces = cut("ab", [(1, 1), (-3, 9), (5, 8)])
        assert [(piece.text, piece.covers) for piece in pieces] == [("ab", (1,))]

    @given(st.text(max_size=30), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=8))
    def test_the_pieces_give_the_text_back_and_each_character_its_spans(self, text: str, spans: list[tuple[int, int]]) -> None:
        pieces = cut(text, spans)
        assert "".join(piece.text for piece in pieces) == text
        for piece in pieces:
            for offset in range(piece.start, piece.start + len(piece.text)):
                expected = tuple(index for index, (start, end) in enumerate(spans) if start <= offset < end)
                assert piece.covers == expected
