"""Notes become the draft of a brief: candidates with their places, contradictions, open questions, and nothing that nobody wrote."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service import clock
from service.brands import list_brands
from service.briefs import IncidentKind
from service.errors import InvalidInput, Problem, TooLarge
from service.grounding.extract import read
from service.grounding.folding import fold
from service.grounding.types import ClaimKind, Label
from service.i18n import Localized, UiLanguage
from service.intake.contradictions import Told, find_contradictions
from service.intake.dating import day_of
from service.intake.reading import Placed, utterances
from service.intake.rendering import Remarks, brief_yaml
from service.intake.schemas import (
    MAX_CHARACTERS,
    Candidate,
    Guess,
    IntakeRequest,
    IntakeResult,
    OpenQuestion,
    ProposedCommitment,
    ProposedContact,
    Span,
)
from service.intake.signals import jurisdiction_signs, kind_signs, questions, sign, touches
from service.intake.statements import Saying, Sort, has_sign, sayings
from service.language import TextLanguage, text_language

# More than anybody confirms one by one.
MAX_CANDIDATES = 400
_MAX_QUESTIONS = 60
_SPANS_A_QUESTION = 4
_MOBILE = re.compile(r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|(?:\+?44 ?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}")
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\s+")
_HINTS = {
    "relative": Localized("含“今天”“刚才”一类的词，请写成日期和时刻", "names a day or hour relatively: write the date and time"),
    "pointing": Localized("开头指代不明，请写出是谁、是什么", "begins with a word that points elsewhere: name who or what"),
    "guesses": Localized("原话是猜测，核实后再写", "a guess as worded: check before it is used"),
}
_DATED = Localized("（这份笔记写的日期是 {day}）", " (the note is dated {day})")
_GUESSED = Localized("有人这样猜测，是否属实？", "Somebody supposes this; is it so?")
_ASKED = Localized("笔记里问到、没有答案：", "Asked in the notes, unanswered: ")
_EARLIEST = Localized("最早的记录", "the earliest record")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the notes say, sorted, with each thing's place."""

    facts: tuple[Candidate, ...]
    commitments: tuple[ProposedCommitment, ...]
    asked: tuple[OpenQuestion, ...]
    turns: dict[str, object]


def take_in(request: IntakeRequest, language: UiLanguage, today: date | None = None) -> IntakeResult:
    """The draft of a brief, read by rules. `language` is that of messages; `today` resolves 昨天 in comparisons.

    Raises:
        TooLarge: more text than anybody could confirm.
        InvalidInput: two notes of one name, or none with any text.
    """
    check_request(request)
    day = today or clock.now().date()
    return finish(request, gather(request, language, day), language, day)


def check_request(request: IntakeRequest) -> None:
    """Refuses what cannot be read.

    Raises:
        TooLarge: more text than anybody could confirm.
        InvalidInput: two notes of one name, or none with any text.
    """
    if sum(len(note.text) for note in request.notes) > MAX_CHARACTERS:
        raise TooLarge(
            Localized(f"笔记合计超过 {MAX_CHARACTERS} 个字符", f"the notes are over {MAX_CHARACTERS} characters together")
        )
    names = Counter(note.name for note in request.notes)
    problems = [
        Problem(
            field=f"notes[{place}].name",
            code="duplicate-name",
            message=Localized(f"有两份笔记都叫“{note.name}”", f"two notes are called {note.name!r}"),
        )
        for place, note in enumerate(request.notes)
        if names[note.name] > 1
    ]
    if not any(note.text.strip() for note in request.notes):
        problems.append(Problem(field="notes", code="empty", message=Localized("笔记里没有文字", "the notes hold no text")))
    if problems:
        raise InvalidInput(problems)


def gather(request: IntakeRequest, language: UiLanguage, today: date) -> Gathered:
    """Everything said in the notes, by rules. A thing said twice in the same words counts once."""
    facts: list[Candidate] = []
    promises: list[ProposedCommitment] = []
    asked: list[OpenQuestion] = []
    turns: dict[str, object] = {}
    seen: set[str] = set()
    for note in request.notes:
        placed = Placed(note)
        day = day_of(note, today)
        for utterance in utterances(note):
            for saying in sayings(utterance, day or today):
                key = re.sub(r"\W+", "", saying.text).lower()
                if saying.sort in {Sort.IDLE, Sort.ORDERED} or key in seen or len(facts) >= MAX_CANDIDATES:
                    continue
                seen.add(key)
                span = placed.span(saying.start, saying.end)
                if saying.sort in {Sort.ASKED, Sort.GUESSED}:
                    asked.append(_asked(saying, span, language))
                elif saying.sort is Sort.PROMISED:
                    promises.append(ProposedCommitment(id=f"C{len(promises) + 1}", text=clause(saying.text), span=span))
                else:
                    facts.append(_candidate(saying, span, f"F{len(facts) + 1}", language, day))
                    turns[facts[-1].id] = (note.name, utterance.start)
    return Gathered(tuple(facts), tuple(promises), tuple(asked[:_MAX_QUESTIONS]), turns)


def finish(request: IntakeRequest, gathered: Gathered, language: UiLanguage, today: date) -> IntakeResult:
    """The result around what was gathered: contradictions, contacts, guesses, open questions, the brief and its text."""
    days = {note.name: day_of(note, today) for note in request.notes}
    told = [
        Told(fact.id, fact.text, gathered.turns[fact.id], days.get(fact.span.file))
        for fact in gathered.facts
        if fact.status == "reported"
    ]
    clashes = find_contradictions(told, today, language)
    contacts = tuple(_contacts(request))
    guesses = (*_kind(request), *_jurisdiction(request))
    brand = request.brand or _brand(request)
    asked = (*_required(request, guesses, brand, language), *_needed(gathered, contacts, language), *gathered.asked)
    brief = brief_data(brand, guesses, gathered, contacts)
    return IntakeResult(
        brief=brief,
        yaml=brief_yaml(brief, Remarks(gathered.facts, gathered.commitments, clashes, asked, guesses), language),
        facts=gathered.facts,
        commitments=gathered.commitments,
        contacts=contacts,
        contradictions=clashes,
        open_questions=asked,
        guesses=guesses,
    )


def clause(text: str) -> str:
    """The words on one line, fit for a ledger."""
    return _BAD.sub(" ", text).strip()[:2000]


def hints_for(text: str, language: UiLanguage, day: date | None = None) -> tuple[str, ...]:
    """What to mend in a candidate before it is used; `day`: the one its note is from, where it says so."""
    spoken = text_language(text)
    found = [(name, told.in_(language)) for name, told in _HINTS.items() if has_sign(name, text, spoken)]  # type: ignore[arg-type]
    dated = _DATED.in_(language).format(day=day.isoformat()) if day is not None else ""
    return tuple(told + dated if name == "relative" else told for name, told in found)


def brief_data(
    brand: str | None, guesses: Sequence[Guess], gathered: Gathered, contacts: Sequence[ProposedContact]
) -> dict[str, object]:
    """The brief as plain data; null where a required field could not be told."""
    guessed = {guess.field: guess.value for guess in guesses}
    return {
        "schema": "firstword.brief/1",
        "brand": brand,
        "incident": {
            "title": None,
            "kind": guessed.get("incident.kind"),
            "jurisdiction": guessed.get("incident.jurisdiction"),
            "detected_at": None,
        },
        "facts": [
            {
                "id": fact.id,
                "text": fact.text,
                "status": fact.status,
                "disclosure": fact.disclosure,
                "source": source_of(fact),
            }
            for fact in gathered.facts
        ],
        "commitments": [{"id": item.id, "text": item.text, "approved": False} for item in gathered.commitments],
        "contacts": [{"label": item.label, "value": item.value} for item in contacts],
    }


def source_of(fact: Candidate) -> str:
    """Where a fact is from, for the ledger's `source`: never printed in a statement."""
    who = "，".join(part for part in (fact.speaker, fact.said_at) if part)
    return clause(f"{fact.span.file}:{fact.span.line}" + (f"（{who}）" if who else ""))[:300]


def _candidate(saying: Saying, span: Span, ident: str, language: UiLanguage, day: date | None) -> Candidate:
    is_unknown = saying.sort is Sort.UNKNOWN
    text = _topic(saying.topic) if is_unknown and saying.topic else saying.text
    return Candidate(
        id=ident,
        text=clause(text),
        status="unknown" if is_unknown else "reported",
        span=span,
        speaker=clause(saying.utterance.speaker)[:80],
        said_at=clause(saying.utterance.said_at),
        hints=hints_for(text, language, day),
    )


def _topic(topic: str) -> str:
    """What is unknown, as a noun phrase or a whether-clause."""
    topic = re.sub(r"^(?:是不是|到底是不是)", "是否", topic.strip())
    topic = re.sub(r"^有没有|有没有$", "是否有" if topic.startswith("有没有") else "的有无", topic)
    return re.sub(r"^(?:no idea|nobody knows|no one knows|tb[cd])[,:]?\s*", "", topic, flags=re.IGNORECASE)


def _asked(saying: Saying, span: Span, language: UiLanguage) -> OpenQuestion:
    if saying.sort is Sort.GUESSED:
        return OpenQuestion(topic="guess", question=_GUESSED.in_(language), spans=(span,))
    return OpenQuestion(topic="asked", question=_ASKED.in_(language) + clause(saying.text), spans=(span,))


def _contacts(request: IntakeRequest) -> Iterator[ProposedContact]:
    """Published lines the notes name. A number nobody calls a line, or somebody's mobile, is nobody's business."""
    seen: set[str] = set()
    for note in request.notes:
        placed = Placed(note)
        for utterance in utterances(note):
            for mention in read(utterance.text, date(2000, 1, 1)).mentions:
                if mention.kind is not ClaimKind.CONTACT or not isinstance(mention.value, Label):
                    continue
                value = utterance.text[mention.start : mention.end]
                before = utterance.text[max(0, mention.start - 24) : mention.start]
                labels = list(sign("hotline", text_language(utterance.text)).finditer(before))
                if not labels or mention.value.key in seen or _MOBILE.fullmatch(value.strip()):
                    continue
                seen.add(mention.value.key)
                span = placed.span(utterance.start + mention.start, utterance.start + mention.end)
                yield ProposedContact(label=labels[-1].group(), value=clause(value), span=span)


def _kind(request: IntakeRequest) -> Iterator[Guess]:
    """The kind whose words the notes use most; every word counts once, the longer the more."""
    text = fold("\n".join(note.text for note in request.notes))
    found: dict[IncidentKind, set[str]] = {}
    for language in _languages(text):
        for kind, pattern in kind_signs(language):
            found.setdefault(kind, set()).update(match.group().lower() for match in pattern.finditer(text))
    best = max(found.items(), key=lambda item: len(item[1]), default=None)
    if best is not None and best[1]:
        yield Guess(field="incident.kind", value=best[0].value, words=tuple(sorted(best[1])[:8]))


def _jurisdiction(request: IntakeRequest) -> Iterator[Guess]:
    text = "\n".join(note.text for note in request.notes)
    found = {place: {match.group() for match in pattern.finditer(text)} for place, pattern in jurisdiction_signs().items()}
    place, words = max(found.items(), key=lambda item: len(item[1]))
    if words:
        yield Guess(field="incident.jurisdiction", value=place.value, words=tuple(sorted(words)[:8]))


def _languages(text: str) -> tuple[TextLanguage, ...]:
    """Both where both are written."""
    return ("zh", "en") if re.search(r"[\u3400-\u9fff]", text) else ("en",)


def _brand(request: IntakeRequest) -> str | None:
    """A described brand that the notes name; one of two is nobody's to choose."""
    text = "\n".join(note.text for note in request.notes)
    named = [brand for brand in list_brands() if any(name in text for name in brand.all_names())]
    return named[0].names.get("zh", named[0].key) if len(named) == 1 else None


def _required(
    request: IntakeRequest, guesses: Sequence[Guess], brand: str | None, language: UiLanguage
) -> Iterator[OpenQuestion]:
    """Required fields of the brief that the notes do not give."""
    guessed = {guess.field for guess in guesses}
    if brand is None:
        yield _field("brand", "是哪个品牌？", "Which brand is it?", language)
    yield _field(
        "incident.title",
        "事件怎么称呼？写一个不下结论的名称。",
        "What is the incident called? A name that draws no conclusion.",
        language,
    )
    if "incident.kind" not in guessed:
        yield _field("incident.kind", "属于哪一类事件？", "What kind of incident is it?", language)
    if "incident.jurisdiction" not in guessed:
        yield _field("incident.jurisdiction", "适用哪个法域？", "Under which jurisdiction does it fall?", language)
    stamped = next(((note, item) for note in request.notes for item in utterances(note) if item.said_at), None)
    spans: tuple[Span, ...] = ()
    if stamped is not None:
        note, item = stamped
        spans = (Placed(note).span(item.start, item.start + len(item.text)),)
    earliest = f"（{_EARLIEST.zh}：{stamped[1].said_at}）" if stamped is not None else ""
    first = f" ({_EARLIEST.en}: {stamped[1].said_at})" if stamped is not None else ""
    yield _field(
        "incident.detected_at",
        f"我们是什么时候发现的？写日期、时刻和时区。{earliest}",
        f"When did we learn of it? Date, time and offset.{first}",
        language,
        spans,
    )


def _field(field: str, zh: str, en: str, language: UiLanguage, spans: tuple[Span, ...] = ()) -> OpenQuestion:
    return OpenQuestion(topic="required", field=field, question=Localized(zh, en).in_(language), spans=spans)


def _needed(gathered: Gathered, contacts: Sequence[ProposedContact], language: UiLanguage) -> Iterator[OpenQuestion]:
    """What every brief needs to know, each with the places that touch on it: a person says whether that is an answer.

    A line that was found is not asked for again.
    """
    for question in questions():
        if question.topic == "contact" and contacts:
            continue
        spans = [
            candidate.span
            for candidate in gathered.facts
            if touches(question.topic, text_language(candidate.span.quote)).search(candidate.span.quote)
        ]
        yield OpenQuestion(
            topic=question.topic,
            field=question.field,
            question=Localized(question.zh, question.en).in_(language),
            spans=tuple(spans[:_SPANS_A_QUESTION]),
        )
