"""The facts arranged for one statement: which one opens it, what is known, what is open, what is denied.

Language-neutral: the words come from the grammar, the order from here. Only public facts are ever looked at.
"""

import re
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
from service.drafting.composer.times import names_day
from service.drafting.composer.topics import harmed, harms_pets, is_about, says
from service.elements import speaks_of
from service.language import base_language, own_half, text_language
from service.patterns import lazy

_GLOSS = lazy(r"[（(](?P<gloss>[A-Za-z][A-Za-z0-9 ,.’'&-]*)[）)]")
# A ledger that begins with one of these begins with what was done about it.
_STEPS = ("test", "remedy", "personnel")
_GRAVE_LEVELS = (Level.I, Level.II)
_LETTERS = (Audience.CUSTOMERS, Audience.EMPLOYEES, Audience.PARTNERS)
_ANNOUNCES = (StatementType.RECALL_NOTICE, StatementType.CUSTOMER_LETTER, StatementType.FAQ)
# These quote what they refute; every other kind names its topic.
_QUOTES_THE_REFUTED = (
    StatementType.FAQ, StatementType.RUMOUR_REBUTTAL, StatementType.UPDATE, StatementType.CORRECTION, StatementType.CLOSING_STATEMENT,
)  # fmt: skip
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
        """The incident's title in the statement's language; of one with a gloss, `移动电源（power bank）起火`, the part in it."""
        code = self.grammar.code
        worded = self.brief.incident.wording(code)
        gloss = _GLOSS.search(self.brief.incident.title)
        if gloss is None or text_language(self.brief.incident.title) == "en":
            return worded
        if code == "en":
            return worded or gloss.group("gloss")
        return _GLOSS.sub("", worded) if worded is not None else None

    @cached_property
    def organisation(self) -> str:
        """The issuer's name as the statement's language has it."""
        written = self.brief.issuer.organisation or self.brief.brand
        if self.brand is not None and self.brand.is_called(written):
            return self.brand.names.get(self.grammar.code, written)
        return own_half(written, self.grammar.code)

    @cached_property
    def readers(self) -> str:
        """Whom a letter addresses: parents, members, patients where the ledger speaks of them."""
        code = self.grammar.code
        found = (
            item.word
            for item in family_table().readers
            if self.family_name in item.families
            and re.search(item.zh if code == "zh" else item.en, self.supported_words, re.IGNORECASE)
        )
        return next(found, self.family.readers)[code]

    @cached_property
    def headline(self) -> Line:
        """The statement's title."""
        readers = self.readers if self.request.audience is Audience.CUSTOMERS else None
        # "We apologise" in a heading admits more than the text below it may.
        if self.request.statement is StatementType.APOLOGY and self.assessment.admission_ceiling in {"regret", "concern"}:
            readers = None
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
        return Line(self.grammar.greeting(audience, self.readers)) or None

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
        opens = next((w for w in affirmed if self._may_open(w)), None)
        if opens is not None:
            return opens
        # A ledger that begins with a plain fact begins with what happened; a step taken does so only where the matter is about it.
        first = next(iter(affirmed), None)
        steps = [topic for topic in _STEPS if not is_about(self.title or "", topic)]
        return first if first is not None and not is_about(first.text, *steps) else None

    def _may_open(self, item: Worded) -> bool:
        """Whether a fact tells how the company came to know, or what happened: by its words, or by the incident's own day."""
        if says(item.text, "anaphora"):
            return False
        occurred = self.brief.incident.occurred_at
        is_of_the_day = occurred is not None and names_day(item.text, occurred) and not is_about(item.text, "authority", *_STEPS)
        return is_of_the_day or says(item.text, "detection") or says(item.text, "event")

    @cached_property
    def pets_harmed(self) -> str | None:
        """`death` or `injury` where a confirmed fact tells it of animals that somebody grieves for."""
        found = frozenset().union(*(harms_pets(item.text) for item in self.confirmed))
        return "death" if "death" in found else "injury" if found else None

    @cached_property
    def harm(self) -> str | None:
        """The gravest harm a confirmed fact states."""
        found = {kind for item in self.confirmed if (kind := harmed(item.text)) is not None}
        return next((kind for kind in ("death", "injury", "illness") if kind in found), None)

    @cached_property
    def harm_facts(self) -> tuple[Worded, ...]:
        """The facts on who was harmed and how they are, the opening aside: they come second, before anything about process."""
        told = [w for w in self.confirmed if w is not self.lead_fact and harmed(w.text) is not None]
        if not told and self.pets_harmed is not None:
            return tuple(w for w in self.confirmed if w is not self.lead_fact and harms_pets(w.text))
        leads = self.lead_fact is not None and harmed(self.lead_fact.text) is not None
        first = () if leads else tuple(w for w in told if harmed(w.text) == self.harm)[:1]
        return (*first, *(w for w in told if w not in first and not is_about(w.text, "cause", "test")))

    @cached_property
    def _opening(self) -> list[Line]:
        """The opening fact and those on people, as sentences; what one source says of both is said once."""
        groups: list[list[Worded]] = []
        for item in (*([self.lead_fact] if self.lead_fact is not None else []), *self.harm_facts):
            source = item.fact.attribution
            if groups and source is not None and groups[-1][-1].fact.attribution == source:
                groups[-1].append(item)
            else:
                groups.append([item])
        return [line for group in groups for line in self._stated(group)]

    @cached_property
    def harmed_people(self) -> list[Line]:
        """Who was harmed and how they are, after the first sentence."""
        return self._opening[1:] if self.lead_fact is not None else self._opening

    @cached_property
    def lead(self) -> Line:
        """The first sentence."""
        if self.lead_fact is None:
            return self.grammar.opening(self.title, confirmed=bool(self.confirmed))
        return self._opening[0]

    def stated(self, item: Worded) -> Line:
        """A confirmed fact in the indicative."""
        return self.grammar.stated(item, self.brief.issued_at)

    # What is known and what is open.

    @cached_property
    def known(self) -> list[Line]:
        """The confirmed facts after the first sentence, as sentences."""
        told = (self.lead_fact, *self.harm_facts, *self.under_way)
        return self._stated([item for item in self.confirmed if item not in told])

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
        lines = [self.grammar.reported(item) for item in self.worded(Status.REPORTED) if item not in self._unquoted]
        others = [item for item in self._unquoted if item not in self._partly_refuted]
        # Two sentences that name the same topic, or none, would say the same thing twice.
        named = {item.topic_id for item in others}
        others += [item for item in self.worded(Status.DISPUTED) if item.topic_id in named]
        by_topic = self.grammar.by_topic(others, disputed=False)
        return [self.grammar.sentence(line) for line in [*lines, *([by_topic] if by_topic else [])]]

    @cached_property
    def _unquoted(self) -> list[Worded]:
        """Reported claims that may not stand in their own words."""
        return [item for item in self.worded(Status.REPORTED) if not self.grammar.quotable(item, self.supported_words)]

    @cached_property
    def _partly_refuted(self) -> list[Worded]:
        """Those on a topic on which another claim is refuted, where claims are named by topic alone: one sentence tells both."""
        if self.request.statement in _QUOTES_THE_REFUTED:
            return []
        refuted = {item.topic_id for item in self.worded(Status.REFUTED)}
        return [item for item in self._unquoted if item.topic_id in refuted]

    @cached_property
    def disputed(self) -> Line | None:
        """Disputed claims, named by their topics, under review."""
        said = {ident for line in self.reported for ident in line.basis}
        items = [item for item in self.worded(Status.DISPUTED) if item.fact.id not in said]
        line = self.grammar.by_topic(items, disputed=True)
        return self.grammar.sentence(line) if line is not None else None

    @cached_property
    def refuted(self) -> list[Line]:
        """Refuted claims, each quoted in the sentence that corrects it."""
        return [self.grammar.sentence(self.grammar.refuted(item)) for item in self.worded(Status.REFUTED)]

    @cached_property
    def refuted_by_topic(self) -> list[Line]:
        """Refuted claims named by topic alone, for a holding statement or an apology, which repeats no rumour."""
        still_open = {item.topic_id for item in self._partly_refuted}
        wrong = [item for item in self.worded(Status.REFUTED) if item.topic_id not in still_open]
        both = [item for item in self.worded(Status.REFUTED) if item.topic_id in still_open] + self._partly_refuted
        lines = (self.grammar.refuted_by_topic(wrong), self.grammar.partly_refuted(both))
        return [self.grammar.sentence(line) for line in lines if line is not None]

    @cached_property
    def unknown(self) -> list[Line]:
        """Open questions."""
        final = self.request.statement is StatementType.CLOSING_STATEMENT
        return [self.grammar.sentence(line) for line in self.grammar.unknowns(self.worded(Status.UNKNOWN), final=final)]
