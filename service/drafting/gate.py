"""The privacy gate of a draft: what is personal in a brief, hidden in every message to a model, and put back into what it answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.briefs import IncidentBrief
from service.drafting.forms import instructions_in, may_stand
from service.language import TextLanguage
from service.llm.gateway import ChatMessage
from service.llm.replacements import Replacement
from service.llm.schemas import Composition, Sentence
from service.privacy import Shield, Vault
from service.privacy.reach import is_personal_line
from service.prompting.render import Message


def shield_of(brief: IncidentBrief) -> Shield:
    """The shield over one brief.

    Hidden facts and the summary never reach a model; they are read because a name they explain may stand bare in a public fact.
    The brand, the organisation and a published hotline are no personal data.
    """
    people = (brief.issuer.person,) if brief.issuer.person else ()
    public = (
        brief.brand,
        brief.issuer.organisation,
        *(item.value for item in brief.contacts if not is_personal_line(item.value)),
    )
    return Shield.over(_texts(brief), people=people, public=(item for item in public if item))


def guarded(messages: Sequence[ChatMessage], shield: Shield, language: TextLanguage) -> tuple[tuple[Message, ...], Vault]:
    """The messages as they may leave, and what undoes their placeholders."""
    contents, vault = shield.protect([message.content for message in messages], language)
    told = instructions_in(message.content for message in messages)
    return tuple(
        Message("system" if message.role == "system" else "user", content)
        for message, content in zip(messages, contents, strict=True)
    ), replace(vault, instructions=told)


def restored(composition: Composition, vault: Vault, title: str) -> Composition:
    """The composition with the placeholders put back; a sentence with one that was never sent is cut, and one that is no statement's.

    Args:
        composition: what a model wrote under `vault`.
        vault: what the placeholders of this call stand for.
        title: stands in for a title with an invented placeholder.
    """
    kept: list[Sentence] = []
    before = ""
    for sentence in composition.sentences:
        # A cut sentence hands its paragraph break on to the next.
        before = "\n\n" if "\n\n" in (before, sentence.before) else sentence.before
        if _holds(sentence.text, vault):
            kept.append(replace(sentence, text=vault.restore(sentence.text), before=before if kept else ""))
            before = ""
    return Composition(vault.restore(composition.title) if _holds(composition.title, vault) else title, tuple(kept))


def restored_anew(items: Sequence[Replacement], vault: Vault) -> tuple[Replacement, ...]:
    """Sentences written anew with the placeholders put back; one with a placeholder that was never sent is no answer."""
    return tuple(replace(item, text=vault.restore(item.text)) for item in items if _holds(item.text, vault))


def _holds(text: str, vault: Vault) -> bool:
    """Whether a model's text has only placeholders that were sent, a statement's form, and nothing of its instructions."""
    return vault.holds(text) and may_stand(text, vault.instructions)


def _texts(brief: IncidentBrief) -> Iterator[str]:
    incident = brief.incident
    yield from (incident.title, incident.summary, *incident.translations.values())
    for fact in brief.facts:
        yield from (fact.text, fact.attribution or "", fact.source or "", *fact.translations.values())
    for item in brief.commitments:
        yield from (item.text, item.owner or "", *item.translations.values())
    for contact in brief.contacts:
        yield from (f"{contact.label} {contact.value}", *contact.translations.values())
    yield from (request.previous.text for request in brief.requests if request.previous is not None)
