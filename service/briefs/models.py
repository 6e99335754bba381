"""The brief, `firstword.brief/1`: what is known at one moment, by status. Strict, immutable; types and nothing else."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from service.briefs.orders import addresses_drafter, is_unread
from service.briefs.values import (
    Audience,
    Authority,
    Channel,
    Clause,
    Count,
    DayOrTime,
    Disclosure,
    Flag,
    FreeText,
    Ident,
    IncidentKind,
    Jurisdiction,
    Language,
    Level,
    Line,
    Media,
    StatementType,
    Status,
    Time,
)
from service.language import TextLanguage, text_language

MAX_FACTS = 2000
MAX_ITEMS = 200


class Strict(BaseModel):
    """Immutable; unknown keys are refused; null equals absent."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, data: Any) -> Any:
        # An unknown key is refused even when it is null: an unquoted comma in `{text: 卖了3,870台}` makes one, and cuts the text.
        if isinstance(data, Mapping):
            known = {field.alias or name for name, field in cls.model_fields.items()}
            return {key: value for key, value in data.items() if value is not None or key not in known}
        return data


def _translations(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: text for key, text in value.items() if text is not None}
    return value


Translations = Annotated[dict[Literal["zh", "en"], Clause], BeforeValidator(_translations)]


class Translatable(Strict):
    """Something written in one language, with wordings a person wrote in others."""

    translations: Translations = Field(default_factory=dict)

    # Which field holds the wording.
    _worded: ClassVar[str] = "text"

    def wording(self, language: TextLanguage) -> str | None:
        """The text in `language`: the person's translation, or the text itself if it is in that language."""
        written = str(getattr(self, self._worded))
        if (translated := self.translations.get(language)) is not None:
            return translated
        return written if text_language(written) == language else None


class Fact(Translatable):
    """One line of the ledger: a full clause with its status and who may be told."""

    id: Ident
    text: Clause
    status: Status
    disclosure: Disclosure
    source: Line | None = None
    attribution: Line | None = None
    as_of: Time | None = None

    @property
    def is_public(self) -> bool:
        """Whether the fact may appear in a statement at all."""
        return self.disclosure is Disclosure.PUBLIC

    @property
    def is_order(self) -> bool:
        """Whether the fact speaks to the drafter instead of saying what happened, or in a language nobody here reads and nobody translated."""
        return addresses_drafter(self.text) and not (self.translations and is_unread(self.text))


class Commitment(Translatable):
    """A promise; only an approved one may be made."""

    id: Ident
    text: Clause
    approved: Flag
    owner: Line | None = None
    due: Time | None = None


class Contact(Translatable):
    """A way to reach the company; `translations` hold the label."""

    _worded: ClassVar[str] = "label"

    label: Line
    value: Line


class Issuer(Strict):
    """Who signs. Names of persons in a signature come from nowhere else."""

    organisation: Line | None = None
    person: Line | None = None
    title: Line | None = None


class Incident(Translatable):
    """What happened, and where. `title` names; it supports no assertion. `summary` is untrusted and supports nothing."""

    _worded: ClassVar[str] = "title"

    title: Line
    kind: IncidentKind
    jurisdiction: Jurisdiction
    detected_at: Time
    occurred_at: DayOrTime | None = None
    summary: FreeText = ""


class Exposure(Strict):
    """What the level is graded from; supports no sentence. None is unknown, never zero."""

    people_harmed: Count | None = None
    people_hospitalised: Count | None = None
    deaths: Count | None = None
    minors_affected: Flag | None = None
    people_exposed: Count | None = None
    mentions_last_hour: Count | None = None
    media: Media | None = None
    authority_involved: Authority | None = None
    recurrence: Flag | None = None
    listed_company: Flag | None = None


class Previous(Strict):
    """An earlier statement that a new one follows."""

    text: FreeText
    issued_at: Time


class StatementRequest(Strict):
    """One statement asked for."""

    statement: StatementType
    language: Language
    audience: Audience = Audience.PUBLIC
    channel: Channel = Channel.WEB
    previous: Previous | None = None


class IncidentBrief(Strict):
    """The whole brief. `issued_at` is the only "now" of a draft or check; the loader fills it from the clock."""

    schema_: Literal["firstword.brief/1"] = Field(alias="schema")
    brand: Line
    incident: Incident
    issued_at: Time
    issuer: Issuer = Field(default_factory=Issuer)
    facts: tuple[Fact, ...] = Field(default=(), max_length=MAX_FACTS)
    commitments: tuple[Commitment, ...] = Field(default=(), max_length=MAX_ITEMS)
    contacts: tuple[Contact, ...] = Field(default=(), max_length=MAX_ITEMS)
    exposure: Exposure = Field(default_factory=Exposure)
    next_update_at: Time | None = None
    level: Level | None = None
    level_reason: Line | None = None
    requests: tuple[StatementRequest, ...] = Field(default=(), max_length=50)

    # Fields whose words gave orders to the drafter and were taken out when the brief was read.
    _set_aside: tuple[str, ...] = PrivateAttr(default=())

    @property
    def set_aside(self) -> tuple[str, ...]:
        """The fields, such as `incident.title`, that lost words which gave orders to the drafter."""
        return self._set_aside

    def with_set_aside(self, fields: tuple[str, ...]) -> Self:
        """A copy that remembers which fields lost words."""
        copy = self.model_copy()
        copy._set_aside = fields  # noqa: SLF001 - the model's own
        return copy

    @property
    def public_facts(self) -> tuple[Fact, ...]:
        """Facts that may be told. What gives orders to the drafter states nothing, and is none of them."""
        return tuple(fact for fact in self.facts if fact.is_public and not fact.is_order)

    @property
    def unread_facts(self) -> tuple[Fact, ...]:
        """Public facts in a language nobody here reads: their words state nothing, their figures and times still support."""
        return tuple(fact for fact in self.facts if fact.is_public and fact.is_order and is_unread(fact.text))

    @property
    def orders(self) -> tuple[Fact, ...]:
        """Public facts that speak to the drafter; they are quoted nowhere, and whoever checks the draft is told."""
        return tuple(fact for fact in self.facts if fact.is_public and fact.is_order)

    @property
    def hidden_facts(self) -> tuple[Fact, ...]:
        """Internal and privileged facts: in no statement, never to a model."""
        return tuple(fact for fact in self.facts if not fact.is_public)

    @property
    def approved_commitments(self) -> tuple[Commitment, ...]:
        """The only promises a statement may make."""
        return tuple(item for item in self.commitments if item.approved)

    def facts_with(self, *statuses: Status) -> tuple[Fact, ...]:
        """Public facts of these statuses, in the brief's order."""
        return tuple(fact for fact in self.public_facts if fact.status in statuses)

    def with_changes(self, **changes: Any) -> Self:
        """A copy with some fields replaced."""
        return self.model_copy(update=changes)
