"""A promising clause as it is judged, what comes of it, and the smallest place that says so."""

import re
from dataclasses import dataclass

from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.promise_intent import Intent
from service.grounding.promise_words import Words, words
from service.language import TextLanguage


@dataclass(frozen=True, slots=True)
class Promise:
    """One promising clause and what came of it."""

    span: Span
    supported_by: tuple[str, ...] = ()
    unapproved: str | None = None
    routine: bool = False
    unsure: bool = False
    nearest: str | None = None

    @property
    def evidence(self) -> Evidence:
        """What speaks against a promise that nothing supports."""
        if self.unapproved:
            return Evidence.FORBIDDEN
        return Evidence.UNFOUND if self.unsure else Evidence.ABSENT


@dataclass(frozen=True, slots=True)
class PromisingClause:
    """A promising clause: lower-cased text with what stands before it in its sentence."""

    text: str
    before: str
    start: int
    intent: Intent
    classes: frozenset[str]
    language: TextLanguage
    times: tuple[str, ...]

    @property
    def words(self) -> Words:
        """The patterns of its language."""
        return words(self.language)


def without_leads(text: str, span: Span, of: Words) -> Span:
    """A span from where the words that only lead in have ended."""
    start = span.start
    while (lead := of.leads.pattern.match(text, start, span.end)) and lead.end() < span.end:
        start = lead.end()
        while start < span.end and text[start] in " :：、":
            start += 1
    return Span(start, span.end) if start < span.end else span


def narrowed(said: PromisingClause, span: Span, missing: frozenset[str]) -> Span:
    """From the word that joins what no commitment holds to what one holds, to the next such word."""
    places = [match.start() for name in missing if (match := said.words.actions[name].search(said.text))]
    others = [match.start() for name in said.classes - missing if (match := said.words.actions[name].search(said.text))]
    if not places or not others:
        return span
    at, other = min(places), min(others)
    joints: list[re.Match[str]] = list(said.words.joints.finditer(said.text))
    before = [joint.end() for joint in joints if joint.end() <= at and joint.start() > other]
    after = [joint.start() for joint in joints if max(places) < joint.start() <= other]
    start = said.start + before[-1] if before else span.start
    end = said.start + after[0] if after else span.end
    while start < end and said.text[start - said.start].isspace():
        start += 1
    while end > start and said.text[end - said.start - 1 : end - said.start].isspace():
        end -= 1
    return Span(start, end) if start < end else span
