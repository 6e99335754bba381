"""What a number counts and what a date is of: the concepts that stand nearest to it in its clause."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.grounding.clauses import Clause, Sentence, read_sentences
from service.grounding.concepts import count_keys, date_keys
from service.grounding.folding import Sentences
from service.grounding.types import Amount, ClaimKind, Mention, Moment
from service.patterns import lazy

# Chinese puts the number before what it counts; what stands before counts for less.
_BACKWARD = {"zh": 2.0, "en": 1.0}
# How near a number a word must stand that adds up or takes away.
_BEFORE = 12
_AFTER = 16
_SUM = lazy(
    r"共|合计|总|一共|累计|剩|其余|余下|另|还有|多卖|多收|差|少了|多了|超出|缺|间隔|历时|用时|过了"
    r"|\b(?:total|altogether|in all|combined|remain\w*|left|others?|rest|more than|fewer|short|leav\w+|balance|outstanding|between|after|over the)\b"
)


@dataclass(frozen=True, slots=True)
class Role:
    """The concepts a value stands with: nearest to it alone, and anywhere in its clause.

    `noun`: what an amount names as counted; `sums`: its clause adds up or takes away.
    """

    near: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    noun: frozenset[str] = frozenset()
    sums: bool = False


NO_ROLE = Role()
# More dates than this in a row are a list of their own.
_LEADING = 4
_COUNTS = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})
_CAUSES = lazy(
    r"(?:已|共|还|又|先后)?(?:造成|导致|致使|致(?=[\d一二两三四五六七八九十])|引发|酿成)|\s(?:has |have )?(?:caused|left|injured|killed|claimed)\b"
)
_CONJUNCTION = lazy(r"\s(?:and|but|while|whereas)\s|[和及与]|并(?![无未没不非])")
_PARTED = 3.0
_NEAR = 12
# Words for people and things that any count may be told with.
WHOEVER = frozenset(
    [
        "#customer",
        "#staff",
        "#passenger",
        "#patient",
        "#child",
        "#resident",
        "#person",
        "case",
        "item",
        "thing",
        "individual",
        "other",
        "part",
        "half",
    ]
)


def roles_in(folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> dict[int, Role]:
    """The role of every amount and moment, by its start."""
    found: dict[int, Role] = {}
    valued = [mention for mention in mentions if isinstance(mention.value, (Amount, Moment))]
    at = 0
    for sentence in sentences:
        while at < len(valued) and valued[at].start < sentence.start:
            at += 1
        inside: list[Mention] = []
        while at < len(valued) and valued[at].start < sentence.end:
            inside.append(valued[at])
            at += 1
        if inside:
            found |= roles_in_sentence(folded, sentence, inside)
    return found


def roles_in_sentence(folded: str, sentence: Sentence, inside: Sequence[Mention]) -> dict[int, Role]:
    """The roles of the amounts and moments that stand in a sentence, in order."""
    found: dict[int, Role] = {}
    sums = {m.start for m in inside if _SUM.search(folded, max(sentence.start, m.start - _BEFORE), m.end + _AFTER)}
    leading: list[Mention] = []
    for clause in sentence.clauses:
        start, end = sentence.start + clause.start, sentence.start + clause.end
        here = [*leading, *inside[bisect_left(inside, start, key=_start) : bisect_left(inside, end, key=_start)]]
        if here:
            found |= _in_clause(folded, clause, sentence.start, here, sums)
        # “5月6日，门店下架……”: a bare date leads in what follows.
        leading = [] if clause.pieces else [mention for mention in here if isinstance(mention.value, Moment)][-_LEADING:]
    return found


def _start(mention: Mention) -> int:
    return mention.start


def _in_clause(folded: str, clause: Clause, at: int, mentions: list[Mention], sums: set[int]) -> dict[int, Role]:
    counts = [mention for mention in mentions if isinstance(mention.value, Amount)]
    moments = [mention for mention in mentions if isinstance(mention.value, Moment)]
    return _assign(folded, clause, at, counts, count_keys(), sums) | _assign(folded, clause, at, moments, date_keys(), sums)


def _assign(
    folded: str, clause: Clause, at: int, mentions: list[Mention], roles: frozenset[str], sums: set[int]
) -> dict[int, Role]:
    if not mentions:
        return {}
    near: dict[int, set[str]] = {mention.start: set() for mention in mentions}
    around: set[str] = set()
    for piece in clause.pieces:
        names = roles.intersection(piece.keys)
        if not names:
            continue
        around |= names
        start, end = at + piece.start, at + piece.end
        if any(mention.start < end and start < mention.end for mention in mentions):
            continue
        # In “事故造成3人受伤” nobody counts accidents.
        if isinstance(mentions[0].value, Amount) and _CAUSES.match(folded, end):
            continue
        nearest = min(mentions, key=lambda mention: _distance(folded, mention, start, end, clause.language))
        near[nearest.start] |= names
    whole = frozenset(around)
    return {m.start: Role(frozenset(near[m.start]), whole, _noun(clause, at, m), m.start in sums) for m in mentions}


def _noun(clause: Clause, at: int, mention: Mention) -> frozenset[str]:
    """The keys of what an amount names as counted."""
    if not isinstance(mention.value, Amount) or mention.kind not in _COUNTS or clause.language != "en":
        return frozenset()
    # An English unit is the noun itself: "39 patients". A Chinese one says enough.
    inside = [piece for piece in clause.pieces if mention.start < at + piece.start < mention.end]
    return frozenset(key for piece in inside[-1:] for key in piece.keys)


def _distance(folded: str, mention: Mention, start: int, end: int, language: str) -> float:
    first, last = (mention.end, start) if start >= mention.end else (end, mention.start)
    weight = 1.0 if start >= mention.end else _BACKWARD[language]
    # What stands in brackets belongs to what stands in them: “4名游客（含1名儿童）被送医”.
    if folded.count("(", first, last) != folded.count(")", first, last):
        weight *= _PARTED
    # "Three were injured and twelve evacuated": a conjunction parts what belongs to either.
    if last - first <= _NEAR and _CONJUNCTION.search(folded, first, last):
        weight *= _PARTED
    return (last - first) * weight


@lru_cache(maxsize=4096)
def _sentences(folded: str) -> tuple[Sentence, ...]:
    return read_sentences(folded, Sentences(folded))


# A brief is read anew for every text under it.
@lru_cache(maxsize=4096)
def roles_of(folded: str, mentions: tuple[Mention, ...]) -> Mapping[int, Role]:
    """The roles in one short text, such as a fact."""
    return roles_in(folded, _sentences(folded), mentions)


@lru_cache(maxsize=4096)
def matter_of(folded: str) -> frozenset[str]:
    """Everything a short text speaks of."""
    return frozenset(key for sentence in _sentences(folded) for clause in sentence.clauses for key in clause.keys)
