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
    opening = _LEADING.match(regex)
    if opening is None:
        return Search(re.compile(opened(regex)), None, 0, None)
    rest = regex[opening.end() :]
    if opening["group"]:
        # The group holds the beginning alone, else it is left as it is.
        if not rest.startswith(")"):
            return Search(re.compile(regex), None, 0, None)
        rest = rest[1:]
    if not _is_whole(rest, bool(opening["span"])):
        return Search(re.compile(regex), None, 0, None)
    leading = re.compile(opening["plain"] or opening["grouped"])
    return Search(re.compile(opened((opening["span"] or "") + rest)), leading, int(opening["most"]), opening["title"])


def _is_whole(rest: str, in_span: bool) -> bool:  # noqa: FBT001 - where the expression stands
    """Whether nothing outside shares the beginning: no choice beside it."""
    depth = 1 if in_span else 0
    plain = re.sub(rf"\\.|{_CLASS}", "_", rest)
    for char in plain:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth <= (1 if in_span else 0):
            return False
    return True
