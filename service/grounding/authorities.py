"""Kinds of authority a text names: an authority of a kind the ledger knows nothing of took no part in this."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from service.datafiles import load_data
from service.grounding.folding import Span
from service.grounding.said import Said
from service.resources import knowledge_dir
from service.strict import Strict


class Kinds(Strict):
    """authorities.yml."""

    kinds: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Foreign:
    """An authority of a kind the ledger does not name."""

    kind: str
    span: Span


@cache
def _pattern() -> re.Pattern[str]:
    """All kinds in one pattern, each its own group.

    Raises:
        DataFault: the file breaks its schema.
    """
    kinds = load_data(knowledge_dir() / "grounding" / "authorities.yml", Kinds).kinds
    # Abbreviations are words in capitals: "us" is no agency.
    parts = [rf"(?P<{name}>{words['zh']}|(?<![A-Za-z])(?:{words['en']})(?![A-Za-z]))" for name, words in kinds.items()]
    return re.compile("|".join(parts))


def kinds_in(texts: Iterable[str]) -> frozenset[str]:
    """The kinds of authority that folded texts name."""
    return frozenset(match.lastgroup or "" for text in texts for match in _pattern().finditer(_spoken(text)))


def foreign(clauses: Sequence[Said], known: frozenset[str]) -> Iterable[Foreign]:
    """The authorities of a text that are of no known kind; whom readers are told to turn to is no matter of fact."""
    for said in clauses:
        if not said.is_claim:
            continue
        text = _spoken(said.folded[said.start : said.end])
        for match in _pattern().finditer(text):
            if match.lastgroup not in known:
                yield Foreign(match.lastgroup or "", Span(said.start + match.start(), said.start + match.end()))


_CAPITALS = re.compile(r"[A-Z][a-z]+")


def _spoken(text: str) -> str:
    """Capitalised words in small letters, so that "The Police" is the police and FDA stays FDA."""
    return _CAPITALS.sub(lambda match: match.group().lower(), text) if not text.isascii() or any(map(str.isupper, text)) else text
