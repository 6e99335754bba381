"""Other readings of a figure the ledger does not hold as first read.

0652 is a time of day, 5号 of “5号、7号舱” a number on a door, 4/12 a date, 48元 in Hong Kong a sum of its own dollars. A figure is
an invention only when none of its readings is in the ledger, so this is asked of unsupported figures alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile

from service.grounding.entries import Entry, group_of, is_whole, moment_key, unique
from service.grounding.folding import fold
from service.grounding.identifiers import identifier_key
from service.grounding.ledger import Ledger
from service.grounding.name_keys import canonical
from service.grounding.types import Amount, Bound, ClaimKind, Label, Mention, Moment
from service.patterns import lazy

_HOURS_AND_MINUTES = lazy(r"(?P<h>[01][0-9]|2[0-4])(?P<mi>[0-5][0-9])")
_MONTH_AND_DAY = lazy(r"(?<![0-9./·-])(?P<m>1[0-2]|0?[1-9])(?P<sep>[-/.·])(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9]|[-/.·][0-9]|%)")
_NUMBERED = lazy(r"[0-9]{1,3}号?")
# Behind a number that is one of several of the same kind: 5号、7号舱, 5、7号舱, 三至五栋.
_SHARES_NOUN = lazy(r"(?:\s?[、和及与或至到~-]\s?[0-9]{1,3}号?){0,6}(?P<noun>[\u4e00-\u9fff]{1,2})?")
_LIMIT = lazy(
    r"限[值量额]|标准|上限|下限|最[高低多少大小]|以内|规定|要求|超过|允许|封顶|\b(?:limit(?:s|ed)?|cap(?:s|ped)?|maximum|ceiling|no more than|at most|up to)\b"
)
_ONE = lazy(r"1\s?(?P<noun>[\u4e00-\u9fff])")
# Currencies whose own people say 元 or 块 and mean them.
_ALSO_YUAN = frozenset({"HKD", "MOP", "TWD"})
_PLAIN_YUAN = lazy(r"(?:元|圆|块钱?)整?\Z")
# Classes of things a count may be told in: one report for each person, one parcel for each order.
_THINGS = frozenset({"people", "cases", "goods", "places"})
_SPELLED = lazy(r"[零一二三四五六七八九幺洞两]{3,}")
_DIGITS = str.maketrans("零一二三四五六七八九幺洞两", "0123456789102")
_NO_DIGIT = lazy(r"[^0-9]")
_BARE_DAY = lazy(r"[0-9一二三四五六七八九十廿]{1,3}[日号]")
# 我司滨河店: whose it is belongs to no name.
_OWN = lazy(r"^(?:我们?|咱们?|本|敝|贵|该|此|这|那|另)(?:公司|[司店院校厂方局园馆台站社部所集团])?(?:的|家|间|座|所)?")
_COUNTED = lazy(r"^[0-9一二两三四五六七八九十百]{1,4}[间家个所座处]")
_SHORTEST_BRAND = 2
_BETWEEN = lazy(r"[/,、+&]")
_SHORTEST = 4
# Words that end in a direction and stand before places, and prepositions: 流进沙坪河, 送到青埠机场, 以县应急管理局的通报为准.
_DRAWN = lazy(
    r"[仍还已又再先后刚正]{1,2}[住到进出来去往送转回离]?(?=[\u4e00-\u9fff]{2})|[以由经请据按和与及被把让给为是跟同就则凡即](?=[\u4e00-\u9fff]{3})|[\u4e00-\u9fff]{0,2}[进出到入往向至回去来过经离抵赴在由](?=[\u4e00-\u9fff]{3})|(?:打|找|问|致电|拨打?|联系|拨通|通知|告诉|交给?|送|寄|转|去|来|回|到)(?=[\u4e00-\u9fff]{2})"
)
_ANY_BRANCH = lazy(
    r"(?:[0-9一二两三四五六七八九十百]{0,5}[间家个所座处]|各|全部|所有|其[他它余]|任何一?[间家]?)?(?:门店|分店|网店|店|店铺|餐厅|工厂|厂|仓库|分公司)"
)
# Small numbers are shared by too much to be the same by more than chance.
_FEW = 10
_REACH = 6
_MOST = 200
_NOUN_BEHIND, _STEM = lazy(r" (?P<n>[a-z]{3,})", re.IGNORECASE), 6


def otherwise(folded: str, mention: Mention, ledger: Ledger) -> tuple[str, ...]:
    """The ids that hold a mention in another reading than its first; empty when none does."""
    words = folded[mention.start : mention.end]
    if mention.kind is ClaimKind.CONTACT or not words:
        return ()
    for ids in _readings(folded, mention, words, ledger):
        if ids:
            return ids
    return ()


def _readings(folded: str, mention: Mention, words: str, ledger: Ledger) -> Iterator[tuple[str, ...]]:
    if isinstance(mention.value, Label):
        yield _as_several(mention, words, ledger)
        yield _as_part(mention, words, ledger)
        yield _as_shortened(mention, words, ledger)
        yield _as_day(folded, mention, ledger)
        return
    yield _as_written(mention, words, ledger)
    yield _as_clock(mention, words, ledger)
    yield _as_spelled(mention, words, ledger)
    yield _without_month(mention, words, ledger)
    yield _as_limit(mention, ledger)
    yield _as_day(folded, mention, ledger)
    yield _as_number_of(folded, mention, words, ledger)
    yield _as_both(folded, mention, ledger)
    yield _as_contact(words, ledger)
    if isinstance(mention.value, Amount) and mention.value.bound is Bound.EXACT:
        yield _as_a(words, mention.value, ledger)
        yield _as_local_money(words, mention, ledger)
        yield _one_for_each(mention, ledger)


def _as_contact(words: str, ledger: Ledger) -> tuple[str, ...]:
    """请打96166: a short number that is a line of the brief's."""
    if not words.isdigit() or len(words) < _SHORTEST:
        return ()
    whole = re.compile(rf"(?<![0-9]){words}(?![0-9])")
    return unique(source.id for source in ledger.sources if source.id.startswith("contact") and whole.search(source.text))


def _as_both(folded: str, mention: Mention, ledger: Ledger) -> tuple[str, ...]:
    """Two counselors, where the ledger has "both counselors"."""
    noun = _NOUN_BEHIND.match(folded, mention.end)
    if (
        noun is None
        or not isinstance(mention.value, Amount)
        or mention.value.value != 2
        or mention.value.bound is not Bound.EXACT
    ):
        return ()
    both = re.compile(rf"\bboth (?:of )?(?:the |our |its |their )?(?:\w+ )?{re.escape(noun['n'][:_STEM])}", re.IGNORECASE)
    return unique(source.id for source in ledger.sources if both.search(source.text))


def _as_several(mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """DT01A/DT01B: two numbers of the ledger written as one."""
    parts = [part for part in _BETWEEN.split(words) if part]
    if mention.kind is not ClaimKind.IDENTIFIER or len(parts) < 2:
        return ()
    found: list[str] = []
    for part in parts:
        key = identifier_key(part)
        ids = [source.id for source in ledger.identifiers if len(key) >= _SHORTEST and is_whole(key, source.text)]
        if not ids:
            return ()
        found += ids
    return unique(found)


def _as_part(mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """流进沙坪河: a name of the ledger behind a verb the dictionary drew into it; 12间鼎汤记分店: shops of the issuer, uncounted."""
    if mention.kind is not ClaimKind.NAME:
        return ()
    rest = _COUNTED.sub("", _OWN.sub("", words))
    key = canonical(rest)
    owners = [canonical(source.text) for source in ledger.sources if source.id == "issuer"]
    shared = max((_shared_start(key, owner) for owner in owners), default=0)
    if shared >= _SHORTEST_BRAND:
        rest, key = key[shared:], key[shared:]
    if rest != words and (not key or _ANY_BRANCH.fullmatch(key)):
        return ("issuer",)
    if rest != words and (ids := _named(rest, mention, ledger)):
        return ids
    drawn = _DRAWN.match(words)
    return _named(words[drawn.end() :], mention, ledger) if drawn else ()


def _as_shortened(mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """青埠T2航站楼, for 青埠机场T2航站楼: a name with a part left out of its middle."""
    if mention.kind is not ClaimKind.NAME or len(words) < _SHORTEST or words.isascii():
        return ()
    cuts = (rf"{re.escape(words[:at])}[\u4e00-\u9fff]{{1,4}}{re.escape(words[at:])}" for at in range(2, len(words) - 1))
    whole = re.compile("|".join(cuts))
    return unique(source.id for source in ledger.sources if whole.search(source.text))


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _named(words: str, mention: Mention, ledger: Ledger) -> tuple[str, ...]:
    if not isinstance(mention.value, Label):
        return ()
    return ledger.support(replace(mention, value=Label(canonical(words), mention.value.kind)))


def _as_written(mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """The very words of a line that counts nothing by them: “11月和12月两个月的工资”. A value the ledger holds has its role to keep."""
    amount = mention.value
    if not isinstance(amount, Amount) or ledger.amounts.get((group_of(mention.kind), amount.value)) or not words[-1:].isalpha():
        return ()
    alone = re.compile(rf"(?<![0-9.,零一二两三四五六七八九十百千万亿]){re.escape(words)}")
    return unique(source.id for source in ledger.sources if alone.search(fold(source.text)))


def _as_spelled(mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """零六一零，三三九八: a number read out digit by digit, as a telephone's is."""
    if mention.kind is not ClaimKind.NUMBER or not _SPELLED.fullmatch(words):
        return ()
    digits = words.translate(_DIGITS)
    return unique(
        source.id for source in ledger.identifiers if source.id.startswith("contact") and digits in _NO_DIGIT.sub("", source.text)
    )


def _without_month(mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """A bare 11号 behind 去年12月 need not be of that month."""
    moment = mention.value
    if not isinstance(moment, Moment) or moment.day is None or moment.month is None or not _BARE_DAY.match(words):
        return ()
    return ledger.support(replace(mention, value=replace(moment, year=None, month=None, alternative=None)))


def _as_clock(mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """0652, 截至1600: the clock as duty rosters write it."""
    match = _HOURS_AND_MINUTES.fullmatch(words) if mention.kind is ClaimKind.NUMBER else None
    if match is None:
        return ()
    return ledger.moments.get(moment_key(Moment(hour=int(match["h"]) % 24, minute=int(match["mi"]))), ())


def _as_limit(mention: Mention, ledger: Ledger) -> tuple[str, ...]:
    """不超过0.5, where the ledger gives 0.5 as the limit."""
    amount = mention.value
    if not isinstance(amount, Amount) or amount.bound not in (Bound.AT_MOST, Bound.AT_LEAST):
        return ()
    held = [e for e in ledger.amounts.get((group_of(mention.kind), amount.value), ()) if amount.may_count_as(e.value)]  # type: ignore[arg-type]
    limits = {source.id for source in ledger.sources if _LIMIT.search(source.text)}
    return unique(entry.source for entry in held if entry.source in limits)


def _as_day(folded: str, mention: Mention, ledger: Ledger) -> tuple[str, ...]:
    """4/12, 11-20, 7.31: month and day."""
    if mention.kind not in (ClaimKind.NUMBER, ClaimKind.IDENTIFIER, ClaimKind.PERCENT):
        return ()
    for match in _MONTH_AND_DAY.finditer(folded, max(0, mention.start - _REACH), mention.end + _REACH):
        if match.start() <= mention.start and mention.end <= match.end():
            return ledger.moments.get(moment_key(Moment(month=int(match["m"]), day=int(match["d"]))), ())
    return ()


def _as_number_of(folded: str, mention: Mention, words: str, ledger: Ledger) -> tuple[str, ...]:
    """5号 of “5号、7号舱”: the ledger numbers something so, if it need be with the noun that the last of the row has."""
    numbered = mention.kind in (ClaimKind.DATE, ClaimKind.NUMBER) and _NUMBERED.fullmatch(words)
    if not numbered:
        return ()
    number = numbered.group()
    following = _SHARES_NOUN.match(folded, mention.start + numbered.end())
    noun = following["noun"] if following else None
    keys = [number] if number.endswith("号") else []
    keys += [f"{number.removesuffix('号')}号{noun[:size]}" for size in (1, 2) if noun]
    keys += [f"{number}{noun[:size]}" for size in (1, 2) if noun]
    found = [source.id for source in ledger.identifiers for key in keys if is_whole(identifier_key(key), source.text)]
    return unique(found)


def _as_a(words: str, amount: Amount, ledger: Ledger) -> tuple[str, ...]:
    """1次, where the ledger says 一次 and counts nothing by it."""
    match = _ONE.fullmatch(words) if amount.value == 1 else None
    if match is None:
        return ()
    written = "一" + match["noun"]
    return unique(source.id for source in ledger.sources if written in fold(source.text))


def _as_local_money(words: str, mention: Mention, ledger: Ledger) -> tuple[str, ...]:
    """48元, where the ledger gives sums in one currency only that is called 元 where it is spent."""
    amount = mention.value
    if (
        mention.kind is not ClaimKind.MONEY
        or not isinstance(amount, Amount)
        or amount.units != {"CNY"}
        or _PLAIN_YUAN.search(words) is None
    ):
        return ()
    sums = [entry for entry in ledger.groups.get("money", ()) if isinstance(entry.value, Amount)]
    if any("CNY" in _units(entry) for entry in sums):
        return ()
    return unique(
        entry.source
        for entry in sums
        if _units(entry) & _ALSO_YUAN and isinstance(entry.value, Amount) and entry.value.value == amount.value
    )


def _one_for_each(mention: Mention, ledger: Ledger) -> tuple[str, ...]:
    """64份 of 87份, where the ledger has 64名 of 87名: it counts one thing in both ways, so that each stands for the other."""
    amount = mention.value
    if not isinstance(amount, Amount) or not amount.units or not amount.units <= _THINGS:
        return ()
    counts = [entry for entry in islice(ledger.groups.get("count", ()), _MOST) if isinstance(entry.value, Amount)]
    exact = [entry for entry in counts if _value(entry) == amount.value and _units(entry) and _units(entry) <= _THINGS]
    both = {
        _value(entry)
        for entry in counts
        if entry.value is not None and _units(entry) & amount.units and _value(entry) != amount.value
    }
    return unique(
        entry.source
        for entry in exact
        if any(_value(other) in both and _units(other) & _units(entry) and not _units(other) & amount.units for other in counts)
    )


def counted_otherwise(mention: Mention, ledger: Ledger) -> bool:
    """37 guests, where the ledger has 37 bookings: the number is its own, and what it counts may be told by who made them."""
    amount = mention.value
    if not isinstance(amount, Amount) or not amount.units or not amount.units <= _THINGS or amount.bound is not Bound.EXACT:
        return False
    held = ledger.amounts.get((group_of(mention.kind), amount.value), ())
    return amount.value > _FEW and any(_units(entry) <= _THINGS for entry in held)


def _value(entry: Entry) -> object:
    return entry.value.value if isinstance(entry.value, Amount) else None


def _units(entry: Entry) -> frozenset[str]:
    return entry.value.units if isinstance(entry.value, Amount) else frozenset()
