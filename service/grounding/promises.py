"""Promises: clauses in which the company commits itself, held against the commitments of the brief."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from service.briefs import Commitment, IncidentBrief, Status
from service.grounding import lexicon
from service.grounding.folding import Sentences, Span, fold, trimmed
from service.grounding.overlap import Gram, grams, share
from service.language import TextLanguage, text_language

# A promise whose action needs an object shares at least this much of its content with the commitment.
_OBJECT_SHARE = 0.2
# A clause that repeats this much of a public confirmed fact states the fact.
_FACT_SHARE = 0.75
_UNAPPROVED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Promise:
    """One promising clause and what came of it."""

    span: Span
    supported_by: tuple[str, ...] = ()
    unapproved: str | None = None
    routine: bool = False
    unsure: bool = False
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    actions: dict[str, re.Pattern[str]]
    strong: re.Pattern[str]
    future: re.Pattern[str]
    done: re.Pattern[str]
    open: re.Pattern[str]
    others: re.Pattern[str]
    requests: re.Pattern[str]
    update: re.Pattern[str]
    cooperate: re.Pattern[str]
    restraint: re.Pattern[str]
    results: re.Pattern[str]


@cache
def _words(language: TextLanguage) -> _Words:
    data = lexicon.promises()
    routine = data.routine

    def pattern(words: lexicon.Bilingual) -> re.Pattern[str]:
        return lexicon.fragments(words.in_(language))

    def action(words: lexicon.Bilingual) -> re.Pattern[str]:
        parts = words.in_(language)
        return lexicon.fragments(parts if language == "zh" else [rf"(?<![A-Za-z]){part}" for part in parts])

    return _Words(
        actions={name: action(words) for name, words in data.actions.items()},
        strong=pattern(data.strong_markers),
        future=pattern(data.future_markers),
        done=pattern(data.done),
        open=pattern(data.open),
        others=pattern(data.others),
        requests=pattern(data.requests),
        update=pattern(routine.update),
        cooperate=pattern(routine.cooperate),
        restraint=pattern(routine.restraint),
        results=pattern(data.results),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """What one commitment or fact holds: action classes and content, all wordings together."""

    id: str
    classes: frozenset[str]
    content: frozenset[Gram]
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Commitments:
    """The brief's commitments in the form promises are compared with."""

    approved: tuple[_Held, ...]
    unapproved: tuple[_Held, ...]
    facts: tuple[_Held, ...]
    updates: bool


def commitments_of(brief: IncidentBrief) -> Commitments:
    """The brief's side of every promise."""
    return Commitments(
        approved=tuple(_held(item.id, _wordings(item)) for item in brief.commitments if item.approved),
        unapproved=tuple(_held(item.id, _wordings(item)) for item in brief.commitments if not item.approved),
        facts=tuple(_held(fact.id, [fact.text, *fact.translations.values()]) for fact in brief.facts_with(Status.CONFIRMED)),
        updates=brief.next_update_at is not None,
    )


def _wordings(item: Commitment) -> list[str]:
    return [item.text, *item.translations.values()]


def _held(ident: str, texts: Iterable[str]) -> _Held:
    folded = [fold(text) for text in texts]
    return _Held(
        id=ident,
        classes=frozenset(name for text in folded for name in classes_in(text)),
        content=frozenset(gram for text in folded for gram in grams(text)),
        languages=frozenset(text_language(text) for text in folded),
    )


def classes_in(text: str) -> frozenset[str]:
    """The action classes a folded clause names, in either language."""
    return frozenset(
        name for language in ("zh", "en") for name, pattern in _words(language).actions.items() if pattern.search(text)
    )


def find_promises(folded: str, sentences: Sentences, held: Commitments, timed: list[Span]) -> Iterator[Promise]:
    """Every promise of a folded text. `timed`: places of dates, times and durations, for updates promised at a time."""
    starts = iter(sorted(timed, key=lambda span: span.start))
    current = next(starts, None)
    for sentence in sentences.spans:
        has_time = False
        while current is not None and current.start < sentence.end:
            has_time = has_time or current.start >= sentence.start
            current = next(starts, None)
        text = folded[sentence.start : sentence.end]
        if text.rstrip().endswith(("？", "?")):
            continue
        yield from _in_sentence(folded, sentences.clauses(sentence), text, held, has_time=has_time)


def _in_sentence(folded: str, clauses: list[Span], sentence: str, held: Commitments, *, has_time: bool) -> Iterator[Promise]:
    language = text_language(sentence)
    words = _words(language)
    firm = bool(words.future.search(sentence) or words.strong.search(sentence))
    ours = False
    for clause in clauses:
        text = folded[clause.start : clause.end]
        future = bool(words.future.search(text))
        strong = bool(words.strong.search(text))
        # 我们将…，…并…: what a promise's first clause says carries on, unless the clause turns to what is done.
        carried = ours and firm and not words.done.search(text)
        ours = future or strong or carried
        promising = future or strong or carried
        # Most clauses promise nothing: without a promising word only a remedy can make one, and only remedies are looked for.
        classes = _named(text, language) if promising else _remedies_in(text, language)
        if not _commits(text, classes, language, promising=promising, strong=strong):
            continue
        span = trimmed(folded, clause)
        yield _judge(span, text, _named(text, language), held, language, has_time=has_time)


# Statements of one incident say many clauses alike, an FAQ some of them ten times.
@lru_cache(maxsize=8192)
def _named(text: str, language: TextLanguage) -> frozenset[str]:
    return frozenset(name for name, pattern in _words(language).actions.items() if pattern.search(text))


@lru_cache(maxsize=8192)
def _remedies_in(text: str, language: TextLanguage) -> frozenset[str]:
    actions = lexicon.promises().actions
    patterns = _words(language).actions.items()
    return frozenset(name for name, pattern in patterns if actions[name].remedy and pattern.search(text))


def _commits(text: str, classes: frozenset[str], language: TextLanguage, *, promising: bool, strong: bool) -> bool:
    words = _words(language)
    actions = lexicon.promises().actions
    if words.open.search(text) or words.requests.search(text):
        return "prevent" in classes and (promising or strong) and not words.requests.search(text)
    if words.others.search(text) and not re.search(r"我们|我司|本公司|\b(?:we|our)\b", text, re.IGNORECASE) and not strong:
        return False
    remedy = any(actions[name].remedy for name in classes)
    if promising:
        return bool(classes) or strong or bool(words.update.search(text))
    return remedy and not words.done.search(text)


def _judge(
    span: Span, text: str, classes: frozenset[str], held: Commitments, language: TextLanguage, *, has_time: bool
) -> Promise:
    words = _words(language)
    content = frozenset(grams(text))
    results = bool(words.results.search(text)) and "publish" in classes
    if words.restraint.search(text) or words.cooperate.search(text):
        classes -= {"investigate"}
        if not classes:
            return Promise(span, routine=True)
    stated = next((fact.id for fact in held.facts if share(content, fact.content) >= _FACT_SHARE), None)
    if stated is not None:
        return Promise(span, supported_by=(stated,))
    if words.update.search(text) and not results and not classes - {"publish", "reply", "improve"}:
        if held.updates:
            return Promise(span, supported_by=("next_update_at",), routine=True)
        return Promise(span, routine=not has_time, nearest="next_update_at")
    supported, missing = _split(classes, content, held.approved, language)
    if not missing and (supported or not classes):
        if supported:
            return Promise(span, supported_by=supported)
        found = next((item.id for item in held.approved if share(content, item.content) >= _OBJECT_SHARE), None)
        if found is not None:
            return Promise(span, supported_by=(found,))
    wished = _unapproved(missing, content, held.unapproved, language)
    ongoing = missing and all(lexicon.promises().actions[name].ongoing for name in missing)
    if ongoing and any("investigate" in fact.classes or "inspect" in fact.classes for fact in held.facts):
        return Promise(span, routine=True)
    nearest = max(held.approved, key=lambda item: share(content, item.content), default=None)
    return Promise(span, unapproved=wished, unsure=bool(ongoing), nearest=nearest.id if nearest else None)


def _split(
    classes: frozenset[str], content: frozenset[Gram], approved: tuple[_Held, ...], language: TextLanguage
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The commitments that hold the classes, and the classes none holds."""
    ids: list[str] = []
    missing: set[str] = set()
    for name in sorted(classes):
        needs_object = lexicon.promises().actions[name].object
        holders = [
            item.id
            for item in approved
            if name in item.classes
            and (not needs_object or language not in item.languages or share(content, item.content) >= _OBJECT_SHARE)
        ]
        if holders:
            ids += holders[:1]
        else:
            missing.add(name)
    return tuple(dict.fromkeys(ids)), frozenset(missing)


def _unapproved(
    missing: frozenset[str], content: frozenset[Gram], unapproved: tuple[_Held, ...], language: TextLanguage
) -> str | None:
    for item in unapproved:
        overlap = share(item.content, content) if language in item.languages else 0.0
        remedy = any(lexicon.promises().actions[name].remedy for name in missing & item.classes)
        if (
            remedy
            or overlap >= _UNAPPROVED_SHARE
            or (missing & item.classes and (overlap >= _OBJECT_SHARE or language not in item.languages))
        ):
            return item.id
    return None
