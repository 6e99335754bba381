"""What a language must be able to say; Chinese and English each answer in their own grammar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.briefs import Audience, Channel, Commitment, Contact, Fact, Issuer, Language, StatementType
from service.drafting.composer.marks import Line
from service.drafting.composer.topics import Topic, main_topic
from service.language import TextLanguage


@dataclass(frozen=True, slots=True)
class Worded:
    """A fact with its wording in the statement's language."""

    fact: Fact
    text: str

    @property
    def topic(self) -> Topic | None:
        """What it is about, in its own words or, where those say nothing, the ledger's."""
        return main_topic(self.text) or main_topic(self.fact.text)

    @property
    def topic_id(self) -> str | None:
        """The id of its topic."""
        return self.topic.id if self.topic is not None else None


def topic_names(items: Sequence[Worded], language: TextLanguage) -> tuple[str, ...]:
    """The topics of several, each once, as this language names them."""
    return tuple(dict.fromkeys(item.topic.name[language] for item in items if item.topic is not None))


def about_topics(items: Sequence[Worded], language: TextLanguage, sentence: Callable[[Sequence[str]], str]) -> Line | None:
    """A sentence that names the topics of these claims and rests on them; None for none."""
    return Line(sentence(topic_names(items, language)), tuple(item.fact.id for item in items)) if items else None


class Grammar(Protocol):
    """One language's ways of putting the ledger into sentences. `Line.text` of a sentence ends with its stop."""

    @property
    def code(self) -> TextLanguage:
        """`zh` or `en`."""

    @property
    def language(self) -> Language:
        """The tag asked for."""

    def joiner(self, before: str, after: str) -> str:
        """What stands between two sentences of a paragraph."""

    def sentence(self, line: Line) -> Line:
        """A clause as a sentence of its own."""

    def stated(self, item: Worded, now: datetime) -> Line:
        """A confirmed fact in the plain indicative, with its attribution."""

    def goes_on(self, before: str, text: str) -> bool:
        """Whether a clause speaks of what the clause before it does."""

    def merged(self, lines: Sequence[Line]) -> list[Line]:
        """Clauses gathered into as few sentences as read well."""

    def quotable(self, item: Worded, supported: str) -> bool:
        """Whether an unproven claim may stand in its own words."""

    def reported(self, item: Worded) -> Line:
        """A reported claim as what others say, being checked."""

    def by_topic(self, items: Sequence[Worded], *, disputed: bool) -> Line | None:
        """Claims named by their topics, being checked."""

    def refuted(self, item: Worded) -> Line:
        """A refuted claim, quoted in the sentence that corrects it."""

    def refuted_by_topic(self, items: Sequence[Worded]) -> Line | None:
        """That some of what is said is wrong, naming topics alone."""

    def partly_refuted(self, items: Sequence[Worded]) -> Line | None:
        """The same where other claims on these topics are still being checked."""

    def unknowns(self, items: Sequence[Worded], *, final: bool = False) -> list[Line]:
        """Open questions, said plainly; `final` where no more will be said."""

    def promise(self, item: Commitment, text: str, now: datetime, *, owner: bool) -> Line:
        """An approved commitment."""

    def promises(self, lines: Sequence[Line]) -> list[Line]:
        """Promises gathered where they share their opening."""

    def is_preventive(self, text: str) -> bool:
        """Whether a commitment is about preventing a repetition."""

    def about(self, title: str) -> str:
        """The incident's title as a phrase inside a sentence."""

    def headline(
        self, kind: StatementType, title: str | None, organisation: str, readers: str | None, *, recalls: bool = True
    ) -> str:
        """The statement's title; `readers` where it is a letter to them, `recalls` where the ledger says that something is recalled."""

    def opening(self, title: str | None, *, confirmed: bool) -> Line:
        """The first sentence where no fact can open the statement."""

    def greeting(self, audience: Audience, readers: str) -> str:
        """Words of address."""

    def product(self, texts: Sequence[str]) -> str | None:
        """The product as a confirmed fact describes it."""

    def stop_using(self, product: str | None, verb: str, basis: Sequence[str]) -> Line:
        """What to do with the product."""

    def recalled(self, product: str | None, verb: str, basis: Sequence[str]) -> Line:
        """What to do at once with a recalled product."""

    def see_a_doctor(self, product: str | None, verb: str, facts: Sequence[Worded]) -> Line:
        """What to do when unwell; it rests on the fact that speaks of it in the same words, if there is one."""

    def next_update(self, at: datetime, now: datetime, channel: Channel, *, internal: bool) -> Line:
        """When and where more will be said."""

    def when(self, at: datetime | None, now: datetime) -> str:
        """The same as a clause (or sentence) after `we cannot answer yet`."""

    def when_again(self, at: datetime, now: datetime) -> str:
        """The same, short, where it has been said before."""

    def contacts(self, items: Sequence[tuple[int, Contact, str]]) -> Line:
        """Ways to reach the company."""

    def signature(self, organisation: str | None, issuer: Issuer, issued_at: datetime) -> list[Line]:
        """Who signs, and when; a gap marker where the issuer is missing (None)."""

    def apology(self, title: str | None, audience: Audience) -> list[Line]:
        """The apology for the event as its title names it."""

    def speaking(self, role: str | None, person: str | None, title: str | None) -> Line:
        """Who answers the outside."""

    def update_opening(self, title: str | None) -> Line:
        """That this follows an earlier statement."""

    def letter_opening(self, title: str | None) -> Line:
        """Why we write."""

    def closing_opening(self, title: str | None) -> Line:
        """That this is the last word on a matter."""

    def correction_opening(self, *, named: bool) -> Line:
        """That an earlier statement is corrected; `named` where the next sentence says which words were wrong."""

    def misstated(self, item: Worded, previous_at: datetime, now: datetime) -> Line:
        """A wrong claim of our own, quoted in the sentence that takes it back."""

    def misstatement_apology(self) -> Line:
        """An apology for having said something wrong."""

    def nothing_new(self) -> Line:
        """That there is nothing to add."""

    def gap(self, need: str) -> str:
        """A gap marker."""

    def gap_sentence(self, need: str) -> Line:
        """A sentence that holds nothing but a gap marker: `next_update`, `contact`, `issuer` or `translation:F1, F2`."""
