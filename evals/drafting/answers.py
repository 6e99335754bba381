"""Answers a model might give to the sample briefs, loaded strictly: true ones in free words, and what is planted in them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import StringConstraints, ValidationError

from service.briefs import Channel, IncidentBrief, Language, StatementRequest, StatementType
from service.briefs.loader import load_brief
from service.briefs.models import Previous
from service.language import TextLanguage
from service.strict import Strict

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "evals" / "datasets" / "drafting"
PlantKind = Literal[
    "number", "name", "cause", "promise", "denial", "act", "blame", "guess", "care", "severity", "date", "third_party", "history"
]
Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
BriefPath = Annotated[str, StringConstraints(pattern=r"^evals/[\w./-]+\.yml$")]
Row = TypeVar("Row", bound=Strict)


class DatasetError(Exception):
    """A line that cannot be used; with file and line."""


class SentenceRow(Strict):
    """A sentence as a model would send it."""

    text: Words
    element: str
    basis: tuple[str, ...]
    paragraph: int


class Truthful(Strict):
    """An answer that says nothing its brief does not hold, in words of its own."""

    brief: BriefPath
    statement: StatementType
    language: Language
    title: Words
    sentences: tuple[SentenceRow, ...]


class Plant(Strict):
    """An invention, and the words in it that show it in any text. With `brief`, a guess at what that brief keeps back."""

    language: TextLanguage
    kind: PlantKind
    text: Words
    marker: Words
    brief: BriefPath | None = None


class TrueSentence(Strict):
    """One sentence its brief holds, put as freely as a person would."""

    brief: BriefPath
    text: Words


@dataclass(frozen=True, slots=True)
class Case:
    """One answer of the scripted model: the brief, what is asked for, what is said, and what must not reach the result."""

    id: str
    brief: IncidentBrief
    request: StatementRequest
    title: str
    sentences: tuple[SentenceRow, ...]
    markers: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        """What the model says."""
        rows = [row.model_dump(mode="json") for row in self.sentences]
        return json.dumps({"title": self.title, "sentences": rows}, ensure_ascii=False)


def truthful(data: Path = DATA) -> list[Case]:
    """The true answers.

    Raises:
        DatasetError: a line breaks its shape.
    """
    rows = _rows(data / "truthful.jsonl", Truthful)
    return [_case(number, row) for number, row in enumerate(rows, start=1)]


def plants(data: Path = DATA, name: str = "plants.jsonl") -> list[Plant]:
    """The inventions of one file.

    Raises:
        DatasetError: a line breaks its shape, or a marker is not in its text.
    """
    found = list(_rows(data / name, Plant))
    for number, plant in enumerate(found, start=1):
        if plant.marker not in plant.text:
            raise DatasetError(f"{name}:{number}: marker: is not in the text")
    return found


def true_sentences(data: Path = DATA) -> list[TrueSentence]:
    """Single true sentences.

    Raises:
        DatasetError: a line breaks its shape.
    """
    return list(_rows(data / "sentences.jsonl", TrueSentence))


def public_words(brief: IncidentBrief) -> str:
    """Everything a statement under this brief may repeat, in one text."""
    items: Iterable[Any] = (*brief.public_facts, *brief.approved_commitments)
    told = [wording for item in items for wording in (item.text, *item.translations.values())]
    told += [fact.attribution or "" for fact in brief.public_facts]
    told += [name for name in (brief.issuer.organisation, brief.issuer.person, brief.issuer.title) if name]
    told += [brief.brand, brief.incident.title, *brief.incident.translations.values()]
    told += [f"{contact.label} {contact.value}" for contact in brief.contacts]
    return "\n".join(told)


@cache
def _brief(path: str) -> IncidentBrief:
    return load_brief((ROOT / path).read_bytes(), path)


def _case(number: int, row: Truthful) -> Case:
    brief = _brief(row.brief)
    asked = (item for item in brief.requests if item.statement is row.statement and item.language is row.language)
    request = next(asked, None) or StatementRequest(
        statement=row.statement, language=row.language, channel=Channel.WEB, previous=_previous(row.statement, brief)
    )
    name = Path(row.brief).stem
    return Case(f"{number:03d}-{name}-{row.statement}", brief, request, row.title, row.sentences)


def _previous(statement: StatementType, brief: IncidentBrief) -> Previous | None:
    """What an update follows, where the brief asks for none: the incident's name alone, which nothing can contradict."""
    if statement is not StatementType.UPDATE:
        return None
    return Previous(text=brief.incident.title, issued_at=brief.issued_at - timedelta(hours=1))


def _rows(path: Path, shape: type[Row]) -> Iterator[Row]:
    lines: Sequence[str] = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            yield shape.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise DatasetError(f"{path.name}:{number}: {where}: {first['msg']}") from error
