"""Codes of a letter and a figure, S3 or A2, which are names only beside others of their kind in the ledger."""

from collections.abc import Iterator, Sequence

from service.grounding.entries import Source
from service.grounding.folding import Span
from service.grounding.types import Mention
from service.patterns import lazy

_CODE = lazy(r"(?<![A-Za-z0-9./-])(?P<letter>[A-Z])(?P<n>[0-9]{1,2})(?![A-Za-z0-9%/-]|\.[0-9])")
_RUN = lazy(
    r"(?<![A-Za-z0-9])(?P<letter>[A-Z])(?P<a>[0-9]{1,2})\s?(?:to|-|through|until)\s?(?P=letter)?(?P<b>[0-9]{1,2})(?![0-9A-Za-z])"
)
# Q1 and A1 number questions and answers.
_POINTS = frozenset("QA")


def strange_codes(folded: str, sources: Sequence[Source], taken: Sequence[Mention]) -> Iterator[Span]:
    """The codes of a folded text whose letter the ledger uses for others, and which it does not have."""
    held: set[tuple[str, int]] | None = None
    for match in _CODE.finditer(folded):
        if held is None:
            held = set(_held(sources))
        letter, span = match["letter"], Span(*match.span())
        known = {number for other, number in held if other == letter}
        if not known or int(match["n"]) in known or (letter in _POINTS and folded[span.end : span.end + 1] in (".", ":", ")")):
            continue
        if not any(mention.start < span.end and span.start < mention.end for mention in taken):
            yield span


def _held(sources: Sequence[Source]) -> Iterator[tuple[str, int]]:
    for source in sources:
        for match in _CODE.finditer(source.text):
            yield match["letter"], int(match["n"])
        for run in _RUN.finditer(source.text):
            for number in range(int(run["a"]), int(run["b"]) + 1):
                yield run["letter"], number
