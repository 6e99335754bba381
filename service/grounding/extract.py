"""All mentions of a text in one pass: each finder sees only what the ones before it left."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from service.grounding.amounts import find_amounts
from service.grounding.folding import Span, blank, fold, matches
from service.grounding.gaps import GAP_MARKER
from service.grounding.identifiers import find_contacts, find_identifiers, first_wins
from service.grounding.moments import find_moments, spans_of
from service.grounding.names import find_names
from service.grounding.types import Mention

_SHORT = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as every check reads it: folded, with gap markers blanked, and its mentions in order."""

    folded: str
    mentions: tuple[Mention, ...]
    gaps: tuple[Span, ...]


def read(text: str, today: date) -> Reading:
    """Everything `text` claims in values and names. `today` resolves 昨天 and yesterday.

    Short texts are remembered: the ledger's lines and the titles are read again for every statement, version and request.
    """
    return _remembered(text, today) if len(text) <= _SHORT else _read(text, today)


@lru_cache(maxsize=4096)
def _remembered(text: str, today: date) -> Reading:
    return _read(text, today)


def _read(text: str, today: date) -> Reading:
    folded = fold(text)
    gaps = matches(GAP_MARKER, folded)
    folded = blank(folded, gaps)
    # Web addresses may hold dates and numbers, and a batch number may look like a date: they go first.
    contacts = find_contacts(folded)
    rest = blank(folded, spans_of(contacts))
    # Where the two overlap the earlier, then the longer reading wins.
    placed = first_wins([*find_moments(rest, today), *find_identifiers(rest)])
    rest = blank(rest, spans_of(placed))
    amounts = find_amounts(rest)
    names = find_names(blank(folded, spans_of(contacts)))
    values = sorted([*contacts, *placed, *amounts], key=lambda m: (m.start, m.end))
    return Reading(folded, (*first_wins(values), *names), tuple(gaps))
