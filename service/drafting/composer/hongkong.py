"""Statements in Hong Kong's written Chinese: composed in simplified script, converted, put into Hong Kong's words.

Names, law in 《》 and whatever the ledger itself writes in traditional characters stay as they are written there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import opencc

from service.brands import find_brand
from service.briefs import Fact, IncidentBrief
from service.drafting.composer.tables import hong_kong_table
from service.language import TextLanguage
from service.llm.schemas import Composition

# The converter's standard forms and the mainland's quotation marks, where readers in Hong Kong write another.
_READERS_FORMS = str.maketrans(
    {"説": "說", "衆": "眾", "啓": "啟", "羣": "群", "户": "戶", "“": "「", "”": "」", "‘": "『", "’": "』"}
)
_GAP = re.compile(r"【待確認[:：]([^】]*)】")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _to_hong_kong() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")


def simplified(brief: IncidentBrief) -> IncidentBrief:
    """The brief as the composer's Chinese grammar reads it: every printable text in simplified script."""

    def plain(text: str) -> str:
        return str(_to_simplified().convert(text))

    def fact(item: Fact) -> Fact:
        attribution = plain(item.attribution) if item.attribution is not None else None
        return item.model_copy(
            update={"text": plain(item.text), "attribution": attribution, "translations": words(item.translations)}
        )

    def words(translations: Mapping[TextLanguage, str]) -> dict[TextLanguage, str]:
        return {language: plain(text) if language == "zh" else text for language, text in translations.items()}

    issuer = brief.issuer
    return brief.with_changes(
        brand=plain(brief.brand),
        incident=brief.incident.model_copy(
            update={"title": plain(brief.incident.title), "translations": words(brief.incident.translations)}
        ),
        facts=tuple(fact(item) for item in brief.facts),
        commitments=tuple(
            item.model_copy(
                update={
                    "text": plain(item.text),
                    "owner": plain(item.owner) if item.owner else None,
                    "translations": words(item.translations),
                }
            )
            for item in brief.commitments
        ),
        contacts=tuple(
            item.model_copy(update={"label": plain(item.label), "translations": words(item.translations)})
            for item in brief.contacts
        ),
        issuer=issuer.model_copy(
            update={
                "organisation": plain(issuer.organisation) if issuer.organisation else None,
                "person": plain(issuer.person) if issuer.person else None,
                "title": plain(issuer.title) if issuer.title else None,
            }
        ),
    )


def in_hong_kong(composition: Composition, brief: IncidentBrief) -> Composition:
    """A composition in simplified script as Hong Kong writes it; `brief` is the original ledger."""
    terms = {term.mainland: term.hong_kong for term in hong_kong_table().terms}
    as_written = {_converted(_to_simplified().convert(text)): text for text in (*_names(brief), *_traditional(brief))}
    pattern = _one_of([*sorted(as_written, key=len, reverse=True), *sorted(terms, key=len, reverse=True)])

    def word(match: re.Match[str]) -> str:
        found = match.group()
        if match.lastgroup == "counted":
            return hong_kong_table().counted[found]
        return as_written.get(found) or terms.get(found) or found

    def written(text: str) -> str:
        # The gap marker is the same in every Chinese text, so that every check finds it.
        return _GAP.sub(r"【待确认：\1】", pattern.sub(word, _converted(text)))

    return replace(
        composition,
        title=written(composition.title),
        sentences=tuple(replace(sentence, text=written(sentence.text)) for sentence in composition.sentences),
    )


def _one_of(words: Sequence[str]) -> re.Pattern[str]:
    """Law in 《》 first, which stays; then what the ledger writes, then terms, the longer before the shorter."""
    measures = "".join(hong_kong_table().counted)
    return re.compile("|".join(["《[^》]*》", *map(re.escape, words), rf"(?P<counted>(?<=\d)[{measures}])"]))


def _converted(text: str) -> str:
    return str(_to_hong_kong().convert(text)).translate(_READERS_FORMS)


def _names(brief: IncidentBrief) -> Iterator[str]:
    """What a firm and its people are called, in whatever script."""
    profile = find_brand(brief.brand)
    issuer = brief.issuer
    yield from (text for text in (brief.brand, issuer.organisation, issuer.person) if text)
    yield from profile.all_names() if profile is not None else ()


def _traditional(brief: IncidentBrief) -> Iterator[str]:
    """Ledger texts that somebody wrote in traditional characters; a ledger in simplified script is converted like any other text."""
    return (text for text in _printable(brief) if str(_to_simplified().convert(text)) != text)


def _printable(brief: IncidentBrief) -> Iterator[str]:
    """Ledger texts as they may stand in a statement."""
    yield from (brief.incident.title, *brief.incident.translations.values())
    for fact in brief.public_facts:
        yield from (text for text in (fact.text, fact.translations.get("zh"), fact.attribution) if text)
    for item in brief.approved_commitments:
        yield from (text for text in (item.text, item.translations.get("zh"), item.owner) if text)
    yield from (contact.label for contact in brief.contacts)
