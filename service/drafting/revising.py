"""A statement changed as somebody asks: by a model, or by cutting whole sentences where that is all that is asked.

The instruction is untrusted. It decides how things are said; what may be said is the ledger's to decide, so that a revision passes the
same verification as a draft.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from service.assessment.assess import assess
from service.brands import find_brand
from service.briefs import StatementRequest
from service.config import Settings
from service.drafting.assembly import assemble
from service.drafting.composer.fitting import fit, shortened
from service.drafting.grounds import grounds_for
from service.drafting.pipeline import DraftOptions, statement_of
from service.drafting.prompting import drafting_inputs
from service.drafting.revisions import Difference, Revision, RevisionRequest, Variant, differences
from service.drafting.schemas import Statement
from service.drafting.tasks import Task
from service.drafting.verifying.judging import Judged, judged
from service.drafting.wishes import Wish, read_wish
from service.drafting.writing import COMPOSER, Written, write
from service.elements.labels import Labels
from service.errors import InvalidInput, NotSupported, Problem
from service.findings import Layer, Severity
from service.grounding import check as check_grounds
from service.grounding.folding import Sentences, fold
from service.i18n import Localized
from service.llm.schemas import Composition, Generation, Sentence
from service.prompting.inputs import DraftLine, RevisionInputs
from service.prompting.library import find_prompt
from service.prompting.render import RenderedPrompt, render_prompt

GIVEN = "given"
# How much of a text is left where no length is named: the first variant keeps most, the second what it must.
_SHARES: dict[Literal["trimmed", "shortest"], float] = {"trimmed": 0.75, "shortest": 0.45}
_NEEDS_MODEL = Localized(
    zh="这条修改要求需要模型才能完成（没有设置 FIRSTWORD_MODEL）；不用模型时可以要求“更短”、限定字数或换一个渠道",
    en="this takes a model, and none is set (FIRSTWORD_MODEL); without one, ask for it shorter, for a length, or for a channel",
)
# Not to be missed, the first most.
_LEAST_MISSED = ("apology", "concern", "instruction", "remedy", "contact", "next_update", "issuer", "hazard", "known", "unknown")
_LEAKING = Localized(
    zh="修改要求里写到了仅限内部的内容，不能交给模型", en="the instruction tells what is internal, and cannot go to a model"
)
_NO_SHORTER = Localized(
    zh="再短就会少掉必须有的内容，或者多出问题；没有再删。",
    en="any shorter it would lack what it must have or break a rule; nothing more was cut.",
)
_LEAKS = frozenset({"confidential-leak"})
_Names = Literal["close", "free", "trimmed", "shortest"]


@dataclass(frozen=True, slots=True)
class _Made:
    name: _Names
    statement: Statement


def revise(request: RevisionRequest, options: DraftOptions, settings: Settings) -> Revision:
    """The text revised, in up to two variants, each verified and checked like a draft.

    Raises:
        NotSupported: what is asked takes a model and none may be asked.
        ModelUnavailable: no model answered, and `options.fallback` is off.
    """
    settings = options.applied(settings)
    wish = read_wish(request.instruction)
    has_model = bool(settings.model) and not options.offline
    if not has_model and not wish.is_composers:
        raise NotSupported([Problem("instruction", _NEEDS_MODEL, "needs-model")], _NEEDS_MODEL)
    before = _task(request, _asked(request))
    if has_model:
        _refuse_leak(request, before)
    given = _given(request, before)
    task = _task(request, _asked(request, wish))
    made: list[_Made] = []
    reasons: list[str] = []
    if has_model:
        for name, written in _by_model(request, task, given, options, settings):
            if written.generation.model == COMPOSER:
                reasons.append(written.generation.reason or "")
            else:
                made.append(_Made(name, statement_of(task, written)))
    if not made and wish.is_composers:
        made = list(_by_cutting(task, given, wish, reasons))
    start = statement_of(before, Written(Generation(given, GIVEN)))
    note = "; ".join(dict.fromkeys(reason for reason in reasons if reason))
    if not made and not note:
        note = _NO_SHORTER.in_(task.language)
    return Revision(
        instruction=request.instruction,
        before=start,
        variants=tuple(
            Variant(name=item.name, statement=item.statement, differences=_compared(start, item.statement)) for item in made
        ),
        note=note or None,
    )


def _asked(request: RevisionRequest, wish: Wish | None = None) -> StatementRequest:
    """What the text is, or is to be."""
    changes: dict[str, object] = {}
    if request.request.previous is None:
        own = (item for item in request.brief.requests if item.statement is request.request.statement)
        changes["previous"] = next((item.previous for item in own if item.previous is not None), None)
    if wish is not None:
        changes |= {name: value for name, value in (("channel", wish.channel), ("audience", wish.audience)) if value is not None}
    return request.request.model_copy(update=changes)


def _task(request: RevisionRequest, asked: StatementRequest) -> Task:
    brand = find_brand(request.brief.brand)
    assessment = assess(request.brief, brand)
    return Task(request.brief, asked, assessment, brand, (), grounds_for(request.brief, brand, assessment))


def _given(request: RevisionRequest, task: Task) -> Composition:
    """The text as sentences, each with its element: as the result says, or as its words tell."""
    title = request.title or task.composed().title
    text = request.text.replace("\r\n", "\n").strip("\n")
    if request.segments:
        # A person may have edited the text of a result; then its places no longer hold.
        ends = [0, *(segment.end for segment in request.segments)]
        gaps = [request.text[end : segment.start] for end, segment in zip(ends, request.segments, strict=False)]
        if not any(gap.strip() for gap in gaps) and not request.text[ends[-1] :].strip():
            return Composition(
                title,
                tuple(
                    Sentence(request.text[item.start : item.end], item.element, item.basis, gap, item.origin)
                    for gap, item in zip(gaps, request.segments, strict=True)
                ),
            )
    labels = Labels(text, request.brief, str(request.request.language), title)
    sentences: list[Sentence] = []
    between = ""
    for start, end in _sentence_spans(text):
        piece = text[start:end]
        words = piece.strip()
        if not words:
            between += piece
            continue
        lead = piece[: len(piece) - len(piece.lstrip())]
        element = _label(labels.carried((start, end)), is_first=not sentences)
        sentences.append(Sentence(words, element, before=(between + lead) if sentences else ""))
        between = piece[len(piece.rstrip()) :]
    return Composition(title, tuple(sentences))


def _sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences; what a semicolon parts is one."""
    begin: int | None = None
    for span in Sentences(fold(text)).spans:
        begin = span.start if begin is None else begin
        if not text[span.start : span.end].rstrip(" ").endswith(("；", ";")):
            yield begin, span.end
            begin = None
    if begin is not None:
        yield begin, len(text)


def _label(carried: Sequence[str], *, is_first: bool) -> str:
    """The one of the elements a sentence carries by which it is kept or cut: the one least to be missed."""
    if is_first and carried:
        return "acknowledgement"
    if "rumour" in carried:
        return "correction"
    return next((name for name in _LEAST_MISSED if name in carried), next((n for n in carried if n != "acknowledgement"), ""))


def _by_model(
    request: RevisionRequest, task: Task, given: Composition, options: DraftOptions, settings: Settings
) -> Iterator[tuple[_Names, Written]]:
    """Two variants asked for side by side: one that changes little, one that changes freely."""
    names: tuple[_Names, ...] = ("close", "free")
    prompts = [_prompt(request, task, given, is_free=name == "free") for name in names]
    with ThreadPoolExecutor(len(names), thread_name_prefix="revise") as threads:
        futures = [
            threads.submit(write, task, settings, offline=False, fallback=options.fallback, prompt=prompt) for prompt in prompts
        ]
        written = [future.result() for future in futures]
    seen: set[str] = set()
    for name, item in zip(names, written, strict=True):
        text = assemble(item.generation.composition).text
        if text not in seen or item.generation.model == COMPOSER:
            seen.add(text)
            yield name, item


def _prompt(request: RevisionRequest, task: Task, given: Composition, *, is_free: bool) -> RenderedPrompt | None:
    template = find_prompt(f"drafting/revise.{task.language}")
    if template is None or not _tellable(task, given):
        return None
    drafting = drafting_inputs(task.brief, task.request, task.assessment, task.passages)
    inputs = RevisionInputs(
        **{name: getattr(drafting, name) for name in type(drafting).model_fields},
        title=given.title,
        draft=tuple(
            DraftLine(number=number, text=sentence.text, element=sentence.element or "-")
            for number, sentence in enumerate(_tellable(task, given), 1)
        ),
        instruction=request.instruction,
        is_free=is_free,
    )
    return render_prompt(template, inputs.to_mapping())


def _tellable(task: Task, given: Composition) -> list[Sentence]:
    """The sentences a model may see: what the ledger does not hold may be a secret of it, and could not stay anyway."""
    assembled = assemble(given)
    errors = [
        finding
        for finding in check_grounds(assembled.text, task.grounds, language=str(task.request.language)).findings
        if finding.severity is Severity.ERROR
    ]
    return [
        sentence
        for sentence, segment in zip(given.sentences, assembled.segments, strict=True)
        if not any(finding.start < segment.end and segment.start < finding.end for finding in errors)
    ]


def _refuse_leak(request: RevisionRequest, task: Task) -> None:
    """An instruction that tells what is internal would carry it to the model.

    Raises:
        InvalidInput: it does.
    """
    found = check_grounds(request.instruction, task.grounds, language=str(request.request.language)).findings
    if any(finding.rule in _LEAKS for finding in found):
        raise InvalidInput([Problem("instruction", _LEAKING, "internal-content")], _LEAKING)


def _by_cutting(task: Task, given: Composition, wish: Wish, reasons: Sequence[str]) -> Iterator[_Made]:
    """Whole sentences cut, as long as nothing that must be said is lost and no finding that blocks is gained."""
    before = judged(task, given)

    def holds(sentences: Sequence[Sentence]) -> bool:
        after = judged(task, replace(given, sentences=tuple(sentences)))
        return after.missing <= before.missing and after.errors <= before.errors and _warned(after) <= _warned(before)

    seen = {tuple(sentence.text for sentence in given.sentences)} if wish.channel is None else set()
    for name, share in _SHARES.items():
        composition = fit(given, task.request.statement, task.request.channel)
        if wish.is_shorter:
            is_strict = wish.characters is not None or wish.words is not None
            composition = shortened(
                composition, task.request.statement, _limit(wish, share), _measure(wish), holds, is_strict=is_strict
            )
        texts = tuple(sentence.text for sentence in composition.sentences)
        if texts in seen:
            continue
        seen.add(texts)
        generation = Generation(composition, COMPOSER, fallback=bool(reasons), reason=reasons[0] if reasons else None)
        yield _Made(name, statement_of(task, Written(generation)))


def _warned(found: Judged) -> frozenset[str]:
    """The rules on elements and conduct that somebody is warned of."""
    return frozenset(f.rule for f in found.findings if f.layer is Layer.ELEMENTS and f.severity is Severity.WARNING)


def _limit(wish: Wish, share: float) -> float:
    """How long the text may be: a count where one is named, else a share of what it is."""
    return float(wish.characters or wish.words or share)


def _measure(wish: Wish) -> Callable[[str, str], float]:
    """The length of a text in the wish's own measure, beside that of the text it came from."""
    if wish.characters is not None:
        return lambda text, _: float(len(text))
    if wish.words is not None:
        return lambda text, _: float(len(text.split()))
    return lambda text, whole: len(text) / max(1, len(whole))


def _compared(before: Statement, after: Statement) -> tuple[Difference, ...]:
    return differences(*([item.text[s.start : s.end] for s in item.segments] for item in (before, after)))
