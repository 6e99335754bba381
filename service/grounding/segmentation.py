"""Chinese words with their tags, from the one library that knows a dictionary. Tags are evidence for names, never the truth."""

from functools import lru_cache
from typing import NamedTuple

from service.patterns import lazy

# A longer run is cut here, so that one endless line costs no more memory than many short ones.
_PIECE = 4000
_HAN = lazy(r"[\u3400-\u9fff]")


class Token(NamedTuple):
    """A word of a text and its tag: nr person, ns place, nt organisation, nz other proper name, v verb, m number, x the rest.

    A tuple because a text has hundreds of them and they are made anew for every text.
    """

    start: int
    end: int
    word: str
    tag: str


def segment(text: str) -> tuple[Token, ...]:
    """The words of `text` in order; together they cover it. A line without Chinese is one token."""
    lines = text.splitlines(keepends=True)
    if len(lines) == 1 and len(text) <= _PIECE:
        return _tokens(text)
    tokens: list[Token] = []
    at = 0
    for line in lines:
        for cut in range(0, len(line), _PIECE):
            piece = line[cut : cut + _PIECE]
            tokens += (Token(at + token.start, at + token.end, token.word, token.tag) for token in _tokens(piece))
            at += len(piece)
    return tuple(tokens)


@lru_cache(maxsize=2048)
def _tokens(piece: str) -> tuple[Token, ...]:
    """Lines come again: a statement is checked after every edit, a ledger for every statement."""
    if not _HAN.search(piece):
        return (Token(0, len(piece), piece, "x"),)
    import rjieba  # noqa: PLC0415  # it loads its dictionary, which texts without Chinese need not wait for

    tokens: list[Token] = []
    at = 0
    for word, tag in rjieba.tag(piece):
        end = at + len(word)
        tokens.append(Token(at, end, word, tag))
        at = end
    return tuple(tokens)


@lru_cache(maxsize=16384)
def is_word(word: str) -> bool:
    """Whether the dictionary lists `word`. The library guesses a tag for every word it makes up itself, so the tag does not tell."""
    from rjieba import _DEFAULT_JIEBA  # noqa: PLC0415  # a second instance would load the dictionary again

    return _DEFAULT_JIEBA.has_word(word)
