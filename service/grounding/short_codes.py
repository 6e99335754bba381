"""Codes of a letter and a figure, S3 or A2, which are names only beside others of their kind in the ledger."""

from collections.abc import Iterator, Mapping, Sequence

from service.grounding.folding import Span
from service.grounding.ledger import Ledger
from service.grounding.types import Mention
from service.patterns import lazy

_CODE = lazy(r"(?<![A-Za-z0-9./-])(?P<letter>[A-Z])(?P<n>[0-9]{1,2})(?![A-Za-z0-9%/-]|\.[0-9])")
_RUN = lazy(
    r"(?<![A-Za-z0-9])(?P<letter>[A-Z])(?P<a>[0-9]{1,2})\s?(?:to|-|through|until)\s?(?P=letter)?(?P<b>[0-9]{1,2})(?![0-9A-Za-z])"
)
# Q1 and A1 number questions and answers.
_POINTS = frozenset("QA")


def strange_codes(folded: str, ledger: Ledger, taken: Sequence[Mention]) -> Iterator[Span]:
    """The codes of a folded text whose letter the ledger uses for others, and which it does not have."""
    for match in _CODE.finditer(folded):
        letter, span = match["letter"], Span(*match.span())
        known = ledger.once(_held).get(letter)
        if not known or int(match["n"]) in known or (letter in _POINTS and folded[span.end : span.end + 1] in (".", ":", ")")):
            continue
        if not any(mention.start < span.end and span.start < mention.end for mention in taken):
            yield span


def _held(ledger: Ledger) -> Mapping[str, set[int]]:
    """The figures of a ledger's codes by their letter."""
    found: dict[str, set[int]] = {}
    for source in ledger.sources:
        for match in _CODE.finditer(source.text):
            found.setdefault(match["letter"], set()).add(int(match["n"]))
        for run in _RUN.finditer(source.text):
            found.setdefault(run["letter"], set()).update(range(int(run["a"]), int(run["b"]) + 1))
    return found
