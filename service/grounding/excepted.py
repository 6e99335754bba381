"""What a line sets aside: “除已核实的37张外，还有没有别的” leaves nothing open about the 37."""

import re

from service.grounding.alignment import Match
from service.patterns import lazy

_EXCEPTED = lazy(
    r"除(?:了)?[^，。；]{1,24}(?:以外|之外|外)|\b(?:apart from|other than|except(?: for)?|besides|beyond)\b[^,.;]{1,40}",
    re.IGNORECASE,
)


def is_set_aside(match: Match) -> bool:
    """Whether a clause has no more of a line than what the line sets aside: “已核实37张” of “除已核实的37张外，还有没有别的”."""
    at, line = match.line.sentence.start, match.line.clause
    excepted = _EXCEPTED.search(match.item.folded, at + line.start, at + line.end)
    if excepted is None:
        return False
    start, end = excepted.span()
    rest = {key for piece in line.pieces if not start <= at + piece.start < end for key in piece.keys}
    return rest.isdisjoint(match.keys)
