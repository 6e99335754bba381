"""Every kind of statement in every language over every sample brief that it makes sense for."""

from collections.abc import Iterator

import pytest

from evals.scorers.grounding import difference
from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.brands import find_brand
from service.briefs import (
    NEEDS_PREVIOUS,
    Audience,
    Channel,
    IncidentBrief,
    IncidentKind,
    Language,
    Previous,
    StatementRequest,
    StatementType,
)
from service.drafting.assembly import Assembled, assemble
from service.drafting.checking import check_statement
from service.drafting.composer.compose import compose
from service.drafting.grounds import grounds_for, released_before
from service.findings import Layer, Severity
from service.grounding import Grounds, check
from service.language import base_language
from tests.samples import NAMES, sample

PRODUCTS = {IncidentKind.PRODUCT_QUALITY, IncidentKind.FOOD_SAFETY, IncidentKind.SUPPLY_CHAIN}
LEAST_SAME_BASIS = 0.98


def _kinds(brief: IncidentBrief) -> Iterator[StatementType]:
    for kind in StatementType:
        if kind is StatementType.RECALL_NOTICE and brief.incident.kind not in PRODUCTS:
            continue
        if kind is StatementType.BREACH_NOTICE and brief.incident.kind is not IncidentKind.DATA_BREACH:
            continue
        yield kind


def _languages(brief: IncidentBrief) -> list[Language]:
    return [language for language in Language if brief.incident.wording(base_language(language)) is not None]


def _previous(brief: IncidentBrief, language: Language, assessment: Assessment) -> Previous:
    """An earlier text the brief brings, else a holding statement."""
    given = (r.previous for r in brief.requests if r.previous and base_language(r.language) == base_language(language))
    request = StatementRequest(statement=StatementType.HOLDING_STATEMENT, language=language)
    text = assemble(compose(brief, request, assessment, find_brand(brief.brand))).text
    return next(given, None) or Previous(text=text, issued_at=brief.incident.detected_at)


class Sheet:
    """One brief's side, built once."""

    def __init__(self, name: str) -> None:
        self.brief = sample(name)
        self.brand = find_brand(self.brief.brand)
        self.assessment = assess(self.brief, self.brand)
        self.grounds: Grounds = grounds_for(self.brief, self.brand, self.assessment)

    def written(self) -> Iterator[tuple[StatementRequest, Assembled]]:
        for language in _languages(self.brief):
            previous = _previous(self.brief, language, self.assessment)
            for kind in _kinds(self.brief):
                request = StatementRequest(
                    statement=kind,
                    language=language,
                    channel=Channel.WEB,
                    audience=Audience.CUSTOMERS,
                    previous=previous if kind in NEEDS_PREVIOUS else None,
                )
                yield request, assemble(compose(self.brief, request, self.assessment, self.brand))


@pytest.mark.parametrize("name", NAMES)
def test_no_kind_says_what_the_ledger_does_not_hold_or_hides(name: str) -> None:
    sheet = Sheet(name)
    same = total = 0
    hidden = [fact.text for fact in sheet.brief.hidden_facts]
    hidden += [item.text for item in sheet.brief.commitments if not item.approved]
    for request, text in sheet.written():
        assert not [words for words in hidden if words in text.text]
        findings = check_statement(text, sheet.brief, request, sheet.assessment, sheet.grounds)
        told = [f.rule for f in findings if f.layer in {Layer.GROUNDING, Layer.CONSISTENCY}]
        assert told == [], (request.statement, request.language)
        assert [f.rule for f in findings if f.severity is Severity.ERROR] == [], (request.statement, request.language)
        report = check(text.text, sheet.grounds, language=str(request.language), previous=released_before(request))
        for segment in text.segments:
            total += 1
            same += difference(text.text, (segment.start, segment.end), segment.basis, report.sentences) is None
    # Over all briefs 99 of 100; no brief falls far below.
    assert same / total >= LEAST_SAME_BASIS - 0.05
