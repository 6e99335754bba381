"""What intake gives: `firstword.intake/1`. Nothing in it is confirmed; a person confirms."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from service.briefs.messages import localize
from service.briefs.values import Line
from service.errors import InvalidInput
from service.i18n import Localized
from service.strict import Strict
from service.structured import Source

MAX_NOTES = 50
MAX_CHARACTERS = 400_000

Notes = Annotated[tuple["Note", ...], Field(max_length=MAX_NOTES)]


class Note(Strict):
    """One file of notes: a chat log, a mail, a post, somebody's jottings. The text is kept as it came, for offsets count in it."""

    name: Line
    text: Annotated[str, Field(strict=True, max_length=MAX_CHARACTERS)]


class IntakeRequest(Strict):
    """Notes to be read. `brand` is what the person who hands them in knows already."""

    notes: Notes
    brand: Line | None = None


class Span(Strict):
    """Where words stand in a note: 1-based line, code points of the whole note, half-open; `quote` is exactly what stands there."""

    file: str
    line: int
    start: int
    end: int
    quote: str


class Candidate(Strict):
    """Something the notes say that may become a fact.

    Attributes:
        status: `reported`, or `unknown` for what the notes say nobody knows. Never anything else.
        disclosure: `internal`, the safe side; who may be told is for a person to say.
        speaker: who wrote it, where the note tells.
        said_at: the note's own stamp, as written there.
        hints: what to mend before it can be used, in the reader's language.
    """

    id: str
    text: str
    status: Literal["reported", "unknown"] = "reported"
    disclosure: Literal["internal"] = "internal"
    span: Span
    speaker: str = ""
    said_at: str = ""
    hints: tuple[str, ...] = ()


class ProposedCommitment(Strict):
    """Something the notes say will be done or given. Never approved by itself."""

    id: str
    text: str
    approved: Literal[False] = False
    span: Span


class ProposedContact(Strict):
    """A published way to reach the company that the notes name."""

    label: str
    value: str
    span: Span


class NoteContradiction(Strict):
    """Two candidates that cannot both be right, or of which one is older."""

    kind: Literal["number", "time", "place", "polarity"]
    a: str
    b: str
    message: str


class OpenQuestion(Strict):
    """What has to be found out. `field` is the brief's field it fills, `spans` are places in the notes that touch on it."""

    topic: str
    question: str
    field: str = ""
    spans: tuple[Span, ...] = ()


class Guess(Strict):
    """A value of a closed list, guessed from words of the notes."""

    field: str
    value: str
    words: tuple[str, ...]


class IntakeResult(Strict):
    """The draft of a brief. `brief` has null where a required field could not be told; `yaml` is the same with comments."""

    schema_: Literal["firstword.intake/1"] = Field(default="firstword.intake/1", alias="schema")
    brief: dict[str, Any]
    yaml: str
    facts: tuple[Candidate, ...]
    commitments: tuple[ProposedCommitment, ...] = ()
    contacts: tuple[ProposedContact, ...] = ()
    contradictions: tuple[NoteContradiction, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    guesses: tuple[Guess, ...] = ()
    reader: str = "rules"
    fallback: bool = False
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data in the interface's shape."""
        return self.model_dump(mode="json", by_alias=True)


def intake_request_from_data(data: Any, file: str = "") -> IntakeRequest:
    """The request in plain data: `{"notes": [{"name": "…", "text": "…"}], "brand": "…"?}`.

    Raises:
        InvalidInput: not an object, an unknown key, a wrong value; every problem at once.
    """
    source = Source(data=data, file=file)
    if not isinstance(data, Mapping):
        raise InvalidInput([source.problem((), "type", Localized(zh="应当是一个 JSON 对象", en="must be a JSON object"))])
    try:
        return IntakeRequest.model_validate(dict(data))
    except ValidationError as error:
        raise InvalidInput(
            [
                source.problem(item["loc"], item["type"].replace("_", "-"), localize(item))
                for item in error.errors(include_url=False, include_input=False)
            ]
        ) from None
