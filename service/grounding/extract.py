"""All mentions of a text in one pass: each finder sees only what the ones before it left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from service.grounding.amounts import announces, count_markers, line_amounts
from service.grounding.folding import Span, blank, fold, matches
from service.grounding.gaps import GAP_MARKER
from service.grounding.identifiers import find_contacts, find_identifiers, first_wins
from service.grounding.moments import find_moments, spans_of
from service.grounding.names import find_names
from service.grounding.types import ClaimKind, Mention
from service.patterns import lazy

_SHORT = 300
_LONGEST_LINE = 2000
# Mail wraps its lines: the sentence goes on after a break between small letters or figures.
_SOFT_BREAK = lazy(r"\n(?:(?<=[A-Za-z0-9,-]\n)|(?<=[A-Za-z0-9,-][ \r]\n))(?=[a-z]|[0-9]{1,4}(?![.)0-9]))")
# 16时约谈门店, 派员3人到店: a piece of a sentence that ends like a place.
_PIECE = lazy(
    r"^[·.]|[0-9]\s?(?:[时日月年分天次人名个位元条件份]|点(?!会))|(?:[到来去回进离返抵在全各本该]|约谈|前往|返回)(?:门店|店|站|厂|馆|院|校)\Z"
)
_MARK = lazy(r"[0-9一二三四五六七八九十]|(?:One|First)[:,.]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as every check reads it: folded, with gap markers blanked, and its mentions in order."""

    folded: str
    mentions: tuple[Mention, ...]
    gaps: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line says; `announced`: where counts begin that say nothing when the text lists as many points."""

    values: tuple[Mention, ...]
    names: tuple[Mention, ...]
    announced: frozenset[int]


def read(text: str, today: date) -> Reading:
    """Everything `text` claims in values and names. `today` resolves 昨天 and yesterday.

    Short texts are remembered: the ledger's lines and the titles are read again for every statement, version and request. So
    is every line: an edited statement costs its changed lines.
    """
    return _remembered(text, today) if len(text) <= _SHORT else _read(text, today)


@lru_cache(maxsize=4096)
def _remembered(text: str, today: date) -> Reading:
    return _read(text, today)


def _read(text: str, today: date) -> Reading:
    folded = fold(text)
    gaps = matches(GAP_MARKER, folded)
    folded = blank(folded, gaps) if gaps else folded
    joined = _SOFT_BREAK.sub(" ", folded)
    lines = [(at, _line(line, today)) for at, line in _lines(joined)]
    markers = _markers(joined) if any(line.announced for _, line in lines) else 0
    values: list[Mention] = []
    names: list[Mention] = []
    for at, line in lines:
        values += (_moved(m, at) for m in line.values if m.start not in line.announced or not announces(m, markers))
        names += (_moved(m, at) for m in line.names)
    return Reading(folded, (*values, *names), tuple(gaps))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line that says something, with its place."""
    at = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            yield at, line
        at += len(line) + 1


def _markers(text: str) -> int:
    return count_markers(text) if _MARK.search(text) else 0


def _moved(mention: Mention, by: int) -> Mention:
    if not by:
        return mention
    return Mention(mention.kind, mention.start + by, mention.end + by, mention.value, mention.unsure)


def _line(line: str, today: date) -> _Line:
    return _known_line(line, today) if len(line) <= _LONGEST_LINE else _new_line(line, today)


@lru_cache(maxsize=8192)
def _known_line(line: str, today: date) -> _Line:
    return _new_line(line, today)


def _new_line(line: str, today: date) -> _Line:
    # Web addresses may hold dates and numbers, and a batch number may look like a date: they go first.
    contacts = find_contacts(line)
    clear = blank(line, spans_of(contacts)) if contacts else line
    # Where the two overlap the earlier, then the longer reading wins; of two alike the identifier, for it has a label.
    placed = first_wins([*find_identifiers(clear), *find_moments(clear, today)])
    amounts, announced = line_amounts(blank(clear, spans_of(placed)) if placed else clear)
    values = first_wins([*contacts, *placed, *amounts])
    return _Line(tuple(values), tuple(_names(clear, values)), announced)


def _names(line: str, values: Sequence[Mention]) -> Iterator[Mention]:
    """The names of a line; a number of a document or batch is no product besides: GB31241."""
    numbers = {(mention.start, mention.end) for mention in values if mention.kind is ClaimKind.IDENTIFIER}
    return (
        name
        for name in find_names(line)
        if (name.start, name.end) not in numbers and not _PIECE.search(line[name.start : name.end])
    )
