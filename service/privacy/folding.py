"""A text as its finders read it: full width, digits of other scripts, odd dashes and traditional characters made plain, offsets kept."""

import unicodedata

from service.patterns import lazy
from service.traditional import SIMPLIFIED

_ODD = lazy(r"[^\x00-\x7f\u3001-\u9fff]")
_DASHES = "‐‑‒–—―−﹣－⁃"
_SIMPLIFIED = str.maketrans(SIMPLIFIED)
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"


def fold(text: str) -> str:
    """The text with each character replaced by its plain form, if that is one character."""
    return _ODD.sub(lambda match: _plain(match.group()), text).translate(_SIMPLIFIED)


def _plain(char: str) -> str:
    if char in _DASHES:
        return "-"
    if char in _SPACES:
        return " "
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char
