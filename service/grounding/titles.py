"""Titles that stand beside a person's name: one the ledger gives nobody makes another person of whoever bears it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from service.grounding import lexicon
from service.grounding.folding import Span
from service.grounding.name_words import name_words
from service.grounding.types import Claim, ClaimKind
from service.language import TextLanguage
from service.patterns import lazy

_TITLE = (
    r"(?:首席[\u4e00-\u9fff]{2,4}官|(?:执行|常务|联席|代理|名誉)?副?(?:董事长|总经理|总裁|总监|院长|校长|园长|店长|厂长|站长|馆长|部长|局长|处长|科长|主任|经理|主管"
    r"|书记|主席|会长|理事长|秘书长)|新闻发言人|发言人|创始人)"
)
_BEFORE = lazy(rf"(?P<t>{_TITLE})[\s:：]{{0,3}}\Z")
_AFTER = lazy(rf"[\s,，(（]{{0,2}}[\u4e00-\u9fff]{{0,6}}?(?P<t>{_TITLE})(?![助的])")
# 作为总经理，我……: who writes gives a title and no name.
_OF_MYSELF = lazy(rf"作为[\u4e00-\u9fff]{{0,10}}?(?P<t>{_TITLE})[，,]?(?=我)")
_REACH = 14
_EN_REACH = 60
_LEAD = r"(?:Chief|Managing|General|Regional|Deputy|Acting|Senior|Vice|Executive|Group|Interim|Associate|Assistant|National|Global|Area|District|Head|Lead|Operating|Financial|Technology|Information|Medical|Legal|Communications|Operations|Corporate|Customer|Public|Plant|Store|Site|Duty|Press)"


@cache
def english_title() -> re.Pattern[str]:
    """A job title written with capitals: Chief Operating Officer, Head of Communications."""
    jobs = lexicon.alternation(job.title() for job in name_words().en.jobs)
    return lazy(
        rf"(?<![A-Za-z])(?P<t>(?:(?:{_LEAD})[ -]){{0,4}}(?:{jobs}))(?P<of> (?:of|for) (?:the )?[A-Z][A-Za-z]+(?: (?:and |& )?[A-Z][A-Za-z]+){{0,3}})?(?![A-Za-z])"
    )


def foreign_titles(
    folded: str, claims: Sequence[Claim], people: frozenset[int], ledger: str, language: TextLanguage
) -> Iterator[Span]:
    """The titles beside supported people, by where they begin, that the ledger's text does not have; and those of whoever writes."""
    find = _chinese_title if language == "zh" else _english_title
    for claim in claims:
        if claim.kind is not ClaimKind.NAME or claim.start not in people or not claim.supported_by:
            continue
        found = find(folded, claim.start, claim.end)
        if found is not None and not _is_held(folded[found.start : found.end], ledger):
            yield found
    for match in (_OF_MYSELF if language == "zh" else _en_of_myself()).finditer(folded):
        if not _is_held(match["t"], ledger):
            yield Span(match.start("t"), match.end("t"))


def _is_held(title: str, ledger: str) -> bool:
    """Whether the ledger gives a title, in full or by its initials."""
    words = title.casefold().replace("-", " ")
    initials = "".join(word[0] for word in words.split())
    return words in ledger.casefold().replace("-", " ") or (title.isascii() and initials[:2] + "o" in ledger.casefold().split())


def _chinese_title(folded: str, start: int, end: int) -> Span | None:
    before = _BEFORE.search(folded, max(0, start - _REACH), start)
    found = before or _AFTER.match(folded, end)
    return Span(found.start("t"), found.end("t")) if found is not None and "\n" not in found.group() else None


def _english_title(folded: str, start: int, end: int) -> Span | None:
    """A title of two words or more right before a name, or behind its comma."""
    for match in english_title().finditer(folded, max(0, start - _EN_REACH), min(len(folded), end + _EN_REACH)):
        beside = match.end() <= start and not folded[match.end() : start].strip(" ,")
        beside = beside or (match.start() >= end and _BESIDE.fullmatch(folded, end, match.start()) is not None)
        if beside and " " in match["t"]:
            return Span(match.start("t"), match.end("t"))
    return None


_BESIDE = lazy(r"(?:,\s|\s[-(]\s?|\s\()(?:the|our|its|who is the)?\s?")


@cache
def _en_of_myself() -> re.Pattern[str]:
    """As Chief Executive, I."""
    return re.compile(rf"(?:(?<![A-Za-z])As (?:the |your |its )?){english_title().pattern}(?=,? I(?![A-Za-z]))")
