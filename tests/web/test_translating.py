"""The words of the pages: all found, all translated, none left over."""

import re
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from service.assessment.schemas import Cluster, Role, Rung, Strategy
from service.audit import Action
from service.briefs import Audience, Channel, Disclosure, Exposure, IncidentKind, Jurisdiction, Language, StatementType, Status
from service.export.formats import ExportFormat
from service.findings import Severity
from service.i18n import UiLanguage
from service.llm.schemas import Origin
from service.models import CaseStatus, DecisionKind, DraftStatus, KnowledgeKind, KnowledgeVerdict, NoticeKind, Verdict
from service.vocabulary import name_of
from service.web.translating import CATALOG, translate

WEB = Path(__file__).resolve().parents[2] / "service" / "web"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None, "translate": (2,)}
BLANK = re.compile(r"%\(\w+\)[sd]")
GROUPS: dict[str, tuple[str, ...]] = {
    "kind": tuple(IncidentKind),
    "jurisdiction": tuple(Jurisdiction),
    "status": tuple(Status),
    "disclosure": tuple(Disclosure),
    "statement": tuple(StatementType),
    "audience": tuple(Audience),
    "channel": tuple(Channel),
    "language": tuple(Language),
    "severity": tuple(Severity),
    "cluster": get_args(Cluster),
    "strategy": get_args(Strategy),
    "rung": get_args(Rung),
    "role": get_args(Role),
    "exposure": tuple(Exposure.model_fields),
    "draft_status": tuple(DraftStatus),
    "case_status": tuple(CaseStatus),
    "action": tuple(Action),
    "verdict": tuple(Verdict),
    "decision": tuple(DecisionKind),
    "origin": get_args(Origin),
    "format": tuple(ExportFormat),
    "knowledge_kind": tuple(KnowledgeKind),
    "knowledge_verdict": tuple(KnowledgeVerdict),
    "notice": tuple(NoticeKind),
}


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_every_value_of_a_closed_list_has_a_chinese_word(group: str) -> None:
    assert [value for value in GROUPS[group] if name_of(group, value, "zh") == value and value != "x"] == []


def test_a_value_nobody_named_is_shown_as_it_is() -> None:
    assert name_of("kind", "meteor", "en") == "meteor"


def _asked() -> set[str]:
    """Every message of templates and pages, as `make messages` finds them."""
    found: set[str] = set()
    for file, _, message, *_ in extract_from_dir(WEB, METHODS, OPTIONS, KEYWORDS):
        ids = message if isinstance(message, tuple) else (message,)
        found |= {str(item) for item in ids}
        assert all(ids), file
    return found


def _translated() -> dict[str, tuple[str, ...]]:
    with CATALOG.open("rb") as source:
        catalog = read_po(source, locale="zh", domain="firstword")
    rows: dict[str, tuple[str, ...]] = {}
    for row in catalog:
        if row.id:
            assert not row.fuzzy, row.id
            told = tuple(str(one) for one in row.string) if isinstance(row.string, list | tuple) else (str(row.string or ""),)
            rows |= {str(item): told for item in (row.id if isinstance(row.id, tuple) else (row.id,))}
    return rows


def test_every_word_of_a_page_is_in_the_catalogue_and_no_other() -> None:
    asked = _asked()
    assert len(asked) > 100
    assert asked == set(_translated())


def test_every_word_has_a_translation_that_keeps_its_blanks() -> None:
    for message, told in _translated().items():
        assert all(told), message
        for one in told:
            assert sorted(BLANK.findall(one)) == sorted(BLANK.findall(message)) or "%(" not in message, message


@pytest.mark.parametrize(("language", "expected"), [("zh", "登录"), ("en", "Sign in")])
def test_a_message_in_each_language(language: UiLanguage, expected: str) -> None:
    assert translate(language, "Sign in") == expected
