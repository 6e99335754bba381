"""Passage: a retrievable piece of a document, and why it was found."""

from pydantic import BaseModel, ConfigDict

from service.i18n import UiLanguage


class Note(BaseModel):
    """A remark for people, by a code for programs; in both languages, since a result does not know its reader."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    code: str
    zh: str
    en: str

    def in_(self, language: UiLanguage) -> str:
        """The words in the reader's language."""
        return self.zh if language == "zh" else self.en


class Passage(BaseModel):
    """One hit, best first in any list. `id` is stable across runs; `score` lies between 0 and 1.

    Attributes:
        verified: every factual sentence of its document rests on a source that was read; for procedures, which hold no such
            sentences, it says nothing.
        reasons: why it is here, the strongest first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    document: str
    collection: str
    title: str
    text: str
    score: float
    verified: bool = False
    reasons: tuple[Note, ...] = ()

    @property
    def is_unproven(self) -> bool:
        """Whether it tells of others, or of law, what nobody has checked: it is shown as such and enters no prompt."""
        return not self.verified and self.collection in _TELLS_OF_OTHERS


_TELLS_OF_OTHERS = frozenset({"incidents", "law"})
