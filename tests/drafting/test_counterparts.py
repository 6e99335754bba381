"""One statement in two languages: which draft belongs to which, and which paragraphs stand beside each other."""

from datetime import UTC, datetime, timedelta

import pytest

from service.drafting.counterparts import Pair, counterpart_among, pair, paragraphs
from service.drafting.schemas import Segment
from service.models import Draft, DraftStatus

START = datetime(2026, 5, 6, 12, tzinfo=UTC)


def a_draft(key: str, language: str, minute: int = 0, **changes: str | DraftStatus | None) -> Draft:
    values = {"statement": "holding_statement", "audience": "public", "channel": "web", "request": "{}", **changes}
    made = Draft(case_id="c", language=language, made_at=START + timedelta(minutes=minute), number=1, **values)  # type: ignore[arg-type]
    made.id = key
    return made


def found(*drafts: Draft, of: str) -> str | None:
    newest_first = sorted(drafts, key=lambda item: item.made_at, reverse=True)
    other = counterpart_among(newest_first, next(item for item in drafts if item.id == of))
    return other.id if other is not None else None


class TestWhichDraft:
    def test_the_newest_of_the_same_kind_in_the_other_language(self) -> None:
        drafts = (a_draft("zh", "zh-CN"), a_draft("en1", "en-GB", 1), a_draft("en2", "en-US", 2), a_draft("hk", "zh-HK", 3))
        assert found(*drafts, of="zh") == "en2"
        assert found(*drafts, of="en1") == "hk"

    @pytest.mark.parametrize(
        "changes", [{"statement": "faq"}, {"audience": "media"}, {"channel": "press"}, {"status": DraftStatus.WITHDRAWN}]
    )
    def test_not_another_statement_nor_one_that_was_withdrawn(self, changes: dict[str, str | DraftStatus]) -> None:
        assert found(a_draft("zh", "zh-CN"), a_draft("en", "en-GB", 1, **changes), of="zh") is None

    def test_not_one_in_another_dress_of_the_same_language(self) -> None:
        assert found(a_draft("zh", "zh-CN"), a_draft("hk", "zh-HK", 1), of="zh") is None

    def test_an_update_goes_with_the_update_of_the_same_or_of_its_counterpart(self) -> None:
        first = (a_draft("zh", "zh-CN"), a_draft("en", "en-GB", 1))
        update = a_draft("zh-u", "zh-CN", 2, statement="update", corrects="zh")
        stranger = a_draft("en-x", "en-GB", 9, statement="update", corrects="other")
        assert found(*first, update, stranger, of="zh-u") is None
        of_its_own = a_draft("en-u", "en-GB", 3, statement="update", corrects="en")
        assert found(*first, update, stranger, of_its_own, of="zh-u") == "en-u"
        of_the_same = a_draft("en-v", "en-GB", 4, statement="update", corrects="zh")
        assert found(*first, update, stranger, of_the_same, of="zh-u") == "en-v"


def a_text(*parts: tuple[str, str, tuple[str, ...]], between: str = "\n\n") -> tuple[str, tuple[Segment, ...]]:
    text, segments = "", []
    for words, element, basis in parts:
        text += between if text else ""
        segments.append(Segment(start=len(text), end=len(text) + len(words), element=element, basis=basis))
        text += words
    return text, tuple(segments)


class TestParagraphs:
    def test_are_parted_by_blank_lines_and_gather_what_their_sentences_rest_on(self) -> None:
        text, segments = "一。二。\n\n  三。\n四。", (
            Segment(start=0, end=2, element="known", basis=("F1",)),
            Segment(start=2, end=4, element="concern", basis=()),
            Segment(start=8, end=10, element="issuer", basis=("issuer",)),
        )  # fmt: skip
        first, second = paragraphs(text, segments)
        assert (text[first.start : first.end], first.basis, first.elements) == (
            "一。二。",
            frozenset({"F1"}),
            frozenset({"known", "concern"}),
        )
        assert (text[second.start : second.end], second.basis) == ("三。\n四。", frozenset({"issuer"}))

    def test_are_lines_where_no_line_is_blank(self) -> None:
        assert [(item.start, item.end) for item in paragraphs("ab\ncd\n", ())] == [(0, 2), (3, 5)]

    @pytest.mark.parametrize("text", ["", "\n\n", " "])
    def test_of_nothing_there_are_none(self, text: str) -> None:
        assert paragraphs(text, ()) == ()


def told(pairs: tuple[Pair, ...], first: str, second: str) -> list[tuple[str, str]]:
    return [
        (
            first[item.first.start : item.first.end] if item.first else "",
            second[item.second.start : item.second.end] if item.second else "",
        )
        for item in pairs
    ]


def test_paragraphs_of_one_basis_stand_beside_each_other_and_the_others_alone() -> None:
    chinese, here = a_text(("甲", "known", ("F1",)), ("乙", "concern", ()), ("丙", "known", ("F2", "F3")), ("丁", "issuer", ()))
    english, there = a_text(("A", "known", ("F1",)), ("C", "known", ("F3",)), ("X", "remedy", ("C1",)), ("D", "issuer", ()))
    pairs = pair(paragraphs(chinese, here), paragraphs(english, there))
    assert told(pairs, chinese, english) == [("甲", "A"), ("乙", ""), ("丙", "C"), ("", "X"), ("丁", "D")]


def test_order_is_kept_and_nothing_is_lost_where_two_texts_cross() -> None:
    chinese, here = a_text(("甲", "known", ("F1",)), ("乙", "known", ("F2",)))
    english, there = a_text(("B", "remedy", ("F2",)), ("A", "remedy", ("F1",)))
    rows = told(pair(paragraphs(chinese, here), paragraphs(english, there)), chinese, english)
    assert sorted("".join(row[0] for row in rows)) == sorted("甲乙")
    assert "".join(row[1] for row in rows) == "BA"
    assert sum(bool(mine and theirs) for mine, theirs in rows) == 1
