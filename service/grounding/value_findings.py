"""Findings on values and names: what the ledger does not give, or gives of something else."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from service.findings import Finding
from service.grounding import lexicon, messages
from service.grounding.checked import CheckedText
from service.grounding.chinese_readings import counted_otherwise, otherwise
from service.grounding.entries import group_of, moment_key
from service.grounding.enumerations import lists_as_many
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.ledger import text_of, units_of
from service.grounding.likely import may_be_the_ledgers, of_the_day
from service.grounding.marks import Mark
from service.grounding.roles import NO_ROLE, WHOEVER
from service.grounding.said import Said, clauses_at, within
from service.grounding.short_codes import strange_codes
from service.grounding.titles import foreign_titles
from service.grounding.types import Amount, Bound, Claim, ClaimKind, Label, Mention, Moment, normal_form
from service.i18n import Localized
from service.language import text_language
from service.patterns import lazy

_RULES = {
    ClaimKind.MONEY: "ungrounded-amount",
    ClaimKind.DATE: "ungrounded-date",
    ClaimKind.TIME: "ungrounded-time",
    ClaimKind.DURATION: "ungrounded-time",
    ClaimKind.CONTACT: "ungrounded-contact",
    ClaimKind.IDENTIFIER: "ungrounded-identifier",
    ClaimKind.NAME: "ungrounded-name",
}

_NOT_TO_SAY = lazy(
    r"(?:不要|别|不能|不得|切勿|请勿|勿|不准|不许|不可|不应|不)(?:再|随便|乱|对外|跟人|擅自)*(?:说|讲|提|写|用|称|传)(?:成|是|作|到|什么)?[：:]?[“「『\"'‘][^”」』\"'’。！？\n]{0,8}\Z"
    r"|\b(?:not|n't|never|avoid|without|instead of|rather than) (?:to )?(?:say|saying|use|using|write|writing|call it|calling it|quote|quoting|tell \w+)(?: things like| words like| that)?:? [\"'“‘][^\"'”’.!?\n]{0,16}\Z",
    re.IGNORECASE,
)
_GREETED = lazy(r"(?:先生|女士|小姐|老师|同学)?[，,：:]?\s?[您你]好")
_DEAR = lazy(
    r"(?:\bDear (?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? )?|\b(?:Hello|Hi|Good (?:morning|afternoon|evening)),? (?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? )?|(?:尊敬|亲爱)的[\u4e00-\u9fff]{0,3})\Z"
)
_READER = lazy(r"[您你]|\b(?:you|your|yours)\b", re.IGNORECASE)
_REACH = 48
_COUNTED = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})
_RANGES = lazy(
    r"\s?(?:till|to|until|and|or|-|–|至|到)\s?(?:[a-z]+een|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9一二三四五六七八九十])"
)
_MONTH = lazy(r"月|[日号]|[点时]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_ROUND_TIMES = frozenset(
    ["half an hour", "half-an-hour", "an hour", "half a day", "半小时", "半个小时", "半个钟头", "半天", "一个小时", "一小时"]
)
_HOURS = frozenset({"noon", "midday", "midnight"})
# Numbers up to this are told of anything; the thing counted begins this near behind one.
_SMALL, _A_FEW = 10, 3
# A figure of three digits is told of nothing that the ledger does not count.
_TELLING = 100
_VESSELS = frozenset("箱瓶盒袋罐桶筐吨听")
_HAN_END = lazy(r"[\u4e00-\u9fff]\Z")
_HEAD_NOUN = lazy(r"(?<=[a-z])(?<!s) [a-z]+s\b")
_BEHIND, _BESIDE = 5, 6


def resolve(checked: CheckedText) -> tuple[list[Claim], list[Mention]]:
    """Every value and name as a claim with what supports it; and those nothing does."""
    claims: list[Claim] = []
    loose: list[Mention] = []
    counts = sorted((m for m in checked.reading.mentions if m.kind in _COUNTED), key=lambda mention: mention.start)
    for mention in checked.reading.mentions:
        ids = _support(checked, mention)
        claims.append(checked.claim(mention.kind, mention.start, mention.end, normal_form(mention), ids))
        if not ids and not lists_as_many(checked.reading.folded, mention, counts):
            loose.append(mention)
    claims += issuer_names(checked, claims)
    return claims, loose


def issuer_names(checked: CheckedText, claims: list[Claim]) -> Iterator[Claim]:
    """The brand's and the signer's own names, which no pattern need know."""
    taken = sorted((claim.start, claim.end) for claim in claims)
    starts = [start for start, _ in taken]
    for name in checked.grounds.issuer:
        at = checked.reading.folded.find(name)
        while at >= 0:
            end = at + len(name)
            near = taken[max(0, bisect_left(starts, at) - 2) : bisect_left(starts, end)]
            if not any(at < stop for _, stop in near):
                yield checked.claim(ClaimKind.NAME, at, end, name, ("issuer",))
            at = checked.reading.folded.find(name, end)


def _support(checked: CheckedText, mention: Mention) -> tuple[str, ...]:
    role = checked.roles.get(mention.start, NO_ROLE)
    sentence = checked.sentences.at(mention.start)
    apart = _are_hours_of_a_line(checked, mention) or checked.grounds.ledger.in_another_unit(mention)
    ids = () if apart else checked.grounds.ledger.support(mention, role)
    if not ids and not checked.grounds.ledger.in_another_unit(mention):
        ids = checked.readings.support(mention, checked.sentences.with_the_one_before(sentence), role)
    ids = ids or otherwise(checked.reading.folded, mention, checked.grounds.ledger)
    ids = ids or of_the_day(checked.grounds.ledger, mention, checked.reading.folded)
    if not ids and _may_be_the_brand(checked, mention):
        return ("issuer",)
    if ids or checked.earlier is None:
        return ids
    if _of_earlier().search(checked.reading.folded, sentence.start, sentence.end):
        return checked.earlier.support(mention)
    return ()


@cache
def _of_earlier() -> re.Pattern[str]:
    """What speaks of an earlier statement."""
    return lexicon.fragments([*lexicon.promises().earlier.zh, *lexicon.promises().earlier.en])


def _are_hours_of_a_line(checked: CheckedText, mention: Mention) -> bool:
    """“Care line, 13 hours: 555…”: how long a line is open is no time between two moments, and stands in the ledger or nowhere."""
    if mention.kind is not ClaimKind.DURATION or not isinstance(mention.value, Amount):
        return False
    held = checked.grounds.ledger.amounts.get((group_of(mention.kind), mention.value.value))
    if held or checked.reading.folded[mention.start - 1 : mention.start] in ("-", "~"):
        # "Daily 8-20 h" is a clock.
        return False
    return any(at in checked.contact_starts for at in range(mention.end, mention.end + _BESIDE + 1))


def ungrounded(checked: CheckedText, loose: Sequence[Mention]) -> Iterator[Finding]:
    """Values and names that nothing supports."""
    nearest = checked.grounds.ledger.once(messages.Nearest) if loose else None
    for mention in loose:
        near = nearest.to(mention) if nearest else None
        span = Span(mention.start, mention.end)
        text = checked.text[span.start : span.end]
        yield checked.finding(
            _rule(checked, mention),
            span,
            messages.ungrounded(mention, text, near, checked.language),
            _evidence(checked, mention),
            suggestion=messages.suggestion(mention, near, checked.language),
            basis=near.source if near else None,
        )


def _evidence(checked: CheckedText, mention: Mention) -> Evidence:
    role, folded = checked.roles.get(mention.start, NO_ROLE), checked.reading.folded
    unsure = _is_unsure(checked, mention) or _is_loose(checked, mention)
    return Evidence.UNFOUND if unsure or may_be_the_ledgers(checked.grounds.ledger, mention, role, folded) else Evidence.ABSENT


def _rule(checked: CheckedText, mention: Mention) -> str:
    if mention.kind is ClaimKind.DATETIME and isinstance(mention.value, Moment):
        day = replace(mention.value, hour=None, minute=None, about=False)
        return "ungrounded-time" if checked.grounds.ledger.moments.get(moment_key(day)) else "ungrounded-date"
    return _RULES.get(mention.kind, "ungrounded-number")


def _is_unsure(checked: CheckedText, mention: Mention) -> bool:
    if isinstance(mention.value, Amount) and (_is_asked(checked, mention) or counted_otherwise(mention, checked.grounds.ledger)):
        return True
    if (
        checked.readings.is_complement(mention, checked.roles.get(mention.start, NO_ROLE))
        or _is_not_to_be_said(checked, mention)
        or _is_of_households(checked, mention)
    ):
        return True
    if mention.unsure or not isinstance(mention.value, Label):
        return (
            mention.unsure
            or _is_readers_own(checked, mention)
            or checked.grounds.ledger.may_hold(mention)
            or _tells_nothing(checked, mention)
        )
    # An English name may be a Chinese one of the ledger that nobody has translated.
    text = checked.text[mention.start : mention.end]
    return mention.value.kind in checked.grounds.foreign_names and mention.kind is ClaimKind.NAME and text_language(text) == "en"


def _is_loose(checked: CheckedText, mention: Mention) -> bool:
    """Whether a name or a small number stands where it need not tell of the matter.

    A question names what others ask; an instruction may count anything; and “两样”, "two bits" count what the text itself says.
    """
    here = next(iter(clauses_at(checked.said, mention.start)), None)
    if here is None:
        return False
    if _is_vague_time(checked, mention):
        return True
    asked = here.asked or bool(here.sentence.marks & Mark.QUESTION)
    if isinstance(mention.value, Label):
        return mention.kind is ClaimKind.NAME and (asked or _is_addressed(checked, mention))
    if not isinstance(mention.value, Amount) or mention.kind not in _COUNTED or mention.value.value >= _TELLING:
        return False
    small = mention.value.value <= _SMALL and bool(here.clause.marks & Mark.REQUEST)
    return small or not _counts_the_known(checked, mention, here)


def _is_addressed(checked: CheckedText, mention: Mention) -> bool:
    """张先生您好, "Dear Ms Alvarez": who is written to is no matter of the ledger."""
    folded = checked.reading.folded
    return (
        _GREETED.match(folded, mention.end) is not None
        or _DEAR.search(folded, max(0, mention.start - _REACH), mention.start) is not None
    )


def _is_vague_time(checked: CheckedText, mention: Mention) -> bool:
    """Whether nothing makes an hour of it ("at one"), or it may be worked out from dates in many ways ("nearly three weeks")."""
    words = checked.reading.folded[mention.start : mention.end]
    if mention.kind is ClaimKind.DATE:
        # Days named by nothing but their place in the week or beside another one are worked out, and may be so in many ways.
        return not any(char.isdigit() for char in words) and _MONTH.search(words) is None
    if mention.kind is ClaimKind.DURATION:
        # "Half an hour after lunch" is worked out from an hour nobody gives.
        round_one = words.lower() in _ROUND_TIMES
        return isinstance(mention.value, Amount) and (round_one or mention.value.bound is not Bound.EXACT)
    return mention.kind is ClaimKind.TIME and words.isascii() and words.isalpha() and words.lower() not in _HOURS


def _counts_the_known(checked: CheckedText, mention: Mention, here: Said) -> bool:
    """Whether what a number counts, the next word behind or in it, is in the public ledger."""
    value = mention.value
    if not isinstance(value, Amount):
        return True
    if value.value <= _A_FEW and mention.kind is ClaimKind.QUANTITY and not _RANGES.match(checked.reading.folded, mention.end):
        # Two or three of a thing no line names are counted on the way: 两位值班经理, "two of us".
        return _names_the_known(checked, mention, here)
    # How many people is never beside the matter, least of all where no line counts any.
    if "people" in value.units and value.value > _SMALL:
        return True
    # Units no line counts in are left to the words; cases and goods are counted by nearly every line.
    if value.units & checked.grounds.ledger.once(units_of):
        return True
    if _RANGES.match(checked.reading.folded, mention.end):
        return True
    return _names_the_known(checked, mention, here)


def _names_the_known(checked: CheckedText, mention: Mention, here: Said) -> bool:
    """Whether the next words behind or in a number are in the public ledger."""
    at = here.sentence.start
    behind = [piece for piece in here.clause.pieces if mention.start < at + piece.start < mention.end + _BEHIND]
    return any(checked.grounds.board.is_public(key) for piece in behind[:2] for key in piece.keys)


def _is_readers_own(checked: CheckedText, mention: Mention) -> bool:
    """您是27日的手术, within the days a line spans: when the reader's own turn is, only the reader knows."""
    moment = mention.value
    sentence = checked.sentences.at(mention.start)
    if mention.kind is not ClaimKind.DATE or not isinstance(moment, Moment) or moment.day is None:
        return False
    if _READER.search(checked.reading.folded, sentence.start, sentence.end) is None:
        return False
    days: dict[str, list[int]] = {}
    for entry in checked.grounds.ledger.groups.get("moment", ()):
        held = entry.value
        if isinstance(held, Moment) and held.day is not None and (moment.month or held.month) in (held.month, None):
            days.setdefault(entry.source, []).append(held.day)
    return any(min(found) < moment.day < max(found) for found in days.values())


def _is_of_households(checked: CheckedText, mention: Mention) -> bool:
    """四家反映漏水, where the ledger has four customers: who speaks may be counted by the household."""
    folded, value = checked.reading.folded, mention.value
    if not isinstance(value, Amount) or value.bound is not Bound.EXACT:
        return False
    if folded[mention.end - 1 : mention.end] not in ("家", "户"):
        return False
    held = checked.grounds.ledger.amounts.get((group_of(mention.kind), value.value), ())
    return any(isinstance(entry.value, Amount) and "people" in entry.value.units for entry in held)


def _is_not_to_be_said(checked: CheckedText, mention: Mention) -> bool:
    """不要说“上百”, never say "dozens": words that staff are told to keep from are nobody's claim."""
    folded = checked.reading.folded
    return _NOT_TO_SAY.search(folded, max(0, mention.start - _REACH), mention.start) is not None


def _is_asked(checked: CheckedText, mention: Mention) -> bool:
    """Whether a figure stands in a question, which tells nothing by itself."""
    return any(said.asked or said.sentence.marks & Mark.QUESTION for said in clauses_at(checked.said, mention.start))


def mistitled(checked: CheckedText, claims: Sequence[Claim]) -> Iterator[Finding]:
    """People of the ledger under a title it gives nobody."""
    people = frozenset(
        m.start
        for m in checked.reading.mentions
        if isinstance(m.value, Label) and m.value.kind == "person" and m.kind is ClaimKind.NAME
    )
    signer = checked.grounds.brief.issuer.person
    people |= {claim.start for claim in claims if claim.kind is ClaimKind.NAME and signer and signer.endswith(claim.text)}
    held = checked.grounds.ledger.once(text_of)
    for span in foreign_titles(checked.reading.folded, claims, people, held, checked.language):
        words = checked.text[span.start : span.end]
        told = Localized(f"台账里没有人是“{words}”。", f"Nobody in the ledger is a “{words}”.")
        # An English title may be worded anew: Chief Vet for Medical Director.
        evidence = Evidence.of_difference(certain=checked.language == "zh")
        yield checked.finding("ungrounded-name", span, told.in_(checked.language), evidence)


def _may_be_the_brand(checked: CheckedText, mention: Mention) -> bool:
    """Whether a lone English name may be that of a company the brief names in Chinese only."""
    lone = isinstance(mention.value, Label) and mention.kind is ClaimKind.NAME and mention.value.kind == "name"
    return lone and text_language(checked.grounds.brief.brand) == "zh"


def _tells_nothing(checked: CheckedText, mention: Mention) -> bool:
    """A figure in a question, or a span of time that is all its clause says: "Who do I ring at three in the morning?", "Two minutes."."""
    sentence = checked.sentences.at(mention.start)
    said = within(checked.said, sentence.start, sentence.end)
    if any(item.sentence.marks & Mark.QUESTION for item in said):
        return True
    here = next((item for item in said if item.start <= mention.start < item.end), None)
    return mention.kind is ClaimKind.DURATION and here is not None and not here.clause.keys and not _shares(said)


def _shares(said: Sequence[Said]) -> bool:
    """Whether clauses share words with the public side of the ledger."""
    return any(key[0] not in "=@" for item in said for match in item.matches if match.item.is_public for key in match.keys)


def miscounted(checked: CheckedText) -> Iterator[Finding]:
    """Right numbers that count something else than the ledger does."""
    for mention in checked.reading.mentions:
        role = checked.roles.get(mention.start, NO_ROLE)
        words = checked.text[mention.start : mention.end]
        # “212 blood test results” are results.
        headed = _HEAD_NOUN.match(checked.reading.folded, mention.end)
        noun = headed.group() if headed else words
        ids = checked.grounds.ledger.counts_other(mention, role, noun) if role.noun and not role.noun & WHOEVER else ()
        if not ids:
            continue
        told = Localized(
            f"“{words}”数的东西与台账不同：{ids[0]} 里没有这一项。", f"“{words}” counts something else than {ids[0]} does."
        )
        known = any(checked.grounds.board.is_public(key) for key in role.noun)
        # One word for goods for another (toys, stackers) is for a person to judge.
        loose = isinstance(mention.value, Amount) and (mention.value.value <= _SMALL or "goods" in mention.value.units)
        evidence = Evidence.of_difference(certain=known and not loose and any(key.startswith("#") for key in role.noun))
        yield checked.finding(
            "unit-changed", Span(mention.start, mention.end), told.in_(checked.language), evidence, basis=ids[0]
        )


def repacked(checked: CheckedText) -> Iterator[Finding]:
    """Right numbers of another Chinese measure, where either is a vessel: 702箱, where the ledger has 702份."""
    if checked.language != "zh":
        return
    for mention in checked.reading.mentions:
        measure = checked.text[mention.end - 1 : mention.end]
        if mention.kind not in _COUNTED or measure not in _VESSELS or not isinstance(mention.value, Amount):
            continue
        held = checked.grounds.ledger.amounts.get((group_of(mention.kind), mention.value.value), ())
        if held and all(_HAN_END.search(entry.text) and not entry.text.endswith(measure) for entry in held):
            words = checked.text[mention.start : mention.end]
            told = Localized(f"“{words}”的量词与台账“{held[0].text}”不同。", f"The ledger counts “{held[0].text}”.")
            span = Span(mention.start, mention.end)
            yield checked.finding("unit-changed", span, told.in_(checked.language), Evidence.DIFFERENT, basis=held[0].source)


def codes(checked: CheckedText) -> Iterator[Finding]:
    """Short codes that are none of the ledger's of their letter."""
    for span in strange_codes(checked.reading.folded, checked.grounds.ledger, checked.reading.mentions):
        words = checked.text[span.start : span.end]
        told = Localized(f"台账里没有“{words}”这个编号。", f"The ledger has no “{words}”, only others of that letter.")
        yield checked.finding("ungrounded-identifier", span, told.in_(checked.language), Evidence.UNFOUND)
