"""Passage: a retrievable piece of a document."""

from pydantic import BaseModel, ConfigDict


class Passage(BaseModel):
    """One hit, best first in any list. `id` is stable across runs; `score` lies between 0 and 1."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    document: str
    collection: str
    title: str
    text: str
    score: float
