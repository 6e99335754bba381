"""Who writes a statement: a model where one is set and what it writes holds, the composer where not."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.config import Settings
from service.drafting.asking import ask_model
from service.drafting.gate import restored, restored_anew
from service.drafting.observing import QUIET, Observer, Once
from service.drafting.previewing import Preview
from service.drafting.prompting import prompt_for, render_for
from service.drafting.repairing import render_repair
from service.drafting.tasks import Task
from service.drafting.verifying.judging import Judged
from service.drafting.verifying.loop import Faults, Verified, verify
from service.i18n import Localized
from service.llm.answer import COMPOSITION
from service.llm.chain import total_usage, with_model
from service.llm.failures import ModelUnavailable
from service.llm.replacements import REPLACEMENTS, Replacement
from service.llm.schemas import Composition, Exchange, Generation
from service.prompting.render import RenderedPrompt

COMPOSER = "composer"
_LOG = logging.getLogger(__name__)
# What is kept back of a deadline for checking and putting together what the model said.
RESERVE_SECONDS, RESERVE_SHARE = 0.6, 0.2
# A repair with less time than this would hardly be answered.
LEAST_FOR_REPAIR = 1.0
# Below this the text is no longer the model's, and the composer's own reads better than a patchwork.
MOSTLY = 0.5
_UNUSABLE = Localized(zh="模型的文稿大部分句子没有依据", en="most sentences of the model's text have no support")


@dataclass(frozen=True, slots=True)
class Written:
    """A generation, with the prompt that was sent, if any was, and the last check of its text, if one was made."""

    generation: Generation
    prompt: RenderedPrompt | None = None
    judged: Judged | None = None


def write(
    task: Task,
    settings: Settings,
    *,
    offline: bool,
    fallback: bool,
    observer: Observer = QUIET,
    prompt: RenderedPrompt | None = None,
) -> Written:
    """The statement by the model, verified, within `settings.draft_deadline`; else the composer's.

    `prompt` is sent in place of the drafting prompt: a revision asks in its own words and passes the same verification.

    Raises:
        ModelUnavailable: no model answered and `fallback` is off.
    """
    started = time.monotonic()
    # Before the call: it takes milliseconds, and is there whatever becomes of the model.
    composed = task.composed()
    own = Generation(composed, COMPOSER, latency_ms=_milliseconds_since(started))
    template = prompt_for(task.request) if settings.model and not offline else None
    if template is None:
        return _told(Written(own), observer)
    ends_at = started + usable_seconds(settings)
    prompt = prompt or render_for(template, task.brief, task.request, task.assessment, task.passages)
    observer = observer if observer is QUIET else Once(observer)
    observer.on_stage("model")
    try:
        answer, vault = ask_model(
            task.brief,
            prompt,
            COMPOSITION,
            settings,
            language=task.language,
            timeout=ends_at - time.monotonic(),
            purpose="draft",
            on_text=Preview(task, composed, observer) if observer is not QUIET else None,
        )
    except ModelUnavailable as failure:
        if not fallback:
            raise
        reason = failure.message.in_(task.language)
        return _told(Written(_fallen_back(own, reason, failure.exchanges, started), prompt), observer)
    repair = _Repair(task, settings, answer.model, ends_at, observer)
    verified = _verified(task, restored(answer.value, vault, composed.title), composed, repair, observer)
    exchanges = (*answer.exchanges, *repair.exchanges)
    if verified is None or verified.models_share <= MOSTLY:
        return _told(Written(_fallen_back(own, _UNUSABLE.in_(task.language), exchanges, started), prompt), observer)
    generation = Generation(
        composition=verified.composition,
        model=answer.model,
        fallback=bool(answer.failures),
        reason="; ".join(answer.failures) or None,
        repairs=verified.repairs,
        latency_ms=_milliseconds_since(started),
        usage=total_usage(exchanges),
        exchanges=exchanges,
    )
    return Written(generation, prompt, verified.judged)


def _verified(task: Task, written: Composition, composed: Composition, repair: "_Repair", observer: Observer) -> Verified | None:
    """`verify`, and None where a check breaks on what the model wrote: no answer may cost a statement."""
    try:
        return verify(task, written, composed, repair, observer)
    except Exception as error:  # noqa: BLE001 - a fault of ours, met by the text of a stranger; the composer's text is there
        # The name alone: the message may quote the text.
        _LOG.error("checking a model's answer broke: %s", type(error).__name__)
        return None


def usable_seconds(settings: Settings) -> float:
    """What models may use of a statement's deadline in all."""
    return settings.draft_deadline - min(RESERVE_SECONDS, settings.draft_deadline * RESERVE_SHARE)


class _Repair:
    """Asks the model that wrote a text for its failing sentences anew, while there is time."""

    def __init__(self, task: Task, settings: Settings, model: str, ends_at: float, observer: Observer) -> None:
        self._task, self._ends_at, self._observer = task, ends_at, observer
        # The writer mends its own text; its fallbacks have not seen it.
        self._settings = with_model(settings, model)
        self.exchanges: tuple[Exchange, ...] = ()

    def __call__(self, composition: Composition, faults: Faults) -> Sequence[Replacement] | None:
        remaining = self._ends_at - time.monotonic()
        prompt = render_repair(self._task, composition, faults)
        if remaining < LEAST_FOR_REPAIR or prompt is None:
            return None
        self._observer.on_stage("repair")
        try:
            answer, vault = ask_model(
                self._task.brief,
                prompt,
                REPLACEMENTS,
                self._settings,
                language=self._task.language,
                timeout=remaining,
                purpose="repair",
            )
        except ModelUnavailable as failure:
            self.exchanges += failure.exchanges
            return None
        self.exchanges += answer.exchanges
        return restored_anew(answer.value, vault)


def _fallen_back(own: Generation, reason: str, exchanges: Sequence[Exchange], started: float) -> Generation:
    return replace(
        own,
        fallback=True,
        reason=reason,
        latency_ms=_milliseconds_since(started),
        usage=total_usage(exchanges),
        exchanges=tuple(exchanges),
    )


def _told(written: Written, observer: Observer) -> Written:
    for sentence in written.generation.composition.sentences:
        observer.on_sentence(sentence)
    return written


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
