from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.retrieval.corpus import Document, FrontMatter, load_corpus
from service.retrieval.cutting import LIMIT, cut


def document(body: str, collection: str = "playbooks") -> Document:
    front = FrontMatter(
        title="预案", collection=collection, language="zh", kinds=(), verified=False, owner="公关", review_due=date(2027, 1, 1)
    )
    return Document(id=f"{collection}/x", front=front, body=body, digest="d")


LONG = "这是一句用来凑长度的话，说明要做什么以及由谁来做。" * 8


class TestCut:
    def test_a_piece_knows_the_headings_it_stands_under(self) -> None:
        pieces = cut(document(f"# 总则\n\n{LONG}\n\n## 研判\n\n{LONG}\n\n# 附则\n\n{LONG}\n"))
        assert [piece.headings for piece in pieces] == [("总则",), ("总则", "研判"), ("附则",)]
        assert pieces[1].title == "预案 › 总则 › 研判"

    def test_ids_count_from_one(self) -> None:
        assert [piece.id for piece in cut(document(f"## 甲\n\n{LONG}\n\n## 乙\n\n{LONG}"))] == ["playbooks/x#1", "playbooks/x#2"]

    def test_text_before_the_first_heading_is_kept(self) -> None:
        assert cut(document(f"{LONG}\n\n## 甲\n\n{LONG}"))[0].headings == ()

    def test_short_sections_share_a_piece_that_shows_their_headings(self) -> None:
        (piece,) = cut(document("## 甲\n\n停售。\n\n## 乙\n\n召回。\n"))
        assert piece.headings == ()
        assert piece.text == "## 甲\n\n停售。\n\n## 乙\n\n召回。"

    def test_a_short_parent_takes_its_subsection_along(self) -> None:
        (piece,) = cut(document("## 甲\n\n先停售。\n\n### 细则\n\n再召回。\n"))
        assert piece.headings == ("甲",)
        assert "### 细则" in piece.text

    def test_articles_of_law_are_never_joined(self) -> None:
        pieces = cut(document("## 第一条\n\n短。\n\n## 第二条\n\n也短。\n", collection="law"))
        assert [(piece.headings, piece.text) for piece in pieces] == [(("第一条",), "短。"), (("第二条",), "也短。")]

    def test_a_long_section_is_cut_between_sentences(self) -> None:
        pieces = cut(document("## 甲\n\n" + LONG * 5))
        assert len(pieces) > 1
        assert all(piece.text.endswith("。") for piece in pieces)

    def test_an_english_section_is_cut_between_sentences(self) -> None:
        pieces = cut(document("## A\n\n" + "Stop the sale first and investigate afterwards. " * 30))
        assert len(pieces) > 1
        assert all(piece.text.startswith("Stop") and piece.text.endswith(".") for piece in pieces)

    def test_a_run_without_any_stop_is_cut_by_length(self) -> None:
        assert [len(piece.text) for piece in cut(document("长" * (LIMIT * 2 + 7)))] == [LIMIT, LIMIT, 7]

    @given(st.text(alphabet="甲乙丙。！；\n #ab. -", max_size=3000))
    def test_pieces_are_verbatim_in_order_and_never_too_long(self, body: str) -> None:
        at = 0
        for piece in cut(document(body)):
            assert 0 < len(piece.text) <= LIMIT
            at = body.index(piece.text, at) + len(piece.text)

    @pytest.mark.parametrize("document", load_corpus(), ids=lambda document: document.id)
    def test_nothing_of_the_shipped_corpus_is_lost(self, document: Document) -> None:
        seen = "\n".join("\n".join((*piece.headings, piece.text)) for piece in cut(document))
        for line in filter(None, document.body.splitlines()):
            assert line.lstrip("# ") in seen.replace("\n", "") or line.lstrip("# ") in seen
