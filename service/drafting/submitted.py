"""A text handed in, and the one check of it: the rules, and with a brief also grounding and elements.

Without a brief nothing of the ledger is loaded: a command that checks a line of copy must answer at once.
"""

from collections.abc import Mapping
from typing import Any, Literal, get_args

from pydantic import Field, InstanceOf, ValidationError

from service.brands import find_brand
from service.brands.avoided import avoided_words
from service.briefs import IncidentBrief, StatementType
from service.briefs.loader import brief_from_data
from service.briefs.messages import localize
from service.briefs.values import FreeText, Line, Time
from service.compliance.brand_rules import rules_for
from service.compliance.checker import check as check_rules
from service.compliance.cues import Ruleset
from service.compliance.schemas import CheckContext
from service.errors import InvalidInput, Problem
from service.findings import Finding, sort_findings
from service.i18n import Localized
from service.language import base_language, text_language
from service.strict import Strict
from service.structured import Source

OtherText = Literal["social_post", "service_script", "press_release", "investor_notice"]


class ContextIn(Strict):
    """What the text alone cannot tell; each optional, absent means unknown."""

    investigation_status: Literal["pending", "concluded"] | None = None
    evidence: tuple[Line, ...] = ()
    approved: tuple[Line, ...] = ()
    facts: tuple[Line, ...] = ()
    listed: bool | None = None
    industry: Line | None = None
    recall_plan: Literal["full", "partial", "link"] | None = None
    notice_plan: Literal["full", "partial", "link"] | None = None


class CheckRequest(Strict):
    """A text to check, in the contract's shape. With a brief the context comes from it."""

    text: FreeText
    id: str | None = None
    language: Literal["zh", "en", "zh-CN", "zh-HK", "en-US", "en-GB"] | None = None
    statement: StatementType | OtherText | None = None
    jurisdiction: Literal["CN", "HK", "US", "UK", "EU"] | None = None
    advertisement: bool | None = Field(default=None, strict=True)
    issued_at: Time | None = None
    brand: Line | None = None
    context: ContextIn | None = None
    brief: InstanceOf[IncidentBrief] | None = None


def check_request_from_data(data: Any, file: str = "") -> CheckRequest:
    """The contract's `check` object as a request.

    Raises:
        InvalidInput: not an object, an unknown key, a wrong value, a brief that does not validate.
    """
    source = Source(data=data, file=file)
    if not isinstance(data, Mapping):
        raise InvalidInput([source.problem((), "type", Localized(zh="应当是一个 JSON 对象", en="must be a JSON object"))])
    plain = {key: value for key, value in data.items() if value is not None}
    if isinstance(plain.get("context"), Mapping):
        plain["context"] = {key: value for key, value in plain["context"].items() if value is not None}
    brief_data = plain.pop("brief", None)
    problems: list[Problem] = []
    brief: InstanceOf[IncidentBrief] | None = None
    request: CheckRequest | None = None
    if brief_data is not None:
        try:
            brief = brief_from_data(brief_data, file)
        except InvalidInput as error:
            problems += [_inside_brief(problem) for problem in error.problems]
    try:
        request = CheckRequest.model_validate(plain)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=False):
            if item["loc"][0] != "statement":
                problems.append(source.problem(item["loc"], item["type"].replace("_", "-"), localize(item)))
            elif not any(problem.field == "statement" for problem in problems):
                # Two lists in one field: pydantic reports each apart, the user knows one.
                kinds = ", ".join((*StatementType, *get_args(OtherText)))
                wanted = Localized(zh=f"只能是 {kinds} 之一", en=f"must be one of {kinds}")
                problems.append(source.problem(("statement",), "enum", wanted))
    if problems or request is None:
        raise InvalidInput(problems)
    return request.model_copy(update={"brief": brief})


def _inside_brief(problem: Problem) -> Problem:
    field = f"brief.{problem.field}" if problem.field else "brief"
    return Problem(field=field, message=problem.message, code=problem.code, file=problem.file, line=problem.line)


def check(request: CheckRequest) -> list[Finding]:
    """Every finding on a text, in the order of the text."""
    language = request.language or text_language(request.text)
    if request.brief is not None:
        # All that reads a ledger, a third of a second of imports.
        from service.drafting.checking import check_against  # noqa: PLC0415

        return check_against(request.brief, request, language)
    found = check_rules(request.text, _context(request, language), rules_of(request.brand))
    return sort_findings([*found, *_not_said_here(request.text, request.brand, language)])


def rules_of(brand: str | None) -> Ruleset:
    """The rules for a brand called so; one nobody has described has only the shipped ones."""
    profile = find_brand(brand) if brand else None
    return rules_for(profile.key if profile else None)


def _not_said_here(text: str, brand: str | None, language: str) -> list[Finding]:
    """Words that a brand of this name avoids; one nobody has described avoids none."""
    return avoided_words(text, find_brand(brand), language) if brand else []


def _context(request: CheckRequest, language: str) -> CheckContext:
    given = request.context or ContextIn()
    return CheckContext(
        language=base_language(language),
        statement=str(request.statement) if request.statement is not None else None,
        jurisdiction=request.jurisdiction,
        advertisement=request.advertisement,
        **{name: getattr(given, name) for name in ContextIn.model_fields},
    )
