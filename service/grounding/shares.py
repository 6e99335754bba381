"""Shares of a whole that hold their number inside: 百分之三, 三分之一, two thirds, one in five."""

import re
from collections.abc import Iterator
from decimal import Decimal

from service.grounding.folding import Span, blank
from service.grounding.hedges import hedge_before
from service.grounding.numerals import EN_COUNTED, ZH_NUMERAL, en_number, zh_number
from service.grounding.types import Amount, ClaimKind, Mention
from service.patterns import lazy

_PERCENT_ZH = lazy(rf"百分之(?P<n>百|{ZH_NUMERAL}|[0-9]+(?:\.[0-9]+)?)")
_FRACTION_ZH = lazy(rf"(?P<d>(?:{ZH_NUMERAL}|[百千万]))分之(?P<n>{ZH_NUMERAL})")
_FRACTION = lazy(r"[1-9](?<![0-9/.].)/(?:[2-9]|10)(?![0-9/])")
_EN_FRACTION = lazy(
    r"(?<![A-Za-z])(?:(?P<n>one|two|three|four|five|six|seven|eight|nine|a)[- ])(?P<d>third|quarter|fifth|sixth|eighth|tenth)s?(?= of(?![A-Za-z])| the | our )"
    r"|(?<![A-Za-z])(?P<half>half)(?= of| the | our )(?! the (?:questions|answers|story|battle)\b)|(?<![A-Za-z0-9.,])(?:(?P<top>[2-9]|two|three|four|five|six|seven|eight|nine)(?: (?:out of|in) (?:every )?|/)(?P<under>ten|10|five|5|four|4|three|3|eight|8|twenty|20|a hundred|100)|(?:one|1)(?P<of>(?:\s[a-z]+){0,2}) (?:in|out of) (?:every )?(?P<in>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|[1-9][0-9]?))(?=(?P<next> [a-z]+)|[.,;])",
    re.IGNORECASE,
)
_FRACTION_HINT = lazy(r"every |alf|hird|uarter|ifth|ixth|ighth|enth| in | out of ")
# Out of every five payments, about one fails: the share, told from its whole.
_OF_EVERY = lazy(
    r"(?<![A-Za-z])(?:out of|of|in|for) every (?P<whole>[a-z]+(?:-[a-z]+)?|[1-9][0-9]{0,3})(?= )[^.;:!?\n]{0,60}?,? ?(?:about |around |roughly |only |some )?(?<![A-Za-z0-9])(?P<part>one|two|three|four|five|six|seven|eight|nine|[1-9][0-9]?)(?![A-Za-z0-9-])",
    re.IGNORECASE,
)
_OF_AN_HOUR = lazy(r"(?<![A-Za-z])(?P<n>three|an?|one)?[ -]?quarters?[ -]of[ -]an[ -]hour(?![A-Za-z])", re.IGNORECASE)
_VERB = lazy(r" (?:was|is|were|are|has|had|have|still|fail|did|does|do|went|got|will|may|could)|\.")
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def find_shares(text: str, *, latin: bool) -> list[Mention]:
    """The shares of a folded text; `latin`: it has English words."""
    found: list[Mention] = []
    if "分之" in text:
        for match in _PERCENT_ZH.finditer(text):
            word = match["n"]
            number = Decimal(100) if word == "百" else Decimal(word) if word.isascii() else zh_number(word)
            found.append(_share(match, number))
        for match in _FRACTION_ZH.finditer(text):
            under = zh_number(match["d"])
            if under and match["d"] != "百":
                found.append(_share(match, _rounded(100 * zh_number(match["n"]) / under)))
    if "/" in text:
        found += [
            _share(match, _rounded(Decimal(match.group()[0]) * 100 / Decimal(match.group()[2:])))
            for match in _FRACTION.finditer(text)
        ]
    if latin and _FRACTION_HINT.search(text):
        hours = list(_of_an_hour(text))
        found += hours
        text = blank(text, [Span(mention.start, mention.end) for mention in hours]) if hours else text
        found += [
            _share(match, _en_share(match))
            for match in _EN_FRACTION.finditer(text)
            if (not match["of"] or _VERB.match(match["next"] or "."))
            and (not match["top"] or _number(match["top"]) < _number(match["under"]))
        ]
        found += _of_every(text)
    return found


def _of_an_hour(text: str) -> Iterator[Mention]:
    """Three quarters of an hour: a span of time, and no share of anything else."""
    for match in _OF_AN_HOUR.finditer(text):
        quarters = 3 if (match["n"] or "").lower() == "three" else 1
        yield Mention(
            ClaimKind.DURATION,
            *match.span(),
            Amount(Decimal(900 * quarters), frozenset({"seconds"}), hedge_before(text, match.start())),
        )


def _of_every(text: str) -> Iterator[Mention]:
    for match in _OF_EVERY.finditer(text) if "every " in text else ():
        word = match["whole"].lower()
        whole = Decimal(word) if word.isdigit() else Decimal(EN_COUNTED.get(word, 100 if word == "hundred" else 0))
        part = _number(match["part"])
        if whole > part:
            yield Mention(
                ClaimKind.PERCENT,
                match.start("whole"),
                match.end("part"),
                Amount(_rounded(100 * part / whole), frozenset({"percent"})),
            )


def _en_share(match: re.Match[str]) -> Decimal:
    if match["half"]:
        return Decimal(50)
    if match["top"]:
        return _rounded(100 * _number(match["top"]) / _number(match["under"]))
    if word := match["in"]:
        return _rounded(100 / _number(word))
    top = 1 if match["n"].lower() == "a" else en_number(match["n"])
    return _rounded(Decimal(100) * top / _PARTS[match["d"].lower()])


def _number(word: str) -> Decimal:
    return Decimal(word) if word.isdigit() else en_number(word.lower().removeprefix("a "))


def _rounded(share: Decimal) -> Decimal:
    return share.quantize(Decimal("0.1") if share >= 1 else Decimal("0.0001"))


def _share(match: re.Match[str], number: Decimal) -> Mention:
    return Mention(ClaimKind.PERCENT, *match.span(), Amount(number, frozenset({"percent"})))
