"""The ledger arranged for one statement: which fact opens it, what is known, what is open, what is promised, in whose grammar.

Language-neutral: the words come from the grammar, the order from here. Only public facts and approved commitments are ever looked at.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import Audience, Commitment, Fact, IncidentBrief, Language, Level, StatementRequest, StatementType, Status
from service.drafting.composer.chinese import Chinese
from service.drafting.composer.english import English
from service.drafting.composer.grammar import Grammar, Worded
from service.drafting.composer.marks import Line
from service.drafting.composer.tables import Family, Use, family_table
from service.drafting.composer.topics import HARM, harmed, is_about, says, topics_of
from service.language import base_language
from service.patterns import lazy

_GRAVE_LEVELS = (Level.I, Level.II)
_LETTERS = (Audience.CUSTOMERS, Audience.EMPLOYEES, Audience.PARTNERS)
_MEDIA_LABEL = lazy(r"媒体|新闻|press|media", re.IGNORECASE)


def grammar_for(brief: IncidentBrief, language: Language) -> Grammar:
    """The grammar of a statement's language."""
    if base_language(language) == "zh":
        return Chinese(language=language, brand=brief.brand)
    return English(language=language, jurisdiction=brief.incident.jurisdiction)


@dataclass(frozen=True)
class Material:
    """Everything a template may put into a statement. Every line ends as a sentence."""

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
        return written

    @cached_property
    def headline(self) -> Line:
        """The statement's title."""
        readers = self.family.readers[self.grammar.code] if self.request.audience is Audience.CUSTOMERS else None
        text = self.grammar.headline(self.request.statement, self.title, self.organisation, readers)
        return Line(text, ("incident",))

    @cached_property
    def greeting(self) -> Line | None:
        """Words of address, for letters only."""
        wanted = self.request.audience in _LETTERS or self.request.statement is StatementType.INTERNAL_NOTICE
        if not wanted:
            return None
        audience = Audience.EMPLOYEES if self.request.statement is StatementType.INTERNAL_NOTICE else self.request.audience
        return Line(self.grammar.greeting(audience, self.family.readers[self.grammar.code])) or None

    @cached_property
    def lead_fact(self) -> Worded | None:
        """The confirmed fact that opens: how the company came to know, or what happened."""
        affirmed = [w for w in self.confirmed if not says(w.fact.text, "denial")]
        opens = next((w for w in affirmed if says(w.fact.text, "detection") or says(w.fact.text, "event")), None)
        if opens is not None:
            return opens
        # A ledger that begins with a plain fact begins with what happened.
        first = next(iter(affirmed), None)
        return first if first is not None and not is_about(first.fact, "action", "test", "remedy", "personnel") else None

    @cached_property
    def harm_fact(self) -> Worded | None:
        """The fact that says who was harmed, where the opening does not: it comes second, before anything about process."""
        if self.harm is None or (self.lead_fact is not None and harmed(self.lead_fact.fact) is not None):
            return None
        return next(w for w in self.confirmed if harmed(w.fact) == self.harm)

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
        asked = any(is_about(fact, "cause") for fact in self.brief.facts_with(Status.UNKNOWN))
        if not asked:
            return []
        return [
            w for w in self.confirmed if w is not self.lead_fact and says(w.fact.text, "finding_out") and harmed(w.fact) is None
        ]

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
        if others and not any(topics_of(fact.text) for fact in others):
            # Two sentences that name nothing would say the same thing twice.
            others += [item.fact for item in self.worded(Status.DISPUTED) if not topics_of(item.fact.text)]
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
        return [self.grammar.sentence(line) for line in self.grammar.unknowns(self.worded(Status.UNKNOWN))]

    # People.

    @cached_property
    def harm(self) -> str | None:
        """The gravest harm a confirmed fact states."""
        found = {kind for item in self.confirmed if (kind := harmed(item.fact)) is not None}
        return next((kind for kind in ("death", "injury", "illness") if kind in found), None)

    @cached_property
    def concern(self) -> Line:
        """Words for the people hurt or worried."""
        code = self.grammar.code
        if self.harm is not None:
            return self.grammar.sentence(Line(family_table().harm[self.harm][code]))
        words = self.family.worry_food if self.family.worry_food is not None and self.use.food else self.family.worry
        return self.grammar.sentence(Line(words[code]))

    @cached_property
    def duty(self) -> Line:
        """What the company owes, without admitting a breach of it."""
        return self.grammar.sentence(Line(self.family.duty[self.grammar.code]))

    # What to do.

    @cached_property
    def use(self) -> Use:
        """What people do with the product."""
        # The last use matches any text at all, so one is always found.
        text = self.supported_words or " "
        return next(
            u
            for u in family_table().uses
            if re.search(u.zh if self.grammar.code == "zh" else u.en, text, re.IGNORECASE | re.DOTALL)
        )

    @cached_property
    def product(self) -> str | None:
        """The product as a confirmed fact names it."""
        return self.grammar.product([item.text for item in self.confirmed])

    @cached_property
    def product_basis(self) -> tuple[str, ...]:
        """Which fact names it."""
        ids = [
            item.fact.id
            for item in self.confirmed
            if self.product is not None and self.product.casefold() in item.text.casefold()
        ]
        return tuple(ids[:1]) or ("incident",)

    @cached_property
    def is_product_risk(self) -> bool:
        """Whether the reader may hold something better left unused."""
        if self.family_name != "product":
            return False
        hazard = any(is_about(f, *HARM, "action", "test") for f in self.brief.facts_with(Status.CONFIRMED, Status.REPORTED))
        return self.product is not None or (hazard and self.level is not Level.IV)

    @cached_property
    def instruction(self) -> list[Line]:
        """What the reader should do now."""
        code = self.grammar.code
        lines: list[Line] = []
        if self.is_product_risk:
            if self.use.kept or self.product is not None:
                lines.append(self.grammar.stop_using(self.product, self.use.verb[code], self.product_basis))
            if self.use.food and any(is_about(f, "illness") for f in self.brief.public_facts):
                lines.append(self.grammar.see_a_doctor(self.use.verb[code]))
        said = "\n".join([self.title or "", *(text for f in self.brief.public_facts if (text := self._wording(f)) is not None)])
        lines += [
            self.grammar.sentence(Line(item.zh if code == "zh" else item.en))
            for item in self.family.instruction
            if item.when is None or re.search(item.when[code], said, re.IGNORECASE)
        ]
        return lines

    # What is promised, when more is said, whom to ask.

    @cached_property
    def compensation(self) -> list[Line]:
        """Approved commitments that pay back or pay for."""
        return [line for line in self.remedy if "remedy" in {topic.id for topic in topics_of(line.text)}]

    def _promises(self, *, preventive: bool) -> list[Line]:
        with_owner = self.is_grave or self.request.statement is StatementType.APOLOGY
        lines = []
        for item in self.brief.approved_commitments:
            text = item.wording(self.grammar.code)
            if text is not None and self.grammar.is_preventive(text) is preventive:
                lines.append(self.grammar.sentence(self._promise(item, text, owner=with_owner)))
        return lines

    def _promise(self, item: Commitment, text: str, *, owner: bool) -> Line:
        return self.grammar.promise(item, text, self.brief.issued_at, owner=owner)

    @cached_property
    def remedy(self) -> list[Line]:
        """Approved commitments that make good."""
        return self._promises(preventive=False)

    @cached_property
    def prevention(self) -> list[Line]:
        """Approved commitments that prevent a repetition."""
        return self._promises(preventive=True)

    @cached_property
    def next_update(self) -> Line | None:
        """When more will be said; a gap at levels I to III where the brief does not say."""
        if self.brief.next_update_at is not None:
            internal = self.request.statement is StatementType.INTERNAL_NOTICE
            return self.grammar.next_update(
                self.brief.next_update_at, self.brief.issued_at, self.request.channel, internal=internal
            )
        return None if self.level is Level.IV else self.grammar.gap_sentence("next_update")

    @cached_property
    def contact(self) -> Line:
        """Ways to reach the company, those for the press first where the press reads; a gap where there is none."""
        items = [(i, c, c.wording(self.grammar.code) or c.label) for i, c in enumerate(self.brief.contacts)]
        for_press = self.request.audience is Audience.MEDIA
        chosen = [item for item in items if (_MEDIA_LABEL.search(item[2]) is not None) is for_press] or items
        return self.grammar.contacts(chosen) if chosen else self.grammar.gap_sentence("contact")

    @cached_property
    def signature(self) -> list[Line]:
        """Who signs, and when."""
        named = self.brief.issuer.organisation is not None or not self.is_grave
        return self.grammar.signature(self.organisation if named else None, self.brief.issuer, self.brief.issued_at)

    @cached_property
    def spokesperson(self) -> str | None:
        """The one who speaks at this level: a role from the brand's profile."""
        return self.brand.spokespeople.get(self.level) if self.brand is not None else None

    @cached_property
    def speaking(self) -> Line:
        """Who speaks to the outside; nobody else does."""
        issuer = self.brief.issuer
        named = issuer.person if issuer.person is not None and issuer.title is not None else None
        return self.grammar.speaking(self.spokesperson, named, issuer.title)

    # What an apology and an update say beside the facts.

    @cached_property
    def apology(self) -> list[Line]:
        """The apology itself: subject we, the event by its title; at the lowest rungs for the worry alone."""
        low = self.assessment.admission_ceiling in {"regret", "concern"}
        return self.grammar.apology(self.title, self.request.audience, for_worry=low)

    @cached_property
    def responsibility(self) -> Line | None:
        """What the company owes, as far as the ceiling lets it be said."""
        ceiling = self.assessment.admission_ceiling
        return self.duty if ceiling not in {"regret", "concern"} else None

    @cached_property
    def update_opening(self) -> Line:
        """That this follows an earlier statement."""
        return self.grammar.update_opening(self.title)

    @cached_property
    def nothing_new(self) -> Line:
        """What an update says when the ledger has nothing the earlier statement lacks."""
        return self.grammar.nothing_new()
