"""One statement drafted with one model, over HTTP and through the whole of the service, with what the model had said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.models.recordings import Recorded, Recordings
from evals.models.samples import Sample, Written
from evals.models.server import Heard, RecordingServer
from service.assessment.assess import assess
from service.brands import find_brand
from service.config import Settings
from service.drafting.assembly import assemble
from service.drafting.checking import check_statement
from service.drafting.grounds import grounds_for
from service.drafting.pipeline import statement_of
from service.drafting.schemas import Statement
from service.drafting.tasks import Task
from service.drafting.writing import write
from service.findings import Finding
from service.llm.answer import AnswerRefused, parse_answer

COMPOSER, TRUE, INVENTING = "composer", "by-hand", "by-hand-inventing"
# Answers that are there already need none of it; the first call imports litellm, which a busy machine takes its time over.
REPLAY_DEADLINE = 600.0


@dataclass(frozen=True, slots=True)
class Raw:
    """What the model said, as it would have gone out unverified: its text, its sentences, and what the checks say of it."""

    text: str
    sentences: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement with all that a scorer needs.

    Attributes:
        raw: the model's first answer; None for the composer, and for an answer that could not be read.
        composed: the composer's text for the same request.
        hidden: words that the brief keeps back and that planted inventions are known by.
        calls: how often the model was asked. stale: an answer was to an earlier wording of the prompt. unanswered: nothing was
            recorded for a call. seconds, prompt_tokens, completion_tokens: of the model's own time and work, when recorded.
    """

    model: str
    sample: str
    final: Statement
    raw: Raw | None
    composed: str
    hidden: tuple[str, ...] = ()
    calls: int = 0
    stale: bool = False
    unanswered: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model's answers come from: recordings, and a live model behind them if there is one.

    `deadline`: seconds for a statement; `patience`: seconds one answer may take. Both only matter with a live model.
    """

    model: str
    recordings: Recordings
    markers: Mapping[str, tuple[str, ...]]
    upstream: str | None = None
    deadline: float = REPLAY_DEADLINE
    patience: float = 600.0


def recorded(recordings: Recordings, model: str) -> Source:
    """A model's recorded answers."""
    return Source(model, recordings, {})


def handwritten(model: str, answers: Mapping[str, Written]) -> Source:
    """Answers by hand; they answer no particular wording of a prompt, so their digest is empty."""
    rows = [Recorded(sample=name, turn=0, digest="", content=item.answer) for name, item in answers.items()]
    return Source(model, Recordings(Path(), rows), {name: item.markers for name, item in answers.items()})


def draft_with(source: Source | None, samples: Sequence[Sample], data_dir: Path) -> list[Drafted]:
    """Each sample drafted with one model, one after the other; `source` None: with the composer."""
    if source is None:
        return [_drafted(sample, None, None, data_dir) for sample in samples]
    server = RecordingServer(source.recordings, model=source.model, upstream=source.upstream, patience=source.patience)
    with server:
        return [_drafted(sample, source, server, data_dir) for sample in samples]


def _drafted(sample: Sample, source: Source | None, server: RecordingServer | None, data_dir: Path) -> Drafted:
    settings = Settings(data_dir=data_dir, model="", model_fallbacks="")
    if source is not None and server is not None:
        live = {"model": f"openai/{source.model}", "api_base": server.address(sample.id), "draft_deadline": source.deadline}
        settings = settings.model_copy(update=live)
    task = task_of(sample)
    final = statement_of(task, write(task, settings, offline=source is None, fallback=True))
    heard = server.heard(sample.id) if server is not None else []
    answers = [call.answer for call in heard if call.answer is not None]
    return Drafted(
        model=source.model if source is not None else COMPOSER,
        sample=sample.id,
        final=final,
        raw=_raw(task, heard),
        composed=assemble(task.composed()).text,
        hidden=source.markers.get(sample.id, ()) if source is not None else (),
        calls=len(heard),
        stale=any(call.is_stale for call in heard),
        unanswered=sum(call.answer is None for call in heard),
        seconds=sum(answer.seconds for answer in answers),
        prompt_tokens=sum(answer.prompt_tokens for answer in answers),
        completion_tokens=sum(answer.completion_tokens for answer in answers),
    )


def _raw(task: Task, heard: Sequence[Heard]) -> Raw | None:
    first = next((call.answer for call in heard if call.turn == 0 and call.answer is not None), None)
    if first is None:
        return None
    try:
        composition = parse_answer(first.content, task.language).value
    except AnswerRefused:
        return Raw(first.content, (), ())
    assembled = assemble(composition)
    return Raw(
        assembled.text,
        tuple(item.text for item in composition.sentences),
        tuple(check_statement(assembled, task.brief, task.request, task.assessment, task.grounds)),
    )


def task_of(sample: Sample) -> Task:
    """The statement to be written, without passages: another corpus would make every recorded answer stale."""
    brief = sample.brief
    brand = find_brand(brief.brand)
    assessment = assess(brief, brand)
    return Task(brief, sample.request, assessment, brand, (), grounds_for(brief, brand, assessment))
