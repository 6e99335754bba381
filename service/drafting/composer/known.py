"""The facts arranged for one statement: which one opens it, what is known, what is open, what is denied.

Language-neutral: the words come from the grammar, the order from here. Only public facts are ever looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import Audience, Fact, IncidentBrief, Language, Level, StatementRequest, StatementType, Status
from service.drafting.composer.chinese import Chinese
from service.drafting.composer.english import English
from service.drafting.composer.grammar import Grammar, Worded
from service.drafting.composer.marks import Line
from service.drafting.composer.tables import Family, family_table
from service.drafting.composer.topics import harmed, is_about, says, topic_id
from service.elements import speaks_of
from service.language import base_language, own_half

_GRAVE_LEVELS = (Level.I, Level.II)
_LETTERS = (Audience.CUSTOMERS, Audience.EMPLOYEES, Audience.PARTNERS)
_ANNOUNCES = (StatementType.RECALL_NOTICE, StatementType.CUSTOMER_LETTER, StatementType.FAQ)
# Written to somebody, whoever else may read it.
_ADDRESSED = (StatementType.INTERNAL_NOTICE, StatementType.BREACH_NOTICE, StatementType.CUSTOMER_LETTER)


def grammar_for(brief: IncidentBrief, language: Language) -> Grammar:
    """The grammar of a statement's language."""
    if base_language(language) == "zh":
        return Chinese(language=language, brand=brief.brand)
    return English(language=language, jurisdiction=brief.incident.jurisdiction)


@dataclass(frozen=True)
class Ledger:
    """The facts of one statement, in its language and order."""

    brief: IncidentBrief
    request: StatementRequest
    assessment: Assessment
    brand: BrandProfile | None

    @cached_property
    def grammar(self) -> Grammar:
        """The statement's language."""
        return grammar_for(self.brief, self.request.language)

    @cached_property
    def family_name(self) -> str:
        """The family of the incident's kind."""
        return family_table().family_of(self.brief.incident.kind)[0]

    @cached_property
    def family(self) -> Family:
        """What incidents of this family share."""
        return family_table().family_of(self.brief.incident.kind)[1]

    @cached_property
    def level(self) -> Level:
        """The level the assessment gives."""
        return self.assessment.level

    @cached_property
    def is_grave(self) -> bool:
        """Level I or II."""
        return self.level in _GRAVE_LEVELS

    # Facts by status, in the statement's language.

    def worded(self, *statuses: Status) -> list[Worded]:
        """Public facts of these statuses that have a wording in the statement's language."""
        return [Worded(fact, text) for fact in self.brief.facts_with(*statuses) if (text := self._wording(fact)) is not None]

    def _wording(self, fact: Fact) -> str | None:
        return fact.wording(self.grammar.code)

    @cached_property
    def confirmed(self) -> list[Worded]:
        """Confirmed facts."""
        return self.worded(Status.CONFIRMED)

    @cached_property
    def untranslated(self) -> Line | None:
        """The gap for facts and commitments nobody has worded in this language."""
        facts = [f.id for f in self.brief.public_facts if self._wording(f) is None]
        promises = [c.id for c in self.brief.approved_commitments if c.wording(self.grammar.code) is None]
        ids = facts + promises
        return self.grammar.gap_sentence("translation:" + "、".join(ids)) if ids else None

    # What opens the statement.

    @cached_property
    def title(self) -> str | None:
        """The incident's title in the statement's language."""
        return self.brief.incident.wording(self.grammar.code)

    @cached_property
    def organisation(self) -> str:
        """The issuer's name as the statement's language has it."""
        written = self.brief.issuer.organisation or self.brief.brand
        if self.brand is not None and self.brand.is_called(written):
            return self.brand.names.get(self.grammar.code, written)
        return own_half(written, self.grammar.code)

    @cached_property
    def headline(self) -> Line:
        """The statement's title."""
        readers = self.family.readers[self.grammar.code] if self.request.audience is Audience.CUSTOMERS else None
        text = self.grammar.headline(
            self.request.statement, self.title, self.organisation, readers, recalls=self.recall_fact is not None
        )
        return Line(text, ("incident",))

    @cached_property
    def greeting(self) -> Line | None:
        """Words of address, for letters only."""
        wanted = self.request.audience in _LETTERS or self.request.statement in _ADDRESSED
        if not wanted:
            return None
        audience = Audience.EMPLOYEES if self.request.statement is StatementType.INTERNAL_NOTICE else self.request.audience
        return Line(self.grammar.greeting(audience, self.family.readers[self.grammar.code])) or None

    @cached_property
    def recall_fact(self) -> Worded | None:
        """The confirmed fact that says what is recalled."""
        recalls = (w for w in self.confirmed if not says(w.text, "denial") and speaks_of(w.text, "recall"))
        return next((w for w in recalls if not speaks_of(w.text, "authority")), None)

    @cached_property
    def lead_fact(self) -> Worded | None:
        """The confirmed fact that opens: how the company came to know, or what happened."""
        affirmed = [w for w in self.confirmed if not says(w.text, "denial")]
        if self.request.statement in _ANNOUNCES and self.recall_fact is not None:
            # A recall is announced first; how we came to it follows.
            return self.recall_fact
        opens = next((w for w in affirmed if says(w.text, "detection") or says(w.text, "event")), None)
        if opens is not None:
            return opens
        # A ledger that begins with a plain fact begins with what happened.
        first = next(iter(affirmed), None)
        return first if first is not None and not is_about(first.text, "test", "remedy", "personnel") else None

    @cached_property
    def harm(self) -> str | None:
        """The gravest harm a confirmed fact states."""
        found = {kind for item in self.confirmed if (kind := harmed(item.text)) is not None}
        return next((kind for kind in ("death", "injury", "illness") if kind in found), None)

    @cached_property
    def harm_fact(self) -> Worded | None:
        """The fact that says who was harmed, where the opening does not: it comes second, before anything about process."""
        if self.harm is None or (self.lead_fact is not None and harmed(self.lead_fact.text) is not None):
            return None
        return next(w for w in self.confirmed if harmed(w.text) == self.harm)

    @cached_property
    def harmed_people(self) -> Line | None:
        """Who was harmed, as a sentence."""
        return self.grammar.sentence(self.stated(self.harm_fact)) if self.harm_fact is not None else None

    @cached_property
    def lead(self) -> Line:
        """The first sentence."""
        if self.lead_fact is None:
            return self.grammar.opening(self.title, confirmed=bool(self.confirmed))
        return self.grammar.sentence(self.stated(self.lead_fact))

    def stated(self, item: Worded) -> Line:
        """A confirmed fact in the indicative."""
        return self.grammar.stated(item, self.brief.issued_at)

    # What is known and what is open.

    @cached_property
    def known(self) -> list[Line]:
        """The confirmed facts after the first sentence, as sentences."""
        return self._stated([i for i in self.confirmed if i not in (self.lead_fact, self.harm_fact) and i not in self.under_way])

    @cached_property
    def finding_out(self) -> list[Line]:
        """Confirmed facts on how the cause is being found; they stand beside what is not known."""
        return self._stated(self.under_way)

    @cached_property
    def under_way(self) -> list[Worded]:
        """The same as facts."""
        asked = any(is_about(fact.text, "cause") for fact in self.brief.facts_with(Status.UNKNOWN))
        if not asked:
            return []
        return [w for w in self.confirmed if w is not self.lead_fact and says(w.text, "finding_out") and harmed(w.text) is None]

    def _stated(self, items: Sequence[Worded]) -> list[Line]:
        lines = self.grammar.merged([self.stated(item) for item in items])
        return [self.grammar.sentence(line) for line in lines]

    @cached_property
    def sets_apart(self) -> bool:
        """Whether what is confirmed needs a heading of its own: there is more than one such fact, and something is open."""
        return len(self.confirmed) > 2 and bool(self.reported or self.disputed or self.unknown)

    @cached_property
    def supported_words(self) -> str:
        """What an unproven claim may share figures with: confirmed facts and the title."""
        return "\n".join([*(item.text for item in self.confirmed), self.title or ""])

    @cached_property
    def reported(self) -> list[Line]:
        """Reported claims as what others say, or by their topics."""
        items = self.worded(Status.REPORTED)
        quoted = [item for item in items if self.grammar.quotable(item, self.supported_words)]
        lines = [self.grammar.reported(item) for item in quoted]
        others = [item.fact for item in items if item not in quoted]
        # Two sentences that name the same topic, or none, would say the same thing twice.
        named = {topic_id(fact.text) for fact in others}
        others += [item.fact for item in self.worded(Status.DISPUTED) if topic_id(item.fact.text) in named]
        by_topic = self.grammar.by_topic(others, disputed=False)
        return [self.grammar.sentence(line) for line in [*lines, *([by_topic] if by_topic else [])]]

    @cached_property
    def disputed(self) -> Line | None:
        """Disputed claims, named by their topics, under review."""
        said = {ident for line in self.reported for ident in line.basis}
        facts = [item.fact for item in self.worded(Status.DISPUTED) if item.fact.id not in said]
        line = self.grammar.by_topic(facts, disputed=True)
        return self.grammar.sentence(line) if line is not None else None

    @cached_property
    def refuted(self) -> list[Line]:
        """Refuted claims, each quoted in the sentence that corrects it."""
        return [self.grammar.sentence(self.grammar.refuted(item)) for item in self.worded(Status.REFUTED)]

    @cached_property
    def refuted_by_topic(self) -> Line | None:
        """Refuted claims named by topic alone, for a holding statement or an apology, which repeats no rumour."""
        line = self.grammar.refuted_by_topic([item.fact for item in self.worded(Status.REFUTED)])
        return self.grammar.sentence(line) if line is not None else None

    @cached_property
    def unknown(self) -> list[Line]:
        """Open questions."""
        final = self.request.statement is StatementType.CLOSING_STATEMENT
        return [self.grammar.sentence(line) for line in self.grammar.unknowns(self.worded(Status.UNKNOWN), final=final)]
