"""Notes read by a model. It takes out; it decides nothing: what does not stand in the notes word for word is dropped.

Personal data become placeholders before the call. A wording of the model's own is kept only where every value and name in it stands in
its quotation; else the quotation speaks for itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service import clock
from service.briefs.orders import addresses_drafter
from service.config import Settings
from service.grounding.extract import read
from service.grounding.folding import fold
from service.grounding.types import normal_form
from service.i18n import Localized, UiLanguage
from service.intake.briefing import Gathered, check_request, clause, finish, gather, hints_for, take_in
from service.intake.reading import Placed, Utterance, utterances
from service.intake.schemas import Candidate, IntakeRequest, IntakeResult, ProposedCommitment, Span
from service.language import TextLanguage, text_language
from service.llm.candidates import CANDIDATES, Extract
from service.llm.chain import Question, ask
from service.llm.failures import ModelUnavailable
from service.privacy import Shield, Vault
from service.prompting.fence import new_fence
from service.prompting.inputs import NoteInput, NotesInputs
from service.prompting.library import find_prompt
from service.prompting.render import Message, RenderedPrompt, render_prompt

# More than this does not fit into what common models read at once.
MAX_FOR_MODEL = 40_000
_SHORTEST_QUOTE, _LONGEST_QUOTE = 3, 600
_SORTS = frozenset({"fact", "unknown", "promise"})
_TOO_LONG = Localized(
    f"笔记超过 {MAX_FOR_MODEL} 个字符，没有交给模型", f"the notes are over {MAX_FOR_MODEL} characters and went to no model"
)
_NOTHING = Localized("模型列出的内容在笔记里都找不到原话", "nothing the model listed stands in the notes word for word")


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """How to read: by another model than the settings', or by none."""

    model: str | None = None
    offline: bool = False
    fallback: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    """What a model took out, with its place and the utterance it stands in."""

    extract: Extract
    span: Span
    utterance: Utterance


def read_notes(
    request: IntakeRequest, options: IntakeOptions, settings: Settings, language: UiLanguage, today: date | None = None
) -> IntakeResult:
    """The draft of a brief by a model where one is set, and by rules; by rules alone, and saying so, where the model fails.

    Raises:
        TooLarge, InvalidInput: as for `take_in`.
        ModelUnavailable: no model answered and `options.fallback` is off.
    """
    settings = settings if options.model is None else settings.model_copy(update={"model": options.model})
    if not settings.model or options.offline:
        return take_in(request, language, today)
    check_request(request)
    day = today or clock.now().date()
    spoken = text_language("\n".join(note.text for note in request.notes))
    if sum(len(note.text) for note in request.notes) > MAX_FOR_MODEL:
        return _by_rules(request, language, day, _TOO_LONG.in_(language))
    prompt = _prompt(request, spoken)
    try:
        sent, vault = _guarded(request, prompt, spoken)
        answer = ask(
            Question(sent, prompt.parameters, spoken, "intake"), CANDIDATES, settings=settings, timeout=settings.draft_deadline
        )
    except ModelUnavailable as failure:
        if not options.fallback:
            raise
        return _by_rules(request, language, day, failure.message.in_(language))
    found = list(_located(request, answer.value, vault))
    if not found:
        return _by_rules(request, language, day, _NOTHING.in_(language))
    gathered = _joined(request, found, gather(request, language, day), language)
    return finish(request, gathered, language, day).model_copy(
        update={"reader": answer.model, "fallback": bool(answer.failures), "reason": "; ".join(answer.failures) or None}
    )


def _by_rules(request: IntakeRequest, language: UiLanguage, day: date, reason: str) -> IntakeResult:
    return take_in(request, language, day).model_copy(update={"fallback": True, "reason": reason})


def _prompt(request: IntakeRequest, language: TextLanguage) -> RenderedPrompt:
    template = find_prompt(f"intake/extract.{language}")
    assert template is not None, "the prompt is shipped in both languages"
    notes = tuple(NoteInput(name=note.name, lines=tuple(note.text.splitlines())) for note in request.notes)
    return render_prompt(template, NotesInputs(notes=notes, fence=new_fence()).to_mapping())


def _guarded(request: IntakeRequest, prompt: RenderedPrompt, language: TextLanguage) -> tuple[tuple[Message, ...], Vault]:
    """The messages without personal data; a name that one note explains may stand bare in another."""
    public = (request.brand,) if request.brand else ()
    shield = Shield.over([note.text for note in request.notes], public=public)
    contents, vault = shield.protect([message.content for message in prompt.messages], language)
    return tuple(replace(message, content=content) for message, content in zip(prompt.messages, contents, strict=True)), vault


def _located(request: IntakeRequest, extracts: Sequence[Extract], vault: Vault) -> Iterator[_Found]:
    """What stands in the notes word for word, each stretch once."""
    notes = {note.name: Placed(note) for note in request.notes}
    said = {note.name: utterances(note) for note in request.notes}
    taken: set[tuple[str, int, int]] = set()
    for extract in extracts:
        if extract.sort not in _SORTS or not (vault.holds(extract.quote) and vault.holds(extract.text)):
            continue
        quote, text = vault.restore(extract.quote), vault.restore(extract.text)
        if not _SHORTEST_QUOTE <= len(quote) <= _LONGEST_QUOTE or addresses_drafter(quote):
            continue
        first = [extract.file] if extract.file in notes else []
        span = next((span for name in dict.fromkeys([*first, *notes]) if (span := _place(notes[name], quote)) is not None), None)
        if span is None or (span.file, span.start, span.end) in taken:
            continue
        inside = next((u for u in said[span.file] if u.start <= span.start < u.start + len(u.text)), None)
        if inside is None:
            # Words of a head: who wrote when is not what was said.
            continue
        taken.add((span.file, span.start, span.end))
        yield _Found(replace(extract, quote=quote, text=text), span, inside)


def _place(placed: Placed, quote: str) -> Span | None:
    start = placed.note.text.find(quote)
    return placed.span(start, start + len(quote)) if start >= 0 else None


def _joined(request: IntakeRequest, found: Sequence[_Found], ruled: Gathered, language: UiLanguage) -> Gathered:
    """What the model took out, and what rules read where it took out nothing: a figure, an unknown, a promise, a question."""
    spans = [item.span for item in found]
    order = {note.name: place for place, note in enumerate(request.notes)}
    facts = [(item.span, _candidate(item, language), item.utterance) for item in found if item.extract.sort != "promise"]
    own = {fact.id: fact for fact in ruled.facts}
    kept = [
        fact
        for fact in own.values()
        if not _overlaps(fact.span, spans) and (fact.status == "unknown" or re.search(r"\d", fact.text))
    ]
    turns: dict[str, object] = {}
    rows: list[tuple[Span, Candidate, object]] = [(span, fact, (span.file, said.start)) for span, fact, said in facts]
    rows += [(fact.span, fact, ruled.turns[fact.id]) for fact in kept]
    rows.sort(key=lambda row: (order[row[0].file], row[0].start))
    numbered = []
    for number, (_, fact, turn) in enumerate(rows, 1):
        numbered.append(fact.model_copy(update={"id": f"F{number}"}))
        turns[f"F{number}"] = turn
    promises = [(item.span, clause(_wording(item))) for item in found if item.extract.sort == "promise"]
    promises += [(item.span, item.text) for item in ruled.commitments if not _overlaps(item.span, spans)]
    commitments = tuple(ProposedCommitment(id=f"C{n}", text=text, span=span) for n, (span, text) in enumerate(promises, 1))
    return Gathered(tuple(numbered), commitments, ruled.asked, turns)


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.file == other.file and span.start < other.end and other.start < span.end for other in others)


def _candidate(item: _Found, language: UiLanguage) -> Candidate:
    text = _wording(item)
    return Candidate(
        id="F",
        text=clause(text),
        status="unknown" if item.extract.sort == "unknown" else "reported",
        span=item.span,
        speaker=clause(item.utterance.speaker)[:80],
        said_at=clause(item.utterance.said_at),
        hints=hints_for(text, language),
    )


def _wording(item: _Found) -> str:
    """The model's words where each value and name in them stands in the quotation, else the quotation."""
    text, quote = item.extract.text.rstrip("。.；; "), item.span.quote
    if not text or len(text) > 2 * len(quote) + 40 or addresses_drafter(text):
        return quote
    today = clock.now().date()
    folded, source = fold(text), fold(quote)
    given = {normal_form(mention) for mention in read(source, today).mentions}
    told = read(folded, today).mentions
    holds = all(normal_form(mention) in given or folded[mention.start : mention.end] in source for mention in told)
    return text if holds else quote
