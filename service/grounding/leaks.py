"""Confidential facts that show through a text: by telling words, or by several of their values in one sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.briefs import IncidentBrief
from service.grounding.alignment import Board, Kind
from service.grounding.concepts import english_word
from service.grounding.entries import Source
from service.grounding.folding import Sentences, Span, fold
from service.grounding.ledger import Ledger
from service.grounding.marks import Mark
from service.grounding.overlap import Gram, grams, grams_of, stem, telling_of
from service.grounding.said import Said
from service.grounding.sources import read_sources
from service.grounding.types import Amount, ClaimKind, Label, Mention, Moment, normal_form
from service.patterns import lazy

# Two telling grams betray a fact when they are this much of it; four always do.
_SHARE = 0.34
_MANY = 4
_SPECIFIC_DIGITS = 3
# How much of a hidden line, or of a clause, must be shared; and how far it must beat what public lines share.
_SOME = 0.25
_MUCH = 0.5
_CLEARLY = 1.15
# English names of one word that no pattern knows show by their capital within a sentence.
_CAPITALISED = lazy(r"(?<![A-Za-z'-])[A-Z][a-z]{3,}(?![A-Za-z])")
# The calendar is everybody's: a holiday that a hidden line names too tells nothing of it.
_CALENDAR = lazy(
    r"\b(?:(?:bank|public|national) holidays?|weekends?|weekdays?|half[- ]term|christmas(?: (?:day|eve))?|boxing day|new year(?:'s)?(?: (?:day|eve))?|easter"
    r"(?: (?:sunday|monday))?|good friday|thanksgiving|black friday|halloween|ramadan|eid|diwali|hanukkah|passover"
    r"|(?:labou?r|memorial|independence|veterans|may|mother's|father's|valentine's) day|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
    r"|春节|元旦|元宵节?|除夕|清明节?|端午节?|中秋节?|重阳节?|国庆节?|五一|劳动节|儿童节|母亲节|父亲节|教师节|妇女节|情人节|圣诞节?|双十一|双11"
    r"|[周星期]末|工作日|节假日|黄金周|小?长假|[暑寒]假|假期",
    re.IGNORECASE,
)
_NAME = lazy(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Secret:
    """What would betray one hidden fact: words and values that nothing public holds; `names` are words that do so alone."""

    id: str
    words: frozenset[Gram]
    values: frozenset[tuple[str, str]]
    names: frozenset[Gram] = frozenset()


@dataclass(frozen=True, slots=True)
class Leak:
    """A sentence that tells of a hidden fact; `span` is the part that does."""

    fact: str
    span: Span


def secrets_of(brief: IncidentBrief, ledger: Ledger) -> tuple[Secret, ...]:
    """The brief's hidden facts, without what public material says too."""
    public = frozenset(gram for source in ledger.sources for gram in grams_of(fold(source.text)))
    texts = [Source(fact.id, text) for fact in brief.hidden_facts for text in (fact.text, *fact.translations.values())]
    words: dict[str, set[Gram]] = {}
    values: dict[str, set[tuple[str, str]]] = {}
    for source in texts:
        words.setdefault(source.id, set()).update(gram for gram in telling_of(fold(source.text)) if gram not in public)
        words[source.id] -= {gram for day in _CALENDAR.findall(source.text) for gram in grams(fold(day))}
    timed: dict[str, set[Gram]] = {}
    for number, mention in read_sources(texts, ledger.today):
        source = texts[number]
        if not ledger.support(mention):
            values.setdefault(source.id, set()).add(_key(mention))
        if isinstance(mention.value, Moment):
            timed.setdefault(source.id, set()).update(grams(source.text[mention.start : mention.end]))
    names: dict[str, set[Gram]] = {}
    for source in texts:
        found = {stem(match.group()) for match in _NAME.finditer(source.text) if not english_word(match.group().lower())}
        names.setdefault(source.id, set()).update((found & words[source.id]) - timed.get(source.id, set()))
    return tuple(
        Secret(fact.id, frozenset(words[fact.id]), frozenset(values.get(fact.id, ())), frozenset(names[fact.id]))
        for fact in brief.hidden_facts
    )


def find_leaks(folded: str, sentences: Sentences, mentions: list[Mention], secrets: tuple[Secret, ...]) -> Iterator[Leak]:
    """Every sentence in which a hidden fact shows. `mentions`: the text's unsupported claims."""
    by_word: dict[Gram, list[Secret]] = {}
    by_value: dict[tuple[str, str], list[Secret]] = {}
    for secret in secrets:
        for word in secret.words:
            by_word.setdefault(word, []).append(secret)
        for value in secret.values:
            by_value.setdefault(value, []).append(secret)
    if not by_word and not by_value:
        return
    values: dict[int, list[Mention]] = {}
    for mention in mentions:
        if _key(mention) in by_value:
            values.setdefault(sentences.at(mention.start).start, []).append(mention)
    for sentence in sentences.spans:
        hits: dict[str, set[Gram]] = {}
        for gram in telling_of(folded[sentence.start : sentence.end]):
            for secret in by_word.get(gram, ()):
                hits.setdefault(secret.id, set()).add(gram)
        yield from _judge(folded, sentence, hits, values.get(sentence.start, []), by_value, secrets)


def told_otherwise(clauses: Sequence[Said], board: Board) -> Iterator[Leak]:
    """Hidden facts told in other words: a clause whose matter is a hidden line's, and that nothing public explains as well."""
    for said in clauses:
        secret = said.best(Kind.SECRET)
        if secret is None or said.asked or said.sentence.marks & Mark.QUESTION:
            continue
        public = max((match.score for match in said.matches if match.item.is_public), default=0.0)
        calendar = _calendar_in(secret.item.folded)
        telling = [key for key in secret.keys - calendar if not board.is_public(key)]
        along = [
            key for key in said.together.get(secret.item.id, frozenset()) - secret.keys - calendar if not board.is_public(key)
        ]
        if not telling or secret.score <= public * _CLEARLY:
            continue
        enough = len(telling) + len(along) >= 2 and (secret.of_line >= _SOME or secret.of_text >= _MUCH)
        if enough or (len(secret.keys) >= 2 and secret.of_line >= _MUCH):
            yield Leak(secret.item.id, Span(said.start, said.end))


@lru_cache(maxsize=1024)
def _calendar_in(text: str) -> frozenset[str]:
    """The words of holidays and days of the week in a hidden line, as keys of its clauses."""
    words = {word for day in _CALENDAR.findall(text) for word in (day, *day.split())}
    return frozenset(words | {word.lower() for word in words} | {stem(word) for word in words})


def _judge(
    folded: str,
    sentence: Span,
    hits: dict[str, set[Gram]],
    mentions: list[Mention],
    by_value: dict[tuple[str, str], list[Secret]],
    secrets: tuple[Secret, ...],
) -> Iterator[Leak]:
    told: dict[str, list[Mention]] = {}
    for mention in mentions:
        for secret in by_value[_key(mention)]:
            told.setdefault(secret.id, []).append(mention)
    if not hits and not told:
        return
    for secret in secrets:
        words, values = hits.get(secret.id, set()), told.get(secret.id, [])
        distinct = {_key(mention) for mention in values}
        by_words = len(words) >= _MANY or (len(words) >= 2 and len(words) >= _SHARE * len(secret.words))
        by_words = by_words or (not secret.names.isdisjoint(words) and _is_named(folded[sentence.start : sentence.end], secret))
        if by_words or len(distinct) >= 2 or (values and words) or any(_specific(mention) for mention in values):
            yield Leak(secret.id, _cover(folded, sentence, words, values))


def _is_named(text: str, secret: Secret) -> bool:
    return any(stem(match.group()) in secret.names for match in _CAPITALISED.finditer(text))


def _specific(mention: Mention) -> bool:
    """Values that say enough alone: contacts, numbers of documents, names, exact figures."""
    value = mention.value
    if isinstance(value, Label):
        return not (mention.kind is ClaimKind.NAME and value.kind == "place")
    if isinstance(value, Moment):
        return value.hour is not None and value.day is not None
    return isinstance(value, Amount) and len(value.value.normalize().as_tuple().digits) >= _SPECIFIC_DIGITS


def _cover(folded: str, sentence: Span, words: set[Gram], values: list[Mention]) -> Span:
    """The smallest piece of the sentence that holds all that tells."""
    text = folded[sentence.start : sentence.end]
    starts, ends = [m.start for m in values], [m.end for m in values]
    for word in words:
        at = text.find(word) if not word.isascii() else text.lower().find(word)
        if at >= 0:
            starts.append(sentence.start + at)
            ends.append(sentence.start + at + len(word))
    return Span(min(starts), max(ends)) if starts else sentence


def _key(mention: Mention) -> tuple[str, str]:
    kind = ClaimKind.NUMBER if mention.kind is ClaimKind.QUANTITY else mention.kind
    return kind.value, normal_form(mention)
