"""A brief as a drafting prompt's inputs: only what may be said. Nothing internal, privileged or unapproved passes this file."""

from collections.abc import Sequence
from datetime import date, datetime

from service.assessment.schemas import Assessment
from service.brands import find_brand
from service.briefs import IncidentBrief, Language, StatementRequest, Status
from service.drafting.composer import times
from service.elements import ElementDemand, channel_limit, further_elements, nevers, required_elements
from service.language import TextLanguage, base_language
from service.prompting.fence import new_fence
from service.prompting.inputs import (
    CommitmentInput,
    ContactInput,
    DraftingInputs,
    ElementInput,
    FactInput,
    LedgerInput,
    PassageInput,
)
from service.prompting.library import find_prompt
from service.prompting.render import RenderedPrompt, render_prompt
from service.prompting.template import PromptTemplate
from service.retrieval.passages import Passage

# Passages of these collections are law or procedure and may support a sentence.
_CITABLE = frozenset({"law", "playbooks", "standards"})


def prompt_for(request: StatementRequest) -> PromptTemplate | None:
    """The drafting prompt of this statement in its language, if there is one."""
    return find_prompt(f"drafting/{request.statement}.{base_language(request.language)}")


def render_for(
    template: PromptTemplate, brief: IncidentBrief, request: StatementRequest, assessment: Assessment, passages: Sequence[Passage]
) -> RenderedPrompt:
    """Exactly the messages that are sent to the model."""
    return render_prompt(template, drafting_inputs(brief, request, assessment, passages).to_mapping())


def drafting_inputs(
    brief: IncidentBrief, request: StatementRequest, assessment: Assessment, passages: Sequence[Passage], fence: str | None = None
) -> DraftingInputs:
    """The brief's public side, in the statement's language."""
    code = base_language(request.language)
    now, kind, level, law = brief.issued_at, request.statement, assessment.level, brief.incident.jurisdiction
    issuer, previous = brief.issuer, request.previous
    return DraftingInputs(
        brand=brief.brand,
        statement=str(kind),
        audience=str(request.audience),
        channel=str(request.channel),
        language=request.language.value,
        max_characters=max(50, min(20_000, channel_limit(request.channel).max_characters)),
        level=level.value,
        strategies=assessment.strategies,
        admission_ceiling=assessment.admission_ceiling,
        tone=_tone(brief.brand, code),
        incident_title=brief.incident.wording(code) or brief.incident.title,
        incident_time=_happened(brief.incident.occurred_at, now, request.language),
        facts=_ledger(brief, code),
        commitments=_commitments(brief, request.language),
        contacts=tuple(
            ContactInput(id=f"contact:{i}", label=c.wording(code) or c.label, value=c.value) for i, c in enumerate(brief.contacts)
        ),
        issued_at=_stamp(now, request.language),
        next_update=_time(brief.next_update_at, now, request.language),
        issuer=" ".join(part for part in (issuer.organisation, issuer.title, issuer.person) if part),
        elements=_elements(required_elements(kind, level, request.language, law)),
        further_elements=_elements(further_elements(kind, level, request.language, law)),
        nevers=nevers(kind, level, request.language),
        previous=previous.text if previous is not None else "",
        previous_at=_stamp(previous.issued_at, request.language) if previous is not None else "",
        passages=tuple(
            PassageInput(
                id=p.id, title=p.title, text=p.text, citable=p.collection in _CITABLE, precedent=p.collection == "incidents"
            )
            for p in passages
            # What nobody has checked of others, or of the law, is for people to look up; it tells a model nothing.
            if not p.is_unproven
        ),
        fence=fence or new_fence(),
    )


def _elements(demands: Sequence[ElementDemand]) -> tuple[ElementInput, ...]:
    return tuple(ElementInput(name=demand.name, duty=demand.description) for demand in demands)


def _tone(brand: str, code: TextLanguage) -> tuple[str, ...]:
    """How a described brand speaks: its guide, and the words it says instead of others."""
    profile = find_brand(brand)
    voice = profile.voice.get(code) if profile is not None else None
    if voice is None:
        return ()
    said = [
        f"不写“{word}”，写“{better}”。" if code == "zh" else f'Not "{word}" but "{better}".'
        for word, better in voice.avoid.items()
    ]
    return (*((voice.guide,) if voice.guide else ()), *said)


def _commitments(brief: IncidentBrief, language: Language) -> tuple[CommitmentInput, ...]:
    code = base_language(language)
    return tuple(
        CommitmentInput(
            id=item.id,
            text=item.wording(code) or item.text,
            owner=item.owner or "",
            due=_time(item.due, brief.issued_at, language),
        )
        for item in brief.approved_commitments
    )


def _ledger(brief: IncidentBrief, code: TextLanguage) -> LedgerInput:
    def of(status: Status) -> tuple[FactInput, ...]:
        # A fact without a wording in this language still goes in: a model may translate it, and a person confirms.
        return tuple(
            FactInput(id=fact.id, text=fact.wording(code) or fact.text, attribution=fact.attribution or "")
            for fact in brief.facts_with(status)
        )

    return LedgerInput(
        confirmed=of(Status.CONFIRMED),
        reported=of(Status.REPORTED),
        disputed=of(Status.DISPUTED),
        refuted=of(Status.REFUTED),
        unknown=of(Status.UNKNOWN),
    )


def _time(moment: datetime | None, now: datetime, language: Language) -> str:
    if moment is None:
        return ""
    return times.zh_date_time(moment, now) if base_language(language) == "zh" else times.en_date_time(moment, now, language)


def _happened(moment: date | datetime | None, now: datetime, language: Language) -> str:
    """A bare date gives no hour."""
    if moment is None or isinstance(moment, datetime):
        return _time(moment, now, language)
    return times.zh_day(moment, now) if base_language(language) == "zh" else times.en_day(moment, now, language)


def _stamp(moment: datetime, language: Language) -> str:
    return times.zh_stamp(moment) if base_language(language) == "zh" else times.en_stamp(moment, language)
