"""Kinds of authority a text names: an authority of a kind the ledger knows nothing of took no part in this."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from service.datafiles import load_data
from service.grounding.folding import Span
from service.grounding.lexicon import Bilingual
from service.grounding.said import Said
from service.grounding.segmentation import segment
from service.resources import knowledge_dir
from service.strict import Strict

_SHORT = 2


class Kinds(Strict):
    """authorities.yml."""

    kinds: dict[str, Bilingual]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foreign:
    """An authority of a kind the ledger does not name."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Table:
    words: AhoCorasick
    kinds: tuple[str, ...]
    written: tuple[str, ...]


@cache
def _table() -> _Table:
    """Every word with its kind; none for words that only hold one.

    Raises:
        DataFault: the file breaks its schema.
    """
    data = load_data(knowledge_dir() / "grounding" / "authorities.yml", Kinds)
    pairs = [(word, kind) for kind, words in data.kinds.items() for word in (*words.zh, *words.en, *(f"{w}s" for w in words.en))]
    pairs += [(word, "") for word in data.others]
    return _Table(
        words=AhoCorasick([word.lower() for word, _ in pairs], matchkind=MatchKind.LeftmostLongest),
        kinds=tuple(kind for _, kind in pairs),
        written=tuple(word for word, _ in pairs),
    )


def _named(folded: str) -> Iterator[Foreign]:
    table = _table()
    lowered = folded.lower() if len(folded.lower()) == len(folded) else folded
    for number, start, end in table.words.find_matches_as_indexes(lowered):
        word, kind = table.written[number], table.kinds[number]
        if word.isascii() and (_is_letter(folded[start - 1 : start]) or _is_letter(folded[end : end + 1])):
            continue
        # FDA is an authority, "us" is no agency.
        if kind and not (word.rstrip("s").isupper() and word.isascii() and folded[start:end].rstrip("s") != word.rstrip("s")):
            yield Foreign(kind, Span(start, end))


def _is_word(folded: str, span: Span) -> bool:
    """Whether no word runs into the place and on into a verb: 运管 in 客运管安全 is none."""
    if folded[span.start].isascii() or span.end - span.start > _SHORT:
        return True
    line = folded.rfind("\n", 0, span.start) + 1
    end = folded.find("\n", span.end)
    tokens = segment(folded[line : end if end >= 0 else len(folded)])
    broken = any(line + token.start < span.start < line + token.end for token in tokens)
    return not (broken and any(token.tag == "v" and span.start < line + token.start < span.end for token in tokens))


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def kinds_in(texts: Iterable[str]) -> frozenset[str]:
    """The kinds of authority that folded texts name."""
    return frozenset(found.kind for text in texts for found in _named(text))


def foreign(clauses: Sequence[Said], known: frozenset[str], initials: frozenset[str] = frozenset()) -> Iterator[Foreign]:
    """The authorities of a text that are of no known kind; whom readers are told to turn to is no matter of fact.

    `initials`: those of the ledger's names, under which a text may call them.
    """
    if not clauses:
        return
    starts = [said.start for said in clauses]
    for found in _named(clauses[0].folded):
        place = clauses[0].folded[found.span.start : found.span.end]
        if found.kind in known or place in initials or not _is_word(clauses[0].folded, found.span):
            continue
        said = clauses[max(0, bisect_right(starts, found.span.start) - 1)]
        if found.span.end <= said.end and said.is_claim:
            yield found
