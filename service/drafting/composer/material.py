"""Everything a template may put into a statement: the facts, and beside them people, instructions, promises and signature.

Only approved commitments are ever looked at. Every line ends as a sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from service.briefs import Audience, Commitment, Level, StatementType, Status
from service.drafting.composer.known import Ledger
from service.drafting.composer.marks import Line
from service.drafting.composer.tables import Use, family_table
from service.drafting.composer.topics import harmed, harms, is_about, says, topics_of
from service.language import own_half
from service.patterns import lazy

_GRAVE_LEVELS = (Level.I, Level.II)
_WITH_OWNER = (StatementType.APOLOGY, StatementType.CLOSING_STATEMENT)
_MEDIA_LABEL = lazy(r"媒体|新闻|press|media", re.IGNORECASE)


@dataclass(frozen=True)
class Material(Ledger):
    """Everything a template may put into a statement. Every line ends as a sentence."""

    # People.

    @cached_property
    def concern(self) -> Line:
        """Words for the people hurt or worried."""
        code = self.grammar.code
        table = family_table().harm
        if self.harm is None and self.pets_harmed is not None:
            return self.grammar.sentence(Line(table[f"{self.pets_harmed}_pets"][code]))
        if self.harm is None:
            return self._beside(self._harm_said, self.worry) if self._harm_said is not None else self.worry
        words = table[self._degree(self._named(self.harm))][code]
        gravest = self.grammar.sentence(Line(words, ("incident",) if _names_harm(self.title, words) else ()))
        hurt = {self._named(kind) for item in self.confirmed for kind in harms(item.text)} - {"death"}
        if self.harm != "death" or not hurt:
            return gravest
        # The dead do not make the injured forgotten.
        return self._beside(gravest, self.grammar.sentence(Line(table[f"{max(hurt)}_too"][code])))

    def _beside(self, first: Line, second: Line) -> Line:
        """Two sentences as one passage."""
        return Line(first.text + self.grammar.joiner(first.text, second.text) + second.text, first.basis + second.basis)

    def _degree(self, kind: str) -> str:
        """How the harm is spoken of: children as children, a small harm without more weight than it has."""
        if kind == "death":
            return kind
        code = self.grammar.code
        table = family_table()
        texts = [item.text for item in self.confirmed if harms(item.text)]
        if all(re.search(table.children[code], text, re.IGNORECASE) for text in texts):
            return f"{kind}_child"
        is_serious = any(re.search(table.serious[code], text, re.IGNORECASE) for text in texts)
        return kind if is_serious else f"{kind}_slight"

    @cached_property
    def _harm_said(self) -> Line | None:
        """Words for people who say that they were harmed, which nobody has confirmed; a rumour's harm is the rumour itself."""
        if self.family_name == "rumour":
            return None
        said = {harmed(item.text) for item in self.worded(Status.REPORTED)}
        kind = next((kind for kind in ("death", "injury", "illness") if kind in said), None)
        if kind is None:
            return None
        return self.grammar.sentence(Line(family_table().harm[f"{self._named(kind)}_said"][self.grammar.code]))

    def _named(self, kind: str) -> str:
        """After an accident, those in hospital are the injured, not the sick, unless the ledger says of what."""
        if kind != "illness" or self.family_name != "site":
            return kind
        unwell = family_table().unwell[self.grammar.code]
        told = [self.title or "", *(i.text for i in self.worded(Status.CONFIRMED, Status.REPORTED) if harms(i.text))]
        return kind if any(re.search(unwell, text, re.IGNORECASE) for text in told) else "injury"

    @cached_property
    def worry(self) -> Line:
        """Sorry for the worry, which admits nothing about its cause."""
        code = self.grammar.code
        family = self.family
        money = family_table().worry_money
        if self.family_name in money.families and re.search(money.when[code], self.supported_words, re.IGNORECASE):
            return self.grammar.sentence(Line(money.zh if code == "zh" else money.en))
        words = family.worry
        if family.trouble is not None and not self.is_product_risk:
            words = family.trouble
        elif family.worry_food is not None and self.use.food:
            words = family.worry_food
        return self.grammar.sentence(Line(words[code].format(asked=self.use.asked[code])))

    @cached_property
    def duty(self) -> Line:
        """What the company owes, without admitting a breach of it."""
        code = self.grammar.code
        words = self.family.duty_food if self.family.duty_food is not None and self.use.food else self.family.duty
        return self.grammar.sentence(Line(words[code].format(asked=self.use.asked[code])))

    # What to do.

    @cached_property
    def use(self) -> Use:
        """What people do with the product."""
        # The title names the product; a ledger names what else was on the lorry. The last use matches any text at all.
        *uses, last = family_table().uses
        for text in (self.title or "", self.supported_words):
            for use in uses:
                if re.search(use.zh if self.grammar.code == "zh" else use.en, text, re.IGNORECASE | re.DOTALL):
                    return use
        return last

    @cached_property
    def product(self) -> str | None:
        """The product as a confirmed fact names it."""
        return self.grammar.product([item.text for item in self.confirmed])

    @cached_property
    def product_basis(self) -> tuple[str, ...]:
        """Which fact names it."""
        named = self.product
        ids = (item.fact.id for item in self.confirmed if named is not None and named.casefold() in item.text.casefold())
        return tuple(islice(ids, 1))

    @cached_property
    def is_product_risk(self) -> bool:
        """Whether the reader may hold something better left unused."""
        if self.family_name != "product":
            return False
        told = [fact.text for fact in self.brief.facts_with(Status.CONFIRMED, Status.REPORTED)]
        hazard = any(says(text, "hazard") for text in [*told, self.brief.incident.title])
        return self.product is not None or (hazard and self.level is not Level.IV)

    @cached_property
    def instruction(self) -> list[Line]:
        """What the reader should do now."""
        code = self.grammar.code
        lines: list[Line] = []
        if self.is_product_risk:
            if self.use.kept or self.product is not None:
                recalls = self.request.statement is StatementType.RECALL_NOTICE and self.recall_fact is not None
                says_stop = self.grammar.recalled if recalls else self.grammar.stop_using
                lines.append(says_stop(self.product, self.use.verb[code], self.product_basis))
            if self.use.food and any(is_about(text, "illness") for text in self._all_words):
                lines.append(self.grammar.see_a_doctor(self.product, self.use.verb[code], self.confirmed))
        said = "\n".join([self.title or "", *self._in_question])
        lines += [
            self.grammar.sentence(Line(item.zh if code == "zh" else item.en))
            for item in self.family.instruction
            if item.when is None or re.search(item.when[code], said, re.IGNORECASE)
        ]
        return lines

    @cached_property
    def _all_words(self) -> list[str]:
        """Every public fact, as the ledger has it and in the statement's language."""
        return [text for fact in self.brief.public_facts for text in (fact.text, self._wording(fact)) if text is not None]

    @cached_property
    def _in_question(self) -> list[str]:
        """What may concern the reader: every public fact but what is refuted or says that something is not so."""
        items = self.worded(Status.CONFIRMED, Status.REPORTED, Status.DISPUTED, Status.UNKNOWN)
        return [item.text for item in items if not says(item.text, "negation")]

    # What is promised, when more is said, whom to ask.

    @cached_property
    def compensation(self) -> list[Line]:
        """Approved commitments that pay back or pay for."""
        return [line for line in self.remedy if "remedy" in {topic.id for topic in topics_of(line.text)}]

    def _promises(self, *, preventive: bool) -> list[Line]:
        worded = ((item, item.wording(self.grammar.code)) for item in self.brief.approved_commitments)
        return self.promises_of([i for i, text in worded if text and self.grammar.is_preventive(text) is preventive])

    def promises_of(self, items: Sequence[Commitment]) -> list[Line]:
        """These commitments as promises; one without a wording in the statement's language is left to the gap."""
        with_owner = self.is_grave or self.request.statement in _WITH_OWNER
        worded = [(item, text) for item in items if (text := item.wording(self.grammar.code)) is not None]
        # Of neighbours with the same owner the last names it, where that is a sentence of its own.
        follows = [item.owner if self.grammar.code == "en" else None for item, _ in worded[1:]] + [None]
        lines = [
            self._promise(item, text, owner=with_owner and (item.owner is None or item.owner != after))
            for (item, text), after in zip(worded, follows, strict=False)
        ]
        return [self.grammar.sentence(line) for line in self.grammar.promises(lines)]

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
        """When more will be said; a gap at levels I to III where the brief does not say, but for a last statement."""
        if self.brief.next_update_at is not None:
            internal = self.request.statement is StatementType.INTERNAL_NOTICE
            return self.grammar.next_update(
                self.brief.next_update_at, self.brief.issued_at, self.request.channel, internal=internal
            )
        last = self.request.statement is StatementType.CLOSING_STATEMENT
        return None if last or self.level is Level.IV else self.grammar.gap_sentence("next_update")

    @cached_property
    def contact(self) -> Line:
        """Ways to reach the company, those for the press first where the press reads; a gap where there is none."""
        code = self.grammar.code
        items = [(i, c, c.translations.get(code) or own_half(c.label, code)) for i, c in enumerate(self.brief.contacts)]
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
        if self.assessment.admission_ceiling in {"regret", "concern"}:
            sorry = self.grammar.sentence(Line(family_table().harm["sorry"][self.grammar.code]))
            return [self.worry if self.harm is None else sorry]
        return self.grammar.apology(self.title, self.request.audience)

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
    def letter_opening(self) -> Line:
        """Why we write."""
        return self.grammar.letter_opening(self.title)

    @cached_property
    def closing_opening(self) -> Line:
        """That this is the last statement on the matter."""
        return self.grammar.closing_opening(self.title)

    @cached_property
    def closing_words(self) -> list[Line]:
        """For those affected, when all has been said: the harm first, then what the ceiling lets be said."""
        hurt = [self.concern] if self.harm is not None else []
        return [*hurt, *([] if hurt and self.responsibility is None else self.apology)]

    @cached_property
    def misstatement_apology(self) -> Line:
        """For having said something wrong; it admits nothing about the incident."""
        return self.grammar.misstatement_apology()

    @cached_property
    def nothing_new(self) -> Line:
        """What an update says when the ledger has nothing the earlier statement lacks."""
        return self.grammar.nothing_new()


def _names_harm(title: str | None, words: str) -> bool:
    """Whether words of sympathy name the harm as a Chinese title does: 身体不适."""
    runs = (words[at : at + 4] for at in range(len(words) - 3))
    return title is not None and any(run in title for run in runs if re.fullmatch(r"[\u4e00-\u9fff]{4}", run))
