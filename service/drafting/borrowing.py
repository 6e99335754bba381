"""Findings where a statement repeats what was said of, or by, another company: cards teach a lesson and lend no words."""

from collections.abc import Iterator, Sequence

from service.brands import BrandProfile
from service.briefs import IncidentBrief
from service.findings import Finding, Layer, Severity
from service.i18n import Localized
from service.language import base_language
from service.retrieval.borrowed import COLLECTION, Source, borrowings
from service.retrieval.passages import Passage

RULE = "borrowed-wording"


def borrowed_wording(
    text: str, brief: IncidentBrief, brand: BrandProfile | None, language: str, passages: Sequence[Passage] = ()
) -> list[Finding]:
    """One finding for each stretch that an incident card has too; `passages` adds cards that a team has read in."""
    names = {name.casefold() for name in (brief.brand, *(brand.all_names() if brand else ())) if name}
    more = [Source(item.document, item.title, item.text) for item in passages if item.collection == COLLECTION]
    found = []
    for item in borrowings(text, _own_words(brief), more):
        # A brand's own past is its own.
        if any(name in item.source.title.casefold() for name in names):
            continue
        words = text[item.start : item.end]
        told = Localized(
            zh=f"这一段与前例《{item.source.title}》的记载字句相同，请用自己的话写。",
            en=f"this repeats, word for word, what the card “{item.source.title}” says of another company; use your own words.",
        )
        found.append(
            Finding(
                rule=RULE,
                severity=Severity.WARNING,
                start=item.start,
                end=item.end,
                text=words,
                message=told.in_(base_language(language)),
                basis=item.source.document,
                layer=Layer.ELEMENTS,
            )
        )
    return found


def _own_words(brief: IncidentBrief) -> Iterator[str]:
    """What the brief itself gives: its facts and promises may coincide with a card."""
    yield brief.incident.title
    yield from brief.incident.translations.values()
    for fact in brief.public_facts:
        yield from (fact.text, *fact.translations.values())
    for promise in brief.approved_commitments:
        yield from (promise.text, *promise.translations.values())
