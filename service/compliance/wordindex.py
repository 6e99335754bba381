"""Words looked for in a text of codes all at once, by arrays: nothing is built but tables of their first characters."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from service.compliance.codes import Codes, Flags, codes_of, text_of

Places = npt.NDArray[np.intp]
_BITS = 20
_MIX = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - _BITS)
_PAIR = 2


class WordIndex:
    """Words of two characters and longer, by the codes of their first two or three.

    Args:
        words: all in one order.
        table: the code of every code point; none: itself.
    """

    def __init__(self, words: Sequence[str], table: Codes | None = None) -> None:
        written = codes_of(" ".join(words))
        coded = written if table is None else table[written]
        lengths = np.fromiter(map(len, words), dtype=np.intp, count=len(words))
        starts: Places = np.cumsum(lengths + 1) - lengths - 1
        self._words = words
        self._coded = text_of(coded)
        self._starts: list[int] = starts.tolist()
        self._pairs = _Beginnings((lengths == _PAIR).nonzero()[0], starts, coded, _PAIR)
        self._others = _Beginnings((lengths > _PAIR).nonzero()[0], starts, coded, _PAIR + 1)

    def found(self, coded: Codes, plain: Codes | None = None, pairs_at: Flags | None = None) -> Iterator[tuple[int, int, str]]:
        """Every word in a text of codes.

        Args:
            coded: the text.
            plain: the same in no disguise, to leave out what stands there as it is.
            pairs_at: for every place whether words of two characters may stand on it.
        """
        if len(coded) < _PAIR:
            return
        double = (coded[:-1] * _MIX ^ coded[1:]) * _MIX
        places = [self._pairs.places(double >> _SHIFT, None if pairs_at is None else pairs_at[:-1] & pairs_at[1:])]
        if len(coded) > _PAIR:
            places.append(self._others.places((double[:-1] ^ coded[2:]) * _MIX >> _SHIFT, None))
        if not any(len(at) for at, _ in places):
            return
        text = text_of(coded)
        bare = None if plain is None else text_of(plain)
        for at, numbers in places:
            for start, number in zip(at.tolist(), numbers.tolist(), strict=True):
                word = self._words[number]
                if bare is not None and bare.startswith(word, start):
                    continue
                begin = self._starts[number]
                if text.startswith(self._coded[begin : begin + len(word)], start):
                    yield start, start + len(word), word


class _Beginnings:
    """The first characters of some words, as small numbers in order."""

    def __init__(self, numbers: Places, starts: Places, coded: Codes, count: int) -> None:
        here = starts[numbers]
        hashes = _hashed(coded, here, count)
        order = np.argsort(hashes, kind="stable")
        self._numbers: Places = numbers[order]
        self._sorted: Codes = hashes[order]
        self._known: Flags = np.zeros(1 << _BITS, dtype=np.bool_)
        self._known[hashes] = True

    def places(self, hashes: Codes, allowed: Flags | None) -> tuple[Places, Places]:
        """Where in a text one may begin, and which."""
        known = self._known[hashes]
        at: Places = (known if allowed is None else known & allowed).nonzero()[0]
        if not len(at):
            return at, at
        here = hashes[at]
        first = self._sorted.searchsorted(here, "left")
        counts = self._sorted.searchsorted(here, "right") - first
        ranks = np.arange(int(counts.sum())) + np.repeat(first - np.cumsum(counts) + counts, counts)
        return np.repeat(at, counts), self._numbers[ranks]


def _hashed(codes: Codes, starts: Places, count: int) -> Codes:
    """One small number for the first characters of each word."""
    total = codes[starts] * _MIX
    for at in range(1, count):
        total = (total ^ codes[starts + at]) * _MIX
    return total >> _SHIFT
