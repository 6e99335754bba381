"""Characters that stand for others: compatibility forms, traditional script, foreign letters that look Latin or Han."""

import unicodedata

import numpy as np

from service.compliance.codes import SIZE, codes_of, text_of
from service.traditional import SIMPLIFIED

LOOKALIKES: dict[str, str] = dict(
    zip(
        "АВЕКМНОРСТУХаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧοаνιαⅠエロニトタカハ",
        "ABEKMHOPCTYXaeopcyxisjABEZHIKMNOPTYXoaviaI工口二卜夕力八",
        strict=True,
    )
) | {"衞": "卫"}
# Left as they are: NFKC would turn them into ASCII, and a Chinese comma must not look like a thousands separator.
_KEPT = frozenset("，：；！？（）…～")
# Squares with a character in them that writers set as ornaments, not as that character.
_ORNAMENTS = frozenset("🈁🈂🈷🈲🈳🈵🈸🈺")
_DROPPED = frozenset("\u00ad\u034f\u061c\u20e3\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0")

# Lines drawn through, over or under characters; no language writes with them.
_DRAWN = frozenset("\u0305\u0332\u0333\u0334\u0335\u0336\u0337\u0338\u033f\u0347\u20d2\u20d3\u20e5\u20e6\u20eb")


def fold(char: str) -> str:
    """One character as patterns see it; empty when it shows nothing, several for ㎏ and the like."""
    if char in _KEPT or char in _ORNAMENTS:
        return char
    if (
        char in _DROPPED
        or char in _DRAWN
        or unicodedata.category(char) == "Cf"
        or "\ufe00" <= char <= "\ufe0f"
        or char >= "\U000e0000"
    ):
        return ""
    folded = unicodedata.normalize("NFKC", char)
    return "".join(SIMPLIFIED.get(part) or LOOKALIKES.get(part) or part for part in folded)


class _Table(dict[int, str]):
    """`str.translate` by `fold`, each character folded once in the life of the process."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold(chr(code))
        return folded


FOLDED = _Table()
# Not asked yet; and folds to none, or to several.
_UNKNOWN, _UNEVEN = 0xFFFFFFFF, 0xFFFFFFFE
_ONE_FOR_ONE = np.full(SIZE, _UNKNOWN, dtype=np.uint32)


def folded(source: str) -> str | None:
    """The text with every character folded; None where one does not fold to exactly one."""
    codes = codes_of(source)
    if codes.max(initial=0) >= SIZE:
        return None
    found = _ONE_FOR_ONE[codes]
    if found.max(initial=0) == _UNKNOWN:
        for code in set(codes[found == _UNKNOWN].tolist()):
            char = FOLDED[code]
            _ONE_FOR_ONE[code] = ord(char) if len(char) == 1 else _UNEVEN
        found = _ONE_FOR_ONE[codes]
    return None if found.max(initial=0) == _UNEVEN else text_of(found)
