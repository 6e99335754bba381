"""Names in English texts: capitalised runs, told apart by their words and by what stands around them."""

import re
from collections.abc import Iterator
from functools import cache

from service.grounding import lexicon
from service.grounding.english_runs import Run, Word, find_runs
from service.grounding.name_keys import canonical, is_alias
from service.grounding.name_words import name_words
from service.grounding.places import LONGEST, places
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_NEAR = 60
_ROADS = lazy(
    r"(?:the|on|off|near) (?P<a>[MAB]\d{1,4})(?![\w-])|(?P<b>M\d{1,2})(?<![\w-]..)(?<![\w-]...)(?![\w-])|(?P<c>I-\d{1,3})(?![\w-])|(?P<d>US-\d{1,3})(?![\w-])"
)
_POSTCODE = lazy(r"[A-Z](?<![A-Za-z0-9].)[A-Z]?\d[A-Z\d]? \d[A-Z]{2}(?![A-Za-z0-9])")
# A clock and a currency are no place: "all in Hong Kong dollars".
_NOT_AFTER = lazy(
    r"[ -](?:time|Time|style|branded?|[Dd]ollars?|[Pp]ounds?|[Ff]rancs?|[Rr]upees?|[Kk]ron[ae]r?|[Pp]esos?|cents?)\b"
)
_NUMBERED_END = r"(?:{words}) (?:No\.? ?)?\d{{1,3}}[A-Z]?(?![\w.,:%]*\d)"
_LAWS = frozenset(
    {
        "Act",
        "Acts",
        "Regulations",
        "Regulation",
        "Law",
        "Laws",
        "Rules",
        "Rule",
        "Code",
        "Directive",
        "Order",
        "Bill",
        "Provisions",
        "Measures",
    }
)
_LEGAL = frozenset({"Inc", "Ltd", "LLC", "LLP", "PLC", "plc", "Limited", "Corporation", "Company"})
_SIGNATURE = 60
_SHORTEST_NAME = 5
_LONGEST_SIGNATURE = 40
_DETERMINED = lazy(r"(?:^|[^A-Za-z])(?:the|our|its|their|at|in|from|near|and|a|any|every|all|each) \Z", re.IGNORECASE)
_IN = lazy(r"(?:^|[^A-Za-z])(?:in|near|outside|around|from|between|at) \Z")
_PAIR = lazy(r"(?:[A-Z][A-Za-z]{2,30}|here|there),? (?:and|or) \Z")
_PHRASE_END = lazy(
    r"[.,;:)]|$| (?:on|and|or|at|is|was|were|are|has|have|had|to|from|who|which|where|when|after|before|since|until|by|for|with|that|will|about|between|this|last|between)(?![A-Za-z])"
)
_AGE = lazy(r",? (?:aged )?\d{2}(?:,|\))|,? \(\d{2}\)")
_NAME_WORD = lazy(
    r"(?:[A-Z]\.|[A-Z][a-z\u00e0-\u024f]+(?:['-][A-Z][a-z]+)*|Mc[A-Z][a-z]+|O'[A-Z][a-z]+|de|la|van|von|der|del|bin|al)\Z"
)
_PRODUCT_LIKE = lazy(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*\Z|[A-Z]+\d+[A-Z]?\Z")


def find_english(text: str) -> Iterator[Mention]:
    """Names of all kinds; unsure where only the shape speaks for one."""
    for run in find_runs(text):
        yield from _read(text, run)
    for pattern in (_ROADS, _POSTCODE, _numbered()):
        for match in pattern.finditer(text):
            group = match.lastgroup or 0
            yield _mention(text, *match.span(group), "place", unsure=False)


@cache
def _numbered() -> re.Pattern[str]:
    """Line 3, Terminal 5: things with a number for a name."""
    return re.compile(_NUMBERED_END.format(words="|".join(sorted(name_words().en.numbered))))


def _mention(text: str, start: int, end: int, kind: str, *, unsure: bool) -> Mention:
    return Mention(ClaimKind.NAME, start, end, Label(canonical(text[start:end]), kind), unsure=unsure)


def _of(text: str, words: tuple[Word, ...], kind: str, *, unsure: bool = False) -> Mention:
    return _mention(text, words[0].start, words[-1].end, kind, unsure=unsure)


def _read(text: str, run: Run) -> Iterator[Mention]:
    """What one run names."""
    words = run.words
    if words[0].text.rstrip(".") in name_words().en.titles and len(words) > 1:
        person = _person_words(words[1:])
        if person:
            yield _of(text, person, "person")
            words = words[len(person) + 1 :]
    if words and (cut := _after_job(words)):
        person = _person_words(words[cut:])
        if len(person) >= 2:
            yield _of(text, person, "person")
            words = words[cut + len(person) :]
    if words and (words[-1].text not in _LAWS or _ends_organisation(words)):
        words = _without_outer(words)
        if words:
            yield from _classified(text, run, words)


def _person_words(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The first words that can be a person's name."""
    count = 0
    ordinary = name_words().en.ordinary
    while count < min(4, len(words)) and _NAME_WORD.match(words[count].text) and words[count].text not in ordinary:
        count += 1
    return words[:count]


def _after_job(words: tuple[Word, ...]) -> int:
    """Where a name may start behind a job written with capitals: Chief Executive Jane Doe."""
    jobs = name_words().en.jobs
    last = max((at for at, word in enumerate(words) if word.text.casefold() in jobs), default=-1)
    return (
        last + 1
        if 0 <= last < len(words) - 1 and all(word.text in name_words().en.ordinary or word.links for word in words[:last])
        else 0
    )


def _without_outer(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The run without words at its ends that are nobody's name, unless they make an organisation's or a place's."""
    lists = name_words().en
    if _is_fixed(words) or _ends_organisation(words) or _is_public(words):
        return words
    if words[-1].text in lists.place_ends and len(words) > 1:
        return words if any(_tells(word) for word in words) else ()
    if (known := _known_place(words)) and not any(_tells(word) for word in (*words[: known[0]], *words[known[1] :])):
        # New York City: ordinary words can be part of a place's name.
        return words[known[0] : known[1]]
    while words and not _tells(words[-1]):
        words = words[:-1]
    while words and not _tells(words[0]):
        words = words[1:]
    return words


def _tells(word: Word) -> bool:
    """Whether a word can be what a name is known by."""
    ordinary = name_words().en.ordinary
    first = word.text.partition("'")[0].partition("-")[0] if word.text[-1:].islower() else word.text
    return not (word.links or word.text.isdigit() or word.text in ordinary or first in ordinary)


def _is_public(words: tuple[Word, ...]) -> bool:
    """Food Standards Agency, State Board of Pharmacy: nothing but subjects and the kind of a public body."""
    lists = name_words().en
    if len(words) < 2:
        return False
    for at in range(1, len(words) - 1):
        if words[at].text in ("of", "for") and words[at - 1].text in lists.org_heads:
            return all(word.text in lists.subjects or word.links for word in words[at + 1 :])
    return words[-1].text in lists.public_ends and all(word.text in lists.subjects or word.links for word in words[:-1])


def _is_fixed(words: tuple[Word, ...]) -> bool:
    name = " ".join(word.text for word in words)
    return name in name_words().en.fixed or (len(words) > 2 and is_alias(canonical(name)))


def _ends_organisation(words: tuple[Word, ...]) -> bool:
    ends = name_words().en.org_ends
    tail = [word.text.rstrip(".") for word in words[-2:]]
    if len(words) > 1 and (tail[-1] in ends or " ".join(tail) in ends):
        return True
    # Bank of Ruritania, Department for Transport: the head stands first.
    heads = name_words().en.org_heads
    return any(
        words[at].text in ("of", "for") and words[at - 1].text in heads and _tells(words[at + 1])
        for at in range(1, len(words) - 1)
    )


def _classified(text: str, run: Run, words: tuple[Word, ...]) -> Iterator[Mention]:
    lists = name_words().en
    start, end = words[0].start, words[-1].end
    if words[0].text == "NHS" and text.startswith(" 111", words[0].end):
        # A line for everybody, like 999.
        return
    if _is_fixed(words):
        yield _of(text, words, "organisation")
        return
    if _is_public(words) or (_ends_organisation(words) and any(_names(word) for word in words)):
        if not run.heading or words[-1].text.rstrip(".") in lists.public_ends | _LEGAL:
            yield _of(text, words, "organisation", unsure=run.heading)
        return
    fixed = [word for word in words if word.text in lists.fixed and (word.text.isupper() or len(words) == 1)]
    if fixed and len(words) <= 3:
        yield _of(text, (fixed[0],), "organisation", unsure=run.heading)
        return
    known = _known_place(words)
    if known:
        yield from _place(text, run, words, known)
        return
    if (words[-1].text in lists.place_ends or words[0].text in lists.place_starts) and len(words) > 1:
        yield _of(text, words, "place", unsure=run.heading or (not _names(words[0]) and words[0].text not in lists.place_starts))
        return
    if _is_person(text, run, words):
        yield _of(text, words, "person")
        return
    guess = _guess(text, run, words)
    if guess:
        yield _mention(text, start, end, guess, unsure=not (guess == "place" and _is_located(text, run, words)))


def _is_located(text: str, run: Run, words: tuple[Word, ...]) -> bool:
    """In Millport, at our Cedar Bend store: words with small letters, and nothing behind them that they could describe."""
    if run.initial or len(words) > 3 or not all(word.text.isalpha() and not word.text.isupper() for word in words):
        return False
    if _before_site(text, words[-1].end):
        return bool(_DETERMINED.search(text[max(0, words[0].start - 12) : words[0].start]))
    return bool(_IN.search(text[max(0, words[0].start - 10) : words[0].start]) and _PHRASE_END.match(text, words[-1].end))


def _signs(text: str, words: tuple[Word, ...]) -> bool:
    """Whether the run has one of the text's last lines to itself."""
    start = text.rfind("\n", 0, words[0].start) + 1
    end = text.find("\n", words[-1].end)
    end = len(text) if end < 0 else end
    line = text[start:end].strip(" -\u2014")
    return start > 0 and len(text) - end < _SIGNATURE and len(line) <= _LONGEST_SIGNATURE and line.startswith(words[0].text)


def _names(word: Word) -> bool:
    """Whether a word is more than an organisation's subject."""
    lists = name_words().en
    return _tells(word) and word.text not in lists.org_ends and (word.text not in lists.subjects or word.text in lists.fixed)


def _known_place(words: tuple[Word, ...]) -> tuple[int, int] | None:
    """First and last+1 word of the longest known place among them."""
    known = places()
    for size in range(min(LONGEST, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            name = " ".join(word.text for word in words[at : at + size])
            if name in known.english or name in known.doubtful:
                return at, at + size
    return None


def _place(text: str, run: Run, words: tuple[Word, ...], known: tuple[int, int]) -> Iterator[Mention]:
    at, to = known
    name = words[at:to]
    spelled = " ".join(word.text for word in name)
    whole = at == 0 and to == len(words)
    if _NOT_AFTER.match(text, words[-1].end):
        return
    if whole:
        located = _after_preposition(text, name[0].start) or _before_site(text, name[-1].end)
        if spelled in _COUNTRIES:
            yield _of(text, name, "place", unsure=True)
        elif spelled in places().english:
            if not run.heading:
                yield _of(text, name, "place")
        elif located and not run.initial:
            yield _of(text, name, "place", unsure=not _before_site(text, name[-1].end))
        return
    if _is_person(text, run, words):
        yield _of(text, words, "person")
        return
    lists = name_words().en
    ended = words[-1].text in lists.place_ends or words[0].text in lists.place_starts
    if not run.heading:
        # Port Talbot, Manchester Piccadilly, Leeds Larkmoor: a place, or something named after one.
        yield _of(text, words, "place", unsure=not ended)


_COUNTRIES = frozenset(
    {
        "China",
        "UK",
        "U.K.",
        "US",
        "U.S.",
        "USA",
        "United Kingdom",
        "United States",
        "Britain",
        "Great Britain",
        "PRC",
        "England",
        "America",
    }
)


@cache
def _preposition() -> re.Pattern[str]:
    words = name_words().en.prepositions
    return re.compile(
        rf"(?:^|[^A-Za-z])(?:{'|'.join(sorted(words))}) (?:the |our |its |your |central |north |south |east |west |greater )?\Z",
        re.IGNORECASE,
    )


def _after_preposition(text: str, start: int) -> bool:
    return bool(_preposition().search(text[max(0, start - 24) : start]))


@cache
def _site() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(sorted(name_words().en.sites))})(?![A-Za-z])")


def _before_site(text: str, end: int) -> bool:
    return bool(_site().match(text, end))


@cache
def _job_before() -> re.Pattern[str]:
    jobs = lexicon.alternation(name_words().en.jobs)
    return re.compile(
        rf"(?:^|[^A-Za-z])(?:{jobs}(?: of [a-z]+(?: and [a-z]+)?| for [a-z]+)?,?|named|called|signed(?: by)?:?|{lexicon.alternation(name_words().en.said)}) \Z",
        re.IGNORECASE,
    )


@cache
def _job_after() -> re.Pattern[str]:
    jobs = lexicon.alternation(name_words().en.jobs)
    return re.compile(
        rf"(?:,\s|\s[-(]\s?|\n)(?:who |the |our |its |a |an |their )?(?:[A-Za-z'&-]{{1,18}} ){{0,4}}?{jobs}(?![A-Za-z])",
        re.IGNORECASE,
    )


@cache
def _said_after() -> re.Pattern[str]:
    return re.compile(
        rf" (?:has |have |had |also |later )?(?:{lexicon.alternation(name_words().en.said)}|appointed|was appointed|steps? down|stepped down)(?![A-Za-z])"
    )


def _is_person(text: str, run: Run, words: tuple[Word, ...]) -> bool:
    """Two to four words of a person's shape, confirmed by a job, a first name or an age."""
    if not 2 <= len(words) <= 4 or len(_person_words(words)) < len(words):
        return False
    lists = name_words().en
    start, end = words[0].start, words[-1].end
    first = words[0].text in lists.first_names
    if words[-1].text in lists.org_ends or words[-1].text in lists.subjects:
        return False
    if _job_before().search(text[max(0, start - _NEAR) : start]) or _AGE.match(text, end):
        return True
    after = _job_after().match(text, end)
    if after and (first or not run.heading):
        return first or "\n" not in after.group()
    return first and not run.heading and (len(words) < 4 or bool(_said_after().match(text, end)))


def _beside_another(text: str, start: int) -> bool:
    return bool(_PAIR.search(text[max(0, start - _NEAR) : start]))


def _guess(text: str, run: Run, words: tuple[Word, ...]) -> str:
    """The kind a run has by its shape alone; empty when it need not be a name."""
    if run.heading or not all(_tells(word) or word.links or word.text.isdigit() for word in words):
        return ""
    end = words[-1].end
    if all(word.text.isupper() for word in words if not word.links):
        # Shouted words and letters that stand for something.
        return "product" if any(_PRODUCT_LIKE.match(word.text) for word in words) and not run.initial else ""
    located = not run.initial and (_after_preposition(text, words[0].start) or _beside_another(text, words[0].start))
    if _before_site(text, end) or (located and (len(words) > 1 or _PHRASE_END.match(text, end))):
        return "place" if len(words[0].text) > 2 else ""
    if _signs(text, words):
        return "organisation"
    if run.initial and len(words) == 1:
        return "product" if _PRODUCT_LIKE.match(words[0].text) else ""
    return _by_what_follows(text, words)


def _by_what_follows(text: str, words: tuple[Word, ...]) -> str:
    lists, end = name_words().en, words[-1].end
    following = text[end : end + 24].split(None, 1)
    if following and following[0].strip(".,;:").casefold() in lists.product_nouns:
        return "product"
    if _said_after().match(text, end):
        return "person" if 2 <= len(words) <= 3 else "organisation"
    if len(words) > 1:
        return "product"
    return "name" if _is_odd(words[0]) else ""


def _is_odd(word: Word) -> bool:
    """Whether a single word in the middle of a sentence has a capital that only a name can have."""
    return len(word.text) >= _SHORTEST_NAME and word.text[1:].islower()
