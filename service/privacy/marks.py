"""Placeholders: how they are written, and how they are read after a model has retyped them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.language import TextLanguage
from service.patterns import lazy
from service.privacy.kinds import Kind, label_of

_BY_LABEL = {label_of(kind, language).casefold(): kind for kind in Kind for language in ("zh", "en")}
_ZH = "|".join(sorted((label_of(kind, "zh") for kind in Kind), key=len, reverse=True))
_EN = "|".join(sorted((label_of(kind, "en") for kind in Kind), key=len, reverse=True))
# Models change brackets, width, case and spacing, or escape the underscore. The looser the brackets, the stricter the rest: "(phone 1)"
# may be anybody's text.
_MARK = lazy(
    rf"[〔［\[【「{{]\s*(?P<a>{_ZH}|{_EN})[\s_\\＿-]*(?P<an>\d{{1,4}})\s*[〕］\]】」}}]"
    rf"|[(（<＜《]\s*(?:(?P<b>{_ZH})\s?(?P<bn>\d{{1,4}})|(?P<c>{_EN})\\?[_＿](?P<cn>\d{{1,4}}))\s*[)）>＞》]"
    rf"|(?<![A-Za-z])(?-i:(?P<d>{_EN})\\?[_＿])(?P<dn>\d{{1,4}})(?!\d)",
    re.IGNORECASE,
)
_REMAINS = lazy(
    rf"[〔［]\s*(?:{_ZH})|(?:{_ZH})\s?\d*\s*[〕］]|(?:人名|证件号)\s?\d{{1,2}}(?!\d)|[(<]\s*(?:{_EN})\s?\d{{1,2}}\s*[)>]|(?-i:(?:{_EN})[_＿])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A placeholder at its place."""

    start: int
    end: int
    kind: Kind
    number: int


def write_mark(kind: Kind, number: int, language: TextLanguage) -> str:
    """The placeholder as it is sent."""
    label = label_of(kind, language)
    return f"〔{label}{number}〕" if language == "zh" else f"[{label}_{number}]"


def read_marks(text: str) -> Iterator[Mark]:
    """Every placeholder of a text, in whatever dress."""
    for match in _MARK.finditer(text):
        group = match.lastgroup or ""
        label = match[group[0]]
        yield Mark(match.start(), match.end(), _BY_LABEL[label.casefold()], int(match[f"{group[0]}n"]))


def read_remains(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands that can only be a placeholder taken apart."""
    yield from (match.span() for match in _REMAINS.finditer(text))
