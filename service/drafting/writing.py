"""Who writes a statement: a model where one is set, the composer where not or where the model's text does not hold."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import IncidentBrief, StatementRequest
from service.config import Settings
from service.drafting.assembly import assemble
from service.drafting.checking import check_statement
from service.drafting.composer.compose import compose
from service.drafting.gate import guarded, restored, shield_of
from service.drafting.observing import QUIET, Observer
from service.drafting.prompting import prompt_for, render_for
from service.findings import Layer, Severity
from service.grounding import Grounds
from service.i18n import Localized
from service.language import base_language
from service.llm.failures import ModelUnavailable
from service.llm.gateway import ChatMessage, Parameters, generate
from service.llm.schemas import Composition, Generation, Sentence
from service.prompting.render import RenderedPrompt
from service.retrieval.passages import Passage

COMPOSER = "composer"
_SIGNATURE = frozenset({"issuer", "contact", "next_update"})
_UNUSABLE = Localized(
    zh="模型的文稿去掉没有依据的句子后不完整", en="the model's text is incomplete without its unsupported sentences"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A generation, with the prompt that was sent, if any was."""

    generation: Generation
    prompt: RenderedPrompt | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One statement to be written."""

    brief: IncidentBrief
    request: StatementRequest
    assessment: Assessment
    brand: BrandProfile | None
    passages: Sequence[Passage]
    grounds: Grounds


def write(task: Task, settings: Settings, *, offline: bool, fallback: bool, observer: Observer = QUIET) -> Written:
    """The statement by the model, checked; else the composer's.

    Raises:
        ModelUnavailable: no model answered and `fallback` is off.
    """
    template = prompt_for(task.request) if settings.model and not offline else None
    if template is None:
        return _told(Written(_composed(task)), observer)
    prompt = render_for(template, task.brief, task.request, task.assessment, task.passages)
    language = base_language(task.request.language)
    observer.on_stage("model")
    try:
        generation = _ask(task, prompt.messages, settings, settings.draft_deadline, prompt.parameters)
    except ModelUnavailable as failure:
        if not fallback:
            raise
        return _told(Written(_composed(task, failure.message.in_(language)), prompt), observer)
    observer.on_stage("verify")
    kept, cut = _held(task, generation.composition)
    if not _is_whole(task, kept):
        composed = replace(_composed(task, _UNUSABLE.in_(language)), usage=generation.usage)
        return _told(Written(composed, prompt), observer)
    return _told(Written(replace(generation, composition=kept, repairs=cut), prompt), observer)


def _ask(task: Task, messages: Sequence[ChatMessage], settings: Settings, timeout: float, parameters: Parameters) -> Generation:
    """The one way of a statement to a model: whatever leaves and whatever comes back passes here, and the privacy gate."""
    language = base_language(task.request.language)
    sent, vault = guarded(messages, shield_of(task.brief), language)
    answer = generate(sent, settings=settings, timeout=timeout, parameters=parameters, language=language)
    title = task.brief.incident.wording(language) or task.brief.incident.title
    return restored(answer, vault, title)


def _told(written: Written, observer: Observer) -> Written:
    for sentence in written.generation.composition.sentences:
        observer.on_sentence(sentence)
    return written


def _composed(task: Task, reason: str | None = None) -> Generation:
    started = time.monotonic()
    composition = compose(task.brief, task.request, task.assessment, task.brand)
    elapsed = round((time.monotonic() - started) * 1000)
    return Generation(composition, COMPOSER, fallback=reason is not None, reason=reason, latency_ms=elapsed)


def _held(task: Task, composition: Composition) -> tuple[Composition, int]:
    """The sentences that hold, and how many did not: one with a grounding error is cut, whatever else it says."""
    assembled = assemble(composition)
    errors = [
        finding
        for finding in check_statement(assembled, task.brief, task.request, task.assessment, task.grounds)
        if finding.layer is Layer.GROUNDING and finding.severity is Severity.ERROR
    ]
    kept: list[Sentence] = []
    before = ""
    for sentence, segment in zip(composition.sentences, assembled.segments, strict=True):
        # A cut sentence hands its paragraph break on to the next.
        before = "\n\n" if "\n\n" in (before, sentence.before) else sentence.before
        if any(finding.start < segment.end and segment.start < finding.end for finding in errors):
            continue
        kept.append(replace(sentence, before=before if kept else ""))
        before = ""
    return replace(composition, sentences=tuple(kept)), len(composition.sentences) - len(kept)


def _is_whole(task: Task, kept: Composition) -> bool:
    """Whether what is left says everything the composer would have to say, and is more than a signature."""
    if not any(sentence.element not in _SIGNATURE for sentence in kept.sentences):
        return False
    composed = compose(task.brief, task.request, task.assessment, task.brand)
    return _missing(task, kept) <= _missing(task, composed)


def _missing(task: Task, composition: Composition) -> frozenset[str]:
    found = check_statement(assemble(composition), task.brief, task.request, task.assessment, task.grounds)
    return frozenset(f.rule for f in found if f.layer is Layer.ELEMENTS and f.rule.startswith("missing-"))
