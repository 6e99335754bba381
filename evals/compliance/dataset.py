"""The compliance data on disk, loaded strictly: every fault is named with its file and line, all at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from service.compliance.schemas import CheckContext, Plan
from service.strict import Strict

DATA = Path(__file__).resolve().parents[1] / "datasets" / "compliance"
HELD_BACK = "held"

Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]


class DatasetError(Exception):
    """The data cannot be used; the message names every fault."""


class Given(Strict):
    """The contract's `context` object."""

    investigation_status: Literal["pending", "concluded"] | None = None
    evidence: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    listed: bool | None = None
    industry: str | None = None
    recall_plan: Plan | None = None
    notice_plan: Plan | None = None


class Expected(Strict):
    """A finding a reviewer would want: the `nth` place (from 1) where the text says `text`, under `rule` or one of `may`."""

    rule: Words
    text: Words
    nth: int = Field(default=1, ge=1)
    may: tuple[str, ...] = ()


class Labelled(Strict):
    """A text with the findings it should have; none: it is clean.

    Attributes:
        tolerated: findings that may be made, and are neither asked for nor counted as false.
        evasion: how the text tries to get round a checker, or nothing.
    """

    id: Words
    text: Words
    language: Literal["zh", "en"]
    statement: str | None = None
    jurisdiction: Literal["CN", "HK", "US", "UK", "EU"] | None = None
    context: Given | None = None
    style: str | None = None
    evasion: str | None = None
    labels: tuple[Expected, ...]
    tolerated: tuple[Expected, ...] = ()

    def known(self) -> CheckContext:
        """The context as the checker takes it."""
        given = self.context or Given()
        return CheckContext(
            language=self.language,
            statement=self.statement,
            jurisdiction=self.jurisdiction,
            **{name: getattr(given, name) for name in Given.model_fields},
        )


def place_of(item: Expected, text: str) -> tuple[int, int] | None:
    """The span of an expected finding; None when the text does not hold it that often."""
    at = -1
    for _ in range(item.nth):
        at = text.find(item.text, at + 1)
        if at < 0:
            return None
    return at, at + len(item.text)


def load(folder: Path = DATA) -> dict[str, list[Labelled]]:
    """Every file of the folder, by its name without the ending.

    Raises:
        DatasetError: a line is no such object, an id is used twice, a label stands nowhere in its text.
    """
    faults: list[str] = []
    seen: set[str] = set()
    found: dict[str, list[Labelled]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        found[path.stem] = list(_lines(path, seen, faults))
    if faults:
        raise DatasetError("\n".join(faults))
    return found


def _lines(path: Path, seen: set[str], faults: list[str]) -> Iterator[Labelled]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        try:
            item = Labelled.model_validate_json(line)
        except ValidationError as error:
            faults += [f"{where}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
            continue
        if item.id in seen:
            faults.append(f"{where}: id {item.id} is used twice")
        faults += [
            f"{where}: {label.text!r} does not stand in the text {label.nth} times"
            for label in (*item.labels, *item.tolerated)
            if place_of(label, item.text) is None
        ]
        seen.add(item.id)
        yield item
