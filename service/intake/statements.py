"""Utterances as single things said: sentences, and the parts of long ones, each with what it is: told, asked, ordered, guessed, promised."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.briefs.orders import addresses_drafter
from service.grounding.extract import read
from service.grounding.folding import Span, fold
from service.grounding.types import ClaimKind, Label, Mention, Moment
from service.intake.reading import Utterance
from service.intake.signals import Sign, sign, touches
from service.language import TextLanguage, text_language
from service.patterns import lazy

# Past these a sentence is read in parts: two facts in one line cannot be confirmed one by one.
_LONG = {"zh": 36, "en": 150}
_SHORT_PART = {"zh": 7, "en": 18}
# A run without any stop is cut here, so that no expression reads without end.
_LONGEST = 600
# Notes may come as a page; a tag alone orders nothing here, and no statement prints a fact that has one.
_TAG = lazy(r"</?[A-Za-z][^<>]{0,200}>")
_ENDS = lazy(r"[。！？；!?;…]+[”’」』\"]*|(?<![A-Z][a-z])(?<!\b[A-Za-z])\.(?=\s|$)|~+(?=\s|$)")
_PARTS = lazy(
    r"(?<!\d)[，,](?!\d{3})|(?<=[\u3400-\u9fff！!])\s+(?=[\u3400-\u9fff\d“「@])|(?<=\d)\s+(?=[\u3400-\u9fff]{3})|\s[—–-]{1,2}\s|——"
)
_HEAVY = frozenset(
    {
        ClaimKind.NUMBER,
        ClaimKind.QUANTITY,
        ClaimKind.PERCENT,
        ClaimKind.MONEY,
        ClaimKind.DATE,
        ClaimKind.TIME,
        ClaimKind.DATETIME,
        ClaimKind.DURATION,
        ClaimKind.IDENTIFIER,
    }
)
_EDGES = " \t\r\n，,。；;：:！!~…、·•*-–—"
_ABBREVIATION = lazy(r"(?:[ap]\.m|\b(?:Ltd|Inc|Co|No|St|Mr|Mrs|Ms|Dr)|\b[A-Z])\.\Z")
_MARKED_QUESTION = lazy(r"[?？]")
_HAN = lazy(r"[\u3400-\u9fff]")
_WORD = lazy(r"[A-Za-z][A-Za-z'’-]*|\d[\d:.,]*")


class Sort(StrEnum):
    """What a thing said is."""

    TOLD = "told"
    UNKNOWN = "unknown"
    ASKED = "asked"
    ORDERED = "ordered"
    GUESSED = "guessed"
    PROMISED = "promised"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing said. `start`, `end`: its place in the note; `text` is what stands there without its lead-in; `topic`: what is unknown."""

    start: int
    end: int
    text: str
    sort: Sort
    language: TextLanguage
    utterance: Utterance
    mentions: tuple[Mention, ...] = ()
    topic: str = ""


def sayings(utterance: Utterance, today: date) -> list[Saying]:
    """Everything an utterance says, in order; only `TOLD`, `UNKNOWN` and `PROMISED` may enter a brief."""
    folded = fold(utterance.text)
    found = []
    for span in _cut(folded):
        start, end = _trimmed(folded, span)
        if start < end:
            found.append(_saying(utterance, folded, start, end, today))
    return found


def has_sign(name: Sign, text: str, language: TextLanguage) -> bool:
    """Whether a text bears a sign."""
    return sign(name, language).search(text) is not None


def _cut(text: str) -> Iterator[Span]:
    """Sentences; of long ones the parts, short parts joined to the next."""
    at = 0
    for match in [*_ENDS.finditer(text), None]:
        end = match.end() if match is not None else len(text)
        for start in range(at, end, _LONGEST):
            if text[start : min(start + _LONGEST, end)].strip():
                yield from _parts(text, start, min(start + _LONGEST, end))
        at = end


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    language = text_language(text[start:end])
    # What nobody knows is told apart from what happened, however short: else the known half would be lost.
    is_mixed = has_sign("unknown", text[start:end], language)
    if end - start <= _LONG[language] and not _is_spaced(text, start, end) and not is_mixed:
        yield Span(start, end)
        return
    cuts = [match.end() for match in _PARTS.finditer(text, start, end)]
    begin = start
    for cut in [*cuts, end]:
        rest = end - cut
        if cut < end and (cut - begin < _SHORT_PART[language] or rest < _SHORT_PART[language]):
            continue
        if cut < end and not (_stands_alone(text[begin:cut], language) and _stands_alone(text[cut:end], language)):
            continue
        yield Span(begin, cut)
        begin = cut


def _is_spaced(text: str, start: int, end: int) -> bool:
    """Whether blanks stand for commas, as in a chat typed in a hurry."""
    return (
        end - start > _LONG["zh"] // 2 and len(re.findall(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff\d])", text[start:end])) > 1
    )


def _stands_alone(part: str, language: TextLanguage) -> bool:
    """Whether a part says something by itself."""
    says = has_sign("tells", part, language) or has_sign("unknown", part, language)
    return says and not has_sign("pointing", part.strip(_EDGES), language)


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and (text[end - 1] in _EDGES or (text[end - 1] == "." and not _ABBREVIATION.search(text, start, end))):
        end -= 1
    return start, end


def _saying(utterance: Utterance, folded: str, start: int, end: int, today: date) -> Saying:
    words = folded[start:end]
    language = text_language(words)
    # What ends a question was cut off with the other stops, except its mark; a second look includes it.
    whole = folded[start : end + 3].split("\n", maxsplit=1)[0]
    body = _after_lead(words, language)
    mentions = tuple(m for m in read(body, today).mentions)
    sort, topic = _sort(body, whole, language, mentions)
    text = utterance.text[start + len(words) - len(body) : end]
    return Saying(utterance.start + start, utterance.start + end, text, sort, language, utterance, mentions, topic)


def _after_lead(words: str, language: TextLanguage) -> str:
    pattern = sign("lead", language)
    for _ in range(3):
        match = pattern.match(words)
        if match is None or match.end() == len(words) or not match.end():
            break
        words = words[match.end() :]
    return words


def _sort(body: str, whole: str, language: TextLanguage, mentions: tuple[Mention, ...]) -> tuple[Sort, str]:
    if _is_tiny(body, language) or has_sign("chatter", body, language):
        return Sort.IDLE, ""
    unknown = sign("unknown", language).search(body)
    is_question = has_sign("asks", whole.rstrip(), language) or has_sign("asks", body, language)
    if unknown is not None and not (is_question and _MARKED_QUESTION.search(whole)):
        return Sort.UNKNOWN, next((group for group in unknown.groups() if group), "").strip(_EDGES)
    if is_question:
        return Sort.ASKED, ""
    if has_sign("orders", body, language) or addresses_drafter(_TAG.sub(" ", body)):
        return Sort.ORDERED, ""
    if has_sign("promises", body, language) and not has_sign("done", body, language):
        return Sort.PROMISED, ""
    if has_sign("guesses", body, language):
        return Sort.GUESSED, ""
    return (Sort.TOLD if _tells(body, language, mentions) else Sort.IDLE), ""


def _tells(body: str, language: TextLanguage, mentions: tuple[Mention, ...]) -> bool:
    heavy = [m for m in mentions if m.kind in _HEAVY]
    if (not heavy and _only_contacts(body, mentions)) or _is_heading(body, mentions):
        return False
    return bool(heavy) or has_sign("tells", body, language) or touches("authority", language).search(body) is not None


def _only_contacts(body: str, mentions: tuple[Mention, ...]) -> bool:
    """A line that gives a number to call and nothing else."""
    covered = sum(m.end - m.start for m in mentions if m.kind is ClaimKind.CONTACT and isinstance(m.value, Label))
    return bool(covered) and len(body) - covered < 14


def _is_heading(body: str, mentions: tuple[Mention, ...]) -> bool:
    """A date over what follows: a day and a word or two, and no verb."""
    covered = sum(m.end - m.start for m in mentions if isinstance(m.value, Moment))
    left = len(re.sub(r"[\W_]", "", body)) - covered
    return bool(covered) and left < 8 and not has_sign("tells", body, text_language(body)) and not has_sign("done", body, "zh")


def _is_tiny(body: str, language: TextLanguage) -> bool:
    if language == "zh":
        return len(_HAN.findall(body)) + len(_WORD.findall(body)) < 4
    return len(_WORD.findall(body)) < 3
