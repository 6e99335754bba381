"""What statements are read against in any case: ids that still mean what the table says."""

import pytest

from service.briefs import IncidentKind, Jurisdiction, StatementType
from service.retrieval.corpus import load_corpus
from service.retrieval.cutting import Piece, cut
from service.retrieval.owed import checklist, notices_in, owed_law, owed_table

PIECES: dict[str, Piece] = {piece.id: piece for document in load_corpus() for piece in cut(document)}


def test_every_article_stands_under_the_heading_the_table_gives() -> None:
    for entry in owed_table().law:
        for passage in entry.passages:
            assert PIECES[passage.id].headings[-1].startswith(passage.heading), passage.id
            assert PIECES[passage.id].document.front.jurisdiction == entry.jurisdiction


@pytest.mark.parametrize(
    ("statement", "language", "word"),
    [
        ("holding_statement", "zh", "情况说明"),
        ("apology", "zh", "致歉"),
        ("faq", "zh", "常见问答"),
        ("holding_statement", "en", "event"),
        ("apology", "en", "sorry"),
        ("recall_notice", "en", "recall"),
        ("breach_notice", "en", "data"),
    ],
)
def test_a_checklist_is_of_its_statement_and_language(statement: str, language: str, word: str) -> None:
    ident = checklist(StatementType(statement), "zh" if language == "zh" else "en")
    assert ident is not None
    assert word in PIECES[ident].text
    assert PIECES[ident].document.front.language == language


def test_a_notice_binds_by_kind_and_place() -> None:
    breach = StatementType.BREACH_NOTICE
    assert owed_law([breach], IncidentKind.DATA_BREACH, Jurisdiction.CN)[0].startswith("law/personal-information")
    assert owed_law([breach], IncidentKind.DATA_BREACH, Jurisdiction.EU) == ("law/pointers-eu#1", "law/pointers-eu#2")
    assert owed_law([breach], IncidentKind.FOOD_SAFETY, Jurisdiction.CN) == ()
    assert owed_law([StatementType.APOLOGY], IncidentKind.RUMOUR, Jurisdiction.HK) == ("law/pointers-hk#1",)


def test_only_notices_bind_the_other_statements() -> None:
    assert notices_in([StatementType.APOLOGY, StatementType.BREACH_NOTICE]) == {StatementType.BREACH_NOTICE}
