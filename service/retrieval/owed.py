"""What a statement is read against whatever words the brief has: the law of its notices, and the checklist of its kind."""

from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel, ConfigDict

from service.briefs import IncidentKind, Jurisdiction, StatementType
from service.datafiles import load_data
from service.language import TextLanguage
from service.resources import knowledge_dir


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OwedPassage(_Data):
    """A passage by its id, and the heading it must stand under."""

    id: str
    heading: str


class OwedLaw(_Data):
    """Law for some statements of some incidents (no kinds: of all) in one place."""

    statements: tuple[StatementType, ...]
    kinds: tuple[IncidentKind, ...] = ()
    jurisdiction: Jurisdiction
    passages: tuple[OwedPassage, ...]


class OwedTable(_Data):
    """`knowledge/retrieval/statements.yml`."""

    law: tuple[OwedLaw, ...]
    notices: frozenset[StatementType]
    checklists: dict[StatementType, dict[TextLanguage, str]]


@cache
def owed_table() -> OwedTable:
    """The table.

    Raises:
        DataFault: it breaks its schema.
    """
    return load_data(knowledge_dir() / "retrieval" / "statements.yml", OwedTable)


def notices_in(statements: Iterable[StatementType]) -> frozenset[StatementType]:
    """Those of these statements that are notices the law asks for."""
    return owed_table().notices.intersection(statements)


def owed_law(statements: Iterable[StatementType], kind: IncidentKind, jurisdiction: Jurisdiction) -> tuple[str, ...]:
    """Ids of the passages of law that statements of these kinds must satisfy."""
    wanted = frozenset(statements)
    found = (
        passage.id
        for entry in owed_table().law
        if wanted.intersection(entry.statements)
        and entry.jurisdiction is jurisdiction
        and (not entry.kinds or kind in entry.kinds)
        for passage in entry.passages
    )
    return tuple(dict.fromkeys(found))


def checklist(statement: StatementType, language: TextLanguage) -> str | None:
    """Id of the passage that says what a statement of this kind should contain, in this language."""
    return owed_table().checklists.get(statement, {}).get(language)
