"""Texts as arrays of code points, and tables over them: what is asked of every character is asked of all at once."""

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
# Every plane with writing; what lies beyond is private or shows nothing.
SIZE = 0x30000


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """The text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def paired(chars: str, codes: str) -> Codes:
    """One code point for each, itself where `chars` names none; of a character named twice the last counts."""
    table = np.arange(SIZE, dtype=np.uint32)
    named, meant = codes_of(chars), codes_of(codes)
    inside = named < SIZE
    table[named[inside]] = meant[inside]
    return table


def members_of(chars: frozenset[str]) -> Flags:
    """For every code point whether it is one of these characters."""
    table = np.zeros(SIZE, dtype=np.bool_)
    table[[ord(char) for char in chars if ord(char) < SIZE]] = True
    return table


def within(codes: Codes) -> Codes:
    """The codes with those beyond the tables put at the last place, of which no table says anything."""
    return np.minimum(codes, SIZE - 1)
