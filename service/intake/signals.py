"""What intake reads notes by, from `knowledge/intake/signals.yml`."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from service.briefs import IncidentKind, Jurisdiction
from service.datafiles import fault, load_data
from service.language import TextLanguage
from service.resources import knowledge_dir
from service.strict import Strict

Sign = Literal[
    "tells", "asks", "unknown", "orders", "guesses", "promises", "done", "relative", "pointing", "lead", "hotline", "chatter"
]
# Entries that begin so are expressions with their own borders; the rest are words.
_EXPRESSION = ("^", "\\", "(", "[")


class _Words(Strict):
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, language: TextLanguage) -> tuple[str, ...]:
        return self.zh if language == "zh" else self.en


class Question(Strict):
    """What every brief needs to know; `answered`: words by which notes touch on it."""

    topic: str
    field: str
    zh: str
    en: str
    answered: _Words


class _Signals(Strict):
    signs: dict[Sign, _Words]
    jurisdictions: dict[Jurisdiction, tuple[str, ...]]
    kinds: dict[IncidentKind, _Words]
    questions: tuple[Question, ...]


_FILE = "signals.yml"


@cache
def _signals() -> _Signals:
    return load_data(knowledge_dir() / "intake" / _FILE, _Signals)


@cache
def sign(name: Sign, language: TextLanguage) -> re.Pattern[str]:
    """The expression for one sign in one language.

    Raises:
        DataFault: an entry is no expression.
    """
    return _compiled(_signals().signs[name].of(language), language, name)


def questions() -> tuple[Question, ...]:
    """What every brief needs to know, in order."""
    return _signals().questions


@cache
def touches(topic: str, language: TextLanguage) -> re.Pattern[str]:
    """The words by which notes touch on a question."""
    (question,) = (item for item in _signals().questions if item.topic == topic)
    return _compiled(question.answered.of(language), language, topic)


@cache
def jurisdiction_signs() -> Mapping[Jurisdiction, re.Pattern[str]]:
    """What only one jurisdiction has; case counts (ET, EA)."""
    found = _signals().jurisdictions
    return {place: _compile("|".join(f"(?:{_bordered(entry)})" for entry in entries), place) for place, entries in found.items()}


def kind_signs(language: TextLanguage) -> Iterator[tuple[IncidentKind, re.Pattern[str]]]:
    """The words that speak for each kind of incident."""
    for kind, words in _signals().kinds.items():
        if entries := words.of(language):
            yield kind, _compiled(entries, language, kind)


@cache
def _compiled(entries: tuple[str, ...], language: TextLanguage, name: str) -> re.Pattern[str]:
    parts = entries if language == "zh" else tuple(_bordered(entry) for entry in entries)
    return _compile("|".join(f"(?:{part})" for part in parts), name, re.IGNORECASE)


def _bordered(entry: str) -> str:
    return entry if entry.startswith(_EXPRESSION) or not entry[0].isascii() or not entry[0].isalnum() else rf"\b(?:{entry})\b"


def _compile(expression: str, name: str, flags: int = 0) -> re.Pattern[str]:
    # Two entries may name their groups alike; only the first match's counts.
    seen = 0

    def numbered(_: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return f"(?P<topic{seen}>"

    try:
        return re.compile(re.sub(r"\(\?P<topic>", numbered, expression), flags)
    except re.error as error:
        raise fault(f"knowledge/intake/{_FILE}", None, name, str(error)) from error
