"""Which elements a text holds, found in the text itself: patterns, and the ledger's own values. Knows nothing of what is required."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from service.brands import find_brand
from service.briefs import Commitment, Fact, IncidentBrief, Status
from service.elements.data import elements, fold
from service.elements.schemas import Element, ElementName
from service.elements.sentences import (
    Sentence,
    event_sentence,
    is_heading,
    is_question,
    shared,
    split_sentences,
    tells,
    without_gaps,
)
from service.elements.times import WrittenTime, written_times
from service.language import TextLanguage, own_half, text_language
from service.patterns import lazy

_TIMED_WORDS = lazy(r"今天|今日|今晚|明天|明日|明早|明晚|后天|\b(?:today|tonight|tomorrow)\b", re.IGNORECASE)
_DIGITS = lazy(r"\D+")
_CLOCK = lazy(r"\d{1,2}\s*[:：时点]\s*(?:\d{2}|\d{0,2}分?)|\b\d{1,2}\s*[ap]\.?m\b|\bnoon\b|\bmidnight\b", re.IGNORECASE)
_DATE = lazy(
    r"\d{1,4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}|\d{1,2}月\d{1,2}日|[〇零一二三四五六七八九十]{2,}年[一二三四五六七八九十]+月"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b",
    re.IGNORECASE,
)
# A signature's name: a short line that is no sentence, or what stands before the date on its line.
_NAME_LINE = lazy(r"^(?=.{2,60}$)(?!.*[，。；]).*[A-Za-z\u3400-\u9fff]")
_ANSWER = lazy(r"^(?:答|A\d*)\s*[:：.]", re.IGNORECASE)
_LINE = lazy(r"[^\r\n]+")
_SENTENCE_END = lazy(r"[。！？!?；;:：]$|(?<!Ltd)(?<!Inc)(?<!Co)(?<!Corp)(?<![ap]\.m)\.$", re.IGNORECASE)
_SIGNATURE_LINES = 5


def _signs(line: str) -> bool:
    """Whether a line can be part of a signature: short, and no sentence or heading."""
    return len(line) <= 80 and not _SENTENCE_END.search(line) and not is_heading(line)


@dataclass(frozen=True)
class Reading:
    """A text read once: its sentences, and what each one carries. `title` counts for headings only."""

    text: str
    brief: IncidentBrief
    language: TextLanguage
    title: str = ""

    @cached_property
    def plain(self) -> str:
        """The folded text with gap markers blotted out."""
        return without_gaps(fold(self.text))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, of `plain`."""
        return split_sentences(self.plain)

    @cached_property
    def event(self) -> Sentence | None:
        """The sentence that announces the event."""
        return event_sentence(self.plain, self.sentences, self.brief, self.language, self.title)

    def has(self, name: ElementName) -> bool:
        """Whether the text holds the element."""
        return self.place(name) is not None

    def place(self, name: ElementName) -> Sentence | None:
        """The first sentence that carries the element."""
        if name == "heading":
            return self._heading()
        if name == "question":
            return next((question for question, _ in self.questions), None)
        if name == "answer":
            return next((answer for _, answer in self.questions if answer is not None), None)
        if name == "issuer":
            return self._issuer()
        if name == "acknowledgement" and self.event is not None:
            return self.event
        return next((s for s in self.sentences if self.carries(s, name)), None)

    def carries(self, sentence: Sentence, name: ElementName) -> bool:
        """Whether this sentence carries the element: by the ledger's values, or by its words."""
        if name == "contact" and self._holds_contact(sentence):
            return True
        if is_question(sentence) and name != "rumour":
            return False
        return self._tells_ledger(sentence, name) or (self._matches(sentence, name) and self._touches_ledger(sentence, name))

    def _matches(self, sentence: Sentence, name: ElementName) -> bool:
        element = elements()[name]
        text = self.telling(sentence, name)
        if not element.patterns.found(text, self.language):
            return False
        if element.besides.of(self.language) is not None and not element.besides.found(text, self.language):
            return False
        return not element.timed or bool(self.times(text)) or _TIMED_WORDS.search(text) is not None

    def telling(self, sentence: Sentence, name: ElementName) -> str:
        """The sentence with whatever the element's `unless` finds blotted out; the same length."""
        drop = elements()[name].unless.of(self.language)
        return drop.sub(lambda found: " " * len(found.group()), sentence.text) if drop is not None else sentence.text

    def times(self, text: str) -> tuple[WrittenTime, ...]:
        """Times in a piece of this text."""
        return written_times(text, self.issued_at, self.language)

    @property
    def issued_at(self) -> datetime:
        """The issue time, by the clock the next update is printed in."""
        zone = self.brief.next_update_at.tzinfo if self.brief.next_update_at else self.brief.issued_at.tzinfo
        return self.brief.issued_at.astimezone(zone)

    def _tells_ledger(self, sentence: Sentence, name: ElementName) -> bool:
        return any(tells(sentence.text, wording, self.language) for wording in self._wordings(name))

    def _touches_ledger(self, sentence: Sentence, name: ElementName) -> bool:
        """For "what is known": words of certainty count only beside words of a confirmed fact, where we have its wording."""
        wordings = self._wordings(name) if name == "known" else ()
        return not wordings or any(shared(sentence.text, wording, self.language) >= 0.15 for wording in wordings)

    def _wordings(self, name: ElementName) -> tuple[str, ...]:
        return self._ledger_wordings.get(name, ())

    @cached_property
    def _ledger_wordings(self) -> dict[ElementName, tuple[str, ...]]:
        confirmed, refuted = (self._written(self.brief.facts_with(s)) for s in (Status.CONFIRMED, Status.REFUTED))
        promised = self._written(self.brief.approved_commitments)
        return {"known": confirmed, "facts": confirmed, "remedy": promised, "rumour": refuted}

    def _written(self, items: tuple[Fact, ...] | tuple[Commitment, ...]) -> tuple[str, ...]:
        return tuple(wording for item in items if (wording := item.wording(self.language)))

    def _holds_contact(self, sentence: Sentence) -> bool:
        digits = _DIGITS.sub("", sentence.text)
        for contact in self.brief.contacts:
            number = _DIGITS.sub("", contact.value)
            if (len(number) >= 5 and number in digits) or fold(contact.value).casefold() in sentence.text.casefold():
                return True
        return False

    @cached_property
    def questions(self) -> tuple[tuple[Sentence, Sentence | None], ...]:
        """Question lines, each with the first sentence of its answer or None."""
        pairs: list[tuple[Sentence, Sentence | None]] = []
        for at, sentence in enumerate(self.sentences):
            if not is_question(sentence) or not self._begins_line(sentence):
                continue
            after = self.sentences[at + 1] if at + 1 < len(self.sentences) else None
            # A question straight after a question is unanswered, unless it stands on the same line.
            while after is not None and is_question(after) and not self._begins_line(after):
                at += 1  # noqa: PLW2901 - walks on to the end of the question's own line
                after = self.sentences[at + 1] if at + 1 < len(self.sentences) else None
            answered = after is not None and (not is_question(after) or _ANSWER.match(after.text) is not None)
            pairs.append((sentence, after if answered else None))
        return tuple(pairs)

    def _begins_line(self, sentence: Sentence) -> bool:
        return not self.plain[: sentence.start].rpartition("\n")[2].strip()

    def _heading(self) -> Sentence | None:
        first = self.sentences[0] if self.sentences else None
        if self.title:
            return first or Sentence(0, 0, "")
        return first if first is not None and not first.text.endswith(("。", ".", "!", "！")) else None

    @cached_property
    def signature(self) -> tuple[Sentence, ...]:
        """The last lines, as far as they are no sentences and no heading: where an issuer signs."""
        lines: list[Sentence] = []
        for found in _LINE.finditer(self.plain):
            line = found.group().strip()
            at = found.start() + found.group().index(line) if line else 0
            lines += [Sentence(at, at + len(line), line)] if line else []
        return tuple(line for line in lines[-_SIGNATURE_LINES:] if _signs(line.text) and not (line.start == 0 and len(lines) > 1))

    def _issuer(self) -> Sentence | None:
        names = _issuer_names(self.brief)
        named = (line for line in reversed(self.signature) if any(name in line.text.casefold() for name in names))
        return next(named, None) or self._unnamed_issuer()

    def _unnamed_issuer(self) -> Sentence | None:
        """A name line above or beside a date, for an issuer whose name in this language nobody wrote down."""
        written = fold(self.brief.issuer.organisation or self.brief.brand)
        if re.search(r"[\u3400-\u9fff]", written) and self.language == "zh":
            return None
        lines = self.signature
        for before, line in zip((None, *lines), lines, strict=False):
            dated = _DATE.search(line.text)
            if dated is None:
                continue
            if re.match(r"[A-Z][\w&' .-]+,", line.text):
                return line
            if before is not None and dated.start() < 12 and _NAME_LINE.match(before.text) and before.text[0].isupper():
                return before
        return None

    def signed_at(self, *, with_time: bool) -> bool:
        """Whether the last lines carry a date (and a time of day)."""
        dated = any(_DATE.search(line.text) for line in self.signature)
        return dated and (not with_time or any(_CLOCK.search(_DATE.sub(" ", line.text)) for line in self.signature))


def matches_element(text: str, element: Element, language: TextLanguage) -> bool:
    """Whether a ledger item, in either language, speaks of the element."""
    return element.patterns.found(fold(text), language)


def speaks_of(text: str, name: ElementName) -> bool:
    """Whether a ledger item's own words carry the element."""
    element = elements()[name]
    language = text_language(text)
    drop = element.unless.of(language)
    folded = fold(text)
    return element.patterns.found(drop.sub(" ", folded) if drop is not None else folded, language)


def _issuer_names(brief: IncidentBrief) -> tuple[str, ...]:
    profile = find_brand(brief.brand)
    known = (*profile.names.values(), *profile.aliases) if profile is not None else ()
    names = (brief.issuer.organisation, brief.issuer.person, brief.brand, *known)
    halves = (half for name in names if name for half in (name, own_half(name, "zh"), own_half(name, "en")))
    return tuple(dict.fromkeys(fold(half).casefold() for half in halves))
