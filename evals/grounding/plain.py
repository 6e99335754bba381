"""One plain form for matching: simplified characters and straight quotes, code point for code point."""

import re
from functools import cache

from opencc import OpenCC

from evals.grounding.words import listed
from service.patterns import lazy

_HAN = lazy(r"[一-鿿]+")
_LATIN = lazy(r"[a-z0-9']+")
_EMPTY = frozenset(
    listed(
        "the a an of in on at to by from for and or is are was were has have had been be we our us it that this with as after before will "
        "not no do does did their they who which"
    )
)
_VARIANTS = str.maketrans({"’": "'", "‘": "'", "衞": "卫", "裏": "里", "台": "台", "臺": "台"})


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def plain(text: str) -> str:
    """The text for matching; every code point keeps its place."""
    text = text.translate(_VARIANTS)
    converted = str(_converter("t2s").convert(text))
    return converted if len(converted) == len(text) else text


def dressed(text: str, tag: str) -> str:
    """New wording in the characters of the statement's language."""
    return str(_converter("s2hk").convert(text)) if tag == "zh-HK" else text


def stems(text: str) -> frozenset[str]:
    """What two wordings of one thing share: pairs of characters, beginnings of words, figures."""
    found = {run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)}
    for word in _LATIN.findall(text.lower()):
        if word not in _EMPTY:
            found.add(re.sub(r"(?:ing|ed|es|s)$", "", word)[:6] if word.isalpha() else word)
    return frozenset(found)
