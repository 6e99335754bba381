"""Values and names that no line gives as they stand and that may well be the ledger's: a person is asked, no error is given.

What supports a claim is decided in `ledger` and `readings`, which ask for more; here it is enough that the ledger could yield it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, islice

from service.grounding.entries import group_of
from service.grounding.ledger import Ledger
from service.grounding.name_keys import holds, is_kind
from service.grounding.roles import NO_ROLE, Role
from service.grounding.types import Amount, Bound, ClaimKind, Label, Mention, Moment
from service.patterns import lazy

# Smaller sums of figures of any kind come about by chance.
_CHANCE = 20
# Among more values than this anything is a sum or share of two.
_MOST = 60
# A name of the ledger's may stand behind so many characters that belong to the sentence; shorter ones are kinds of things.
_SHORTEST, _BEFORE, _FAR_BEFORE = 3, 4, 8
# Words of the sentence that no name holds.
_OF_SPEECH = lazy(r"(?:是不是|是|称|说|的|在|把|被|给|让|对|从|与|和|跟|向|就|也|都|还|到|来|去)[\u4e00-\u9fff]{0,2}\Z")
_AREA = lazy(r"(?P<area>[\u4e00-\u9fff]{2,4}?(?=[区县镇]))(?P<rest>[区县镇][\u4e00-\u9fff]{2,12})")
# In words a share is told roughly, in points.
_NEAR = Decimal(2)
_MONTH = lazy(r"月|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_AGO = lazy(r"(?:years?|months?|decades?) (?:ago|earlier|before)|[年月](?:以?前|多以?前)", re.IGNORECASE)
_BEHIND = 8
_OVER = lazy(r"(?:\b(?:over|above|more than|exceed\w*) (?:a |one )?|过|超|逾)\w?\Z", re.IGNORECASE)
_UNDER = lazy(r"(?:\b(?:under|below|less than|not quite|nearly|almost|fewer than) (?:a |one )?|不足|不到|近)\w?\Z", re.IGNORECASE)
# From one hour to another: opening hours are told as a whole.
_RANGE_BEHIND = lazy(r"\s?(?:till|to|until|through|[-–~至到])\s?")
_RANGE_BEFORE = lazy(r"(?:\b(?:till|to|until|through)\s|[-–~至到])\Z", re.IGNORECASE)
# A time in three or four figures.
_FIRST_CLOCK, _LAST_CLOCK = 100, 2359
_DAY = lazy(r"\d")
_HONORIFICS = ("先生", "女士", "小姐", "老师", "教授", "医生", "师傅", "同学")
_FIGURE = lazy(r"(?<![0-9.,:])[0-9]+(?:[.,:][0-9]+)*")
_NOON = 12
_OTHERS = lazy(r"(?:其他|其余|其它|另外|别的)的?\Z|\bother \Z", re.IGNORECASE)
_HALF_OF_DAY = lazy(
    r"凌晨|清晨|早|上午|晨|中午|下午|傍晚|晚|夜|[ap]\.?\s?m\b|morning|afternoon|evening|night|^0|(?<!\d)0\d", re.IGNORECASE
)
_ROAD = lazy(r"([A-Z]{1,3})[- ]?(\d{1,4})\Z")


def may_be_the_ledgers(ledger: Ledger, mention: Mention, role: Role, folded: str) -> bool:
    """Whether a claim that nothing supports may be the ledger's in another role or form, or worked out from it."""
    value = mention.value
    if isinstance(value, Amount):
        if _is_all_but_one(ledger, mention, value, folded) or (
            value.bound is Bound.EXACT and _is_written(ledger, folded[mention.start : mention.end])
        ):
            return True
        held = bool(ledger.amounts.get((group_of(mention.kind), value.value))) and _is_in_another_role(ledger, mention, role)
        return held or _may_be_worked_out(ledger, mention, value, folded)
    if not isinstance(value, Label):
        if folded[mention.start : mention.end].isdigit() and (
            folded[max(0, mention.start - 1) : mention.start] == "、" or folded[mention.end : mention.end + 1] == "、"
        ):
            # One of several days before the word for them: 13、14、15日.
            return True
        if isinstance(value, Moment) and value.has_date and value.day is not None and ledger.support(mention, NO_ROLE):
            # A whole date of the ledger's, of whatever it is told: "talks start at 10:00 on 29 January".
            return True
        if _is_of_the_other_half(ledger, mention, folded):
            return True
        in_range = _RANGE_BEHIND.match(folded, mention.end) or _RANGE_BEFORE.search(
            folded, max(0, mention.start - _BEHIND), mention.start
        )
        return not in_range and _is_in_another_role(ledger, mention, role)
    if mention.kind is ClaimKind.IDENTIFIER:
        return _is_initialled(ledger, value)
    return mention.kind is ClaimKind.NAME and _ends_in_a_name(ledger, value)


def _is_written(ledger: Ledger, words: str) -> bool:
    """Whether a line gives the very figure, in whatever sense: "you tried 999", of 999 calls."""
    digits = _FIGURE.search(words)
    if digits is None or len(digits.group()) < _SHORTEST:
        return False
    return any(digits.group() in _FIGURE.findall(source.text) for source in ledger.sources)


def _is_all_but_one(ledger: Ledger, mention: Mention, amount: Amount, folded: str) -> bool:
    """Whether a count of the others leaves out the one spoken to: 您的琴和其他42台, of 43."""
    if _OTHERS.search(folded, max(0, mention.start - _BEHIND), mention.start) is None:
        return False
    held = ledger.amounts.get((group_of(mention.kind), amount.value + 1), ())
    return any(isinstance(entry.value, Amount) and amount.may_count_as(entry.value) for entry in held)


def _is_of_the_other_half(ledger: Ledger, mention: Mention, folded: str) -> bool:
    """Whether a clock without a word for the half of the day is an afternoon's of the ledger: 9时20分 of a concert at night."""
    moment = mention.value
    if not isinstance(moment, Moment) or moment.hour is None or not 1 <= moment.hour < _NOON:
        return False
    if _HALF_OF_DAY.search(folded, mention.start, mention.end + _BEFORE) is not None:
        return False
    return bool(ledger.support(replace(mention, value=replace(moment, hour=moment.hour + _NOON)), NO_ROLE))


def _is_in_another_role(ledger: Ledger, mention: Mention, role: Role) -> bool:
    """Whether the ledger gives it of something else, and nothing else in the role the text gives it."""
    return bool(ledger.support(mention, NO_ROLE)) and ledger.rival(mention, role) is None


def of_the_day(ledger: Ledger, mention: Mention, folded: str) -> tuple[str, ...]:
    """What supports a day that names no month, whatever month the sentences before it were in: "since the 11th"."""
    value = mention.value
    if mention.kind is not ClaimKind.DATE or not isinstance(value, Moment) or value.day is None:
        return ()
    if _MONTH.search(folded, mention.start, mention.end) is not None or not _DAY.search(folded, mention.start, mention.end):
        return ()
    return ledger.support(replace(mention, value=Moment(None, None, value.day)))


def _may_be_worked_out(ledger: Ledger, mention: Mention, amount: Amount, folded: str) -> bool:
    """Whether it is a sum, a difference or, in words, a share of two figures that count alike."""
    if mention.kind is ClaimKind.PERCENT:
        in_words = _DAY.search(folded, mention.start, mention.end) is None
        if in_words and amount.bound is Bound.EXACT:
            amount = replace(amount, bound=_bound_before(folded, mention.start))
        return (in_words or amount.bound is not Bound.EXACT) and (
            _is_among(ledger.once(_shares), amount) or _is_rounded(amount, ledger)
        )
    if mention.kind is ClaimKind.DURATION and _AGO.search(folded, mention.start, mention.end + _BEHIND):
        # "Two years ago": of a year somebody remembers, or of one the ledger gives.
        return True
    if not amount.value:
        # "Zero employees hurt" denies, and is judged as a denial.
        return True
    if amount.bound not in (Bound.EXACT, Bound.AT_MOST):
        # "More than" a sum is not the sum.
        return False
    if mention.kind is ClaimKind.NUMBER and (_is_a_clock(ledger, amount) or _is_of_any_kind(ledger, amount)):
        return True
    if not amount.units and amount.value < _CHANCE:
        # What a bare number counts only the sentence knows; small ones are sums of anything.
        return False
    # Times add up; what is left between two of them is a time nobody took.
    made = ledger.once(_times_added if mention.kind is ClaimKind.DURATION else _worked_out)
    group = group_of(mention.kind)
    return any(amount.value in made.get((group, unit), ()) for unit in amount.units or {""})


def _alike(ledger: Ledger) -> dict[tuple[str, str], set[Decimal]]:
    """The first figures of the ledger by what they count; under no unit those of every unit."""
    found: dict[tuple[str, str], set[Decimal]] = {}
    for group, entries in ledger.groups.items():
        for entry in islice(entries, _MOST):
            if isinstance(entry.value, Amount):
                for unit in (*entry.value.units, ""):
                    found.setdefault((group, unit), set()).add(entry.value.value)
    return found


def _times_added(ledger: Ledger) -> dict[tuple[str, str], frozenset[Decimal]]:
    return {key: frozenset(one + two for one, two in combinations(values, 2)) for key, values in _alike(ledger).items()}


def _worked_out(ledger: Ledger) -> dict[tuple[str, str], frozenset[Decimal]]:
    """Sums and differences of two figures that count alike."""
    return {
        key: frozenset(made for one, two in combinations(values, 2) for made in (one + two, abs(one - two)))
        for key, values in _alike(ledger).items()
    }


def _is_a_clock(ledger: Ledger, amount: Amount) -> bool:
    """Whether a bare number is a time of the ledger's in figures: 714 for 7:14."""
    if not _FIRST_CLOCK <= amount.value <= _LAST_CLOCK or amount.value % 1:
        return False
    hour, minute = divmod(int(amount.value), 100)
    times = (entry.value for entry in islice(ledger.groups.get("moment", ()), _MOST))
    return any(
        isinstance(at, Moment) and at.hour is not None and at.hour % 12 == hour % 12 and (at.minute or 0) == minute
        for at in times
    )


def _is_of_any_kind(ledger: Ledger, amount: Amount) -> bool:
    """Whether a figure that is no small one stands in the ledger of any kind, under whatever unit: "1.3k" short."""
    telling = amount.value >= _CHANCE or amount.value % 1 != 0
    return telling and amount.value in ledger.once(_figures)


def _figures(ledger: Ledger) -> frozenset[Decimal]:
    return frozenset(value for _, value in ledger.amounts)


def _bound_before(folded: str, start: int) -> Bound:
    """过半, "just over a third": what a share in words is said to lie above or below."""
    if _OVER.search(folded, max(0, start - _BEHIND * 2), start + 1):
        return Bound.OVER
    return Bound.UNDER if _UNDER.search(folded, max(0, start - _BEHIND * 2), start + 1) else Bound.EXACT


def _shares(ledger: Ledger) -> tuple[Decimal, ...]:
    """What one figure of the ledger is of another, in per cent and in order: five of seven are more than half."""
    shares: set[Decimal] = set()
    for first, second in combinations(islice(ledger.groups.get("count", ()), _MOST), 2):
        one, two = first.value, second.value
        if not (isinstance(one, Amount) and isinstance(two, Amount)) or one.value == two.value:
            continue
        if one.units & two.units or first.source == second.source or min(one.value, two.value) >= _CHANCE:
            shares.add(100 * min(one.value, two.value) / max(one.value, two.value))
    return tuple(sorted(shares))


def _is_among(shares: Sequence[Decimal], amount: Amount) -> bool:
    if not shares:
        return False
    nearest = bisect_left(shares, amount.value)
    return any(_fits(share, amount) for share in (shares[0], shares[-1], *shares[max(0, nearest - 1) : nearest + 1]))


def _is_rounded(amount: Amount, ledger: Ledger) -> bool:
    """31.6 per cent are not quite a third."""
    held = (entry.value for entry in ledger.groups.get(group_of(ClaimKind.PERCENT), ()))
    return any(isinstance(other, Amount) and other.units & amount.units and _fits(other.value, amount) for other in held)


def _fits(share: Decimal, amount: Amount) -> bool:
    if amount.bound in (Bound.OVER, Bound.AT_LEAST):
        return share >= amount.value
    if amount.bound in (Bound.UNDER, Bound.AT_MOST):
        return share <= amount.value
    return abs(share - amount.value) <= _NEAR


def _is_initialled(ledger: Ledger, label: Label) -> bool:
    """I-80 is Interstate 80, and M4 may be Motorway 4: the initial of a word before the same figure."""
    match = _ROAD.match(label.key)
    if match is None:
        return False
    initial, number = match.groups()
    wanted = re.compile(rf"(?<![A-Za-z]){initial[0]}[a-z]+(?: [A-Za-z]+)? {number}(?![0-9])")
    return any(wanted.search(source.text) is not None for source in ledger.sources)


def _is_cut_short(key: str, names: str) -> bool:
    """Whether the ledger has the first word of a name, followed by words that begin as the others do."""
    first, *rest = key.split(" ")
    if not rest or len(first) <= _SHORTEST or not holds(names, first):
        return False
    behind = iter(names[names.find(first) + len(first) :][: 8 * len(key)].split()[: len(rest) + 2])
    return all(any(word[:_SHORTEST] == other[:_SHORTEST] for other in behind) for word in rest)


def _holds_a_name(key: str, ledger: Ledger) -> bool:
    """Whether a whole name of the ledger's, of several words, stands in an English one: "2026 Meridian Skin Labs"."""
    words = key.split(" ")
    runs = (
        words[start:end] for start in range(len(words)) for end in range(start + 2, len(words) + 1) if end - start < len(words)
    )
    return any(" ".join(run) in ledger.labels for run in runs)


def _ends_in_a_name(ledger: Ledger, label: Label) -> bool:
    """Whether the end of a Chinese name is one of the ledger's: 中心湖滨店 is 湖滨店 behind a word of the sentence."""
    key = label.key
    if (area := _AREA.match(key)) is not None and area["rest"] in ledger.all_names and area["area"] in ledger.all_names:
        # 江湾区住建局, where the ledger has 区住建局 and an office of 江湾区.
        return True
    if key.isascii():
        # "Garrow Vets" may be Garrow Veterinary Hospital; and the name may have drawn in words around it.
        return _is_cut_short(key, ledger.all_names) or _holds_a_name(key, ledger)
    if key[-1:].isascii():
        return False
    if label.kind == "person" and key.endswith(_HONORIFICS) and key[0] in ledger.all_names:
        # 顾先生 may be 顾怀简, whose name no line gives with what he is called.
        return True
    near = range(1, min(_BEFORE, len(key) - _SHORTEST) + 1)
    # 炉子是不是南屏店: further off, what stands before must be speech.
    far = (at for at in range(2, min(_FAR_BEFORE, len(key) - 2) + 1) if _OF_SPEECH.search(key, 0, at))
    return any(key[at:] in ledger.all_names and not is_kind(key[at:]) for at in (*near, *far))
