"""How much room the words beside a clock time leave: just before eleven, by midnight, 快11点."""

import re
from dataclasses import replace

from service.grounding.types import Moment
from service.patterns import lazy

_BEFORE = lazy(
    r"(?<![A-Za-z])(?:(?:(?P<just>just|shortly|a\s(?:little|bit|few\sminutes)|soon|right|moments|minutes)\s)?(?P<side>before|after)"
    r"|(?P<by>by|until|till|towards)|(?P<near>nearly|almost|getting\son\sfor|coming\sup\sto|approaching|not\squite|close\sto|just\sshort\sof|a\slittle\sbefore)|(?P<round>around|about))\s\Z"
    r"|(?P<zh>快到?了?|将近|接近|临近|不到|未到)\s?\Z|(?P<past>(?<!超)刚过|过了)\s?\Z",
    re.IGNORECASE,
)
_AFTER = lazy(r"(?:刚过|过后不久|出头)")
_POLES = lazy(r"noon|midday|midnight|正午|午夜", re.IGNORECASE)
_REACH = 20
# Minutes before and after that a ledger's time may lie from the time said.
_SHORTLY, _POLE, _BY, _ROUGHLY = 45, 120, 60, 20
_END_OF_DAY = (-1, 0)


def with_leeway(text: str, start: int, end: int, moment: Moment) -> Moment:
    """The moment with the room that the words around it leave."""
    if moment.hour is None:
        return moment
    pole = not moment.minute and _POLES.search(text, start, end) is not None
    slack = _leeway(text, start, end, pole=pole)
    if slack is None and moment.about and not moment.minute:
        slack = (-_ROUGHLY, _ROUGHLY)
    if slack is None and pole and moment.hour == 0:
        slack = _END_OF_DAY
    if slack is None:
        return moment
    other = None if moment.alternative is None else replace(moment.alternative, slack=slack)
    return replace(moment, slack=slack, alternative=other)


def _leeway(text: str, start: int, end: int, *, pole: bool) -> tuple[int, int] | None:
    if _AFTER.match(text, end):
        return 0, _SHORTLY
    found = _BEFORE.search(text, max(0, start - _REACH), start)
    if found is None:
        return None
    if found["past"]:
        return 0, _SHORTLY
    if found["zh"] or found["near"]:
        return -_SHORTLY, 0
    if found["side"] and (found["just"] or pole):
        wide = _SHORTLY if found["just"] else _POLE
        return (-wide, 0) if found["side"].lower() == "before" else (0, wide)
    if pole:
        return (-_BY, 0) if found["by"] else (-_SHORTLY, _SHORTLY)
    return None
