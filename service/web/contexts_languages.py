"""What the draft's page receives of the same statement in the other language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SaidPiece:
    """A stretch of a paragraph; `ends`: the numbers of the disagreements that end with it."""

    text: str
    is_marked: bool = False
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidParagraph:
    """A paragraph in pieces, and what it alone of the two rests on, in words."""

    pieces: tuple[SaidPiece, ...]
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """Two paragraphs that say the same; None: the other text has none like it."""

    mine: SaidParagraph | None
    theirs: SaidParagraph | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where the two texts contradict each other; `mine` and `theirs` are the words, empty where one is silent."""

    number: int
    message: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The counterpart of a draft, beside it.

    Attributes:
        draft_id: the counterpart's.
        number: of its newest version.
    """

    draft_id: str
    language: str
    status: str
    number: int
    title: str
    rows: tuple[LanguageRow, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class CounterpartForm:
    """The form that drafts the counterpart there is none of: what it sends besides the language, and the languages to choose from, likeliest first."""

    fields: Mapping[str, str]
    languages: tuple[str, ...]
