"""The grounding data on disk, loaded strictly: every fault is named with its file and line, all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import StringConstraints, ValidationError, model_validator

from service.briefs.loader import load_brief
from service.briefs.models import IncidentBrief
from service.strict import Strict

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "evals" / "datasets" / "grounding"
HELD_BACK = "held"

# The kinds of the bank; `status_raised` is also the name of a change in place, so its insertion has one of its own.
BANK_KINDS = (
    "cause",
    "blame",
    "promise_added",
    "promise_unapproved",
    "test_report",
    "regulator_finding",
    "history",
    "denial_added",
    "action_invented",
    "harm_added",
    "admission_raised",
    "safety_claim",
    "leak_plain",
    "leak_paraphrased",
    "status_raised",
    "refuted_repeated",
    "scope_widened",
    "modality_changed",
    "polarity_turned",
)
_INSERTED_AS = {"status_raised": "status_raised_added"}
INSERTED: tuple[str, ...] = tuple(_INSERTED_AS.get(kind, kind) for kind in BANK_KINDS)

Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Tag = Literal["zh-CN", "zh-HK", "en-US", "en-GB"]
BriefPath = Annotated[str, StringConstraints(pattern=r"^evals/[\w./-]+\.yml$")]
Kind = Annotated[str, StringConstraints(pattern=rf"^(?:{'|'.join(BANK_KINDS)})$")]
Statement = Literal[
    "holding_statement",
    "apology",
    "faq",
    "update",
    "correction",
    "rumour_rebuttal",
    "recall_notice",
    "breach_notice",
    "internal_notice",
    "customer_letter",
    "closing_statement",
]


class DatasetError(Exception):
    """The data cannot be used; the message names every fault."""


class Faithful(Strict):
    """A statement of which every word is held by its brief."""

    id: Words
    brief: BriefPath
    language: Tag
    statement: Statement | None
    style: Words
    text: Words


class Invention(Strict):
    """A sentence no statement of the brief may hold; without a brief, no statement at all."""

    id: Words
    brief: BriefPath | None
    language: Tag
    kind: Kind
    sentence: Words

    @property
    def inserted_as(self) -> str:
        """The kind of the mutant it makes."""
        return _INSERTED_AS.get(self.kind, self.kind)

    @model_validator(mode="after")
    def _one_line(self) -> Self:
        if "\n" in self.sentence:
            raise ValueError("a sentence stands on one line")
        return self


class Mark(Strict):
    """An invention inside a careless text, quoted as it stands there."""

    text: Words
    kind: Words


class Careless(Strict):
    """A statement by a careless writer, with what was invented: each stands in the text once. Nothing may have been."""

    id: Words
    brief: BriefPath
    language: Tag
    text: Words
    inventions: tuple[Mark, ...]

    @model_validator(mode="after")
    def _marks_stand(self) -> Self:
        for mark in self.inventions:
            if self.text.count(mark.text) != 1:
                raise ValueError("every invention must stand in the text exactly once")
        return self

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the inventions stand, in code points."""
        return tuple((at, at + len(mark.text)) for mark in self.inventions for at in [self.text.index(mark.text)])


@dataclass(frozen=True)
class Dataset:
    """Everything on disk, by the name of its set."""

    faithful: Mapping[str, tuple[Faithful, ...]]
    inventions: Mapping[str, tuple[Invention, ...]]
    careless: Mapping[str, tuple[Careless, ...]]

    def texts(self, *, held_back: bool) -> tuple[Faithful, ...]:
        """The faithful texts that are held back, or those that are not."""
        return tuple(item for name, items in self.faithful.items() if is_held_back(name) is held_back for item in items)

    def bank(self, *, held_back: bool) -> tuple[Invention, ...]:
        """The inventions that are held back, or those that are not."""
        return tuple(item for name, items in self.inventions.items() if is_held_back(name) is held_back for item in items)

    def marked(self, *, held_back: bool) -> tuple[Careless, ...]:
        """The careless texts that are held back, or those that are not."""
        return tuple(item for name, items in self.careless.items() if is_held_back(name) is held_back for item in items)


def is_held_back(name: str) -> bool:
    """Whether a set, named as its file without the ending, is kept from whoever writes the rules."""
    return name.startswith(HELD_BACK)


Item = TypeVar("Item", Faithful, Invention, Careless)


def load(data: Path = DATA) -> Dataset:
    """The sets of a folder; a folder or file that does not exist is an empty set.

    Raises:
        DatasetError: A line is wrong, an id occurs twice or a brief does not exist; all faults are named.
    """
    faults: list[str] = []
    faithful = {path.stem: _read(path, Faithful, faults) for path in sorted((data / "faithful").glob("*.jsonl"))}
    inventions = {path.stem: _read(path, Invention, faults) for path in sorted((data / "inventions").glob("*.jsonl"))}
    careless = {path.stem: _read(path, Careless, faults) for path in sorted((data / "careless").glob("*.jsonl"))}
    seen: set[str] = set()
    items: list[Faithful | Invention | Careless] = [item for group in faithful.values() for item in group]
    items += [item for group in inventions.values() for item in group]
    items += [item for group in careless.values() for item in group]
    for item in items:
        if item.id in seen:
            faults.append(f"{data}: the id {item.id} occurs twice")
        seen.add(item.id)
    if faults:
        raise DatasetError("\n".join(faults))
    return Dataset(faithful, inventions, careless)


@cache
def brief_of(path: str) -> IncidentBrief:
    """The brief at a path from the project's root."""
    return load_brief((ROOT / path).read_bytes(), path)


def _read(path: Path, model: type[Item], faults: list[str]) -> tuple[Item, ...]:
    found: list[Item] = []
    for number, line in _lines(path, faults):
        where = f"{path}:{number}"
        try:
            item = model.model_validate_json(line, strict=True)
        except ValidationError as error:
            faults += [
                f"{where}: {'.'.join(map(str, part['loc'])) or 'line'}: {part['msg']}"
                for part in error.errors(include_input=False)
            ]
            continue
        if item.brief is not None and not (ROOT / item.brief).is_file():
            faults.append(f"{where}: brief: no such file: {item.brief}")
            continue
        found.append(item)
    return tuple(found)


def _lines(path: Path, faults: list[str]) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(f"{path}: not UTF-8 at byte {error.start}")
        return
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if text:
            yield number, line
