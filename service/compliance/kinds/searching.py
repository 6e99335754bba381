"""Searching an expression over part of a text.

Many expressions begin with a few characters of whatever stands before (`[^，。]{0,8}?…`), so that the reported piece holds the thing it
speaks of. To try that from every place costs many times the search for what follows; so the beginning is taken off, and put back by
looking left from each match. The result is the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.compliance.factors import opened
from service.compliance.reading import Span

_CLASS = r"\[\^?(?:\\.|[^\]\\])+\]"
_LEADING = re.compile(
    rf"(?P<span>\(\?P<span>)?(?P<group>\(\?P<(?P<title>\w+)>)?"
    rf"(?:(?P<plain>{_CLASS})|\(\?:(?P<grouped>{_CLASS})\))\{{0,(?P<most>\d+)\}}\?"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A match: what is reported, and its named parts."""

    span: Span
    parts: dict[str, Span]


@dataclass(frozen=True, slots=True)
class Search:
    """An expression without its beginning, and what the beginning may be."""

    rest: re.Pattern[str]
    leading: re.Pattern[str] | None
    most: int
    title: str | None

    def over(self, text: str, start: int, end: int) -> Iterator[Found]:
        """Every match in `text[start:end]` that is not empty."""
        for match in self.rest.finditer(text, start, end):
            if match.end() == match.start():
                continue
            names = {name: match.span(name) for name, value in match.groupdict().items() if value is not None}
            span = names.pop("span", match.span())
            if self.leading is not None:
                begins = self._begins(text, match.start(), start)
                if span[0] == match.start():
                    span = (begins, span[1])
                if self.title is not None and begins < match.start():
                    names[self.title] = (begins, match.start())
            yield Found(span, names)

    def _begins(self, text: str, at: int, start: int) -> int:
        assert self.leading is not None
        least = max(start, at - self.most)
        while at > least and self.leading.match(text, at - 1, at):
            at -= 1
        return at


@cache
def search_of(regex: str) -> Search:
    """The search for an expression, compiled once in the life of the process."""
    head, rest = parted(regex)
    opening = _LEADING.match(head)
    if opening is None:
        return Search(re.compile(regex), None, 0, None)
    leading = re.compile(opening["plain"] or opening["grouped"])
    return Search(re.compile((opening["span"] or "") + rest), leading, int(opening["most"]), opening["title"])


def parted(regex: str) -> tuple[str, str]:
    """The beginning that can be taken off, and what follows it; an empty one where none can."""
    opening = _LEADING.match(regex)
    if opening is None:
        return "", regex
    end = opening.end()
    if opening["group"]:
        # The group must hold the beginning alone.
        if not regex.startswith(")", end):
            return "", regex
        end += 1
    return (regex[:end], regex[end:]) if _is_whole(regex[end:], bool(opening["span"])) else ("", regex)


def quickened(regex: str) -> str:
    """The same expression with a look at the first character behind its beginning, which spares most of the search."""
    head, rest = parted(regex)
    return head + opened(rest) if not head or "(?P<span>" not in head else _inside_span(head, rest)


def _inside_span(head: str, rest: str) -> str:
    """`rest` closes the group that `head` opens, so the look is made of both and put between them."""
    whole = opened("(?P<span>" + rest)
    look = whole.removesuffix("(?P<span>" + rest)
    return head + look + rest


def _is_whole(rest: str, in_span: bool) -> bool:  # noqa: FBT001 - where the expression stands
    """Whether nothing outside shares the beginning: no choice beside it."""
    depth = 1 if in_span else 0
    plain = re.sub(rf"\\.|{_CLASS}", "_", rest)
    for char in plain:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth <= (1 if in_span else 0):
            return False
    return True
