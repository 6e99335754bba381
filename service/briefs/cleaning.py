"""A brief without the words in its names and notes that give orders to whoever drafts. A fact that does is left out by itself."""

from service.briefs.dictation import dictates
from service.briefs.models import Commitment, Contact, Fact, IncidentBrief
from service.briefs.orders import addresses_drafter, without_orders


def without_spoken_orders(brief: IncidentBrief) -> IncidentBrief:
    """The brief with such words taken out, remembering from which fields.

    A title keeps its sentences that only name, and falls back to the brand; an attribution, an owner or a signature that gives an
    order is no name and goes; so do a contact and a commitment, whole: half a promise is another promise.
    """
    changed: list[str] = []

    def name(text: str | None, field: str) -> str | None:
        if text is None or not addresses_drafter(text):
            return text
        changed.append(field)
        return None

    title = _title(brief, changed)
    issuer = brief.issuer.model_copy(
        update={key: name(getattr(brief.issuer, key), f"issuer.{key}") for key in ("organisation", "person", "title")}
    )
    facts = tuple(_fact(fact, n, changed) for n, fact in enumerate(brief.facts))
    promises = tuple(
        item.model_copy(update={"owner": name(item.owner, f"commitments[{n}].owner")}) if item.owner else item
        for n, item in enumerate(brief.commitments)
        if _holds(item, f"commitments[{n}]", changed)
    )
    contacts = tuple(item for n, item in enumerate(brief.contacts) if _holds(item, f"contacts[{n}]", changed))
    if title == brief.incident.title and not changed:
        return brief
    translations = {key: text for key, text in brief.incident.translations.items() if not addresses_drafter(text)}
    incident = brief.incident.model_copy(update={"title": title, "translations": translations})
    cleaned = brief.with_changes(incident=incident, issuer=issuer, facts=facts, commitments=promises, contacts=contacts)
    return cleaned.with_set_aside(tuple(changed))


def _fact(fact: Fact, number: int, changed: list[str]) -> Fact:
    """The fact without an attribution or a translation that gives orders; its own words are judged where facts are chosen."""
    update: dict[str, object] = {}
    if fact.attribution is not None and addresses_drafter(fact.attribution):
        changed.append(f"facts[{number}].attribution")
        update["attribution"] = None
    if any(addresses_drafter(text) for text in fact.translations.values()):
        changed.append(f"facts[{number}].translations")
        update["translations"] = {key: text for key, text in fact.translations.items() if not addresses_drafter(text)}
    return fact.model_copy(update=update) if update else fact


def _title(brief: IncidentBrief, changed: list[str]) -> str:
    title = brief.incident.title
    if any(addresses_drafter(text) for text in (title, *brief.incident.translations.values())):
        changed.append("incident.title")
    return without_orders(title) or brief.brand


def _holds(item: Commitment | Contact, field: str, changed: list[str]) -> bool:
    """Whether nothing in it gives an order."""
    texts: list[str | None] = [*item.translations.values()]
    texts += [item.text] if isinstance(item, Commitment) else []
    texts += [item.label, item.value] if isinstance(item, Contact) else []
    if not any(text is not None and dictates(text) for text in texts):
        return True
    changed.append(field)
    return False
