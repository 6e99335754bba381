"""School grades: 四年级 names a class, and is held only by the same one."""

from decimal import Decimal

from service.grounding.numerals import zh_number
from service.grounding.types import Amount, ClaimKind, Mention
from service.patterns import lazy

_GRADE = lazy(r"(?<![0-9一二三四五六七八九十])(?P<n>1[0-2]|[1-9]|[一二三四五六七八九])年级")


def find_grades(text: str) -> list[Mention]:
    """The grades of a folded text."""
    found: list[Mention] = []
    for match in _GRADE.finditer(text) if "年级" in text else ():
        number = Decimal(match["n"]) if match["n"].isascii() else zh_number(match["n"])
        found.append(Mention(ClaimKind.NUMBER, *match.span(), Amount(number, frozenset({"grade"}))))
    return found
