"""Names of people in Latin letters: capitalised words, weighed with titles, roles, first names and what stands behind."""

import re
from collections.abc import Iterator
from functools import cache

from service.patterns import lazy
from service.privacy.kinds import Item, Kind
from service.privacy.words import name_words

_WORD = r"[A-ZÀ-Þ](?:[A-Za-zÀ-ÿ]*[a-zà-ÿ]|['’][A-Z][a-z]+)(?:['’-](?!s\b)[A-Za-zÀ-ÿ]+)*"
_INITIAL = r"[A-Z]\.?(?![A-Za-z])"
_RUN = lazy(
    rf"(?<![A-Za-zÀ-ÿ0-9@_/.#-])(?:{_WORD}|[A-Z]\.)(?:[ \u00a0](?:(?:de|da|del|della|di|van|von|der|den|bin|ibn|binti|al|el|la|le|ter|du)[ -])?(?:{_WORD}|{_INITIAL})){{0,4}}(?![A-Za-zÀ-ÿ0-9_@])"
)
_PIECE = lazy(r"\S+")
_AGE_AFTER = lazy(r"(?:,? (?:aged )?[0-9]{1,3}(?:[,.;)]| ?years?| and|\Z)|,? \((?:aged )?[0-9]{1,3}\)|,? aged [0-9])")
_NAMED = lazy(
    r"(?:named|signs as|known as|goes by|name is|name was|called|name:|signed|signed by|regards,?|sincerely,?|attn:?|attention:?|姓名[:：是]?|名叫|叫做?|署名[:：]?|联系人[:：]?)[ \n]{0,2}\Z",
    re.IGNORECASE,
)
_POSSESSED = lazy(r"['’]s [A-Z][a-z]")
_REACHED = lazy(r"[,:;(]? ?\(?(?:\+[0-9]|[0-9(][0-9) -]{6}|[A-Za-z0-9._-]{2,40}@)")
_GREETED = lazy(r"(?:dear|hi|hello),? \Z", re.IGNORECASE)
_ENOUGH = 2.0


def find_english_names(text: str) -> Iterator[Item]:
    """People in a folded text."""
    for run in _RUN.finditer(text):
        span = _person(text, run)
        if span is not None:
            yield Item(*span, Kind.PERSON)


def _person(text: str, run: re.Match[str]) -> tuple[int, int] | None:
    """The part of a run of capitalised words that is a person's name."""
    lists = name_words().en
    words = list(_PIECE.finditer(text, *run.span()))
    titled = False
    while words and _is_lead(words[0].group()):
        lead = words.pop(0).group().strip(".")
        if lead in lists.official_titles:
            return None
        titled = titled or lead in lists.titles
    names = [word.group() for word in words]
    if (
        not names
        or _is_other_word(names[0], len(names))
        or set(names[1:]) & lists.not_people
        or set(names) & lists.official_titles
    ):
        # Sarah Whitfield Ltd, Port Road: a part of something else's name.
        return None
    start, end = words[0].start(), words[-1].end()
    if any(name.casefold() in lists.verbs and name not in lists.plain_first_names for name in names):
        return None
    return (start, end) if _score(text, names, start, end, titled=titled) >= _ENOUGH else None


def _is_other_word(word: str, size: int) -> bool:
    lists = name_words().en
    return word in lists.not_people and not (size > 1 and word in lists.plain_first_names)


def _is_lead(word: str) -> bool:
    lists = name_words().en
    bare = word.strip(".")
    return (
        bare in lists.titles
        or bare in lists.official_titles
        or bare.casefold() in _single_roles()
        or (word in lists.not_people and word not in lists.plain_first_names)
    )


def _score(text: str, words: list[str], start: int, end: int, *, titled: bool) -> float:
    """How much speaks for a person's name in `words`, which stand at `[start, end)`."""
    before = text[max(0, start - 40) : start]
    # Harry's Pies, Sarah Lee's Kitchen: a shop.
    if _official().search(before) or _POSSESSED.match(text, end):
        return 0.0
    score = _shape(words) + (3.0 if titled else 0.0)
    if _NAMED.search(before) or (_GREETED.search(before) and text[end : end + 1] in (",", "\n", ":", "")):
        score += 2.5
    elif _role_before().search(before):
        score += 1.5
    if _REACHED.match(text, end) or _AGE_AFTER.match(text, end) or _role_after().match(text, end):
        score += 1.5
    elif _acts().match(text, end):
        score += 0.8
    return score


def _shape(words: list[str]) -> float:
    """How much the words by themselves look like a name."""
    lists = name_words().en
    several = len(words) > 1
    score = 0.5 if 2 <= len(words) <= 4 else -0.5
    if words[0] in lists.first_names:
        score += 2.0
    elif several and words[0] in lists.plain_first_names:
        score += 1.0
    if words[0] not in lists.first_names and several and {words[0], words[-1]} & lists.pinyin_surnames:
        score += 1.5
    if several and (words[-1].count("-") == 1 or any(len(word.strip(".")) == 1 for word in words[:-1])):
        score += 0.8
    return score


@cache
def _single_roles() -> frozenset[str]:
    return frozenset(role for role in name_words().en.roles if " " not in role and len(role) > 2)


def _alternation(words: frozenset[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@cache
def _role_before() -> re.Pattern[str]:
    zh = name_words().zh
    return re.compile(
        rf"(?:(?<![A-Za-z]){_alternation(name_words().en.roles)}(?: of [a-z]+)?[,:]? |{_alternation(zh.roles | zh.titles)}[:：（(\s]?)\Z",
        re.IGNORECASE,
    )


@cache
def _role_after() -> re.Pattern[str]:
    return re.compile(
        rf"(?:,| \(|\n| -)\s?(?:who |the |our |its |a |an |their |his |her |my )?(?:[A-Za-z'’&-]{{1,18}} ){{0,3}}?{_alternation(name_words().en.roles)}(?![A-Za-z])",
        re.IGNORECASE,
    )


@cache
def _acts() -> re.Pattern[str]:
    zh = name_words().zh
    return re.compile(
        rf"(?:['’]s)? (?:has |had |was |is |also |later |then |who )?{_alternation(name_words().en.verbs)}(?![A-Za-z])| from (?:the|our) |['’]s (?:name|phone|address|account|home|family|order|mother|father|husband|wife|son|daughter|child|email)|\s?{_alternation(zh.speech | zh.honorifics)}"
    )


@cache
def _official() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z]){_alternation(name_words().en.official_titles)}\.? \Z")
