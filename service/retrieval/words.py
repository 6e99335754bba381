"""The words of a text as retrieval reads them: Chinese words with the shorter words inside them, English words and figures."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from service.traditional import SIMPLIFIED

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+|[a-z]+(?:'[a-z]+)?|[0-9]+(?:[.:/-][0-9]+)*")
_HAN_FROM = "\u3400"
_FOLD = str.maketrans(SIMPLIFIED)
# Words and characters that stand in every text and tell none apart.
FUNCTION_CHARACTERS = frozenset("的了在是和与及或之其为以于对将被把由从而则所这那个也都就还并等着过吗呢吧啊我们你他她它您一不有")
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can do does did for from had has have he her his how i if in into is it its may more no"
        " not of on or our out she should so such than that the their them then there these they this those to up was we were"
        " what when where which who will with would you your",
    )
)


def fold(text: str) -> str:
    """Compatibility forms and capitals folded, traditional characters simplified."""
    return unicodedata.normalize("NFKC", text).lower().translate(_FOLD)


def words(text: str) -> Iterator[str]:
    """The words in order; function words and single function characters are left out."""
    from rjieba import cut_for_search  # noqa: PLC0415 - it loads its dictionary, which English alone need not wait for

    for mark in _RUN.finditer(fold(text)):
        run = mark.group()
        if run[0] >= _HAN_FROM:
            yield from (word for word in cut_for_search(run) if word not in FUNCTION_CHARACTERS)
        elif run not in FUNCTION_WORDS:
            yield run


def pairs(text: str) -> Iterator[str]:
    """Pairs of neighbouring Chinese characters: they find what a dictionary cuts otherwise, such as names."""
    for mark in _RUN.finditer(fold(text)):
        if mark.group()[0] >= _HAN_FROM:
            for left, right in pairwise(mark.group()):
                if left not in FUNCTION_CHARACTERS and right not in FUNCTION_CHARACTERS:
                    yield left + right
