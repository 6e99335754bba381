"""Texts held against a brief: rules, grounding and elements, for one handed in and for one drafted here. Light: no index, no model, no web."""

from collections.abc import Iterator, Sequence

from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.brands import find_brand
from service.brands.avoided import avoided_words
from service.briefs import Fact, IncidentBrief, StatementRequest, StatementType
from service.compliance.schemas import CheckContext
from service.drafting.agreement import departures
from service.drafting.assembly import Assembled
from service.drafting.borrowing import borrowed_wording
from service.drafting.composer.corrections import corrects_nothing
from service.drafting.context import context_of, rules_with_ledger
from service.drafting.grounds import grounds_for, released_before
from service.drafting.schemas import Segment
from service.drafting.submitted import CheckRequest, rules_of
from service.elements import check_conduct, check_elements
from service.findings import Finding, Layer, Severity, sort_findings
from service.grounding import GroundingReport, Grounds
from service.grounding import check as check_grounds
from service.grounding.gaps import GAP_MARKER
from service.grounding.types import SentenceBasis
from service.i18n import Localized
from service.language import base_language
from service.retrieval.passages import Passage

_STATEMENTS = frozenset(StatementType)


def check_against(brief: IncidentBrief, request: CheckRequest, language: str) -> list[Finding]:
    """Every finding on a text handed in with a brief, in the order of the text."""
    if request.issued_at is not None:
        brief = brief.with_changes(issued_at=request.issued_at)
    brand = find_brand(brief.brand)
    assessment = assess(brief, brand)
    level = assessment.level
    context = context_of(brief, request.statement, language)
    if request.advertisement is not None or request.jurisdiction is not None:
        context = _with_callers_word(context, request)
    found = [
        *avoided_words(request.text, brand, language),
        *borrowed_wording(request.text, brief, brand, language),
        *rules_with_ledger(request.text, brief, context, rules_of(brief.brand)),
        *check_grounds(request.text, grounds_for(brief, brand, assessment), language=language).findings,
    ]
    if request.statement in _STATEMENTS:
        found += check_elements(request.text, brief=brief, statement=str(request.statement), level=level, language=language)
    found += check_conduct(
        request.text, statement=str(request.statement or "") or None, level=level, language=language, brief=brief
    )
    return sort_findings(found)


def ground_statement(assembled: Assembled, request: StatementRequest, grounds: Grounds) -> GroundingReport:
    """A drafted statement held against its ledger."""
    return check_grounds(
        assembled.text,
        grounds,
        language=str(request.language),
        previous=released_before(request),
        title=assembled.title,
    )


def check_statement(
    assembled: Assembled,
    brief: IncidentBrief,
    request: StatementRequest,
    assessment: Assessment,
    grounds: Grounds,
    grounded: GroundingReport | None = None,
    *,
    passages: Sequence[Passage] = (),
) -> list[Finding]:
    """Every finding on a drafted statement, whose writer says which sentence serves which element.

    `grounds` is the brief's side of grounding, built once for all its statements; `grounded` the text's report, where it is known;
    `passages` what its writer was given to read.
    """
    text, language = assembled.text, str(request.language)
    previous = request.previous.text if request.previous is not None else None
    grounded = grounded or ground_statement(assembled, request, grounds)
    brand = find_brand(brief.brand)
    found = [
        *avoided_words(text, brand, language),
        *borrowed_wording(text, brief, brand, language, passages),
        *rules_with_ledger(text, brief, context_of(brief, request.statement, language), rules_of(brief.brand)),
        # In a text handed in, a marker is an error; in a draft it is one of its gaps, which block it by themselves.
        *(finding for finding in grounded.findings if finding.rule != "unfilled-gap"),
        *check_elements(
            text,
            brief=brief,
            statement=request.statement,
            level=assessment.level,
            language=language,
            title=assembled.title,
            segments=[served for segment in assembled.segments for served in _served(segment)],
            channel=request.channel,
        ),
        *check_conduct(text, statement=request.statement, level=assessment.level, language=language, brief=brief),
        *_undeclared(assembled, grounded.sentences, brief, language),
        *(departures(text, previous, grounds, language) if previous is not None else ()),
    ]
    if request.statement is StatementType.CORRECTION and corrects_nothing(brief, request, assessment):
        found.append(_without_correction(language))
    found += [_left_out(fact, language) for fact in brief.orders]
    found += [_set_aside(field, language) for field in brief.set_aside]
    return sort_findings(found)


def _served(segment: Segment) -> Iterator[tuple[str, int, int]]:
    """The element a sentence is, and those it serves by what it rests on: in a FAQ the next update is an answer."""
    yield segment.element, segment.start, segment.end
    if "next_update_at" in segment.basis:
        yield "next_update", segment.start, segment.end
    if any(ident.startswith("contact:") for ident in segment.basis):
        yield "contact", segment.start, segment.end


def check_title(title: str, brief: IncidentBrief, request: StatementRequest, grounds: Grounds) -> list[Finding]:
    """What the rules and the ledger say of a title by itself; places are in the title."""
    language = str(request.language)
    context = context_of(brief, request.statement, language)
    return [
        *check_grounds(title, grounds, language=language).findings,
        *rules_with_ledger(title, brief, context, rules_of(brief.brand)),
    ]


def _undeclared(
    assembled: Assembled, sentences: Sequence[SentenceBasis], brief: IncidentBrief, language: str
) -> Iterator[Finding]:
    """Facts and commitments a writer declares for a sentence that has nothing of them."""
    known = {fact.id for fact in brief.facts} | {item.id for item in brief.commitments}
    for segment in assembled.segments:
        near: set[str] = set()
        for sentence in sentences:
            if sentence.start < segment.end and segment.start < sentence.end:
                near.update(sentence.near)
        strange = [ident for ident in segment.basis if ident in known and ident not in near]
        text = assembled.text[segment.start : segment.end]
        if not strange or GAP_MARKER.search(text):
            continue
        told = Localized(
            zh=f"这一句声明的依据 {'、'.join(strange)} 与句子内容无关。",
            en=f"The basis declared for this sentence, {', '.join(strange)}, has nothing to do with it.",
        )
        yield Finding(
            rule="basis-unrelated",
            severity=Severity.WARNING,
            start=segment.start,
            end=segment.end,
            text=text,
            message=told.in_(base_language(language)),
            basis=strange[0],
            layer=Layer.GROUNDING,
        )


def _without_correction(language: str) -> Finding:
    told = Localized(
        zh="台账里没有标为已查否的原说法，也没有与上一次说明数值不同的已确认事实，读者看不出更正了什么。",
        en="The ledger refutes nothing the earlier statement said and confirms no other value; readers cannot see what is corrected.",
    )
    return Finding(
        rule="missing-correction",
        severity=Severity.WARNING,
        start=0,
        end=0,
        text="",
        message=told.in_(base_language(language)),
        layer=Layer.ELEMENTS,
    )


def _left_out(fact: Fact, language: str) -> Finding:
    """Told once per statement, without a place: the words stand nowhere in it."""
    told = Localized(
        zh=f"{fact.id} 是在对起草者发号施令，或不是中文、英文的陈述，没有写进文稿；如果它确有所指，请改写成一句事实。",
        en=f"{fact.id} gives orders to the drafter, or is neither Chinese nor English, and was left out; if it says something, word it as a fact.",
    )
    return _without_place(told, fact.id, language)


def _set_aside(field: str, language: str) -> Finding:
    told = Localized(
        zh=f"{field} 里有对起草者说的话，没有写进文稿。",
        en=f"{field} gives orders to the drafter; these words were left out.",
    )
    return _without_place(told, field, language)


def _without_place(told: Localized, basis: str, language: str) -> Finding:
    return Finding(
        rule="fact-addresses-drafter",
        severity=Severity.WARNING,
        start=0,
        end=0,
        text="",
        message=told.in_(base_language(language)),
        basis=basis,
        layer=Layer.GROUNDING,
    )


def _with_callers_word(context: CheckContext, request: CheckRequest) -> CheckContext:
    values = {name: getattr(context, name) for name in context.__dataclass_fields__}
    if request.advertisement is not None:
        values["advertisement"] = request.advertisement
    if request.jurisdiction is not None:
        values["jurisdiction"] = request.jurisdiction
    return CheckContext(**values)
