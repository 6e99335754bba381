"""English statements in one English throughout: the ledger's spelling, dates and hours brought to the statement's own.

What is quoted, names, addresses and links stay as they are written. No value changes: `6:45 p.m. on March 13` is `18:45 on 13 March`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.brands import find_brand
from service.briefs import IncidentBrief, Language
from service.drafting.composer.tables import spelling_table
from service.llm.schemas import Composition
from service.patterns import lazy

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# `In May 20 people …` is no date, nor is a month before a count.
_AMERICAN_DAY = lazy(
    rf"(?<!\b[Ii]n )\b(?P<month>{_MONTH}) (?P<days>\d{{1,2}}(?:(?: to | and | or |–|-)\d{{1,2}})?)(?:,? (?P<year>20\d\d))?\b(?!:\d|,\d{{3}})"
)
_BRITISH_DAY = lazy(rf"\b(?P<days>\d{{1,2}}(?:(?:, | to | and | or |–|-)\d{{1,2}})*) (?P<month>{_MONTH})(?: (?P<year>20\d\d))?\b")
_DAY = lazy(r"\d{1,2}")
_AMERICAN_CLOCK = lazy(r"\b(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m(?:\.|\b)", re.IGNORECASE)
_BRITISH_CLOCK = lazy(r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])(?!\s?[ap]\.?m)", re.IGNORECASE)
# "From 1:10 to 4:35 p.m.": the half of the day stands once, and holds for both.
_RANGE = lazy(
    r"(?:(?<=\bfrom )|(?<=\bbetween )|(?=\d{1,2}:))(?<![\d:.,])(?P<first>(?P<hour>1[0-2]|0?[1-9])(?::[0-5]\d)?)(?P<between>\s?(?:to|until|till|and|–|—|-)\s?)"
    r"(?P<second>(?P<last>1[0-2]|0?[1-9])(?::[0-5]\d)?\s?(?P<half>[ap])\.?m\b)",
    re.IGNORECASE,
)
_KEPT = lazy(r"“[^”]*”|\"[^\"]*\"|\S*@\S+|https?://\S+|\S+/\S+")
_WORD = lazy(r"\b[A-Za-z]+\b")


def localised(composition: Composition, brief: IncidentBrief, language: Language) -> Composition:
    """The composition in American or in British English throughout."""
    names = re.compile("|".join(re.escape(name) for name in sorted(_names(brief), key=len, reverse=True)))

    def written(text: str) -> str:
        return "".join(piece if kept else _spelled(_timed(piece, language), language) for piece, kept in _pieces(text, names))

    return replace(
        composition,
        title=written(composition.title),
        sentences=tuple(replace(sentence, text=written(sentence.text)) for sentence in composition.sentences),
    )


def _names(brief: IncidentBrief) -> Iterator[str]:
    profile = find_brand(brief.brand)
    issuer = brief.issuer
    yield brief.brand
    yield from (text for text in (issuer.organisation, issuer.person, issuer.title) if text)
    yield from profile.all_names() if profile is not None else ()
    yield from (contact.value for contact in brief.contacts)


def _pieces(text: str, names: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it stays as it is."""
    spans = sorted(match.span() for pattern in (_KEPT, names) for match in pattern.finditer(text))
    at = 0
    for start, end in spans:
        if start < at:
            continue
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _timed(text: str, language: Language) -> str:
    text = _RANGE.sub(_both_halves, text)
    if language is Language.EN_US:
        return _BRITISH_CLOCK.sub(_american_clock, _BRITISH_DAY.sub(_american_day, text)).replace(".m..", ".m.")
    whole = _AMERICAN_CLOCK.sub(_british_clock, _AMERICAN_DAY.sub(_british_day, text))
    # The stop of `p.m.` was the sentence's too.
    return whole + "." if text.rstrip().endswith((".m.", "m.")) and not whole.rstrip().endswith(".") else whole


def _both_halves(match: re.Match[str]) -> str:
    """The half of the day behind both ends; `11 to 1 p.m.` begins before noon."""
    half = match["half"].lower()
    if int(match["hour"]) % 12 > int(match["last"]) % 12:
        half = "a" if half == "p" else "p"
    return f"{match['first']} {half}.m.{match['between']}{match['second']}"


def _american_day(match: re.Match[str]) -> str:
    """Each day with its month, so that none can be read for a number: `August 30 and August 31`."""
    year = f", {match['year']}" if match["year"] else ""
    return _DAY.sub(lambda day: f"{match['month']} {day.group()}{year}", match["days"])


def _british_day(match: re.Match[str]) -> str:
    return f"{match['days']} {match['month']}" + (f" {match['year']}" if match["year"] else "")


def _american_clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    return f"{hour % 12 or 12}:{match['minute']} {'a.m.' if hour < 12 else 'p.m.'}"


def _british_clock(match: re.Match[str]) -> str:
    hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour:02d}:{match['minute'] or '00'}"


def _spelled(text: str, language: Language) -> str:
    table = _spellings(language)

    def word(match: re.Match[str]) -> str:
        found = match.group()
        # A capital inside a sentence is a name's: Department of Labor.
        opens = match.start() == 0 or text[: match.start()].rstrip().endswith((".", ":", "?"))
        if found.islower():
            return table.get(found, found)
        other = table.get(found.lower()) if opens and found.istitle() else None
        return other.capitalize() if other is not None else found

    return _WORD.sub(word, text)


def _spellings(language: Language) -> dict[str, str]:
    words = spelling_table().words
    return {british: american for american, british in words.items()} if language is Language.EN_US else words
