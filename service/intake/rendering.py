"""The draft of a brief as YAML with comments: where each line is from, and what is still to be found out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.i18n import Localized, UiLanguage
from service.intake.schemas import Candidate, Guess, NoteContradiction, OpenQuestion, ProposedCommitment, Span

# What would end a comment, or be refused in a document.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
_LONGEST = 160
_TOP = (
    Localized(
        "由笔记整理的简报草稿。没有一条经过确认：逐条核对，改 status；能公开的改 disclosure；留空的项填上。",
        "The draft of a brief, from notes. Nothing in it is confirmed: check each line and set its status; set disclosure "
        "where it may be told; fill in what is blank.",
    ),
    Localized(
        "disclosure 一律先写 internal（只限内部），能不能公开由人决定。",
        "Every disclosure is internal to begin with: who may be told is for a person to decide.",
    ),
)
_ASK = Localized("还要弄清楚的", "Still to be found out")
_CLASH = Localized("笔记之间对不上", "The notes disagree")
_APPROVE = Localized("批准后再改成 true", "true only once it is approved")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the comments tell: where each line is from, what disagrees, what is open and what was guessed."""

    facts: Sequence[Candidate]
    commitments: Sequence[ProposedCommitment]
    clashes: Sequence[NoteContradiction]
    asked: Sequence[OpenQuestion]
    guesses: Sequence[Guess]


def brief_yaml(brief: Mapping[str, Any], remarks: Remarks, language: UiLanguage) -> str:
    """The document. It loads as a brief once every blank is filled."""
    blank = {question.field: question.question for question in remarks.asked if question.topic == "required"}
    told = {guess.field: _guessed(guess).in_(language) for guess in remarks.guesses}
    lines = [
        *(_comment(line.in_(language)) for line in _TOP),
        f"schema: {brief['schema']}",
        _entry("brand", brief, "", blank | told),
    ]
    lines.append("incident:")
    lines += [_entry(key, brief["incident"], "incident.", blank | told, indent="  ") for key in brief["incident"]]
    lines += _rows("facts", brief["facts"], [[_place(fact.span), *fact.hints] for fact in remarks.facts])
    lines += _rows(
        "commitments", brief["commitments"], [[_place(item.span), _APPROVE.in_(language)] for item in remarks.commitments]
    )
    lines += _rows("contacts", brief["contacts"], [[] for _ in brief["contacts"]])
    if remarks.clashes:
        lines += ["", _comment(_CLASH.in_(language)), *(_comment(f"- {item.message}") for item in remarks.clashes)]
    lines += ["", _comment(_ASK.in_(language)), *_questions(remarks.asked)]
    return "\n".join(lines) + "\n"


def _questions(asked: Sequence[OpenQuestion]) -> Iterator[str]:
    for question in asked:
        field = f"{question.field}: " if question.field else ""
        yield _comment(f"- {field}{question.question}")
        yield from (_comment(f"    {_place(span)}") for span in question.spans)


def _rows(name: str, rows: Sequence[Mapping[str, Any]], remarks: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return [f"{name}: []"]
    lines = [f"{name}:"]
    for row, notes in zip(rows, remarks, strict=True):
        lines += [_comment(note, "  ") for note in notes]
        first, *rest = row.items()
        lines += [f"  - {first[0]}: {_scalar(first[1])}", *(f"    {key}: {_scalar(value)}" for key, value in rest)]
    return lines


def _guessed(guess: Guess) -> Localized:
    return Localized(
        f"按用词猜的，请核对：{'、'.join(guess.words)}", f"guessed from words, please check: {', '.join(guess.words)}"
    )


def _entry(key: str, data: Mapping[str, Any], prefix: str, remarks: Mapping[str, str], indent: str = "") -> str:
    """One field; a blank one says what belongs there."""
    value = "" if data[key] is None else f" {_scalar(data[key])}"
    remark = remarks.get(prefix + key)
    return f"{indent}{key}:{value}" + (f"   {_comment(remark)}" if remark else "")


def _place(span: Span) -> str:
    return f"{span.file}:{span.line} “{span.quote}”"


def _comment(text: str, indent: str = "") -> str:
    line = _BREAKS.sub(" ", text)
    return f"{indent}# " + (line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…")


def _scalar(value: object) -> str:
    """A JSON string is a YAML string, whatever it holds."""
    return json.dumps(value, ensure_ascii=False)
