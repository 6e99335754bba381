"""How like an English sentence is to those that reviewers have labelled: the model of `likeness` over words and pairs of words.

It only finds what expressions miss. It doubts none of them: too little English is labelled for its silence to say anything.
"""

from functools import cache
from itertools import pairwise
from zlib import crc32

import numpy as np

from service.compliance.likeness import Floats, Ints, Likeness, pairs, read_likeness
from service.compliance.reading import Span
from service.patterns import lazy
from service.resources import knowledge_dir

FILE = "likeness.en.npz"
_WORD = lazy(r"[a-z’']{1,40}|\d{1,20}|[^\sa-z\d]")
# Words in another number, tense or degree are the same words.
_ENDING = lazy(r"(?:ing|ed|es|s|ly|er|est|[’']s)$")
_SHORT = 4


def _code(word: str) -> int:
    if word.isdigit():
        return crc32(b"0")
    return crc32((_ENDING.sub("", word) if len(word) > _SHORT else word).encode("utf-8", "surrogatepass"))


def word_codes(low: str) -> Ints:
    """The words of a text as numbers, every figure alike; 0 for a text without any."""
    return np.array([_code(found[0]) for found in _WORD.finditer(low)] or [0], dtype=np.uint32)


class WordLikeness(Likeness):
    """The taught model, over words."""

    def of_both(self, low: str, ends: list[int], stops: list[int]) -> tuple[Floats, Floats]:
        """As of a text's characters: the ends of the pieces and of their parts are places in the text."""
        parts = [word_codes(low[start:stop]) for start, stop in pairwise([0, *stops])]
        counted = dict(zip(stops, np.cumsum([len(part) for part in parts]).tolist(), strict=True))
        return self.of_codes(np.concatenate(parts), [counted[end] for end in ends], list(counted.values()))

    def turning(self, low: str, column: int) -> Span:
        """The pair of words in a text that says most for a column."""
        words = [found.span() for found in _WORD.finditer(low)]
        two = pairs(word_codes(low))
        if not len(two):
            return 0, len(low)
        at = int((self.weights[two, column] * self.rarity[two]).argmax())
        return words[at][0], words[at + 1][1]


@cache
def english_likeness() -> Likeness:
    """The shipped model of English."""
    return read_likeness(knowledge_dir() / "rules" / FILE, WordLikeness)
