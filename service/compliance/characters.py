"""Characters that stand for others: compatibility forms, traditional script, foreign letters that look Latin."""

import unicodedata

from service.traditional import SIMPLIFIED

LOOKALIKES: dict[str, str] = dict(
    zip(
        "АВЕКМНОРСТУХаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧοаνιαⅠ",
        "ABEKMHOPCTYXaeopcyxisjABEZHIKMNOPTYXoaviaI",
        strict=True,
    )
) | {"衞": "卫"}
# Left as they are: NFKC would turn them into ASCII, and a Chinese comma must not look like a thousands separator.
_KEPT = frozenset("，：；！？（）…～")
_DROPPED = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufeff\uffa0")


def fold(char: str) -> str:
    """One character as patterns see it; empty when it shows nothing, several for ㎏ and the like."""
    if char in _KEPT:
        return char
    if char in _DROPPED or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000":
        return ""
    folded = unicodedata.normalize("NFKC", char)
    return "".join(SIMPLIFIED.get(part) or LOOKALIKES.get(part) or part for part in folded)


class _Table(dict[int, str]):
    """`str.translate` by `fold`, each character folded once in the life of the process.

    Attributes:
        uneven: the characters met so far that do not fold to exactly one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        self[code] = folded
        return folded


FOLDED = _Table()
