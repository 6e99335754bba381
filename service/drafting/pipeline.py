"""A brief becomes checked statements: assess, retrieve, write, check. No database and no HTTP; page, API, command and evals call this."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.brands import find_brand
from service.briefs import NEEDS_PREVIOUS, Channel, IncidentBrief, Jurisdiction, Language, StatementRequest, StatementType
from service.config import Settings
from service.drafting.agreement import disagreements
from service.drafting.assembly import Assembled, assemble
from service.drafting.checking import check_statement
from service.drafting.composer.compose import composable
from service.drafting.gate import guarded, shield_of
from service.drafting.grounds import grounds_for
from service.drafting.knowledge import knowledge_for
from service.drafting.observing import QUIET, Observer
from service.drafting.prompting import prompt_for, render_for
from service.drafting.schemas import DraftResult, GenerationRecord, GenerationUsage, PromptRecord, Statement, statement_digest
from service.drafting.second_reader import second_reading
from service.drafting.tasks import Task
from service.drafting.writing import COMPOSER, Written, usable_seconds, write
from service.errors import NotSupported, Problem
from service.findings import Finding, Severity, sort_findings
from service.grounding import read_statement
from service.i18n import Localized
from service.language import base_language, text_language
from service.llm.chain import total_usage
from service.llm.gateway import warm_up
from service.llm.schemas import Usage
from service.retrieval.passages import Passage


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """How to draft: another model than the settings', none at all, or no composer in its place; whether a model reads the text again."""

    model: str | None = None
    offline: bool = False
    fallback: bool = True
    second_reader: bool = False

    def applied(self, settings: Settings) -> Settings:
        """The settings with the model asked for."""
        return settings if self.model is None else settings.model_copy(update={"model": self.model})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A result, and for each of its statements how it was written. The record is not printed."""

    result: DraftResult
    record: tuple[Written, ...] = field(repr=False)


def draft(brief: IncidentBrief, options: DraftOptions, settings: Settings, observer: Observer = QUIET) -> DraftResult:
    """Every statement the brief asks for, or those its assessment recommends, checked.

    `observer` is told of stages and of sentences that hold, while the draft is made.

    Raises:
        NotSupported: a statement or language this version cannot write.
        ComponentUnavailable: the model, or the index, cannot be reached and `options.fallback` is off.
    """
    return draft_with_record(brief, options, settings, observer).result


def draft_with_record(brief: IncidentBrief, options: DraftOptions, settings: Settings, observer: Observer = QUIET) -> Drafted:
    """`draft`, with how each statement was written: prompts as they left, raw answers, failures.

    Raises:
        NotSupported, ComponentUnavailable: as for `draft`.
    """
    settings = options.applied(settings)
    brand = find_brand(brief.brand)
    assessment = assess(brief, brand)
    requests = brief.requests or _recommended(brief, assessment)
    _refuse_unsupported(requests)
    if settings.model and not options.offline:
        warm_up()
    observer.on_stage("retrieve")
    known = knowledge_for(brief, brand, assessment, requests, settings, offline=options.offline, fallback=options.fallback)
    grounds = grounds_for(brief, brand, assessment)
    statements: list[Statement] = []
    record: list[Written] = []
    for number, (request, passages) in enumerate(zip(requests, known.passages, strict=True), 1):
        observer.on_stage(f"write {number}/{len(requests)} {request.statement} {request.language}")
        # The composer's texts of one ledger agree by themselves; a model's is held against those before it.
        earlier = [read_statement(item.text, grounds) for item in statements] if settings.model and not options.offline else []
        task = Task(brief, request, assessment, brand, passages, grounds, earlier)
        ends_at = time.monotonic() + usable_seconds(settings)
        written = write(task, settings, offline=options.offline, fallback=options.fallback, observer=observer)
        statement = statement_of(task, written)
        if options.second_reader and written.generation.model != COMPOSER:
            observer.on_stage("review")
            statement, written = _read_again(task, statement, written, settings, ends_at - time.monotonic())
        record.append(written)
        statements.append(statement)
        for finding in statements[-1].findings:
            observer.on_finding(finding)
    result = DraftResult(
        issued_at=brief.issued_at,
        assessment=assessment,
        passages=_united(known.passages),
        notes=known.notes,
        statements=tuple(statements),
        consistency=disagreements(statements, grounds),
    )
    return Drafted(result, tuple(record))


def show_prompt(
    brief: IncidentBrief, statement: StatementType, language: Language | None, settings: Settings
) -> list[dict[str, str]]:
    """The messages that would be sent to the model; nothing is sent.

    Raises:
        NotSupported: there is no prompt for this statement in this language.
    """
    brand = find_brand(brief.brand)
    assessment = assess(brief, brand)
    request = next(
        (r for r in brief.requests if r.statement is statement and language in {None, r.language}),
        StatementRequest(statement=statement, language=language or _own_language(brief)),
    )
    template = prompt_for(request)
    if template is None:
        told = Localized(
            zh=f"没有 {statement}（{request.language}）的提示词", en=f"there is no prompt for {statement} ({request.language})"
        )
        raise NotSupported([Problem(field="statement", code="not-supported", message=told)], told)
    known = knowledge_for(brief, brand, assessment, [request], settings)
    prompt = render_for(template, brief, request, assessment, known.first)
    sent, _ = guarded(prompt.messages, shield_of(brief), base_language(request.language))
    return [{"role": message.role, "content": message.content} for message in sent]


def _recommended(brief: IncidentBrief, assessment: Assessment) -> tuple[StatementRequest, ...]:
    """The recommended documents this version can write; an update needs an earlier text and is never among them."""
    language = _own_language(brief)
    channel = Channel.WEIBO if language is Language.ZH_CN else Channel.WEB
    return tuple(
        StatementRequest(
            statement=kind,
            language=language,
            channel=Channel.EMAIL if kind is StatementType.INTERNAL_NOTICE else channel,
        )
        for kind in assessment.recommended
        if kind not in NEEDS_PREVIOUS and composable(kind, language)
    )


def _own_language(brief: IncidentBrief) -> Language:
    if text_language(brief.incident.title) == "zh":
        return Language.ZH_CN
    return Language.EN_US if brief.incident.jurisdiction is Jurisdiction.US else Language.EN_GB


def _refuse_unsupported(requests: Sequence[StatementRequest]) -> None:
    problems = []
    for index, request in enumerate(requests):
        if not composable(request.statement, request.language):
            message = Localized(
                zh=f"这个版本还不能起草 {request.statement}（{request.language}）",
                en=f"this version cannot draft {request.statement} ({request.language}) yet",
            )
            problems.append(Problem(field=f"requests[{index}].statement", code="not-supported", message=message))
    if problems:
        raise NotSupported(problems)


def _united(passages: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """The passages of all statements, each once, best first."""
    found = {passage.id: passage for one in reversed(passages) for passage in one}
    return tuple(sorted(found.values(), key=lambda passage: (-passage.score, passage.id)))


def statement_of(task: Task, written: Written) -> Statement:
    """What was written, assembled and checked."""
    assembled = assemble(written.generation.composition)
    findings: Sequence[Finding]
    if written.judged is not None:
        findings = written.judged.findings
    else:
        findings = check_statement(assembled, task.brief, task.request, task.assessment, task.grounds, passages=task.passages)
    generation, prompt = written.generation, written.prompt
    return Statement(
        statement=task.request.statement,
        audience=task.request.audience,
        channel=task.request.channel,
        language=task.request.language,
        title=assembled.title,
        text=assembled.text,
        digest=statement_digest(assembled.title, assembled.text),
        segments=assembled.segments,
        gaps=assembled.gaps,
        findings=tuple(findings),
        passages=tuple(passage.id for passage in task.passages),
        blocked=bool(assembled.gaps) or any(finding.severity is Severity.ERROR for finding in findings),
        prompt=PromptRecord(id=prompt.id, version=prompt.version, digest=prompt.digest) if prompt is not None else None,
        generation=GenerationRecord(
            model=generation.model,
            fallback=generation.fallback,
            repairs=generation.repairs,
            latency_ms=generation.latency_ms,
            usage=_usage(generation.usage),
            reason=generation.reason,
        ),
    )


def _read_again(
    task: Task, statement: Statement, written: Written, settings: Settings, seconds: float
) -> tuple[Statement, Written]:
    """The statement with what a second reader finds in it, if that is there in time; and the record with what was asked."""
    assembled = Assembled(statement.title, statement.text, statement.segments, statement.gaps)
    reading = second_reading(task, assembled, statement.findings, settings, seconds)
    exchanges = (*written.generation.exchanges, *reading.exchanges)
    generation = replace(written.generation, exchanges=exchanges, usage=total_usage(exchanges))
    changes = {
        "findings": tuple(sort_findings([*statement.findings, *reading.findings])),
        "generation": statement.generation.model_copy(update={"usage": _usage(generation.usage)}),
    }
    return statement.model_copy(update=changes), replace(written, generation=generation)


def _usage(usage: Usage | None) -> GenerationUsage | None:
    if usage is None:
        return None
    return GenerationUsage(prompt_tokens=usage.prompt_tokens, completion_tokens=usage.completion_tokens, cost_usd=usage.cost_usd)
