"""Asks the twenty questions of a fresh data folder and prints each with its first hit: `python -m evals.twenty`."""

import tempfile
from pathlib import Path
from typing import Literal

from service.config import Settings
from service.datafiles import load_data
from service.retrieval.index import PassageIndex, open_index
from service.retrieval.passages import Passage
from service.retrieval.retriever import find_passages
from service.strict import Strict

FILE = Path(__file__).parent / "datasets" / "retrieval" / "twenty.yml"


class Question(Strict):
    """A question, who asks it, and the documents any of which is a sensible first hit."""

    who: Literal["pr", "legal"]
    query: str
    first: tuple[str, ...]


class Questions(Strict):
    """The file."""

    questions: tuple[Question, ...]


def questions() -> tuple[Question, ...]:
    """The twenty."""
    return load_data(FILE, Questions).questions


def first_hit(question: Question, index: PassageIndex) -> Passage | None:
    """What a user sees first."""
    return next(iter(find_passages(question.query, index=index, k=5)), None)


def main() -> None:
    """Print the list."""
    with tempfile.TemporaryDirectory() as folder, open_index(Settings(data_dir=Path(folder), chroma_url="")) as index:
        for number, question in enumerate(questions(), start=1):
            hit = first_hit(question, index)
            sign = " " if hit is not None and hit.document in question.first else "!"
            told = f"{hit.id}  {hit.title}  ({hit.score:.2f}; {hit.reasons[0].zh})" if hit is not None else "—"
            print(f"{sign}{number:2} [{question.who}] {question.query}\n      {told}")


if __name__ == "__main__":
    main()
