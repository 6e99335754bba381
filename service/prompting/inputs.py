"""What a drafting prompt is filled with: plain values, in the statement's language, chosen by the pipeline.

Only what may be published comes in: public facts, approved commitments. There is no field for the summary, for the exposure or
for where a fact comes from, so none of them can reach a model.
"""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from service.strict import Strict

_SPACES = re.compile(r"\s+")


def _one_line(value: object) -> object:
    return _SPACES.sub(" ", value).strip() if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
OptionalLine = Annotated[str, BeforeValidator(_one_line)]
Fence = Annotated[str, Field(pattern=r"^[0-9a-z]{8,40}$")]
Rung = Literal["regret", "concern", "moral_responsibility", "factual_responsibility", "legal_fault"]
Strategy = Literal["instructing", "adjusting", "deny", "diminish", "rebuild", "bolster"]


class FactInput(Strict):
    """One public fact; `attribution` is what the public may be told about where it comes from, or empty."""

    id: Line
    text: Line
    attribution: OptionalLine = ""


class LedgerInput(Strict):
    """The public facts by status."""

    confirmed: tuple[FactInput, ...] = ()
    reported: tuple[FactInput, ...] = ()
    disputed: tuple[FactInput, ...] = ()
    refuted: tuple[FactInput, ...] = ()
    unknown: tuple[FactInput, ...] = ()


class CommitmentInput(Strict):
    """One approved promise; `due` as it would be printed."""

    id: Line
    text: Line
    owner: OptionalLine = ""
    due: OptionalLine = ""


class ContactInput(Strict):
    """One contact; `id` is `contact:<n>`."""

    id: Annotated[str, Field(pattern=r"^contact:\d+$")]
    label: Line
    value: Line


class ElementInput(Strict):
    """One part the statement must have, and what it must do."""

    name: Line
    duty: Line


class PassageInput(Strict):
    """One passage of the knowledge base; `citable` when it is law or procedure, otherwise background that supports no sentence.

    `precedent`: what happened to another company; read as a lesson and a warning.
    """

    id: Line
    title: Line
    text: str
    citable: bool = False
    precedent: bool = False


class PromptInputs(Strict):
    """What one prompt is filled with."""

    def to_mapping(self) -> dict[str, object]:
        """The inputs by name, for `render_prompt`."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class DraftingInputs(PromptInputs):
    """Everything a drafting prompt may print. Codes (statement, channel, level …) are the brief's; times are written out.

    Attributes:
        incident_title: names the event and supports nothing.
        incident_time: when it happened, as it may be printed; empty: unknown.
        issued_at: the statement's own time, as it is printed.
        next_update: when the next statement comes; empty: not set.
        issuer: who signs; empty: not set.
        further_elements: what else belongs into it where the ledger has something for it.
        nevers: what this statement must not do or say, one line each.
        previous: the earlier statement that this one follows, whole; empty: none was given.
        previous_at: when that was issued, as it is printed.
        fence: the token of the fences, new for every call (`fence.new_fence`).
    """

    brand: Line
    statement: Line
    audience: Line
    channel: Line
    language: Literal["zh-CN", "zh-HK", "en-US", "en-GB"]
    max_characters: Annotated[int, Field(ge=50, le=20_000)]
    level: Literal["I", "II", "III", "IV"]
    strategies: tuple[Strategy, ...]
    admission_ceiling: Rung
    tone: tuple[Line, ...] = ()
    incident_title: Line
    incident_time: OptionalLine = ""
    facts: LedgerInput
    commitments: tuple[CommitmentInput, ...] = ()
    contacts: tuple[ContactInput, ...] = ()
    issued_at: Line
    next_update: OptionalLine = ""
    issuer: OptionalLine = ""
    elements: Annotated[tuple[ElementInput, ...], Field(min_length=1)]
    further_elements: tuple[ElementInput, ...] = ()
    nevers: tuple[Line, ...] = ()
    previous: str = ""
    previous_at: OptionalLine = ""
    passages: tuple[PassageInput, ...] = ()
    fence: Fence


class FaultInput(Strict):
    """What cannot stand in a sentence: the words, why, and the item of the ledger concerned, or empty."""

    quote: Line
    reason: Line
    ledger: OptionalLine = ""


class DraftLine(Strict):
    """One sentence of a model's draft by its number; with faults, it is asked for anew."""

    number: Annotated[int, Field(ge=1)]
    text: Line
    element: Line
    faults: tuple[FaultInput, ...] = ()


class RepairInputs(DraftingInputs):
    """Everything the draft was asked for with, and the draft."""

    draft: Annotated[tuple[DraftLine, ...], Field(min_length=1)]


class RevisionInputs(DraftingInputs):
    """Everything a draft is asked for with, the text as it stands, and what somebody asks to have changed in it.

    Attributes:
        instruction: in somebody's own words; untrusted like everything else that is fenced.
        is_free: whether the text may be written anew, or is to be changed as little as can be.
    """

    title: OptionalLine = ""
    draft: Annotated[tuple[DraftLine, ...], Field(min_length=1)]
    instruction: Line
    is_free: bool = False


class ReasonInput(Strict):
    """One kind of trouble a second reader looks for."""

    id: Line
    name: Line
    what: Line


class ReadingInputs(PromptInputs):
    """A finished text for a second reader, who gets no ledger: whoever reads a statement has none."""

    statement: Line
    audience: Line
    channel: Line
    incident_title: Line
    title: OptionalLine = ""
    sentences: Annotated[tuple[Line, ...], Field(min_length=1)]
    reasons: Annotated[tuple[ReasonInput, ...], Field(min_length=1)]
    fence: Fence


class NoteInput(Strict):
    """One file of notes, line by line, each with its number."""

    name: Line
    lines: tuple[str, ...]


class NotesInputs(PromptInputs):
    """Notes for somebody who lists what they say."""

    notes: Annotated[tuple[NoteInput, ...], Field(min_length=1)]
    fence: Fence
