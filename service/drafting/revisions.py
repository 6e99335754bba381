"""A revision as it is asked for and as it is given back: `firstword.revision/1`."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, InstanceOf, ValidationError

from service.briefs import IncidentBrief, StatementRequest
from service.briefs.loader import brief_from_data
from service.briefs.messages import localize
from service.briefs.values import FreeText, Line
from service.drafting.schemas import Segment, Statement
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.strict import Strict
from service.structured import Source

MAX_INSTRUCTION = 500


def _instruction(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


class RevisionRequest(Strict):
    """What is to be revised, and how.

    Attributes:
        request: what the text is; `previous` is taken from the brief's own request of this kind where it has one.
        segments: the sentences with their elements, where a result gives them; else they are read off the text.
    """

    text: FreeText
    instruction: Annotated[Line, BeforeValidator(_instruction), Field(max_length=MAX_INSTRUCTION)]
    request: StatementRequest
    title: Line | None = None
    segments: tuple[Segment, ...] = ()
    brief: InstanceOf[IncidentBrief]


class Difference(Strict):
    """One sentence of either text beside the other's."""

    op: Literal["kept", "changed", "cut", "added"]
    before: str = ""
    after: str = ""


class Variant(Strict):
    """One way to do what is asked. `name`: `close` and `free` are a model's; `trimmed` and `shortest` cut whole sentences."""

    name: Literal["close", "free", "trimmed", "shortest"]
    statement: Statement
    differences: tuple[Difference, ...]


class Revision(Strict):
    """The text as it stood and up to two variants. `note` says why there are fewer, or that a model could not be had."""

    schema_: Literal["firstword.revision/1"] = Field(default="firstword.revision/1", alias="schema")
    instruction: str
    before: Statement
    variants: tuple[Variant, ...]
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data in the interface's shape."""
        return self.model_dump(mode="json", by_alias=True)


def revision_request_from_data(data: Any, file: str = "", brief: IncidentBrief | None = None) -> RevisionRequest:
    """The request in plain data.

    `{"brief": {…}, "instruction": "…", "statement": {…}}` with a statement of a result, or `"text"`, `"title"?` and `"request"` in its
    place. `brief` stands in for one that the data lack.

    Raises:
        InvalidInput: not an object, an unknown key, a wrong value, a brief that does not validate; every problem at once.
    """
    source = Source(data=data, file=file)
    if not isinstance(data, Mapping):
        raise InvalidInput([source.problem((), "type", Localized(zh="应当是一个 JSON 对象", en="must be a JSON object"))])
    plain = {key: value for key, value in data.items() if value is not None}
    problems: list[Problem] = []
    if "brief" in plain or brief is None:
        try:
            brief = brief_from_data(plain.pop("brief", None), file)
        except InvalidInput as error:
            problems += [
                Problem(f"brief.{item.field}" if item.field else "brief", item.message, item.code, file)
                for item in error.problems
            ]
    if "statement" in plain:
        plain |= _of_statement(source, plain.pop("statement"), problems)
    request: RevisionRequest | None = None
    try:
        request = RevisionRequest.model_validate(plain | {"brief": brief})
    except ValidationError as error:
        problems += [
            source.problem(item["loc"], item["type"].replace("_", "-"), localize(item))
            for item in error.errors(include_url=False, include_input=False)
            # What is wrong with the brief is told above, place by place.
            if item["loc"] != ("brief",)
        ]
    if problems or request is None:
        raise InvalidInput(problems)
    return request


def _of_statement(source: Source, given: Any, problems: list[Problem]) -> dict[str, Any]:
    """Text, title, segments and request of a result's statement."""
    try:
        statement = Statement.model_validate(given)
    except ValidationError as error:
        problems += [
            source.problem(("statement", *item["loc"]), item["type"].replace("_", "-"), localize(item))
            for item in error.errors(include_url=False, include_input=False)
        ]
        return {}
    request = {name: getattr(statement, name) for name in ("statement", "audience", "channel", "language")}
    return {"text": statement.text, "title": statement.title, "segments": statement.segments, "request": request}


def differences(before: list[str], after: list[str]) -> tuple[Difference, ...]:
    """The sentences of two texts side by side."""
    found: list[Difference] = []
    for op, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if op == "equal":
            found += [Difference(op="kept", before=text, after=text) for text in before[a:b]]
            continue
        pairs = min(b - a, d - c)
        found += [
            Difference(op="changed", before=x, after=y) for x, y in zip(before[a : a + pairs], after[c : c + pairs], strict=True)
        ]
        found += [Difference(op="cut", before=text) for text in before[a + pairs : b]]
        found += [Difference(op="added", after=text) for text in after[c + pairs : d]]
    return tuple(found)
