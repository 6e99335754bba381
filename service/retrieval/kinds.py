"""Words that stand for an incident kind, so that a brief finds knowledge about its kind in either language."""

from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from service.briefs import IncidentKind
from service.datafiles import load_data
from service.resources import knowledge_dir


class _KindWords(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    words: dict[IncidentKind, str]

    @model_validator(mode="after")
    def _complete(self) -> "_KindWords":
        if missing := [kind.value for kind in IncidentKind if kind not in self.words]:
            raise ValueError(f"no words for {', '.join(missing)}")
        return self


@cache
def _table() -> _KindWords:
    return load_data(knowledge_dir() / "retrieval" / "kinds.yml", _KindWords)


def kind_words(kinds: Iterable[IncidentKind]) -> str:
    """The words of these kinds in one line.

    Raises:
        DataFault: the table of words is broken.
    """
    return " ".join(_table().words[kind] for kind in kinds)
