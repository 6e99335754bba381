"""Statements in English: the sentences around the facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import ClassVar

from service.briefs import Audience, Channel, Commitment, Contact, Issuer, Jurisdiction, Language, StatementType
from service.drafting.composer import en, times
from service.drafting.composer.grammar import Worded, about_topics
from service.drafting.composer.marks import Line
from service.language import TextLanguage, text_language
from service.patterns import lazy

_PLACE = {
    Channel.WEB: " on this page", Channel.APP: " in this app", Channel.X: " on this account", Channel.WEIBO: " on this account",
    Channel.LINKEDIN: " on this page", Channel.WECHAT: " on this account",
    Channel.WECHAT_GROUP: " in this group",
}  # fmt: skip
_KIND_NAME = {
    StatementType.HOLDING_STATEMENT: "what we know so far",
    StatementType.APOLOGY: "our apology",
    StatementType.FAQ: "questions and answers",
    StatementType.UPDATE: "update",
    StatementType.RUMOUR_REBUTTAL: "the facts",
    StatementType.INTERNAL_NOTICE: "note to colleagues",
    StatementType.CORRECTION: "correction",
    StatementType.RECALL_NOTICE: "Product safety recall",
    StatementType.BREACH_NOTICE: "Notice of data breach",
    StatementType.CUSTOMER_LETTER: "a letter to our customers",
    StatementType.CLOSING_STATEMENT: "what was found and what was done",
}
# What law or readers look for in the heading stands first.
_NAME_FIRST = frozenset({StatementType.RECALL_NOTICE, StatementType.BREACH_NOTICE})
_NEEDS = {"next_update": "time of the next update", "contact": "contact", "issuer": "issuing organisation"}
_LABELS = {
    "客服热线": "Customer line", "客服电话": "Customer line", "热线": "Helpline", "媒体联系": "Press contact", "媒体联络": "Press contact",
    "媒体热线": "Press line", "客服邮箱": "Customer email", "邮箱": "Email",
}  # fmt: skip
_DENIES_ITSELF = lazy(r"\b(?:not true|untrue|false|incorrect|inaccurate|wrong|no truth|not the case)\b", re.IGNORECASE)
_PLAIN = (
    r"(?!(?:no|not|have|has|had|is|are|was|were|did|does|we|our|they|that|which|who|recall\w*|withdr\w+|selling|sold|of|the)\b)"
    r"[A-Za-z][A-Za-z0-9'-]*"
)
_PRODUCT = lazy(
    rf"\b(?:{_PLAIN} ){{0,3}}{_PLAIN} (?:produced|made|packed|manufactured|baked|bottled|canned|packaged) "
    r"(?:on|between|before|from) [A-Za-z0-9 ,]{4,40}?(?=\.|;|, | (?:is|are|was|were|has|have|had|and) |$)"
)
_DATED = lazy(
    rf"\b(?:{_PLAIN} ){{0,3}}{_PLAIN} with (?:best[- ]before|use[- ]by|batch|lot|serial|date) (?:dates?|numbers?|codes?) "
    r"[A-Za-z0-9 /-]{4,50}?(?=\.|;|, | (?:is|are|was|were|has|have|had|and) |$)"
)
_MODEL = lazy(
    r"\b(?:an? |the )(?=[A-Za-z0-9-]*\d)[A-Z][A-Za-z0-9-]{1,12}(?: [a-z]+){1,2}?(?= (?:has|have|had|is|are|was|were|gave|caught|made|sold|from|in|on)\b|,|;|$)",
    re.IGNORECASE,
)
_BATCH = lazy(
    r"\b(?:batch(?:es)?|lot(?:s)?|model(?:s)?)(?: numbers?)? [A-Z0-9][A-Za-z0-9/-]{2,20}(?: of [a-z' -]{3,40}?)?(?=,|\.|;| (?:is|are|was|were|has|have|had|and|from) |$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class English:
    """Grammar for en-US and en-GB."""

    language: Language
    jurisdiction: Jurisdiction
    code: ClassVar[TextLanguage] = "en"

    def joiner(self, before: str, after: str) -> str:
        """A space."""
        del before, after
        return " "

    def sentence(self, line: Line) -> Line:
        """With capital and full stop."""
        return Line(en.sentence(line.text), line.basis)

    def stated(self, item: Worded, now: datetime) -> Line:
        """See en.statement_of."""
        return en.statement_of(item.fact, item.text, now, self.language)

    def goes_on(self, before: str, text: str) -> bool:
        """See en.goes_on."""
        return en.goes_on(before, text)

    def merged(self, lines: Sequence[Line]) -> list[Line]:
        """See en.merged."""
        return en.merged(lines)

    def quotable(self, item: Worded, supported: str) -> bool:
        """See en.may_be_quoted."""
        return en.may_be_quoted(item.text, supported)

    def reported(self, item: Worded) -> Line:
        """`According to reports we have received, …; we are still checking this`."""
        return en.reported(item.fact, item.text)

    def by_topic(self, items: Sequence[Worded], *, disputed: bool) -> Line | None:
        """See en.in_question."""
        return about_topics(items, "en", lambda names: en.in_question(names, disputed=disputed))

    def refuted(self, item: Worded) -> Line:
        """`It is not true that …`."""
        if _DENIES_ITSELF.search(item.text):
            return Line(item.text, (item.fact.id,))
        claim = re.sub(
            r"^(?:(?:it is|it has been) (?:claimed|said) that|posts? (?:claim|say)s? (?:that )?|(?:a )?rumours? (?:that|says?) )\s*",
            "", item.text, flags=re.IGNORECASE,
        )  # fmt: skip
        inside = en.inside(claim)
        if re.match(r"[A-Z][a-z']+ [a-z]", inside) is not None:
            # A capital that may be a name's or only the sentence's: quoted, it is right either way.
            quoted = claim.replace("“", "‘").replace("”", "’").replace('"', "’")
            return Line(f"the claim “{quoted}” is not true", (item.fact.id,))
        return Line(f"it is not true that {inside}", (item.fact.id,))

    def refuted_by_topic(self, items: Sequence[Worded]) -> Line | None:
        """See en.refuted_topics."""
        return about_topics(items, "en", en.refuted_topics)

    def partly_refuted(self, items: Sequence[Worded]) -> Line | None:
        """See en.partly_refuted."""
        return about_topics(items, "en", en.partly_refuted)

    def unknowns(self, items: Sequence[Worded], *, final: bool = False) -> list[Line]:
        """`We do not yet know …`; at the end of a matter `It has not been established …`."""
        return en.unknowns([(item.fact, item.text) for item in items], final=final)

    def promise(self, item: Commitment, text: str, now: datetime, *, owner: bool) -> Line:
        """See en.promise."""
        return en.promise(item, text, now, self.language, owner=owner)

    def promises(self, lines: Sequence[Line]) -> list[Line]:
        """See en.promises."""
        return en.promises(lines)

    def is_preventive(self, text: str) -> bool:
        """See en.is_preventive."""
        return en.is_preventive(text)

    def about(self, title: str) -> str:
        """The title as it stands inside a sentence."""
        return en.inside(re.sub(r"^(?:regarding|about|statement on|re:?)\s+", "", title.strip().rstrip("."), flags=re.IGNORECASE))

    def headline(
        self, kind: StatementType, title: str | None, organisation: str, readers: str | None, *, recalls: bool = True
    ) -> str:
        """The title, then what the document is."""
        name = _KIND_NAME[kind]
        if kind is StatementType.CUSTOMER_LETTER and readers not in {None, "customers"}:
            name = f"a letter to {readers}"
        if kind is StatementType.RECALL_NOTICE and not recalls:
            name = "Product safety notice"
        if kind in _NAME_FIRST:
            return f"{name}: {organisation if title is None else en.capital(title.strip().rstrip('.'))}"
        return f"{organisation}: {name}" if title is None else f"{en.capital(title.strip().rstrip('.'))}: {name}"

    def opening(self, title: str | None, *, confirmed: bool) -> Line:
        """The first sentence where no fact can open the statement."""
        says = "this is what we can confirm so far" if confirmed else "there is nothing we can confirm yet"
        lead = f"{en.capital(title.strip().rstrip('.'))}: {says}" if title is not None else en.capital(says)
        return Line(en.stop(lead), ("incident",))

    def greeting(self, audience: Audience, readers: str) -> str:
        """Words of address."""
        return {
            Audience.EMPLOYEES: "Dear colleagues,",
            Audience.PARTNERS: "Dear partners,",
            Audience.MEDIA: "",
            Audience.REGULATOR: "",
        }.get(audience, f"Dear {readers},")

    def product(self, texts: Sequence[str]) -> str | None:
        """`milk produced on 27 February`."""
        for pattern in (_PRODUCT, _DATED, _BATCH, _MODEL):
            for text in texts:
                if (found := pattern.search(text)) is not None:
                    return en.inside(re.sub(r"^(?:all|any|some|only|most) ", "", found.group().strip(), flags=re.IGNORECASE))
        return None

    def stop_using(self, product: str | None, verb: str, basis: Sequence[str]) -> Line:
        """`If you have …, please do not drink it`."""
        if product is None:
            return Line(f"If you have the product concerned, please do not {verb} it.", tuple(basis))
        return Line(f"If you have {product}, please do not {verb} {pronoun(product)}.", tuple(basis))

    def recalled(self, product: str | None, verb: str, basis: Sequence[str]) -> Line:
        """`If you have …, stop using it now`."""
        stop = {"use": "using", "eat": "eating", "drink": "drinking"}.get(verb, "using")
        return Line(
            f"If you have {product or 'the recalled product'}, please stop {stop} {pronoun(product or '')} now.", tuple(basis)
        )

    def see_a_doctor(self, product: str | None, verb: str, facts: Sequence[Worded]) -> Line:
        """`If you feel unwell after drinking it, please see a doctor`."""
        doing = {"eat": "eating", "drink": "drinking"}.get(verb, "using")
        past = "the meal" if verb == "eat there" else f"{doing} {pronoun(product or '')}"
        same = (item.fact.id for item in facts if f"after {past.split(maxsplit=1)[0]}" in item.text and "unwell" in item.text)
        return Line(f"If you or anyone with you feels unwell after {past}, please see a doctor.", tuple(islice(same, 1)))

    def next_update(self, at: datetime, now: datetime, channel: Channel, *, internal: bool) -> Line:
        """`We will publish the next update by 14:00 today, China time`."""
        zone = times.en_zone(self.jurisdiction)
        when = times.en_moment(at, now, self.language) + (f", {zone}" if zone else "")
        if internal:
            return Line(en.stop(f"We will update you again by {when}"), ("next_update_at",))
        place = _PLACE.get(channel, "")
        return Line(en.stop(f"We will publish the next update{place} by {when}"), ("next_update_at",))

    def when(self, at: datetime | None, now: datetime) -> str:
        """A sentence of its own after `we cannot answer this yet.`."""
        if at is None:
            return f"Next update: {self.gap(_NEEDS['next_update'])}"
        return f"We will say more by {times.en_moment(at, now, self.language)}"

    def when_again(self, at: datetime, now: datetime) -> str:
        """`More by 14:00 today`."""
        return f"More by {times.en_moment(at, now, self.language)}"

    def contacts(self, items: Sequence[tuple[int, Contact, str]]) -> Line:
        """`Customer line: 400-820-0000`."""
        text = "; ".join(f"{_LABELS.get(label, label)}: {contact.value}" for _, contact, label in items)
        return Line(en.sentence(text), tuple(f"contact:{index}" for index, _, _ in items))

    def signature(self, organisation: str | None, issuer: Issuer, issued_at: datetime) -> list[Line]:
        """Person and title, then organisation, date and time."""
        lines = []
        if issuer.person is not None and text_language(issuer.person) == "en":
            with_title = issuer.title is not None and text_language(issuer.title) == "en"
            lines.append(Line(f"{issuer.person}, {issuer.title}" if with_title else issuer.person, ("issuer",)))
        name = organisation or self.gap(_NEEDS["issuer"])
        basis = ("issuer", "issued_at") if organisation else ("issued_at",)
        lines.append(Line(f"{name}, {times.en_stamp(issued_at, self.language)}", basis))
        return lines

    def apology(self, title: str | None, audience: Audience) -> list[Line]:
        """This should not have happened, and we apologise."""
        del title  # English names the event in the heading; a clause does not fit into the sentence.
        whom = " to you" if audience in {Audience.CUSTOMERS, Audience.EMPLOYEES, Audience.PARTNERS} else ""
        verb = "apologize" if self.language is Language.EN_US else "apologise"
        return [Line("This should not have happened."), Line(f"We are sorry, and we {verb}{whom}.")]

    def speaking(self, role: str | None, person: str | None, title: str | None) -> Line:
        """Who answers the outside."""
        if person is not None and text_language(person) == "en":
            named = f"{person}, {title}," if title is not None and text_language(title) == "en" else person
            return Line(f"{named} speaks for the company on this.", ("issuer",))
        if role is not None and text_language(role) == "en":
            return Line(f"Our {role} speaks for the company on this.", ())
        return Line("One designated spokesperson speaks for the company on this.", ())

    def update_opening(self, title: str | None) -> Line:
        """That this follows an earlier statement."""
        about = f"{en.capital(title.strip().rstrip('.'))}: this" if title is not None else "This"
        return Line(f"{about} is an update to our last statement.", ("incident",))

    def letter_opening(self, title: str | None) -> Line:
        """`We are writing to tell you what we know`."""
        del title  # The subject line names the event; a clause does not fit into the sentence.
        return Line("We are writing to tell you ourselves what has happened.")

    def closing_opening(self, title: str | None) -> Line:
        """`This is what was found and what has been done`."""
        del title  # The heading names the event; a clause does not fit into the sentence.
        return Line("This is what was found and what has been done.")

    def correction_opening(self, *, named: bool) -> Line:
        """`Part of our earlier statement was wrong, and we are correcting it`."""
        if named:
            return Line("Part of our earlier statement was wrong, and we are correcting it.")
        return Line("This statement corrects our earlier one; where they differ, please rely on this one.")

    def misstated(self, item: Worded, previous_at: datetime, now: datetime) -> Line:
        """`In our earlier statement, issued at 21:00 on 8 April, we said “…”, which was not correct`."""
        quoted = en.capital(item.text).replace("“", "‘").replace("”", "’").replace('"', "’")
        when = times.en_date_time(previous_at, now, self.language)
        return Line(f"in our earlier statement, issued at {when}, we said “{quoted}”, which was not correct", (item.fact.id,))

    def misstatement_apology(self) -> Line:
        """For the wrong words, not for the event."""
        verb = "apologize" if self.language is Language.EN_US else "apologise"
        return Line(f"We {verb} to everyone who relied on what we said.", ())

    def nothing_new(self) -> Line:
        """Said of what can be announced, not of the world."""
        return Line("We have nothing further to confirm at this point.", ())

    def gap(self, need: str) -> str:
        """`[TO CONFIRM: …]`."""
        return f"[TO CONFIRM: {need}]"

    def gap_sentence(self, need: str) -> Line:
        """A gap where nothing else can stand."""
        if need.startswith("translation:"):
            ids = need.removeprefix("translation:")
            return Line(self.gap(f"English wording of {ids.replace('、', ', ')}"), tuple(ids.split("、")))
        lead = {"next_update": "Next update: ", "contact": "Contact: "}.get(need, "")
        return Line(f"{lead}{self.gap(_NEEDS[need])}", ())


def pronoun(product: str) -> str:
    """The product's pronoun, by its noun: the last word before what describes it."""
    noun = re.split(r" (?:produced|made|packed|manufactured|baked|bottled|canned|packaged|with|of|from) ", product, maxsplit=1)[0]
    return "them" if re.search(r"[a-z]s$", noun) and not noun.endswith("ss") else "it"
