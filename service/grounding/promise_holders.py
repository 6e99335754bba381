"""The brief's side of a promise: what each commitment and confirmed fact holds, in all its wordings."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from service.briefs import Commitment, Fact, Incident, IncidentBrief, Status
from service.grounding.folding import fold
from service.grounding.overlap import Gram, grams_of, telling_of
from service.grounding.promise_words import (
    classes_in,
    has_fraction,
    kinds_in,
    lower,
    multiples_in,
    objects_of,
    proofs_in,
    widths_in,
    words,
)
from service.language import TextLanguage, text_language

_BEING_CHECKED = (Status.REPORTED, Status.DISPUTED, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Holder:
    """What one commitment or fact holds, all wordings together. `limits`: what of it narrows who or what it is for."""

    id: str
    texts: tuple[str, ...]
    classes: frozenset[str]
    content: frozenset[Gram]
    telling: frozenset[Gram]
    languages: frozenset[str]
    kinds: frozenset[str]
    proofs: frozenset[str]
    widths: frozenset[str]
    multiples: frozenset[int]
    limits: frozenset[Gram]
    fraction: bool

    def objects(self, language: TextLanguage) -> frozenset[Gram]:
        """What its wordings in one language act on."""
        return frozenset(gram for text in self.texts if text_language(text) == language for gram in objects_of(text, language))


@dataclass(frozen=True, slots=True)
class Commitments:
    """The brief's commitments in the form promises are compared with."""

    approved: tuple[Holder, ...]
    unapproved: tuple[Holder, ...]
    facts: tuple[Holder, ...]
    updates: bool
    next_update: datetime | None = None
    checking: bool = False
    contacts: bool = False
    names: tuple[str, ...] = ()
    known: frozenset[Gram] = frozenset()
    languages: frozenset[str] = frozenset()


def commitments_of(brief: IncidentBrief) -> Commitments:
    """The brief's side of every promise."""
    owners = [item.owner for item in brief.commitments]
    given = [brief.brand, brief.issuer.organisation, *owners]
    facts: list[Fact | Commitment | Incident] = [*brief.public_facts, *brief.approved_commitments, brief.incident]
    wordings = [text for item in facts for text in _wordings(item)]
    wordings += [text for contact in brief.contacts for text in (contact.label, contact.value)]
    confirmed = brief.facts_with(Status.CONFIRMED)
    return Commitments(
        approved=tuple(_held(item.id, _wordings(item)) for item in brief.commitments if item.approved),
        unapproved=tuple(_held(item.id, _wordings(item)) for item in brief.commitments if not item.approved),
        facts=tuple(_held(fact.id, _wordings(fact)) for fact in confirmed),
        updates=brief.next_update_at is not None,
        next_update=brief.next_update_at,
        checking=bool(brief.facts_with(*_BEING_CHECKED)),
        contacts=bool(brief.contacts),
        names=tuple(dict.fromkeys(lower(fold(name)) for name in given if name and len(name) > 1)),
        known=frozenset(gram for text in wordings for gram in grams_of(lower(fold(text)))),
        languages=frozenset(text_language(text) for text in wordings),
    )


def _wordings(item: Fact | Commitment | Incident) -> tuple[str, ...]:
    own = item.title if isinstance(item, Incident) else item.text
    return own, *item.translations.values()


# A brief is read anew for every text under it.
@lru_cache(maxsize=4096)
def _held(ident: str, texts: tuple[str, ...]) -> Holder:
    folded = tuple(lower(fold(text)) for text in texts)
    return Holder(
        id=ident,
        texts=folded,
        classes=frozenset(name for text in folded for name in classes_in(text)),
        content=frozenset(gram for text in folded for gram in grams_of(text)),
        telling=frozenset(gram for text in folded for gram in telling_of(text)),
        languages=frozenset(text_language(text) for text in folded),
        kinds=frozenset(name for text in folded for name in kinds_in(text)),
        proofs=frozenset(name for text in folded for name in proofs_in(text)),
        widths=frozenset(name for text in folded for name in widths_in(text)),
        multiples=frozenset(times for text in folded for times in multiples_in(text)),
        limits=frozenset(gram for text in folded for gram in _limits(text)),
        fraction=any(has_fraction(text) for text in folded),
    )


def _limits(text: str) -> frozenset[Gram]:
    language = text_language(text)
    of = words(language)
    for item in (*of.proofs.values(), of.widths["entire"]):
        text = item.pattern.sub(" ", text)
    return objects_of(text, language)
