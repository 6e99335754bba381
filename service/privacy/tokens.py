"""Chinese words with their tags, line by line: evidence for names and addresses, never proof."""

from functools import lru_cache
from typing import NamedTuple

from service.patterns import lazy

_PIECE = 4000
_HAN = lazy(r"[\u3400-\u9fff]")


class Token(NamedTuple):
    """A word at its place with its tag."""

    start: int
    end: int
    word: str
    tag: str


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words in order; together they cover the text. A line without Chinese is one word."""
    found: list[Token] = []
    at = 0
    for line in text.splitlines(keepends=True):
        for cut in range(0, len(line), _PIECE):
            for word, tag in _tagged(line[cut : cut + _PIECE]):
                found.append(Token(at, at + len(word), word, tag))
                at += len(word)
    return tuple(found)


def is_word(word: str) -> bool:
    """Whether the dictionary lists it; a tag is given to made-up words too."""
    from rjieba import _DEFAULT_JIEBA  # noqa: PLC0415 - a second instance would load the dictionary again

    return bool(_DEFAULT_JIEBA.has_word(word))


@lru_cache(maxsize=1024)
def _tagged(piece: str) -> tuple[tuple[str, str], ...]:
    if not _HAN.search(piece):
        return ((piece, "x"),)
    import rjieba  # noqa: PLC0415 - it loads its dictionary, which texts without Chinese need not wait for

    return tuple(rjieba.tag(piece))
