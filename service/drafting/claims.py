"""A text against a brief, claim by claim, in the shape every interface gives it; and what the ids of a ledger stand for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from pydantic import Field, InstanceOf, ValidationError

from service.brands import find_brand
from service.briefs import Fact, IncidentBrief, Status
from service.briefs.loader import brief_from_data
from service.briefs.messages import localize
from service.briefs.values import FreeText
from service.drafting.grounds import grounds_for
from service.drafting.schemas import DraftResult
from service.errors import InvalidInput, Problem
from service.findings import Finding, Severity
from service.grounding import check
from service.grounding.types import Claim
from service.i18n import Localized, UiLanguage
from service.language import TextLanguage, base_language, text_language
from service.strict import Strict
from service.structured import Source
from service.vocabulary import name_of

GroundLanguage = Literal["zh", "en", "zh-CN", "zh-HK", "en-US", "en-GB"]
# Sources of names and times; they state nothing.
NAMED_IDS = ("incident", "issued_at", "issuer", "next_update_at", "previous")


class GroundRequest(Strict):
    """A text, and the brief it is held against."""

    text: FreeText
    brief: InstanceOf[IncidentBrief]
    language: GroundLanguage | None = None


class GroundedSentence(Strict):
    """One sentence and the ids it rests on; none for greeting, regret and instructions."""

    start: int
    end: int
    ids: tuple[str, ...] = ()


class GroundingResult(Strict):
    """What a text claims and what of it the brief does not support, `firstword.grounding/1`."""

    schema_: Literal["firstword.grounding/1"] = Field(default="firstword.grounding/1", alias="schema")
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    sentences: tuple[GroundedSentence, ...]

    @property
    def supported(self) -> int:
        """How many of the claims rest on something."""
        return sum(bool(claim.supported_by) for claim in self.claims)

    @property
    def has_error(self) -> bool:
        """Whether a finding blocks the text."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def to_json(self) -> dict[str, object]:
        """Plain data in the contract's shape."""
        return self.model_dump(mode="json", by_alias=True)


@dataclass(frozen=True, slots=True)
class Support:
    """What an id stands for: its short name, its words in the ledger, and what else of it may be printed.

    `status` is a fact's; `name` alone says enough where there is no `text`.
    """

    id: str
    name: str
    text: str = ""
    detail: str = ""
    status: Status | None = None

    @property
    def line(self) -> str:
        """Name and words in one line."""
        return f"{self.name} {self.text}".rstrip()

    def told(self, language: UiLanguage) -> str:
        """Everything in one line, for a reader who asks where a claim comes from."""
        status = name_of("status", self.status.value, language) if self.status is not None else ""
        more = " · ".join(part for part in (status, self.detail) if part)
        if not more:
            return self.line
        return f"{self.line}（{more}）" if language == "zh" else f"{self.line} ({more})"


def ground_request_from_data(data: object, file: str = "", brief: IncidentBrief | None = None) -> GroundRequest:
    """The `ground` object as a request; `brief` where it was read elsewhere.

    Raises:
        InvalidInput: not an object, an unknown key, a wrong value, a brief that does not validate.
    """
    source = Source(data=data, file=file)
    if not isinstance(data, Mapping):
        raise InvalidInput([source.problem((), "type", Localized(zh="应当是一个 JSON 对象", en="must be a JSON object"))])
    fields = {key: value for key, value in data.items() if value is not None}
    problems: list[Problem] = []
    if brief is not None:
        fields["brief"] = brief
    elif "brief" in fields:
        try:
            fields["brief"] = brief_from_data(fields["brief"], file)
        except InvalidInput as error:
            problems += [replace(problem, field=f"brief.{problem.field}".rstrip(".")) for problem in error.problems]
    request: GroundRequest | None = None
    try:
        request = GroundRequest.model_validate(fields)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False):
            if item["loc"][0] != "brief" or "brief" not in fields:
                problems.append(source.problem(item["loc"], item["type"].replace("_", "-"), localize(item)))
    if problems or request is None:
        raise InvalidInput(problems)
    return request


def ground_text(request: GroundRequest) -> GroundingResult:
    """The request's text held against its brief."""
    brief = request.brief
    language = request.language or text_language(request.text)
    report = check(request.text, grounds_for(brief, find_brand(brief.brand)), language=language)
    sentences = tuple(GroundedSentence(start=item.start, end=item.end, ids=item.ids) for item in report.sentences)
    return GroundingResult(claims=report.claims, findings=report.findings, sentences=sentences)


def statement_claims(result: DraftResult, brief: IncidentBrief) -> list[tuple[Claim, ...]]:
    """The claims of every statement of a draft, in its order."""
    grounds = grounds_for(brief, find_brand(brief.brand), result.assessment)
    found: list[tuple[Claim, ...]] = []
    for index, statement in enumerate(result.statements):
        # One statement per request, in order; those recommended without a request follow no earlier one.
        previous = brief.requests[index].previous if index < len(brief.requests) else None
        earlier = previous.text if previous is not None else None
        found.append(check(statement.text, grounds, language=str(statement.language), previous=earlier).claims)
    return found


def telling(ids: Sequence[str], basis: Sequence[str] = ()) -> tuple[str, ...]:
    """The ids of a claim worth showing.

    A date may stand in four places of a brief: those its sentence rests on tell most (`basis`), then facts and commitments.
    """
    plain = tuple(ident for ident in ids if ident not in NAMED_IDS)
    return tuple(ident for ident in ids if ident in basis) or plain or tuple(ids)


def supports_of(brief: IncidentBrief, language: UiLanguage, spoken: str | None = None) -> dict[str, Support]:
    """What each public id of the brief stands for, in the brief's order; `spoken` is the language of the text it supports."""
    into = base_language(spoken) if spoken else None
    found = [
        *(_fact(fact, into) for fact in brief.public_facts),
        *(
            Support(item.id, item.id, item.text, _joined(_translated(item.translations, into), item.owner, _shown(item.due)))
            for item in brief.approved_commitments
        ),
        *(Support(f"contact:{index}", item.label, item.value) for index, item in enumerate(brief.contacts)),
    ]
    incident, issuer = brief.incident, brief.issuer
    moments = dict.fromkeys(moment for moment in (_shown(incident.occurred_at), _shown(incident.detected_at)) if moment)
    details = {
        "incident": _joined(incident.title, *moments),
        "issued_at": _shown(brief.issued_at),
        "issuer": _joined(*dict.fromkeys((brief.brand, issuer.organisation, issuer.person, issuer.title))),
        "next_update_at": _shown(brief.next_update_at),
        "previous": "",
    }
    found += [Support(key, name_of("basis", key, language), detail=detail or "") for key, detail in details.items()]
    return {support.id: support for support in found}


def used_supports(supports: Mapping[str, Support], ids: Iterable[str]) -> list[Support]:
    """Those of `supports` that are named, in the brief's order; an id that is none of them stands for itself."""
    named = dict.fromkeys(ids)
    known = [support for ident, support in supports.items() if ident in named]
    return [*known, *(Support(ident, ident) for ident in named if ident not in supports)]


def _fact(fact: Fact, into: TextLanguage | None) -> Support:
    detail = _joined(_translated(fact.translations, into), fact.attribution, _shown(fact.as_of))
    return Support(fact.id, fact.id, fact.text, detail, fact.status)


def _translated(translations: Mapping[TextLanguage, str], into: TextLanguage | None) -> str | None:
    return translations.get(into) if into is not None else None


def _shown(moment: date | None) -> str | None:
    if isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d %H:%M %z}".rstrip()
    return moment.isoformat() if moment is not None else None


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
