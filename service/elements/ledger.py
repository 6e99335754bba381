"""Which items of a brief could fill an element, as a reader knows them: ids, a contact, a time."""

from collections.abc import Collection

from service.briefs import Commitment, Fact, IncidentBrief, Status
from service.elements.data import elements
from service.elements.detection import matches_element
from service.elements.schemas import Element, ElementName, LedgerSource
from service.language import TextLanguage, text_language


def fillers(brief: IncidentBrief, name: ElementName, language: TextLanguage) -> tuple[str, ...]:
    """The brief's items that can fill the element, best first; empty when none can, or when it needs none."""
    element = elements()[name]
    return tuple(item for source in element.sources for item in _from(source, brief, element, language))


def fill(ids: Collection[str], brief: IncidentBrief, name: ElementName, language: TextLanguage) -> bool:
    """Whether one of these facts and commitments can fill the element."""
    element = elements()[name]
    items = (item for source in element.sources for item in _items(source, brief) if item.id in ids)
    return any(_can_fill(item, element, language) for item in items)


def _from(source: LedgerSource, brief: IncidentBrief, element: Element, language: TextLanguage) -> tuple[str, ...]:
    if source == "contacts":
        return tuple(f"{contact.label} {contact.value}" for contact in brief.contacts)
    if source == "issuer":
        return (brief.issuer.organisation or brief.brand,)
    if source == "next_update":
        return (f"{brief.next_update_at:%Y-%m-%d %H:%M %z}",) if brief.next_update_at is not None else ()
    return tuple(item.id for item in _items(source, brief) if _can_fill(item, element, language))


def _items(source: LedgerSource, brief: IncidentBrief) -> tuple[Fact | Commitment, ...]:
    if source == "commitments":
        return brief.approved_commitments
    if source == "confirmed":
        return brief.facts_with(Status.CONFIRMED)
    if source == "refuted":
        return brief.facts_with(Status.REFUTED)
    if source == "open":
        return brief.facts_with(Status.UNKNOWN, Status.DISPUTED, Status.REPORTED)
    return ()


def _can_fill(item: Fact | Commitment, element: Element, language: TextLanguage) -> bool:
    return not element.matching or _speaks_of(item, element, language)


def _speaks_of(item: Fact | Commitment, element: Element, language: TextLanguage) -> bool:
    wording = item.wording(language)
    if wording is None:
        return matches_element(item.text, element, text_language(item.text))
    return matches_element(wording, element, language)
